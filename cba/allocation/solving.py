"""From a problem to its best plan: build, solve (with cuts where draws count), check."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from cba.allocation import core, risk
from cba.allocation import program as building
from cba.allocation.checking import DoesNotAddUp, check
from cba.allocation.highs import Outcome, Session
from cba.allocation.plan import Plan
from cba.allocation.problem import Problem
from cba.allocation.program import Program

HAIR = 1e-8
"""In units of the rows: less than an øre where costs are millions."""


class NoPlanInTime(RuntimeError):
    """Time ran out before any plan was found."""


@dataclass(frozen=True, slots=True)
class Model:
    """A problem inside a solver, for solving again with changes."""

    program: Program
    session: Session

    @property
    def problem(self) -> Problem:
        """The problem as it was built."""
        return self.program.problem


def prepared(problem: Problem, switches: bool = False) -> Model:
    """Build a problem and hand it to the solver, without solving; see `program.build`."""
    program = building.build(problem, switches)
    return Model(program, Session(program.matrices, problem.gap_asked(), problem.seed))


def solve(problem: Problem) -> Plan:
    """The best plan within the gap asked for, or the best one found in time with its bound."""
    begun = time.monotonic()
    if not problem.options:
        return plan_of(problem, {}, None, begun)
    plan = solve_model(prepared(problem))  # the time limit is for solving: building is not cut short
    return replace(plan, seconds=time.monotonic() - begun)


def solve_model(model: Model, begun: float | None = None) -> Plan:
    """Solve a problem that has been handed over (and perhaps changed) already."""
    begun = time.monotonic() if begun is None else begun
    outcome, problem = best(model, begun), model.problem
    if outcome.status == "infeasible":
        return Plan("infeasible", None, None, None, time.monotonic() - begun, {}, None)
    if outcome.status == "nothing":
        return _nothing_chosen(model, outcome, begun)
    if problem.then is not None:
        outcome = _then(model, outcome, begun)
    try:
        return plan_of(problem, model.program.scales(outcome.x), outcome, begun, model.program.unit)
    except DoesNotAddUp:
        return _within_limits(model, outcome, begun)


def _nothing_chosen(model: Model, outcome: Outcome, begun: float) -> Plan:
    """The plan that chooses nothing, when time ran out before a better one was found."""
    problem = model.problem
    try:
        nothing = {option.id: 0.0 for option in problem.options}
        return plan_of(problem, nothing, outcome, begun, model.program.unit)
    except DoesNotAddUp:
        raise NoPlanInTime(f"no plan was found within {problem.seconds:g} seconds; allow more time") from None


def _within_limits(model: Model, outcome: Outcome, begun: float) -> Plan:
    """Solve again a hair inside the limits: the solver's rounding had gone beyond them."""
    program, session = model.program, model.session
    numbers = [number for rows in program.rule_rows.values() for number in rows]
    limits = [(float(session.row_lower[n]), float(session.row_upper[n])) for n in numbers]
    try:
        for number, (lower, upper) in zip(numbers, limits, strict=True):
            if lower != upper:
                session.row(number, lower + HAIR, upper - HAIR)
        again = best(model, begun)
    finally:
        for number, (lower, upper) in zip(numbers, limits, strict=True):
            session.row(number, lower, upper)
    if not again.found:
        raise DoesNotAddUp("no plan keeps the rules to the last digit; please report the input files")
    again = replace(again, bound=max(outcome.bound, again.bound))
    return plan_of(model.problem, program.scales(again.x), again, begun, program.unit)


def best(model: Model, begun: float) -> Outcome:
    """The best of the first objective, in the program's units."""
    left = model.problem.seconds - (time.monotonic() - begun)
    if model.program.risk_column is not None:
        return risk.solve(model.program, model.session, left)
    return core.solve(model.session, model.problem.gap_asked(), left)


def _then(model: Model, first: Outcome, begun: float) -> Outcome:
    """Among the plans as good as the best one found, the best of the second objective."""
    program, session = model.program, model.session
    costs = program.matrices.costs
    terms = [(int(column), float(costs[column])) for column in np.flatnonzero(costs)]
    rows = session.rows
    session.add_row(terms, first.objective - 1e-9 * max(1.0, abs(first.objective)), np.inf)
    session.costs(program.second)
    session.start_from(first.x)
    second = session.solve(max(1.0, model.problem.seconds - (time.monotonic() - begun)))
    session.costs(costs)
    session.drop_rows(rows)
    return replace(first, x=second.x) if second.found else first


def plan_of(
    problem: Problem, scales: dict[str, float], outcome: Outcome | None, begun: float, unit: float = 1.0
) -> Plan:
    """The plan with everything added up again outside the solver."""
    checked = check(problem, scales)
    bound = checked.value if outcome is None else max(outcome.bound * unit, checked.value)
    gap = (bound - checked.value) / max(abs(checked.value), 1e-9 * unit)
    proved = outcome is None or outcome.status == "optimal"
    status = "optimal" if proved or gap <= problem.gap_asked() else "feasible"
    elapsed = time.monotonic() - begun
    return Plan(status, checked.value, bound, gap if gap > 1e-12 else 0.0, elapsed, scales, checked)  # type: ignore[arg-type]
