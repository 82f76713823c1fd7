"""Fits found again, shares at the edge, draws within what a number can be, pairs that cannot be, doubts."""

import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats
from scipy.optimize import minimize_scalar

import cba
from cba.distributions import doubt, misfit
from cba.distributions.least_squares import beta_fit, gamma_fit
from cba.distributions.tables import Table, truncated
from cba.inputs import Input

from .stated import SCORES, assert_as_scipy, fit, refusal, uncertain

# fits


@given(st.floats(0.02, 0.98), st.floats(5.0, 1e5))
def test_a_beta_is_found_again_from_its_mean_and_interval(mean: float, total: float) -> None:
    a, b = total * mean, total * (1.0 - mean)
    assume(max(a, b) > 1.0)
    low, high = (float(stats.beta.ppf(tail, a, b)) for tail in (0.025, 0.975))
    found = beta_fit(mean, low, high)
    assert found[:2] == pytest.approx((a, b), rel=1e-4)
    assert found[2:] == pytest.approx((low, high), abs=1e-7)
    drawn = fit("share", mean, min(low, mean), max(high, mean))
    assert drawn.name == "beta"
    assert drawn.mean == pytest.approx(mean, abs=1e-6)
    assert drawn.interval() == pytest.approx((low, high), abs=1e-6)


@given(st.floats(0.3, 0.7), st.floats(0.05, 0.29), st.floats(0.05, 0.29))
def test_a_beta_is_the_nearest_by_another_search(mean: float, below: float, above: float) -> None:
    def misfit(log_total: float) -> float:
        theirs = stats.beta(math.exp(log_total) * mean, math.exp(log_total) * (1.0 - mean))
        low, high = theirs.interval(0.95)
        return float((low - mean + below) ** 2 + (high - mean - above) ** 2)

    best = minimize_scalar(misfit, bounds=(0.0, 12.0), method="bounded", options={"xatol": 1e-9})
    found = beta_fit(mean, mean - below, mean + above)
    assert misfit(math.log(found[0] + found[1])) <= best.fun * (1.0 + 1e-9) + 1e-15


@given(st.floats(0.01, 1e6), st.floats(0.3, 1e4))
def test_a_gamma_is_found_again_from_its_mean_and_interval(mean: float, shape: float) -> None:
    low, high = stats.gamma(shape, scale=mean / shape).interval(0.95)
    found = gamma_fit(mean, low, high)
    assert found[0] == pytest.approx(shape, rel=1e-4)
    assume(low <= mean <= high)
    drawn = fit("money", mean, low, high, "gamma")
    assert drawn.mean == pytest.approx(mean, rel=2e-6)
    assert drawn.interval() == pytest.approx((low, high), rel=1e-5, abs=1e-5 * mean)


@given(st.floats(0.05, 0.95), st.floats(0.01, 0.2))
def test_a_beta_by_its_standard_error(mean: float, se: float) -> None:
    assume(se < 0.9 * math.sqrt(mean * (1.0 - mean) / (1.0 + 1.0 / max(mean, 1.0 - mean))))
    drawn = fit("share", mean, se=se)
    assert (drawn.mean, drawn.sd) == pytest.approx((mean, se), abs=2e-6)


@given(st.floats(-1e6, 1e6), st.floats(0.01, 1e5), st.floats(0.0, 1e5))
def test_pert_recovers_limits_and_mode(mode: float, below: float, above: float) -> None:
    low, high = mode - below, mode + above
    assume(low < mode <= high)
    drawn = fit("money", mode, low, high)
    assert drawn.mean == pytest.approx(
        (low + 4 * mode + high) / 6, abs=2e-6 * (high - low) + 1e-9 * abs(mode)
    )
    ends = drawn.quantiles(np.array([-6.0, 6.0]))
    assert low <= ends[0] <= ends[1] <= high


# shares whose interval no beta has


@pytest.mark.parametrize(
    "ends",
    [
        (0.6, 1.0, 1.0),
        (0.0, 0.0, 0.1),
        (0.0, 1.0, 1.0),
        (0.0, 0.0, 1.0),
        (0.0, 0.95, 1.0),
        (0.6, 0.99, 1.0),
        (0.5, 0.5, 0.8),
    ],
)
def test_a_share_at_the_edge_is_pert(ends: tuple[float, float, float]) -> None:
    low, estimate, high = ends
    drawn = fit("share", estimate, low, high)
    assert drawn.name == "pert"
    assert drawn.mean == pytest.approx((low + 4 * estimate + high) / 6, abs=1e-6)
    assert low <= drawn.quantiles(np.array([-6.0]))[0] < drawn.quantiles(np.array([6.0]))[0] <= high
    message = refusal("share", estimate, low, high, "beta")
    assert message.startswith(f"no beta with mean {estimate * 100:.3g} % has the 95 % interval")
    assert "distribution: pert" in message


def test_a_share_about_which_nothing_is_known_is_drawn_evenly() -> None:
    drawn = fit("share", 0.5, 0.0, 1.0)
    assert drawn.name == "beta"
    assert_as_scipy(drawn, stats.uniform(), 1.0)


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_every_share_with_an_interval_can_be_drawn(first: float, second: float, third: float) -> None:
    low, estimate, high = sorted((first, second, third))
    drawn = fit("share", estimate, low, high)
    values = drawn.quantiles(SCORES)
    assert np.isfinite(values).all()
    assert values.min() >= 0.0
    assert values.max() <= 1.0
    assert drawn.name in ("beta", "pert", "fixed")


# what a number cannot be is not drawn


@pytest.mark.parametrize(
    ("what", "least", "most"),
    [
        (("share", 0.9, 0.5, 1.0, "normal"), 0.0, 1.0),
        (("share", 0.1, 0.01, 0.4, "lognormal"), 0.0, 1.0),
        (("share", 0.3, 0.05, 0.9, "gamma"), 0.0, 1.0),
        (("count", 3.0, 0.0, 8.0), 0.0, math.inf),
        (("percentage_change", -80.0, -150.0, -10.0), -100.0, math.inf),
        (("percentage_points", 50.0, -20.0, 120.0), -100.0, 100.0),
        (("rate", 0.03, -2.0, 2.06), -0.99, math.inf),
        (("odds_ratio", 0.5, -0.3, 1.3, "normal"), 0.0, math.inf),
        (("difference", 0.6, 0.0, 1.0), -1.0, 1.0),
    ],
)
def test_draws_stay_within_what_the_number_can_be(
    what: tuple[str, float, float, float], least: float, most: float
) -> None:
    values = fit(*what).quantiles(np.linspace(-9.0, 9.0, 999))
    assert (np.diff(values) >= 0.0).all()
    assert least <= values[0] < values[-1] <= most


def test_a_truncated_normal_as_scipy_has_it() -> None:
    mean, sd = 3.0, 8.0 / 3.92
    theirs = stats.truncnorm(-mean / sd, np.inf, loc=mean, scale=sd)
    ours = fit("count", 3.0, 0.0, 8.0)
    assert_as_scipy(ours, theirs, 8.0)
    assert (ours.mean, ours.sd) == pytest.approx((theirs.mean(), theirs.std()), rel=1e-5)
    both = stats.truncnorm((0.0 - 0.9) / 0.2, (1.0 - 0.9) / 0.2, loc=0.9, scale=0.2)
    assert_as_scipy(fit("share", 0.9, None, None, "normal", se=0.2), both, 1.0)


def test_what_is_within_anyway_is_left_alone() -> None:
    whole = fit("number", 50.0, 40.0, 60.0)
    assert truncated(whole, 0.0, 100.0) is whole
    assert not isinstance(fit("rate", 0.035, 0.02, 0.05), Table)


# pairs that cannot be: what was found, what is allowed, the nearest right distribution


@pytest.mark.parametrize(
    ("what", "more", "words"),
    [
        (("odds_ratio", 0.8, 0.0, 1.2), {}, ("lognormal needs numbers above 0, found low 0", "normal")),
        (("money", -5.0, -9.0, -1.0, "lognormal"), {}, ("found estimate -5",)),
        (("share", 0.5, -0.1, 0.9, "beta"), {}, ("between 0 and 1, found low -0.1 and high 0.9",)),
        (("number", 5.0, 1.0, 9.0, "beta"), {}, ("between 0 and 1, found low 1 and high 9", "pert")),
        (("money", 5.0, -1.0, 9.0, "gamma"), {}, ("gamma lies above 0, found low -1", "normal")),
        (("money", 0.0, 0.0, 9.0, "gamma"), {}, ("found estimate 0",)),
        (("money", 100.0, 1.0, 100.0, "gamma"), {}, ("no gamma with mean 100 has", "nearest: ", "pert")),
        (("money", 9.0, None, None, "pert"), {"se": 1.0}, ("pert needs limits, found only `se`", "gamma")),
        (("money", 9.0, None, None, "triangular"), {"se": 1.0}, ("triangular needs limits",)),
        (("money", 9.0, None, None, "uniform"), {"se": 1.0}, ("uniform needs limits",)),
        (("money", 9.0, None, None, "gamma"), {}, ("gamma needs a width: state `low` and `high`, or `se`",)),
        (("share", 0.5), {"se": 0.4}, ("no beta with mean 50 % has `se` 0.4 (at most 0.29)",)),
        (
            ("share", 1.0),
            {"se": 0.1},
            ("no beta with mean 100 % has `se` 0.1 (at most 0)", "`low` and `high`"),
        ),
        (("number", 9.0), {"se": -1.0}, ("`se` must not be negative, found -1",)),
        (("number", 9.0, 1.0), {}, ("`low` needs `high` beside it",)),
        (("number", 9.0, None, 12.0), {}, ("`high` needs `low` beside it",)),
        (("number", 9.0, 1.0, 5.0), {}, ("must be low ≤ estimate ≤ high, found 1, 9, 5",)),
        (("share", 0.9, 0.1, 0.5), {}, ("found 10 %, 90 %, 50 %",)),
        (
            ("percentage_change", -120.0, -130.0, -110.0),
            {},
            ("-120 is outside what a percentage_change can be",),
        ),
    ],
)
def test_pairs_that_cannot_be(
    what: tuple[object, ...], more: dict[str, float], words: tuple[str, ...]
) -> None:
    message = refusal(*what, **more)
    for word in words:
        assert word in message
    assert misfit(uncertain(*what, **more)) == message  # type: ignore[arg-type]


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_shares_are_passed_without_a_fit(low: float, estimate: float, high: float) -> None:
    item = uncertain("share", estimate, low, high)
    if low <= estimate <= high:
        assert misfit(item) is None
    else:
        assert misfit(item) == refusal("share", estimate, low, high)


PROGRAM = """
import sys
from cba.distributions import doubt, misfit
from cba.inputs import Input
items = [Input("a", 0.7, "odds_ratio", 0.5, 0.9), Input("b", 0.7, "share", 0.5, 0.9),
         Input("c", 5.0, "money", 1.0, 9.0), Input("d", 3.0, "count", 0.0, 8.0),
         Input("e", 0.5, "share", se=0.1)]
assert [misfit(item) or doubt(item) for item in items] == [None] * 5
print("scipy" in sys.modules)
"""


def test_a_scenario_is_checked_without_scipy() -> None:
    root = str(Path(cba.__file__).parents[1])
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM], env={"PYTHONPATH": root}, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "False"


# doubts


def test_a_lopsided_interval_is_doubted_where_the_draws_are_even() -> None:
    told = doubt(uncertain("number", -30.0, -34.0, 10.0))
    assert told is not None
    assert told.startswith("the interval -34 to 10 is lopsided about the estimate -30, and normal is not: ")
    assert "95 % of the draws are from -51.9" in told
    assert "to -8.0" in told
    ratio = doubt(uncertain("odds_ratio", 0.9, 0.3, 1.0))
    assert ratio is not None
    assert "lognormal" in ratio
    assert doubt(uncertain("money", 100.0, 90.0, 500.0, "uniform")) is not None


@pytest.mark.parametrize(
    "item",
    [
        uncertain("number", -20.0, -30.0, -11.0),
        uncertain("odds_ratio", 0.636, 0.521, 0.775),
        uncertain("odds_ratio", 2.0, 1.0, 4.0),
        uncertain("odds_ratio", 0.8, 0.0, 1.2),
        uncertain("odds_ratio", 0.8, se=0.1),
        uncertain("money", 100.0, 99.0, 500.0),
        uncertain("share", 1.0, 0.5, 1.0),
        uncertain("number", 5.0),
        uncertain("percentage_change", -120.0, -121.0, 100.0),
    ],
)
def test_no_doubt(item: Input) -> None:
    assert doubt(item) is None
