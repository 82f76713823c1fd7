"""Shares of a change, against every order written out, and the properties that define them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cba.difference.shapley import MOST_EXACT, Shares, Values, shapley
from cba.inputs import Array


def game(table: Sequence[float]) -> Values:
    return lambda masks: np.array([[table[mask], 2.0 * table[mask]] for mask in masks])


def by_every_order(count: int, table: Sequence[float]) -> list[float]:
    """What each cause adds, averaged over all n! orders, one after another."""
    shares = [0.0] * count
    for order in itertools.permutations(range(count)):
        made = 0
        for cause in order:
            shares[cause] += table[made | 1 << cause] - table[made]
            made |= 1 << cause
    return [share / math.factorial(count) for share in shares]


numbers = st.floats(-1e6, 1e6)


@given(st.data(), st.integers(0, 5))
def test_exact_shares_are_the_average_over_every_order(data: st.DataObject, count: int) -> None:
    table = data.draw(st.lists(numbers, min_size=1 << count, max_size=1 << count))
    found = shapley(count, game(table))
    assert found.share[:, 0] == pytest.approx(by_every_order(count, table), abs=1e-6)
    assert found.share[:, 1] == pytest.approx(2.0 * found.share[:, 0], abs=1e-6)
    assert found.share[:, 0].sum() == pytest.approx(table[-1] - table[0], abs=1e-6)
    assert found.method == "exact"


def product(count: int) -> tuple[Values, Array]:
    """A product of factors, whose shares are known: log-linear, so far from additive."""
    factors = 1.0 + np.arange(count) / 10.0

    def values(masks: Sequence[int]) -> Array:
        bits = np.array([[mask >> n & 1 for n in range(count)] for mask in masks])
        return np.asarray(np.prod(np.where(bits, factors, 1.0), axis=1)[:, None])

    return values, factors


def test_drawn_orders_come_near_and_say_how_near() -> None:
    count = MOST_EXACT + 1
    values, _ = product(count)
    drawn = shapley(count, values)
    assert (drawn.method, drawn.orders) == ("sampled", 512)
    exact = exactly(count, values)
    errors = (drawn.share - exact)[:, 0] / np.maximum(drawn.se[:, 0], 1e-12)
    assert np.abs(errors[1:]).max() < 4.0
    assert drawn.share.sum() == pytest.approx(float((values([(1 << count) - 1]) - values([0]))[0, 0]))
    assert drawn.share[0, 0] == 0.0  # its factor is 1


def exactly(count: int, values: Values) -> Array:
    """The formula over all sets, one cause at a time, in plain Python."""
    table = values(range(1 << count))[:, 0].tolist()
    shares = []
    for cause in range(count):
        total = 0.0
        for mask in range(1 << count):
            if not mask >> cause & 1:
                size = mask.bit_count()
                weight = math.factorial(size) * math.factorial(count - size - 1) / math.factorial(count)
                total += weight * (table[mask | 1 << cause] - table[mask])
        shares.append(total)
    return np.array(shares)[:, None]


def test_the_same_seed_draws_the_same_orders() -> None:
    values, _ = product(14)
    one, two, other = shapley(14, values), shapley(14, values), shapley(14, values, seed=2)
    assert np.array_equal(one.share, two.share)
    assert not np.array_equal(one.share, other.share)


def test_what_is_additive_has_no_error() -> None:
    weights = np.arange(1.0, 16.0)

    def values(masks: Sequence[int]) -> Array:
        bits = np.array([[mask >> n & 1 for n in range(15)] for mask in masks])
        return np.asarray((bits @ weights)[:, None])

    found: Shares = shapley(15, values)
    assert found.share[:, 0] == pytest.approx(weights)
    assert found.se.max() == pytest.approx(0.0, abs=1e-12)
    assert found.alone[:, 0] == pytest.approx(found.last[:, 0])


def test_no_cause_at_all() -> None:
    assert shapley(0, game([3.0])).share.shape == (0, 2)
