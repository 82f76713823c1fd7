"""`cba check`, `explain`, `schema` and `new` from outside."""

import json
from pathlib import Path

import pytest

from .conftest import Run, Write
from .snippets import BAD, SCENARIO


@pytest.fixture(autouse=True)
def _scenario(write: Write) -> None:
    write(SCENARIO)


def listing() -> set[str]:
    return {str(path) for path in Path().rglob("*")}


def test_check_prints_problems_of_every_variant(run: Run, write: Write) -> None:
    assert run("check", "scenario.yaml").returncode == 0
    write(SCENARIO.replace("estimate: 1.3", "estimate: -1.3"))
    done = run("check", "scenario.yaml")
    assert done.returncode == 2
    assert "a ratio must be more than 0, got -1.3" in done.stderr
    assert listing() == {"scenario.yaml"}


def test_check_several_files(run: Run, write: Write) -> None:
    write(BAD, "bad.yaml")
    done = run("check", "scenario.yaml", "bad.yaml")
    assert done.returncode == 2
    assert "bad.yaml:2:13: price_year" in done.stderr


def test_explain_tells_where_a_value_comes_from(run: Run) -> None:
    done = run("explain", "scenario.yaml", "price.prison_day")
    assert done.returncode == 0
    for part in ("1469", "models/registers/prices.csv:", "1.2132"):
        assert part in done.stdout
    path = "interventions.a.effects.reconviction.estimate"
    done = run("explain", "scenario.yaml", path, "--variant", "weak")
    assert (done.returncode, "0.6" in done.stdout, "0.9" in done.stdout) == (0, True, True)


def test_explain_without_a_path_lists_what_can_be_explained(run: Run) -> None:
    names = run("explain", "scenario.yaml").stdout.splitlines()
    assert "price.prison_day" in names
    assert len(names) == len(set(names)) > 3
    assert all(run("explain", "scenario.yaml", name).returncode == 0 for name in names[:2])


def test_explain_of_what_is_not_there(run: Run) -> None:
    done = run("explain", "scenario.yaml", "price.prison_dya")
    assert (done.returncode, "prison_day" in done.stderr) == (2, True)


def test_schema_is_json(run: Run) -> None:
    done = run("schema")
    assert done.returncode == 0
    assert "interventions" in json.loads(done.stdout)["properties"]


def test_new_writes_a_project_that_runs(run: Run) -> None:
    assert run("new", "project").returncode == 0
    done = run("run", "project/scenario.yaml", "--out", "out", "--formats", "json")
    assert done.returncode == 0
    assert run("new", "project").returncode == 2


def test_an_unknown_command_names_the_nearest(run: Run) -> None:
    done = run("rum")
    assert (done.returncode, "Did you mean 'run'?" in done.stderr) == (2, True)


def test_help_needs_no_scenario(run: Run) -> None:
    for words in (("--help",), ("run", "--help"), ("check", "-h")):
        done = run(*words)
        assert (done.returncode, done.stdout.startswith("Usage: cba")) == (0, True)
