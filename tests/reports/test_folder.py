import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cba.errors import InputError
from cba.reports.folder import render_reports, write_comparison, write_reports

Document = dict[str, Any]
Divided = Callable[..., Document]

FORMATS, LANGUAGES = ["json", "xlsx", "html"], ["da", "en"]


@pytest.fixture
def document(divided: Divided) -> Document:
    return divided()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with nothing else in it."""
    folder = tmp_path / "place"
    folder.mkdir()
    return folder


def listing(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*"))


def test_all_formats_in_all_languages(document: Document, place: Path) -> None:
    out = place / "a" / "b"
    written = write_reports(document, out, formats=FORMATS, languages=LANGUAGES)
    names = ["results.json", "results.xlsx", "factsheet.da.html", "factsheet.en.html"]
    assert written == [out / name for name in names]
    assert listing(out) == sorted(names)
    assert all(path.stat().st_size > 1000 for path in written)
    assert out.stat().st_mode & 0o055


def test_json_is_always_written_in_the_documents_own_order(document: Document, place: Path) -> None:
    (path,) = write_reports(document, place / "x", formats=[], languages=["da"])
    text = path.read_text(encoding="utf-8")
    assert list(json.loads(text)) == list(document)
    assert json.loads(text) == document
    assert "Delt regning" in text
    assert "NaN" not in text


def test_pages_and_workbook_can_be_made_again_from_the_json_alone(document: Document) -> None:
    files = render_reports(document, formats=FORMATS, languages=LANGUAGES)
    assert render_reports(json.loads(files["results.json"]), formats=FORMATS, languages=LANGUAGES) == files


def test_a_number_that_is_none_stops_everything(document: Document, place: Path) -> None:
    document["portfolio"]["measures"]["bcr"] = float("nan")
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_reports(document, place / "x", formats=FORMATS, languages=LANGUAGES)
    assert listing(place) == []


@pytest.mark.parametrize(
    ("formats", "languages", "message"),
    [
        (["htm"], ["da"], "unknown format 'htm'; did you mean 'html'"),
        (["html"], ["no"], "unknown language 'no'"),
        (["html"], [], "at least one of da, en"),
    ],
)
def test_unknown_names_are_bad_input(
    document: Document, place: Path, formats: list[str], languages: list[str], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        write_reports(document, place / "x", formats=formats, languages=languages)
    assert listing(place) == []


def test_a_folder_that_holds_something_is_left_alone(document: Document, place: Path) -> None:
    (place / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match="--force"):
        write_reports(document, place, formats=FORMATS, languages=LANGUAGES)
    assert listing(place) == ["notes.txt"]


def test_an_empty_folder_is_used_and_an_old_one_replaced_by_force(document: Document, place: Path) -> None:
    out = place / "out"
    out.mkdir()
    write_reports(document, out, formats=FORMATS, languages=LANGUAGES)
    assert "factsheet.en.html" in listing(out)
    write_reports(document, out, formats=["json"], languages=["da"], force=True)
    assert listing(place) == ["out", "out/results.json"]


def test_a_symbolic_link_and_a_file_are_refused(document: Document, place: Path) -> None:
    (place / "real").mkdir()
    (place / "link").symlink_to(place / "real")
    (place / "file").write_text("mine")
    for name in ("link", "file"):
        with pytest.raises(InputError):
            write_reports(document, place / name, formats=FORMATS, languages=LANGUAGES, force=True)
    assert listing(place) == ["file", "link", "real"]


@pytest.mark.parametrize("moment", ["writing", "swapping"])
def test_a_crash_leaves_the_old_results_and_nothing_half_made(
    document: Document, place: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    out = place / "out"
    write_reports(document, out, formats=["json"], languages=["da"])
    before = (out / "results.json").read_bytes()
    real_write, real_rename = Path.write_bytes, Path.rename

    def write(self: Path, data: bytes) -> int:
        if self.suffix == ".html":
            real_write(self, data[:10])
            raise OSError("the disk is full")
        return real_write(self, data)

    def rename(self: Path, target: Path) -> Path:
        if target == out and (self / "factsheet.da.html").exists():
            raise OSError("the disk is gone")
        return real_rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", write) if moment == "writing" else None
        patch.setattr(Path, "rename", rename) if moment == "swapping" else None
        with pytest.raises(OSError, match="the disk"):
            write_reports(document, out, formats=FORMATS, languages=LANGUAGES, force=True)
    assert listing(place) == ["out", "out/results.json"]
    assert (out / "results.json").read_bytes() == before


def test_several_models_stand_beside_their_comparison(divided: Divided, place: Path) -> None:
    documents = {"soem": divided(), "soem.worse": divided(2_000_000, 1_000_000)}
    written = write_comparison(documents, place / "x", formats=["html"], languages=["da"])
    assert [str(p.relative_to(place / "x")) for p in written] == [
        "compare.json",
        "soem/results.json",
        "soem/factsheet.da.html",
        "soem.worse/results.json",
        "soem.worse/factsheet.da.html",
    ]
    compared = json.loads(written[0].read_text(encoding="utf-8"))
    assert compared["runs"]["soem"]["portfolio"]["measures"]["npv"] == 2_000_000
