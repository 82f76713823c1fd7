"""Amounts by year, for one value of every input or for many draws at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cba.inputs import Array, Value


@dataclass(frozen=True, slots=True)
class Yearly:
    """Amounts by year as a scale times a profile: `amounts[n] = scale · profile[n]`.

    Most of a calculation is linear in what is uncertain, so over D draws only the scale is long. What is
    fixed goes into the profile, once; only what changes the shape of the years (fade, overlap, participants
    year by year) needs a profile for each draw.

    Attributes:
        scale: one number, or one per draw, shape (D,).
        profile: shape (H,), or (D, H) where the years differ from draw to draw.
    """

    scale: Value
    profile: Array

    @property
    def amounts(self) -> Array:
        """Amounts, shape (H,) or (D, H)."""
        return np.asarray(self.profile * column(self.scale))

    @property
    def horizon(self) -> int:
        """Number of years H."""
        return int(self.profile.shape[-1])

    @property
    def total(self) -> Value:
        """The sum over years: one number, or one per draw."""
        return np.asarray(self.scale * self.profile.sum(axis=-1))

    def __mul__(self, factor: Value) -> Yearly:
        """Multiply every year; a fixed factor goes into the profile."""
        if np.ndim(factor) == 0:
            return Yearly(self.scale, self.profile * factor)
        return Yearly(self.scale * factor, self.profile)

    def __neg__(self) -> Yearly:
        """Turn the sign."""
        return Yearly(self.scale, -self.profile)

    def by_year(self, factors: Array) -> Yearly:
        """Multiply year by year by factors of shape (H,) or (D, H)."""
        return Yearly(self.scale, self.profile * factors)

    def followed_by(self, other: Yearly) -> Yearly:
        """Let each amount be followed by others in the years after it: `Σ_y self[y] · other[n − y]`."""
        return Yearly(1.0, cohorts(self.profile, other.profile)) * self.scale * other.scale

    def present_value(self, discount: Array) -> Value:
        """Return `Σ_n DF[n]·amounts[n]`: one number, or one per draw. `discount` is (H,) or (D, H)."""
        return np.asarray(self.scale * np.einsum("...h,...h->...", self.profile, discount))


def column(value: Value) -> Array:
    """Return a value, or one per draw, so that it multiplies years: shape (1,) or (D, 1)."""
    return np.asarray(value)[..., np.newaxis]


def by_years(values: Sequence[Value]) -> Array:
    """Put values of consecutive years side by side: shape (H,), or (D, H) when any is drawn."""
    return np.stack(np.broadcast_arrays(*map(np.asarray, values)), axis=-1).astype(np.float64)


def constant(horizon: int) -> Yearly:
    """Return one in each year."""
    return Yearly(1.0, np.ones(horizon))


def cohorts(exposed: Array, per_unit: Array) -> Array:
    """Add up cohorts: `Σ_y exposed[y] · per_unit[n − y]`, with years on the last axis, (H,) or (D, H)."""
    if exposed.ndim == per_unit.ndim == 1:
        return np.convolve(exposed, per_unit)[: exposed.size]
    horizon = exposed.shape[-1]
    total = np.zeros(np.broadcast_shapes(exposed.shape, per_unit.shape))
    for year in range(horizon):
        entering = exposed[..., year : year + 1]
        if entering.any():
            total[..., year:] += entering * per_unit[..., : horizon - year]
    return total


def covered(operating: Array, per_year: Array) -> Array:
    """Return the largest `per_year[n − y]` in absolute value over operating years y; places do not add up.

    Args:
        operating: shape (H,), true in operating years.
        per_year: shape (H,) or (D, H), the profile since the year of operation.
    """
    horizon = per_year.shape[-1]
    best = np.zeros_like(per_year, dtype=np.float64)
    for year in np.flatnonzero(operating):
        shifted = np.zeros_like(best)
        shifted[..., year:] = per_year[..., : horizon - year]
        best = np.where(np.abs(shifted) > np.abs(best), shifted, best)
    return best
