"""`cba acceptability SCENARIO …`: which option is best, and how surely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cba.commands.shared import Asked, Output, asks, print_json, with_options

if TYPE_CHECKING:
    from cba.linking import Scenario
    from cba.uncertainty.draws import Sampler


@click.command()
@click.argument("scenarios", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="SCENARIO...")
@with_options(
    click.option("--outcome", help="The outcome whose units get a value; the one that most options share."),
    click.option("--payer", help="Whose net result; that of all together if not named."),
    click.option("--up-to", type=click.FloatRange(0.0, 1e15, min_open=True), help="Highest value of a unit."),
    click.option(
        "--points", type=click.IntRange(2, 201), default=21, show_default=True, help="How many values."
    ),
)
@asks
def acceptability(
    scenarios: tuple[Path, ...],
    outcome: str | None,
    payer: str | None,
    up_to: float | None,
    points: int,
    asked: Asked,
    output: Output,
) -> None:
    """Say which option is best, and how surely, by what a unit of an outcome is worth.

    The options are the interventions of one SCENARIO, or the whole of each of several; doing nothing is
    always one too. Several share their draws: an input of the same name has the same value in all of them.
    """
    from cba.reports.acceptability_page import PAGE

    output.refuse_taken("acceptability")
    first = asked.load(scenarios[0])
    common = replace(asked, draws=first.file.draws, seed=first.file.seed)
    items = [first, *(common.load(path) for path in scenarios[1:])]
    _check(items, payer, asked.sampler)
    document = _document(items, outcome, payer, up_to, points, asked.sampler)
    files = output.write("acceptability", document, PAGE)
    if output.as_json:
        print_json(document)
        return
    from rich.console import Console

    from cba.reports.acceptability_terminal import print_acceptability

    print_acceptability(document, output.language, Console(highlight=False))
    for file in files:
        click.echo(str(file))


def _check(items: Sequence[Scenario], payer: str | None, sampler: str) -> None:
    """Raise when the scenarios cannot be compared, or the payer is not counted in all of them."""
    from cba.errors import InputError, Problem, unknown

    first, problems = items[0], []
    for item in items[1:]:
        if item.price_year != first.price_year:
            found = f"{first.id}: {first.price_year}, {item.id}: {item.price_year}"
            problems.append(Problem(None, "price_year", f"must be the same in all scenarios, found {found}"))
        if item.model.lens_id != first.model.lens_id:
            found = f"{first.id}: {first.model.id}, {item.id}: {item.model.id}"
            message = f"must count the same in all scenarios, found {found}; --model takes one for all"
            problems.append(Problem(None, "model", message))
    if len(items) > 1 and sampler == "sobol":
        message = "sobol gives several scenarios no common draws; take lhs or random"
        problems.append(Problem(None, "--sampler", message))
    for item in items:
        if payer is not None and payer not in item.model.lens.payers:
            problems.append(Problem(None, "--payer", unknown("payer", payer, item.model.lens.payers)))
    if problems:
        raise InputError(problems)


def _document(
    items: Sequence[Scenario],
    outcome: str | None,
    payer: str | None,
    up_to: float | None,
    points: int,
    sampler: Sampler,
) -> dict[str, Any]:
    """Return the document: who and what, the options' names, and the curves."""
    from cba.commands.shared import results_of
    from cba.errors import InputError, Problem, unknown
    from cba.reports.heading import headed
    from cba.uncertainty.options import choice, options, thresholds_for
    from cba.uncertainty.simulation import uncertain_inputs

    found = options(items, payer, sampler)
    if outcome is not None and outcome not in found.avoided:
        raise InputError([Problem(None, "--outcome", unknown("outcome", outcome, found.avoided))])
    chosen = outcome or found.shared
    values = thresholds_for(found, chosen, points, up_to)
    results = [results_of(item) for item in items]
    names = {id: name for document in results for id, name in document["names"]["outcomes"].items()}
    more = {
        "draws": sum(found.sizes),
        "seed": items[0].file.seed,
        "sampler": sampler,
        "payer": payer,
        "several": len(items) > 1,
        "scenarios": [document["scenario"]["id"] for document in results],
        "uncertain": any(uncertain_inputs(item) for item in items),
        "outcome_names": names.get(chosen or ""),
        "option_titles": _titles(found.names, results),
    }
    return headed(results[0], more | choice(found, chosen, values))


def _titles(names: Sequence[str], results: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the options' titles: interventions of one scenario, or the scenarios' own."""
    if len(results) == 1:
        return {name: results[0]["interventions"][name]["title"] for name in names}
    return {name: document["scenario"]["title"] for name, document in zip(names, results, strict=True)}
