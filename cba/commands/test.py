"""`cba test FILES`: calculate test cases and compare them with the figures that they must give."""

from __future__ import annotations

from pathlib import Path

import click

from cba.commands.shared import print_json


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON in place of tables.")
@click.option("--failed", is_flag=True, help="Print only the figures that are off.")
@click.option("--language", type=click.Choice(["da", "en"]), default="en", show_default=True)
@click.pass_context
def test(context: click.Context, files: tuple[Path, ...], as_json: bool, failed: bool, language: str) -> None:
    """Calculate the cases of FILES and compare each figure with what it must be.

    A file has `cases:`, each with a `scenario` or a `path`, and `expect:` figures by their path in
    results.json, with a tolerance and a source. Exit status 1 when a figure is off.
    """
    from cba.cases import run_cases
    from cba.errors import InputError, Problem
    from cba.reports.cases_terminal import cases_document, print_cases

    problems: list[Problem] = []
    found = []
    for file in files:
        try:
            found += run_cases(file, language)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    document = cases_document(found)
    if as_json:
        print_json(document)
    else:
        from rich.console import Console

        print_cases(document, language, Console(highlight=False), failed_only=failed)
    if document["failed"]:
        context.exit(1)
