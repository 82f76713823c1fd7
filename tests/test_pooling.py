"""Random-effects pooling against published worked examples and independent computations."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from cba.pooling import Pool, PooledStudies, pool

# The 13 trials of BCG vaccine (Colditz et al. 1994): cases of tuberculosis and others, vaccinated and not.
# Published with R's metafor (Viechtbauer 2010, J Stat Softw 36(3)): log relative risks, REML.
BCG = [
    *((4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619)),
    *((33, 5036, 47, 5761), (180, 1361, 372, 1079), (8, 2537, 10, 619), (505, 87886, 499, 87892)),
    *((29, 7470, 45, 7232), (17, 1699, 65, 1600), (186, 50448, 141, 27197), (5, 2493, 3, 2338)),
    (27, 16886, 29, 17825),
]

Studies = tuple[list[float], list[float]]


def bcg() -> Studies:
    sizes = [math.log(a / (a + b) / (c / (c + d))) for a, b, c, d in BCG]
    errors = [math.sqrt(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)) for a, b, c, d in BCG]
    return sizes, errors


def test_the_published_bcg_example() -> None:
    found = pool(*bcg())
    assert found.tau2 == pytest.approx(0.3132, abs=5e-5)
    assert found.mean == pytest.approx(-0.7145, abs=5e-5)
    assert found.se == pytest.approx(0.1798, abs=5e-5)
    assert found.i2 == pytest.approx(0.9222, abs=5e-5)
    assert found.q == pytest.approx(152.2330, abs=5e-5)
    assert found.confidence == pytest.approx((-1.0669, -0.3622), abs=5e-5)
    # metafor prints the interval for a new place by the normal; by t with 11 degrees of freedom it is wider
    half = 1.959964 * math.hypot(found.tau, found.se)
    assert (found.mean - half, found.mean + half) == pytest.approx((-1.8667, 0.4376), abs=5e-5)
    wider = stats.t.ppf(0.975, 11) / 1.959964 * half
    assert found.degrees == 11
    assert found.prediction == pytest.approx((found.mean - wider, found.mean + wider), rel=1e-6)


def restricted(tau2: float, sizes: list[float], errors: list[float]) -> float:
    """The restricted log-likelihood by its definition: the density of what does not depend on the mean."""
    k = len(sizes)
    contrasts = np.eye(k)[1:] - np.eye(k)[0]
    covariance = contrasts @ np.diag(np.square(errors) + tau2) @ contrasts.T
    around = contrasts @ sizes
    return float(-np.linalg.slogdet(covariance)[1] - around @ np.linalg.solve(covariance, around)) / 2


def highest(sizes: list[float], errors: list[float]) -> float:
    """The τ² of highest restricted likelihood, looked for directly from many starts."""
    top = 20 * (np.var(sizes) + max(errors) ** 2)
    ends = np.concatenate([[0.0], np.geomspace(1e-6 * top, top, 25)])
    found = [0.0]
    for low, high in zip(ends, ends[2:], strict=False):
        best = optimize.minimize_scalar(
            lambda t: -restricted(t, sizes, errors),
            bounds=(low, high),
            method="bounded",
            options={"xatol": 1e-13},
        )
        found.append(float(best.x))
    return max(found, key=lambda t: restricted(t, sizes, errors))


def drawn(seed: int) -> Studies:
    random = np.random.default_rng(seed)
    k = int(random.integers(2, 12))
    errors = random.uniform(0.05, 0.6, k)
    sizes = random.normal(random.normal(), random.choice([0.0, 0.1, 0.8]), k) + errors * random.normal(size=k)
    return sizes.tolist(), errors.tolist()


@pytest.mark.parametrize("seed", range(25))
def test_tau_against_direct_maximisation(seed: int) -> None:
    sizes, errors = drawn(seed)
    found, expected = pool(sizes, errors).tau2, highest(sizes, errors)
    assert restricted(found, sizes, errors) >= restricted(expected, sizes, errors) - 1e-12
    assert found == pytest.approx(expected, rel=1e-4, abs=1e-7)


@pytest.mark.parametrize("seed", range(25))
def test_mean_and_error_against_least_squares(seed: int) -> None:
    sizes, errors = drawn(seed)
    found = pool(sizes, errors)
    roots = 1 / np.sqrt(np.square(errors) + found.tau2)
    (mean,), *_ = np.linalg.lstsq(roots[:, None], np.array(sizes) * roots, rcond=None)
    assert found.mean == pytest.approx(mean, rel=1e-9)
    assert found.se == pytest.approx(float(np.sum(roots**2)) ** -0.5)
    assert sum(found.weights) == pytest.approx(1.0)
    assert found.weights == pytest.approx((roots**2 / np.sum(roots**2)).tolist())


def test_two_peaks_of_the_likelihood_are_told_apart() -> None:
    """A lower peak at or near zero, and the highest well away from it: where scoring from zero would stop."""
    sizes, errors = [-0.91, 0.63, -0.76, 0.78], [0.13, 0.54, 0.03, 5.36]
    assert restricted(0.0, sizes, errors) > restricted(0.005, sizes, errors)
    assert pool(sizes, errors).tau2 == pytest.approx(0.384, abs=2e-3)
    assert pool([-1.08, 0.70, -0.98], [0.04, 0.60, 0.03]).tau2 == pytest.approx(0.59, abs=0.01)


def test_studies_that_agree_have_no_spread_between_them() -> None:
    found = pool([-0.3, -0.3, -0.3], [0.1, 0.2, 0.3])
    assert (found.tau2, found.i2) == (0.0, 0.0)
    assert found.q == pytest.approx(0.0)
    assert found.mean == pytest.approx(-0.3)
    assert found.se == pytest.approx((1 / 0.01 + 1 / 0.04 + 1 / 0.09) ** -0.5)


def test_equal_errors_have_a_closed_form() -> None:
    """With one error for all, τ² is the sample variance less the error's."""
    sizes = [0.1, 0.5, 0.9, 1.7]
    found = pool(sizes, [0.2] * 4)
    assert found.tau2 == pytest.approx(np.var(sizes, ddof=1) - 0.04, rel=1e-9)
    assert found.mean == pytest.approx(np.mean(sizes))


@pytest.mark.parametrize(("k", "quantile"), [(2, 1.959964), (3, 12.706205), (4, 4.302653), (12, 2.228139)])
def test_the_interval_for_a_new_place_by_number_of_studies(k: int, quantile: float) -> None:
    sizes = [0.1 * i**1.5 for i in range(k)]
    found = pool(sizes, [0.1] * k)
    assert found.degrees == (None if k == 2 else k - 2)
    half = quantile * math.hypot(found.tau, found.se)
    assert found.prediction == pytest.approx((found.mean - half, found.mean + half), rel=1e-5)


@pytest.mark.parametrize(
    ("k", "least", "most"), [(2, 0.65, 0.80), (3, 0.97, 1.0), (5, 0.85, 0.95), (10, 0.88, 0.96)]
)
def test_how_often_a_new_place_is_inside(k: int, least: float, most: float) -> None:
    """True effects with τ = 0.3, errors of 0.1 to 0.3; what docs/method.md says of few studies."""
    random, inside = np.random.default_rng(1), []
    for _ in range(500):
        errors = random.uniform(0.1, 0.3, k)
        sizes = random.normal(0, 0.3, k) + errors * random.normal(size=k)
        low, high = pool(sizes.tolist(), errors.tolist()).prediction
        inside.append(low <= random.normal(0, 0.3) <= high)
    assert least < float(np.mean(inside)) <= most


numbers = st.floats(-3, 3)
several = st.lists(st.tuples(numbers, st.floats(0.05, 2)), min_size=2, max_size=8)


def pooled(studies: list[tuple[float, float]], shift: float = 0.0, scale: float = 1.0) -> Pool:
    return pool([shift + scale * y for y, _ in studies], [abs(scale) * s for _, s in studies])


@given(several, numbers, st.sampled_from([-2.0, -1.0, 0.5, 1.8]))
def test_moving_and_stretching_the_scale_moves_and_stretches_the_answer(
    studies: list[tuple[float, float]], shift: float, scale: float
) -> None:
    one, other = pooled(studies), pooled(studies, shift, scale)
    assert other.tau == pytest.approx(abs(scale) * one.tau, rel=1e-4, abs=1e-4)
    assert other.mean == pytest.approx(shift + scale * one.mean, rel=1e-4, abs=1e-4)
    assert other.i2 == pytest.approx(one.i2, abs=1e-4)


@given(several)
def test_the_order_of_studies_makes_no_difference(studies: list[tuple[float, float]]) -> None:
    one, other = pooled(studies), pooled(studies[::-1])
    assert other.mean == pytest.approx(one.mean, rel=1e-6, abs=1e-6)
    assert other.tau2 == pytest.approx(one.tau2, rel=1e-6, abs=1e-6)


@given(several)
def test_what_always_holds(studies: list[tuple[float, float]]) -> None:
    found = pooled(studies)
    sizes = [y for y, _ in studies]
    assert min(sizes) - 1e-9 <= found.mean <= max(sizes) + 1e-9
    assert found.tau2 >= 0
    assert 0 <= found.i2 < 1
    assert (
        found.prediction[0] <= found.confidence[0] <= found.mean <= found.confidence[1] <= found.prediction[1]
    )
    assert found.se <= min(math.hypot(s, found.tau) for _, s in studies)


@pytest.mark.parametrize(
    ("sizes", "errors"),
    [([1.0], [0.1]), ([1.0, 2.0], [0.1]), ([1.0, 2.0], [0.1, 0.0]), ([1.0, math.nan], [0.1, 0.2])],
)
def test_what_cannot_be_pooled_is_refused(sizes: list[float], errors: list[float]) -> None:
    with pytest.raises(ValueError, match="pooling needs|must be finite"):
        pool(sizes, errors)


def test_ratios_are_told_as_ratios() -> None:
    sizes, errors = bcg()
    studies = PooledStudies(
        tuple(f"t{i}" for i in range(13)), tuple(sizes), tuple(errors), pool(sizes, errors), True
    )
    assert studies.estimate == pytest.approx(0.4894, abs=5e-5)
    assert studies.confidence == pytest.approx((0.3441, 0.6962), abs=5e-5)
    assert studies.summary == (
        "pooled from 13 studies by random effects (REML): mean 0.489, 95 % confidence 0.344 to 0.696; "
        "τ = 0.56 (log scale), I² = 92 %; the interval is for a new place"
    )
    assert studies.shares.startswith("t0 0.411 (5 %); t1 0.205 (6 %)")
    data = studies.data()
    assert data["mean"] == studies.estimate
    assert data["tau"] == studies.result.tau
