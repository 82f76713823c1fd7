"""Draws are independent of each other: columns, batches, orders; and moments are the distributions'."""

import itertools

import numpy as np
import pytest
from scipy import stats
from scipy.special import ndtr

from cba.uncertainty.draws import Draws, Sampler

from .stated import MIXED, SAMPLERS, normals


def test_columns_are_independent() -> None:
    draws = Draws(normals(60), 4_000, 1)
    block = np.array([draws.column(name) for name in draws.names])
    pairs = np.corrcoef(block)[np.triu_indices(60, 1)] * np.sqrt(4_000)
    # 1,770 standard normals: their mean, spread and farthest
    assert abs(pairs.mean()) < 4.0 / np.sqrt(pairs.size)
    assert pairs.std() == pytest.approx(1.0, abs=4.0 / np.sqrt(2.0 * pairs.size))
    assert np.abs(pairs).max() < 5.0
    assert stats.kstest(pairs, "norm").pvalue > 0.001


def test_batches_are_independent() -> None:
    draws = Draws(normals(40), 8_000, 1)
    block = np.array([draws.column(name).reshape(8, 1_000) for name in draws.names])
    pairs = [np.corrcoef(rows)[np.triu_indices(8, 1)] for rows in block]
    assert stats.kstest(np.concatenate(pairs) * np.sqrt(1_000), "norm").pvalue > 0.001


def test_ranks_of_two_columns_fill_a_grid_evenly() -> None:
    draws = Draws(normals(24), 16_000, 1)
    tenths = [(ndtr(draws.column(name)) * 10).astype(int) for name in draws.names]
    chances = []
    for first, second in itertools.combinations(tenths, 2):
        cells = np.bincount(10 * first + second, minlength=100)
        # margins are fixed by the strata: 9 × 9 degrees of freedom
        chances.append(stats.chi2.sf(((cells - 160.0) ** 2 / 160.0).sum(), 81))
    assert stats.kstest(chances, "uniform").pvalue > 0.001


def test_order_is_random_along_a_batch() -> None:
    draws = Draws(normals(100), 8_000, 1)
    batch = draws.batch(0).values()
    along = [stats.spearmanr(values, np.arange(1_000)).statistic for values in batch]
    lagged = [np.corrcoef(values[1:], values[:-1])[0, 1] for values in batch]
    for found in (along, lagged):
        assert stats.kstest(np.array(found) * np.sqrt(1_000), "norm").pvalue > 0.001


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_moments_are_the_distributions(sampler: Sampler) -> None:
    draws = Draws(MIXED, 65_536, 3, sampler)
    for name in draws.names:
        drawn, column = draws.distributions[name], draws.column(name)
        assert column.mean() == pytest.approx(drawn.mean, abs=4.0 * drawn.sd / 256.0)
        assert column.std() == pytest.approx(drawn.sd, rel=0.03)


def test_the_spread_over_batches_is_the_standard_error() -> None:
    def estimate(seed: int) -> tuple[float, float]:
        draws = Draws(MIXED[:2], 800, seed)
        parts = [np.mean(batch["evidence.a"] * batch["price.b"]) for batch in map(draws.batch, range(8))]
        return float(np.mean(parts)), float(np.std(parts, ddof=1) / np.sqrt(8))

    first, second = (Draws(MIXED[:2], 8, 1).distributions[name].mean for name in ("evidence.a", "price.b"))
    away = [(mean - first * second) / se for mean, se in map(estimate, range(200))]
    within = np.mean(np.abs(away) < stats.t.ppf(0.975, 7))
    assert 0.90 <= within <= 0.99
