"""Plans nearly as good as the best that really differ from it and from each other."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cba.allocation.columns import Terms
from cba.allocation.plan import Plan
from cba.allocation.program import Program
from cba.allocation.solving import Model, NoPlanInTime, prepared, solve_model


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another plan, and what it swaps."""

    plan: Plan
    loss: float
    """How much less it is worth than the best plan."""
    added: tuple[str, ...]
    removed: tuple[str, ...]


def alternatives(
    plan: Plan, model: Model, within: float = 0.05, count: int = 3, differs: int | None = None
) -> tuple[Alternative, ...]:
    """Up to `count` plans within a share `within` of the best, at least `differs` options from each other.

    `differs` counts options that are in one plan and not in the other; by default a tenth of the plan's
    options, at least two.
    """
    if plan.objective is None:
        return ()
    asked = max(2, round(len(plan.chosen()) / 10)) if differs is None else differs
    if any(place.on is None for place in model.program.columns.options):  # nothing else asked for it
        model = prepared(model.problem, switches=True)
    program, session = model.program, model.session
    ends = time.monotonic() + model.problem.seconds
    rows, met = session.rows, [plan]
    floor = plan.objective - within * abs(plan.objective)
    _keep_value(model, floor)
    while len(met) <= count and time.monotonic() < ends:
        _keep_away(program, model, met[-1].scales, asked)
        try:
            other = solve_model(model)
        except NoPlanInTime:
            break
        if other.objective is None or other.objective < floor - 1e-6 * abs(floor):
            break
        met.append(other)
    session.drop_rows(rows)
    return tuple(_alternative(plan, other) for other in met[1:])


def _keep_value(model: Model, floor: float) -> None:
    costs = model.program.matrices.costs
    terms = [(int(column), float(costs[column])) for column in np.flatnonzero(costs)]
    model.session.add_row(terms, floor / model.program.unit - 1e-7, np.inf)


def _keep_away(program: Program, model: Model, scales: Mapping[str, float], differs: int) -> None:
    """At least so many options on that were off, or off that were on."""
    terms: Terms = []
    turned_off = 0.0
    for option, place in zip(program.options, program.columns.options, strict=True):
        scale = scales[option.id]
        if (
            option.step is None and option.smallest == 0.0
        ):  # a little of it is no other plan: its share counts
            pieces, counted = place.terms(plain=1.0), scale / option.largest
        else:
            pieces, counted = place.terms(fixed=1.0), float(scale > 0)
        terms += [(column, -weight if scale > 0 else weight) for column, weight in pieces]
        turned_off += counted
    model.session.add_row(terms, differs - turned_off, np.inf)


def _alternative(plan: Plan, other: Plan) -> Alternative:
    assert plan.objective is not None
    assert other.objective is not None
    before, after = set(plan.chosen()), set(other.chosen())
    loss = max(0.0, plan.objective - other.objective)
    return Alternative(other, loss, tuple(sorted(after - before)), tuple(sorted(before - after)))
