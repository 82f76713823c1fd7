"""Where the steps of a chart from one amount to another stand; the template only draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cba.reports.bar_names import named
from cba.reports.charts import WIDTH, Tick

_ROW, _TOP, _ROOM = 36.0, 17.0, 74.0


@dataclass(frozen=True)
class Step:
    """One step: its name above it, on as many lines as it takes, the bar, and the amount beside it.

    `y` is where the last line of the name stands.
    """

    name: str
    lines: tuple[Tick, ...]
    amount: str
    y: float
    x: float
    width: float
    kind: str
    label_x: float
    anchor: str


@dataclass(frozen=True)
class Waterfall:
    """The steps in order, the first and last of them the amounts themselves."""

    width: float
    height: float
    zero: float | None
    steps: tuple[Step, ...]


def waterfall(
    first: tuple[str, float, str], changes: Sequence[tuple[str, float, str]], last: tuple[str, float, str]
) -> Waterfall:
    """Lay out the steps.

    Args:
        first: name, amount and printed amount of what the change starts from.
        changes: the same of each change.
        last: the same of what it leads to.
    """
    levels = [first[1]]
    for _, amount, _ in changes:
        levels.append(levels[-1] + amount)
    low, high = min(*levels, last[1], 0.0), max(*levels, last[1], 0.0)
    unit = (WIDTH - 2 * _ROOM) / ((high - low) or 1.0)

    def across(value: float) -> float:
        return _ROOM + (value - low) * unit

    spans = [(first, 0.0, first[1], "end")]
    spans += [
        (change, before, before + change[1], "gain" if change[1] >= 0 else "loss")
        for change, before in zip(changes, levels, strict=False)
    ]
    spans.append((last, 0.0, last[1], "end"))
    steps, bottom = [], _TOP
    for (name, amount, printed), start, end, kind in spans:
        left, right = sorted((across(start), across(end)))
        beside = right + 5 if amount >= 0 else left - 5
        anchor = "start" if amount >= 0 else "end"
        lines, y = named(name, bottom)
        steps.append(Step(name, lines, printed, y, left, max(right - left, 0.8), kind, beside, anchor))
        bottom = y + _ROW
    return Waterfall(WIDTH, bottom - _TOP + 6, across(0.0), tuple(steps))
