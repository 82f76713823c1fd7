"""Amounts by year, for one value of every input or for many draws at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cba.inputs import Array, Value


@dataclass(frozen=True, slots=True)
class Yearly:
    """Amounts by year as a scale times a profile: `amounts[n] = scale · profile[n]`.

    Most of a calculation is linear in what is uncertain, so over D draws only the scale is long. What is
    fixed goes into the profile, once; only what changes the shape of the years (fade, participants year by
    year) needs a profile for each draw.

    Attributes:
        scale: one number, or one per draw, shape (D,); (R, D) for a sum of R terms.
        profile: shape (H,), or (H, D) where the years differ from draw to draw; (R, H) for R terms.
    """

    scale: Value
    profile: Array

    def terms(self) -> list[Yearly]:
        """Return the terms that the amounts are the sum of, none of which is a sum itself."""
        if not self._is_sum:
            return [self]
        return [Yearly(scale, profile) for scale, profile in zip(self.scale, self.profile, strict=True)]  # type: ignore[arg-type]

    @property
    def _is_sum(self) -> bool:
        return isinstance(self.scale, np.ndarray) and self.scale.ndim == 2

    @property
    def amounts(self) -> Array:
        """Amounts, shape (H,) or (H, D)."""
        if self._is_sum:
            return np.asarray(sum(term.amounts for term in self.terms()))
        if self.profile.ndim == 1 and is_drawn(self.scale):
            return np.multiply.outer(self.profile, self.scale)
        return np.asarray(self.profile * self.scale)

    @property
    def horizon(self) -> int:
        """Number of years H."""
        return self.profile.shape[1] if self._is_sum else len(self.profile)

    @property
    def total(self) -> Value:
        """The sum over years: one number, or one per draw."""
        if self._is_sum:
            return np.asarray(sum(term.total for term in self.terms()))
        return np.asarray(self.scale * self.profile.sum(axis=0))

    def __mul__(self, factor: Value) -> Yearly:
        """Multiply every year; a fixed factor goes into the profile, unless that has draws."""
        if is_drawn(factor) or self.profile.ndim == 2:
            return Yearly(product(self.scale, factor), self.profile)
        return Yearly(self.scale, self.profile * factor)

    def __neg__(self) -> Yearly:
        """Turn the sign."""
        return self * -1.0

    def by_year(self, factors: Array) -> Yearly:
        """Multiply year by year by factors of shape (H,) or (H, D)."""
        profile, factors = aligned(self.profile, factors)
        return Yearly(self.scale, profile * factors)

    def by_kind_of_year(self, factors: Array, kinds: npt.NDArray[np.intp]) -> Yearly:
        """Multiply year by year by the factor of the year's kind.

        Args:
            factors: of each kind, shape (K,) or (K, D).
            kinds: each year's place in `factors`, shape (H,).

        Returns:
            With drawn factors on a fixed profile a sum of one term for each kind that has amounts.
        """
        found = [kind for kind in range(len(factors)) if self.profile[kinds == kind].any()]
        if factors.ndim == 1 or self.profile.ndim == 2 or not found:
            return self.by_year(factors[kinds])
        if len(found) == 1:
            return Yearly(product(self.scale, factors[found[0]]), self.profile)
        profiles = [np.where(kinds == kind, self.profile, 0.0) for kind in found]
        return Yearly(factors[found] * self.scale, np.array(profiles))

    def followed_by(self, other: Yearly) -> Yearly:
        """Let each amount be followed by others in the years after it: `Σ_y self[y] · other[n − y]`."""
        if not self._is_sum:
            return Yearly(1.0, cohorts(self.profile, other.profile)) * self.scale * other.scale
        if other.profile.ndim == 2:
            return Yearly(1.0, cohorts(self.amounts, other.amounts))
        profiles = np.array([cohorts(profile, other.profile) for profile in self.profile])
        return Yearly(product(self.scale, other.scale), profiles)

    def present_value(self, discount: Array) -> Value:
        """Return `Σ_n DF[n]·amounts[n]`: one number, or one per draw. `discount` is (H,) or (H, D)."""
        if self._is_sum:
            return np.asarray(sum(term.present_value(discount) for term in self.terms()))
        return np.asarray(self.scale * np.einsum("h...,h...->...", self.profile, discount))


def is_drawn(value: Value) -> bool:
    """Tell whether a value is one per draw."""
    return isinstance(value, np.ndarray) and value.ndim > 0


def product(one: Value, other: Value) -> Value:
    """Return the product; of 1 and draws the draws themselves, which saves reading and writing them."""
    if isinstance(one, float) and one == 1.0:
        return other
    if isinstance(other, float) and other == 1.0:
        return one
    return one * other


def by_years(values: Sequence[Value]) -> Array:
    """Put values of consecutive years under each other: shape (H,), or (H, D) when any is drawn."""
    return np.stack(np.broadcast_arrays(*map(np.asarray, values))).astype(np.float64)


def constant(horizon: int) -> Yearly:
    """Return one in each year."""
    return Yearly(1.0, np.ones(horizon))


def aligned(one: Array, other: Array) -> tuple[Array, Array]:
    """Return two arrays of years so that years meet years: (H,) beside (H, D) becomes (H, 1)."""
    if one.ndim == other.ndim:
        return one, other
    return (one[:, np.newaxis], other) if one.ndim < other.ndim else (one, other[:, np.newaxis])


def cohorts(exposed: Array, per_unit: Array) -> Array:
    """Add up cohorts: `Σ_y exposed[y] · per_unit[n − y]`, each of shape (H,) or (H, D)."""
    if exposed.ndim == per_unit.ndim == 1:
        return np.convolve(exposed, per_unit)[: exposed.size]
    first, second = aligned(exposed, per_unit)
    if second.shape[-1] == 1:
        # the order does not matter, and the one without draws often has few years that are not zero
        first, second = second, first
    horizon = len(first)
    years = [year for year in range(horizon) if first[year].any()]
    if years == [0]:
        return np.asarray(first[0] * second)
    total = np.zeros(np.broadcast_shapes(first.shape, second.shape))
    for year in years:
        total[year:] += first[year] * second[: horizon - year]
    return total


def covered(operating: Array, per_year: Array) -> Array:
    """Return the largest `per_year[n − y]` in absolute value over operating years y; places do not add up.

    Args:
        operating: shape (H,), true in operating years.
        per_year: shape (H,) or (H, D), the profile since the year of operation.
    """
    best = np.zeros_like(per_year, dtype=np.float64)
    for year in np.flatnonzero(operating):
        shifted = np.zeros_like(best)
        shifted[year:] = per_year[: len(per_year) - year]
        best = np.where(np.abs(shifted) > np.abs(best), shifted, best)
    return best
