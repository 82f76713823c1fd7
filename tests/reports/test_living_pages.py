"""The pages of compare, diff, review and gaps: whole in both languages, and users' text is text."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import pytest
from click.testing import CliRunner

from cba.commands.main import cli
from cba.reports import compare_page, diff_page, gap_page, review_page
from cba.reports.pages import Page
from cba.reports.workbook.comparison import build_comparison

from .page import read
from .test_hostile_text import HOSTILE
from .test_uncertainty_pages import SCENARIO, with_text, within

Document = dict[str, Any]

ODENSE = str(SCENARIO)
AARHUS = str(SCENARIO.with_name("aarhus-indbrud.yaml"))
FEW = ("--draws", "64")

PAGES: dict[str, tuple[tuple[str, ...], Page]] = {
    "diff": (("diff", ODENSE, f"{ODENSE}@optimistic", "--set", "horizon=6"), diff_page.PAGE),
    "kinds": (("diff", ODENSE, AARHUS, "--by", "kind"), diff_page.PAGE),
    "compare": (
        ("compare", ODENSE, "--model", "soem", "--model", "samfundsoekonomi", *FEW),
        compare_page.OPTIONS,
    ),
    "interventions": (
        ("compare", ODENSE, "--interventions", "--variant", "pessimistic", *FEW),
        compare_page.OPTIONS,
    ),
    "across": (("compare", AARHUS, "--across", "Odense,Samsø", *FEW), compare_page.PLACES),
    "review": (("review", AARHUS, *FEW), review_page.PAGE),
    "gaps": (("gaps", ODENSE, *FEW), gap_page.PAGE),
    "register": (("gaps", "--goal", "5"), gap_page.PAGE),
}


@lru_cache
def document(name: str) -> Document:
    """The document that the command prints."""
    done = CliRunner().invoke(cli, [*PAGES[name][0], "--json"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    found: Document = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole_in_both_languages(name: str, language: str) -> None:
    html = PAGES[name][1].render(document(name), language)
    page = read(html)
    (root,) = page.all("html")
    assert root.attributes["lang"] == language
    ids = [e.attributes["id"] for e in page.all() if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    assert len(page.all("h1")) == 1
    for word in (">None<", ">nan<", "%(", "kr..", "{'", "`"):
        assert word not in html, word
    for chart in page.all("svg"):
        assert all(within(chart, e) for e in chart.all("rect", "line"))
        named = (chart.attributes["aria-labelledby"] or "").split()
        assert [page.by_id(id).tag for id in named] == ["title", "desc"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("text", HOSTILE)
def test_what_users_write_is_text(name: str, text: str) -> None:
    page = read(PAGES[name][1].render(with_text(document(name), text), "da"))
    assert not page.all("script", "img", "link")
    for element in page.all():
        assert not [key for key in element.attributes if key.startswith("on")]


@pytest.mark.parametrize("name", ["compare", "across"])
@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_a_formula_in_the_workbook(name: str, text: str) -> None:
    import io

    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(build_comparison(with_text(document(name), text), "en")))
    assert not [c for s in book for row in s.iter_rows() for c in row if c.data_type == "f"]
