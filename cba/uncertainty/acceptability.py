"""Which option is best, and how surely: acceptability curve (CEAC), frontier (CEAF) and hurdle curve.

The option that is best most often and the option that is best on average are different things when results
are skewed; a decision follows the average (Fenwick, Claxton & Sculpher 2001; Barton, Briggs & Fenwick 2008).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cba.inputs import Array
from cba.uncertainty.batches import slices, spread_of_batches

BLOCK = 16_384


@dataclass(frozen=True, slots=True)
class Acceptability:
    """How good the R rows (doing nothing, if asked for, then the options) are at each value of a unit.

    Attributes:
        thresholds: kroner per unit of effect, shape (T,).
        probability: share of draws in which each row is best, shape (R, T); columns sum to 1. The CEAC.
        expected: mean net benefit, kroner, shape (R, T).
        best: the row that is best on average, shape (T,).
        frontier: the probability that this row is best, shape (T,). The CEAF.
        probability_se: standard error of `probability`, shape (R, T); None with fewer than two batches.
    """

    thresholds: Array
    probability: Array
    expected: Array
    best: npt.NDArray[np.intp]
    frontier: Array
    probability_se: Array | None


def acceptability(
    npv: Array,
    effects: Array | None,
    thresholds: Sequence[float] | Array,
    with_nothing: bool = True,
    sizes: Sequence[int] | None = None,
) -> Acceptability:
    """Return how often each option has the greatest net benefit, npv + threshold · effect.

    Ties go to the lowest row: to doing nothing where that is an option (as P(NPV > 0) is strict), else to the
    option named first.

    Args:
        npv: kroner, shape (K, D).
        effects: units avoided, shape (K, D); None when only money counts.
        thresholds: kroner that a unit is worth, shape (T,).
        with_nothing: whether doing nothing, with net benefit 0, is row 0; option k is then row k + 1.
        sizes: draws per independent batch, for standard errors.
    """
    values = np.asarray(thresholds, dtype=np.float64)
    batches = slices(sizes) if sizes else [slice(0, npv.shape[1])]
    wins = np.array([_wins(npv, effects, values, with_nothing, batch) for batch in batches])
    drawn = np.array([batch.stop - batch.start for batch in batches])
    probability = wins.sum(axis=0) / npv.shape[1]
    gained = np.zeros(len(npv)) if effects is None else effects.mean(axis=1)
    expected = npv.mean(axis=1)[:, None] + gained[:, None] * values
    if with_nothing:
        expected = np.vstack([np.zeros(len(values)), expected])
    best = np.argmax(expected, axis=0)
    spread = spread_of_batches(wins / drawn[:, None, None], drawn.tolist())
    return Acceptability(
        values, probability, expected, best, probability[best, np.arange(len(values))], spread
    )


def _wins(
    npv: Array, effects: Array | None, thresholds: Array, with_nothing: bool, batch: slice
) -> npt.NDArray[np.int64]:
    """Count the draws of one batch in which each row is best, shape (R, T); a block of draws at a time."""
    counts = np.zeros((len(npv) + with_nothing, len(thresholds)), dtype=np.int64)
    for start in range(batch.start, batch.stop, BLOCK):
        block = slice(start, min(start + BLOCK, batch.stop))
        for index, threshold in enumerate(thresholds):
            worth = npv[:, block] if effects is None else npv[:, block] + threshold * effects[:, block]
            counts[:, index] += np.bincount(_winner(worth, with_nothing), minlength=len(counts))
    return counts


def _winner(worth: Array, with_nothing: bool) -> npt.NDArray[np.intp]:
    """Return the best row of each draw; an earlier row keeps a tie."""
    top = np.zeros(worth.shape[1]) if with_nothing else np.full(worth.shape[1], -np.inf)
    winner = np.zeros(worth.shape[1], dtype=np.intp)
    for row, values in enumerate(worth, start=int(with_nothing)):
        better = values > top
        winner[better] = row
        np.maximum(top, values, out=top)
    return winner


def hurdle(benefits: Array, costs: Array, multiples: Sequence[float] | Array) -> Array:
    """Return the probability that benefits are at least so many times the costs.

    Args:
        benefits: present value, shape (D,).
        costs: present value, shape (D,).
        multiples: the hurdles, shape (T,); 1 is breaking even.

    Returns:
        Shape (T,). The comparison is made without dividing, so costs of zero or less need no rule of their
        own.
    """
    return np.array([float(np.mean(benefits >= multiple * costs)) for multiple in multiples])
