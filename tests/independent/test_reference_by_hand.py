"""The naive computation against arithmetic worked by hand: what both implementations hang on."""

from typing import Any

import pytest

from . import money, places
from .effects import persistence, risk_ratio_at
from .plain import Plain
from .rates_of_return import rates_of_return
from .reference import reference
from .settings import MODELS, discount_factors, guide_rates

NO_DISCOUNT = {"discounting": {"rate": 0}}


def scenario(*interventions: Plain, **keys: Any) -> Plain:
    """A scenario from 2026 in 2025 kroner without discounting, unless told otherwise."""
    base: Plain = {"price_year": 2025, "start": 2026, "horizon": 5, "assumptions": NO_DISCOUNT}
    return base | keys | {"interventions": [{"id": f"i{i}", **one} for i, one in enumerate(interventions)]}


def priced(value: float, payer: Any = "stat", **keys: Any) -> Plain:
    return NO_DISCOUNT | {"prices": {"day": {"estimate": value, "payer": payer, **keys}}}


def first(plain: Plain, model: str = "soem") -> Plain:
    result: Plain = reference(plain, MODELS[model])["interventions"]["i0"]
    return result


def relative(measure: str, estimate: Any, direction: str = "lower_is_better", **keys: Any) -> Plain:
    printed = {"measure": measure, "estimate": estimate, "direction": direction}
    return {"outcome": "reconviction"} | printed | keys


def yearly_cost(amount: float, **keys: Any) -> Plain:
    return {"what": "drift", "amount": amount, "per": "year", "payer": "kommune"} | keys


@pytest.mark.parametrize(
    ("timing", "expected"),
    [
        ("start", 288.6094674556),  # 100·(1 + 1/1.04 + 1/1.04²) = 100 + 96.1538461538 + 92.4556213018
        ("end", 277.5091033227),  # 288.6094674556/1.04
        ("mid", 283.0049583),  # 288.6094674556/√1.04 = 288.6094674556/1.0198039027
    ],
)
def test_an_annuity_at_the_three_timings(timing: str, expected: float) -> None:
    one = {"years": 3, "costs": [yearly_cost(100)]}
    assumptions = {"discounting": {"rate": "4 %", "timing": timing}}
    assert first(scenario(one, assumptions=assumptions))["measures"]["pv_costs"] == pytest.approx(expected)


def test_rates_step_in_the_year_they_begin() -> None:
    # DF = 1, 1/1.04, 1/(1.04·1.03), 1/(1.04·1.03²): year 2 is the first at 3 %.
    rates = [{"from": 0, "rate": "4 %"}, {"from": 2, "rate": 0.03}]
    found = discount_factors({"rates": rates, "timing": "start"}, 4)
    assert found == pytest.approx([1.0, 0.9615384615, 0.9335325840, 0.9063423146])


def test_the_guide_of_2017_before_and_after_2021() -> None:
    assert [span["rate"] for span in guide_rates(2017, 2020)] == [0.04, 0.03, 0.02]
    assert [span["rate"] for span in guide_rates(2017, 2021)] == [0.035, 0.025]
    assert [span["from"] for span in guide_rates(2023, 2026)] == [0, 36, 71]


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


def test_pounds_by_each_factor() -> None:
    # 2010 → 2024 British prices 132.85/90.12 = 1.4741456; rate 8.8134; Danish 2024 → 2025 121.32/118.82.
    steps = 1.474145583 * 1.021040229
    assert money.factor(2010, "GBP", None, 2025, "market") == pytest.approx(steps * 8.8134)
    # Parity instead: 6.0502/0.6642 = 9.1090033 kr. a pound.
    assert money.factor(2010, "GBP", None, 2025, "ppp") == pytest.approx(steps * 9.109003312)
    # To 2020 no Danish step is left: 108.88/90.12·8.3905.
    assert money.factor(2010, "GBP", None, 2020, "market") == pytest.approx(1.208166888 * 8.3905)


def test_other_money() -> None:
    # Swedish prices 2020 → 2022 are 118.69/107.21 = 1.1070796; a hundred kronor were 70.016 kr.
    assert money.factor(2020, "SEK", None, 2022, "market") == pytest.approx(1.107079563 * 0.70016)
    # The euro area's index ends in 2023: 123.41/100·7.4516, then Danish 121.32/117.21.
    assert money.factor(2015, "EUR", None, 2025, "market") == pytest.approx(1.2341 * 7.4516 * 1.035065268)
    # Germany's in 2024: 125.81/100·7.4593·121.32/118.82.
    assert money.factor(2015, "EUR", "de", 2025, "market") == pytest.approx(1.2581 * 7.4593 * 1.021040229)
    # Danish kroner of 2018: 121.32/102.23.
    assert money.factor(2018, "DKK", None, 2025, "market") == pytest.approx(1.186735792)


def test_both_tax_corrections() -> None:
    # A municipal cost of 1,000, a state saving of 2,500 (10 successes, 250 kr). Outlay −1,500: distortion
    # at 1.1 is a cost of −150. (2,500 − 1,000)·1.28 + 150 = 2,070; pv_costs 1,280 − 150.
    assumptions = priced(250) | {"tax_distortion": 1.1}
    consequences = [{"price": "day", "quantity": -1}]
    effect = {"outcome": "no_new_crime", "success_rate": "10 %", "consequences": consequences}
    one = {"participants": 100, "costs": [yearly_cost(1000)], "effects": [effect]}
    found = first(scenario(one, assumptions=assumptions), "samfundsoekonomi")
    assert found["measures"]["npv"] == pytest.approx(2070)
    assert found["measures"]["pv_costs"] == pytest.approx(1130)
    assert found["by_payer"]["oevrige"]["npv"] == pytest.approx(150)
    # The budget lens adjusts nothing.
    assert first(scenario(one, assumptions=assumptions))["measures"]["npv"] == pytest.approx(1500)


def test_a_transfer_nets_out_where_both_sides_count() -> None:
    consequences = [{"price": "day", "quantity": -1}]
    effect = {"outcome": "no_new_crime", "success_rate": "10 %", "consequences": consequences}
    plain = scenario(
        {"participants": 100, "effects": [effect]}, assumptions=priced(250, "kommune", nature="transfer")
    )
    assert first(plain)["measures"]["npv"] == pytest.approx(2500)
    wide = first(plain, "samfundsoekonomi")
    assert wide["measures"]["npv"] == 0
    assert wide["by_payer"]["borger"]["npv"] == pytest.approx(-2500)


def test_starters_pay_and_completers_finish() -> None:
    # 30 at 70 %, 30 at 80 % and 3·45 at 85 % is 21 + 24 + 114.75 = 159.75 families.
    costs = [{"what": "forløb", "amount": 1, "per": "completer", "payer": "kommune"}]
    groups = [(30, 1, 0.7), (30, 1, "80 %"), (45, 3, 0.85)]
    ones = [{"participants": n, "years": y, "completion": c, "costs": costs} for n, y, c in groups]
    found = reference(scenario(*ones), MODELS["soem"])["portfolio"]["measures"]
    assert found["pv_costs"] == pytest.approx(159.75)
    assert found["participants"] == 195


def test_payback_waits_until_it_stays() -> None:
    # Cumulative −100, −40, 20, −10, 30: at or above zero for good only from the fifth year.
    flows = [
        {"what": "ud", "payer": "kommune", "kind": "cost", "amounts": [100, 0, 0, 30]},
        {"what": "ind", "payer": "kommune", "kind": "benefit", "amounts": [0, 60, 60, 0, 40]},
    ]
    found = first(scenario({"flows": flows}))
    assert found["measures"]["payback_year"] == 2030
    assert found["by_payer"]["stat"]["payback_year"] == 2026  # never below zero


def test_rates_of_return() -> None:
    assert rates_of_return([-100, 110]) == pytest.approx([0.1])
    # 100·(v·1.1 − 1)(1 − 1.2·v) = −100 + 230v − 132v²: 10 % and 20 %.
    assert rates_of_return([-100, 230, -132]) == pytest.approx([0.1, 0.2])
    # −100·(1 − 1.1v)²: touches at 10 %, once.
    assert rates_of_return([-100, 220, -121]) == pytest.approx([0.1], abs=1e-6)
    assert rates_of_return([0, 0, 0]) == []
    assert rates_of_return([-100, 30]) == pytest.approx([-0.7])
    assert rates_of_return([100, -200, 101]) == []


def test_switching_values() -> None:
    # 100 people, 20 points more successes at 1,000 kr = 20,000; flows save 2,000; costs 11,000.
    rate = {"with": "60 %", "without": "40 %"}
    consequences = [{"price": "day", "quantity": -1}]
    effect = {"outcome": "no_new_crime", "success_rate": rate, "consequences": consequences}
    flow = {"what": "andet", "payer": "kommune", "kind": "benefit", "amounts": [2000]}
    one = {"participants": 100, "costs": [yearly_cost(11000)], "effects": [effect], "flows": [flow]}
    found = first(scenario(one, assumptions=priced(1000)))
    assert found["measures"]["npv"] == pytest.approx(11000)
    assert found["switching"]["effect_share"] == pytest.approx(0.45)  # 9,000/20,000
    assert found["switching"]["cost_factor"] == pytest.approx(2)  # 22,000/11,000
    assert found["switching"]["success_rate"] == pytest.approx(0.49)  # 0.40 + 0.45·0.20
    assert found["switching"]["prices"]["day"] == pytest.approx(450)
    assert found["measures"]["equivalent_yearly"] == pytest.approx(2200)  # five years at DF 1
    assert found["measures"]["npv_per_participant"] == pytest.approx(110)
    assert found["measures"]["bcr"] == pytest.approx(2)
