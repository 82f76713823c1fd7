"""What would bring an option into the plan: how much more effect, or how much less cost.

The option is forced in, and its benefits (or its costs, also against every budget) are multiplied until the
best plan with it is as good as the best plan without. Both directions are monotone, so the factor is a root,
found by Brent's method to a thousandth.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from cba.allocation.plan import Plan
from cba.allocation.problem import Amounts, Option, Problem, Rule
from cba.allocation.relaxing import relaxations
from cba.allocation.solving import NoPlanInTime, solve

MOST_EFFECT = 10.0
"""More than so many times its benefits is no effect that one can hope for."""
EXACT = 1e-3
FORCED = "forced"


@dataclass(frozen=True, slots=True)
class Needs:
    """What would bring an option in, all else as it is."""

    benefit: float | None
    """Factor on its benefits from which the best plan has it; None: no factor up to `MOST_EFFECT`."""
    cost: float | None
    """Factor on its costs up to which the best plan has it; None: not even for nothing."""
    breaks: tuple[str, ...] = ()
    """Rules that no plan with it can keep, whatever it is worth."""


def needs(problem: Problem, plan: Plan, option: Option) -> Needs:
    """What would bring an option in that the plan does not have."""
    plain = replace(problem, then=None, frontier=())

    def short(changed: Option) -> float | None:
        """How much the best plan with the changed option is better than the plan; None: there is none."""
        assert plan.objective is not None
        found = _with(plain, changed)
        return None if found is None else found - plan.objective

    if short(option) is None and short(with_cost(option, 0.0)) is None:
        return Needs(None, None, _broken(plain, option))
    benefit = _root(lambda factor: short(with_benefit(option, factor)), 1.0, MOST_EFFECT)
    return Needs(benefit, _root(lambda factor: short(with_cost(option, factor)), 1.0, 0.0))


def _with(problem: Problem, option: Option) -> float | None:
    """The best objective of plans that have an option."""
    options = tuple(option if other.id == option.id else other for other in problem.options)
    try:
        return solve(replace(problem, options=options, rules=_forced(problem, option))).objective
    except NoPlanInTime:
        return None


def _forced(problem: Problem, option: Option) -> tuple[Rule, ...]:
    words = {"da": option.id, "en": option.id}
    return (*problem.all_rules(), Rule(FORCED, words, "lock", on={option.id: 1.0}, lower=1.0, hard=True))


def _broken(problem: Problem, option: Option) -> tuple[str, ...]:
    """The rules that would have to give way."""
    found = relaxations(replace(problem, rules=_forced(problem, option)))
    return tuple(item.rule for item in found or ())


def _root(gain: Callable[[float], float | None], start: float, end: float) -> float | None:
    """Where a gain that grows from `start` to `end` passes 0; None when it does not get there."""
    from scipy.optimize import brentq

    worst = -1.0

    def known(factor: float) -> float:
        found = gain(factor)
        return worst if found is None else found

    at_start, at_end = known(start), known(end)
    worst = min(-1.0, at_start)
    if at_end < 0:
        return None
    if at_start >= 0:
        return start
    return float(brentq(known, start, end, xtol=EXACT))


def with_benefit(option: Option, factor: float) -> Option:
    """The option with its benefits multiplied: in the estimate, in every draw and variant."""

    def changed(a: Amounts) -> Amounts:
        cost = a.cost_value
        draws = None if a.draws is None else cost + factor * (a.draws - cost)
        variants = tuple(cost + factor * (value - cost) for value in a.variants)
        return replace(a, benefit=factor * a.benefit, draws=draws, variants=variants)

    return replace(option, fixed=changed(option.fixed), full=changed(option.full))


def with_cost(option: Option, factor: float) -> Option:
    """The option with its costs multiplied: what they are worth, and what they take of every budget."""

    def changed(a: Amounts) -> Amounts:
        less = (factor - 1.0) * a.cost_value
        return replace(
            a,
            cost_value=factor * a.cost_value,
            cost=factor * a.cost,
            spend={key: factor * amount for key, amount in a.spend.items()},
            second_cost=factor * a.second_cost,
            draws=None if a.draws is None else a.draws + less,
            variants=tuple(value + less for value in a.variants),
        )

    return replace(option, fixed=changed(option.fixed), full=changed(option.full))
