"""Options to choose among, over common draws: the interventions of one scenario, or whole scenarios."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cba.inputs import Array
from cba.interventions import PORTFOLIO
from cba.linking import Scenario
from cba.uncertainty.acceptability import Acceptability, acceptability, hurdle
from cba.uncertainty.draws import Sampler
from cba.uncertainty.simulation import Simulation, simulate

NOTHING = "_nothing"
"""Doing nothing, as an option; no intervention can be called so."""

MULTIPLES = tuple(quarter / 4 for quarter in range(21))
"""Hurdles: how many times the costs the benefits are to reach."""


@dataclass(frozen=True)
class Options:
    """Options with their results over common draws.

    Attributes:
        names: the options, in order.
        npv: net value of the result asked for, shape (K, D).
        avoided: outcome → units avoided by each option, shape (K, D); 0 where an option does not touch it.
        benefits, costs: present values of all payers, shape (K, D).
        sizes: draws per batch.
        shared: the outcome that most options touch; None where none does.
    """

    names: tuple[str, ...]
    npv: Array
    avoided: dict[str, Array]
    benefits: Array
    costs: Array
    sizes: tuple[int, ...]
    shared: str | None


def options(scenarios: Sequence[Scenario], payer: str | None = None, sampler: Sampler = "lhs") -> Options:
    """Return the interventions of one scenario, or several scenarios' portfolios, over common draws.

    Inputs of the same name have the same draws in all scenarios, because streams are keyed by seed and name.

    Args:
        scenarios: one or several, with the same number of draws and the same seed.
        payer: whose net value counts; that of all together when absent.
        sampler: `lhs` or `random`; `sobol` for one scenario only.
    """
    simulations = [simulate(scenario, sampler=sampler) for scenario in scenarios]
    if len(simulations) == 1:
        only = simulations[0]
        parts = [(id, only, id) for id in only.ids if id != PORTFOLIO]
    else:
        parts = [(name, found, PORTFOLIO) for name, found in zip(_named(scenarios), simulations, strict=True)]
    return _gathered(parts, payer)


def _named(scenarios: Sequence[Scenario]) -> list[str]:
    """Return the scenarios' ids, told apart by variant and place in the row where they repeat."""
    ids = [f"{s.id}.{s.variant}" if s.variant else s.id for s in scenarios]
    count = Counter(ids)
    return [id if count[id] == 1 else f"{id}-{number}" for number, id in enumerate(ids, 1)]


def _gathered(parts: Sequence[tuple[str, Simulation, str]], payer: str | None) -> Options:
    sizes = parts[0][1].sizes
    outcomes = Counter(outcome for _, found, id in parts for outcome in found.avoided[id])
    zeros = np.zeros(sum(sizes))
    totals = np.array([found.total(id) for _, found, id in parts])
    costs = np.array([found.costs[id] for _, found, id in parts])
    npv = totals
    if payer is not None:
        npv = np.array([found.npv[id][found.payers.index(payer)] for _, found, id in parts])
    return Options(
        names=tuple(name for name, _, _ in parts),
        npv=npv,
        avoided={o: np.array([found.avoided[id].get(o, zeros) for _, found, id in parts]) for o in outcomes},
        benefits=totals + costs,
        costs=costs,
        sizes=sizes,
        shared=next((o for o, _ in outcomes.most_common(1)), None),
    )


def thresholds_for(found: Options, outcome: str | None, points: int, highest: float | None = None) -> Array:
    """Return values of a unit, from 0 to twice what the dearest option that avoids any needs to break even.

    Args:
        found: the options.
        outcome: whose unit; without one there is only the value 0.
        points: how many.
        highest: kroner; found from the options when absent.
    """
    if outcome is None:
        return np.zeros(1)
    if highest is None:
        means, units = found.npv.mean(axis=1), found.avoided[outcome].mean(axis=1)
        even = [-npv / unit for npv, unit in zip(means.tolist(), units.tolist(), strict=True) if unit > 0]
        highest = _round_up(2.0 * max([0.0, *even])) or 100_000.0
    return np.linspace(0.0, highest, points)


def _round_up(value: float) -> float:
    """Return the next of 1, 2 or 5 times a power of ten."""
    if value <= 0.0:
        return 0.0
    power = 10.0 ** np.floor(np.log10(value))
    return float(next(m * power for m in (1, 2, 5, 10) if m * power >= value * (1 - 1e-9)))


def choice(found: Options, outcome: str | None, thresholds: Array) -> dict[str, Any]:
    """Return acceptability curve, frontier and hurdle curve as plain data.

    Args:
        found: the options.
        outcome: whose avoided units are given a value on top of what is priced; None where there is none.
        thresholds: kroner per unit.
    """
    effects = found.avoided[outcome] if outcome else None
    curve: Acceptability = acceptability(found.npv, effects, thresholds, True, found.sizes)
    rows = (NOTHING, *found.names)
    return {
        "options": list(rows),
        "outcome": outcome,
        "thresholds": thresholds.tolist(),
        "ceac": {name: curve.probability[n].tolist() for n, name in enumerate(rows)},
        "ceac_se": None
        if curve.probability_se is None
        else {name: curve.probability_se[n].tolist() for n, name in enumerate(rows)},
        "expected": {name: curve.expected[n].tolist() for n, name in enumerate(rows)},
        "frontier": [
            {"threshold": t, "best": rows[best], "probability": p}
            for t, best, p in zip(
                thresholds.tolist(), curve.best.tolist(), curve.frontier.tolist(), strict=True
            )
        ],
        "hurdle": {
            "multiples": list(MULTIPLES),
            "probability": {
                name: hurdle(found.benefits[n], found.costs[n], MULTIPLES).tolist()
                for n, name in enumerate(found.names)
            },
        },
    }
