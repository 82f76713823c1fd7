"""Where every line and bar of a chart stands; the Jinja macros only draw.

Lengths are in the units of the SVG's own box, sized so that its text is readable on a phone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

WIDTH, HEIGHT = 262.0, 170.0
_LETTER = 6.9
"""Width of an average letter at the charts' font size."""

_LINE = 13.0
"""Least distance between two labels, so that they never overlap."""

_YEAR = 36.0
"""Room that the label of a year takes."""

_FLAT = 0.01
"""Kroner; a span smaller than an øre is drawn as a flat line."""

_LONGEST_NAME = 14

_JOINING = 3
"""Words so short at the end of a shortened name only join it to what is left out."""

_HEADING = 90.0
"""Room for `← Omkostninger` or `Gevinster →`."""

_WHISKER = 5.0
"""Room between the intervals of two lines."""

DASHES = ("", "7 3", "2 3", "9 3 2 3", "4 2", "12 4", "1 2")


@dataclass(frozen=True)
class Tick:
    """A mark on an axis: where, the value it stands for, and how that is printed."""

    at: float
    value: float
    label: str


@dataclass(frozen=True)
class Whisker:
    """The interval of a line's end: where it stands, from its low to its high end."""

    x: float
    low: float
    high: float


@dataclass(frozen=True)
class Line:
    """One payer's line: its points, how it is dashed, where its label stands, and the interval of its end."""

    payer: str
    points: tuple[tuple[float, float], ...]
    dash: str
    label_x: float
    label_y: float
    whisker: Whisker | None = None

    @property
    def path(self) -> str:
        """Return the SVG path."""
        return "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in self.points)


@dataclass(frozen=True)
class Frame:
    """Where years and amounts stand in a chart; `left`, `right`, `top`, `bottom` bound the plot."""

    left: float
    right: float
    top: float
    bottom: float
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    years: int

    def x(self, n: int) -> float:
        """Return where the n-th year stands."""
        return self.left + n * (self.right - self.left) / max(self.years - 1, 1)

    def y(self, value: float) -> float:
        """Return where an amount stands."""
        low, high = self.y_ticks[0].value, self.y_ticks[-1].value
        return self.bottom - (value - low) / (high - low) * (self.bottom - self.top)


@dataclass(frozen=True)
class LineChart:
    """A chart of running totals."""

    width: float
    height: float
    frame: Frame
    zero: float
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Bar:
    """One payer's row: costs to the left of zero, benefits to the right, the net result as a mark.

    A negative benefit lies to the left, beyond the costs; a saved cost to the right, beyond the benefits.
    """

    payer: str
    y: float
    cost_x: float
    cost_width: float
    benefit_x: float
    benefit_width: float
    net_x: float

    def labels(self, zero: float) -> dict[str, tuple[float, str]]:
        """Return where the labels of costs and benefits stand and how they are anchored.

        Each stands at its own piece: outside the outermost one, across the axis from the inner one.
        """
        cost_end, benefit_end = self.cost_x + self.cost_width, self.benefit_x + self.benefit_width
        saved = self.cost_width > 0 and self.cost_x >= zero
        harmed = self.benefit_width > 0 and self.benefit_x < zero
        outside_left = min(self.cost_x, self.benefit_x, self.net_x - 7, zero) - 4
        outside_right = max(cost_end, benefit_end, self.net_x + 7, zero) + 4
        costs = (outside_left, "end")
        if saved:
            costs = (outside_right, "start")
        elif harmed:
            costs = (zero + 4, "start")
        benefits = (outside_right, "start")
        if harmed:
            benefits = (outside_left, "end")
        elif saved:
            benefits = (zero - 4, "end")
        return {"costs": costs, "benefits": benefits}


@dataclass(frozen=True)
class BarChart:
    """A chart of costs and benefits by payer."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    zero: float
    bars: tuple[Bar, ...]

    @property
    def headings(self) -> tuple[float, float]:
        """Return where the headings on either side of zero end and begin, so that both have room."""
        middle = min(max(self.zero, _HEADING), self.width - _HEADING)
        return middle - 6, middle + 6


def short(name: str) -> str:
    """Return a name that leaves room for its chart: the first words, else as much of the first as fits."""
    if len(name) <= _LONGEST_NAME:
        return name
    words = name[: _LONGEST_NAME + 1].split(" ")[:-1]
    while words and len(words[-1]) <= _JOINING:
        words.pop()
    return " ".join(words) or name[: _LONGEST_NAME - 1] + "…"


def nice_ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Return round values that span low to high, zero among them when the span crosses it."""
    low, high = min(low, 0.0), max(high, 0.0)
    if high - low < _FLAT:
        low, high = 0.0, 1.0
    raw = (high - low) / (most - 1)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 5, 10, 20) if m * power >= raw * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [n * step for n in range(first, last + 1)]


def line_chart(
    start: int,
    series: Mapping[str, Sequence[float]],
    names: Mapping[str, str],
    order: Sequence[str],
    printed: Callable[[float], str],
    *,
    intervals: Mapping[str, tuple[float, float]] | None = None,
    limits: Sequence[float] = (),
) -> LineChart:
    """Lay out one line by year for each payer.

    Args:
        start: the first year.
        series: payer → running total, or a chance, for each year.
        names: payer → the name printed at the end of its line.
        order: all payers of the model; a payer's dash pattern follows from its place here.
        printed: how an amount is printed on the axis.
        intervals: payer → the ends of the interval of its last value, drawn beside the line.
        limits: values that the axis reaches in any case.
    """
    intervals = intervals or {}
    years = max((len(line) for line in series.values()), default=1)
    values = [v for line in series.values() for v in line] or [0.0]
    values += [*limits, *(v for payer in series for v in intervals.get(payer, ()))]
    room = _WHISKER * len(intervals)
    frame = year_frame(start, years, values, [names[p] for p in series], printed, room)
    ends = spread([frame.y(line[-1]) for line in series.values()], frame.top, frame.bottom)
    lines = tuple(
        Line(
            payer,
            tuple((frame.x(n), frame.y(v)) for n, v in enumerate(line)),
            DASHES[order.index(payer) % len(DASHES)],
            frame.right + room + 7,
            ends[k],
            _whisker(frame, k, intervals.get(payer)),
        )
        for k, (payer, line) in enumerate(series.items())
    )
    return LineChart(WIDTH, HEIGHT, frame, frame.y(0.0), lines)


def _whisker(frame: Frame, k: int, ends: tuple[float, float] | None) -> Whisker | None:
    if ends is None:
        return None
    return Whisker(frame.right + _WHISKER * (k + 1), frame.y(ends[0]), frame.y(ends[1]))


def year_frame(
    start: int,
    years: int,
    values: Sequence[float],
    names: Sequence[str],
    printed: Callable[[float], str],
    room: float = 0.0,
) -> Frame:
    """Lay out the axes of a chart by year, with room for names at the lines' ends.

    Args:
        start: the first year.
        years: how many there are.
        values: every amount that is drawn.
        names: what is printed at the right.
        printed: how an amount is printed on the axis.
        room: what else needs room there.
    """
    amounts = nice_ticks(min(values), max(values))
    labels = [printed(v) for v in amounts]
    left = 12 + _LETTER * max(len(label) for label in labels)
    right = WIDTH - 12 - room - _LETTER * max((len(name) for name in names), default=0)
    plain = Frame(left, right, 12.0, HEIGHT - 25, (), tuple(Tick(0, v, "") for v in amounts), years)
    every = max(1, math.ceil(years * _YEAR / (right - left)))
    return replace(
        plain,
        x_ticks=tuple(Tick(plain.x(n), start + n, str(start + n)) for n in range(0, years, every)),
        y_ticks=tuple(Tick(plain.y(v), v, text) for v, text in zip(amounts, labels, strict=True)),
    )


def spread(places: Sequence[float], top: float, bottom: float, gap: float = _LINE) -> list[float]:
    """Move labels apart so that each is at least `gap` from the next and all stay between top and bottom."""
    order = sorted(range(len(places)), key=lambda k: places[k])
    placed = list(places)
    for before, after in zip(order, order[1:], strict=False):
        placed[after] = max(placed[after], placed[before] + gap)
    if order and placed[order[-1]] > bottom:
        placed[order[-1]] = bottom
        for after, before in zip(reversed(order), list(reversed(order))[1:], strict=False):
            placed[before] = min(placed[before], placed[after] - gap)
    return [max(p, top) for p in placed]


def bar_chart(rows: Sequence[tuple[str, float, float, float]], names: Mapping[str, str]) -> BarChart:
    """Lay out costs and benefits by payer.

    Args:
        rows: payer, present value of benefits, of costs, and the net result.
        names: payer → name printed before its row.
    """
    left = 14 + _LETTER * max((len(names[r[0]]) for r in rows), default=0)
    top, step, margin, right = 30.0, 34.0, 40.0, WIDTH
    reach_left = max([0.0, *(max(c, 0.0) + max(-b, 0.0) for _, b, c, _ in rows)])
    reach_right = max([0.0, *(max(b, 0.0) + max(-c, 0.0) for _, b, c, _ in rows)])
    unit = (right - left - 2 * margin) / max(reach_left + reach_right, _FLAT)
    zero = left + margin + reach_left * unit
    bars = tuple(
        Bar(
            payer,
            top + k * step,
            zero - cost * unit if cost > 0 else zero + max(benefit, 0.0) * unit,
            abs(cost) * unit,
            zero if benefit > 0 else zero + (benefit - max(cost, 0.0)) * unit,
            abs(benefit) * unit,
            zero + net * unit,
        )
        for k, (payer, benefit, cost, net) in enumerate(rows)
    )
    bottom = top + step * len(rows)
    return BarChart(WIDTH, bottom + 24, left, right, top, bottom, zero, bars)
