"""Means, percentiles and standard errors against numpy, by hand, and over 200 seeds."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cba.uncertainty.batches import PERCENTILES, mean, quantiles, slices, standard_error, summary

from .samples import scores


def test_percentiles_are_those_of_numpy() -> None:
    values = np.random.default_rng(1).lognormal(12.0, 1.5, 997)
    found = summary(values, [997])
    for name, share in PERCENTILES.items():
        assert found[name] == pytest.approx(np.percentile(values, 100 * share), rel=1e-14)


@given(st.lists(st.floats(-1e12, 1e12), min_size=1, max_size=40), st.floats(0, 1))
def test_any_quantile_is_that_of_numpy(values: list[float], share: float) -> None:
    found = quantiles(np.array(values), [share])
    assert found[0] == pytest.approx(np.quantile(values, share), rel=1e-12, abs=1e-3)


def test_quantiles_of_rows() -> None:
    values = np.random.default_rng(2).random((3, 4, 101))
    assert np.allclose(quantiles(values, [0.05, 0.5]), np.quantile(values, [0.05, 0.5], axis=-1))


def test_mean_and_sd_by_hand() -> None:
    found = summary(np.array([2.0, 4.0, 4.0, 6.0]), [2, 2])
    assert found["mean"] == 4.0
    assert found["sd"] == pytest.approx(math.sqrt(8 / 3))
    assert found["se"] == pytest.approx(math.sqrt((0.5 * 1 + 0.5 * 1) / 1))


def test_large_amounts_keep_their_digits() -> None:
    ones = np.full(10_000, 1e15 + 0.125)
    found = summary(ones, [5_000, 5_000])
    assert found["mean"] == 1e15 + 0.125
    assert found["sd"] == 0.0
    assert found["se"] == 0.0
    assert mean(1e15 + np.array([0.0, 0.25, 0.5])) == 1e15 + 0.25
    assert summary(np.full(7, 0.1), [7])["sd"] == 0.0


def test_one_batch_has_no_standard_error() -> None:
    assert summary(np.arange(10.0), [10])["se"] is None
    assert standard_error(np.arange(10.0), [10]) is None


def test_batches_weigh_by_their_size() -> None:
    values = np.array([0.0, 0.0, 0.0, 8.0])
    # Means 0 (3 draws) and 8 (1 draw), overall 2: √(¾·2² + ¼·6²) with one degree of freedom.
    assert standard_error(values, [3, 1]) == pytest.approx(math.sqrt(12))
    assert slices([3, 1]) == [slice(0, 3), slice(3, 4)]


def test_shares_and_functions_of_a_batch() -> None:
    values = np.arange(8.0)
    by_array = standard_error(values > 3, [4, 4])
    by_function = standard_error(lambda batch: float(np.mean(values[batch] > 3)), [4, 4])
    assert by_array == by_function == pytest.approx(0.5)


@pytest.mark.parametrize("stratified", [True, False])
def test_coverage_over_200_seeds(stratified: bool) -> None:
    """Of 200 intervals mean ± 2.365 se (t, 7 degrees of freedom), about 95 % hold the true mean."""
    held = 0
    for seed in range(200):
        x = scores(3, seed, [64] * 8, stratified=stratified)
        found = summary(np.exp(0.3 * x[0]) * (1 + 0.5 * x[1]) + x[2], [64] * 8)
        assert found["mean"] is not None
        assert found["se"] is not None
        held += abs(found["mean"] - math.exp(0.045)) <= 2.3646 * found["se"]
    assert 180 <= held <= 199


def test_stratified_draws_have_the_smaller_error() -> None:
    def of(stratified: bool) -> float:
        x = scores(2, 5, stratified=stratified)
        return standard_error(np.exp(0.2 * x[0]) + x[1], [1024] * 8) or 0.0

    assert of(True) < of(False) / 10
