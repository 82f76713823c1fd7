"""Distributions without a closed form, as tables over the scores from −6 to 6, linear in between.

Beyond those scores lies one draw in a thousand million.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cba.distributions.quantiles import FARTHEST, Distribution
from cba.inputs import Array

EDGE = 6.0
"""Tables reach from −EDGE to EDGE."""
_STEPS = 4_096
_KNOTS = 256
_EACH = _STEPS // _KNOTS
_WINDOW = 6


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

    @cached_property
    def _steps(self) -> Array:
        return np.append(np.diff(self.table), 0.0)

    def quantiles(self, z: Array) -> Array:
        """Return the values, linear between those of the table."""
        # the grid is even, so the place is worked out: four times as fast as a search in scores in no order
        place = np.minimum(np.maximum(z, -EDGE), EDGE)
        place += EDGE
        place *= _STEPS / (2.0 * EDGE)
        index = place.astype(np.intp)
        place -= index
        values = self._steps[index]
        values *= place
        values += self.table[index]
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
