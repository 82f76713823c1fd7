"""What more money would buy: the next change of the plan, and from how much on each option is in it.

All limits of money (in all, by year, by payer) grow by the same share, and the best plan of each is found. A
plan does not simply grow with its budget: an option may come in, leave again for better company and come
back, so what is reported is the first budget whose best plan has it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from cba.allocation.limits import Limits, solved_under
from cba.allocation.plan import Plan
from cba.allocation.problem import MONEY
from cba.allocation.solving import Model

UP_TO = 1.0
"""Money is raised by at most this share."""
STEPS, FEW_STEPS = 40, 10
LARGE = 100
"""With more options than this the plan is asked for at fewer budgets."""
HALVINGS = 6
"""Each change is then found to within a step divided by 2 to this power …"""
MOST_REFINED = 1_000
"""… for the first options, so many divided by the number of options; for later ones, to within a step."""
SAME = 1e-6
"""Plans whose values differ by a smaller share are equally good."""


@dataclass(frozen=True, slots=True)
class Step:
    """The next plan that more money would buy."""

    more: float
    """Share by which all limits of money grow."""
    gain: float
    """What the objective gains."""
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MoreMoney:
    """What the plan would be with more money."""

    next: Step | None
    """The first better plan; None when twice the money buys nothing better."""
    first: Mapping[str, float]
    """Option id, of those not chosen → share by which money grows before the best plan has it."""


def more_money(plan: Plan, model: Model) -> MoreMoney | None:
    """What up to twice the money would buy; None where no rule limits money."""
    if plan.objective is None or not _limits(model, 0.0):
        return None
    size = len(model.problem.options)
    grid = np.linspace(0.0, UP_TO, (STEPS if size <= LARGE else FEW_STEPS) + 1).tolist()
    before = set(plan.chosen())
    first: dict[str, float] = {}
    step: Step | None = None
    for low, high in itertools.pairwise(grid):
        richer = _at(model, high)
        if richer is None or richer.objective is None:
            continue
        if step is None and _better(richer, plan):
            step = _step(model, plan, _least(model, low, high, lambda other: _better(other, plan)))
            first |= dict.fromkeys(step.added if step else (), step.more if step else 0.0)
        for name in sorted(set(richer.chosen()) - before - first.keys()):
            refined = len(first) < MOST_REFINED // size
            first[name] = _first(model, low, high, name) if refined else high
    return MoreMoney(step, dict(sorted(first.items())))


def _limits(model: Model, more: float) -> dict[str, Limits]:
    return {
        rule.name: (rule.lower, rule.upper * (1.0 + more))
        for rule in model.problem.all_rules()
        if rule.kind in MONEY and rule.upper is not None
    }


def _at(model: Model, share: float) -> Plan | None:
    return solved_under(model, _limits(model, share))


def _better(richer: Plan, plan: Plan) -> bool:
    assert richer.objective is not None
    assert plan.objective is not None
    return richer.objective > plan.objective + SAME * max(1.0, abs(plan.objective))


def _least(model: Model, low: float, high: float, holds: Callable[[Plan], bool]) -> float:
    """The least share found between two at which something holds of the best plan; it holds at the upper."""
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        plan = _at(model, middle)
        if plan is not None and plan.objective is not None and holds(plan):
            high = middle
        else:
            low = middle
    return high


def _first(model: Model, low: float, high: float, name: str) -> float:
    return _least(model, low, high, lambda plan: plan.scales[name] > 0)


def _step(model: Model, plan: Plan, more: float) -> Step | None:
    richer = _at(model, more)
    if richer is None or richer.objective is None:
        return None
    assert plan.objective is not None
    before, after = set(plan.chosen()), set(richer.chosen())
    added, removed = tuple(sorted(after - before)), tuple(sorted(before - after))
    return Step(more, richer.objective - plan.objective, added, removed)
