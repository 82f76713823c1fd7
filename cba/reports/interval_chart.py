"""Where ranges around zero stand, one row for each option; the template only draws."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cba.reports.bar_names import named
from cba.reports.charts import WIDTH, Tick, nice_ticks

_ROW, _TOP = 34.0, 22.0
_EDGE = 34.0
"""Room for half a tick label at either side."""


@dataclass(frozen=True)
class Interval:
    """One row: the lines of its name, the range (None where it is not known) and the value itself.

    `y` is where the last line of the name stands.
    """

    lines: tuple[Tick, ...]
    printed: str
    y: float
    left: float | None
    right: float | None
    at: float


@dataclass(frozen=True)
class IntervalChart:
    """Ranges under a common axis."""

    width: float
    height: float
    bottom: float
    ticks: tuple[Tick, ...]
    rows: tuple[Interval, ...]


def interval_chart(
    rows: Sequence[tuple[str, float, tuple[float, float] | None]], printed: Callable[[float], str]
) -> IntervalChart:
    """Lay out ranges.

    Args:
        rows: name, value, and the range where one is known.
        printed: how an amount is printed on the axis.
    """
    values = [v for _, value, span in rows for v in (value, *(span or ()))] or [0.0]
    ticks = nice_ticks(min(values), max(values), 4)
    unit = (WIDTH - 2 * _EDGE) / (ticks[-1] - ticks[0])

    def across(value: float) -> float:
        return _EDGE + (value - ticks[0]) * unit

    found, bottom = [], _TOP
    for name, value, span in rows:
        lines, y = named(name, bottom)
        left, right = (across(span[0]), across(span[1])) if span else (None, None)
        found.append(Interval(lines, printed(value), y, left, right, across(value)))
        bottom = y + _ROW
    marks = tuple(Tick(across(v), v, printed(v)) for v in ticks)
    return IntervalChart(WIDTH, bottom + 20, bottom, marks, tuple(found))
