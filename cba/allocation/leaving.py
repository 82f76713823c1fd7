"""Why money of the budget is left: spent + unspent = budget, and somebody will ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from cba.allocation.dropping import Dropped
from cba.allocation.plan import Plan
from cba.allocation.problem import Option, Problem
from cba.allocation.standing import Standing

Why = Literal["rules", "too_dear", "nothing_left"]
"""
- `rules`: without `rules`, more of the budget would be spent to gain;
- `too_dear`: what waits costs more than what is left;
- `nothing_left`: nothing more is worth its costs.
"""
LEAST = 1.0
"""Less than a krone is nothing left."""


@dataclass(frozen=True, slots=True)
class Unspent:
    """What is left of the total budget, and why."""

    amount: float
    why: Why
    rules: tuple[str, ...] = ()
    cheapest: str | None = None
    """Of what waits, the option with the least cost."""
    cost: float | None = None
    """What that one costs at its least scale."""


def unspent(
    problem: Problem, plan: Plan, dropped: Iterable[Dropped], found: Mapping[str, Standing]
) -> Unspent | None:
    """Why money is left; None where there is no total budget or nothing is left of it."""
    if problem.budget is None or plan.checked is None:
        return None
    left = problem.budget - plan.checked.cost
    if left < LEAST:
        return None
    holding = tuple(
        name
        for drop in dropped
        if drop.gain > 1e-6 * abs(plan.objective or 0.0) and drop.cost > plan.checked.cost + LEAST
        for name in drop.rules
        if plan.checked.rules[name].binding
    )
    waiting = [o for o in problem.options if found[o.id].kind in ("next", "waiting")]
    cheapest = min(waiting, key=_least_cost, default=None)
    why: Why = "rules" if holding else "nothing_left" if cheapest is None else "too_dear"
    if cheapest is None:
        return Unspent(left, why, holding)
    return Unspent(left, why, holding, cheapest.id, _least_cost(cheapest))


def _least_cost(option: Option) -> float:
    return option.fixed.cost + option.factors(option.least())[1] * option.full.cost
