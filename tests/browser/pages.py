"""Every other page that the commands write, made as a user makes them, in a brand of their own."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from click.testing import CliRunner

from cba.commands.main import cli

BRAND = """\
name: {da: Byens Kommune, en: Town Council}
contact: {da: Ring 12 34 56 78, en: Call us}
colours: {accent: "#7a1f3d", kommune: "#14532d"}
"""
SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
APPLICATION = "odense-mentor-ansoegning.yaml"
PORTFOLIO = "odense-tryg-ungdom.yaml"
DRAWS = ("--draws", "200")
PAPERS = ("policy", "eu-grant", "eu-appraisal", "foundation", "outcome-contract")
PLAN = ("--budget", "20_000_000", "--limit", "behandlere=5", "--formats", "html")
TRIAL = ("--trial", "mentor.reconviction", "--trial-cost", "200000", "--cost-per-participant", "3000")
VARIANTS = ("--variant", "pessimistic", "--variant", "optimistic")

# page → the command that writes it; what begins with no dash and ends as a file is of the scenarios' folder
COMMANDS: dict[str, tuple[str, ...]] = {
    "plan": ("allocate", "forebyggelse-20-mio.csv", *PLAN),
    "sensitivity": ("sensitivity", PORTFOLIO, "--of", "mentor", *DRAWS),
    "voi": ("voi", PORTFOLIO, *TRIAL, *DRAWS),
    "acceptability": ("acceptability", PORTFOLIO, *DRAWS),
    "comparison": ("compare", PORTFOLIO, *VARIANTS, *DRAWS),
    "diff": ("diff", PORTFOLIO, f"{PORTFOLIO}@optimistic"),
    "review": ("review", PORTFOLIO, *DRAWS),
    "gaps": ("gaps", PORTFOLIO, *DRAWS),
    "follow": ("follow", "follow-up/scenario.yaml", "follow-up/actuals.csv", *DRAWS),
    "goals": ("goals", "aarhus-indbrud.yaml", *DRAWS),
}
FUNDED = {"filled in": APPLICATION, "with gaps": PORTFOLIO}
PAGES = (*COMMANDS, *(f"{kind}, {state}" for state in FUNDED for kind in PAPERS))


def page_of(name: str, language: str) -> str:
    """The page of a name of `PAGES`."""
    kind, _, state = name.partition(", ")
    return (_papers(FUNDED[state]) if state else _written(*COMMANDS[kind]))[f"{kind}.{language}.html"]


@lru_cache
def _written(command: str, *words: str) -> dict[str, str]:
    """What a command with `--out` writes: name → page."""
    with TemporaryDirectory() as folder:
        out, brand = Path(folder) / "out", Path(folder) / "brand.yaml"
        brand.write_text(BRAND, encoding="utf-8")
        _call(command, *map(_placed, words), "--out", str(out), "--brand", str(brand))
        return _read(out)


@lru_cache
def _papers(scenario: str) -> dict[str, str]:
    """All papers from the results of a scenario."""
    with TemporaryDirectory() as folder:
        results, out = Path(folder) / "results", Path(folder) / "out"
        _call("run", _placed(scenario), *DRAWS, "--formats", "json", "--out", str(results))
        _call("report", str(results), "--out", str(out))
        return _read(out)


def _placed(word: str) -> str:
    there = SCENARIOS / word.partition("@")[0]
    return str(SCENARIOS / word) if there.is_file() else word


def _call(*words: str) -> None:
    done = CliRunner().invoke(cli, words)
    assert done.exit_code == 0, (done.output, done.exception)


def _read(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.html")}
