"""`cba allocate` from the outside: exit status, files, what is printed."""

import json
from pathlib import Path
from typing import Any

import pytest

from ..allocation.scenarios import plan
from ..conftest import Run, Write

TABLE = "id,cost,value,group,requires,nurses\na,100,250,,,1\nb,200,300,x,a,2\nc,150,280,x,,1\n"
SCENARIO = plan(
    "budget: 2000000\nscale: {talks: {min: 10, max: 60}}\nfrontier: {from: 0, to: 3000000, points: 4}"
)
QUICK = ("--formats", "json", "--draws", "200")


def block(folder: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(folder, "results.json").read_text())["allocation"]
    return found


def test_a_table(write: Write, run: Run) -> None:
    write(TABLE, "t.csv")
    done = run("allocate", "t.csv", "--budget", "310", "--limit", "nurses=2", "--out", "o")
    assert done.returncode == 0, done.stderr
    found = block("o")
    assert (found["status"], found["objective"], found["spent"], found["unspent"]) == (
        "optimal",
        530,
        250,
        60,
    )
    assert [name for name, option in found["options"].items() if option["chosen"]] == ["a", "c"]
    assert "limit.nurses" in {rule["name"] for rule in found["rules"] if rule["binding"]}
    assert "seconds" not in found
    assert "530" in done.stdout
    names = ("results.json", "results.xlsx", "plan.da.html", "plan.en.html")
    assert set(Path("o").iterdir()) == {Path("o", name) for name in names}


def test_a_scenario(write: Write, run: Run) -> None:
    write(SCENARIO)
    done = run("allocate", "scenario.yaml", "--out", "o", *QUICK)
    assert done.returncode == 0, done.stderr
    found = block("o")
    assert found["status"] == "optimal"
    assert found["spent"] + found["unspent"] == pytest.approx(found["budget"]) == pytest.approx(2_000_000)
    assert found["objective"] <= found["bound"]
    assert [point["budget"] for point in found["frontier"]] == [0, 1e6, 2e6, 3e6]
    document = json.loads(Path("o/results.json").read_text())
    assert document["interventions"]["talks"]["measures"]["npv"] is not None
    assert document["portfolio"]["uncertainty"] is not None
    total = sum(option["cost"] for option in found["options"].values())
    assert total == pytest.approx(found["spent"])
    assert sum(found["spent_by_payer"].values()) == pytest.approx(sum(found["spent_by_year"].values()))
    assert found["value_holdout"] is not None


def test_the_same_bytes_twice(write: Write, run: Run) -> None:
    write(SCENARIO)
    for folder in ("one", "two"):
        assert run("allocate", "scenario.yaml", "--out", folder, *QUICK).returncode == 0
    assert Path("one/results.json").read_bytes() == Path("two/results.json").read_bytes()


def test_options_of_the_command(write: Write, run: Run) -> None:
    write(SCENARIO)
    done = run(
        *(
            "allocate",
            "scenario.yaml",
            "--out",
            "o",
            "--budget",
            "500_000",
            "--objective",
            "outcome:burglary",
        ),
        *("--seed", "3", "--gap", "0.001", *QUICK),
    )
    assert done.returncode == 0, done.stderr
    found = block("o")
    assert (found["budget"], found["objective_of"], found["gap_asked"]) == (
        500_000,
        "outcome:burglary",
        0.001,
    )


def test_a_budget_makes_an_allocation(write: Write, run: Run) -> None:
    write(SCENARIO.partition("allocation:")[0])
    assert run("allocate", "scenario.yaml", "--out", "o", *QUICK).returncode == 2
    done = run("allocate", "scenario.yaml", "--budget", "1_000_000", "--out", "o", *QUICK)
    assert done.returncode == 0, done.stderr
    assert block("o")["budget"] == 1_000_000


def test_a_budget_leaves_those_of_years(write: Write, run: Run) -> None:
    write(plan("budget: {total: 1, by_year: {2026: 150000}}"))
    assert run("allocate", "scenario.yaml", "--budget", "9_000_000", "--out", "o", *QUICK).returncode == 0
    found = block("o")
    assert (found["budget"], found["spent_by_year"]["2026"] <= 150_000) == (9_000_000, True)


def test_no_plan(write: Write, run: Run) -> None:
    write(plan("budget: 1000\nrules: [{lock: in, of: [talks]}]"))
    done = run("allocate", "scenario.yaml", "--out", "o", "--language", "en", *QUICK)
    assert done.returncode == 3, done.stderr
    found = block("o")
    assert (found["status"], found["objective"], found["spent"], found["unspent"]) == (
        *("infeasible", None, None, None),
    )
    assert found["options"]["talks"]["chosen"] is None
    assert len(found["relaxations"]) == 1
    assert "No plan keeps all the rules" in done.stdout
    assert "Give up: Talks must be included." in done.stdout


def test_all_reports_are_written(write: Write, run: Run) -> None:
    write(SCENARIO)
    done = run("allocate", "scenario.yaml", "--out", "o", "--draws", "200", "--language", "da")
    assert done.returncode == 0, done.stderr
    assert {path.name for path in Path("o").iterdir()} >= {
        "results.json",
        "results.xlsx",
        "factsheet.da.html",
    }
    assert "Den bedste plan" in done.stdout


BAD = {
    "no such file": (("allocate", "nothing.csv", "--budget", "3"), "no such file"),
    "no budget": (("allocate", "t.csv"), "--budget"),
    "a comma": (("allocate", "t.csv", "--budget", "1,5"), "1.5"),
    "a negative budget": (("allocate", "t.csv", "--budget", "-5"), "must not be negative"),
    "no number": (("allocate", "t.csv", "--limit", "nurses"), "NAME=NUMBER"),
    "a scenario's option": (("allocate", "t.csv", "--budget", "3", "--set", "a=3"), "goes with a scenario"),
    "an objective": (("allocate", "t.csv", "--budget", "3", "--objective", "npv"), "its column `value`"),
    "unknown objective": (("allocate", "scenario.yaml", "--objective", "nvp"), "did you mean 'npv'?"),
    "unknown resource": (("allocate", "scenario.yaml", "--limit", "staff=3"), "unknown resource 'staff'"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input(name: str, write: Write, run: Run) -> None:
    write(TABLE, "t.csv")
    write(SCENARIO)
    arguments, message = BAD[name]
    done = run(*arguments, "--out", "o")
    assert done.returncode == 2
    assert message in done.stderr
    assert not Path("o").exists()


def test_a_folder_that_exists_is_kept(write: Write, run: Run) -> None:
    write(TABLE, "t.csv")
    write("mine", "o/notes.txt")
    assert run("allocate", "t.csv", "--budget", "300", "--out", "o").returncode == 2
    assert run("allocate", "t.csv", "--budget", "300", "--out", "o", "--force").returncode == 0
