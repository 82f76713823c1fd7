"""`cba gaps [SCENARIO]`: what is not known, and what knowing it is worth."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cba.commands.shared import Asked, Output, asks, print_json, with_options

if TYPE_CHECKING:
    from cba.linking import Scenario
    from cba.uncertainty.draws import Sampler


@click.command()
@click.argument("scenario", type=click.Path(path_type=Path), required=False)
@with_options(
    click.option("--goal", type=click.IntRange(1, 6), help="Only gaps that bear on this DKR goal."),
    click.option(
        "--kind", "kinds", multiple=True, metavar="KIND", help="Only gaps of this kind; repeatable."
    ),
    click.option("--csv", "as_csv", is_flag=True, help="Print everything as CSV in place of tables."),
    click.option("--top", type=click.IntRange(1), default=20, show_default=True, help="Rows of the table."),
)
@asks
def gaps(
    scenario: Path | None,
    goal: int | None,
    kinds: tuple[str, ...],
    as_csv: bool,
    top: int,
    asked: Asked,
    output: Output,
) -> None:
    """List knowledge gaps (videnshuller) of SCENARIO, or of the whole register.

    Those of a scenario are ranked by what filling them is worth before the decision; those that nobody has
    given an interval stand after them, by how much hangs on them.
    """
    from cba.reports.gap_page import PAGE
    from cba.reports.gap_rows import to_csv
    from cba.reports.language import language

    tables = [f"gaps.{code}.csv" for code in output.pages]
    output.refuse_taken("gaps", tables)
    _check(kinds)
    document = _of_register() if scenario is None else _of_scenario(asked.load(scenario), asked.sampler)
    document["gaps"] = [
        gap
        for gap in document["gaps"]
        if (goal is None or goal in gap["dkr_goals"]) and (not kinds or gap["kind"] in kinds)
    ]
    more = {f"gaps.{code}.csv": to_csv(language(code), document) for code in output.pages}
    files = output.write("gaps", document, PAGE, more)
    if output.as_json:
        print_json(document)
    elif as_csv:
        click.echo(
            to_csv(language(output.language), document).decode("utf-8-sig").replace("\r\n", "\n"), nl=False
        )
    else:
        from rich.console import Console

        from cba.reports.gap_terminal import print_gaps

        print_gaps(document, output.language, Console(highlight=False), top)
        for file in files:
            click.echo(str(file))


def _check(kinds: tuple[str, ...]) -> None:
    from cba.errors import InputError, Problem, unknown
    from cba.gaps.gap import KINDS

    if problems := [
        Problem(None, "--kind", unknown("kind", kind, KINDS)) for kind in kinds if kind not in KINDS
    ]:
        raise InputError(problems)


def _of_register() -> dict[str, Any]:
    """Return the gaps of the whole register."""
    from cba import __version__
    from cba.document import created
    from cba.gaps.register_gaps import register_gaps
    from cba.registers import load_registers
    from cba.results_format import FORMAT

    registers = load_registers()
    found = register_gaps(registers, max(registers.price_index))
    head = {"format": FORMAT, "engine": {"version": __version__}, "created": created()}
    return {**head, "of": "register", "gaps": [gap.to_dict() for gap in found]}


def _of_scenario(item: Scenario, sampler: Sampler) -> dict[str, Any]:
    """Return the gaps of a scenario."""
    from cba.commands.shared import results_of
    from cba.gaps.scenario_gaps import scenario_gaps
    from cba.reports.heading import headed
    from cba.uncertainty.simulation import simulate

    found = scenario_gaps(simulate(item, sampler=sampler))
    content = {"of": "scenario", "gaps": [gap.to_dict() for gap in found]}
    return headed(results_of(item), content, item.inputs)
