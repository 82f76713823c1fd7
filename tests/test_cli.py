"""The command line from outside: exit statuses, what is printed where, and what is written or left alone."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import cba

from .conftest import CREATED_AS_TEXT, Run, Write
from .snippets import BAD, GRADED, SCENARIO


@pytest.fixture
def run(program: Run) -> Run:
    """Start a process each time: this is where the program itself is tested."""
    return program


@pytest.fixture(autouse=True)
def _scenario(write: Write) -> None:
    write(SCENARIO)


def results(folder: str = "out") -> dict[str, Any]:
    document: dict[str, Any] = json.loads(
        Path(folder, "results.json").read_text(encoding="utf-8"), parse_constant=_refuse
    )
    return document


def _refuse(text: str) -> None:
    raise AssertionError(f"{text} in results.json")


def listing() -> set[str]:
    return {str(path) for path in Path().rglob("*")}


def calculate(run: Run, *words: str) -> subprocess.CompletedProcess[str]:
    return run("run", "scenario.yaml", "--out", "out", "--formats", "json", *words)


# done: 0


def test_a_run_writes_its_results_and_says_where(run: Run) -> None:
    done = calculate(run)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "out/results.json"
    assert "Traceback" not in done.stdout
    assert listing() == {"scenario.yaml", "out", "out/results.json"}
    document = results()
    content = Path("scenario.yaml").read_bytes()
    assert document["scenario"]["files"] == [
        {"path": "scenario.yaml", "sha256": hashlib.sha256(content).hexdigest()}
    ]
    assert document["created"] == CREATED_AS_TEXT
    assert document["engine"]["version"] == cba.__version__
    assert document["allocation"] is None
    expected = cba.appraise(cba.load("scenario.yaml")).to_dict()
    assert document == json.loads(json.dumps(expected))


def test_all_reports_by_default_the_same_bytes_twice(run: Run) -> None:
    for folder in ("one", "two"):
        done = run("run", "scenario.yaml", "--out", folder, "--quiet")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    names = {path.name for path in Path("one").iterdir()}
    assert names == {"results.json", "results.xlsx", "factsheet.da.html", "factsheet.en.html"}
    for name in names:
        assert Path("one", name).read_bytes() == Path("two", name).read_bytes(), name


def test_one_language_one_fact_sheet(run: Run) -> None:
    done = run("run", "scenario.yaml", "--out", "out", "--formats", "html", "--language", "en")
    assert done.returncode == 0
    assert {path.name for path in Path("out").iterdir()} == {"results.json", "factsheet.en.html"}


def test_only_created_differs_at_another_time(run: Run) -> None:
    texts = []
    for epoch in ("1", "1000000000"):
        assert (
            run(
                "run", "scenario.yaml", "--out", epoch, "--formats", "json", SOURCE_DATE_EPOCH=epoch
            ).returncode
            == 0
        )
        document = results(epoch)
        texts.append((document.pop("created"), document))
    assert texts[0][0] == "1970-01-01T00:00:01+00:00" != texts[1][0]
    assert texts[0][1] == texts[1][1]


def test_settings_draws_and_seed(run: Run) -> None:
    words = (
        "--set",
        "horizon=4",
        "--set",
        "interventions.a.participants=[1, 2]",
        "--draws",
        "50",
        "--seed",
        "7",
    )
    assert calculate(run, *words).returncode == 0
    document = results()
    assert (document["scenario"]["horizon"], document["draws"], document["seed"]) == (4, 50, 7)
    assert document["interventions"]["a"]["participants_by_year"] == [1, 2, 0, 0]


def test_a_variant_alone_writes_into_the_folder(run: Run) -> None:
    assert calculate(run, "--variant", "weak").returncode == 0
    document = results()
    assert document["scenario"]["variant"] == "weak"
    assert document["interventions"]["a"]["effects"][0]["estimate"] == 0.9


def test_several_models_stand_side_by_side(run: Run) -> None:
    assert calculate(run, "--model", "soem", "--model", "samfundsoekonomi").returncode == 0
    assert listing() - {"scenario.yaml", "out"} == {
        *("out/compare.json", "out/soem", "out/soem/results.json"),
        *("out/samfundsoekonomi", "out/samfundsoekonomi/results.json"),
    }
    assert results("out/samfundsoekonomi")["model"]["id"] == "samfundsoekonomi"
    json.loads(Path("out/compare.json").read_text(encoding="utf-8"), parse_constant=_refuse)


def test_several_variants_and_models(run: Run) -> None:
    words = ("--model", "soem", "--model", "samfundsoekonomi", "--variant", "weak", "--variant", "harm")
    assert calculate(run, *words).returncode == 0
    folders = {path.name for path in Path("out").iterdir() if path.is_dir()}
    assert folders == {f"{m}.{v}" for m in ("soem", "samfundsoekonomi") for v in ("weak", "harm")}
    assert results("out/soem.harm")["portfolio"]["measures"]["npv"] < 0


def test_an_empty_folder_is_used_and_force_replaces_results(run: Run) -> None:
    Path("out").mkdir()
    assert calculate(run).returncode == 0
    assert calculate(run, "--force", "--set", "seed=9").returncode == 0
    assert results()["seed"] == 9
    assert listing() == {"scenario.yaml", "out", "out/results.json"}


def test_warnings_go_to_stderr_and_into_the_results(run: Run, write: Write) -> None:
    write(SCENARIO.replace(f"payer: kommune, {GRADED}", "payer: kommune"))
    done = calculate(run)
    assert done.returncode == 0
    assert "scenario.yaml:7:31: interventions[0].costs[0].amount: " in done.stderr
    assert [warning["where"] for warning in results()["warnings"]] == ["scenario.yaml:7:31"]
    assert run("check", "scenario.yaml", "--strict").returncode == 2


# bad input: 2


def test_all_problems_at_once_and_nothing_written(run: Run, write: Write) -> None:
    write(BAD)
    done = calculate(run)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    headlines = [line for line in done.stderr.splitlines() if line.startswith("scenario.yaml:")]
    assert [line.split(": ")[1] for line in headlines] == [
        *("price_year", "interventions[0].effects[0].outcome", "interventions[0].effects[0].fade", "pixies"),
    ]
    assert "      |             ^" in done.stderr
    assert listing() == {"scenario.yaml"}


@pytest.mark.parametrize(
    "words",
    [
        ("--set", "horizn=3"),
        ("--variant", "wek"),
        ("--model", "soem", "--model", "som"),
        ("--draws", "0"),
        ("--draws", "4194305"),
        ("--seed", "-1"),
        ("--language", "fr"),
        ("--formats", "docx"),
        ("--colour", "red"),
    ],
)
def test_a_bad_option_is_bad_input(words: tuple[str, ...], run: Run) -> None:
    done = calculate(run, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr
    assert "Traceback" not in done.stderr
    assert listing() == {"scenario.yaml"}


def test_files_that_are_no_scenarios(run: Run, write: Write) -> None:
    contents = [b"", b"\xff\xfe\x00", b"- 1\n", b"a: [\n", b"a: \x1b[2J\n"]
    names = [str(write(content, f"{n}.yaml")) for n, content in enumerate(contents)]
    done = run("check", *names, "gone.yaml")
    assert done.returncode == 2
    assert all(f"{name}:1:" in done.stderr or f"{name}:2:" in done.stderr for name in names)
    assert "gone.yaml: no such file" in done.stderr
    assert "\x1b" not in done.stderr


def test_an_existing_folder_is_left_alone(run: Run, write: Write) -> None:
    write("mine", "out/notes.txt")
    done = calculate(run)
    assert done.returncode == 2
    assert "--force" in done.stderr
    assert listing() == {"scenario.yaml", "out", "out/notes.txt"}
    assert Path("out/notes.txt").read_text() == "mine"


def test_bad_input_leaves_an_existing_folder_alone_even_with_force(run: Run, write: Write) -> None:
    write("mine", "out/notes.txt")
    write(BAD)
    assert calculate(run, "--force").returncode == 2
    assert listing() == {"scenario.yaml", "out", "out/notes.txt"}


def test_a_symbolic_link_is_refused(run: Run) -> None:
    Path("real").mkdir()
    Path("out").symlink_to("real", target_is_directory=True)
    done = calculate(run, "--force")
    assert (done.returncode, "symbolic link" in done.stderr) == (2, True)
    assert list(Path("real").iterdir()) == []


def test_a_folder_that_is_a_file_is_refused(run: Run, write: Write) -> None:
    write("mine", "out")
    assert calculate(run, "--force").returncode == 2
    assert Path("out").read_text() == "mine"


@pytest.mark.parametrize("folder", [".", "{here}"])
def test_force_never_deletes_the_scenario(folder: str, run: Run) -> None:
    done = run(
        "run", "scenario.yaml", "--out", folder.format(here=Path.cwd()), "--force", "--formats", "json"
    )
    assert done.returncode == 2
    assert listing() == {"scenario.yaml"}


def test_force_keeps_what_is_not_results(run: Run, write: Write) -> None:
    write("mine", "out/notes.txt")
    write("old", "out/results.json")
    assert calculate(run, "--force").returncode == 0
    assert Path("out/notes.txt").read_text() == "mine"
    assert results()["format"] == 1


# the program's own fault: 1


def test_the_programs_own_fault_is_status_one(run: Run) -> None:
    """A broken installation: an engine whose data are missing."""
    code = (
        "import cba.linking, cba.commands.main as m\n"
        "def broken(*a, **k): raise RuntimeError('gone')\n"
        "cba.linking.load = broken\n"
        "import sys; sys.argv = ['cba', 'run', 'scenario.yaml', '--out', 'out']\n"
        "m.main()"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(cba.__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 1
    assert "the fault is its own: RuntimeError: gone" in done.stderr
    assert "Traceback" not in done.stderr
    assert run("--version").stdout.strip().endswith(cba.__version__)
