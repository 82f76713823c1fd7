import builtins
import contextlib
import importlib
import re
import zlib
from collections.abc import Callable
from typing import Any

import pytest

import cba
from cba.reports.factsheet import render_factsheet
from cba.reports.pdf import PdfUnavailable, render_pdf
from cba.reports.pdf_batch import Printers

from .conftest import ROOT
from .uncertain import uncertain

Document = dict[str, Any]


def test_a_missing_library_has_a_name_and_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.import_module

    def absent(name: str, package: str | None = None) -> Any:
        if name == "weasyprint":
            raise ImportError("No module named 'weasyprint'")
        return real(name, package)

    monkeypatch.setattr("cba.reports.pdf.import_module", absent)
    with pytest.raises(PdfUnavailable, match="extra 'pdf'"):
        render_pdf("<p>x</p>")


@pytest.fixture
def weasyprint() -> Any:
    return pytest.importorskip("weasyprint", reason="WeasyPrint is not installed: no PDF is tested")


def test_the_pdf_is_tagged_and_always_the_same(weasyprint: Any, divided: Callable[..., Document]) -> None:
    page = render_factsheet(divided(), "da")
    first = render_pdf(page)
    assert first == render_pdf(page)
    assert first.startswith(b"%PDF")
    plain = _inflated(first)
    assert b"/Lang (da)" in plain
    assert b"/MarkInfo" in plain
    assert b"pdfuaid" in plain
    assert b"/Alt" in plain


def _inflated(pdf: bytes) -> bytes:
    """The file with the streams that are compressed made readable."""
    parts = [pdf]
    for found in re.finditer(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        with contextlib.suppress(zlib.error):
            parts.append(zlib.decompress(found.group(1)))
    return b"\n".join(parts)


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("model", ["odense", "welfare"])
def test_four_interventions_and_how_sure_they_are_fill_two_pages(
    weasyprint: Any, request: pytest.FixtureRequest, model: str, language: str
) -> None:
    document = uncertain(request.getfixturevalue(model))
    assert len(document["interventions"]) == 4
    page = render_factsheet(document, language)
    assert len(weasyprint.HTML(string=page).render().pages) <= 2
    assert len(page.encode()) < 1_000_000


def test_nothing_is_fetched(weasyprint: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    real = builtins.open

    def watched(file: Any, *rest: Any, **more: Any) -> Any:
        opened.append(str(file))
        return real(file, *rest, **more)

    monkeypatch.setattr(builtins, "open", watched)
    render_pdf("<html lang=da><title>x</title><img src='file:///etc/hostname' alt=''><p>x</p></html>")
    assert "/etc/hostname" not in opened


def test_more_interventions_than_paper_has_room_for_fill_two_pages_too(weasyprint: Any) -> None:
    """Paper has room for the foremost interventions only; the rest is on the screen and in the workbook."""
    scenario = cba.load(ROOT / "scenarios" / "forebyggelse-20-mio.yaml")
    document = uncertain(cba.appraise(scenario).to_dict())
    assert len(document["interventions"]) > 20
    for language in ("da", "en"):
        page = render_factsheet(document, language)
        assert len(weasyprint.HTML(string=page).render().pages) <= 2


def test_helpers_make_the_same_files_in_the_same_order(
    weasyprint: Any, divided: Callable[..., Document]
) -> None:
    pages = [render_factsheet(divided(), code) for code in ("da", "en")]
    short = "<html lang=da><head><title>Æ {}</title><style>p {{ color: red }}</style></head><p>x</p>"
    pages += [short.format(number) for number in range(3)]
    alone = [render_pdf(page) for page in pages]
    for processors in (1, 2, 3, 100):
        with Printers(len(pages), processors) as printers:
            assert printers.render(pages) == alone
    with Printers(0, 2) as printers:
        assert printers.render([]) == []
