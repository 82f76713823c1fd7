"""`cba sensitivity SCENARIO`: what the result hangs on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cba.commands.shared import Asked, Output, asks, known_result, print_json, with_options

if TYPE_CHECKING:
    from cba.linking import Scenario


@click.command()
@click.argument("scenario", type=click.Path(path_type=Path))
@with_options(
    click.option("--of", default="portfolio", show_default=True, help="An intervention, or portfolio."),
    click.option("--payer", help="Whose net result; that of all together if not named."),
    click.option("--two-way", "pair", nargs=2, metavar="NAME NAME", help="A grid of two inputs."),
    click.option("--points", type=click.IntRange(2, 101), default=11, show_default=True, help="Its size."),
    click.option("--top", type=click.IntRange(1), default=10, show_default=True, help="Rows of a table."),
)
@asks
def sensitivity(
    scenario: Path,
    of: str,
    payer: str | None,
    pair: tuple[str, str] | None,
    points: int,
    top: int,
    asked: Asked,
    output: Output,
) -> None:
    """Show what the result of SCENARIO hangs on.

    Every input alone, at the ends of its interval and 10 % to either side; where each makes the net result
    zero; which are critical; two together; and which carry the uncertainty, of each payer too. Names of
    inputs are listed by `cba explain SCENARIO`.
    """
    from cba.commands.shared import results_of
    from cba.reports.heading import headed
    from cba.reports.sensitivity_page import PAGE
    from cba.uncertainty.sensitivity import sensitivity as calculate

    output.refuse_taken("sensitivity")
    item = asked.load(scenario)
    result = known_result(item, of, payer)
    _check_pair(item, pair)
    found = calculate(item, of=of, pair=pair, points=points, sampler=asked.sampler)
    document = headed(results_of(item), found.to_dict() | {"result": result}, found.around.inputs)
    files = output.write("sensitivity", document, PAGE)
    if output.as_json:
        print_json(document)
        return
    from rich.console import Console

    from cba.reports.sensitivity_terminal import print_sensitivity

    print_sensitivity(document, output.language, Console(highlight=False), top)
    for file in files:
        click.echo(str(file))


def _check_pair(scenario: Scenario, pair: tuple[str, str] | None) -> None:
    """Raise when the grid names an input that is not there, or one twice."""
    from cba.errors import InputError, Problem, unknown

    if pair is None:
        return
    known = scenario.inputs
    strange = [name for name in pair if name not in known]
    problems = [Problem(None, "--two-way", unknown("input", name, known)) for name in strange]
    if pair[0] == pair[1]:
        problems.append(Problem(None, "--two-way", f"needs two different inputs, found '{pair[0]}' twice"))
    if problems:
        raise InputError(problems)
