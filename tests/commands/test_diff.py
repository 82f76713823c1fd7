"""`cba diff` from outside: scenarios, variants and earlier results."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from ..conftest import Run, Write
from ..reports.page import read
from ..snippets import SCENARIO

NAME = "interventions.a.effects.reconviction.statement.size"


@pytest.fixture(autouse=True)
def _scenario(write: Write) -> None:
    write(SCENARIO, "scenario.yaml")


def data(run: Run, *words: str) -> dict[str, Any]:
    done = run("diff", *words, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def change(found: dict[str, Any]) -> float:
    pair = found["changes"]["results"]["npv"]
    return float(pair["second"] - pair["first"])


def test_a_variant_after_the_mark(run: Run) -> None:
    found = data(run, "scenario.yaml", "scenario.yaml@harm")
    [cause] = found["attribution"]["causes"]
    assert (cause["first"], cause["second"]) == (0.6, 1.3)
    assert cause["share"]["total"] == pytest.approx(change(found))
    assert found["attribution"]["method"] == "exact"


def test_the_same_twice_differs_in_nothing(run: Run) -> None:
    found = data(run, "scenario.yaml", "scenario.yaml")
    assert found["changes"]["settings"] == found["changes"]["inputs"] == found["attribution"]["causes"] == []
    done = run("diff", "scenario.yaml", "scenario.yaml")
    assert "No setting, file or number differs." in done.stdout


def test_set_changes_the_second_side(run: Run) -> None:
    found = data(
        run,
        "scenario.yaml",
        "scenario.yaml",
        "--set",
        "horizon=3",
        "--set",
        "interventions.a.participants=12",
    )
    assert {cause["name"] for cause in found["attribution"]["causes"]} == {
        "horizon",
        "interventions.a.participants",
    }
    assert sum(c["share"]["total"] for c in found["attribution"]["causes"]) == pytest.approx(change(found))


def test_an_earlier_result_against_the_scenario_as_it_is_now(run: Run) -> None:
    assert run("run", "scenario.yaml", "--out", "old", "--formats", "json", "--quiet").returncode == 0
    Path("scenario.yaml").write_text(SCENARIO.replace("estimate: 0.6", "estimate: 0.7"))
    found = data(run, "old", "scenario.yaml")
    [cause] = found["attribution"]["causes"]
    assert (cause["name"], cause["first"], cause["second"]) == (
        "interventions.a.effects.reconviction.estimate",
        0.6,
        0.7,
    )
    assert cause["share"]["total"] == pytest.approx(change(found))
    assert not any(found["attribution"]["rest"].values())
    assert [file["path"] for file in found["changes"]["files"]] == ["scenario.yaml"]


def test_what_the_numbers_do_not_explain_is_said(run: Run) -> None:
    """A result of an engine that counted otherwise: the same numbers, another net value."""
    run("run", "scenario.yaml", "--out", "old", "--formats", "json", "--quiet")
    path = Path("old/results.json")
    document = json.loads(path.read_text())
    document["engine"]["version"] = "0.0.9"
    document["portfolio"]["measures"]["npv"] += 5000.0
    document["portfolio"]["by_payer"]["stat"]["npv"] += 5000.0
    path.write_text(json.dumps(document))
    found = data(run, "old", "scenario.yaml")
    assert found["attribution"]["causes"] == []
    assert found["attribution"]["rest"]["total"] == pytest.approx(-5000.0)
    assert {"name": "engine", "first": "0.0.9", "second": "0.1.0"} in found["changes"]["settings"]
    assert "Not explained by the inputs" in run("diff", "old", "scenario.yaml").stdout


def test_two_earlier_results_are_calculated_again_while_the_files_are_as_they_were(run: Run) -> None:
    for variant in ("weak", "harm"):
        run("run", "scenario.yaml", "--variant", variant, "--out", variant, "--formats", "json", "--quiet")
    found = data(run, "weak", "harm/results.json")
    assert found["attribution"]["causes"][0]["share"]["total"] == pytest.approx(change(found))
    Path("scenario.yaml").unlink()
    found = data(run, "weak", "harm")
    assert (found["attribution"]["method"], found["attribution"]["reason"]) == (None, "gone")
    assert change(found) != 0
    assert "cannot be split" in " ".join(run("diff", "weak", "harm").stdout.split())


def test_pages_stand_alone_and_steps_reach_the_end(run: Run) -> None:
    done = run(
        "diff", "scenario.yaml", "scenario.yaml@harm", "--out", "d", "--language", "da", "--set", "start=2027"
    )
    assert done.returncode == 0, done.stderr
    assert {path.name for path in Path("d").iterdir()} == {"diff.json", "diff.da.html"}
    page = read(Path("d/diff.da.html").read_text(encoding="utf-8"))
    assert not list(page.all("script"))
    assert "Hvad er ændret, og hvad betyder det" in page.text
    assert run("diff", "scenario.yaml", "scenario.yaml@harm", "--out", "d").returncode == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("scenario.yaml@wek", "scenario.yaml"), "did you mean 'weak'?"),
        (("nowhere", "scenario.yaml"), "nowhere"),
        (("empty", "scenario.yaml"), "no results.json in this folder"),
        (("broken.json", "scenario.yaml"), "broken.json:1:2: is no JSON"),
        (("other.json", "scenario.yaml"), "is no results document"),
        (("scenario.yaml", "scenario.yaml", "--of", "b"), "unknown intervention 'b'"),
        (("scenario.yaml", "several"), "holds 2 results"),
    ],
)
def test_what_cannot_be_compared_is_said(run: Run, words: tuple[str, ...], said: str) -> None:
    Path("empty").mkdir()
    Path("broken.json").write_text("{]")
    Path("other.json").write_text('{"portfolio": {}, "format": 1}'.replace('"portfolio"', '"x"'))
    if "several" in words:
        run(
            "run",
            "scenario.yaml",
            "--out",
            "several",
            "--variant",
            "weak",
            "--variant",
            "harm",
            "--formats",
            "json",
        )
    done = run("diff", *words)
    assert done.returncode == 2, done.stdout
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_results_that_lack_what_is_read_are_refused(run: Run) -> None:
    run("run", "scenario.yaml", "--out", "old", "--formats", "json", "--quiet")
    document = json.loads(Path("old/results.json").read_text())
    document["portfolio"]["measures"]["npv"] = "much"
    del document["trace"]
    shutil.rmtree("old")
    Path("old").mkdir()
    Path("old/results.json").write_text(json.dumps(document))
    done = run("diff", "old", "scenario.yaml")
    assert done.returncode == 2
    assert "portfolio.measures.npv" in done.stderr
    assert "trace: field required" in done.stderr
