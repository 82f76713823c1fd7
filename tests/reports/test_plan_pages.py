"""A plan in words, on the page and in the workbook, in both languages."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cba.allocation.document import allocation_block
from cba.allocation.results import answer
from cba.reports.language import language
from cba.reports.plan_charts import plan_bars
from cba.reports.plan_reasons import reason, with_reasons
from cba.reports.plan_rows import option_rows, ranked, rule_rows
from cba.reports.plan_words import sentences

from ..allocation.scenarios import plan
from ..allocation.test_explained import every_kind
from ..conftest import Run, Write
from .page import read

HOSTILE = "=1+1<script>alert(1)</script>"
TABLE = f'id,title,cost,value,group\na,"{HOSTILE}",100,250,x\nb,Bænke,200,300,x\nc,Lys,150,280,\n'


@pytest.fixture(scope="module")
def block() -> dict[str, Any]:
    return with_reasons(allocation_block(answer(every_kind())), "da")


@pytest.mark.parametrize("code", ["da", "en"])
def test_every_option_has_a_sentence_and_nothing_is_left_unfilled(block: dict[str, Any], code: str) -> None:
    lang = language(code)
    texts = sentences(lang, block) + [reason(lang, block, name) for name in block["options"]]
    texts += [
        cell for row in option_rows(lang, block) for cell in (row.standing, row.scale, row.cost, row.value)
    ]
    texts += [cell for row in rule_rows(lang, block, binding=False) for cell in (row.rule, row.one_more)]
    for text in texts:
        assert not re.search(r"%\(|None|nan|kr\.\.", text), text
    assert all(reason(lang, block, name) for name in block["options"])


def test_what_is_said_of_each_standing(block: dict[str, Any]) -> None:
    said = {name: option["reasons"] for name, option in block["options"].items()}
    assert said["contract"]["da"] == "Kun med i planen på grund af en regel: en regel."
    assert said["bad"]["en"].startswith("By the best estimates")
    assert "2 gange så stor eller omkostningerne 50" in said["dear"]["da"].replace("\xa0", " ")
    assert said["one.2027"]["en"] == "Starts in 2026 instead."
    assert said["twin"]["en"] == "Left out by the rule: a rule."
    assert block["options"]["bad"]["reason"] == said["bad"]["da"]


def test_the_plan_comes_first_and_harm_last(block: dict[str, Any]) -> None:
    order = ranked(block)
    inside = [block["options"][name]["chosen"] for name in order]
    assert inside == sorted(inside, reverse=True)
    assert order[-1] == "bad"


def test_a_table_of_options_becomes_a_page_and_a_workbook(write: Write, run: Run) -> None:
    write(TABLE, "t.csv")
    done = run("allocate", "t.csv", "--budget", "310", "--out", "o", "--language", "da")
    assert done.returncode == 0, done.stderr
    page = Path("o/plan.da.html").read_text(encoding="utf-8")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "Den bedste plan omfatter 2 af 3 indsatser" in page.replace("\xa0", " ")
    sheet = openpyxl.load_workbook("o/results.xlsx")["Allokering"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == HOSTILE]
    assert cells
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in cells)
    block = json.loads(Path("o/results.json").read_text(encoding="utf-8"))["allocation"]
    assert block["result"] is None
    assert block["options"]["b"]["reason"]


def test_a_scenario_s_plan_stands_in_fact_sheet_and_workbook(write: Write, run: Run) -> None:
    rules = "rules: [{at_most: 1, of: [cameras, lights]}]\nfrontier: {from: 0, to: 3000000, points: 4}"
    write(plan(f"budget: 2000000\nthen: cost:kommune\n{rules}"))
    done = run("allocate", "scenario.yaml", "--out", "o", "--draws", "200", "--language", "en")
    assert done.returncode == 0, done.stderr
    page = Path("o/factsheet.en.html").read_text(encoding="utf-8").replace("\xa0", " ")
    for id in ("plan", "plan-payers", "plan-options", "plan-rules", "plan-frontier", "plan-spending"):
        assert f'<section id="{id}">' in page
    document = json.loads(Path("o/results.json").read_text(encoding="utf-8"))
    block = document["allocation"]
    told = read(page).by_id("answer").text
    count = len(document["interventions"])
    assert told.index("The best plan has") < told.index(f"describes all {count} interventions")
    assert f"All {count} interventions together, chosen or not:" in told
    losers = [p for p, r in block["result"]["by_payer"].items() if r["npv"] < -1]
    said = read(page).by_id("answer").all("strong")
    assert len(said) == (len(losers) if len(losers) < len(block["result"]["by_payer"]) else 0)
    marked = [e.text for e in read(page).by_id("cost").all("th") if "in the plan:" in e.text]
    assert len(marked) == len({o["intervention"] for o in block["options"].values() if o["chosen"]})
    total = sum(share["npv"] for share in block["result"]["by_payer"].values())
    assert total == pytest.approx(block["result"]["measures"]["npv"])
    assert total == pytest.approx(block["interaction"]["value"])
    book = openpyxl.load_workbook("o/results.xlsx", data_only=True)
    named = {name: cell for name, cell in book.defined_names.items() if name.startswith("allocation_")}
    (place,) = named["allocation_spent"].destinations
    assert book[place[0]][place[1]].value == pytest.approx(block["spent"])
    assert run("run", "scenario.yaml", "--out", "r", "--draws", "200").returncode == 0
    assert 'id="plan"' not in Path("r/factsheet.en.html").read_text(encoding="utf-8")


def test_a_value_below_zero_has_its_bar_to_the_left_of_zero() -> None:
    option = {"chosen": True, "standing": None, "cost": 100.0}
    options = {
        name: {**option, "title": name, "value": value} for name, value in (("gain", 300.0), ("loss", -200.0))
    }
    block = {"objective_unit": "kr", "status": "optimal", "options": options}
    found = plan_bars(language("en"), block)
    assert found is not None
    bars = {bar.name: bar for bar in found.bars}
    assert bars["loss"].loses
    assert bars["loss"].value == pytest.approx(found.zero)
    assert bars["gain"].value == pytest.approx(1.5 * found.zero)
    assert found.zero + bars["gain"].value < found.width
