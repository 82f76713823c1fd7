"""Money, discounting and measures by the naive computation against arithmetic worked by hand."""

import pytest

from . import money
from .by_hand import first, priced, scenario, yearly_cost
from .rates_of_return import rates_of_return
from .reference import reference
from .settings import MODELS, discount_factors, guide_rates


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
