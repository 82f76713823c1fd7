"""Changes in outcomes by the naive computation against arithmetic worked by hand."""

from typing import Any

import pytest

from . import places
from .by_hand import NO_DISCOUNT, first, priced, relative, scenario, yearly_cost
from .effects import persistence, risk_ratio_at
from .plain import Plain
from .reference import reference
from .settings import MODELS


@pytest.mark.parametrize(
    ("measure", "estimate", "turned", "p0", "expected"),
    [
        ("odds_ratio", 0.5, False, 0.4, 0.625),  # 0.5/(1 − 0.4 + 0.4·0.5) = 0.5/0.8
        ("odds_ratio", 2.0, True, 0.4, 0.625),  # odds of not reoffending: 1/2
        ("standardised_mean_difference", -0.3, False, 0.4, 0.69741),  # OR e^(−0.3·1.8138) = 0.58034
        ("standardised_mean_difference", 0.3, True, 0.4, 0.69741),
        ("hazard_ratio", 0.5, False, 0.36, 0.5555555556),  # (1 − 0.64^0.5)/0.36 = 0.2/0.36
        ("hazard_ratio", 1.5, True, 0.36, 0.6),  # 0.36^(1.5 − 1)
        ("relative_risk", 1.2, True, 0.4, 0.7),  # (1 − 0.6·1.2)/0.4 = 0.28/0.4
        ("percentage_change", "20 %", True, 0.4, 0.7),  # the same, printed as +20 %
        ("percentage_change", -20, False, 0.4, 0.8),
        ("incidence_rate_ratio", 0.9, False, 0.4, 0.9),
    ],
)
def test_measures_become_risk_ratios(
    measure: str, estimate: Any, turned: bool, p0: float, expected: float
) -> None:
    assert risk_ratio_at(relative(measure, estimate), turned, p0) == pytest.approx(expected, rel=1e-5)


def test_fade_lag_and_a_broken_last_year() -> None:
    # D = 2.5 from lag 1, a tenth lost a year: 0, 1, 0.9, half of 0.81, 0.
    effect = {"lag": 1, "fade": "10 %"}
    assert [persistence(effect, 2.5, tau) for tau in range(5)] == pytest.approx([0, 1, 0.9, 0.405, 0])


def test_a_window_of_15_and_a_half_months() -> None:
    # b = 12·0.31/15.5 = 0.24 a year; halved for 100 people: 12, then 0.291667 of a year: 3.5; 15.5 in all.
    effect = relative("relative_risk", 0.5, baseline={"share": "31 %", "within": "15.5 months"})
    found = first(scenario({"participants": 100, "effects": [effect]}))["outcomes"]["reconviction"]
    assert found["by_year"] == pytest.approx([12, 3.5, 0, 0, 0])
    assert found["avoided"] == pytest.approx(15.5)


def test_transfer_and_evidence_scale_the_change_after_conversion() -> None:
    # OR 0.5 at 0.4 is RR 0.625: 0.375·0.4·100 = 15; times 0.8 and 0.5: 6, not the OR moved towards 1.
    effect = relative("odds_ratio", 0.5, baseline="40 %", follow_up="12 months", transfer="80 %", grade="C")
    assumptions = NO_DISCOUNT | {"evidence_adjustment": {"C": "50 %"}}
    found = first(scenario({"participants": 100, "effects": [effect]}, assumptions=assumptions))
    assert found["outcomes"]["reconviction"]["avoided"] == pytest.approx(6)


def test_percentage_points_with_and_without_a_window() -> None:
    # −6 points of 24 months: −0.03 a year for two years; without a window: −0.06 every year of three.
    inside = relative("percentage_points", -6, baseline={"share": "40 %", "within": "24 months"})
    outside = relative("percentage_points", "-6 %", duration=3)
    for effect, expected in ((inside, [3, 3, 0, 0, 0]), (outside, [6, 6, 6, 0, 0])):
        found = first(scenario({"participants": 100, "effects": [effect]}))
        assert found["outcomes"]["reconviction"]["by_year"] == pytest.approx(expected)


def test_a_quantity_spread_and_year_by_year() -> None:
    # 10 more successes in each of two years; 6 days in three equal parts is 2 a year from each cohort:
    # 20, 40, 40, 20 days; by_year −3, −1: 30, 40, 10, 0. At 7 kr.
    prices = priced(7)
    for use, days in (
        ({"quantity": -6, "spread": 3}, [20, 40, 40, 20, 0]),
        ({"by_year": [-3, -1]}, [30, 40, 10, 0, 0]),
    ):
        consequences = [{"price": "day", **use}]
        effect = {"outcome": "no_new_crime", "success_rate": "10 %", "consequences": consequences}
        one = {"participants": 100, "years": 2, "effects": [effect]}
        rows = first(scenario(one, assumptions=prices))["by_year"]
        assert [row["benefits"] for row in rows] == pytest.approx([7 * day for day in days])


def test_the_recidivism_case() -> None:
    # 420·(0.67 − 0.29) = 159.6 fewer; ·245 days·1,500 kr = 58,653,000 kr over ten years.
    rate = {"with": "71 %", "without": "33 %"}
    consequences = [{"price": "day", "quantity": -245, "spread": 10}]
    effect = {"outcome": "no_new_crime", "success_rate": rate, "consequences": consequences}
    found = first(scenario({"participants": 420, "effects": [effect]}, horizon=10, assumptions=priced(1500)))
    assert found["outcomes"]["no_new_crime"]["avoided"] == pytest.approx(159.6)
    assert found["measures"]["npv"] == pytest.approx(58_653_000)
    # Nine of the ten years fall within a horizon of nine: the tenth is cut off.
    short = first(scenario({"participants": 420, "effects": [effect]}, horizon=9, assumptions=priced(1500)))
    assert short["measures"]["npv"] == pytest.approx(52_787_700)


def burglary(ratio: float, **keys: Any) -> Plain:
    effect = relative("relative_risk", ratio, baseline={"incidents": 450, "share": "30 %"})
    return effect | {"outcome": "burglary"} | keys


def test_displacement_and_reporting() -> None:
    # 450/0.9 = 500 true; 30 % covered, a fifth less: 30 avoided; a tenth of them moves: 27.
    effect = burglary(0.8, displacement="10 %", reporting_rate="90 %")
    found = first(scenario({"years": 2, "effects": [effect]}))["outcomes"]["burglary"]
    assert found["by_year"] == pytest.approx([27, 27, 0, 0, 0])


def test_a_street_covered_twice_is_covered_once() -> None:
    # 450·0.3·0.2 = 27 at φ = 1. Fade a third, three years, operating in 2026 and 2027:
    # largest φ is 1, 1, 2/3, 4/9, 0, never the sum.
    effect = burglary(0.8, duration=3, fade=1 / 3)
    found = first(scenario({"years": 2, "effects": [effect]}))["outcomes"]["burglary"]
    assert found["by_year"] == pytest.approx([27, 27, 18, 12, 0])


def test_reports_of_a_municipality_and_an_island() -> None:
    # Copenhagen's burglaries 2023–2025: (1,689 + 1,798 + 1,923)/3.
    assert places.incidents_a_year("København", "burglary", None) == pytest.approx(1803.3333333)
    assert places.incidents_a_year(101, "burglary", [2019, 2021]) == pytest.approx((3367 + 1593) / 2)
    bornholm = places.incidents_a_year("Bornholm", "violence", None)
    assert places.incidents_a_year("landsdel:Bornholm", "violence", None) == pytest.approx(bornholm)


def people(count: int, ratio: float, **keys: Any) -> Plain:
    """So many people with half an event a year each."""
    effect = relative("relative_risk", ratio, baseline={"events": 0.5})
    return {"participants": count, "effects": [effect]} | keys


def test_two_interventions_on_the_same_people() -> None:
    # 100·0.5·0.2 = 10 and 60·0.5·0.3 = 9; 60 get both: 60·0.5·0.2·0.3 = 1.8 fewer; 17.2 of 19.
    found = reference(scenario(people(100, 0.8), people(60, 0.7, overlaps_with=["i0"])), MODELS["soem"])
    assert found["portfolio"]["outcomes"]["reconviction"]["avoided"] == pytest.approx(17.2)
    assert found["portfolio"]["overlap_loss"]["reconviction"] == pytest.approx(1.8)
    assert found["interventions"]["i1"]["outcomes"]["reconviction"]["avoided"] == pytest.approx(9)


def test_a_success_rate_meets_a_relative_effect() -> None:
    # Own 100·0.5·0.2 = 10 and 60·0.2 = 12; 60 get both, base (0.5 + 1)/2: 60·0.75·0.2·0.2 = 1.8 fewer.
    success = {"outcome": "reconviction", "success_rate": "20 %"}
    other = {"participants": 60, "effects": [success], "overlaps_with": ["i0"]}
    found = reference(scenario(people(100, 0.8), other), MODELS["soem"])["portfolio"]
    assert found["outcomes"]["reconviction"]["avoided"] == pytest.approx(20.2)


def test_three_interventions_on_the_same_people() -> None:
    # Own 10, 20, 30 events (100 people, r 0.2, 0.4, 0.6): 50·(1 − 0.8·0.6·0.4) = 50·0.808 = 40.4.
    three = [people(100, 0.8), people(100, 0.6), people(100, 0.4)]
    three[0]["overlaps_with"] = ["i1", "i2"]
    three[1]["overlaps_with"] = ["i2"]
    found = reference(scenario(*three), MODELS["soem"])["portfolio"]["outcomes"]["reconviction"]
    assert found["avoided"] == pytest.approx(40.4)
    # A chain (no pair i0–i2): 60 − 50·(0.08 + 0.24) = 44, no triple.
    three[0]["overlaps_with"] = ["i1"]
    found = reference(scenario(*three), MODELS["soem"])["portfolio"]["outcomes"]["reconviction"]
    assert found["avoided"] == pytest.approx(44)


def test_three_interventions_in_the_same_streets_with_their_own_prices() -> None:
    # 1 − 0.9·0.8·0.7 = 0.496 of what alone would be 0.6; each keeps 0.496/0.6 of its own.
    baseline = {"incidents": "place", "years": [2025], "share": "100 %"}
    ones = [
        {"effects": [burglary(ratio, baseline=baseline)], "costs": [yearly_cost(60)]}
        for ratio in (0.9, 0.8, 0.7)
    ]
    found = reference(scenario(*ones, place="København"), MODELS["soem"])["portfolio"]
    assert found["outcomes"]["burglary"]["avoided"] == pytest.approx(1923 * 0.496)
    assert found["outcomes"]["burglary"]["cost_per_avoided"] == pytest.approx(180 / (1923 * 0.496))
