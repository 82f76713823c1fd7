"""`cba gaps` from outside: of a scenario, ranked; of the whole register, counted by hand from its files."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

import cba
from cba.uncertainty.knowing import knowing

from ..conftest import Run, Write
from ..reports.page import read
from ..snippets import GRADED, effect

ROOT = Path(__file__).resolve().parents[2]
ODENSE = str(ROOT / "scenarios" / "odense-tryg-ungdom.yaml")


@pytest.fixture(autouse=True)
def _here(write: Write) -> None:
    study = f"measure: odds_ratio, estimate: 0.6, direction: lower_is_better, {GRADED}"
    one = f"outcome: reconviction, {study}, baseline: {{share: 42 %, within: 24 months}}"
    write(effect(one).replace("id: a", 'id: a\n    title: "=1+1"'), "formula.yaml")


def data(run: Run, *words: str) -> list[dict[str, Any]]:
    done = run("gaps", *words, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found: list[dict[str, Any]] = json.loads(done.stdout)["gaps"]
    return found


def rows(table: str) -> list[dict[str, str]]:
    path = ROOT / "models" / "registers" / f"{table}.csv"
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def test_the_registers_gaps_are_those_of_its_files(run: Run) -> None:
    found = data(run)
    ids = {
        kind: {gap["id"] for gap in found if gap["kind"] == kind} for kind in {gap["kind"] for gap in found}
    }
    evidence = rows("evidence")
    assert ids["effect_missing"] == {row["id"] for row in evidence if not row["estimate"]}
    assert ids["interval_missing"] == {
        row["id"]
        for row in evidence
        if row["estimate"] and not row["se"] and not (row["low"] and row["high"])
    }
    prices = rows("prices")
    lacking = {r["id"] for r in prices if not r["value"] or not r["price_year"] or not r["payer"]}
    assert ids["price_missing"] == lacking
    assert "burglary_claim_2009_derived" in ids["price_old"]
    danish = {r["name_en"] for r in evidence if r["estimate"] and "Denmark" in r["countries"]}
    assert not {g["about"]["en"] for g in found if g["kind"] == "danish_missing"} & (
        danish - {r["name_en"] for r in evidence if r["estimate"] and "Denmark" not in r["countries"]}
    )


def test_goals_and_kinds_narrow_the_list(run: Run) -> None:
    found = data(run, "--goal", "5", "--kind", "effect_missing")
    assert found
    assert all(gap["kind"] == "effect_missing" and 5 in gap["dkr_goals"] for gap in found)
    done = run("gaps", "--kind", "price_olds")
    assert done.returncode == 2
    assert "did you mean 'price_old'" in done.stderr


def test_a_scenarios_gaps_are_ranked_by_what_they_are_worth(run: Run) -> None:
    found = data(run, ODENSE, "--draws", "2048")
    values = knowing(cba.simulate(cba.load(ODENSE, settings="draws=2048"))).inputs
    assert found[0]["inputs"] == ["interventions.mentor.effects.reconviction.transfer"]
    assert found[0]["worth"] == pytest.approx(values[found[0]["inputs"][0]].value)
    worths = [gap["worth"] for gap in found if gap["worth"] and gap["worth"] > 0.5]
    assert worths == sorted(worths, reverse=True)
    after = found[len(worths) :]
    unknown = [gap["swing"] for gap in after if gap["worth"] is None and gap["inputs"]]
    assert unknown == sorted(unknown, reverse=True)
    assert [gap["id"] for gap in found if gap["kind"] == "effect_missing"] == ["ssp"]
    # a tenth more or less of what nobody varied: the price of MST, by hand from the results
    base = cba.appraise(cba.load(ODENSE)).portfolio.npv
    [completion] = [g for g in found if g["kind"] == "delivery_unsure" and g["id"] == "mst"]
    less = cba.appraise(cba.load(ODENSE, settings="interventions.mst.completion=90 %")).portfolio.npv
    assert completion["swing"] == pytest.approx(abs(less - base))


def test_csv_opens_in_a_danish_spreadsheet_and_holds_no_formula(run: Run) -> None:
    done = run("gaps", "formula.yaml", "--draws", "64", "--out", "g")
    assert done.returncode == 0, done.stderr
    content = Path("g/gaps.da.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert lines[0][0] == "Videnshul"
    assert {line[1] for line in lines[1:] if "a" in line[9]} >= {"'=1+1"}
    page = read(Path("g/gaps.da.html").read_text(encoding="utf-8"))
    assert "Videnshuller" in page.text
    printed = run("gaps", "formula.yaml", "--draws", "64", "--csv", "--language", "en")
    assert printed.stdout.startswith("Gap,Of what,Details")


def test_tables_fit(run: Run) -> None:
    for words in ((), (ODENSE, "--draws", "64")):
        done = run("gaps", *words, "--language", "da", COLUMNS="80")
        assert done.returncode == 0, done.stderr
        assert max(map(len, done.stdout.splitlines())) <= 80
        assert "Videnshuller" in done.stdout
