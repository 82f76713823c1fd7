"""Statistics over draws, with standard errors from independent batches (conventions, uncertainty).

Draws stand in batch order: `sizes` says how many belong to each of the contiguous, independent batches.
Within a batch stratified draws depend on each other, so their spread says nothing about the error of a mean;
the spread of the batches' own statistics does (Owen 1997; Asmussen & Glynn 2007, III.5).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt

from cba.inputs import Array

BANDS = {"p05": 0.05, "p50": 0.50, "p95": 0.95}
PERCENTILES = {"p05": 0.05, "p10": 0.10, "p50": 0.50, "p90": 0.90, "p95": 0.95}


def slices(sizes: Sequence[int]) -> list[slice]:
    """Return each batch's place on the draws axis."""
    ends = list(itertools.accumulate(sizes))
    return [slice(end - size, end) for end, size in zip(ends, sizes, strict=True)]


def mean(values: npt.NDArray[np.generic]) -> float:
    """Return the mean, taken around the first value: large amounts that differ little keep their digits."""
    numbers = np.asarray(values, dtype=np.float64)
    pivot = float(numbers[0])
    return pivot + float(np.mean(numbers - pivot))


def quantiles(values: Array, shares: Sequence[float]) -> Array:
    """Return quantiles of the last axis, linear between neighbours as `np.quantile`, from one sort.

    Args:
        values: shape (…, D).
        shares: the quantiles, 0..1.

    Returns:
        Shape (quantiles, …).
    """
    ordered = np.sort(values, axis=-1)
    at = np.asarray(shares, dtype=np.float64) * (ordered.shape[-1] - 1)
    below = np.floor(at).astype(np.intp)
    above = np.minimum(below + 1, ordered.shape[-1] - 1)
    low, high = np.moveaxis(ordered[..., below], -1, 0), np.moveaxis(ordered[..., above], -1, 0)
    share = (at - below).reshape(-1, *[1] * (low.ndim - 1))
    return np.asarray(low + (high - low) * share, dtype=np.float64)


def spread_of_batches(statistics: Array, sizes: Sequence[int]) -> Array | None:
    """Return the standard error of the overall statistic from the batches' own.

    A batch of n draws has variance s²/n; Σ nᵦ(xᵦ − x̄)²/(B − 1) estimates s², and s²/Σ nᵦ is the variance of
    the whole.

    Args:
        statistics: shape (B, …), one row per batch.
        sizes: draws per batch.

    Returns:
        Shape (…), or None with fewer than two batches.
    """
    if len(sizes) < 2:
        return None
    weights = np.asarray(sizes, dtype=np.float64) / sum(sizes)
    centred = statistics - np.einsum("b,b...->...", weights, statistics)
    variance = np.einsum("b,b...->...", weights, centred**2) / (len(sizes) - 1)
    return np.asarray(np.sqrt(variance), dtype=np.float64)


def standard_error(
    statistic: npt.NDArray[np.generic] | Callable[[slice], float], sizes: Sequence[int]
) -> float | None:
    """Return the standard error of a mean, a share or any other statistic of the draws.

    Args:
        statistic: values (D,) whose mean is meant (true/false for a share), or a function from a batch's
            place on the draws axis to the statistic of that batch alone.
        sizes: draws per batch.

    Returns:
        None with fewer than two batches.
    """
    if isinstance(statistic, np.ndarray):
        of_batch = [mean(statistic[batch]) for batch in slices(sizes)]
    else:
        of_batch = [float(statistic(batch)) for batch in slices(sizes)]
    spread = spread_of_batches(np.array(of_batch), sizes)
    return None if spread is None else float(spread)


def summary(values: Array, sizes: Sequence[int]) -> dict[str, float | None]:
    """Return mean, sd, standard error of the mean and percentiles of draws.

    Args:
        values: shape (D,), any unit.
        sizes: draws per batch, D in all.

    Returns:
        mean, sd (of the draws, D − 1), se (None with fewer than two batches), p05, p10, p50, p90, p95.
    """
    centre = mean(values)
    squares = float(np.sum((values - centre) ** 2))
    found: dict[str, float | None] = {
        "mean": centre,
        "sd": math.sqrt(squares / (len(values) - 1)) if len(values) > 1 else 0.0,
        "se": standard_error(values, sizes),
    }
    return found | named(PERCENTILES, quantiles(values, list(PERCENTILES.values())))


def bands(values: Array) -> dict[str, float]:
    """Return the percentiles of `BANDS` of draws, shape (D,), by name."""
    return named(BANDS, quantiles(values, list(BANDS.values())))


def named(names: Iterable[str], values: Array) -> dict[str, float]:
    """Return percentiles, shape (percentiles,), by their names."""
    return dict(zip(names, values.tolist(), strict=True))
