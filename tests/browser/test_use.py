"""The fact sheet in use: by keyboard, on a phone, on paper, without scripts, with hostile text."""

from __future__ import annotations

import copy
import subprocess
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from cba.reports.factsheet import render_factsheet

from ..reports.test_factsheet import BLOCKS
from ..reports.test_hostile_text import HOSTILE, replaced
from .papers import KINDS, fact_sheet, results
from .positions import kroner


def _total(page: Any) -> int:
    return kroner(page.evaluate("document.querySelector('#try tr[data-payer=all]').cells[2].textContent"))


def _stops(page: Any) -> list[str]:
    """What the Tab key reaches, in order, by id or by text."""
    found: list[str] = []
    for _ in range(80):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "document.activeElement === document.body ? '' : "
            "document.activeElement.id || document.activeElement.textContent.trim().slice(0, 40)"
        )
        if not name:
            break
        found.append(name)
    return found


def test_sliders_are_used_by_keyboard_alone(page: Any) -> None:
    page.set_content(fact_sheet("portfolio with a loss", "da"))
    stops = _stops(page)
    assert stops[0] == "Gå til svaret"
    controls = ["try-of", "try-people", "try-effect", "try-cost", "try-horizon", "try-reset"]
    assert [name for name in stops if name.startswith("try-")] == controls
    base = _total(page)
    page.focus("#try-cost")
    for _ in range(10):
        page.keyboard.press("ArrowLeft")
    cheaper = _total(page)
    assert cheaper > base
    assert page.get_attribute("#try-cost", "aria-valuetext") == "90\u00a0pct."
    assert page.inner_text("#try-cost-now") == "90\u00a0pct."
    assert "kr." in page.inner_text("#try-spoken")
    page.keyboard.press("End")
    assert page.input_value("#try-cost") == "200"
    page.focus("#try-reset")
    page.keyboard.press("Enter")
    assert _total(page) == base
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_each_intervention_keeps_its_own_sliders(page: Any) -> None:
    page.set_content(fact_sheet("portfolio with a loss", "da"))
    page.fill("#try-cost", "50")
    page.select_option("#try-of", "ssp")
    assert page.input_value("#try-cost") == "100"
    assert not page.is_visible("#try-effect"), "nothing follows from the effect of SSP talks"
    page.select_option("#try-of", "mst")
    assert page.input_value("#try-cost") == "50"


@pytest.mark.parametrize("kind", KINDS)
def test_the_base_case_is_what_the_page_says_anyway(page: Any, kind: str) -> None:
    page.set_content(fact_sheet(kind, "en"))
    for row in page.evaluate(
        "[...document.querySelectorAll('#try tr[data-payer]')].map("
        "(row) => [...row.cells].slice(1).map((cell) => cell.textContent))"
    ):
        assert row[0] == row[1]
        assert row[2] == "unchanged"


@pytest.mark.parametrize("kind", KINDS)
def test_without_scripts_the_page_is_complete(browser: Any, kind: str) -> None:
    context = browser.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.set_content(fact_sheet(kind, "da"))
    assert all(page.is_visible(f"#{block}") for block in BLOCKS)
    assert not page.is_visible("#try")
    assert page.locator(".try-link").is_hidden()
    context.close()


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_on_paper_it_is_two_pages_of_the_base_case(
    page: Any, tmp_path: Path, kind: str, language: str
) -> None:
    if which("pdfinfo") is None:
        pytest.skip("pdfinfo is not installed: pages are not counted")
    page.set_content(fact_sheet(kind, language))
    page.fill("#try-cost", "0")
    page.emulate_media(media="print")
    assert not page.is_visible("#try")
    (tmp_path / "paper.pdf").write_bytes(page.pdf(prefer_css_page_size=True, tagged=True, outline=True))
    said = subprocess.run(
        ["pdfinfo", str(tmp_path / "paper.pdf")], capture_output=True, text=True, check=True
    ).stdout
    facts = dict(line.split(":", 1) for line in said.splitlines() if ":" in line)
    assert int(facts["Pages"]) <= 2
    assert facts["Tagged"].strip() == "yes"
    assert facts["Page size"].strip().endswith("(A4)")
    assert facts["Title"].strip()


@pytest.mark.parametrize("width", [320, 390, 640, 1280])
@pytest.mark.parametrize("kind", ["portfolio with a loss", "society, seven payers", "places"])
def test_nothing_stands_beyond_the_edge(page: Any, kind: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.set_content(fact_sheet(kind, "da"))
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_only_the_page_itself_is_asked_for(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "factsheet.html").write_text(fact_sheet("places", "da"), encoding="utf-8")
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "factsheet.html").as_uri())
    assert asked == [(tmp_path / "factsheet.html").as_uri()]
    context.close()


@pytest.mark.parametrize("text", HOSTILE)
def test_what_users_write_stays_inert_and_within_its_place(page: Any, text: str) -> None:
    document = replaced(copy.deepcopy(results(*KINDS["portfolio with a loss"])), text)
    asked: list[str] = []
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": 390, "height": 844})
    page.set_content(render_factsheet(document, "da"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("document.querySelector('h1 bdi').textContent") == text
    assert page.locator("img").count() == 0
    assert page.evaluate("document.scripts.length") == 2
    assert page.locator("#try-of option").first.inner_text().strip()
    assert asked == []
