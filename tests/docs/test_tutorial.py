"""The documentation's commands run, its examples are read, and its error messages are the real ones."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

import cba
from cba.linking import load

from ..program import called

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted(DOCS.glob("*.md"))
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

HEAD = {
    "scenario:": "scenario: {id: example}\n",
    "price_year:": "price_year: 2025\n",
    "start:": "start: 2027\n",
}
DULL = "interventions: [{id: dull, costs: [{what: C, amount: 1, per: year, payer: kommune, grade: D}]}]\n"


def blocks(page: Path) -> list[tuple[str, str]]:
    """Return (language, text) of each fenced block."""
    return FENCE.findall(page.read_text(encoding="utf-8"))


def commands(page: Path) -> list[str]:
    lines = [line for kind, text in blocks(page) if kind == "console" for line in text.splitlines()]
    assert all(line.startswith("$ ") for line in lines), "a console block holds commands only"
    return [line.removeprefix("$ ") for line in lines]


def run(command: str, folder: Path) -> None:
    words = shlex.split(command)
    assert words[0] == "cba"
    done = called(*words[1:], folder=folder)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"


@pytest.mark.parametrize("name", ["tutorial.md", "vejledning.md"])
def test_commands_and_python_run_in_order(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = DOCS / name
    assert len(commands(page)) >= 3
    if name == "vejledning.md":
        example(tmp_path)
    for command in commands(page):
        run(command, tmp_path)
    monkeypatch.chdir(tmp_path)
    for kind, text in blocks(page):
        if kind == "python":
            exec(compile(text, f"{name} (python)", "exec"), {})
    written = {path.name for path in next(tmp_path.glob("result*")).iterdir()}
    assert {"results.json", "results.xlsx", "factsheet.da.html"} <= written


def test_the_python_page_runs_from_the_top_of_a_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(DOCS.parent / "scenarios", tmp_path / "scenarios")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for kind, text in blocks(DOCS / "python.md"):
        assert kind == "python"
        exec(compile(text, "python.md", "exec"), names)
    assert "did you mean 'Odense'?" in capsys.readouterr().out
    assert (tmp_path / "results" / "odense" / "factsheet.da.html").is_file()


@pytest.mark.parametrize("model", ["soem", "samfundsoekonomi"])
def test_the_danish_example_is_without_warnings_in_every_variant(model: str, tmp_path: Path) -> None:
    path = example(tmp_path)
    for variant in (None, "pessimistic"):
        scenario = load(path, model=model, variant=variant)
        assert scenario.warnings == ()
        cba.appraise(scenario)


EXPLAINED = (
    *(
        "participants",
        "completion",
        "costs",
        "amount",
        "per",
        "payer",
        "price_year",
        "source",
        "grade",
        "note",
    ),
    *(
        "effects",
        "outcome",
        "evidence",
        "baseline",
        "transfer",
        "reason",
        "price",
        "quantity",
        "not_included",
    ),
)


def test_the_danish_glossary_has_the_keys_of_the_example() -> None:
    page = (DOCS / "vejledning.md").read_text(encoding="utf-8")
    glossary = page[page.index("## Ordene i filen") :]
    for key in EXPLAINED:
        assert re.search(rf"\b{key}:\s", page), key
        assert f"`{key}`" in glossary, key


def example(folder: Path) -> Path:
    """Write the scenario of vejledning.md into a folder, as its reader is told to."""
    [text] = [text for kind, text in blocks(DOCS / "vejledning.md") if kind == "yaml"]
    path = folder / "gruppeforloeb.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_model_file_shown_is_one(tmp_path: Path) -> None:
    [text] = [text for kind, text in blocks(DOCS / "language.md") if kind == "text"]
    model = tmp_path / "our-budget.yaml"
    model.write_text(text, encoding="utf-8")
    appraisal = cba.appraise(load(example(tmp_path), model=str(model)))
    assert appraisal.portfolio.payers == ("kommune",)


def test_the_tutorials_own_readme_runs(tmp_path: Path) -> None:
    run("cba new here", tmp_path)
    for command in commands(tmp_path / "here" / "README.md"):
        run(command, tmp_path / "here")


def whole(text: str) -> str:
    """Make an example a scenario: what a scenario must say and the example does not is added."""
    keys = {line.split()[0] for line in text.splitlines() if re.match(r"\w", line)}
    lacking = "".join(line for key, line in HEAD.items() if key not in keys)
    return lacking + text + ("" if "interventions:" in keys else DULL)


EXAMPLES = [text for kind, text in blocks(DOCS / "language.md") if kind == "yaml"]


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_every_example_of_the_language_is_read(number: int, tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text(whole(EXAMPLES[number]), encoding="utf-8")
    scenario = load(path, model="samfundsoekonomi")
    for variant in (None, *scenario.variants):
        cba.appraise(load(path, model="samfundsoekonomi", variant=variant))


def bad() -> list[tuple[str, str]]:
    found = blocks(DOCS / "errors.md")
    return [
        (text, message)
        for (kind, text), (other, message) in zip(found, found[1:], strict=False)
        if (kind, other) == ("yaml", "text")
    ]


@pytest.mark.parametrize("number", range(len(bad())))
def test_every_error_shown_is_the_real_one(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, message = bad()[number]
    monkeypatch.chdir(tmp_path)
    Path("scenario.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(cba.InputError) as caught:
        load("scenario.yaml")
    assert str(caught.value).strip() == message.strip()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_exist(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (DOCS / target).exists(), target


def test_the_index_names_every_page_and_scenario() -> None:
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    for page in PAGES:
        assert page.name == "index.md" or f"]({page.name})" in index, page.name
    for scenario in (DOCS.parent / "scenarios").glob("*.yaml"):
        assert f"`{scenario.stem}`" in index, scenario.stem
