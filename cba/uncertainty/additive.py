"""Net benefits as a sum of functions of one input each, to take out what does not matter to a question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from cba.inputs import Array
from cba.uncertainty.conditional import DRAWS_PER_TERM, bends, normal_scores, solve, standardised

MOST_CELLS = 20_000_000


class Additive:
    """Net benefits as a sum of one function of each input: `Σ fₗ(xₗ)`.

    What inputs independent of a group contribute says nothing about the group, but blurs its regression.
    Taking it out first leaves the expectation given the group as it is and makes its standard error a good
    deal smaller.
    """

    def __init__(
        self, columns: Mapping[str, Array], options: Array, scores: Mapping[str, Array] | None = None
    ) -> None:
        """Fit options, shape (K, D), on inputs, each shape (D,); on none when the draws are too few.

        `scores` are the inputs' normal scores where these are known already.
        """
        varying = {name: standardised(column) for name, column in columns.items() if np.ptp(column) > 0}
        count = options.shape[1]
        bent = 3 * len(varying) <= count / DRAWS_PER_TERM and 3 * len(varying) * count <= MOST_CELLS
        self._places: dict[str, slice] = {}
        rows = [np.ones((1, count))]
        for name, x in varying.items() if len(varying) <= count / DRAWS_PER_TERM else ():
            rows.append(x[None, :])
            if bent:
                rows[-1] = np.vstack([x, bends(scores[name] if scores else normal_scores(x))])
            start = 1 + (len(rows) - 2) * len(rows[-1])
            self._places[name] = slice(start, start + len(rows[-1]))
        self._terms = np.vstack(rows)
        self._found = solve(self._terms @ self._terms.T, self._terms @ options.T).T
        self._all = _centred(self._found @ self._terms)

    def without(self, names: Iterable[str]) -> Array:
        """Return what all inputs but these contribute, centred on 0, shape (K, D)."""
        rest = self._all.copy()
        for name in sorted(names):
            if place := self._places.get(name):
                rest -= _centred(self._found[:, place] @ self._terms[place])
        return rest


def _centred(values: Array) -> Array:
    return np.asarray(values - values.mean(axis=1, keepdims=True), dtype=np.float64)
