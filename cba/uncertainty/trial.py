"""What a local trial is worth before it starts: the expected value of sample information (EVSI).

A two-arm trial of n participants will estimate one effect θ (logarithm of a ratio, difference) without bias
and near normally, with sampling variance v(n). Net benefit follows θ through the regression E[NB | θ] (Ades,
Lu & Claxton 2004; Strong et al. 2015; compared in Heath et al. 2020), a polynomial in the normal score of θ.

What will be believed after the trial is Bayes' rule by itself, whatever the shape of the prior: its draws in
strata of equal size, what the trial may say in cells between predictive quantiles, and the chance of each
cell given each stratum. Strata and cells lose information but never invent any, so 0 ≤ EVSI(n) ≤ EVSI(∞) =
EVPPI(θ). A normal approximation of the prior (moment matching) is off by a tenth for priors cut off at a
bound and by a quarter for skewed ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from cba.inputs import Array
from cba.uncertainty.batches import slices, spread_of_batches
from cba.uncertainty.conditional import normal_scores

Places: TypeAlias = npt.NDArray[np.intp]

DEGREE = 7
STRATA = 256
CELLS = 256
"""Doubling both moves a trial's worth by about one part in a thousand."""
NEARLY = 0.9
"""The share of the greatest net value that is nearly as good."""
_AROUND = 41
"""Sizes looked at in each round of the search for the best."""


@dataclass(frozen=True, slots=True)
class Trial:
    """The value of trials on one effect, kroner per decision, before any trial has been paid for.

    Attributes:
        coefficients: E[NB | θ] in Hermite polynomials of unit variance, shape (K, DEGREE + 1).
        prior: mean of θ in each stratum of its draws, rising, on its natural scale, shape (S,).
        basis: mean of each polynomial times the stratum's share of the draws, shape (S, DEGREE + 1).
        noise: mean over each batch of polynomial × residual, shape (B, K, DEGREE + 1), for standard errors.
        sizes: draws per batch.
        with_nothing: whether doing nothing is an option too.
    """

    coefficients: Array
    prior: Array
    basis: Array
    noise: Array
    sizes: tuple[int, ...]
    with_nothing: bool = True

    @property
    def evppi(self) -> float:
        """The value of knowing θ exactly: the ceiling of every trial."""
        return max(self._gain(0.0)[0], 0.0)

    def evsi(self, variances: Sequence[float] | Array) -> Array:
        """Return the value of trials with these sampling variances, shape (T,): never rising in variance."""
        given = np.asarray(variances, dtype=np.float64)
        order = np.argsort(-given, kind="stable")
        worth = np.array([self._gain(v)[0] for v in given[order]])
        found = np.empty(len(given))
        found[order] = np.minimum(np.maximum.accumulate(np.maximum(worth, 0.0)), self.evppi)
        return found

    def standard_error(self, variances: Sequence[float] | Array) -> Array | None:
        """Return the standard errors of `evsi`, shape (T,); None with fewer than two batches."""
        rows = [self._gain(v)[1] for v in np.asarray(variances, dtype=np.float64)]
        influence = np.array([np.einsum("bkn,kn->b", self.noise, row) for row in rows]).T
        return spread_of_batches(influence, self.sizes)

    def _gain(self, variance: float) -> tuple[float, Array]:
        """Return the expected gain and its derivative by each coefficient, (K, DEGREE + 1)."""
        cells = self._told(variance)
        expected = self.coefficients @ cells.T
        nothing_told = self.basis.sum(axis=0)
        before = _taken(self.coefficients @ nothing_told[:, None], self.with_nothing)
        slopes = _taken(expected, self.with_nothing) @ cells - before * nothing_told
        return float(np.sum(slopes * self.coefficients)), slopes

    def _told(self, variance: float) -> Array:
        """Return each polynomial's mean times the chance, by cell of what the trial may say."""
        from scipy.special import ndtr, ndtri

        error = float(np.sqrt(variance))
        if error == 0.0 or not np.isfinite(error):
            return self.basis if error == 0.0 else self.basis.sum(axis=0, keepdims=True)
        ranks = np.arange(1, CELLS) / CELLS
        # quantiles of prior and error added: fine where θ is crowded, and wide enough for both tails
        edges = np.quantile(self.prior, ranks) + error * ndtri(ranks)
        below = ndtr((edges[:, None] - self.prior) / error)
        chance = np.diff(below, axis=0, prepend=0.0, append=1.0)
        return np.asarray(chance @ self.basis)


def trial(
    theta: Array,
    npv: Array,
    sizes: Sequence[int] = (),
    with_nothing: bool = True,
    others: Array | None = None,
) -> Trial:
    """Prepare the value of trials on one effect.

    Args:
        theta: draws of the effect on its natural scale (logarithm for ratios), shape (D,).
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
    order = np.array_split(np.argsort(theta, kind="stable"), min(STRATA, len(theta)))
    prior = np.array([theta[rows].mean() for rows in order])
    strata = np.array([basis[:, rows].sum(axis=1) for rows in order]) / len(theta)
    return Trial(coefficients, prior, strata, noise, tuple(sizes), with_nothing)


def hermite(z: Array) -> Array:
    """Return Hermite polynomials 0 … DEGREE with unit variance under N(0, 1), shape (DEGREE + 1, D)."""
    rows = [np.ones_like(z), z]
    for n in range(1, DEGREE):
        rows.append((z * rows[n] - np.sqrt(n) * rows[n - 1]) / np.sqrt(n + 1))
    return np.array(rows)


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
        enough: the fewest participants whose net value is `NEARLY` of it; 0 when n is 0.
        sizes: trial sizes looked at, rising, shape (T,).
        worths: their worth, shape (T,).
        nets: their net value, shape (T,).
    """

    n: int
    worth: float
    cost: float
    net: float
    enough: int
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

    def nets(at: Places) -> Array:
        sizes = every[at].astype(np.float64)
        return scale * evsi(sizes) - cost_fixed - cost_per_participant * sizes

    seen = np.union1d(first, _around_the_best(nets, first))
    sizes, net = every[seen].astype(np.float64), nets(seen)
    worths = net + cost_fixed + cost_per_participant * sizes
    best = int(np.argmax(net))
    if net[best] <= 0:
        return BestSize(0, 0.0, 0.0, 0.0, 0, sizes, worths, net)
    worth, gain = float(worths[best]), float(net[best])
    enough = int(every[_first_at(nets, seen, net, NEARLY * gain)])
    return BestSize(int(sizes[best]), worth, worth - gain, gain, enough, sizes, worths, net)


def _around_the_best(nets: Callable[[Places], Array], first: Places) -> Places:
    """Return the places looked at about the best of the first, ever closer until neighbours are compared."""
    looked, around = first[:0], first
    while True:
        top = int(np.argmax(nets(around)))
        low, high = around[max(top - 1, 0)], around[min(top + 1, len(around) - 1)]
        around = np.unique(np.linspace(low, high, min(high - low + 1, _AROUND)).round().astype(np.intp))
        looked = np.union1d(looked, around)
        if len(around) == high - low + 1:
            return looked


def _first_at(nets: Callable[[Places], Array], seen: Places, net: Array, least: float) -> int:
    """Return the first place with so much net value, by halving between the places that were looked at."""
    at = int(np.argmax(net >= least))
    high = int(seen[at])
    low = int(seen[at - 1]) if at else high - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if nets(np.array([middle]))[0] >= least else (middle, high)
    return high


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
