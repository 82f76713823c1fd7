"""The best value for every budget: one program, solved again with another limit."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from cba.allocation.limits import solved_under
from cba.allocation.plan import Plan
from cba.allocation.problem import Problem
from cba.allocation.solving import Model, prepared, solve_model


@dataclass(frozen=True, slots=True)
class Point:
    """The best plan of one budget."""

    budget: float
    value: float | None
    """None when no plan keeps the rules at this budget."""
    marginal: float | None
    """Value per krone from the point before."""
    plan: Plan


def frontier(problem: Problem, budgets: Iterable[float] | None = None) -> tuple[Point, ...]:
    """The best plans over budgets, from small to large; each starts from the one before."""
    wanted = sorted(problem.frontier if budgets is None else budgets)
    if not wanted or not problem.options:
        return ()
    problem = replace(problem, budget=wanted[-1] if problem.budget is None else problem.budget)
    model = prepared(problem)
    points: list[Point] = []
    for budget in wanted:
        plan = at_budget(model, budget)
        points.append(Point(budget, plan.objective, _slope(points, budget, plan), plan))
    return tuple(points)


def at_budget(model: Model, budget: float) -> Plan:
    """The best plan of the model under another total budget."""
    rule = next(rule for rule in model.problem.all_rules() if rule.kind == "budget")
    plan = solved_under(model, {rule.name: (rule.lower, budget)})
    return plan or Plan("infeasible", None, None, None, model.problem.seconds, {}, None)


def _slope(points: list[Point], budget: float, plan: Plan) -> float | None:
    if not points or plan.objective is None or points[-1].value is None or budget <= points[-1].budget:
        return None
    return (plan.objective - points[-1].value) / (budget - points[-1].budget)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A plan between two objectives."""

    first: float
    second: float
    plan: Plan


def exchange(problem: Problem, points: int = 11) -> tuple[Exchange, ...]:
    """Plans between the best of the first objective and the best of the second (ε-constraint)."""
    ends = time.monotonic() + problem.seconds
    model = prepared(replace(problem, then=problem.then or "second"))
    program, session = model.program, model.session
    start = solve_model(model)
    terms = [(int(column), float(program.second[column])) for column in np.flatnonzero(program.second)]
    if start.checked is None or not terms:
        return ()
    session.costs(program.second)
    best = session.solve(problem.seconds)
    session.costs(program.matrices.costs)
    found = [Exchange(start.checked.value, start.checked.second, start)]
    if not best.found or start.checked.second == 0.0 == best.objective:
        return tuple(found)
    unit = program.second_unit
    grid = np.linspace(start.checked.second / unit, best.objective, points)[1:]
    for floor in grid:
        rows = session.rows
        session.add_row(terms, float(floor) - 1e-9 * max(1.0, abs(float(floor))), np.inf)
        plan = solve_model(model) if time.monotonic() < ends else None
        session.drop_rows(rows)
        if plan is not None and plan.checked is not None:
            found.append(Exchange(plan.checked.value, plan.checked.second, plan))
    return tuple(found)
