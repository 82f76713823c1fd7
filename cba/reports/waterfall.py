"""Where the steps of a chart from one amount to another stand; the template only draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cba.reports.charts import WIDTH

_ROW, _TOP, _ROOM = 36.0, 6.0, 74.0
_LETTER = 6.4


@dataclass(frozen=True)
class Step:
    """One step: its name above it, the bar, and the amount beside it."""

    name: str
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
    steps = []
    longest = int(WIDTH / _LETTER)
    for row, ((name, amount, printed), start, end, kind) in enumerate(spans):
        left, right = sorted((across(start), across(end)))
        beside = right + 5 if amount >= 0 else left - 5
        short = name if len(name) <= longest else name[: longest - 1] + "…"
        anchor = "start" if amount >= 0 else "end"
        y = _TOP + _ROW * row
        steps.append(Step(short, printed, y, left, max(right - left, 0.8), kind, beside, anchor))
    return Waterfall(WIDTH, _TOP + _ROW * len(spans), across(0.0), tuple(steps))
