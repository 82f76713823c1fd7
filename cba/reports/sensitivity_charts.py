"""Where the bars of a tornado and the cells of a grid stand; the template only draws."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cba.reports.charts import WIDTH, Tick
from cba.reports.facts import Document

_ROW, _BAR, _TOP = 36.0, 12.0, 34.0
_LETTER, _LINE = 6.4, 13.0
_LONGEST = int(WIDTH / _LETTER)
"""Letters of a name that fit on a line above its bar."""

_NEAR = 1.0
"""Zero is shown when it is no further away than this many times the span of the bars."""


@dataclass(frozen=True)
class End:
    """One end of a tornado bar, from the result at the estimates to the result there."""

    kind: str
    x: float
    width: float
    label: str
    label_x: float
    anchor: str


@dataclass(frozen=True)
class TornadoRow:
    """One number's bar with its name above it, on as many lines as it takes; `y` is the last one's."""

    lines: tuple[Tick, ...]
    y: float
    ends: tuple[End, ...]


@dataclass(frozen=True)
class Tornado:
    """The chart: bars around the result at the estimates; `zero` is None when it is too far away."""

    width: float
    height: float
    bottom: float
    base: float
    zero: float | None
    ticks: tuple[Tick, ...]
    rows: tuple[TornadoRow, ...]


@dataclass(frozen=True)
class Cell:
    """One cell of the grid and how strongly it is coloured."""

    x: float
    y: float
    gain: bool
    strength: float


@dataclass(frozen=True)
class Grid:
    """The chart of two numbers; the zero line goes in pieces."""

    width: float
    height: float
    left: float
    bottom: float
    cell_width: float
    cell_height: float
    cells: tuple[Cell, ...]
    zero: str
    across: tuple[Tick, ...]
    down: tuple[Tick, ...]


def tornado_chart(
    rows: Sequence[tuple[str, Sequence[tuple[str, float, str]]]], base: float, printed: Callable[[float], str]
) -> Tornado:
    """Lay out a tornado.

    Args:
        rows: name, and for each end its kind (`low` or `high`), the net result there and the value's text.
        base: the net result at the estimates.
        printed: how an amount is printed on the axis.
    """
    values = [base, *(npv for _, ends in rows for _, npv, _ in ends)]
    low, high = min(values), max(values)
    span = max(high - low, 1.0)
    zero_shown = low - _NEAR * span <= 0.0 <= high + _NEAR * span
    if zero_shown:
        low, high = min(low, 0.0), max(high, 0.0)
    margin = 10 + _LETTER * max((len(text) for _, ends in rows for _, _, text in ends), default=0)
    unit = (WIDTH - 2 * margin) / max(high - low, 1.0)

    def x(value: float) -> float:
        return margin + (value - low) * unit

    placed, bottom = [], _TOP
    for label, ends in rows:
        lines = textwrap.wrap(label, _LONGEST) or [""]
        y = bottom + _LINE * (len(lines) - 1)
        named = tuple(Tick(bottom + _LINE * k, 0.0, line) for k, line in enumerate(lines))
        bars = tuple(_end(kind, x(base), x(npv), text) for kind, npv, text in ends)
        placed.append(TornadoRow(named, y, bars))
        bottom = y + _ROW
    ticks = tuple(Tick(x(v), v, printed(v)) for v in _ticks(low, high))
    return Tornado(WIDTH, bottom + 24, bottom, x(base), x(0.0) if zero_shown else None, ticks, tuple(placed))


def _end(kind: str, base: float, at: float, text: str) -> End:
    left = at < base
    label_x = at - 4 if left else at + 4
    return End(kind, min(base, at), abs(at - base), text, label_x, "end" if left else "start")


def _ticks(low: float, high: float, most: int = 4) -> list[float]:
    """Return round values between low and high."""
    raw = max(high - low, 1.0) / most
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 5, 10) if m * power >= raw * (1 - 1e-9))
    return [n * step for n in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]


def grid_chart(
    grid: Document, result: str, across: Callable[[float], str], down: Callable[[float], str]
) -> Grid:
    """Lay out a grid of two numbers.

    Args:
        grid: the `two_way` block of a sensitivity document.
        result: `total` or a payer.
        across: how the values of the number across are printed.
        down: how those of the number down are printed.
    """
    x_values, y_values = grid["across_values"], grid["down_values"]
    down_labels = [down(v) for v in y_values]
    left = 10 + _LETTER * max(len(label) for label in down_labels)
    width, height = (WIDTH - left - 4) / len(x_values), 20.0
    top = 6.0
    bottom = top + height * len(y_values)

    def x(value: float) -> float:
        return left + _place(value, x_values) * width

    def y(value: float) -> float:
        return bottom - _place(value, y_values) * height

    npv = grid["npv"][result]
    largest = max((abs(v) for line in npv for v in line if v is not None), default=1.0) or 1.0
    cells = tuple(
        Cell(x(x_values[i]) - width / 2, y(y_values[j]) - height / 2, v > 0, 0.25 + 0.6 * abs(v) / largest)
        for j, line in enumerate(npv)
        for i, v in enumerate(line)
        if v is not None
    )
    zero = " ".join(
        f"M{x(a[0]):.1f} {y(a[1]):.1f} L{x(b[0]):.1f} {y(b[1]):.1f}" for a, b in grid["zero_line"][result]
    )
    shown = sorted({0, len(x_values) // 2, len(x_values) - 1})
    x_ticks = tuple(Tick(x(x_values[i]), x_values[i], across(x_values[i])) for i in shown)
    y_ticks = tuple(Tick(y(v), v, label) for v, label in zip(y_values, down_labels, strict=True))
    return Grid(WIDTH, bottom + 22, left, bottom, width, height, cells, zero, x_ticks, y_ticks)


def _place(value: float, values: Sequence[float]) -> float:
    """Return where a value lies among evenly spaced ones, in cells from the first one's edge."""
    if len(values) < 2 or values[-1] == values[0]:
        return 0.5
    return 0.5 + (value - values[0]) / (values[-1] - values[0]) * (len(values) - 1)
