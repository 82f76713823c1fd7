"""From a problem to its best plan: build, solve (with cuts where draws count), check."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from cba.allocation import program as building
from cba.allocation import risk
from cba.allocation.checking import check
from cba.allocation.highs import Outcome, Session
from cba.allocation.plan import Plan
from cba.allocation.problem import Problem
from cba.allocation.program import Program


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


def prepared(problem: Problem) -> Model:
    """Build a problem and hand it to the solver, without solving."""
    program = building.build(problem)
    return Model(program, Session(program.matrices, problem.gap_asked(), problem.seed))


def solve(problem: Problem) -> Plan:
    """The best plan within the gap asked for, or the best one found in time with its bound."""
    begun = time.monotonic()
    if not problem.options:
        return plan_of(problem, {}, None, begun)
    return solve_model(prepared(problem), begun)


def solve_model(model: Model, begun: float | None = None) -> Plan:
    """Solve a problem that has been handed over (and perhaps changed) already."""
    begun = time.monotonic() if begun is None else begun
    outcome = best(model, begun)
    problem = model.problem
    if outcome.status == "infeasible":
        elapsed = time.monotonic() - begun
        return Plan("infeasible", None, None, None, elapsed, {}, None)
    if outcome.status == "nothing":
        raise NoPlanInTime(f"no plan was found within {problem.seconds:g} seconds; allow more time")
    if problem.then is not None:
        outcome = _then(model, outcome, begun)
    return plan_of(problem, model.program.scales(outcome.x), outcome, begun, model.program.unit)


def best(model: Model, begun: float) -> Outcome:
    """The best of the first objective, in the program's units."""
    left = model.problem.seconds - (time.monotonic() - begun)
    if model.program.risk_column is not None:
        return risk.solve(model.program, model.session, left)
    return model.session.solve(left)


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
