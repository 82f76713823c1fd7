"""One input at a time: at the ends of its interval, ten per cent to either side, and one per cent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cba.uncertainty.around import Around
from cba.uncertainty.ranges import SHIFT

PER_CENT = 0.01
"""The change that the EU guide tests: a critical variable moves the net value by at least as much."""

CRITICAL = 1.0
"""The elasticity from which an input is critical."""

NEARLY_ZERO = 0.5
"""Kroner; against a smaller net value no change can be stated in per cent."""

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Moved:
    """An input moved to a value, and the net value there by result.

    Attributes:
        clipped: whether the input could not be moved as far as asked, such as a share beyond 100 %.
    """

    value: float
    npv: Mapping[str, float | None]
    clipped: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One input's row of the tornado.

    Attributes:
        low, high: at the ends of its interval; None for a fixed input.
        minus, plus: `SHIFT` below and above its estimate; None for an input at zero.
    """

    low: Moved | None
    high: Moved | None
    minus: Moved | None
    plus: Moved | None

    def swing(self, result: str, *, shifted: bool = False) -> float:
        """Return how far apart the net values of the two ends are; 0 where there are none."""
        pair = (self.minus, self.plus) if shifted else (self.low, self.high)
        ends = [moved.npv[result] for moved in pair if moved is not None]
        known = [npv for npv in ends if npv is not None]
        return max(known) - min(known) if known else 0.0


@dataclass(frozen=True, slots=True)
class Elasticity:
    """How many per cent the net value moves when the input rises by one per cent.

    Attributes:
        value: the larger of the two directions; None for an input at zero or a net value of nothing.
        change: the kroner that one per cent more of the input adds to the net value.
    """

    value: float | None
    change: float | None

    @property
    def critical(self) -> bool:
        """Whether one per cent moves the net value by at least one per cent."""
        return self.value is not None and abs(self.value) >= CRITICAL - _ROUNDING


def tornado(around: Around) -> dict[str, Bar]:
    """Return each input's row: the net value with it alone at its ends and at ±10 %."""
    asked: dict[str, dict[str, float]] = {}
    for name, item in around.inputs.items():
        span, here = around.ranges[name], item.value
        ends = {"low": span.low, "high": span.high} if span.low != span.high else {}
        near = {"minus": here * (1 - SHIFT), "plus": here * (1 + SHIFT)} if here else {}
        asked[name] = {key: value for key, value in (ends | near).items() if value is not None}
    moved = _moved(around, asked)
    return {name: Bar(*(moved[name].get(key) for key in ("low", "high", "minus", "plus"))) for name in asked}


def elasticities(around: Around) -> dict[str, dict[str, Elasticity]]:
    """Return, by input and result, how the net value answers to one per cent."""
    asked = {
        name: {"minus": item.value * (1 - PER_CENT), "plus": item.value * (1 + PER_CENT)}
        for name, item in around.inputs.items()
        if item.value
    }
    moved = _moved(around, asked)
    nothing = dict.fromkeys(around.results, Elasticity(None, None))
    return {
        name: {result: _elasticity(moved[name], result, around.base[result]) for result in around.results}
        if name in moved
        else nothing
        for name in around.inputs
    }


def _elasticity(moved: Mapping[str, Moved], result: str, base: float) -> Elasticity:
    less, more = moved["minus"], moved["plus"]
    steps = [_rise(base, less.npv[result], less.clipped), _rise(more.npv[result], base, more.clipped)]
    known = [step for step in steps if step is not None]
    if not known:
        return Elasticity(None, None)
    largest, rise = max(known, key=abs), known[-1]
    return Elasticity(None if abs(base) < NEARLY_ZERO else largest / abs(base) / PER_CENT, rise)


def _rise(npv: float | None, before: float | None, clipped: bool) -> float | None:
    """Return the rise in the net value; None where the input could not be moved or the value is undefined."""
    return None if clipped or npv is None or before is None else npv - before


def _moved(around: Around, asked: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, Moved]]:
    """Return each input at each value asked for, moved back to what a file may say."""
    allowed = {
        name: {key: around.ranges[name].clipped(value) for key, value in values.items()}
        for name, values in asked.items()
    }
    rows = around.at({name: np.array(list(values.values())) for name, values in allowed.items() if values})
    return {
        name: {
            key: Moved(
                value,
                dict(zip(around.results, map(_finite, rows[name][:, n].tolist()), strict=True)),
                value != asked[name][key],
            )
            for n, (key, value) in enumerate(values.items())
        }
        for name, values in allowed.items()
    }


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None
