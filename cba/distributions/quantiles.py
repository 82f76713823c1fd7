"""Distributions as functions of standard normal scores: what stands at −1.96, at 0, at +1.96.

A score is drawn once and each distribution turns it into its own value, so that correlation between inputs
is one matrix on their scores.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np

from cba.inputs import Array

FARTHEST = 8.3
"""No score is farther out than this: 2⁻⁵⁴ of a normal distribution is."""


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
