"""What a local trial is worth before it starts: the expected value of sample information (EVSI).

A two-arm trial of n participants will estimate one effect θ (logarithm of a ratio, difference) with sampling
variance v(n). Before it starts, its posterior mean is expected to vary as N(μ, σ²·ρ²) with ρ² = σ²/(σ² +
v(n)); net benefit follows θ through the regression E[NB | θ] (Ades, Lu & Claxton 2004; Strong et al. 2015;
Jalal & Alarid-Escudero 2018; compared in Heath et al. 2020).

E[NB | θ] is written in Hermite polynomials of the normal score z of θ. For these the Gauss–Hermite integral
over what the trial leaves open is exact: E[Heₙ(z) | trial] = ρⁿ·Heₙ(z̃), z̃ ~ N(0, 1) (Mehler 1866). So 0 ≤
EVSI(n) ≤ EVSI(∞) = EVPPI(θ).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from cba.inputs import Array
from cba.uncertainty.batches import slices, spread_of_batches
from cba.uncertainty.conditional import normal_scores

DEGREE = 7
GRID = np.linspace(-7.0, 7.0, 2_801)
FINE = 2_000


@dataclass(frozen=True, slots=True)
class Trial:
    """The value of trials on one effect, kroner per decision, before any trial has been paid for.

    Attributes:
        coefficients: E[NB | θ] in Hermite polynomials of unit variance, shape (K, DEGREE + 1).
        variance: prior variance of θ, on its natural scale.
        noise: mean over each batch of polynomial × residual, shape (B, K, DEGREE + 1), for standard errors.
        sizes: draws per batch.
        with_nothing: whether doing nothing is an option too.
    """

    coefficients: Array
    variance: float
    noise: Array
    sizes: tuple[int, ...]
    with_nothing: bool = True

    @property
    def evppi(self) -> float:
        """The value of knowing θ exactly: the ceiling of every trial."""
        return float(self.evsi(np.zeros(1))[0])

    def evsi(self, variances: Sequence[float] | Array) -> Array:
        """Return the value of trials with these sampling variances, shape (T,): never rising in variance."""
        given = np.asarray(variances, dtype=np.float64)
        order = np.argsort(-given, kind="stable")
        worth = np.array([self._gain(self._precision(v))[0] for v in given[order]])
        found = np.empty(len(given))
        found[order] = np.maximum.accumulate(np.maximum(worth, 0.0))
        return found

    def standard_error(self, variances: Sequence[float] | Array) -> Array | None:
        """Return the standard errors of `evsi`, shape (T,); None with fewer than two batches."""
        rows = [self._gain(self._precision(v))[1] for v in np.asarray(variances, dtype=np.float64)]
        influence = np.array([np.einsum("bkn,kn->b", self.noise, row) for row in rows]).T
        return spread_of_batches(influence, self.sizes)

    def _precision(self, variance: float) -> float:
        """Return ρ, the correlation of θ with what the trial will say of it."""
        total = self.variance + variance
        return float(np.sqrt(self.variance / total)) if total > 0 and np.isfinite(total) else 0.0

    def _gain(self, precision: float) -> tuple[float, Array]:
        """Return the expected gain and its derivative by each coefficient, (K, DEGREE + 1)."""
        fading = precision ** np.arange(DEGREE + 1)
        expected = (self.coefficients * fading) @ POLYNOMIALS
        taken = _taken(expected, self.with_nothing) - _taken(self.coefficients[:, :1], self.with_nothing)
        slopes = (taken * DENSITY) @ POLYNOMIALS.T * fading
        return float(np.sum(slopes * self.coefficients)), slopes


def trial(
    theta: Array,
    npv: Array,
    sizes: Sequence[int] = (),
    with_nothing: bool = True,
    others: Array | None = None,
) -> Trial:
    """Prepare the value of trials on one effect.

    Args:
        theta: draws of the effect on its natural scale (logarithm for ratios), shape (D,). The normal score
            stands for it when it is not normal; its variance is the prior variance that the trial's sampling
            variance is set against.
        npv: net benefits, shape (K, D), or (D,) for doing it or not.
        sizes: draws per independent batch.
        with_nothing: whether doing nothing is an option too.
        others: what inputs independent of θ contribute, with mean 0, shape (K, D), as `Additive.without`
            finds it; taken out, it no longer blurs the regression.
    """
    options = np.atleast_2d(npv) - (0.0 if others is None else others)
    basis = hermite(normal_scores(theta)) if np.ptp(theta) > 0 else np.eye(DEGREE + 1, 1) + 0.0 * theta
    solved, *_ = np.linalg.lstsq(basis.T, options.T, rcond=None)
    residual = options - solved.T @ basis
    coefficients = _shrunk(np.array(solved.T), options)
    noise = np.zeros((len(sizes), len(options), DEGREE + 1))
    for row, batch in zip(noise, slices(sizes), strict=True):
        row[:] = residual[:, batch] @ basis[:, batch].T / (batch.stop - batch.start)
        if others is not None:
            row[:, 0] += others[:, batch].mean(axis=1)
    return Trial(coefficients, float(np.var(theta)), noise, tuple(sizes), with_nothing)


def hermite(z: Array) -> Array:
    """Return Hermite polynomials 0 … DEGREE with unit variance under N(0, 1), shape (DEGREE + 1, D)."""
    rows = [np.ones_like(z), z]
    for n in range(1, DEGREE):
        rows.append((z * rows[n] - np.sqrt(n) * rows[n - 1]) / np.sqrt(n + 1))
    return np.array(rows)


POLYNOMIALS = hermite(GRID)
DENSITY = np.exp(-0.5 * GRID**2) / np.sum(np.exp(-0.5 * GRID**2))


def _shrunk(coefficients: Array, options: Array) -> Array:
    """Shrink the fit so that its variance is that of adjusted R²: chance is not information."""
    count = options.shape[1]
    explained = np.sum(coefficients[:, 1:] ** 2, axis=1)
    total = np.var(options, axis=1)
    noise = np.maximum(total - explained, 0.0) * DEGREE / max(count - DEGREE - 1, 1)
    safe = np.where(explained > 0, explained, 1.0)
    keep = np.sqrt(np.maximum(1.0 - noise / safe, 0.0))
    return np.hstack([coefficients[:, :1], coefficients[:, 1:] * keep[:, None]])


def _taken(expected: Array, with_nothing: bool) -> Array:
    """Return 1 where an option is the best, shape (K, …) as `expected`."""
    best = np.argmax(expected, axis=0) == np.arange(len(expected))[:, None]
    if with_nothing:
        best &= expected.max(axis=0) > 0
    return np.asarray(best, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class BestSize:
    """The trial whose net value is greatest.

    Attributes:
        n: participants in all; 0 when no trial is worth its cost.
        worth: kroner, scaled to all decisions, before its cost.
        cost: kroner.
        net: worth − cost; 0 when n is 0.
        sizes: trial sizes looked at, rising, shape (T,).
        worths: their worth, shape (T,).
        nets: their net value, shape (T,).
    """

    n: int
    worth: float
    cost: float
    net: float
    sizes: Array
    worths: Array
    nets: Array


def best_size(
    evsi: Callable[[Array], Array],
    cost_fixed: float,
    cost_per_participant: float,
    n_max: int,
    scale: float = 1.0,
    points: int = 200,
) -> BestSize:
    """Return the (even) number of participants at which scale · EVSI(n) − cost(n) peaks.

    Args:
        evsi: kroner per decision from participants (T,) → (T,).
        cost_fixed: kroner of any trial at all.
        cost_per_participant: kroner.
        n_max: the most participants there can be.
        scale: how many times the decision is taken, see `population_scale`.
        points: how many sizes are looked at before the neighbourhood of the best is searched one by one.
    """
    every = np.arange(2, n_max + 1, 2)
    if not len(every):
        raise ValueError(f"a two-arm trial needs at least 2 participants, not {n_max}")
    first = np.unique(np.geomspace(1, len(every), min(points, len(every))).round().astype(np.intp)) - 1

    def nets(at: Array) -> tuple[Array, Array]:
        worths = scale * evsi(at)
        return worths, worths - cost_fixed - cost_per_participant * at

    sizes = every[first].astype(np.float64)
    top = int(np.argmax(nets(sizes)[1]))
    low, high = first[max(top - 1, 0)], first[min(top + 1, len(first) - 1)]
    around = np.unique(np.linspace(low, high, min(high - low + 1, FINE)).round().astype(np.intp))
    sizes = every[np.union1d(first, around)].astype(np.float64)
    worths, net = nets(sizes)
    best = int(np.argmax(net))
    if net[best] <= 0:
        return BestSize(0, 0.0, 0.0, 0.0, sizes, worths, net)
    n, worth = int(sizes[best]), float(worths[best])
    return BestSize(n, worth, worth - float(net[best]), float(net[best]), sizes, worths, net)


def population_scale(
    yearly: float, participants: float, years: int, rate: float | Sequence[float], delay: int = 0
) -> float:
    """Return how many times the scenario's decision is taken while the answer of a trial still matters.

    `Σ_{t = delay}^{years − 1} DF[t] · yearly / participants`, with DF[0] = 1.

    Args:
        yearly: people (or places) a year whom the decision is about.
        participants: those whom the scenario's net benefit is about, all years together.
        years: how long the decision lasts, counted from now.
        rate: discount rate a year, or one rate for each step from year t − 1 to t (at least years − 1 of
            them).
        delay: years before the trial's answer is there; decisions taken until then gain nothing from it.
    """
    if participants <= 0:
        raise ValueError(f"the scenario must have participants to scale from, not {participants}")
    rates = [float(r) for r in rate] if isinstance(rate, Sequence) else [rate] * max(years - 1, 0)
    factors = np.cumprod([1.0, *(1.0 / (1.0 + r) for r in rates[: max(years - 1, 0)])])
    return float(np.sum(factors[delay:years])) * yearly / participants
