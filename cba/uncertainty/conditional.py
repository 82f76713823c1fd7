"""What is expected once some inputs are known: E[net benefit | inputs], by regression over the same draws.

Strong, Oakley & Brennan (2014) regress net benefit on the inputs of interest. Here the regression is linear
in a basis that suits results made of sums and products: each input itself, smooth functions of its rank (so
that any distribution is treated alike), and those products of inputs that the residual asks for (forward
selection with the risk-inflation threshold of Foster & George 1994).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from cba.inputs import Array

KNOTS = (-2.0, -1.2, -0.6, 0.0, 0.6, 1.2, 2.0)
RIDGE = 1e-8
ROUNDS = (60, 30)
FULL_BASIS, SHORT_BASIS = 8, 40


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
    _design: Array = field(repr=False)
    _gram: Array = field(repr=False)

    def project(self, weights: Array) -> Array:
        """Return the least-squares fit of other values (D,) on the same basis."""
        return _solve(self._gram, self._design @ weights) @ self._design


class Conditional:
    """The basis of one group of inputs, to fit any number of options on."""

    def __init__(self, columns: Sequence[Array]) -> None:
        """Take the group's draws, each shape (D,); columns that do not vary are left out."""
        varying = [standardised(c) for c in columns if np.ptp(c) > 0]
        self._count = len(columns[0])
        self._inputs = np.array(varying).reshape(len(varying), self._count)
        scores = [normal_scores(c) for c in varying]
        smooth = [_smooth(z, len(varying)) for z in scores]
        self._base = np.vstack([np.ones((1, self._count)), self._inputs, *smooth])
        bent = [] if len(varying) <= SHORT_BASIS else [_bends(z) for z in scores]
        self._bends = np.vstack(bent) if bent else np.empty((0, self._count))
        self._gram = self._base @ self._base.T

    def fit(self, values: Array) -> Fit:
        """Fit net benefits, shape (D,)."""
        centre = float(np.mean(values))
        spread = float(np.std(values))
        if spread <= 1e-12 * abs(centre) or not len(self._inputs):
            flat = np.full(self._count, centre)
            return Fit(flat, values - flat, 0.0, self._base[:1], self._gram[:1, :1])
        target = (values - centre) / spread
        design, gram = self._base, self._gram
        fitted = _solve(gram, design @ target) @ design
        terms = self._inputs
        for most in ROUNDS:
            chosen = self._asked_for(target - fitted, terms, most)
            if not len(chosen):
                break
            design, gram = _extended(design, gram, chosen)
            fitted = _solve(gram, design @ target) @ design
            terms = chosen
        keep, share = _shrinkage(target, fitted, gram)
        mean_fit = float(np.mean(fitted))
        kept = centre + spread * keep * (fitted - mean_fit)
        return Fit(kept, spread * (target - fitted), share, design, gram)

    def _asked_for(self, residual: Array, terms: Array, most: int) -> Array:
        """Return the standardised products term × input, and bends, that the residual asks for: (chosen, D)."""
        if len(self._inputs) == 1:
            return np.empty((0, self._count))
        scores, rows, columns = _product_scores(residual, terms, self._inputs)
        bends = np.abs(self._bends @ residual) / (math.sqrt(self._count) * float(np.std(residual)) + 1e-300)
        every = np.concatenate([scores, bends])
        limit = math.sqrt(2.0 * math.log(max(len(every), 2)))
        order = np.argsort(-every, kind="stable")[:most]
        found = [
            terms[rows[i]] * self._inputs[columns[i]] if i < len(scores) else self._bends[i - len(scores)]
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


def _smooth(z: Array, inputs: int) -> Array:
    """Return smooth functions of one input's scores: a spline in small groups, two bends or none else."""
    if inputs <= FULL_BASIS:
        return np.vstack([_spline(z), standardised(z * z)])
    return _bends(z) if inputs <= SHORT_BASIS else np.empty((0, len(z)))


def _bends(z: Array) -> Array:
    """Return the Hermite polynomials of degree 2 and 3, unit variance, shape (2, D)."""
    return np.array([(z * z - 1.0) / math.sqrt(2.0), z * (z * z - 3.0) / math.sqrt(6.0)])


def _spline(z: Array) -> Array:
    """Return the natural cubic spline basis (linear beyond the outer knots), shape (knots − 1, D)."""
    last, before = KNOTS[-1], KNOTS[-2]

    def bent(knot: float) -> Array:
        rise = np.maximum(z - knot, 0.0) ** 3 - np.maximum(z - last, 0.0) ** 3
        return np.asarray(rise / (last - knot), dtype=np.float64)

    base = bent(before)
    return np.array([standardised(z), *(standardised(bent(knot) - base) for knot in KNOTS[:-2])])


def _product_scores(
    residual: Array, terms: Array, inputs: Array
) -> tuple[Array, npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return each product term × input: how many standard errors its covariance with the residual is."""
    count = len(residual)
    together = (terms * residual) @ inputs.T / count
    variance = (terms**2) @ (inputs**2).T / count - (terms @ inputs.T / count) ** 2
    rows, columns = np.divmod(np.arange(together.size).reshape(together.shape), together.shape[1])
    if terms is inputs:
        keep = np.triu_indices(len(inputs))
        together, variance, rows, columns = together[keep], variance[keep], rows[keep], columns[keep]
    spread = np.sqrt(np.maximum(variance, 1e-12)) * (float(np.std(residual)) + 1e-300)
    scores = np.abs(together) / spread * math.sqrt(count)
    return scores.ravel(), rows.ravel(), columns.ravel()


def _extended(design: Array, gram: Array, more: Array) -> tuple[Array, Array]:
    across = design @ more.T
    return np.vstack([design, more]), np.block([[gram, across], [across.T, more @ more.T]])


def _solve(gram: Array, right: Array) -> Array:
    """Solve the normal equations; the small ridge lets columns repeat each other."""
    ridge = RIDGE * float(np.trace(gram)) / len(gram)
    return np.asarray(np.linalg.solve(gram + ridge * np.eye(len(gram)), right), dtype=np.float64)


def _shrinkage(target: Array, fitted: Array, gram: Array) -> tuple[float, float]:
    """Return the factor that gives the fit the variance of adjusted R², and adjusted R² itself."""
    count = len(target)
    terms = float(np.trace(_solve(gram, gram))) - 1.0
    explained = float(np.var(fitted) / np.var(target))
    if explained <= 0 or count <= terms + 2:
        return 0.0, 0.0
    adjusted = 1.0 - (1.0 - min(explained, 1.0)) * (count - 1) / (count - terms - 1)
    share = min(max(adjusted, 0.0), 1.0)
    return math.sqrt(min(share / explained, 1.0)), share
