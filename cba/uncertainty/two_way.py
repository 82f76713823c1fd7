"""Two inputs moved together: a grid of net values, and the line on which it is zero."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from cba.inputs import Array
from cba.uncertainty.around import Around

_FIXED_SHIFT = 0.5
"""How far to either side a fixed input is moved."""

Point = tuple[float, float]


@dataclass(frozen=True)
class TwoWay:
    """A grid of two inputs.

    Attributes:
        names: the input across and the input down.
        across: its values in the engine's unit, shape (n,).
        down: values of the other, shape (m,).
        npv: shape (R, m, n), rows as `Around.results`; not finite where undefined.
    """

    names: tuple[str, str]
    across: Array
    down: Array
    npv: Array

    def zero_line(self, row: int) -> list[tuple[Point, Point]]:
        """Return the line on which a result is zero, as pieces from (across, down) to (across, down)."""
        return list(_pieces(self.across, self.down, self.npv[row]))


def two_way(around: Around, across: str, down: str, points: int) -> TwoWay:
    """Return the net value on a grid of two inputs: over their intervals, a fixed one 50 % to either side."""
    x, y = _axis(around, across, points), _axis(around, down, points)
    columns, rows = np.meshgrid(x, y)
    values = {across: columns.ravel(), down: rows.ravel()}
    npv = around.together(values, columns.size).reshape(-1, y.size, x.size)
    return TwoWay((across, down), x, y, npv)


def _axis(around: Around, name: str, points: int) -> Array:
    span, here = around.ranges[name], around.inputs[name].value
    if span.low is not None and span.high is not None and span.low < span.high:
        return np.linspace(span.low, span.high, points)
    if here:
        low, high = sorted(span.clipped(here * (1 + sign * _FIXED_SHIFT)) for sign in (-1, 1))
        return np.linspace(low, high, points)
    return np.linspace(0.0, min(span.highest, around.inputs[name].factor), points)


def _pieces(x: Array, y: Array, npv: Array) -> Iterator[tuple[Point, Point]]:
    """Yield the zero line cell by cell, straight within each (marching squares)."""
    for j in range(y.size - 1):
        for i in range(x.size - 1):
            corners = [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)]
            found = [
                crossing
                for one, other in zip(corners, corners[1:] + corners[:1], strict=True)
                if (crossing := _crossing(x, y, npv, one, other)) is not None
            ]
            yield from zip(found[::2], found[1::2], strict=False)


def _crossing(x: Array, y: Array, npv: Array, one: tuple[int, int], other: tuple[int, int]) -> Point | None:
    """Return where the net value is zero between two neighbouring grid points."""
    at_one, at_other = float(npv[one[1], one[0]]), float(npv[other[1], other[0]])
    if not np.isfinite(at_one + at_other) or (at_one < 0.0) == (at_other < 0.0):
        return None
    share = at_one / (at_one - at_other)
    return (
        float(x[one[0]] + share * (x[other[0]] - x[one[0]])),
        float(y[one[1]] + share * (y[other[1]] - y[one[1]])),
    )
