"""The same interventions in several places, each from its own baselines, over common draws."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from cba.effects import PlaceBaseline, Relative
from cba.errors import InputError, Problem, unknown
from cba.interventions import PORTFOLIO, Effect
from cba.linking import Scenario, load
from cba.places import Level, Place, PlaceError, Places
from cba.registers import load_registers
from cba.uncertainty.acceptability import acceptability
from cba.uncertainty.batches import mean, summary
from cba.uncertainty.draws import Sampler
from cba.uncertainty.options import NOTHING
from cba.uncertainty.simulation import Simulation
from cba.uncertainty.sweep import sweep

LEVELS: dict[str, Level] = {
    "kommuner": "municipality",
    "municipalities": "municipality",
    "landsdele": "landsdel",
    "regioner": "region",
    "regions": "region",
}
"""Words for all places of a kind."""

_FORCED = {"municipality": "kommune", "landsdel": "landsdel", "region": "region"}


@dataclass(frozen=True)
class Elsewhere:
    """A scenario in several places.

    Attributes:
        scenarios: by place, in the order named.
        left_out: places of a kind that the register has no crime for, and why.
    """

    scenarios: dict[Place, Scenario]
    left_out: dict[str, str]


def places_named(words: Sequence[str]) -> tuple[list[Place], bool]:
    """Return the places that words name, and whether a word meant all of a kind.

    Args:
        words: names, codes, `landsdel:Fyn`, or one of `LEVELS`; several separated by commas.

    Raises:
        InputError: there is no such place.
    """
    register = load_registers().places
    found: dict[Place, None] = {}
    problems = []
    names = [part.strip() for word in words for part in word.split(",") if part.strip()]
    for name in names:
        if level := LEVELS.get(name.casefold()):
            found |= dict.fromkeys(place for place in register.all() if place.level == level)
            continue
        try:
            found[register.resolve(name)] = None
        except PlaceError as error:
            kinds = unknown("place", name, LEVELS) if "did you mean" in unknown("place", name, LEVELS) else ""
            problems.append(Problem(None, "--across", kinds or str(error)))
    if problems:
        raise InputError(problems)
    return list(found), any(name.casefold() in LEVELS for name in names)


def elsewhere(
    path: Path,
    places: Sequence[Place],
    *,
    variant: str | None = None,
    model: str | None = None,
    settings: Sequence[str] = (),
    lenient: bool = False,
    tell: Callable[[int, int], None] | None = None,
) -> Elsewhere:
    """Load a scenario in each place.

    Args:
        path: the scenario file.
        places: where.
        variant: of the scenario.
        model: in place of the scenario's.
        settings: overrides as for `--set`.
        lenient: whether a place that the register has nothing of is left out, not an error.
        tell: is told how many are loaded, of how many.

    Raises:
        InputError: the scenario cannot be calculated in a place.
    """
    found: dict[Place, Scenario] = {}
    left_out: dict[str, str] = {}
    load(path, variant=variant, model=model, settings=tuple(settings))
    for number, place in enumerate(places, 1):
        given = (*settings, f"place={_written(place)}")
        try:
            found[place] = load(path, variant=variant, model=model, settings=given)
        except InputError as error:
            if not lenient:
                raise
            left_out[place.name] = error.problems[0].message
        if tell:
            tell(number, len(places))
    if not found:
        raise InputError(
            [Problem(None, "--across", f"no place can be calculated: {next(iter(left_out.values()))}")]
        )
    if not _moving(next(iter(found.values()))):
        message = "no intervention takes its incidents from the place, so the result is the same everywhere"
        raise InputError([Problem(None, "--across", f"{message}; write `baseline: {{incidents: place}}`")])
    return Elsewhere(found, left_out)


def _written(place: Place) -> str:
    kind = _FORCED.get(place.level)
    return f"{kind}:{place.name}" if kind else place.name


def across(there: Elsewhere, *, draws: int, seed: int, sampler: Sampler = "lhs") -> dict[str, Any]:
    """Return the results place by place as plain data.

    Args:
        there: from `elsewhere`.
        draws: how many for each place.
        seed: of the draws.
        sampler: `lhs` or `random`.
    """
    first = next(iter(there.scenarios.values()))
    register = first.registers.places
    simulations = sweep(there.scenarios.values(), draws=draws, seed=seed, sampler=sampler)
    rows = [
        _row(place, register, simulation)
        for place, simulation in zip(there.scenarios, simulations, strict=True)
    ]
    return {
        "places": rows,
        "left_out": there.left_out,
        "stays": [item.id for item in first.interventions if item.id not in _moving(first)],
        "draws": draws,
        "seed": seed,
        "sampler": sampler,
    }


def _row(place: Place, register: Places, found: Simulation) -> dict[str, Any]:
    from cba.appraisal import appraise

    appraisal = appraise(found.scenario)
    ids = [id for id in found.ids if id != PORTFOLIO]
    curve = acceptability(np.array([found.total(id) for id in ids]), None, [0.0], True, found.sizes)
    people = register.populations(place)
    best = [NOTHING, *ids][int(curve.best[0])]
    return {
        "place": place.name,
        "level": place.level,
        "population": people[max(people)],
        "population_year": max(people),
        "incidents": dict(_incidents(found.scenario)),
        "npv": appraisal.portfolio.npv,
        "by_payer": {payer: share.npv for payer, share in appraisal.portfolio.by_payer.items()},
        "bcr": appraisal.portfolio.bcr,
        "uncertainty": {
            "npv": summary(found.total(), found.sizes),
            "prob_npv_positive": mean(found.total() > 0.0),
        },
        "interventions": {
            id: {
                "npv": appraisal.interventions[id].npv,
                "prob_npv_positive": mean(found.total(id) > 0.0),
                "best": float(curve.probability[n + 1, 0]),
            }
            for n, id in enumerate(ids)
        },
        "best": best,
        "best_share": float(curve.frontier[0]),
    }


def _incidents(scenario: Scenario) -> Iterator[tuple[str, float]]:
    """Yield the outcomes whose reported incidents follow the place, with their number a year."""
    for item in scenario.interventions:
        for effect in item.effects:
            baseline = _of_the_place(effect)
            if baseline is not None:
                yield effect.outcome.id, baseline.incidents.value


def _of_the_place(effect: Effect) -> PlaceBaseline | None:
    """Return an effect's baseline where it is the register's figure for the place."""
    form = effect.statement
    if not isinstance(form, Relative) or not isinstance(form.baseline, PlaceBaseline):
        return None
    return form.baseline if form.baseline.from_register else None


def _moving(scenario: Scenario) -> set[str]:
    """Return the interventions of which anything follows the scenario's place."""
    said = {item.id: item.place for item in scenario.file.interventions}
    return {
        item.id
        for item in scenario.interventions
        if said[item.id] is None and any(_of_the_place(effect) for effect in item.effects)
    }
