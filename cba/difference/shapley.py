"""How much of a change each of several causes carries, whatever order they come in (Shapley 1953).

The share of a cause is what it adds to a set of other causes, averaged over all orders in which they can
come. Shares sum to the whole change; a cause that changes nothing has none; equal causes have equal shares.
Up to `MOST_EXACT` causes all sets are calculated and the shares are exact; with more, orders are drawn, each
with its reverse, and the shares have a standard error.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from cba.inputs import Array
from cba.uncertainty.streams import stream

MOST_EXACT = 12
PAIRS = 256
"""Pairs of an order and its reverse."""

Values = Callable[[Sequence[int]], Array]
"""Gives for each set of causes, as a bit mask (bit i is cause i), the R results: shape (sets, R)."""


@dataclass(frozen=True)
class Shares:
    """What each of n causes carries of the change in R results.

    Attributes:
        share: shape (n, R).
        se: standard error, shape (n, R); zero when exact.
        alone: the change when a cause is the only one, shape (n, R).
        last: the change when all others have happened already, shape (n, R).
        method: `exact`, or `sampled`.
        orders: how many orders were calculated; n! counts as all when exact.
    """

    share: Array
    se: Array
    alone: Array
    last: Array
    method: Literal["exact", "sampled"]
    orders: int


def shapley(count: int, values: Values, *, seed: int = 1, pairs: int = PAIRS) -> Shares:
    """Return the shares of n causes.

    Args:
        count: the number of causes n.
        values: the results of sets of causes.
        seed: of the orders that are drawn when there are more than `MOST_EXACT` causes.
        pairs: how many pairs of orders are drawn then.
    """
    if count <= MOST_EXACT:
        return _exact(count, values)
    return _sampled(count, values, seed, pairs)


def _exact(count: int, values: Values) -> Shares:
    masks = np.arange(1 << count)
    found = values(masks.tolist())
    sizes = np.array([mask.bit_count() for mask in masks.tolist()])
    weights = np.array(
        [math.factorial(s) * math.factorial(count - s - 1) / math.factorial(count) for s in range(count)]
        or [1.0]
    )
    share = np.zeros((count, found.shape[1]))
    for cause in range(count):
        without = masks[masks >> cause & 1 == 0]
        gained = found[without | 1 << cause] - found[without]
        share[cause] = weights[sizes[without]] @ gained
    single = [1 << cause for cause in range(count)]
    full = (1 << count) - 1
    alone = found[single] - found[0]
    last = found[full] - found[[full ^ bit for bit in single]]
    return Shares(share, np.zeros_like(share), alone, last, "exact", math.factorial(count))


def _sampled(count: int, values: Values, seed: int, pairs: int) -> Shares:
    orders = _orders(count, seed, pairs)
    full = (1 << count) - 1
    ends = [bit for cause in range(count) for bit in (1 << cause, full ^ 1 << cause)]
    needed = dict.fromkeys([0, full, *ends, *(mask for order in orders for mask in _masks(order))])
    place = {mask: row for row, mask in enumerate(needed)}
    found = values(list(needed))
    gained = np.empty((len(orders), count, found.shape[1]))
    for row, order in enumerate(orders):
        path = found[[place[mask] for mask in _masks(order)]]
        gained[row, order] = np.diff(path, axis=0)
    paired = gained.reshape(pairs, 2, count, -1).mean(axis=1)
    spread = paired.std(axis=0, ddof=1) / math.sqrt(pairs)
    alone = found[[place[1 << cause] for cause in range(count)]] - found[place[0]]
    last = found[place[full]] - found[[place[full ^ 1 << cause] for cause in range(count)]]
    return Shares(paired.mean(axis=0), spread, alone, last, "sampled", len(orders))


def _orders(count: int, seed: int, pairs: int) -> list[npt.NDArray[np.intp]]:
    """Return orders, each followed by its reverse, which takes out what depends on the place in line."""
    random = stream(seed, "shapley", count)
    found = []
    for _ in range(pairs):
        order = random.permutation(count)
        found += [order, order[::-1]]
    return found


def _masks(order: npt.NDArray[np.intp]) -> list[int]:
    """Return the sets along an order, from none to all."""
    masks = [0]
    for cause in order.tolist():
        masks.append(masks[-1] | 1 << cause)
    return masks
