"""Where the curves of a chart over amounts or counts stand; the template only draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cba.reports.charts import DASHES, WIDTH, Tick, nice_ticks, spread

_LETTER = 6.9
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Curve:
    """One curve, marked at its end by a letter that the legend explains."""

    letter: str
    name: str
    path: str
    dash: str
    label_y: float


@dataclass(frozen=True)
class CurveChart:
    """A chart of curves; `left`, `right`, `top`, `bottom` bound the plot."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    curves: tuple[Curve, ...]
    mark: Tick | None = None


def letter_of(index: int) -> str:
    """Return the mark of a curve: A … Z, then A2 …."""
    more = index // len(_LETTERS)
    return _LETTERS[index % len(_LETTERS)] + (str(more + 1) if more else "")


def curve_chart(
    x: Sequence[float],
    series: Mapping[str, Sequence[float]],
    x_printed: Callable[[float], str],
    y_printed: Callable[[float], str],
    *,
    shares: bool = False,
    skip: int = 0,
    mark: float | None = None,
) -> CurveChart:
    """Lay out curves.

    Args:
        x: rising values across.
        series: name → value at each.
        x_printed: how a value across is printed on the axis.
        y_printed: how a value up is printed.
        shares: whether the values are shares, drawn from 0 to 100 %.
        skip: how many letters are taken by what has no curve here.
        mark: a value across that is marked by an upright line, where it lies within the curves.
    """
    values = [v for line in series.values() for v in line] or [0.0]
    ticks = [0.0, 0.25, 0.5, 0.75, 1.0] if shares else nice_ticks(min(values), max(values))
    labels = [y_printed(v) for v in ticks]
    top, bottom, height = 12.0, 190.0, 215.0
    left, right = 12 + _LETTER * max(map(len, labels)), WIDTH - 26.0
    reach = (x[-1] - x[0]) or 1.0

    def across(value: float) -> float:
        return left + (value - x[0]) / reach * (right - left)

    def up(value: float) -> float:
        return bottom - (value - ticks[0]) / (ticks[-1] - ticks[0]) * (bottom - top)

    ends = spread([up(line[-1]) for line in series.values()], top, bottom)
    curves = tuple(
        Curve(
            letter_of(k + skip),
            name,
            "M" + " L".join(f"{across(a):.1f} {up(v):.1f}" for a, v in zip(x, line, strict=True)),
            DASHES[(k + skip) % len(DASHES)],
            ends[k],
        )
        for k, (name, line) in enumerate(series.items())
    )
    x_ticks = _ends_and_middle([Tick(across(v), v, x_printed(v)) for v in x])
    y_ticks = tuple(Tick(up(v), v, label) for v, label in zip(ticks, labels, strict=True))
    there = mark is not None and x[0] <= mark <= x[-1]
    marked = Tick(across(mark), mark, x_printed(mark)) if mark is not None and there else None
    return CurveChart(WIDTH, height, left, right, top, bottom, x_ticks, y_ticks, curves, marked)


def _ends_and_middle(ticks: Sequence[Tick]) -> tuple[Tick, ...]:
    """Return the first and the last tick, and the middle one where its label has room between theirs."""
    first, middle, last = ticks[0], ticks[len(ticks) // 2], ticks[-1]
    room = [_LETTER * (len(tick.label) + 1) for tick in (first, middle, last)]
    fits = first.at + room[0] + room[1] / 2 <= middle.at <= last.at - room[2] - room[1] / 2
    return tuple({tick.at: tick for tick in ([first, middle, last] if fits else [first, last])}.values())
