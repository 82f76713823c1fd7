"""What one more krone of the budget, or one more unit of a rule, is worth, and how far that holds.

At a plan in whole numbers: whole numbers are fixed and freed, the linear program is solved again, and
its duals and their ranges hold for what can be divided. Where nothing can, they are 0 until the next
step; `trend` is then the useful number: the dual of the whole problem with everything divisible.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from cba.allocation import risk
from cba.allocation.highs import Outcome, SolverFailed
from cba.allocation.plan import Plan
from cba.allocation.problem import Array
from cba.allocation.program import Program
from cba.allocation.solving import Model, solve_model


@dataclass(frozen=True, slots=True)
class Marginal:
    """What a rule's limit is worth at the margin, in objective per unit of the limit."""

    rule: str
    value: float
    """What one more unit of the limit adds to the objective, the plan's whole numbers unchanged."""
    low: float | None
    """The limit down to which that holds; None: without end."""
    high: float | None
    """The limit up to which that holds; None: without end."""
    trend: float
    """The same if every option could be divided."""


def marginals(plan: Plan, model: Model) -> tuple[Marginal, ...]:
    """Marginal values of all rules that have a limit, by the plan's own whole numbers."""
    program, session = model.program, model.session
    whole = np.flatnonzero(program.matrices.whole)
    session.whole(False)
    try:
        trend = _linear(model)
        fixed = columns_of(program, plan.scales)[whole]
        session.bounds(whole, fixed, fixed)
        at_plan = _linear(model)
        ranging = session.ranging() if at_plan.found else None
    except SolverFailed:
        return ()
    finally:
        session.free(whole)
        session.whole(True)
    if not (trend.found and at_plan.found):
        return ()
    rules = [rule.name for rule in model.problem.all_rules()]
    return tuple(_marginal(name, program, at_plan, trend, ranging) for name in rules)


def _linear(model: Model) -> Outcome:
    if model.program.risk_column is not None:
        return risk.linear(model.program, model.session, model.problem.seconds)
    return model.session.solve(model.problem.seconds)


def _marginal(name: str, program: Program, at_plan: Outcome, trend: Outcome, ranging: Any) -> Marginal:
    scale = program.unit / program.units[name]
    rows = program.rule_rows[name]
    row = max(rows, key=lambda number: abs(at_plan.duals[number]))
    value, low, high = float(at_plan.duals[row]) * scale, None, None
    if value and ranging is not None:
        low = _limit(ranging.row_bound_dn.value_[row], program.units[name])
        high = _limit(ranging.row_bound_up.value_[row], program.units[name])
    slope = sum(float(trend.duals[number]) for number in rows) * scale
    return Marginal(name, value + 0.0, low, high, slope + 0.0)


def _limit(value: float, unit: float) -> float | None:
    return value * unit if abs(value) < 1e20 else None


def columns_of(program: Program, scales: Mapping[str, float]) -> Array:
    """Values of the whole-number columns at a plan (others stay 0)."""
    x = np.zeros(len(program.matrices.costs))
    names = {name: number for number, name in enumerate(program.columns.names)}
    for option, place in zip(program.options, program.columns.options, strict=True):
        scale = scales[option.id]
        if place.on is not None:
            x[place.on] = float(scale > 0)
        if f"steps[{option.id}]" in names and option.step is not None and scale > 0:
            above = round((scale - option.least()) / option.step)
            x[names[f"steps[{option.id}]"]] = above if place.on is not None else above + 1
        filled = scale / option.largest
        for k, (width, _, _) in enumerate(option.parts()):
            full = names.get(f"full[{option.id},{k}]")
            if full is not None:
                x[full] = float(filled > width - 1e-9)
            filled -= width
    return x


def replacement_losses(
    plan: Plan, model: Model, ids: tuple[str, ...] | None = None, seconds: float | None = None
) -> dict[str, float | None]:
    """What the objective loses when a chosen option may not be chosen; None: no plan, or no time."""
    import time

    ends = time.monotonic() + (model.problem.seconds if seconds is None else seconds)
    found: dict[str, float | None] = {}
    for name in plan.chosen() if ids is None else ids:
        left = ends - time.monotonic()
        found[name] = _loss(plan, model, name) if left > 0 else None
    return found


def _loss(plan: Plan, model: Model, name: str) -> float | None:
    assert plan.objective is not None
    columns = option_columns(model.program, name)
    model.session.bounds(columns, np.zeros(len(columns)), np.zeros(len(columns)))
    try:
        without = solve_model(model)
    except RuntimeError:
        return None
    finally:
        model.session.free(columns)
    return None if without.objective is None else max(0.0, plan.objective - without.objective)


def option_columns(program: Program, name: str) -> list[int]:
    """The columns of one option's scale and of its being on."""
    index = next(i for i, option in enumerate(program.options) if option.id == name)
    place = program.columns.options[index]
    found = {column for part in place.parts for column, _ in part.terms}
    return sorted(found if place.on is None else {*found, place.on})
