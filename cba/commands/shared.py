"""What the commands have in common: which scenario, and where the answer goes."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from cba.linking import Scenario
    from cba.reports.look import Look
    from cba.reports.pages import Page
    from cba.uncertainty.draws import Sampler

Command = TypeVar("Command", bound=Callable[..., Any])

SAMPLERS = ("lhs", "sobol", "random")
FORMATS = ("json", "xlsx", "html", "pdf")
_LANGUAGES = ("da", "en")


def with_options(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Return a decorator that adds options in the order in which they are named."""

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def _formats(context: click.Context, parameter: click.Parameter, value: Sequence[str]) -> tuple[str, ...]:
    """Split `json,xlsx`; results.json is always written."""
    from cba.errors import unknown

    names = [name.strip() for part in value for name in part.split(",") if name.strip()]
    for name in names:
        if name not in FORMATS:
            raise click.BadParameter(unknown("format", name, FORMATS))
    return tuple(dict.fromkeys(["json", *names]))


SCENARIO_OPTIONS = (
    click.option("--model", help="Model id or file, in place of the scenario's."),
    click.option("--variant", help="Variant of the scenario."),
)
SETTING_OPTIONS = (
    click.option(
        "--set", "settings", multiple=True, metavar="PATH=VALUE", help="Override a value; repeatable."
    ),
    click.option("--draws", type=click.IntRange(1, 2**22), help="Number of draws; else the scenario's."),
    click.option("--seed", type=click.IntRange(0), help="Seed of the draws; else the scenario's."),
)
DRAWING_OPTIONS = (
    *SETTING_OPTIONS,
    click.option(
        "--sampler",
        type=click.Choice(SAMPLERS),
        default="lhs",
        help="Latin hypercube, scrambled Sobol or plain random draws.",
    ),
)
LOOK_OPTIONS = (
    click.option(
        "--number-style",
        type=click.Choice(["folketing", "eu"]),
        default="folketing",
        help="How the pages write numbers: 1.234,5 and pct., or 1 234,5 and %.",
    ),
    click.option(
        "--brand",
        type=click.Path(path_type=Path),
        help="File with the sender's name, logo, colours and contact for the pages.",
    ),
)
LANGUAGE_OPTION = click.option(
    "--language",
    "languages",
    multiple=True,
    type=click.Choice(_LANGUAGES),
    help="Language of what is printed and written; repeatable; both are written if not named.",
)
OUT_OPTION = click.option(
    "--out", type=click.Path(path_type=Path), help="Folder for the results; results/<id> if not named."
)
RESULT_OPTIONS = (
    LANGUAGE_OPTION,
    click.option(
        "--formats",
        multiple=True,
        default=["json,xlsx,html"],
        callback=_formats,
        help="json, xlsx, html, pdf.",
    ),
    *LOOK_OPTIONS,
    click.option("--force", is_flag=True, help="Replace a folder that exists."),
    click.option("--quiet", is_flag=True, help="Print nothing but problems."),
)
_ASKED = (
    *SCENARIO_OPTIONS,
    *DRAWING_OPTIONS,
)
_OUTPUT = (
    click.option("--json", "as_json", is_flag=True, help="Print everything as JSON in place of tables."),
    click.option("--out", type=click.Path(path_type=Path), help="Folder for the JSON and the pages."),
    LANGUAGE_OPTION,
    *LOOK_OPTIONS,
    click.option("--force", is_flag=True, help="Replace files of the same name in --out."),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which scenario is asked about."""

    model: str | None
    variant: str | None
    settings: tuple[str, ...]
    draws: int | None
    seed: int | None
    sampler: Sampler

    def load(self, path: Path, registers: Sequence[Path] = ()) -> Scenario:
        """Load a scenario file with what the options say, and overlays on the registers."""
        from cba.linking import load

        settings = (*self.settings, *drawing_settings(self.draws, self.seed))
        return load(path, variant=self.variant, settings=settings, model=self.model, registers=registers)


@dataclass(frozen=True, slots=True)
class Output:
    """Where the answer goes, in which languages, and how its pages look."""

    as_json: bool
    out: Path | None
    languages: tuple[str, ...]
    force: bool
    look: Look

    @property
    def language(self) -> str:
        """The language of the terminal."""
        return self.languages[0] if self.languages else "en"

    @property
    def pages(self) -> tuple[str, ...]:
        """The languages of the pages."""
        return self.languages or _LANGUAGES

    def refuse_taken(self, name: str, more: Sequence[str] = ()) -> None:
        """Raise before anything is calculated when the files, and those of `more`, may not be written."""
        from cba.reports.beside import refuse_files

        if self.out is not None:
            pages = [f"{name}.{code}.html" for code in self.pages]
            refuse_files(self.out, [f"{name}.json", *pages, *more], force=self.force)

    def write(
        self,
        name: str,
        document: Mapping[str, Any],
        page: Page,
        more: Mapping[str, bytes] | None = None,
    ) -> list[Path]:
        """Write NAME.json, NAME.<language>.html and more into the folder, if there is one; return them."""
        if self.out is None:
            return []
        from cba.reports.beside import add_files
        from cba.reports.folder import to_json

        pages = {
            f"{name}.{code}.html": page.render(document, code, self.look).encode() for code in self.pages
        }
        files = {f"{name}.json": to_json(document), **pages, **(more or {})}
        return add_files(files, self.out, force=self.force)


def asks(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options on scenario and output to a command, which takes them as `asked` and `output`."""

    @functools.wraps(command)
    def called(**values: Any) -> None:
        command(asked=_taken(Asked, values), **values)

    return with_options(*_ASKED)(answers(called))


def answers(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options on output to a command, which takes them as `output`."""

    @functools.wraps(command)
    def called(number_style: str, brand: Path | None, **values: Any) -> None:
        values["look"] = look_of(number_style, brand)
        command(output=_taken(Output, values), **values)

    return with_options(*_OUTPUT)(called)


def _taken(kind: type[Any], values: dict[str, Any]) -> Any:
    """Take the fields of a kind out of the values."""
    return kind(**{field.name: values.pop(field.name) for field in fields(kind)})


def drawing_settings(draws: int | None, seed: int | None) -> list[str]:
    """Return --draws and --seed as settings of the scenario."""
    return [f"{key}={value}" for key, value in (("draws", draws), ("seed", seed)) if value is not None]


def look_of(number_style: str, brand: Path | None) -> Look:
    """Return the look that the options ask for.

    Raises:
        InputError: the brand file has problems.
    """
    from cba.reports.brand import load_brand
    from cba.reports.look import Look

    return Look(number_style, load_brand(brand) if brand is not None else None)


def results_of(scenario: Scenario) -> dict[str, Any]:
    """Return the results document at the estimates, whose head and names every page shares."""
    from cba.appraisal import appraise

    return appraise(scenario).to_dict()


def print_json(document: Mapping[str, Any]) -> None:
    """Print a document as JSON."""
    click.echo(json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False))


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
