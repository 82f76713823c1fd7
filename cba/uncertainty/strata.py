"""Latin hypercube: one value in each of n equally likely strata."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cba.distributions import Distribution
from cba.distributions.quantiles import scores
from cba.inputs import Array

_OUTER = 256
"""Strata at either end in which each value is worked out for itself: there the score bends."""
_MOST_KEPT = 65_536
"""Strata up to which the values at their edges are kept from batch to batch, as large as a batch itself."""


class Strata:
    """Strata of equal probability, from the lowest to the highest.

    In the inner ones a value is interpolated between those at the stratum's edges, which each distribution
    works out once: the score bends there by less than a millionth of a standard deviation.
    """

    def __init__(self, size: int) -> None:
        """Divide into `size` strata."""
        self.size = size
        left = min(_OUTER, (size + 1) // 2)
        self._left, self._right = left, max(left, size - _OUTER)
        self._starts = np.concatenate([np.arange(left), np.arange(self._right, size)]) / size
        self._edges: dict[str, tuple[Array, npt.NDArray[np.float32]]] = {}

    def middles(self) -> Array:
        """Return the score in the middle of each stratum, shape (size,)."""
        return scores((np.arange(self.size) + 0.5) / self.size)

    def values(self, rng: np.random.Generator, name: str, distribution: Distribution, out: Array) -> Array:
        """Write a random value in each stratum, rising, into an array of shape (size,), and return it."""
        left, right = self._left, self._right
        values = rng.random(out=out)
        share = np.concatenate([values[:left], values[right:]])
        share /= self.size
        share += self._starts
        outer = distribution.quantiles(scores(share))
        if left < right:
            edges, widths = self._inner(name, distribution)
            inner = values[left:right]
            inner *= widths
            inner += edges
        values[:left] = outer[:left]
        values[right:] = outer[left:]
        return values

    def _inner(self, name: str, distribution: Distribution) -> tuple[Array, npt.NDArray[np.float32]]:
        """Return the value at the lower edge of each inner stratum, and the stratum's width."""
        known = self._edges.get(name)
        if known is None:
            share = np.arange(self._left, self._right + 1) / self.size
            edges = distribution.quantiles(scores(share))
            # half the digits are plenty for a step within a stratum, and half the memory
            known = edges[:-1], np.diff(edges).astype(np.float32)
            if self.size <= _MOST_KEPT:
                # two threads may both work it out; they find the same
                self._edges[name] = known
        return known
