"""From rows of terms to a Pyomo model, and from the model to matrices in one pass.

The model is flat (whole-number indices, rows as `LinearExpression`) and Python's garbage collector is
paused while it grows: that is most of what makes Pyomo slow on large programs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cba.allocation.columns import Columns, Terms
from cba.allocation.problem import Array
from cba.garbage import without_garbage_collection

Row = tuple[str, Terms, float | None, float | None]


@dataclass(frozen=True, slots=True)
class Matrices:
    """What a solver takes: maximise costs·x with lower ≤ A·x ≤ upper, A by rows."""

    costs: Array
    lower: Array
    upper: Array
    whole: npt.NDArray[np.bool_]
    row_lower: Array
    row_upper: Array
    starts: npt.NDArray[np.int32]
    indices: npt.NDArray[np.int32]
    values: Array


def compiled(found: Columns, rows: list[Row], costs: Array) -> Matrices:
    """Matrices of the columns, rows and objective, by way of a Pyomo model."""
    from pyomo.repn.plugins.standard_form import (  # type: ignore[import-untyped]
        LinearStandardFormCompiler,
    )

    with without_garbage_collection():
        kept = [number for number, row in enumerate(rows) if row[1]]
        model, variables = _model(found, [rows[number] for number in kept], costs)
        form = LinearStandardFormCompiler().write(
            model, mixed_form=True, set_sense=None, column_order=variables
        )
        return _matrices(found, rows, costs, kept, form)


def _model(found: Columns, rows: list[Row], costs: Array) -> tuple[Any, list[Any]]:
    """The Pyomo model; rows without terms are left to the matrices."""
    import pyomo.environ as pyo  # type: ignore[import-untyped]
    from pyomo.core.expr.numeric_expr import LinearExpression  # type: ignore[import-untyped]

    bounds = [
        (None if low == -np.inf else low, None if high == np.inf else high)
        for low, high in zip(found.lower, found.upper, strict=True)
    ]
    kinds = [pyo.Integers if whole else pyo.Reals for whole in found.whole]
    model: Any = pyo.ConcreteModel()
    model.x = pyo.Var(
        range(len(bounds)), domain=lambda _, i: kinds[i], bounds=lambda _, i: bounds[i], dense=True
    )
    x = list(model.x.values())

    def expression(terms: Terms) -> Any:
        return LinearExpression(
            linear_coefs=[weight for _, weight in terms], linear_vars=[x[column] for column, _ in terms]
        )

    def row(_: Any, i: int) -> Any:
        _, terms, lower, upper = rows[i]
        if lower == upper:
            return (expression(terms), upper)
        return (lower, expression(terms), upper)

    model.rows = pyo.Constraint(range(len(rows)), rule=row)
    chosen = [(int(column), float(costs[column])) for column in np.flatnonzero(costs)]
    model.value = pyo.Objective(expr=expression(chosen) if chosen else 0.0, sense=pyo.maximize)
    return model, x


def _matrices(found: Columns, rows: list[Row], costs: Array, kept: list[int], form: Any) -> Matrices:
    """Read the compiled form back in our order of columns and rows; empty rows stand where they stood."""
    by_row = form.A.tocsr()
    columns = np.array([variable.index() for variable in form.columns], dtype=np.int32)
    numbers = [kept[constraint.index()] for constraint, _ in form.rows]
    lengths = np.zeros(len(rows) + 1, dtype=np.int32)
    lengths[np.array(numbers, dtype=np.int64) + 1] = np.diff(by_row.indptr)
    order = sorted(range(len(numbers)), key=numbers.__getitem__)
    if order != list(range(len(order))):
        by_row = by_row[order]
    return Matrices(
        costs=costs,
        lower=np.array(found.lower),
        upper=np.array(found.upper),
        whole=np.array(found.whole, dtype=np.bool_),
        row_lower=np.array([-np.inf if row[2] is None else row[2] for row in rows]),
        row_upper=np.array([np.inf if row[3] is None else row[3] for row in rows]),
        starts=np.cumsum(lengths, dtype=np.int32),
        indices=columns[by_row.indices].astype(np.int32),
        values=by_row.data.astype(np.float64),
    )
