"""Every plan of a small problem, valued from what `problem.py` says alone: no solver, no formulas of ours.

An option is at one of its scales, or, if it can be divided, where something changes: at its least and
largest scale, at the ends of its segments and where a rule meets its limit. In between everything is
linear, so the best plan is among these (as long as what is maximised is linear too: no worst of anything).
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cba.allocation.problem import LEAST_SHARE, Amounts, Option, Problem, Rule

Array = npt.NDArray[np.float64]
EXACT = 1e-9


@dataclass(frozen=True, slots=True)
class Best:
    """The best of all plans."""

    value: float
    second: float
    """The most of the second objective among plans that are as good on the first."""
    plans: int
    """How many plans keep the rules."""


@dataclass(frozen=True, slots=True)
class Tried:
    """Plans, one by row, and what they come to."""

    scales: Array
    value: Array
    second: Array
    allowed: npt.NDArray[np.bool_]


def best_by_trying(problem: Problem) -> Best | None:
    """The best plan among all there are; None when none keeps the rules."""
    tried = plans_of(problem)
    if not tried.allowed.any():
        return None
    best = float(tried.value[tried.allowed].max())
    as_good = tried.allowed & (tried.value >= best - EXACT * max(1.0, abs(best)))
    return Best(best, float(tried.second[as_good].max()), int(tried.allowed.sum()))


def plans_of(problem: Problem) -> Tried:
    """All plans there are."""
    return valued(problem, _all_scales(problem))


def of_plan(problem: Problem, scales: Mapping[str, float]) -> Tried:
    """What one plan comes to."""
    return valued(problem, np.array([[scales[option.id] for option in problem.options]]))


def valued(problem: Problem, scales: Array) -> Tried:
    """What plans (rows) come to at scales of the options (columns)."""
    parts = [_Option(option, scales[:, j]) for j, option in enumerate(problem.options)]
    on = {option.id: part.on for option, part in zip(problem.options, parts, strict=True)}
    lost = sum((o.loss * on[o.first] * on[o.second] for o in problem.overlaps), np.zeros(len(scales)))
    allowed = np.ones(len(scales), dtype=np.bool_)
    for rule in problem.all_rules():
        allowed &= _kept(rule, _left_side(rule, problem.options, parts))
    second = sum((part.second() for part in parts), np.zeros(len(scales)))
    return Tried(scales, _value(problem, parts, lost), second, allowed)


class _Option:
    """An option at scales: on, share of the largest, and the areas under its factors."""

    def __init__(self, option: Option, scales: Array) -> None:
        self.option = option
        self.on = (scales > 0).astype(np.float64)
        self.share = scales / option.largest
        self.benefit, self.cost = np.zeros(len(scales)), np.zeros(len(scales))
        start = 0.0
        segments = [(s.up_to, s.value, s.cost) for s in option.segments] or [(1.0, 1.0, 1.0)]
        for number, (end, value, cost) in enumerate(segments):
            until = 1.0 if number == len(segments) - 1 else end
            within = np.clip(self.share - start, 0.0, until - start)
            self.benefit += within * value
            self.cost += within * cost
            start = until

    def value(self, fixed: Array | float, full: Array | float) -> Array:
        """The value when on and at the largest scale, costs included; by plan, or by plan and draw."""
        certain = self.option.full.cost_value
        factors = (self.on, self.benefit, self.cost)
        if isinstance(fixed, np.ndarray) or isinstance(full, np.ndarray):
            on, benefit, cost = (factor[:, None] for factor in factors)
        else:
            on, benefit, cost = factors
        return np.asarray(on * fixed + benefit * (full - certain) + cost * certain)

    def second(self) -> Array:
        fixed, full = self.option.fixed, self.option.full
        when_on = fixed.second + fixed.second_cost
        return self.on * when_on + self.benefit * full.second + self.cost * full.second_cost

    def paid(self, fixed: float, full: float) -> Array:
        return self.on * fixed + self.cost * full


def _value(problem: Problem, parts: Sequence[_Option], lost: Array) -> Array:
    main = _sum([p.value(_plain(p.option.fixed), _plain(p.option.full)) for p in parts], len(lost)) - lost
    if problem.worst_of:
        numbers = range(len(problem.worst_of))
        worlds = [
            _sum(
                [p.value(_in_world(p.option.fixed, n), _in_world(p.option.full, n)) for p in parts], len(lost)
            )
            for n in numbers
        ]
        main = np.min(worlds, axis=0) - lost
    if problem.risk is None:
        return main
    size = next(len(a.draws) for o in problem.options for a in (o.fixed, o.full) if a.draws is not None)
    drawn = np.zeros((len(lost), size)) - lost[:, None]
    for part in parts:
        drawn += part.value(_drawn(part.option.fixed, size), _drawn(part.option.full, size))
    share, weight = problem.risk
    return (1 - weight) * (main if problem.worst_of else drawn.mean(axis=1)) + weight * _worst(drawn, share)


def _worst(drawn: Array, share: float) -> Array:
    """The mean of the worst share of draws, the last of them in part."""
    ordered, wanted = np.sort(drawn, axis=1), share * drawn.shape[1]
    whole = int(np.floor(wanted + 1e-12))
    total = ordered[:, :whole].sum(axis=1)
    if wanted - whole > 1e-12:
        total = total + (wanted - whole) * ordered[:, whole]
    return np.asarray(total / wanted)


def _sum(terms: list[Array], size: int) -> Array:
    return np.asarray(sum(terms, np.zeros(size)))


def _plain(amounts: Amounts) -> float:
    return amounts.benefit + amounts.cost_value


def _in_world(amounts: Amounts, number: int) -> float:
    return amounts.variants[number] if amounts.variants else _plain(amounts)


def _drawn(amounts: Amounts, size: int) -> Array:
    return np.full(size, _plain(amounts)) if amounts.draws is None else amounts.draws


def _left_side(rule: Rule, options: Sequence[Option], parts: Sequence[_Option]) -> Array:
    """The sum that a rule holds between its limits."""
    total = np.zeros(len(parts[0].on)) if parts else np.zeros(1)
    for option, part in zip(options, parts, strict=True):
        fixed, full = option.fixed, option.full
        total = total + rule.on.get(option.id, 0.0) * part.on + rule.scale.get(option.id, 0.0) * part.share
        factor = rule.cost.get(option.id, 0.0) + (1.0 if rule.kind == "budget" else 0.0)
        total = total + factor * part.paid(fixed.cost, full.cost)
        if rule.kind in ("budget_year", "budget_payer"):
            total = total + part.paid(_spent(rule, fixed), _spent(rule, full))
        if rule.kind == "capacity" and rule.resource is not None and rule.year is not None:
            key = (rule.resource, rule.year)
            total = total + part.on * fixed.resources.get(key, 0.0)
            total = total + part.share * full.resources.get(key, 0.0)
    return np.asarray(total)


def _spent(rule: Rule, amounts: Amounts) -> float:
    return sum(
        amount
        for (year, payer), amount in amounts.spend.items()
        if (rule.year is None or rule.year == year) and (rule.payer is None or rule.payer == payer)
    )


def _kept(rule: Rule, left: Array) -> npt.NDArray[np.bool_]:
    kept = np.ones(len(left), dtype=np.bool_)
    if rule.upper is not None:
        kept &= left <= rule.upper + EXACT * max(1.0, abs(rule.upper))
    if rule.lower is not None:
        kept &= left >= rule.lower - EXACT * max(1.0, abs(rule.lower))
    return kept


def _all_scales(problem: Problem) -> Array:
    divisible = [j for j, option in enumerate(problem.options) if option.step is None]
    assert len(divisible) <= 1, "only one option that can be divided can be tried"
    choices = [[0.0] if option.step is None else _steps(option) for option in problem.options]
    plans = np.array(list(itertools.product(*choices)), dtype=np.float64).reshape(-1, len(choices))
    return _divided(problem, plans, divisible[0]) if divisible else plans


def _steps(option: Option) -> list[float]:
    assert option.step is not None
    first = option.smallest if option.smallest > 0 else option.step
    found, scale = [0.0], min(first, option.largest)
    while scale <= option.largest + 1e-9:
        found.append(scale)
        scale += option.step
    return found


def _divided(problem: Problem, plans: Array, column: int) -> Array:
    """The plans with the divisible option where something changes."""
    option = problem.options[column]
    ends = sorted({_least(problem, option), *(s.up_to for s in option.segments), 1.0})
    ends = [end for end in ends if _least(problem, option) <= end <= 1.0]
    at_ends = [_with(plans, column, end * option.largest) for end in ends]
    found = [plans, *at_ends]
    for rule in problem.all_rules():
        lefts = [left_of(rule, problem, some) for some in at_ends]
        for (start, end), (before, after) in zip(
            itertools.pairwise(ends), itertools.pairwise(lefts), strict=True
        ):
            slope = (after - before) / (end - start)
            for limit in (rule.lower, rule.upper):
                if limit is not None:
                    met = np.flatnonzero(np.abs(slope) > 1e-12)
                    where = start + (limit - before[met]) / slope[met]
                    inside = (where > start) & (where < end)
                    found.append(_with(plans[met[inside]], column, where[inside] * option.largest))
    return np.concatenate(found)


def left_of(rule: Rule, problem: Problem, plans: Array) -> Array:
    """The left side of a rule in plans."""
    parts = [_Option(option, plans[:, j]) for j, option in enumerate(problem.options)]
    return _left_side(rule, problem.options, parts)


def _with(plans: Array, column: int, scale: Array | float) -> Array:
    changed = plans.copy()
    changed[:, column] = scale
    return changed


def _least(problem: Problem, option: Option) -> float:
    """The smallest share; what is asked whether it is on is on from a small share of its largest scale."""
    asked = any(option.id in rule.on for rule in problem.all_rules())
    asked |= any(option.id in (overlap.first, overlap.second) for overlap in problem.overlaps)
    share = option.smallest / option.largest
    return share if share > 0 or not (asked or option.fixed != Amounts()) else LEAST_SHARE
