"""The reports of the examples with what the simulation really found, in both models and both languages."""

import io
import json
import re
from functools import lru_cache
from typing import Any

import openpyxl
import pytest
from rich.console import Console

import cba
from cba.reports import certainty
from cba.reports.factsheet import render_factsheet
from cba.reports.language import language
from cba.reports.side_by_side import print_side_by_side
from cba.reports.summary import print_summary
from cba.reports.workbook import build_workbook
from cba.uncertainty.outlook import outlook

from .conftest import ROOT
from .page import read

Document = dict[str, Any]

PATHS = {path.stem: path for path in sorted((ROOT / "scenarios").glob("*.yaml"))}
PATHS["tutorial"] = ROOT / "scenarios" / "tutorial" / "scenario.yaml"
MODELS = ("soem", "samfundsoekonomi")
SLIPS = re.compile(r"\b(None(?! of)|nan|NaN|inf|null|Undefined)\b|%\(|kr\.\.|pct\.\.|(?<![\w.])-\d")


@lru_cache
def simulated(name: str, model: str) -> str:
    """What `cba run` writes to results.json, as text so that no test can change it for another."""
    scenario = cba.load(PATHS[name], model=model)
    document = cba.appraise(scenario).to_dict(outlook(cba.simulate(scenario, draws=2_000)))
    return json.dumps(document, allow_nan=False)


def document_of(name: str, model: str) -> Document:
    found: Document = json.loads(simulated(name, model))
    return found


@pytest.mark.parametrize("code", ["da", "en"])
@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("name", PATHS)
def test_page_workbook_and_terminal_say_how_sure_it_is(name: str, model: str, code: str) -> None:
    document, lang = document_of(name, model), language(code)
    found = document["portfolio"]["uncertainty"]
    page = read(render_factsheet(document, code))
    said = certainty.interval(lang, document).replace("\u00a0", "_")
    assert said in page.by_id("answer").text
    assert not SLIPS.search(page.all("main")[0].text)
    assert len(page.all("figure")) == (4 if found else 2)
    console = Console(file=io.StringIO(), width=400, force_terminal=False)
    print_summary(document, code, console)
    assert isinstance(console.file, io.StringIO)
    assert said in console.file.getvalue().replace("\u00a0", "_")
    assert not SLIPS.search(console.file.getvalue())
    book = openpyxl.load_workbook(io.BytesIO(build_workbook(document, code)))
    sheet = book[lang.say("Uncertainty")]
    assert (sheet.max_row > 10) == bool(found)


@pytest.mark.parametrize("name", PATHS)
def test_models_side_by_side_have_the_chances_of_each(name: str) -> None:
    documents = {model: document_of(name, model) for model in MODELS}
    console = Console(file=io.StringIO(), width=200, force_terminal=False)
    print_side_by_side(documents, "en", console)
    assert isinstance(console.file, io.StringIO)
    known = all(document["portfolio"]["uncertainty"] for document in documents.values())
    assert ("Chance of a gain" in console.file.getvalue()) == known


def test_the_examples_cover_a_range_no_range_and_none_that_moves() -> None:
    kinds = set()
    for name in PATHS:
        found = document_of(name, "soem")["portfolio"]["uncertainty"]
        kinds.add("none" if not found else "still" if found["npv"]["p05"] == found["npv"]["p95"] else "moves")
    assert kinds >= {"none", "moves"}


@pytest.mark.parametrize("code", ["da", "en"])
@pytest.mark.parametrize("model", MODELS)
def test_the_page_for_odense_prints_on_two_pages(model: str, code: str) -> None:
    weasyprint = pytest.importorskip("weasyprint", reason="WeasyPrint is not installed: no PDF is tested")
    page = render_factsheet(document_of("odense-tryg-ungdom", model), code)
    assert len(weasyprint.HTML(string=page).render().pages) <= 2
