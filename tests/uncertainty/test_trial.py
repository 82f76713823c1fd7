"""The value of a trial before it starts: closed forms, limits, the best size, and nested simulation."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cba.inputs import Array
from cba.uncertainty import sampling_variance
from cba.uncertainty.additive import Additive
from cba.uncertainty.trial import best_size, hermite, population_scale, trial
from cba.uncertainty.value_of_information import evppi

from .samples import SIZES, expected_gain, scores

MEAN, SLOPE, SD = -0.3, 2.0, 0.4
TRIALS = np.array([2.0, 10.0, 50.0, 120.0, 1000.0, 1e6])


def linear(seed: int, *, stratified: bool = True) -> tuple[Array, Array]:
    z = scores(2, seed, stratified=stratified)
    theta = -0.2 + SD * z[0]
    return theta, MEAN + SLOPE * (theta + 0.2) + z[1]


def in_closed_form(variances: Array) -> Array:
    """The preposterior mean of a linear net benefit is normal with standard deviation b·σ²/√(σ² + v)."""
    return np.array([expected_gain(MEAN, SLOPE * SD * SD / math.sqrt(SD**2 + v)) for v in variances])


@pytest.mark.parametrize("stratified", [True, False])
def test_linear_normal(stratified: bool) -> None:
    prepared = trial(*linear(1, stratified=stratified), SIZES)
    variances = 4 / TRIALS
    errors = prepared.standard_error(variances)
    assert errors is not None
    assert np.all(np.abs(prepared.evsi(variances) - in_closed_form(variances)) < 3.5 * errors + 5e-4)


def test_ceiling_and_floor() -> None:
    theta, npv = linear(2)
    prepared = trial(theta, npv, SIZES)
    worth = prepared.evsi(4 / TRIALS)
    assert np.all(np.diff(worth) >= 0)
    assert np.all(worth >= 0)
    assert np.all(worth <= prepared.evppi)
    assert worth[-1] == pytest.approx(prepared.evppi, rel=1e-3)
    assert prepared.evsi([np.inf, 1e12])[0] == 0.0
    assert prepared.evppi == pytest.approx(evppi(npv, [theta], SIZES).value, rel=0.02)


@given(st.integers(0, 1000), st.integers(1, 3), st.floats(-2, 2))
def test_never_falls_with_more_participants(seed: int, options: int, mean: float) -> None:
    random = np.random.default_rng(seed)
    theta = random.standard_normal(300)
    npv = mean + np.sin(np.outer(random.random(options) * 4, theta)) + random.standard_normal((options, 300))
    prepared = trial(theta, npv)
    worth = prepared.evsi(4 / TRIALS[::-1])
    assert np.all(np.diff(worth) <= 0)
    assert worth[-1] >= 0
    assert np.all(worth <= prepared.evppi)
    assert prepared.standard_error([1.0]) is None


def test_two_options_share_the_effect() -> None:
    """Only the difference of the options hangs on θ; doing nothing is far off."""
    z = scores(3, 3)
    npv = np.array([50 + 2 * z[0] + z[1], 50.5 - z[0] + z[2]])
    found = trial(z[0], npv, SIZES)
    variances = np.array([0.5, 0.05])
    errors = found.standard_error(variances)
    assert errors is not None
    expected = [expected_gain(0.5, 3 / math.sqrt(1 + v)) for v in variances]
    assert np.all(np.abs(found.evsi(variances) - expected) < 3.5 * errors + 5e-4)


def test_agrees_with_nested_simulation() -> None:
    """Net benefit in exp(θ), as of a relative risk: trials simulated, priors updated, decisions taken."""
    sd, variance = 0.3, 0.05
    random = np.random.default_rng(4)
    prior = -0.15 + sd * random.standard_normal(400_000)
    seen = prior + math.sqrt(variance) * random.standard_normal(400_000)
    left = 1 / (1 / sd**2 + 1 / variance)
    posterior = left * (-0.15 / sd**2 + seen / variance)
    expected = 5 * (1 - np.exp(posterior + left / 2)) - 0.6
    known = 5 * (1 - math.exp(-0.15 + sd**2 / 2)) - 0.6
    nested = np.maximum(expected, 0).mean() - max(known, 0.0)
    z = scores(2, 5)
    theta = -0.15 + sd * z[0]
    prepared = trial(theta, 5 * (1 - np.exp(theta)) - 0.6 + z[1], SIZES)
    errors = prepared.standard_error([variance])
    assert errors is not None
    assert abs(prepared.evsi([variance])[0] - nested) < 3.5 * errors[0] + 0.003


def test_an_effect_without_doubt_or_without_consequence() -> None:
    theta, npv = linear(6)
    assert trial(np.full_like(theta, 2.0), npv, SIZES).evsi([0.1]).tolist() == [0.0]
    assert trial(theta, np.full_like(npv, 3.0), SIZES).evsi([0.1])[0] == pytest.approx(0.0, abs=1e-12)
    idle = [trial(theta, scores(1, 99 + s)[0], SIZES).evsi([0.01])[0] for s in range(20)]
    assert np.mean(idle) < 0.004  # where knowing everything is worth 0.4


def test_taking_out_the_other_inputs_lowers_the_error() -> None:
    z = scores(3, 9)
    theta, npv = SD * z[0], MEAN + SLOPE * SD * z[0] + z[1] + 2 * z[2] ** 2 - 2 + 0.1 * z[1] * z[2]
    columns = {"effect": np.exp(theta), "price": z[1], "cost": z[2]}
    others = Additive(columns, npv[None, :]).without(["effect"])
    plain, beside = trial(theta, npv, SIZES), trial(theta, npv, SIZES, others=others)
    wide, narrow = plain.standard_error([0.03]), beside.standard_error([0.03])
    assert wide is not None
    assert narrow is not None
    assert narrow[0] < wide[0] / 5
    assert abs(beside.evsi([0.03])[0] - in_closed_form(np.array([0.03]))[0]) < 3.5 * narrow[0] + 5e-4


def test_coverage_over_200_seeds() -> None:
    """Value ± 2.365 se (t, 7 degrees of freedom) holds the true value in about 95 of 100."""
    sizes = [256] * 8
    truth = in_closed_form(np.array([4 / 120]))[0]
    held = 0
    for seed in range(200):
        z = scores(2, 500 + seed, sizes)
        found = trial(SD * z[0], MEAN + SLOPE * SD * z[0] + z[1], sizes)
        errors = found.standard_error([4 / 120])
        assert errors is not None
        held += abs(found.evsi([4 / 120])[0] - truth) <= 2.3646 * errors[0]
    assert held >= 180


def test_hermite_polynomials_are_orthonormal() -> None:
    nodes, weights = np.polynomial.hermite_e.hermegauss(40)
    rows = hermite(nodes)
    assert np.allclose((rows * weights / weights.sum()) @ rows.T, np.eye(len(rows)), atol=1e-10)


def _integrated(prior: Any, net: Callable[[Array], Array], variance: float) -> float:
    """EVSI by the rectangle rule over θ and over what the trial says, straight from Bayes' rule."""
    theta = np.linspace(prior.ppf(1e-9), prior.ppf(1 - 1e-9), 2_001)
    weight = prior.pdf(theta) / prior.pdf(theta).sum()
    error = math.sqrt(variance)
    said, step = np.linspace(theta[0] - 7 * error, theta[-1] + 7 * error, 1_501, retstep=True)
    likelihood = stats.norm.pdf(said[:, None], theta, error)
    after = np.maximum(likelihood @ (weight * net(theta)), 0.0).sum() * step
    return float(after - max(weight @ net(theta), 0.0))


@pytest.mark.parametrize(
    ("prior", "worth", "variances"),
    [
        (stats.norm(0, 1), 0.3, (0.1, 1, 4)),
        (stats.truncnorm(-0.5, 0.5), 0.1, (0.005, 0.02, 0.08, 0.3)),
        (stats.truncnorm(0, 5), 0.9, (0.02, 0.3, 1)),
        (stats.truncnorm(0, 5), 0.6, (0.02, 0.3, 1)),
        (stats.uniform(0, 1), 0.6, (0.005, 0.08, 0.3)),
        (stats.beta(2, 5), 0.35, (0.005, 0.02, 0.08)),
        (stats.gamma(1.5), 2.0, (0.1, 1, 4)),
    ],
)
def test_agrees_with_integration_whatever_the_prior(
    prior: Any, worth: float, variances: tuple[float, ...]
) -> None:
    """Priors cut off at a bound, and skewed ones, by Bayes' rule and not by a normal in their place."""
    theta = prior.ppf((np.arange(16_384) + 0.5) / 16_384)
    found = trial(theta, theta - worth).evsi(variances)
    expected = [_integrated(prior, lambda t: t - worth, v) for v in variances]
    assert found == pytest.approx(expected, rel=0.01)


def test_best_size_by_hand() -> None:
    """Worth √n against 0.05 a head: the peak is where 1/(2√n) = 0.05, at n = 100."""
    found = best_size(np.sqrt, 1.0, 0.05, 100_000)
    assert found.n == 100
    assert found.worth == pytest.approx(10.0)
    assert found.cost == pytest.approx(6.0)
    assert found.net == pytest.approx(4.0)
    # √n − 1 − n/20 ≥ 0.9·4 from √n ≥ 10 − 2√2 = 7.17, n ≥ 51.4
    assert found.enough == 52
    assert found.nets[found.sizes == 100].tolist() == [pytest.approx(4.0)]
    scaled = best_size(np.sqrt, 1.0, 0.05, 100_000, scale=2.0)
    assert scaled.n == 400


def test_no_trial_is_worth_its_cost() -> None:
    found = best_size(np.sqrt, 1000.0, 1.0, 500)
    assert (found.n, found.worth, found.cost, found.net, found.enough) == (0, 0.0, 0.0, 0.0, 0)
    with pytest.raises(ValueError, match="at least 2"):
        best_size(np.sqrt, 0.0, 1.0, 1)


def test_best_size_finds_the_peak_of_a_trial() -> None:
    prepared = trial(*linear(7), SIZES)

    def evsi(n: Array) -> Array:
        return prepared.evsi(4 / n)

    found = best_size(evsi, 0.01, 1e-4, 1_000)
    every = np.arange(2.0, 1_001.0, 2.0)
    nets = evsi(every) - 0.01 - 1e-4 * every
    assert found.n == every[np.argmax(nets)]
    assert found.net == pytest.approx(nets.max())
    assert found.enough == every[np.argmax(nets >= 0.9 * nets.max())]


def test_population_scale() -> None:
    # 30 people a year for three years at 4 %, in a scenario of 60: (1 + 1/1.04 + 1/1.04²)/2.
    assert population_scale(30, 60, 3, 0.04) == pytest.approx((1 + 1 / 1.04 + 1 / 1.04**2) / 2)
    # The first year passes before the answer is there; the rate falls in the second step.
    assert population_scale(30, 60, 3, [0.04, 0.03], 1) == pytest.approx((1 / 1.04 + 1 / 1.04 / 1.03) / 2)
    assert population_scale(30, 60, 2, 0.04, 2) == 0.0
    with pytest.raises(ValueError, match="participants"):
        population_scale(30, 0, 3, 0.04)


def test_sampling_variances_by_hand() -> None:
    # 50 in each arm; risks 40 % and 25 % (odds ratio ½): 20, 30, 12.5 and 37.5 people in the table.
    table = 1 / 20 + 1 / 30 + 1 / 12.5 + 1 / 37.5
    assert sampling_variance.log_odds_ratio(100, 0.4, 0.5) == pytest.approx(table)
    assert sampling_variance.log_odds_ratio(125, 0.4, 0.5, attrition=0.2) == pytest.approx(table)
    assert sampling_variance.log_relative_risk(100, 0.4, 0.625) == pytest.approx(0.6 / 20 + 0.75 / 12.5)
    assert sampling_variance.log_rate_ratio(100, 0.3, 2.0, 0.5) == pytest.approx(1 / 30 + 1 / 15)
    assert sampling_variance.log_hazard_ratio(100, 0.36, 0.5) == pytest.approx(1 / 18 + 1 / 10)
    assert sampling_variance.mean_difference(100, 3.0) == pytest.approx(4 * 9 / 100)
    assert sampling_variance.standardised_mean_difference(100) == pytest.approx(0.04)
    assert sampling_variance.standardised_mean_difference(100, 0.4) == pytest.approx(0.04 + 0.16 / 200)
    assert sampling_variance.risk_difference(100, 0.4, -0.15) == pytest.approx(0.24 / 50 + 0.1875 / 50)
    assert sampling_variance.share(100, 0.3) == pytest.approx(0.0021)


def test_simulated_trials_vary_as_the_formulas_say() -> None:
    random = np.random.default_rng(8)
    a, b = random.binomial(200, 0.4, 40_000), random.binomial(200, 0.25, 40_000)
    odds = np.log(b / (200 - b)) - np.log(a / (200 - a))
    assert np.var(odds) == pytest.approx(float(sampling_variance.log_odds_ratio(400, 0.4, 0.5)), rel=0.03)
    assert np.var(np.log(b / a)) == pytest.approx(
        float(sampling_variance.log_relative_risk(400, 0.4, 0.625)), rel=0.03
    )
    assert np.var((b - a) / 200) == pytest.approx(
        float(sampling_variance.risk_difference(400, 0.4, -0.15)), rel=0.03
    )


def test_natural_scales() -> None:
    assert sampling_variance.natural_scale("odds_ratio", 0.5) == pytest.approx(math.log(0.5))
    assert sampling_variance.natural_scale("percentage_change", -20.0) == pytest.approx(math.log(0.8))
    assert sampling_variance.natural_scale("standardised_mean_difference", -0.2) == -0.2
