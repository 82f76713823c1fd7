"""What is expected once some inputs are known: E[net benefit | inputs], by regression over the same draws.

Strong, Oakley & Brennan (2014) regress net benefit on the inputs of interest. Here the regression is linear
in a basis that suits results made of sums and products: each input itself, smooth functions of its rank (so
that any distribution is treated alike; in large groups where the residual asks for them), and those products
of inputs that the residual asks for (forward selection, one standard error beyond the risk-inflation
threshold of Foster & George 1994: what chance alone offers as the best of many candidates stays out).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from cba.inputs import Array

KNOTS = (-1.7, -0.8, 0.0, 0.8, 1.7)
RIDGE = 1e-8
ROUNDS = (60, 30)
FULL_BASIS, TWO_FACTORS = 8, 30
DRAWS_PER_TERM = 20


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted conditional expectation.

    Attributes:
        values: E[net benefit | inputs] at each draw, shape (D,), with the mean of the draws. Shrunk towards
            it so that its variance is not inflated by what the regression picks up by chance.
        residual: net benefit minus the unshrunk fit, shape (D,).
        share: share of the variance explained, adjusted for the number of terms, 0..1.
    """

    values: Array
    residual: Array
    share: float
    _design: _Design = field(repr=False)

    def project(self, weights: Array) -> Array:
        """Return the least-squares fit of other values (D,) on the same basis."""
        return self._design.project(weights)


@dataclass(frozen=True, slots=True)
class _Design:
    """Regressors: the group's own (P, D), for all options, and what one option asks for besides (Q, D)."""

    base: Array
    more: Array
    gram: Array

    def project(self, target: Array) -> Array:
        found = solve(self.gram, np.concatenate([self.base @ target, self.more @ target]))
        return np.asarray(found[: len(self.base)] @ self.base + found[len(self.base) :] @ self.more)

    def extended(self, rows: Array) -> _Design:
        across = np.vstack([self.base @ rows.T, self.more @ rows.T])
        gram = np.block([[self.gram, across], [across.T, rows @ rows.T]])
        return _Design(self.base, np.vstack([self.more, rows]), gram)


class Conditional:
    """The basis of one group of inputs, to fit any number of options on."""

    def __init__(self, columns: Sequence[Array], scores: Sequence[Array] | None = None) -> None:
        """Take the group's draws, each shape (D,), and their normal scores where these are known already.

        Columns that do not vary are left out.
        """
        self._count = len(columns[0])
        moving = [index for index, column in enumerate(columns) if np.ptp(column) > 0]
        varying = [standardised(columns[index]) for index in moving]
        scores = [scores[index] if scores else normal_scores(columns[index]) for index in moving]
        small = len(varying) <= FULL_BASIS
        smooth = [np.vstack([_spline(z), standardised(z * z)]) for z in scores] if small else []
        base = np.vstack([np.ones((1, self._count)), *varying, *smooth])
        both = 1 < len(varying) <= TWO_FACTORS
        self._factors = np.array([*varying, *scores]) if both else base[1 : 1 + len(varying)]
        self._bends = np.empty((0, self._count)) if small else np.vstack([bends(z) for z in scores])
        self._design = _Design(base, base[:0], base @ base.T)
        self._pairs = _product_variance(self._factors, self._factors)

    def fit(self, values: Array) -> Fit:
        """Fit net benefits, shape (D,)."""
        centre = float(np.mean(values))
        spread = float(np.std(values))
        if spread <= 1e-12 * abs(centre) or not len(self._factors):
            flat = np.full(self._count, centre)
            return Fit(flat, values - flat, 0.0, self._design)
        target = (values - centre) / spread
        design, terms = self._design, self._factors
        fitted = design.project(target)
        for most in ROUNDS:
            chosen = self._asked_for(target - fitted, terms, most)
            if not len(chosen):
                break
            design, terms = design.extended(chosen), chosen
            fitted = design.project(target)
        keep, share = _shrinkage(target, fitted, design.gram)
        mean_fit = float(np.mean(fitted))
        kept = centre + spread * keep * (fitted - mean_fit)
        return Fit(kept, spread * (target - fitted), share, design)

    def _asked_for(self, residual: Array, terms: Array, most: int) -> Array:
        """Return the products term × factor, and bends, that the residual asks for, shape (chosen, D).

        A factor is an input, or in groups that are not large also the score of its rank.
        """
        if len(self._factors) == 1:
            return np.empty((0, self._count))
        first = terms is self._factors
        variance = self._pairs if first else _product_variance(terms, self._factors)
        scores = _product_scores(residual, terms, self._factors, variance)
        if first:
            scores = np.triu(scores)
        bent = np.abs(self._bends @ residual) / (math.sqrt(self._count) * float(np.std(residual)) + 1e-300)
        every = np.concatenate([scores.ravel(), bent])
        across = len(self._factors)
        limit = math.sqrt(2.0 * math.log(max(len(every), 2))) + 1.0
        order = np.argsort(-every, kind="stable")[: min(most, self._count // DRAWS_PER_TERM)]
        found = [
            terms[i // across] * self._factors[i % across]
            if i < scores.size
            else self._bends[i - scores.size]
            for i in order
            if every[i] > limit
        ]
        return np.array([standardised(f) for f in found]).reshape(len(found), self._count)


def standardised(values: Array) -> Array:
    """Return values with mean 0 and standard deviation 1, shape (D,)."""
    centred = values - np.mean(values)
    spread = float(np.std(centred))
    return centred / spread if spread > 0 else centred


def normal_scores(values: Array) -> Array:
    """Return the standard-normal scores of the ranks, shape (D,): the same for every increasing transform."""
    from scipy.special import ndtri

    count = len(values)
    scores = np.empty(count)
    scores[np.argsort(values, kind="stable")] = ndtri((np.arange(count) + 0.5) / count)
    return scores


def bends(z: Array) -> Array:
    """Return the Hermite polynomials of degree 2 and 3, unit variance, shape (2, D)."""
    return np.array([(z * z - 1.0) / math.sqrt(2.0), z * (z * z - 3.0) / math.sqrt(6.0)])


def _spline(z: Array) -> Array:
    """Return the natural cubic spline basis (linear beyond the outer knots), shape (knots − 1, D)."""
    last, before = KNOTS[-1], KNOTS[-2]

    def bent(knot: float) -> Array:
        rise, level = np.maximum(z - knot, 0.0), np.maximum(z - last, 0.0)
        return np.asarray((rise * rise * rise - level * level * level) / (last - knot), dtype=np.float64)

    base = bent(before)
    return np.array([standardised(z), *(standardised(bent(knot) - base) for knot in KNOTS[:-2])])


def _product_variance(terms: Array, factors: Array) -> Array:
    """Return the variance of each product term × factor, shape (terms, factors)."""
    count = factors.shape[1]
    variance = (terms**2) @ (factors**2).T / count - (terms @ factors.T / count) ** 2
    return np.asarray(np.maximum(variance, 1e-12), dtype=np.float64)


def _product_scores(residual: Array, terms: Array, factors: Array, variance: Array) -> Array:
    """Return each product term × factor: how many standard errors its covariance with the residual is."""
    count = len(residual)
    together = np.abs((terms * residual) @ factors.T) / math.sqrt(count)
    return np.asarray(together / (np.sqrt(variance) * (float(np.std(residual)) + 1e-300)))


def solve(gram: Array, right: Array) -> Array:
    """Solve the normal equations; the small ridge lets columns repeat each other."""
    ridge = RIDGE * float(np.trace(gram)) / len(gram)
    return np.asarray(np.linalg.solve(gram + ridge * np.eye(len(gram)), right), dtype=np.float64)


def _shrinkage(target: Array, fitted: Array, gram: Array) -> tuple[float, float]:
    """Return the factor that gives the fit the variance of adjusted R², and adjusted R² itself."""
    count = len(target)
    terms = float(np.trace(solve(gram, gram))) - 1.0
    explained = float(np.var(fitted) / np.var(target))
    if explained <= 0 or count <= terms + 2:
        return 0.0, 0.0
    adjusted = 1.0 - (1.0 - min(explained, 1.0)) * (count - 1) / (count - terms - 1)
    share = min(max(adjusted, 0.0), 1.0)
    return math.sqrt(min(share / explained, 1.0)), share
