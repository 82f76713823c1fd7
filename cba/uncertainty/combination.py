"""Sums of weights times scales: what is fixed is added up once, what is drawn is multiplied once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from cba.cashflow import Lens, Stream
from cba.inputs import Array, Value
from cba.yearly import Yearly

Parts = Callable[[Yearly], Iterator[tuple[Array, Value]]]
"""Takes amounts by year apart into weights (K,) and the scale they share."""


@dataclass(slots=True)
class Combination:
    """`Σ weights · scale`, gathered by scale, so that a draw costs one product for each scale and row.

    Attributes:
        fixed: what no draw changes, shape (rows, K).
        drawn: scales of shape (D,) with their weights (rows, K), by the scale's identity.
    """

    fixed: Array
    drawn: dict[int, tuple[Array, Array]] = field(default_factory=dict)

    def add(self, weights: Array, scale: Value) -> None:
        """Add weights of shape (rows, K) times a scale."""
        if np.ndim(scale) == 0:
            self.fixed += weights * scale
            return
        array = np.asarray(scale)
        known = self.drawn.get(id(array))
        self.drawn[id(array)] = (array, weights if known is None else known[1] + weights)

    def values(self, size: int) -> Array:
        """Return the sums over draws, shape (rows, K, D)."""
        total = np.empty((*self.fixed.shape, size))
        total[...] = self.fixed[..., np.newaxis]
        self._add_drawn(total)
        return total

    def add_to(self, total: Array) -> None:
        """Add the sums over draws to what stands in an array of shape (rows, K, D)."""
        if self.fixed.any():
            total += self.fixed[..., np.newaxis]
        self._add_drawn(total)

    def _add_drawn(self, total: Array) -> None:
        product = np.empty(total.shape[-1])
        for scale, weights in self.drawn.values():
            for row, k in zip(*(at.tolist() for at in np.nonzero(weights)), strict=True):
                np.multiply(scale, weights[row, k], out=product)
                total[row, k] += product


def combine(streams: Iterable[Stream], lens: Lens, parts: Parts, width: int) -> Combination:
    """Book streams through a lens: one row for the net of each payer, the last one for costs of all.

    Args:
        streams: amounts by year.
        lens: who and what counts.
        parts: what of a year counts: its present value, or each year by itself.
        width: number of weights K that `parts` gives.
    """
    row = {payer: index for index, payer in enumerate(lens.payers)}
    total = Combination(np.zeros((len(row) + 1, width)))
    for stream in streams:
        rows = np.zeros(len(row) + 1)
        for kind, payer, factor in lens.entries(stream):
            rows[row[payer]] += factor if kind == "benefit" else -factor
            rows[-1] += factor if kind == "cost" else 0.0
        if rows.any():
            for weights, scale in parts(stream.yearly):
                total.add(np.multiply.outer(rows, weights), scale)
    return total


def present_value(discount: Array) -> Parts:
    """Return the parts of a present value: K = 1."""
    one = np.ones(1)

    def parts(yearly: Yearly) -> Iterator[tuple[Array, Value]]:
        for term in yearly.terms():
            if term.profile.ndim == discount.ndim == 1:
                yield one * (term.profile @ discount), term.scale
            else:
                yield one, term.present_value(discount)

    return parts


def each_year(yearly: Yearly) -> Iterator[tuple[Array, Value]]:
    """Yield the parts of every year by itself: K = H."""
    for term in yearly.terms():
        if term.profile.ndim == 1:
            yield term.profile, term.scale
            continue
        for year, amounts in enumerate(term.amounts):
            yield np.eye(1, term.horizon, year)[0], amounts
