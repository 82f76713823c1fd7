"""Acceptability against limits, closed forms and small tables by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from cba.uncertainty.acceptability import acceptability, hurdle

from .samples import SIZES, scores


def test_by_hand() -> None:
    npv = np.array([[-1.0, 2.0, 5.0, -3.0], [1.0, -2.0, 4.0, -1.0]])
    effects = np.array([[1.0, 0.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0]])
    found = acceptability(npv, effects, [0.0, 2.0])
    # At 0 the best rows are 2, 1, 1 and nothing; at 2 they are 1 (a tie), 1, 2, 2.
    assert found.probability.tolist() == [[0.25, 0.0], [0.5, 0.5], [0.25, 0.5]]
    assert found.expected.tolist() == [[0.0, 0.0], [0.75, 1.25], [0.5, 1.5]]
    assert found.best.tolist() == [1, 2]
    assert found.frontier.tolist() == [0.5, 0.5]
    assert found.probability_se is None


def test_ties_go_to_the_lowest_row() -> None:
    found = acceptability(np.zeros((2, 6)), None, [0.0])
    assert found.probability[:, 0].tolist() == [1.0, 0.0, 0.0]
    found = acceptability(np.ones((2, 6)), None, [0.0], with_nothing=False)
    assert found.probability[:, 0].tolist() == [1.0, 0.0]


@given(st.integers(0, 10_000), st.integers(1, 5), st.booleans())
def test_one_row_is_best_in_every_draw(seed: int, options: int, with_nothing: bool) -> None:
    random = np.random.default_rng(seed)
    npv, effects = random.standard_normal((2, options, 50))
    found = acceptability(npv, effects, [0.0, 0.5, 1e6], with_nothing)
    assert np.allclose(found.probability.sum(axis=0), 1.0, atol=1e-15)
    every = npv[:, :, None] + effects[:, :, None] * found.thresholds
    if with_nothing:
        every = np.vstack([np.zeros((1, 50, 3)), every])
    winners = np.argmax(every, axis=0)
    assert np.array_equal(found.best, np.argmax(every.mean(axis=1), axis=0))
    for row in range(len(every)):
        assert np.allclose(found.probability[row], (winners == row).mean(axis=0), atol=1e-15)


def test_limits() -> None:
    """At 0 only money counts; at an endless worth of a unit, the probability that the effect is largest."""
    z = scores(6, 3)
    npv, effects = z[:3], z[3:] + np.array([[0.3], [0.0], [-0.2]])
    found = acceptability(npv, effects, [0.0, 1e12])
    largest = np.argmax(np.vstack([np.zeros(z.shape[1]), effects]), axis=0)
    best = np.argmax(np.vstack([np.zeros(z.shape[1]), npv]), axis=0)
    for row in range(4):
        assert found.probability[row, 0] == np.mean(best == row)
        assert found.probability[row, 1] == np.mean(largest == row)


def test_two_normals_in_closed_form() -> None:
    """P(option 2 beats option 1) at λ is Φ of the mean difference over its standard deviation."""
    z = scores(4, 7)
    npv = np.array([10 + 4 * z[0], 6 + 3 * z[1]])
    effects = np.array([1 + 0.5 * z[2], 2 + 0.8 * z[3]])
    thresholds = np.array([0.0, 2.0, 4.0, 8.0, 20.0])
    found = acceptability(npv, effects, thresholds, with_nothing=False, sizes=SIZES)
    expected = norm.cdf((-4 + thresholds) / np.sqrt(16 + 9 + thresholds**2 * (0.25 + 0.64)))
    assert found.probability_se is not None
    assert np.all(np.abs(found.probability[1] - expected) < 4 * found.probability_se[1] + 1e-3)
    assert found.best.tolist()[0] == 0
    assert found.best.tolist()[-1] == 1


def test_frontier_follows_the_average_and_not_the_odds() -> None:
    """A skewed option is best on average though it is best in a minority of draws."""
    z = scores(1, 11)
    skewed = np.exp(1.5 * z[0]) - 2.0  # mean 1.08, positive in 32 % of draws
    found = acceptability(skewed[None, :], None, [0.0])
    assert found.best.tolist() == [1]
    assert found.frontier[0] == pytest.approx(1 - norm.cdf(np.log(2) / 1.5), abs=0.002)
    assert found.frontier[0] < found.probability[:, 0].max()


def test_standard_error_of_a_plain_share() -> None:
    draws = np.random.default_rng(3).standard_normal((1, 80_000))
    errors = [
        acceptability(draws[:, k * 8000 : (k + 1) * 8000], None, [0.0], sizes=[1000] * 8).probability_se
        for k in range(10)
    ]
    mean_square = np.mean([e[1, 0] ** 2 for e in errors if e is not None])
    assert np.sqrt(mean_square) == pytest.approx(np.sqrt(0.25 / 8000), rel=0.35)


def test_hurdle() -> None:
    benefits, costs = np.array([1.0, 2.0, 3.0, -1.0]), np.array([1.0, 1.0, 1.0, -2.0])
    assert hurdle(benefits, costs, [0.0, 1.0, 2.0, 3.5]).tolist() == [0.75, 1.0, 0.75, 0.25]
    z = scores(1, 2)[0]
    found = hurdle(np.exp(0.5 * z), np.ones_like(z), [0.5, 1.0, 2.0])
    assert np.allclose(found, norm.sf(np.log([0.5, 1.0, 2.0]) / 0.5), atol=0.002)
