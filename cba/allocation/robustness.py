"""How a plan stands over draws: what would have been chosen, what is regretted, what holds out of sample.

A plan chosen on the same draws that value it looks better than it is. So draws are split by a fixed
shuffle: a plan is chosen on one half and valued on the other, both ways.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from cba.allocation import core
from cba.allocation.checking import plan_draws
from cba.allocation.plan import Plan
from cba.allocation.problem import Amounts, Array, Option, Problem
from cba.allocation.program import Program
from cba.allocation.risk import Drawn, drawn
from cba.allocation.solving import NoPlanInTime, prepared, solve

MOST_DRAWS = 200
"""So many draws are solved by themselves …"""
MOST_WORK = 8_000
"""… and fewer in a large problem: options times draws."""
LEAST_DRAWS = 20
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Robustness:
    """A plan over draws."""

    draws: int
    """How many draws were solved; fewer when time ran out."""
    chosen_share: Mapping[str, float]
    """Option id → share of draws in which the best plan of that draw has it."""
    regret: float
    """Mean of (best value in a draw − this plan's value in it)."""
    regret_se: float
    """Its standard error over the draws."""
    value_chosen: float | None
    """Mean value of plans on the half of the draws that chose them."""
    value_holdout: float | None
    """Mean value of the same plans on the other half."""


def robustness(
    problem: Problem, plan: Plan, most: int | None = None, seconds: float | None = None
) -> Robustness | None:
    """How a plan stands over its draws; None without draws or without a plan."""
    count = problem.with_draws()
    if not count or plan.objective is None:
        return None
    ends = time.monotonic() + (problem.seconds if seconds is None else seconds)
    most = min(MOST_DRAWS, max(LEAST_DRAWS, MOST_WORK // len(problem.options))) if most is None else most
    order = np.random.default_rng(problem.seed).permutation(count)
    inside, outside = _held_out(problem, order)
    regrets, chosen = _solved_draws(problem, plan, order[:most], ends)
    share = {name: times / max(len(regrets), 1) for name, times in chosen.items()}
    mean = float(np.mean(regrets)) if regrets else 0.0
    error = float(np.std(regrets, ddof=1) / np.sqrt(len(regrets))) if len(regrets) > 1 else 0.0
    return Robustness(len(regrets), share, mean, error, inside, outside)


def _solved_draws(
    problem: Problem, plan: Plan, numbers: Numbers, ends: float
) -> tuple[list[float], dict[str, int]]:
    """Regret in each draw and how often each option is in the best plan of a draw."""
    model = prepared(replace(problem, risk=None, worst_of=(), then=None))
    program, session = model.program, model.session
    draws, values = drawn(program), plan_draws(problem, plan.scales)
    chosen = {option.id: 0 for option in problem.options}
    regrets: list[float] = []
    session.set_gap(max(problem.gap_asked(), 1e-4))
    for number in numbers:
        left = ends - time.monotonic()
        if left <= 0:
            break
        session.costs(_costs(draws, int(number), program))
        found = core.solve(session, session.gap, left)
        if found.status != "optimal":
            break
        regrets.append(max(0.0, found.objective * program.unit - float(values[int(number)])))
        for name, scale in program.scales(found.x).items():
            chosen[name] += scale > 0
    return regrets, chosen


def _costs(draws: Drawn, number: int, program: Program) -> Array:
    weights = np.zeros(draws.draws.shape[1])
    weights[number] = 1.0
    found: Array = draws.weights(weights)
    assert len(found) == len(program.matrices.costs)
    return found


def _held_out(problem: Problem, order: Numbers) -> tuple[float | None, float | None]:
    """Mean value on the half that chose and on the half that did not."""
    halves = (np.sort(order[: len(order) // 2]), np.sort(order[len(order) // 2 :]))
    if len(halves[0]) == 0:
        return None, None
    inside, outside = [], []
    for chosen_on, valued_on in (halves, halves[::-1]):
        try:
            plan = solve(_on_draws(problem, chosen_on))
        except NoPlanInTime:
            return None, None
        if plan.objective is None:
            return None, None
        values = plan_draws(problem, plan.scales)
        inside.append(float(values[chosen_on].mean()))
        outside.append(float(values[valued_on].mean()))
    return float(np.mean(inside)), float(np.mean(outside))


def _on_draws(problem: Problem, numbers: Numbers) -> Problem:
    """The problem with only some of the draws, whose mean takes the place of the estimate."""

    def kept(amounts: Amounts) -> Amounts:
        if amounts.draws is None:
            return amounts
        some = amounts.draws[numbers]
        return replace(amounts, draws=some, benefit=float(some.mean()) - amounts.cost_value)

    def option(known: Option) -> Option:
        return replace(known, fixed=kept(known.fixed), full=kept(known.full))

    return replace(problem, options=tuple(option(known) for known in problem.options), then=None)
