"""Beta and gamma distributions with a given mean and a 95 % interval as near as can be (least squares)."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from cba.inputs import Array

_TAILS = (0.025, 0.975)
_GRID = 33
_GOLDEN = (math.sqrt(5.0) - 1.0) / 2.0
_MOST_CERTAIN = 1e10

Ends = Callable[[Any], tuple[Array, Array]]


@lru_cache(maxsize=1_024)
def beta_fit(mean: float, low: float, high: float) -> tuple[float, float, float, float]:
    """Return the shapes a and b of a beta distribution and the ends of its 95 % interval.

    The shapes are those with the mean whose ends are nearest to the given ones by the sum of squares, among
    betas with one peak: a U-shaped one would say that a share is nearly nothing or nearly all.

    Args:
        mean: strictly between 0 and 1.
        low: the interval's lower end.
        high: its upper end.
    """
    from scipy.special import betaincinv

    def ends(total: Any) -> tuple[Array, Array]:
        below, above = (np.asarray(betaincinv(total * mean, total * (1.0 - mean), tail)) for tail in _TAILS)
        return below, above

    total = _nearest(ends, low, high, 1.0 / max(mean, 1.0 - mean))
    below, above = ends(total)
    return total * mean, total * (1.0 - mean), float(below), float(above)


@lru_cache(maxsize=1_024)
def gamma_fit(mean: float, low: float, high: float) -> tuple[float, float, float]:
    """Return the shape of a gamma distribution with the mean and the ends of its 95 % interval.

    Args:
        mean: more than 0.
        low: the interval's lower end.
        high: its upper end.
    """
    from scipy.special import gammaincinv

    def ends(shape: Any) -> tuple[Array, Array]:
        below, above = (np.asarray(gammaincinv(shape, tail) / shape) for tail in _TAILS)
        return below, above

    shape = _nearest(ends, low / mean, high / mean, 0.05)
    below, above = ends(shape)
    return shape, float(below) * mean, float(above) * mean


def _nearest(ends: Ends, low: float, high: float, least: float) -> float:
    """Return the certainty from `least` up at which the ends come nearest to low and high."""

    def misfit(certainty: Any) -> Array:
        below, above = ends(np.exp(certainty))
        return np.asarray((below - low) ** 2 + (above - high) ** 2)

    # a grid finds the valley, golden sections its floor: one search alone may stop in the wrong one
    grid = np.linspace(math.log(least), math.log(_MOST_CERTAIN), _GRID)
    best = int(np.argmin(misfit(grid)))
    left, right = float(grid[max(best - 1, 0)]), float(grid[min(best + 1, _GRID - 1)])
    return math.exp(_golden(misfit, left, right))


def _golden(function: Callable[..., Array], left: float, right: float) -> float:
    inner = [right - _GOLDEN * (right - left), left + _GOLDEN * (right - left)]
    at = [float(function(point)) for point in inner]
    while right - left > 1e-9:
        if at[0] <= at[1]:
            right, inner[1], at[1] = inner[1], inner[0], at[0]
            inner[0] = right - _GOLDEN * (right - left)
            at[0] = float(function(inner[0]))
        else:
            left, inner[0], at[0] = inner[0], inner[1], at[1]
            inner[1] = left + _GOLDEN * (right - left)
            at[1] = float(function(inner[1]))
    return 0.5 * (left + right)
