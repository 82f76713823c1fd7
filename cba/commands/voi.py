"""`cba voi SCENARIO`: what it is worth to know more before deciding."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cba.commands.shared import Asked, Output, asks, print_json, with_options

if TYPE_CHECKING:
    from cba.linking import Scenario
    from cba.uncertainty.simulation import Simulation

_MONEY = click.FloatRange(0.0, 1e15)


@click.command()
@click.argument("scenario", type=click.Path(path_type=Path))
@with_options(
    click.option(
        "--of",
        help="The decision: choice (each intervention by itself), portfolio (all or none), or an id. "
        "Not named: the intervention that the trial is about, else choice.",
    ),
    click.option("--trial", metavar="NAME", help="What a local trial measures: an outcome or an input."),
    click.option("--trial-cost", type=_MONEY, help="Kroner of any trial at all."),
    click.option("--cost-per-participant", type=_MONEY, help="Kroner of each of its participants."),
    click.option("--participants-max", type=click.IntRange(2, 10**6), help="The most it can have."),
    click.option(
        "--trial-years", type=click.IntRange(0, 100), default=0, help="Years until its answer is there."
    ),
    click.option("--years", type=click.IntRange(1, 200), help="Years that the decision lasts."),
    click.option("--population", type=click.FloatRange(0.0, 1e9, min_open=True), help="People a year."),
    click.option("--top", type=click.IntRange(1), default=10, show_default=True, help="Rows of a table."),
)
@asks
def voi(
    scenario: Path,
    of: str | None,
    trial: str | None,
    trial_cost: float | None,
    cost_per_participant: float | None,
    participants_max: int | None,
    trial_years: int,
    years: int | None,
    population: float | None,
    top: int,
    asked: Asked,
    output: Output,
) -> None:
    """Say what it is worth to know more about SCENARIO before deciding.

    Of everything, of each input, of each kind of input, and of a local trial. Amounts are for the scenario's
    own participants, decided once, unless --years or --population say how many more the decision is about.
    What a trial costs is never assumed: without --trial-cost and --cost-per-participant only its worth is
    said.
    """
    from cba.reports.voi_page import PAGE
    from cba.uncertainty.simulation import simulate

    output.refuse_taken("voi")
    item = asked.load(scenario)
    of = _decision(item, of, trial, (trial_cost, cost_per_participant))
    simulation = simulate(item, sampler=asked.sampler)
    content = _knowing(simulation, of, years, population, trial_years)
    wanted = {"cost": trial_cost, "cost_per_participant": cost_per_participant, "most": participants_max}
    several = simulation.draws.count > 1
    content["trial"] = _trial(simulation, of, trial, content["scale"], wanted) if trial and several else None
    document = _document(item, simulation, content)
    files = output.write("voi", document, PAGE)
    if output.as_json:
        print_json(document)
        return
    from rich.console import Console

    from cba.reports.voi_terminal import print_voi

    print_voi(document, output.language, Console(highlight=False), top)
    for file in files:
        click.echo(str(file))


def _decision(scenario: Scenario, of: str | None, trial: str | None, costs: tuple[float | None, ...]) -> str:
    """Return the decision that is meant; raise when there is none of that name."""
    from cba.errors import InputError, Problem, unknown
    from cba.uncertainty.trial_questions import intervention_of

    ids = ["choice", "portfolio", *(item.id for item in scenario.interventions)]
    problems = []
    if of is not None and of not in ids:
        problems.append(Problem(None, "--of", unknown("decision", of, ids)))
    if trial is None and any(cost is not None for cost in costs):
        problems.append(Problem(None, "--trial", "say what the trial measures: an outcome or an input"))
    if problems:
        raise InputError(problems)
    return of or (trial and intervention_of(scenario, trial)) or "choice"


def _knowing(
    simulation: Simulation, of: str, years: int | None, population: float | None, delay: int
) -> dict[str, Any]:
    from dataclasses import asdict

    from cba.uncertainty.knowing import knowing, scale_of

    if years is not None or population is not None:
        _check_scale(simulation.scenario, of)
    scale = scale_of(simulation.scenario, of, years, population, delay)
    return knowing(simulation, of).to_dict() | {"scale": asdict(scale)}


def _check_scale(scenario: Scenario, of: str) -> None:
    """Refuse to multiply a decision on interventions that have no common year or unit."""
    from cba.errors import InputError, Problem

    if of in {item.id for item in scenario.interventions}:
        return
    people = {bool(item.participants) for item in scenario.interventions}
    years = sorted({sum(item.operating) for item in scenario.interventions})
    if len(people) > 1 or len(years) > 1:
        different = "reach people and places" if len(people) > 1 else f"run for {_listed(years)} years"
        message = f"the interventions {different}, so they have no common scale; name one with --of"
        raise InputError([Problem(None, "--years", message)])


def _listed(numbers: list[int]) -> str:
    return " and ".join([", ".join(map(str, numbers[:-1])), str(numbers[-1])])


def _trial(
    simulation: Simulation, of: str, name: str, scale: dict[str, Any], asked: dict[str, Any]
) -> dict[str, Any]:
    """Return what trials are worth; what cannot be tried is bad input."""
    from cba.errors import InputError, Problem
    from cba.uncertainty.local_trial import NoTrial, local_trial

    try:
        found = local_trial(
            simulation,
            of,
            name,
            most=asked["most"],
            scale=scale["factor"],
            cost=asked["cost"],
            cost_per_participant=asked["cost_per_participant"],
        )
    except NoTrial as error:
        raise InputError([Problem(None, "--trial", str(error))]) from None
    fixed, each = asked["cost"], asked["cost_per_participant"]
    known = fixed is not None or each is not None
    cost = {"fixed": fixed or 0.0, "per_participant": each or 0.0} if known else None
    return found.to_dict() | {"cost": cost}


def _document(scenario: Scenario, simulation: Simulation, content: dict[str, Any]) -> dict[str, Any]:
    """Return the document: who and what, readable names, and what knowledge is worth."""
    from cba.commands.shared import results_of
    from cba.reports.heading import effect_title, headed

    results = results_of(scenario)
    draws = simulation.draws
    if content["trial"]:
        content["trial"]["title"] = effect_title(results, content["trial"]["measures"])
    more = {
        "draws": draws.count,
        "seed": draws.seed,
        "sampler": draws.sampler,
        "has_participants": any(item.participants for item in scenario.interventions),
        "overlap": any(abs(lost) > 1e-9 for lost in results["portfolio"]["overlap_loss"].values()),
    }
    return headed(results, more | content, draws.names)
