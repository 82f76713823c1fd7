"""`cba check FILE…`: what is wrong with scenario files, and what is doubtful."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from cba.errors import Problem


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--set", "settings", multiple=True, metavar="PATH=VALUE", help="Override a value; repeatable.")
@click.option("--strict", is_flag=True, help="Count warnings as problems.")
def check(files: tuple[Path, ...], settings: tuple[str, ...], strict: bool) -> None:
    """Check FILES and all their variants; print every problem and every doubt, with its place."""
    from cba.errors import InputError

    problems: list[Problem] = []
    warnings: list[Problem] = []
    for file in files:
        _check_one(file, settings, problems, warnings)
    warnings = list(dict.fromkeys(warnings))
    for warning in warnings:
        click.echo(f"warning: {warning}")
    if problems or (strict and warnings):
        raise InputError(problems or warnings)
    doubts = f"{len(warnings)} warning{'s' if len(warnings) != 1 else ''}" if warnings else "no warnings"
    click.echo(f"{len(files)} file{'s' if len(files) != 1 else ''} checked: no problems, {doubts}.")


def _check_one(
    file: Path, settings: tuple[str, ...], problems: list[Problem], warnings: list[Problem]
) -> None:
    """Load a file as it is and with each of its variants."""
    from cba.errors import InputError
    from cba.linking import load
    from cba.loading import read_scenario

    try:
        variants = read_scenario(file, settings=settings).variants
    except InputError as error:
        problems += error.problems
        return
    for variant in (None, *variants):
        try:
            warnings += load(file, variant=variant, settings=settings).warnings
        except InputError as error:
            problems += error.problems
