"""Latin hypercube: one value in each of n equally likely strata."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from cba.distributions import Distribution
from cba.inputs import Array
from cba.quantiles import FARTHEST

_OUTER = 512
"""Strata at either end in which each value is calculated for itself: there the score bends."""


def scores(share: Array) -> Array:
    """Return the standard normal scores of probabilities; never infinite."""
    from scipy.special import ndtri

    return np.clip(ndtri(share), -FARTHEST, FARTHEST)


class Strata:
    """Strata of equal probability, from the lowest to the highest.

    In the inner ones a value is interpolated between those at the stratum's edges, which each distribution
    has worked out once: the score bends there by less than 5e-7 of a standard deviation.
    """

    def __init__(self, size: int) -> None:
        """Divide into `size` strata."""
        self.size = size
        self._outer = min(_OUTER, (size + 1) // 2)
        self._edges: dict[str, Array] = {}

    @cached_property
    def middles(self) -> Array:
        """The score in the middle of each stratum, shape (size,)."""
        return scores((np.arange(self.size) + 0.5) / self.size)

    def values(self, rng: np.random.Generator, name: str, distribution: Distribution) -> Array:
        """Return a random value in each stratum, rising, shape (size,)."""
        jitter = rng.random(self.size)
        left, right = self._outer, self.size - self._outer
        outer = np.r_[0:left, max(left, right) : self.size]
        exact = distribution.quantiles(scores((outer + jitter[outer]) / self.size))
        if right > left:
            edges = self._inner_edges(name, distribution)
            jitter[left:right] *= np.diff(edges)
            jitter[left:right] += edges[:-1]
        jitter[outer] = exact
        return jitter

    def _inner_edges(self, name: str, distribution: Distribution) -> Array:
        # two threads may both work it out; they find the same
        found = self._edges.get(name)
        if found is None:
            share = np.arange(self._outer, self.size - self._outer + 1) / self.size
            found = self._edges[name] = distribution.quantiles(scores(share))
        return found
