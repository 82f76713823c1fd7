"""Distributions: what each kind of number has, closed forms, and scipy.stats as second computation."""

import math

import numpy as np
import pytest
from scipy import stats

from cba.distributions import distribution_of, is_uncertain
from cba.distributions.tables import GRID, beta, gamma, pert
from cba.inputs import Conversion, Input

from .stated import SCORES, assert_as_scipy, fit, uncertain

# what an input has when nothing is named


@pytest.mark.parametrize(
    ("kind", "ends", "name"),
    [
        ("odds_ratio", (0.5, 0.7, 0.9), "lognormal"),
        ("relative_risk", (0.5, 0.7, 0.9), "lognormal"),
        ("incidence_rate_ratio", (0.5, 0.7, 0.9), "lognormal"),
        ("hazard_ratio", (0.5, 0.7, 0.9), "lognormal"),
        ("share", (0.5, 0.7, 0.85), "beta"),
        ("money", (100.0, 120.0, 180.0), "pert"),
        ("count", (50.0, 60.0, 70.0), "normal"),
        ("difference", (-0.1, 0.0, 0.1), "normal"),
        ("standardised_mean_difference", (-0.5, -0.3, -0.1), "normal"),
        ("percentage_change", (-30.0, -20.0, -10.0), "normal"),
        ("percentage_points", (-8.0, -5.0, -2.0), "normal"),
        ("rate", (0.02, 0.035, 0.05), "normal"),
        ("number", (-400.0, -200.0, 0.0), "normal"),
    ],
)
def test_the_kind_of_a_number_gives_its_distribution(
    kind: str, ends: tuple[float, float, float], name: str
) -> None:
    low, estimate, high = ends
    assert fit(kind, estimate, low, high).name == name
    assert fit(kind, estimate, low, high, "triangular").name == "triangular"


def test_what_is_fixed() -> None:
    items = [
        uncertain("money", 5.0),
        uncertain("money", 5.0, 3.0, 9.0, "fixed"),
        uncertain("money", 5.0, 5.0, 5.0),
        uncertain("number", 5.0, se=0.0),
        uncertain("number", 5.0, None, None, "fixed", se=1.0),
    ]
    for item in items:
        assert not is_uncertain(item)
        fixed = distribution_of(item)
        assert (fixed.name, fixed.mean, fixed.interval()) == ("fixed", 5.0, (5.0, 5.0))
        assert fixed.sd == 0.0
        assert fixed.quantiles(np.zeros(3)).tolist() == [5.0] * 3


# closed forms


def test_a_normal_has_the_estimate_as_mean_and_the_interval_as_width() -> None:
    drawn = fit("number", -200.0, -396.0, -4.0)
    assert (drawn.mean, drawn.sd) == pytest.approx((-200.0, 392.0 / 3.92), rel=1e-12)
    assert_as_scipy(drawn, stats.norm(-200.0, 100.0), 1e-6)


def test_a_normal_by_its_standard_error() -> None:
    drawn = fit("percentage_change", -20.0, se=5.0)
    assert (drawn.mean, drawn.sd) == pytest.approx((-20.0, 5.0), rel=1e-12)


def test_a_ratio_is_lognormal_about_its_median() -> None:
    drawn = fit("odds_ratio", 0.636, 0.521, 0.775)
    sigma = math.log(0.775 / 0.521) / 3.92
    assert drawn.quantiles(np.zeros(1))[0] == pytest.approx(0.636, rel=1e-15)
    assert drawn.mean == pytest.approx(0.636 * math.exp(sigma**2 / 2), rel=1e-12)
    assert drawn.sd == pytest.approx(drawn.mean * math.sqrt(math.expm1(sigma**2)), rel=1e-10)
    assert_as_scipy(drawn, stats.lognorm(sigma, scale=0.636), 1e-6)


def test_the_standard_error_of_a_ratio_is_on_the_log_scale() -> None:
    assert_as_scipy(fit("relative_risk", 0.79, se=0.102), stats.lognorm(0.102, scale=0.79), 1e-6)
    # an interval that is stated counts before a standard error
    both = fit("relative_risk", 0.79, 0.646, 0.965, se=0.102)
    assert both.interval() == pytest.approx((0.646, 0.965), rel=2e-3)


def test_money_is_pert_about_its_mode() -> None:
    drawn = fit("money", 120.0, 100.0, 180.0)
    assert drawn.mean == pytest.approx((100.0 + 4 * 120.0 + 180.0) / 6.0, rel=1e-6)
    a, b = 1 + 4 * 20 / 80, 1 + 4 * 60 / 80
    assert drawn.sd == pytest.approx(80.0 * math.sqrt(a * b / (a + b) ** 2 / (a + b + 1)), rel=1e-5)
    assert_as_scipy(drawn, stats.beta(a, b, loc=100.0, scale=80.0), 80.0)


def test_limits_of_a_triangle_and_of_a_uniform() -> None:
    triangle = fit("money", 120.0, 100.0, 180.0, "triangular")
    assert triangle.mean == pytest.approx(400.0 / 3.0, rel=1e-6)
    assert_as_scipy(triangle, stats.triang(0.25, 100.0, 80.0), 1e-3)
    flat = fit("money", 120.0, 100.0, 180.0, "uniform")
    assert (flat.mean, flat.sd) == pytest.approx((140.0, 80.0 / math.sqrt(12.0)), rel=1e-6)
    assert_as_scipy(flat, stats.uniform(100.0, 80.0), 1e-6)


@pytest.mark.parametrize("mode", [100.0, 180.0])
@pytest.mark.parametrize("name", ["triangular", "pert"])
def test_the_most_likely_value_may_be_a_limit(name: str, mode: float) -> None:
    drawn = fit("money", mode, 100.0, 180.0, name)
    low, high = drawn.quantiles(np.array([-6.0, 6.0]))
    assert 100.0 <= low < 110.0
    assert 170.0 < high <= 180.0
    third = {"triangular": 1.0 / 3.0, "pert": 1.0 / 6.0}[name]
    assert abs(drawn.mean - mode) == pytest.approx(80.0 * third, rel=1e-5)


def test_factors_lead_to_the_engines_unit() -> None:
    step = (Conversion("consumer_prices", 1.25, "2015 DKK", "2025 DKK", "dk"),)
    for name in ("normal", "lognormal", "pert", "triangular", "uniform", "gamma"):
        plain = Input("x", 100.0, "money", 60.0, 150.0, distribution=name)
        moved = Input("x", 100.0, "money", 60.0, 150.0, distribution=name, conversions=step)
        quantiles = [distribution_of(item).quantiles(SCORES) for item in (plain, moved)]
        assert quantiles[1] == pytest.approx(1.25 * quantiles[0], rel=1e-12)
    for name in ("normal", "gamma"):
        item = Input("x", 100.0, "money", se=10.0, distribution=name, conversions=step)
        assert (distribution_of(item).mean, distribution_of(item).sd) == pytest.approx(
            (125.0, 12.5), rel=1e-5
        )


# tables against scipy.stats


@pytest.mark.parametrize(
    ("a", "b"),
    [(0.3, 1.0), (0.5, 0.5), (1.0, 1.0), (1.0, 0.54), (1.0, 5.0), (3.0, 3.0), (29.0, 7.2), (13.0, 430.0)],
)
def test_a_beta_table(a: float, b: float) -> None:
    theirs = stats.beta(a, b)
    assert_as_scipy(beta("beta", a, b), theirs, theirs.ppf(0.9999999) - theirs.ppf(1e-7))
    assert beta("beta", a, b).mean == pytest.approx(a / (a + b), abs=1e-6)


@pytest.mark.parametrize("shape", [0.13, 0.5, 1.0, 3.0, 50.0, 10_000.0])
def test_a_gamma_table(shape: float) -> None:
    theirs = stats.gamma(shape, scale=7.0 / shape)
    assert_as_scipy(gamma(shape, 7.0), theirs, theirs.isf(1e-9) - theirs.ppf(1e-9))
    assert gamma(shape, 7.0).mean == pytest.approx(7.0, rel=1e-5)


@pytest.mark.parametrize("modes", [0.0, 0.1, 0.5, 0.99, 1.0])
def test_a_pert_table(modes: float) -> None:
    theirs = stats.beta(1 + 4 * modes, 5 - 4 * modes, loc=-3.0, scale=10.0)
    assert_as_scipy(pert(-3.0, -3.0 + 10.0 * modes, 7.0), theirs, 10.0)


def test_a_table_hits_its_own_points_and_never_falls() -> None:
    for table in (beta("beta", 0.02, 1.0), beta("beta", 4e5, 4e5), gamma(0.05, 1.0), pert(0.0, 0.0, 1.0)):
        assert table.quantiles(GRID) == pytest.approx(table.low + table.width * table.table, rel=1e-12)
        assert (np.diff(table.table) >= 0.0).all()
        assert np.isfinite(table.table).all()
        far = table.quantiles(np.array([-9.0, -6.0, 6.0, 9.0]))
        assert (far[0], far[3]) == (far[1], far[2])


def test_any_shape_of_scores() -> None:
    block = np.linspace(-3.0, 3.0, 12).reshape(3, 4)
    names = ("normal", "lognormal", "uniform", "triangular", "pert", "gamma", "fixed")
    for name in names:
        drawn = fit("money", 100.0, 50.0, 160.0, name)
        rows = np.array([drawn.quantiles(row) for row in block])
        assert np.array_equal(drawn.quantiles(block), rows)
        # unsorted too, and the scores are left as they were
        kept = block[::-1].copy()
        assert np.array_equal(drawn.quantiles(kept), rows[::-1])
        assert np.array_equal(kept, block[::-1])


def test_money_with_a_standard_error_alone_is_normal() -> None:
    item = Input("x", 100.0, "money", se=10.0)
    assert distribution_of(item).quantiles(np.array([0.0, 1.0])).tolist() == pytest.approx([100.0, 110.0])
