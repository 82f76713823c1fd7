"""HiGHS with every status read: one session holds a compiled program and changes it between solves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from cba.allocation.columns import Terms
from cba.allocation.compiling import Matrices
from cba.allocation.problem import Array

TOLERANCE = 1e-9


class SolverFailed(RuntimeError):
    """The solver could not say anything; the text is ours and may be shown."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a solve found, in the program's units."""

    status: Literal["optimal", "feasible", "infeasible", "nothing"]
    """`nothing`: time ran out before any plan was found."""
    x: Array
    objective: float
    bound: float
    duals: Array
    """Of the rows, when solved without whole numbers."""
    reduced: Array
    """Reduced costs of the columns, likewise."""

    @property
    def found(self) -> bool:
        """Whether there is a plan."""
        return self.status in ("optimal", "feasible")


class Session:
    """A program inside HiGHS: one thread, fixed seed, tolerances that keep rules to the øre."""

    def __init__(self, matrices: Matrices, gap: float, seed: int) -> None:
        """Hand over the matrices."""
        import highspy

        self._highspy = highspy
        self._highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self.matrices = matrices
        self.rows = len(matrices.row_lower)
        self.lower, self.upper = matrices.lower.copy(), matrices.upper.copy()
        self.row_lower, self.row_upper = matrices.row_lower.copy(), matrices.row_upper.copy()
        self.gap = gap
        for name, value in _options(gap, seed).items():
            self._must(self._highs.setOptionValue(name, value))
        self._must(self._highs.passModel(self._model(matrices)))

    def _must(self, status: Any) -> None:
        if status == self._highspy.HighsStatus.kError:
            raise SolverFailed("the solver refused the program; please report this with the input files")

    def _model(self, m: Matrices) -> Any:
        lp = self._highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(m.costs), len(m.row_lower)
        lp.sense_ = self._highspy.ObjSense.kMaximize
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = m.costs, m.lower, m.upper
        lp.row_lower_, lp.row_upper_ = m.row_lower, m.row_upper
        lp.a_matrix_.format_ = self._highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = m.starts, m.indices, m.values
        if m.whole.any():
            kinds = self._highspy.HighsVarType
            lp.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in m.whole]
        return lp

    def set_gap(self, gap: float) -> None:
        """Ask for another relative gap."""
        self.gap = gap
        self._must(self._highs.setOptionValue("mip_rel_gap", gap))

    def whole(self, wanted: bool) -> None:
        """Ask for whole numbers where the program has them, or let them be any."""
        columns = np.flatnonzero(self.matrices.whole).astype(np.int32)
        kind = self._highspy.HighsVarType.kInteger if wanted else self._highspy.HighsVarType.kContinuous
        kinds = np.full(len(columns), int(kind), dtype=np.uint8)
        if len(columns):
            self._must(self._highs.changeColsIntegrality(len(columns), columns, kinds))

    def bounds(self, columns: npt.ArrayLike, lower: npt.ArrayLike, upper: npt.ArrayLike) -> None:
        """Set the bounds of columns."""
        numbers = np.asarray(columns, dtype=np.int32)
        low = np.asarray(lower, dtype=np.float64)
        high = np.asarray(upper, dtype=np.float64)
        self.lower[numbers], self.upper[numbers] = low, high
        self._must(self._highs.changeColsBounds(len(numbers), numbers, low, high))

    def free(self, columns: npt.ArrayLike) -> None:
        """Give columns their own bounds back."""
        numbers = np.asarray(columns, dtype=np.int32)
        self.bounds(numbers, self.matrices.lower[numbers], self.matrices.upper[numbers])

    def row(self, number: int, lower: float, upper: float) -> None:
        """Set the limits of a row of the program."""
        self.row_lower[number], self.row_upper[number] = lower, upper
        self._must(self._highs.changeRowBounds(number, lower, upper))

    def add_row(self, terms: Terms, lower: float, upper: float) -> int:
        """Add a row and return its number."""
        columns = np.array([column for column, _ in terms], dtype=np.int32)
        weights = np.array([weight for _, weight in terms], dtype=np.float64)
        self._must(self._highs.addRow(lower, upper, len(columns), columns, weights))
        self.rows += 1
        return self.rows - 1

    def drop_rows(self, first: int) -> None:
        """Remove the rows that were added from `first` on."""
        numbers = np.arange(first, self.rows, dtype=np.int32)
        if len(numbers):
            self._must(self._highs.deleteRows(len(numbers), numbers))
        self.rows = first

    def add_column(self, cost: float, lower: float, upper: float, terms: Terms) -> int:
        """Add a continuous column with its weights by row and return its number."""
        rows = np.array([row for row, _ in terms], dtype=np.int32)
        weights = np.array([weight for _, weight in terms], dtype=np.float64)
        self.lower, self.upper = np.append(self.lower, lower), np.append(self.upper, upper)
        self._must(self._highs.addCol(cost, lower, upper, len(rows), rows, weights))
        return int(self._highs.getNumCol()) - 1

    def costs(self, costs: Array) -> None:
        """Maximise something else."""
        numbers = np.arange(len(costs), dtype=np.int32)
        self._must(self._highs.changeColsCost(len(numbers), numbers, costs))

    def start_from(self, x: Array) -> None:
        """Offer a plan to start from."""
        solution = self._highspy.HighsSolution()
        solution.col_value = list(x)
        solution.value_valid = True
        self._highs.setSolution(solution)  # a plan that does not fit is only not used

    def solve(self, seconds: float) -> Outcome:
        """Solve within a time limit (seconds from now)."""
        limit = self._highs.getRunTime() + max(seconds, 0.01)
        self._must(self._highs.setOptionValue("time_limit", limit))
        self._must(self._highs.run())
        return self._outcome()

    def _outcome(self) -> Outcome:
        statuses = self._highspy.HighsModelStatus
        status, info = self._highs.getModelStatus(), self._highs.getInfo()
        if status in (statuses.kInfeasible, statuses.kUnboundedOrInfeasible):
            return _nothing("infeasible", -np.inf)
        solution = self._highs.getSolution()
        x, duals = np.array(solution.col_value), np.array(solution.row_dual)
        reduced = np.array(solution.col_dual)
        objective = float(info.objective_function_value)
        if status in (statuses.kOptimal, statuses.kModelEmpty):
            bound = float(info.mip_dual_bound) if info.mip_node_count >= 0 else objective
            return Outcome("optimal", x, objective, max(bound, objective), duals, reduced)
        if status not in (statuses.kTimeLimit, statuses.kSolutionLimit, statuses.kIterationLimit):
            raise SolverFailed("the solver stopped without an answer; please report it with the input files")
        bound = float(info.mip_dual_bound)
        if info.primal_solution_status != int(self._highspy.SolutionStatus.kSolutionStatusFeasible):
            return _nothing("nothing", bound)
        return Outcome("feasible", x, objective, max(bound, objective), duals, reduced)

    def ranging(self) -> Any:
        """Ranges of the last linear solve; None when HiGHS has none."""
        status, ranging = self._highs.getRanging()
        return ranging if status == self._highspy.HighsStatus.kOk and ranging.valid else None


def _nothing(status: Literal["infeasible", "nothing"], bound: float) -> Outcome:
    return Outcome(status, np.empty(0), -np.inf, bound, np.empty(0), np.empty(0))


def _options(gap: float, seed: int) -> dict[str, Any]:
    return {
        "output_flag": False,
        "threads": 1,
        "random_seed": seed % 2**31,
        "mip_rel_gap": gap,
        "mip_abs_gap": TOLERANCE,
        "primal_feasibility_tolerance": TOLERANCE,
        "dual_feasibility_tolerance": TOLERANCE,
        "mip_feasibility_tolerance": TOLERANCE,
    }
