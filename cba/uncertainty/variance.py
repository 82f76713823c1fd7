"""Which inputs carry the variance of a result: Sobol indices of first and total order.

First order: the share of the variance that would go if the input were known, Var(E[y | x]) / Var(y). Total
order: the share that would stay if all other inputs were known. `first_order` reads the former off draws that
already exist;
`sobol_indices` evaluates the model anew, by pick-freeze, and gives both.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cba.inputs import Array
from cba.uncertainty.batches import slices

TERMS = 10
CHUNK = 32


@dataclass(frozen=True, slots=True)
class FirstOrder:
    """First-order shares of the variance.

    Attributes:
        share: shape (J,), bias-corrected: that of a useless input is 0 on average, so it may be slightly
            negative.
        se: standard errors by jackknife over batches, shape (J,); None with fewer than two batches.
    """

    share: Array
    se: Array | None


def first_order(columns: Sequence[Array], y: Array, sizes: Sequence[int] = ()) -> FirstOrder:
    """Return the first-order index of every input from given draws.

    E[y | x] is projected on orthonormal functions of the rank of x within its batch. All inputs share these
    functions once y is put in the order of x, so that J inputs cost J sorts and one matrix product.
    (Given-data estimation: Plischke, Borgonovo & Smith 2013; bias correction as adjusted R².)

    Args:
        columns: draws of the inputs, each shape (D,); any independent or dependent distribution.
        y: result, shape (D,).
        sizes: draws per independent batch.
    """
    if len(y) <= TERMS + 1:
        return FirstOrder(np.zeros(len(columns)), None)
    batches = slices(sizes) if len(sizes) > 1 and min(sizes) > 4 * TERMS else [slice(0, len(y))]
    centred = y - np.mean(y)
    weights = np.array([batch.stop - batch.start for batch in batches]) / len(y)
    squares = np.array([np.mean(centred[batch] ** 2) for batch in batches])
    moments = np.array([_moments(columns, centred[batch], batch) for batch in batches])
    share = _adjusted(np.einsum("b,bjt->jt", weights, moments), float(weights @ squares), len(y))
    if len(batches) < 2:
        return FirstOrder(share, None)
    left_out = []
    for index, weight in enumerate(weights):
        rest = weights.copy()
        rest[index] = 0.0
        rest /= 1.0 - weight
        variance, count = float(rest @ squares), round(len(y) * (1.0 - weight))
        left_out.append(_adjusted(np.einsum("b,bjt->jt", rest, moments), variance, count))
    return FirstOrder(share, _jackknife(np.array(left_out)))


def _moments(columns: Sequence[Array], y: Array, batch: slice) -> Array:
    """Return the mean of y × each orthonormal function of each input's rank, shape (J, TERMS)."""
    functions = _orthonormal(len(y))
    found = np.zeros((len(columns), TERMS))
    for start in range(0, len(columns), CHUNK):
        part = columns[start : start + CHUNK]
        sorted_by = np.array([y[np.argsort(column[batch], kind="stable")] for column in part])
        found[start : start + len(part)] = np.einsum("jd,td->jt", sorted_by, functions) / len(y)
    for row, column in enumerate(columns):
        if np.ptp(column[batch]) == 0:
            found[row] = 0.0
    return found


@functools.lru_cache(maxsize=16)
def _orthonormal(count: int) -> Array:
    """Return orthonormal functions of the rank 1 … count, mean 0, shape (TERMS, count).

    Waves of the rank for the middle, powers of its normal score for the tails. Summed without BLAS, whose
    last digit hangs on the number of processors.
    """
    from scipy.special import ndtri

    rank = (np.arange(count) + 0.5) / count
    z = ndtri(rank)
    half = TERMS // 2
    powers = [np.ones(count), *((z / 3.0) ** n for n in range(1, half + 1))]
    waves = [np.cos(np.pi * n * rank) for n in range(1, TERMS - half + 1)]
    rows = np.array([*powers, *waves])
    lower = np.linalg.cholesky(np.einsum("sd,td->st", rows, rows) / count)
    return np.asarray(np.einsum("st,td->sd", np.linalg.inv(lower), rows)[1:], dtype=np.float64)


def _adjusted(moments: Array, variance: float, count: int) -> Array:
    if variance <= 0 or count <= TERMS + 1:
        return np.zeros(len(moments))
    explained = np.sum(moments**2, axis=1) / variance
    return np.asarray(1.0 - (1.0 - explained) * (count - 1) / (count - TERMS - 1), dtype=np.float64)


def _jackknife(left_out: Array) -> Array:
    """Return standard errors from statistics that leave out one batch each, shape (B, …) → (…)."""
    batches = len(left_out)
    squares = np.sum((left_out - left_out.mean(axis=0)) ** 2, axis=0)
    return np.asarray(np.sqrt(squares * (batches - 1) / batches), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class SobolIndices:
    """Sobol indices of G groups for R results.

    Attributes:
        groups: input names of each group.
        first: first-order indices, shape (G, R). Estimates: they may fall slightly outside 0..1.
        total: total-order indices, shape (G, R).
        first_half, total_half: half-widths of 95 % intervals, shape (G, R); None with fewer than two batches.
        evaluations: draws evaluated, N·(G + 2).
    """

    groups: tuple[tuple[str, ...], ...]
    first: Array
    total: Array
    first_half: Array | None
    total_half: Array | None
    evaluations: int


def sobol_indices(
    function: Callable[[Mapping[str, Array]], Array],
    a: Mapping[str, Array],
    b: Mapping[str, Array],
    groups: Sequence[Sequence[str]],
    sizes: Sequence[int] = (),
) -> SobolIndices:
    """Return Sobol indices by pick-freeze, one group at a time, so that at most three results are held.

    First order: mean(y_B·(y_AB − y_A)) / V (Saltelli et al. 2010, table 2 b); total order: mean((y_A −
    y_AB)²) / 2V (Jansen 1999); y_AB has the group's inputs from B, all others from A. Inputs that depend on
    each other must stand in one group: freezing one of them alone would draw from a distribution that does
    not exist.

    Args:
        function: values by input name, each (D,), to the result, shape (D,) or (R, D).
        a: draws by input name, each shape (D,).
        b: draws of the same inputs, independent row by row. Two scrambles of one Sobol sequence are not:
            their rows share the sequence's leading digits. Two Latin hypercubes or plain draws are.
        groups: every input in exactly one group.
        sizes: draws per independent batch, for intervals by jackknife.

    Raises:
        ValueError: when the groups leave out an input, name it twice or name one that is not there.
    """
    named = sorted(name for group in groups for name in group)
    if named != sorted(a) or named != sorted(b):
        raise ValueError("every input must stand in exactly one group")
    batches = slices(sizes) if sizes else [slice(0, len(next(iter(a.values()))))]
    y_a, y_b = np.atleast_2d(function(a)), np.atleast_2d(function(b))
    centre = 0.5 * (y_a.mean(axis=1) + y_b.mean(axis=1))[:, None]
    y_a, y_b = y_a - centre, y_b - centre
    sums = np.array([_power(y_a[:, s]) + _power(y_b[:, s]) for s in batches])
    drifts = np.array([(y_a[:, s].sum(axis=1) + y_b[:, s].sum(axis=1)) / 2 for s in batches])
    parts = []
    for group in groups:
        mixed = np.atleast_2d(function({**a, **{name: b[name] for name in group}})) - centre
        parts.append([_parts(y_a[:, s], y_b[:, s], mixed[:, s]) for s in batches])
    counts = np.array([s.stop - s.start for s in batches], dtype=np.float64)
    found, halves = _ratios(np.array(parts), sums, drifts, counts)
    first_half, total_half = (None, None) if halves is None else (halves[:, 0], halves[:, 1])
    kept = tuple(tuple(group) for group in groups)
    evaluations = int(counts.sum()) * (len(groups) + 2)
    return SobolIndices(kept, found[:, 0], found[:, 1], first_half, total_half, evaluations)


def _power(y: Array) -> Array:
    return np.asarray(np.einsum("rd,rd->r", y, y) / 2, dtype=np.float64)


def _parts(y_a: Array, y_b: Array, mixed: Array) -> Array:
    """Return the sums behind first and total order of one batch, shape (2, R)."""
    difference = mixed - y_a
    return np.array([np.einsum("rd,rd->r", y_b, difference), _power(difference)])


def _ratios(parts: Array, sums: Array, drifts: Array, counts: Array) -> tuple[Array, Array | None]:
    """Return indices (G, 2, R) and half-widths from sums by batch: parts (G, B, 2, R), the others (B, R)."""
    from scipy.special import stdtrit

    def indices(weights: Array) -> Array:
        total = float(weights @ counts)
        variance = weights @ sums / total - (weights @ drifts / total) ** 2
        top = np.einsum("b,gbor->gor", weights, parts) / total
        safe = np.where(variance > 0, variance, 1.0)
        return np.asarray(np.where(variance > 0, top / safe, 0.0), dtype=np.float64)

    batches = len(counts)
    every = indices(np.ones(batches))
    if batches < 2:
        return every, None
    left_out = np.array([indices(1.0 - np.eye(batches)[index]) for index in range(batches)])
    return every, float(stdtrit(batches - 1, 0.975)) * _jackknife(left_out)
