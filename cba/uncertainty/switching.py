"""Switching values: where an input must stand for the net present value to be zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from cba.inputs import Array
from cba.uncertainty.around import Around
from cba.uncertainty.ranges import grid

Status = Literal["found", "none", "no_influence"]

_LINEAR = 1e-9
"""Largest bend, as a share of the largest net value, that counts as a straight line."""

_FLAT = 1e-12
"""Largest change, as a share of the largest net value, that counts as none."""

_OERE = 0.01
"""Kroner; a change far below this is rounding."""

_DUST = 1e-12
"""A break-even this small beside the estimate is 0, left over from subtracting."""

_CROSSED = 1e-6
"""A net value this small beside the bracket's ends is a zero; larger, the sign changed in a jump."""


@dataclass(frozen=True, slots=True)
class Switch:
    """Where the net value is zero, all else at its estimate.

    Attributes:
        status: `found`, `none` (nowhere in what a file may say) or `no_influence`.
        values: all such values in the engine's unit, the nearest to the estimate first.
        likely: whether the nearest is within the input's interval; None when it has none.
    """

    status: Status
    values: tuple[float, ...] = ()
    likely: bool | None = None

    @property
    def value(self) -> float | None:
        """The value nearest to the estimate; None where there is none."""
        return self.values[0] if self.values else None


@dataclass(frozen=True, slots=True)
class _Bracket:
    """Two neighbouring grid points between which a result changes its sign."""

    name: str
    row: int
    left: float
    right: float
    size: float


def switching_values(around: Around) -> dict[str, dict[str, Switch]]:
    """Return, by input and result, where the net value is zero.

    A net value that is a straight line in the input is solved exactly, however far away; else every change of
    sign on a grid over the input's range is refined.
    """
    points = {name: grid(item, around.ranges[name]) for name, item in around.inputs.items()}
    values = around.at(points)
    roots: dict[tuple[str, int], list[float] | None] = {}
    brackets: list[_Bracket] = []
    for name, rows in values.items():
        for row, line in enumerate(rows):
            found, more = _on_grid(name, row, points[name], line, around.inputs[name].value)
            roots[name, row] = found
            brackets += more
    for bracket, root in zip(brackets, _refined(around, brackets), strict=True):
        if root is not None:
            exact = roots[bracket.name, bracket.row]
            assert exact is not None
            exact.append(root)
    return {
        name: {result: _switch(roots[name, row], around, name) for row, result in enumerate(around.results)}
        for name in values
    }


def _on_grid(
    name: str, row: int, points: Array, line: Array, here: float
) -> tuple[list[float] | None, list[_Bracket]]:
    """Return zeros found at once and brackets to refine; None when the input has no influence."""
    finite = np.isfinite(line)
    points, line = points[finite], line[finite]
    size = float(np.abs(line).max(initial=0.0))
    if line.size < 2 or float(np.ptp(line)) <= max(_FLAT * size, _OERE / 100):
        return None, []
    slope = (line[-1] - line[0]) / (points[-1] - points[0])
    bend = line - line[0] - slope * (points - points[0])
    if float(np.abs(bend).max()) <= _LINEAR * size:
        at_here = line[int(np.argmin(np.abs(points - here)))]
        return ([here - float(at_here / slope)] if slope != 0.0 else []), []
    zeros = points[line == 0.0].tolist()
    crossed = np.flatnonzero(line[:-1] * line[1:] < 0.0)
    return zeros, [
        _Bracket(name, row, points[i], points[i + 1], max(abs(line[i]), abs(line[i + 1]))) for i in crossed
    ]


def _refined(around: Around, brackets: Sequence[_Bracket]) -> list[float | None]:
    """Return the zero in each bracket, all refined together; None where the sign changes in a jump."""
    if not brackets:
        return []
    from scipy.optimize.elementwise import find_root

    names = list(dict.fromkeys(bracket.name for bracket in brackets))
    places = {name: float(index) for index, name in enumerate(names)}

    def net(values: Array, owners: Array, rows: Array) -> Array:
        found = around.pairs(names, owners.ravel().astype(np.intp), values.ravel())
        chosen = found[rows.ravel().astype(int), np.arange(values.size)]
        return np.asarray(chosen.reshape(values.shape))

    ends = (np.array([b.left for b in brackets]), np.array([b.right for b in brackets]))
    owners = np.array([places[b.name] for b in brackets])
    done = find_root(net, ends, args=(owners, np.array([float(b.row) for b in brackets])))
    small = np.abs(done.f_x) <= _CROSSED * np.array([b.size for b in brackets])
    return [float(x) if good else None for x, good in zip(done.x, small, strict=True)]


def _switch(roots: list[float] | None, around: Around, name: str) -> Switch:
    if roots is None:
        return Switch("no_influence")
    span, here = around.ranges[name], around.inputs[name].value
    clean = {0.0 if abs(r) <= _DUST * abs(here) else r for r in roots}
    inside = sorted((r for r in clean if span.holds(r)), key=lambda r: abs(r - here))
    return Switch("found", tuple(inside), span.likely(inside[0])) if inside else Switch("none")


def change(value: float, estimate: float) -> float | None:
    """Return how much larger (or, negative, smaller) a value is than the estimate, sign aside, as a share.

    Below −1 it has the opposite sign. None from zero.
    """
    return value / estimate - 1.0 if estimate else None
