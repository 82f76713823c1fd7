"""`cba goals` from outside: known figures, unknown ones, and the regional rule by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cba.goals import reports_too_many
from cba.registers import load_registers

from ..conftest import Run, Write
from ..reports.page import read

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def data(run: Run, *words: str) -> dict[str, Any]:
    done = run("goals", *words, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_regional_rule_by_hand(run: Run, write: Write) -> None:
    write("")
    found = data(run)["regional"]
    registers = load_registers()
    municipalities = registers.places.municipalities
    rows = [row for row in registers.places.crime.values() if row.year == found["year"]]
    total, people = sum(r.offences["total"] for r in rows), sum(r.population for r in rows)
    assert len(found["landsdele"]) == 11
    for item in found["landsdele"]:
        own = [row for row in rows if municipalities[row.code].landsdel == item["name"]]
        reports, population = sum(r.offences["total"] for r in own), sum(r.population for r in own)
        assert (item["reports"], item["population"]) == (reports, population)
        assert item["against_average"] == pytest.approx(reports / population / (total / people) - 1)
        if item["too_many"]:
            fewer = item["too_many"]
            left = (reports - fewer) / population
            assert left == pytest.approx(1.05 * (total - fewer) / people)
        else:
            assert item["against_average"] <= 0.05
    assert sum(item["reports"] for item in found["landsdele"]) == total


def test_a_place_within_the_goal_has_none_too_many() -> None:
    assert reports_too_many(105, 1000, 1000, 10_000, 0.05) == pytest.approx(0.0, abs=1e-9)
    assert reports_too_many(100, 1000, 1000, 10_000, 0.05) == 0.0
    assert reports_too_many(200, 1000, 1000, 10_000, 0.05) == pytest.approx(95 / (1 - 0.105))


def test_unknown_is_unknown(run: Run, write: Write) -> None:
    write("")
    goals = {goal["number"]: goal for goal in data(run)["goals"]}
    assert list(goals) == [1, 2, 3, 4, 5, 6]
    assert goals[1]["indicators"][0]["latest"] is None
    assert goals[1]["indicators"][0]["missing"] is None
    assert goals[2]["indicators"][0]["same"] is False
    assert goals[5]["indicators"][0]["latest"]["value"] == pytest.approx(0.10)
    assert goals[5]["indicators"][0]["missing"] == 0
    assert goals[5]["indicators"][1]["latest"] is None
    text = run("goals", "--language", "da").stdout
    assert "ikke kendt" in text


def test_an_import_fills_in_what_was_unknown(run: Run, write: Write) -> None:
    head = "OVERNAT1;FODAAR;KONAMS;FDOMALD;LOVOV;TID;INDHOLD"
    write(f"{head}\n400;2007;TOT;15;1;2024;0,60\n400;2008;TOT;15;1;2024;0,51\n", "straffo1.csv")
    assert run("registers", "import", "statbank", "straffo1.csv", "--into", "mine").returncode == 0
    [item] = data(run, "--registers", "mine")["goals"][0]["indicators"]
    assert (item["baseline"]["year"], item["latest"]["year"]) == (2007, 2008)
    assert item["missing"] == pytest.approx(0.0051 - 0.0044)
    assert item["latest"]["where"].startswith("mine/figures.csv:")


def test_what_a_scenario_gives_is_what_its_results_say(run: Run, write: Write) -> None:
    write("")
    path = str(SCENARIOS / "aarhus-indbrud.yaml")
    assert run("run", path, "--out", "out", "--formats", "json", "--draws", "50").returncode == 0
    results = json.loads(Path("out/results.json").read_text(encoding="utf-8"))
    last = 2028 - results["scenario"]["start"]
    found = data(run, path)
    given = {
        (g["number"], i["intervention"], i["outcome"]): i for g in found["goals"] for i in g["contributes"]
    }
    for id, item in results["interventions"].items():
        for name, outcome in item["outcomes"].items():
            row = given[outcome["dkr_goal"], id, name]
            assert row["in_year"] == pytest.approx(outcome["by_year"][last])
            assert row["until"] == pytest.approx(sum(outcome["by_year"][: last + 1]))
    assert data(run, "out")["goals"] == found["goals"]
    regional = found["regional"]["scenario"]
    assert regional["landsdel"] == "Østjylland"
    counted = sum(row["in_year"] or 0 for row in given.values() if row["outcome"])
    assert regional["fewer"] == pytest.approx(counted)


def test_a_plan_counts_what_it_chooses(run: Run, write: Write) -> None:
    write("")
    path = str(SCENARIOS / "odense-tryg-ungdom.yaml")
    done = run("allocate", path, "--budget", "9000000", "--out", "plan", "--formats", "json", "--quiet")
    assert done.returncode == 0, done.stderr
    found = data(run, "plan")
    assert found["plan"] is True
    plan = json.loads(Path("plan/results.json").read_text(encoding="utf-8"))["allocation"]["options"]
    chosen = {option["intervention"] for option in plan.values() if option["chosen"]}
    assert {item["intervention"] for goal in found["goals"] for item in goal["contributes"]} <= chosen


def test_pages_stand_alone(run: Run, write: Write) -> None:
    write("")
    path = str(SCENARIOS / "aarhus-indbrud.yaml")
    assert run("goals", path, "--out", "out").returncode == 0
    page = read(Path("out/goals.da.html").read_text(encoding="utf-8"))
    assert "Københavns omegn" in page.by_id("landsdele").text
    assert not page.all("script", "link", "img")
    done = run("goals", "nothing")
    assert done.returncode == 2
    assert "no scenario (.yaml) and no results" in done.stderr
