"""What a stream of yearly amounts is worth (method §4). Undefined is None, never a made-up number."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from cba.inputs import Array, Value
from cba.yearly import by_years

IrrStatus = Literal["none", "one", "several"]

_ROUNDING = 1e-9
_GRID = 4_000
_TOUCH = 1e-12
_MOST_STEPS = 100
_PRECISION = 1e-15


def discount_factors(horizon: int, rates: Sequence[tuple[int, Value]], timing: str) -> Array:
    """Return DF[n] for n = 0 … horizon − 1.

    Args:
        horizon: number of years H.
        rates: (first n, yearly rate, or one per draw) steps, the first from 0.
        timing: `start` (n = 0 undiscounted), `mid` (half a year more) or `end` (one year more).

    Returns:
        Array of shape (H,), or (H, D) when a rate is drawn:
        `Π_{m=1..n} 1/(1+r(m))`, times the next year's factor for `end`, or its root.
    """
    starts = np.array([start for start, _ in rates])
    years = np.arange(1, horizon + 1)
    rate = by_years([rate for _, rate in rates])[np.searchsorted(starts, years, side="right") - 1]
    yearly = 1.0 / (1.0 + rate)
    factors = np.concatenate([np.ones_like(yearly[:1]), np.cumprod(yearly, axis=0)[:-1]])
    if timing == "end":
        return np.asarray(factors * yearly)
    return np.asarray(factors * np.sqrt(yearly)) if timing == "mid" else factors


def payback(net: Array, start: int) -> int | None:
    """Return the first year from which the cumulative net stays at or above zero to the horizon.

    Args:
        net: shape (H,), undiscounted or discounted.
        start: the calendar year of n = 0.

    Returns:
        The calendar year; the first one when it is never below zero; None when it never pays back.
    """
    cumulative = np.cumsum(net)
    below = np.flatnonzero(cumulative < -_ROUNDING * max(1.0, float(np.abs(net).max(initial=0.0))))
    first = int(below[-1]) + 1 if below.size else 0
    return start + first if first < net.size else None


@dataclass(frozen=True, slots=True)
class Irr:
    """Internal rate of return: the rate when there is exactly one, and how many there are."""

    rate: float | None
    status: IrrStatus


def internal_rate_of_return(net: Array) -> Irr:
    """Return the rate r > −1 at which the net present value of yearly amounts is zero.

    Descartes' rule settles streams with at most one change of sign. Others are scanned for every root in
    x = 1/(1+r), within Cauchy's bounds, and roots that only touch zero count once.
    """
    amounts = np.trim_zeros(net)
    signs = np.sign(amounts[amounts != 0.0])
    changes = int(np.count_nonzero(np.diff(signs)))
    if changes == 0:
        return Irr(None, "none")
    roots = _positive_roots(amounts, alone=changes == 1)
    if len(roots) == 1:
        return Irr(float(np.expm1(-roots[0])) + 0.0, "one")
    return Irr(None, "several" if roots else "none")


def _positive_roots(amounts: Array, *, alone: bool) -> list[float]:
    """Return the distinct s = ln x with Σ amounts[n]·xⁿ = 0, in rising order; `alone` when it is just one."""
    powers = np.arange(amounts.size, dtype=np.float64)
    value, slope = _scaled(amounts, powers), _scaled(amounts * powers, powers)
    grid = np.linspace(*_bounds(amounts), 2 if alone else _GRID)
    return _scan(grid, value(grid), value, slope)


def _scaled(coefficients: Array, powers: Array) -> Callable[[Array], Array]:
    """Return Σ c·eˢⁿ over the sum of its absolute terms: between −1 and 1 at any s."""

    def function(s: Array) -> Array:
        exponents = np.multiply.outer(s, powers)
        terms = coefficients * np.exp(exponents - exponents.max(axis=-1, keepdims=True))
        return np.asarray(terms.sum(axis=-1) / np.abs(terms).sum(axis=-1))

    return function


def _bounds(amounts: Array) -> tuple[float, float]:
    """Return Cauchy's bounds on ln x, a little widened."""
    size = np.abs(amounts)
    high = np.log1p(size[:-1].max() / size[-1])
    low = -np.log1p(size[1:].max() / size[0])
    return float(low) - 1e-6, float(high) + 1e-6


def _scan(
    grid: Array, values: Array, value: Callable[..., Array], slope: Callable[..., Array]
) -> list[float]:
    """Return the zeros between grid points, and the zeros at turning points between points of one sign."""
    roots = [float(grid[i]) for i in np.flatnonzero(values == 0.0)]
    roots += [_zero(value, grid[i], grid[i + 1]) for i in np.flatnonzero(values[:-1] * values[1:] < 0.0)]
    size = np.abs(values)
    inner = (size[1:-1] < size[:-2]) & (size[1:-1] <= size[2:])
    same = (values[:-2] * values[1:-1] > 0.0) & (values[1:-1] * values[2:] > 0.0)
    for i in np.flatnonzero(inner & same) + 1:
        left, right = grid[i - 1], grid[i + 1]
        if slope(left) * slope(right) >= 0.0:
            continue
        turning = _zero(slope, left, right)
        lowest = float(value(turning)) * float(np.sign(values[i]))
        if lowest < -_TOUCH:
            roots += [_zero(value, left, turning), _zero(value, turning, right)]
        elif lowest < _TOUCH:
            roots.append(turning)
    return sorted(roots)


def _zero(function: Callable[..., Array], left: float, right: float) -> float:
    """Return a zero between two points of opposite sign, by Ridders' method (1979).

    Written out because importing scipy.optimize would take longer than everything else in a run.
    """
    at_left, at_right = float(function(left)), float(function(right))
    found = left if abs(at_left) < abs(at_right) else right
    for _ in range(_MOST_STEPS):
        middle = 0.5 * (left + right)
        at_middle = float(function(middle))
        root = math.sqrt(at_middle * at_middle - at_left * at_right)
        if root == 0.0:
            return middle
        before, found = found, middle + math.copysign(middle - left, at_left - at_right) * at_middle / root
        at_found = float(function(found))
        if at_found == 0.0 or abs(found - before) <= _PRECISION * max(1.0, abs(found)):
            return found
        left, at_left, right, at_right = _narrowed(
            (left, at_left), (middle, at_middle), (found, at_found), (right, at_right)
        )
    return found


def _narrowed(*points: tuple[float, float]) -> tuple[float, float, float, float]:
    """Return the two neighbours of opposite sign among points that bracket a zero."""
    ordered = sorted(points)
    for (left, at_left), (right, at_right) in zip(ordered, ordered[1:], strict=False):
        if at_left * at_right <= 0.0:
            return left, at_left, right, at_right
    raise AssertionError("the points bracket no zero")


def ratio(benefits: float, costs: float) -> float | None:
    """Return benefits over costs; None when costs are not positive."""
    return benefits / costs if costs > 0.0 else None


def zero_at(value_at_zero: float, value_at_one: float) -> float | None:
    """Return the factor f at which a value linear in f is zero, given its values at f = 0 and f = 1."""
    slope = value_at_one - value_at_zero
    return -value_at_zero / slope if slope != 0.0 else None
