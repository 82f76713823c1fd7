"""Sizes of trials: the textbook's figure, and the power they really have."""

import math

import numpy as np
import pytest

from cba.sample_size import MOST, of_rates, of_shares


def test_the_textbook_figure() -> None:
    # 50 % against 25 %: (1.96 + 0.84)² · (0.25 + 0.1875) / 0.25² = 54.9
    found = of_shares(without=0.5, expected=0.25, break_even=0.5)
    assert found is not None
    assert found.per_arm == 55


def test_power_by_drawing_trials() -> None:
    without, expected, break_even = 0.67, 0.48, 0.60
    found = of_shares(without, expected, break_even)
    assert found is not None
    rng = np.random.default_rng(7)
    n, trials = found.per_arm, 20_000
    first, second = rng.binomial(n, without, trials) / n, rng.binomial(n, expected, trials) / n
    error = np.sqrt(first * (1 - first) / n + second * (1 - second) / n)
    told = np.abs(first - second - (without - break_even)) > 1.96 * error
    assert told.mean() == pytest.approx(0.80, abs=0.02)


def test_power_of_counted_events() -> None:
    expected, break_even = 0.79, 0.95
    found = of_rates(expected, break_even)
    assert found is not None
    rng = np.random.default_rng(8)
    without, with_it = rng.poisson(found.per_arm, 20_000), rng.poisson(found.per_arm * expected, 20_000)
    distance = np.abs(np.log(with_it / without) - math.log(break_even))
    assert (distance > 1.96 * np.sqrt(1 / without + 1 / with_it)).mean() == pytest.approx(0.80, abs=0.02)


@pytest.mark.parametrize(
    ("without", "expected", "break_even"),
    [(0.5, 0.4, 0.4), (0.5, 0.4, -0.1), (0.5, 1.2, 0.4), (0.5, 0.4, 0.400001)],
)
def test_no_trial_where_none_can_tell(without: float, expected: float, break_even: float) -> None:
    assert of_shares(without, expected, break_even) is None


def test_rates_that_cannot_be() -> None:
    assert of_rates(0.8, 0.8) is None
    assert of_rates(0.8, 0.0) is None
    assert MOST == 1_000_000
