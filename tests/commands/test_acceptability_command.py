"""`cba acceptability` from outside."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ..conftest import Run, Write
from ..reports.page import read
from ..uncertainty.test_options import below, scenario


@pytest.fixture(autouse=True)
def _scenarios(write: Write) -> None:
    for name, cost in (("one", 50), ("two", 250)):
        scenario(write, name, cost)


def data(run: Run, *words: str) -> dict[str, Any]:
    done = run("acceptability", *words, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_one_scenario_compares_its_interventions_with_doing_nothing(run: Run) -> None:
    found = data(run, "two.yaml", "--up-to", "200", "--points", "5")
    assert found["options"] == ["_nothing", "a"]
    assert (found["outcome"], found["thresholds"]) == ("no_new_crime", [0.0, 50.0, 100.0, 150.0, 200.0])
    for worth, share in zip(found["thresholds"], found["ceac"]["a"], strict=True):
        assert share == pytest.approx(below((worth - 150) / 400), abs=0.005)
    assert [row["best"] for row in found["frontier"]] == ["_nothing"] * 3 + [
        found["frontier"][3]["best"],
        "a",
    ]


def test_several_scenarios_share_draws_and_seed(run: Run) -> None:
    found = data(run, "one.yaml", "two.yaml", "--draws", "400", "--seed", "9")
    assert found["options"] == ["_nothing", "one", "two"]
    assert (found["draws"], found["seed"]) == (400, 9)
    # the same success, 200 kr. dearer: never the best
    assert set(found["ceac"]["two"]) == {0.0}


def test_tables_fit_and_explain_their_letters(run: Run) -> None:
    done = run("acceptability", "one.yaml", "two.yaml", "--language", "da", COLUMNS="80")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert max(len(line.rstrip()) for line in lines) <= 80
    assert "A  Ingen af dem" in lines
    assert "Når kun det prissatte regnes med, er det bedste i gennemsnit: one." in " ".join(
        done.stdout.split()
    )


def test_one_draw_shows_no_chances(run: Run) -> None:
    done = run("acceptability", "one.yaml", "--draws", "1", "--language", "en", "--out", "out")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[1:-2] == ["One recalculation shows no chances: ask for more draws."]
    page = read(Path("out/acceptability.en.html").read_text(encoding="utf-8"))
    assert not page.all("table", "svg")


def test_pages_stand_alone(run: Run) -> None:
    assert run("acceptability", "one.yaml", "--out", "out", "--language", "en").returncode == 0
    assert {p.name for p in Path("out").iterdir()} == {"acceptability.json", "acceptability.en.html"}
    page = read(Path("out/acceptability.en.html").read_text(encoding="utf-8"))
    assert len(page.all("svg")) == 2
    assert all(chart.all("title")[0].text and chart.all("desc")[0].text for chart in page.all("svg"))
    assert len(page.by_id("acceptability").all("tr")) == 22


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--outcome", "no_new_crme"), "did you mean 'no_new_crime'"),
        (("--payer", "komune"), "did you mean 'kommune'"),
        (("--sampler", "sobol"), "no common draws"),
        (("three.yaml",), "three.yaml"),
    ],
)
def test_what_is_wrong_is_said(words: tuple[str, ...], said: str, run: Run) -> None:
    done = run("acceptability", "one.yaml", "two.yaml", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_scenarios_in_other_prices_are_not_compared(run: Run, write: Write) -> None:
    text = Path("two.yaml").read_text(encoding="utf-8").replace("price_year: 2025", "price_year: 2024")
    write(text, "old.yaml")
    done = run("acceptability", "one.yaml", "old.yaml")
    assert done.returncode == 2
    assert "must be the same in all scenarios, found one: 2025, two: 2024" in done.stderr
