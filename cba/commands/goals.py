"""`cba goals [SCENARIO]`: how far it is to DKR's goals to 2028."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cba.commands.shared import Asked, Output, asks, print_json

if TYPE_CHECKING:
    from cba.registers import Registers


@click.command()
@click.argument("source", required=False, type=click.Path(path_type=Path), metavar="[SCENARIO|RESULTS]")
@click.option(
    "--registers",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path),
    help="An overlay with newer figures; repeatable.",
)
@asks
def goals(source: Path | None, folders: tuple[Path, ...], asked: Asked, output: Output) -> None:
    """Say where the goals of the Danish Crime Prevention Council to 2028 stand, and what is missing.

    With a SCENARIO, or the folder of earlier RESULTS (of `cba run` or `cba allocate`), also what it gives.
    What is not known is shown as not known.
    """
    from cba.goals import goals_document
    from cba.reports.goals_page import PAGE

    output.refuse_taken("goals")
    registers, results = _read(source, folders, asked)
    document = _headed(goals_document(registers, results))
    files = output.write("goals", document, PAGE)
    if output.as_json:
        print_json(document)
        return
    from rich.console import Console

    from cba.reports.goals_terminal import print_goals

    print_goals(document, output.language, Console(highlight=False))
    for file in files:
        click.echo(str(file))


def _headed(content: dict[str, Any]) -> dict[str, Any]:
    from cba import __version__
    from cba.document import created
    from cba.results_format import FORMAT

    return {"format": FORMAT, "engine": {"version": __version__}, "created": created(), **content}


def _read(
    source: Path | None, folders: tuple[Path, ...], asked: Asked
) -> tuple[Registers, dict[str, Any] | None]:
    """Return the registers with overlays, and the results of a scenario or an earlier run."""
    from cba.appraisal import appraise
    from cba.register_layers import read_layer
    from cba.registers import load_registers

    if source is not None and source.suffix.lower() in (".yaml", ".yml"):
        scenario = asked.load(source, folders)
        return scenario.registers, appraise(scenario).to_dict()
    registers = load_registers(overlays=tuple(read_layer(folder) for folder in folders))
    return registers, None if source is None else _earlier(source)


def _earlier(source: Path) -> dict[str, Any]:
    import json

    from cba.errors import InputError, Problem
    from cba.results_format import FORMAT

    path = source / "results.json" if source.is_dir() else source
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        message = "no scenario (.yaml) and no results: there is no results.json that can be read"
        raise InputError([Problem(None, str(path), message)]) from error
    if not isinstance(found, dict) or found.get("format") != FORMAT or "interventions" not in found:
        message = f"not the results of a scenario in format {FORMAT}"
        raise InputError([Problem(None, str(path), message)])
    return found
