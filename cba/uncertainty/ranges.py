"""Where an input may lie: what a file may say, and what its interval says."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from cba.distributions import distribution_of, is_uncertain
from cba.distributions.fits import LIMITS
from cba.effects import RATIO_MEASURES
from cba.inputs import Array, Input
from cba.reading.numbers import MAX_AMOUNT

SHIFT = 0.1
"""How far every input is moved when nothing is known of its uncertainty."""

_STEPS = 120
"""Grid steps over an input's range; every turn of a net value wider than a step is seen."""

_DECADES = 3.0
"""How far a ratio or an amount is followed from its estimate, in powers of ten."""


@dataclass(frozen=True, slots=True)
class Range:
    """Where an input may lie, in the engine's unit.

    Attributes:
        lowest, highest: what a file may say.
        low, high: the 95 % interval, or the limits of an expert's range; None when the input is fixed.
    """

    lowest: float
    highest: float
    low: float | None
    high: float | None

    def holds(self, value: float) -> bool:
        """Tell whether a file may say this value."""
        return self.lowest <= value <= self.highest

    def likely(self, value: float) -> bool | None:
        """Tell whether the value is within the interval; None when the input has none."""
        if self.low is None or self.high is None:
            return None
        return self.low <= value <= self.high

    def clipped(self, value: float) -> float:
        """Return the nearest value that a file may say."""
        return min(max(value, self.lowest), self.highest)


def range_of(item: Input) -> Range:
    """Return where an input may lie.

    Raises:
        CannotFit: its interval and distribution do not go together.
    """
    ends = LIMITS.get(item.kind, (-math.inf, math.inf))
    lowest, highest = max(ends[0], -MAX_AMOUNT), min(ends[1], MAX_AMOUNT)
    factor = item.factor
    low, high = interval(item)
    return Range(lowest * factor, highest * factor, low, high)


def interval(item: Input) -> tuple[float | None, float | None]:
    """Return the interval in the engine's unit: as stated, else the 95 % ends of the distribution."""
    if not is_uncertain(item):
        return None, None
    if item.low is not None and item.high is not None:
        return item.low * item.factor, item.high * item.factor
    return distribution_of(item).interval()


def grid(item: Input, span: Range) -> Array:
    """Return values of an input from end to end of what is worth looking at, rising; the estimate is one."""
    here = item.value
    if span.highest - span.lowest <= 1000.0:
        points = np.linspace(span.lowest, span.highest, _STEPS + 1)
    elif item.kind == "standardised_mean_difference":
        points = np.linspace(here - 6.0, here + 6.0, _STEPS + 1)
    else:
        size = abs(here) or item.factor
        steps = size * np.logspace(-_DECADES, _DECADES, _STEPS // 2 + 1)
        points = np.concatenate([-steps, [0.0], steps])
    inside = points[(points >= span.lowest) & (points <= span.highest)]
    if item.kind in RATIO_MEASURES:
        inside = inside[inside > 0.0]
    marks = [v for v in (here, span.low, span.high) if v is not None and math.isfinite(v)]
    return np.unique(np.concatenate([inside, marks]))
