"""`cba voi` from outside."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ..conftest import Run, Write
from ..reports.page import read
from ..snippets import GRADED, TOP
from ..uncertainty.test_knowing import NORMAL, RATE, by_hand, loss


@pytest.fixture(autouse=True)
def _scenario(write: Write) -> None:
    write(RATE)
    write(NORMAL, "normal.yaml")


def data(run: Run, *words: str, file: str = "scenario.yaml") -> dict[str, Any]:
    done = run("voi", file, "--json", *words)
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_certainty_is_worth_what_the_normal_case_says(run: Run) -> None:
    found = data(run, file="normal.yaml")
    assert found["of"] == "choice"
    assert found["decisions"]["a"]["evpi"] == pytest.approx(loss(100, 300), rel=0.01)
    assert found["decisions"]["portfolio"]["evpi"] == pytest.approx(loss(50, 500), rel=0.01)
    both = loss(100, 300) + loss(-50, 400)
    assert found["decisions"]["choice"]["evpi"] == pytest.approx(both, rel=0.01)
    assert found["decisions"]["choice"]["adopted"] == ["a"]
    assert found["evppi"]["groups"]["prices"]["value"] == pytest.approx(both, rel=0.02)
    assert found["trial"] is None
    assert found["scale"]["factor"] == 1.0


def test_in_words_with_and_without_costs(run: Run) -> None:
    bare = run("voi", "scenario.yaml", "--trial", "no_new_crime", "--language", "da", COLUMNS="80")
    assert (bare.returncode, bare.stderr) == (0, "")
    words = " ".join(bare.stdout.replace("\u00a0", " ").split())
    assert "Et lokalt forsøg med 80 deltagere er" in words
    assert "Det er ikke oplyst, hvad forsøget vil koste" in words
    assert max(len(line.rstrip()) for line in bare.stdout.splitlines()) <= 80
    costs = ("--trial-cost", "100", "--cost-per-participant", "5", "--participants-max", "400")
    done = run("voi", "scenario.yaml", "--trial", "no_new_crime", *costs, COLUMNS="80")
    words = " ".join(done.stdout.replace("\u00a0", " ").split())
    assert "before it starts; it would cost DKK" in words
    found = data(run, "--trial", "no_new_crime", *costs)["trial"]
    best = found["best"]
    assert best["evsi"] == pytest.approx(by_hand(best["participants"]), rel=0.04)
    assert best["cost"] == 100 + 5 * best["participants"]
    assert found["cost"] == {"fixed": 100.0, "per_participant": 5.0}
    assert f"A local trial of {best['participants']} participants" in words


def test_population_and_years_scale_everything(run: Run) -> None:
    once = data(run, "--trial", "no_new_crime")
    more = data(run, "--trial", "no_new_crime", "--years", "3", "--population", "50")
    # half the scenario's 100 participants, three times, undiscounted
    assert more["scale"]["factor"] == pytest.approx(1.5)
    assert more["decisions"]["a"]["evpi"] == once["decisions"]["a"]["evpi"]
    for a, b in zip(once["trial"]["worth"], more["trial"]["worth"], strict=True):
        assert b["evsi"] == pytest.approx(1.5 * a["evsi"])
    text = run("voi", "scenario.yaml", "--years", "3", "--population", "50").stdout
    assert "50 participants a year in 3 years" in " ".join(text.split())


def test_an_intervention_that_surely_pays_is_worth_no_more_knowledge(run: Run) -> None:
    done = run("voi", "scenario.yaml", "--set", "interventions.a.costs.C.amount=-1000")
    words = " ".join(done.stdout.split())
    assert "On present knowledge it pays" in words or "one would adopt" in words
    assert "more knowledge would change nothing" in words


def test_nothing_uncertain_is_said_plainly(run: Run, write: Write) -> None:
    cost = f"{{what: C, amount: 1, per: year, payer: kommune, {GRADED}}}"
    write(f"{TOP}interventions: [{{id: a, costs: [{cost}]}}]\n")
    done = run("voi", "scenario.yaml", "--out", "out")
    assert done.returncode == 0
    assert "No assumption in the calculation has an interval" in " ".join(done.stdout.split())
    page = read(Path("out/voi.en.html").read_text(encoding="utf-8"))
    assert not page.all("table")


def test_one_draw_shows_no_values(run: Run) -> None:
    words = ("--draws", "1", "--trial", "no_new_crime", "--language", "en")
    done = run("voi", "scenario.yaml", *words, "--out", "out")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[1:-2] == [
        "One recalculation cannot say what more knowledge is worth: ask for more draws."
    ]
    page = read(Path("out/voi.en.html").read_text(encoding="utf-8"))
    assert "ask for more draws" in page.by_id("answer").text
    assert not page.all("table", "svg")


def test_pages_stand_alone(run: Run) -> None:
    words = ("--trial", "a.no_new_crime", "--trial-cost", "100", "--cost-per-participant", "5")
    assert run("voi", "scenario.yaml", *words, "--out", "out").returncode == 0
    assert {path.name for path in Path("out").iterdir()} == {"voi.json", "voi.da.html", "voi.en.html"}
    page = read(Path("out/voi.da.html").read_text(encoding="utf-8"))
    assert "Et lokalt forsøg med" in page.by_id("answer").text
    assert len(page.by_id("trial").all("path")) == 2
    assert all(chart.all("title") and chart.all("desc") for chart in page.all("svg"))
    assert not page.all("script", "link", "img")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--trial", "no_new_crme"), "did you mean 'no_new_crime'"),
        (("--trial", "price.p"), "nothing that a trial measures"),
        (("--trial-cost", "5"), "say what the trial measures"),
        (("--of", "b"), "unknown decision 'b'"),
    ],
)
def test_what_is_wrong_is_said(words: tuple[str, ...], said: str, run: Run) -> None:
    done = run("voi", "scenario.yaml", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_interventions_without_a_common_year_have_no_common_scale(run: Run) -> None:
    done = run(
        "voi",
        str(Path(__file__).parents[2] / "scenarios" / "aarhus-indbrud.yaml"),
        "--years",
        "5",
        "--draws",
        "50",
    )
    assert done.returncode == 2
    assert "so they have no common scale; name one with --of" in done.stderr
