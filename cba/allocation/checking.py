"""A plan added up again from the problem alone: what the solver says is never taken on trust."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np

from cba.allocation.plan import Checked, RuleCheck
from cba.allocation.problem import Amounts, Array, Option, Problem, Rule

ROUNDING = 1e-10


class DoesNotAddUp(RuntimeError):
    """The solver's plan is not what it says: an error of the program, not of the user."""


def scaled(option: Option, scale: float, fixed: float, benefit: float, cost: float) -> float:
    """What an amount comes to at a scale: `fixed` when on, benefit by f(u), cost by g(u)."""
    value_factor, cost_factor = option.factors(scale)
    return fixed + benefit * value_factor + cost * cost_factor


def draws_of(option: Option, scale: float) -> Array | float:
    """The value of a chosen option in every draw."""
    fixed = _drawn(option.fixed)
    benefit = _drawn(option.full) - option.full.cost_value
    value_factor, cost_factor = option.factors(scale)
    return fixed + benefit * value_factor + option.full.cost_value * cost_factor


def _drawn(amounts: Amounts) -> Array | float:
    return amounts.value if amounts.draws is None else amounts.draws


def worst_mean(values: Array, share: float) -> float:
    """The mean of the worst `share` of draws; a draw may count in part."""
    wanted = share * len(values)
    ordered = np.sort(values)
    weights = np.clip(wanted - np.arange(len(values)), 0.0, 1.0)
    return float(weights @ ordered / wanted)


def plan_draws(problem: Problem, scales: Mapping[str, float]) -> Array:
    """The value of a plan in every draw, overlaps taken off."""
    total = np.zeros(max(problem.with_draws(), 1))
    for option in problem.options:
        if scales[option.id] > 0:
            total = total + draws_of(option, scales[option.id])
    return total - overlap_loss(problem, scales)


def overlap_loss(problem: Problem, scales: Mapping[str, float]) -> float:
    """Value lost to overlaps between options that are both on."""
    return sum(o.loss for o in problem.overlaps if scales[o.first] > 0 and scales[o.second] > 0)


def check(problem: Problem, scales: Mapping[str, float]) -> Checked:
    """Add a plan up; raise when it breaks a rule or has a scale that is not allowed."""
    on = [(option, scales[option.id]) for option in problem.options if scales[option.id] > 0]
    for option, scale in on:
        _check_scale(option, scale)
    values = {o.id: scaled(o, s, o.fixed.value, o.full.benefit, o.full.cost_value) for o, s in on}
    costs = {o.id: scaled(o, s, o.fixed.cost, 0.0, o.full.cost) for o, s in on}
    second = sum(
        scaled(o, s, o.fixed.second + o.fixed.second_cost, o.full.second, o.full.second_cost) for o, s in on
    )
    overlap = overlap_loss(problem, scales)
    expected = sum(values.values()) - overlap
    by_year, by_payer = _spending(on)
    by_name = {option.id: (option, scale) for option, scale in on}
    rules = {rule.name: _rule(rule, by_name, costs) for rule in problem.all_rules()}
    value = _objective(problem, scales, on, expected, overlap)
    total = sum(costs.values())
    return Checked(value, expected, second, total, by_year, by_payer, values, costs, overlap, rules)


def _check_scale(option: Option, scale: float) -> None:
    slack = 1e-7 * option.largest
    least = option.least() if not option.fixed.is_nothing() or option.step is not None else option.smallest
    steps = 0.0 if option.step is None else (scale - option.least()) / option.step
    fits = least - slack <= scale <= option.largest + slack
    if not fits or abs(steps - round(steps)) > 1e-7:
        raise DoesNotAddUp(f"{option.id} has the scale {scale!r}, which is not one of its scales")


def _objective(
    problem: Problem,
    scales: Mapping[str, float],
    on: list[tuple[Option, float]],
    expected: float,
    overlap: float,
) -> float:
    """What was maximised."""
    main = expected
    if problem.worst_of:
        main = min(_variant(on, number) for number in range(len(problem.worst_of))) - overlap
    if problem.risk is None:
        return main
    drawn = plan_draws(problem, scales)
    share, weight = problem.risk
    main = main if problem.worst_of else float(drawn.mean())
    return (1.0 - weight) * main + weight * worst_mean(drawn, share)


def _variant(on: list[tuple[Option, float]], number: int) -> float:
    total = 0.0
    for option, scale in on:
        fixed = option.fixed.variants[number] if option.fixed.variants else option.fixed.value
        full = option.full.variants[number] if option.full.variants else option.full.value
        total += scaled(option, scale, fixed, full - option.full.cost_value, option.full.cost_value)
    return total


def _spending(on: Iterable[tuple[Option, float]]) -> tuple[dict[int, float], dict[str, float]]:
    by_year: dict[int, float] = defaultdict(float)
    by_payer: dict[str, float] = defaultdict(float)
    for option, scale in on:
        for amounts, factor in ((option.fixed, 1.0), (option.full, option.factors(scale)[1])):
            for (year, payer), amount in amounts.spend.items():
                by_year[year] += amount * factor
                by_payer[payer] += amount * factor
    return dict(sorted(by_year.items())), dict(sorted(by_payer.items()))


def _rule(rule: Rule, on: Mapping[str, tuple[Option, float]], costs: Mapping[str, float]) -> RuleCheck:
    counted = on.values() if rule.counts_all() else [on[name] for name in sorted(rule.named() & on.keys())]
    terms = [term for option, scale in counted for term in _terms(rule, option, scale, costs[option.id])]
    left, size = sum(terms), sum(abs(term) for term in terms)
    limits = [abs(limit) for limit in (rule.lower, rule.upper) if limit is not None]
    rounding = ROUNDING * (size + max(limits, default=0.0) + max(map(abs, terms), default=0.0)) + 1e-12
    slacks = [] if rule.upper is None else [rule.upper - left]
    slacks += [] if rule.lower is None else [left - rule.lower]
    slack = min(slacks, default=float("inf"))
    if slack < -rounding:
        raise DoesNotAddUp(f"the plan breaks {rule.name}: {left!r} against {rule.lower!r} to {rule.upper!r}")
    return RuleCheck(rule.name, left, rule.lower, rule.upper, slack, slack <= 10 * rounding)


def _terms(rule: Rule, option: Option, scale: float, cost: float) -> list[float]:
    found = [
        rule.on.get(option.id, 0.0),
        rule.scale.get(option.id, 0.0) * scale / option.largest,
        rule.cost.get(option.id, 0.0) * cost,
    ]
    if rule.kind == "budget":
        found.append(cost)
    if rule.kind in ("budget_year", "budget_payer"):
        for amounts, factor in ((option.fixed, 1.0), (option.full, option.factors(scale)[1])):
            found += [
                amount * factor
                for (year, payer), amount in amounts.spend.items()
                if rule.year in (None, year) and rule.payer in (None, payer)
            ]
    if rule.kind == "capacity" and rule.resource is not None and rule.year is not None:
        key = (rule.resource, rule.year)
        found.append(option.fixed.resources.get(key, 0.0))
        found.append(option.full.resources.get(key, 0.0) * scale / option.largest)
    return found
