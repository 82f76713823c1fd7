"""Effect measures, turning round, persistence and cohorts, in closed form."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cba.effects import CHINN, CannotTurn, persistence, rate_ratio, relative_risk
from cba.yearly import cohorts, covered

RISKS = st.floats(0.01, 0.99)
RATIOS = st.floats(0.05, 20.0)
SHARES = st.floats(0.0, 1.0)


def odds(risk: float) -> float:
    return risk / (1 - risk)


# conversions to relative risk


@given(RISKS, RISKS)
def test_an_odds_ratio_gives_back_the_risks_it_was_made_from(p0: float, p1: float) -> None:
    assert relative_risk("odds_ratio", odds(p1) / odds(p0), p0) == pytest.approx(p1 / p0, rel=1e-9)


@pytest.mark.parametrize(
    ("ratio", "p0", "expected"), [(0.64, 0.42, 0.64 / (0.58 + 0.42 * 0.64)), (2.0, 0.5, 4 / 3)]
)
def test_odds_ratio_by_hand(ratio: float, p0: float, expected: float) -> None:
    assert relative_risk("odds_ratio", ratio, p0) == pytest.approx(expected, rel=1e-14)


@given(st.floats(-3, 3), RISKS)
def test_chinn_a_standardised_difference_is_a_difference_in_log_odds(difference: float, p0: float) -> None:
    log_odds = math.log(odds(p0)) + difference * math.pi / math.sqrt(3)
    p1 = 1 / (1 + math.exp(-log_odds))
    assert relative_risk("standardised_mean_difference", difference, p0) == pytest.approx(p1 / p0, rel=1e-9)


def test_chinns_factor_as_printed() -> None:
    assert pytest.approx(1.81, abs=0.005) == CHINN


@given(RATIOS, RISKS)
def test_a_hazard_ratio_is_a_power_of_those_without_the_event(hazard: float, p0: float) -> None:
    p1 = 1 - math.exp(hazard * math.log(1 - p0))
    assert relative_risk("hazard_ratio", hazard, p0) == pytest.approx(p1 / p0, rel=1e-9)


@given(RATIOS)
def test_with_rare_events_all_ratios_are_the_same(ratio: float) -> None:
    for measure in ("odds_ratio", "hazard_ratio", "relative_risk", "incidence_rate_ratio"):
        assert relative_risk(measure, ratio, 1e-7) == pytest.approx(ratio, rel=1e-4)


def test_a_risk_of_zero_has_a_limit() -> None:
    for measure in ("odds_ratio", "hazard_ratio"):
        assert relative_risk(measure, 0.6, 0.0) == pytest.approx(0.6)


@pytest.mark.parametrize(("change", "ratio"), [(-20.0, 0.8), (0.0, 1.0), (50.0, 1.5), (-100.0, 0.0)])
def test_a_percentage_change_is_in_per_cent(change: float, ratio: float) -> None:
    assert relative_risk("percentage_change", change, 0.4) == pytest.approx(ratio)
    assert rate_ratio("percentage_change", change) == pytest.approx(ratio)


@given(RISKS, st.sampled_from(["odds_ratio", "relative_risk", "incidence_rate_ratio", "hazard_ratio"]))
def test_a_ratio_of_one_changes_nothing(p0: float, measure: str) -> None:
    assert relative_risk(measure, 1.0, p0) == pytest.approx(1.0, rel=1e-9)
    assert rate_ratio(measure, 1.0) == 1.0


@given(RATIOS, RISKS)
def test_odds_and_hazard_ratios_keep_the_risk_below_one(ratio: float, p0: float) -> None:
    assert 0.0 < relative_risk("odds_ratio", ratio, p0) * p0 < 1.0
    assert 0.0 < relative_risk("hazard_ratio", ratio, p0) * p0 <= 1.0


# turning round a measure of the good event


@given(RISKS, RISKS)
def test_turned_measures_give_the_risks_they_were_made_from(p0: float, p1: float) -> None:
    good = (1 - p1) / (1 - p0)
    expected = pytest.approx(p1 / p0, rel=1e-6, abs=1e-9)
    assert relative_risk("odds_ratio", odds(1 - p1) / odds(1 - p0), p0, turned=True) == expected
    assert relative_risk("relative_risk", good, p0, turned=True) == expected
    assert relative_risk("percentage_change", (good - 1) * 100, p0, turned=True) == expected


@given(RISKS, RISKS)
def test_a_turned_hazard_ratio_gives_the_risks_it_was_made_from(p0: float, p1: float) -> None:
    """The good event has risk 1 − p0; its hazards are the logs of who does not have it, p0 and p1."""
    hazard = math.log(p1) / math.log(p0)
    assert relative_risk("hazard_ratio", hazard, p0, turned=True) == pytest.approx(p1 / p0, rel=1e-6)


@given(RATIOS, RISKS)
def test_turning_odds_is_an_involution(ratio: float, p0: float) -> None:
    once = relative_risk("odds_ratio", 1 / ratio, p0, turned=True)
    assert once == pytest.approx(relative_risk("odds_ratio", ratio, p0), rel=1e-9)


@given(st.floats(-2, 2), RISKS)
def test_turning_a_difference_is_a_change_of_sign(difference: float, p0: float) -> None:
    measure = "standardised_mean_difference"
    turned = relative_risk(measure, -difference, p0, turned=True)
    assert turned == pytest.approx(relative_risk(measure, difference, p0), rel=1e-9)


@given(st.floats(0.2, 2.0), RISKS)
def test_turning_a_relative_risk_twice_gives_it_back(ratio: float, p0: float) -> None:
    once = relative_risk("relative_risk", ratio, p0, turned=True)
    assert relative_risk("relative_risk", once, 1 - p0, turned=True) == pytest.approx(
        ratio, rel=1e-6, abs=1e-9
    )


def test_a_rate_ratio_of_the_good_event_cannot_be_turned() -> None:
    with pytest.raises(CannotTurn):
        relative_risk("incidence_rate_ratio", 0.8, 0.4, turned=True)


@pytest.mark.parametrize(
    "measure", ["relative_risk", "hazard_ratio", "incidence_rate_ratio", "percentage_change"]
)
def test_what_needs_a_risk_cannot_be_turned_on_events(measure: str) -> None:
    with pytest.raises(CannotTurn):
        rate_ratio(measure, 0.8, turned=True)


def test_on_events_odds_ratios_stand_in_as_rate_ratios() -> None:
    assert rate_ratio("odds_ratio", 0.8) == 0.8
    assert rate_ratio("odds_ratio", 0.8, turned=True) == 1.25
    assert rate_ratio("hazard_ratio", 0.8) == 0.8
    difference = rate_ratio("standardised_mean_difference", -0.3)
    assert difference == pytest.approx(math.exp(-0.3 * math.pi / math.sqrt(3)))
    assert rate_ratio("standardised_mean_difference", 0.3, turned=True) == pytest.approx(difference)


# persistence


@given(st.integers(0, 10), st.integers(0, 10), st.floats(0.001, 1.0))
def test_persistence_sums_to_a_geometric_series(lag: int, duration: int, fade: float) -> None:
    profile = persistence(40, lag, duration, fade)
    assert profile.sum() == pytest.approx((1 - (1 - fade) ** duration) / fade, rel=1e-9, abs=1e-12)
    assert not profile[:lag].any()
    assert not profile[lag + duration :].any()


@given(st.integers(0, 5), st.floats(0.1, 12.0))
def test_without_fading_the_years_sum_to_the_duration(lag: int, duration: float) -> None:
    assert persistence(40, lag, duration, 0.0).sum() == pytest.approx(duration, rel=1e-9)


def test_a_part_of_the_last_year_counts_in_part() -> None:
    assert persistence(5, 1, 1.5, 0.2).tolist() == pytest.approx([0, 1, 0.4, 0, 0])
    assert persistence(3, 0, 0.25, 0.5).tolist() == pytest.approx([0.25, 0, 0])


def test_fading_at_once_leaves_the_first_year() -> None:
    assert persistence(4, 1, 3, 1.0).tolist() == [0, 1, 0, 0]


@given(st.integers(1, 30), st.integers(0, 40), st.floats(0.1, 40), SHARES)
def test_the_horizon_only_cuts_off(horizon: int, lag: int, duration: float, fade: float) -> None:
    longer = persistence(horizon + 20, lag, duration, fade)
    assert persistence(horizon, lag, duration, fade).tolist() == longer[:horizon].tolist()


# cohorts and places

SERIES = st.lists(st.floats(-100, 100), min_size=6, max_size=6).map(np.array)


@given(SERIES, SERIES)
def test_cohorts_add_up(exposed: np.ndarray, profile: np.ndarray) -> None:
    by_hand = [sum(exposed[y] * profile[n - y] for y in range(n + 1)) for n in range(6)]
    assert cohorts(exposed, profile).tolist() == pytest.approx(by_hand, abs=1e-9)


@given(SERIES, SERIES, SERIES)
def test_cohorts_are_linear(one: np.ndarray, other: np.ndarray, profile: np.ndarray) -> None:
    together = cohorts(one + other, profile)
    assert together == pytest.approx(cohorts(one, profile) + cohorts(other, profile), abs=1e-6)


@given(st.lists(st.booleans(), min_size=8, max_size=8), st.integers(0, 3), st.floats(0.5, 6), SHARES)
def test_a_place_has_its_largest_effect_never_the_sum(
    operating: list[bool], lag: int, duration: float, fade: float
) -> None:
    profile = persistence(8, lag, duration, fade)
    found = covered(np.array(operating), profile)
    by_hand = [max((profile[n - y] for y in range(n + 1) if operating[y]), default=0.0) for n in range(8)]
    assert found.tolist() == pytest.approx(by_hand)
    assert found.max() <= 1.0


def test_a_street_covered_every_year_counts_once() -> None:
    operating = np.array([True, True, True, False, False])
    assert covered(operating, persistence(5, 0, 2, 0.5)).tolist() == [1, 1, 1, 0.5, 0]


def test_harm_in_a_place_does_not_vanish() -> None:
    assert covered(np.array([True, False]), np.array([-3.0, -1.0])).tolist() == [-3, -1]


@given(RISKS, RATIOS)
def test_a_stronger_effect_is_a_lower_risk(p0: float, ratio: float) -> None:
    assume(ratio < 19)
    for measure in ("odds_ratio", "hazard_ratio"):
        assert relative_risk(measure, ratio, p0) <= relative_risk(measure, ratio * 1.05, p0) + 1e-12
