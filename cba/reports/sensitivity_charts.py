"""Where the bars of a tornado and the cells of a grid stand; the template only draws."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cba.reports.bar_names import LETTER, named
from cba.reports.charts import WIDTH, Tick
from cba.reports.facts import Document

_ROW, _TOP = 36.0, 34.0
_BESIDE = 4.0
"""Room between a bar and the value that stands beside it."""

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
    """One number's bar with its name above it, on as many lines as it takes; `y` is the last one's.

    Where a value would stand on the line of zero, `clear` is false and the line has a gap.
    """

    lines: tuple[Tick, ...]
    y: float
    ends: tuple[End, ...]
    clear: bool


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
    beside = [_beside(ends, base) for _, ends in rows]
    left, unit = _fitted([value for row in beside for value in row], low, max(high - low, 1.0))

    def x(value: float) -> float:
        return left + (value - low) * unit

    placed, bottom = [], _TOP
    for (label, ends), values_of_row in zip(rows, beside, strict=True):
        lines, y = named(label, bottom)
        bars = tuple(
            _end(kind, x(base), x(npv), value, x)
            for (kind, npv, _), value in zip(ends, values_of_row, strict=True)
        )
        clear = not any(value.covers(x(value.at), x(0.0)) for value in values_of_row)
        placed.append(TornadoRow(lines, y, bars, clear))
        bottom = y + _ROW
    zero = x(0.0) if zero_shown else None
    ticks = _axis(low, high, x, printed)
    return Tornado(WIDTH, bottom + 24, bottom, x(base), zero, ticks, tuple(placed))


@dataclass(frozen=True)
class _Value:
    """What stands beside a bar: its text, the result that it stands at, and on which side of that."""

    text: str
    at: float
    to_the_left: bool

    @property
    def room(self) -> float:
        return 2 * _BESIDE + LETTER * len(self.text)

    def covers(self, own: float, x: float) -> bool:
        return own - self.room < x < own if self.to_the_left else own < x < own + self.room


def _beside(ends: Sequence[tuple[str, float, str]], base: float) -> list[_Value]:
    """Return where the values stand: outside the bar; of two on one side, the nearer at its foot."""
    sides = [npv < base for _, npv, _ in ends]
    same = len(ends) == 2 and sides[0] == sides[1]
    nearest = min(range(len(ends)), key=lambda n: abs(ends[n][1] - base), default=None)
    return [
        _Value(text, base, not side) if same and n == nearest else _Value(text, npv, side)
        for n, ((_, npv, text), side) in enumerate(zip(ends, sides, strict=True))
    ]


def _fitted(values: Sequence[_Value], low: float, span: float) -> tuple[float, float]:
    """Return where the lowest result stands and the length of a krone, as long as all values still fit."""

    def edges(unit: float) -> tuple[float, float]:
        before = [v.room - (v.at - low) * unit for v in values if v.to_the_left]
        after = [WIDTH - v.room - (v.at - low) * unit for v in values if not v.to_the_left]
        return max(_BESIDE, *before, _BESIDE), min(WIDTH - _BESIDE - span * unit, *after, WIDTH)

    short, long = 0.0, WIDTH / span
    for _ in range(40):
        middle = (short + long) / 2
        left, right = edges(middle)
        short, long = (middle, long) if left <= right else (short, middle)
    return edges(short)[0], short


def _end(kind: str, base: float, at: float, value: _Value, x: Callable[[float], float]) -> End:
    label_x = x(value.at) + (-_BESIDE if value.to_the_left else _BESIDE)
    anchor = "end" if value.to_the_left else "start"
    return End(kind, min(base, at), abs(at - base), value.text, label_x, anchor)


def _axis(
    low: float, high: float, x: Callable[[float], float], printed: Callable[[float], str]
) -> tuple[Tick, ...]:
    """Return as many round values as have room for their labels, at most four."""
    ticks: list[Tick] = []
    for most in (4, 3, 2, 1):
        ticks = [Tick(x(v), v, printed(v)) for v in _ticks(low, high, most)]
        half = LETTER * max((len(tick.label) for tick in ticks), default=0) / 2
        ticks = [tick for tick in ticks if half <= tick.at <= WIDTH - half]
        if all(b.at - a.at > 2 * half + LETTER for a, b in pairwise(ticks)):
            break
    return tuple(ticks)


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
    left = 10 + LETTER * max(len(label) for label in down_labels)
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
