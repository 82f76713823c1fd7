"""Distributions as functions of standard normal scores: what stands at −1.96, at 0, at +1.96.

A score is drawn once and each distribution turns it into its own value, so that correlation between inputs
is one matrix on their scores. Distributions without a closed form are tables over the scores from −6 to 6,
linear in between: beyond them lies one draw in a thousand million.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cba.inputs import Array

EDGE = 6.0
"""Tables reach from −EDGE to EDGE."""
FARTHEST = 8.3
"""No score is farther out than this: 2⁻⁵⁴ of a normal distribution is."""

_STEPS = 4_096
_KNOTS = 256
_EACH = _STEPS // _KNOTS
_WINDOW = 6


@dataclass(frozen=True, slots=True)
class Distribution(ABC):
    """How an input is drawn, in the engine's unit.

    Attributes:
        name: fixed, normal, lognormal, beta, pert, triangular, uniform or gamma.
    """

    name: str

    @abstractmethod
    def quantiles(self, z: Array) -> Array:
        """Return the values at standard normal scores of any shape; never falling in them."""

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """Return the two ends between which a draw falls with a probability."""
        from scipy.special import ndtri

        far = float(ndtri(0.5 + level / 2.0))
        low, high = self.quantiles(np.array([-far, far]))
        return float(low), float(high)

    @property
    def mean(self) -> float:
        """The expected value."""
        return float(_WEIGHTS @ self.quantiles(_SCORES))

    @property
    def sd(self) -> float:
        """The standard deviation."""
        values = self.quantiles(_SCORES)
        return float(np.sqrt(_WEIGHTS @ (values - _WEIGHTS @ values) ** 2))


def scores(share: Array) -> Array:
    """Return the standard normal scores of probabilities; those of 0 and 1 are not infinite."""
    from scipy.special import ndtri

    found: Array = ndtri(share)
    np.maximum(found, -FARTHEST, out=found)
    return np.minimum(found, FARTHEST, out=found)


# the trapezoid rule on a smooth function that dies out at both ends is exact to rounding
_SCORES = np.linspace(-12.0, 12.0, 2_401)
_WEIGHTS = np.exp(-0.5 * _SCORES**2) / np.exp(-0.5 * _SCORES**2).sum()


@dataclass(frozen=True, slots=True)
class Fixed(Distribution):
    """One value."""

    value: float

    def quantiles(self, z: Array) -> Array:
        """Return the value, as often as there are scores."""
        return np.full(np.shape(z), self.value)


@dataclass(frozen=True, slots=True)
class Normal(Distribution):
    """Mean and standard deviation."""

    centre: float
    spread: float

    def quantiles(self, z: Array) -> Array:
        """Return centre + spread·z."""
        values = np.multiply(z, self.spread)
        values += self.centre
        return values


@dataclass(frozen=True, slots=True)
class Lognormal(Distribution):
    """Median, and standard deviation on the log scale."""

    median: float
    spread: float

    def quantiles(self, z: Array) -> Array:
        """Return median·exp(spread·z)."""
        values = np.multiply(z, self.spread)
        np.exp(values, out=values)
        values *= self.median
        return values


@dataclass(frozen=True, slots=True)
class Uniform(Distribution):
    """Every value between two limits is equally likely."""

    low: float
    high: float

    def quantiles(self, z: Array) -> Array:
        """Return the value as far between the limits as the score's probability."""
        from scipy.special import ndtr

        values: Array = np.asarray(ndtr(z))
        values *= self.high - self.low
        values += self.low
        return values


@dataclass(frozen=True, slots=True)
class Triangular(Distribution):
    """Two limits and the most likely value."""

    low: float
    mode: float
    high: float

    def quantiles(self, z: Array) -> Array:
        """Return the value below which the score's probability lies."""
        from scipy.special import ndtr

        width = self.high - self.low
        below = ndtr(z)
        left = self.low + np.sqrt(below * (width * (self.mode - self.low)))
        right = self.high - np.sqrt((1.0 - below) * (width * (self.high - self.mode)))
        return np.where(below * width < self.mode - self.low, left, right)


@dataclass(frozen=True, eq=False)
class Table(Distribution):
    """Values at even scores from −EDGE to EDGE: `low` + `width` · `table`, which is made when first drawn."""

    low: float
    width: float
    make: Callable[[], Array] = field(repr=False)

    @cached_property
    def table(self) -> Array:
        """Shape (points of the grid,), never falling."""
        return self.make()

    def quantiles(self, z: Array) -> Array:
        """Return the values, linear between those of the table."""
        values = np.interp(z, GRID, self.table)
        values *= self.width
        values += self.low
        return values


GRID = np.linspace(-EDGE, EDGE, _STEPS + 1)


def beta(name: str, a: float, b: float, low: float = 0.0, high: float = 1.0) -> Table:
    """Return a beta distribution with shapes a and b, stretched to reach from `low` to `high`."""
    return Table(name, low, high - low, partial(_beta_table, a, b))


def gamma(shape: float, mean: float) -> Table:
    """Return a gamma distribution."""
    return Table("gamma", 0.0, mean / shape, partial(_gamma_table, shape))


def pert(low: float, mode: float, high: float) -> Table:
    """Return the PERT distribution (λ = 4): a beta between the limits, with mean (low + 4·mode + high)/6."""
    at = 4.0 * (mode - low) / (high - low)
    return beta("pert", 1.0 + at, 5.0 - at, low, high)


@lru_cache(maxsize=256)
def _beta_table(a: float, b: float) -> Array:
    from scipy.special import betainccinv, betaincinv

    return _table(lambda p: betaincinv(a, b, p), lambda q: betainccinv(a, b, q))


@lru_cache(maxsize=256)
def _gamma_table(shape: float) -> Array:
    from scipy.special import gammainccinv, gammaincinv

    return _table(lambda p: gammaincinv(shape, p), lambda q: gammainccinv(shape, q))


def _table(below: Callable[[Array], Any], above: Callable[[Array], Any]) -> Array:
    """Return the table of a quantile function, given by the probability below and by the one above.

    The function is costly, so it is evaluated at every sixteenth score only; a polynomial through the six
    nearest gives those between.
    """
    from scipy.special import ndtr

    step = 2.0 * EDGE / _KNOTS
    half = step * np.arange(_KNOTS // 2 + 3)
    knots = np.concatenate([below(ndtr(-half))[:0:-1], above(ndtr(-half))])
    between = sliding_window_view(knots, _WINDOW) @ _LAGRANGE
    table = np.append(between.ravel(), knots[-3])
    # where the function is flat to rounding, the polynomial may fall by a last digit
    np.maximum.accumulate(table, out=table)
    np.clip(table, knots[2], knots[-3], out=table)
    table.setflags(write=False)
    return table


def _lagrange() -> Array:
    """Return the weights, shape (window, each), of six evenly spaced values at points after the third."""
    nodes = np.arange(_WINDOW) - (_WINDOW // 2 - 1)
    points = np.arange(_EACH) / _EACH
    weights = np.ones((_WINDOW, _EACH))
    for i, node in enumerate(nodes):
        for other in np.delete(nodes, i):
            weights[i] *= (points - other) / (node - other)
    return weights


_LAGRANGE = _lagrange()


def truncated(whole: Distribution, lowest: float, highest: float) -> Distribution:
    """Return a distribution given that its draws fall between two limits; as it is where they all do.

    The share of the draws outside is redrawn inside, in proportion.
    """
    if lowest == -np.inf and highest == np.inf:
        return whole
    ends = whole.quantiles(np.array([-FARTHEST, FARTHEST]))
    if lowest <= ends[0] and ends[1] <= highest:
        return whole
    return Table(whole.name, 0.0, 1.0, partial(_inside, whole, lowest, highest))


def _inside(whole: Distribution, lowest: float, highest: float) -> Array:
    from scipy.special import ndtr, ndtri

    below, above = ndtr(_score_at(whole, lowest)), ndtr(-_score_at(whole, highest))
    inside = 1.0 - below - above
    # each half by the tail that it is nearest to, so that neither loses digits
    left = ndtri(below + ndtr(GRID) * inside)
    right = -ndtri(above + ndtr(-GRID) * inside)
    table = whole.quantiles(np.clip(np.where(GRID < 0.0, left, right), -FARTHEST, FARTHEST))
    return np.clip(table, lowest, highest)


def _score_at(whole: Distribution, value: float) -> float:
    """Return the score at which a distribution reaches a value, by bisection; ±40 beyond its ends."""
    low, high = -FARTHEST, FARTHEST
    if value <= whole.quantiles(np.array([low]))[0]:
        return -40.0
    if value >= whole.quantiles(np.array([high]))[0]:
        return 40.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if whole.quantiles(np.array([middle]))[0] < value else (low, middle)
    return 0.5 * (low + high)
