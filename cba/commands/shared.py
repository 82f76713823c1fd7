"""What the commands about uncertainty have in common: which scenario, and where the answer goes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from cba.linking import Scenario

Command = TypeVar("Command", bound=Callable[..., Any])

SAMPLERS = ("lhs", "sobol", "random")
_LANGUAGES = ("da", "en")


def with_options(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Return a decorator that adds options in the order in which they are named."""

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


SCENARIO_OPTIONS = (
    click.option("--model", help="Model id or file, in place of the scenario's."),
    click.option("--variant", help="Variant of the scenario."),
    click.option(
        "--set", "settings", multiple=True, metavar="PATH=VALUE", help="Override a value; repeatable."
    ),
    click.option("--draws", type=click.IntRange(1, 2**22), help="Number of draws; else the scenario's."),
    click.option("--seed", type=click.IntRange(0), help="Seed of the draws; else the scenario's."),
    click.option(
        "--sampler",
        type=click.Choice(SAMPLERS),
        default="lhs",
        help="Latin hypercube, scrambled Sobol or plain random draws.",
    ),
)
OUTPUT_OPTIONS = (
    click.option("--json", "as_json", is_flag=True, help="Print everything as JSON in place of tables."),
    click.option("--out", type=click.Path(path_type=Path), help="Folder for the JSON and the pages."),
    click.option(
        "--language",
        "languages",
        multiple=True,
        type=click.Choice(_LANGUAGES),
        help="Language of tables and pages; repeatable.",
    ),
    click.option("--force", is_flag=True, help="Replace files of the same name in --out."),
)


def load_with(
    path: Path,
    model: str | None,
    variant: str | None,
    settings: tuple[str, ...],
    draws: int | None,
    seed: int | None,
) -> Scenario:
    """Load a scenario with what the options say."""
    from cba.linking import load

    given = [f"{key}={value}" for key, value in (("draws", draws), ("seed", seed)) if value is not None]
    return load(path, variant=variant, settings=(*settings, *given), model=model)


def results_of(scenario: Scenario) -> dict[str, Any]:
    """Return the results document at the estimates, whose head and names every page shares."""
    from cba.appraisal import appraise

    return appraise(scenario).to_dict()


def chosen(languages: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Return the language of the terminal and those of the pages."""
    return (languages[0] if languages else "en"), (languages or _LANGUAGES)


def print_json(document: Mapping[str, Any]) -> None:
    """Print a document as JSON."""
    click.echo(json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False))


def refuse_taken(name: str, out: Path | None, languages: tuple[str, ...], *, force: bool) -> None:
    """Raise before anything is calculated when the files may not be written."""
    from cba.reports.beside import refuse_files

    if out is not None:
        pages = [f"{name}.{code}.html" for code in chosen(languages)[1]]
        refuse_files(out, [f"{name}.json", *pages], force=force)


def write_out(
    name: str,
    document: Mapping[str, Any],
    page: Callable[[Mapping[str, Any], str], str],
    out: Path | None,
    languages: tuple[str, ...],
    *,
    force: bool,
) -> list[Path]:
    """Write NAME.json and NAME.<language>.html into a folder, when one is named; return the files."""
    if out is None:
        return []
    from cba.reports.beside import add_files
    from cba.reports.folder import to_json

    pages = {f"{name}.{code}.html": page(document, code).encode() for code in chosen(languages)[1]}
    return add_files({f"{name}.json": to_json(document), **pages}, out, force=force)


def known_result(scenario: Scenario, of: str, payer: str | None) -> str:
    """Return the result asked for, `total` or a payer; raise when there is no such intervention or payer."""
    from cba.errors import InputError, Problem, unknown

    ids = ["portfolio", *(item.id for item in scenario.interventions)]
    payers = scenario.model.lens.payers
    problems = []
    if of not in ids:
        problems.append(Problem(None, "--of", unknown("intervention", of, ids)))
    if payer is not None and payer not in payers:
        problems.append(Problem(None, "--payer", unknown("payer", payer, payers)))
    if problems:
        raise InputError(problems)
    return payer or "total"
