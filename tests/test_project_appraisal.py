"""Indicators of an appraisal: printed examples, closed forms, and a second library."""

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cba.project_appraisal import Money, distribution, economic, elasticity, financial, present_value, returns

ZERO = np.zeros(4)

# S. Benninga, Principles of Finance with Excel / Financial Modeling, chapter 1: the sheets as printed
LEVEL = np.array([-400.0, 100, 100, 100, 100, 100])
UNEVEN = np.array([-1000.0, 300, 200, 150, 600, 900])
TWO_RATES = np.array([-145.0, 100, 100, 100, 100, -275])
PRINTED = {0: -20.00, 3: -10.51, 6: -3.99, 9: 0.24, 12: 2.69, 15: 3.77, 18: 3.80, 21: 3.02, 24: 1.62,
           27: -0.24, 30: -2.44, 33: -4.90, 36: -7.53, 39: -10.27}  # fmt: skip


def test_net_present_value_and_rate_of_return_as_printed() -> None:
    level = returns(LEVEL, 0.10)
    assert round(level.npv, 2) == -20.92
    assert round(present_value(np.array([0.0, 100, 100, 100, 100, 100]), 0.10), 2) == 379.08
    assert level.irr.rate == pytest.approx(0.07931, abs=5e-6)
    assert returns(UNEVEN, 0.0).irr.rate == pytest.approx(0.2444, abs=5e-5)


@pytest.mark.parametrize(("per_cent", "npv"), PRINTED.items())
def test_the_printed_table_of_a_stream_with_two_rates(per_cent: int, npv: float) -> None:
    assert round(present_value(TWO_RATES, per_cent / 100), 2) == npv


def test_two_rates_are_said_to_be_several() -> None:
    assert (returns(TWO_RATES, 0.03).irr.rate, returns(TWO_RATES, 0.03).irr.status) == (None, "several")


def test_an_annuity_has_its_closed_form() -> None:
    rate, years = 0.04, 20
    flows = np.concatenate([[0.0], np.full(years, 1_000.0)])
    assert present_value(flows, rate) == pytest.approx(1_000 * (1 - (1 + rate) ** -years) / rate, rel=1e-12)


@given(st.lists(st.floats(-1e7, 1e7), min_size=2, max_size=30), st.floats(0.0, 0.2))
def test_present_values_agree_with_a_second_library(amounts: list[float], rate: float) -> None:
    flows = np.array(amounts)
    assert present_value(flows, rate) == pytest.approx(float(npf.npv(rate, flows)), rel=1e-9, abs=1e-3)


@given(st.floats(1e3, 1e8), st.lists(st.floats(1e2, 1e7), min_size=2, max_size=20))
def test_rates_of_return_agree_with_a_second_library(outlay: float, back: list[float]) -> None:
    flows = np.array([-outlay, *back])
    found, other = returns(flows, 0.0).irr.rate, float(npf.irr(flows))
    assert found is not None
    # where the other finds a root at all, it is the same: there is only one
    if np.isfinite(other) and abs(npf.npv(other, flows)) < 1e-6 * outlay and -0.9 < other < 10:
        assert found == pytest.approx(other, rel=1e-6, abs=1e-9)


def test_capital_is_what_the_operator_pays_itself() -> None:
    costs, benefits = np.array([100.0, 100, 0, 0]), np.array([0.0, 0, 90, 90])
    money = Money(np.array([60.0, 60, 0, 0]), np.array([40.0, 40, 0, 0]), ZERO, ZERO)
    found = financial(costs, benefits, money, 0.0)
    assert found.investment.npv == -20.0
    assert found.capital.flows.tolist() == [-40.0, -40.0, 90.0, 90.0]
    assert found.capital.npv == 100.0
    assert found.cumulated.tolist() == [0.0, 0.0, 90.0, 180.0]
    assert found.sustainable


def test_a_loan_moves_money_and_costs_its_service() -> None:
    costs, benefits = np.array([100.0, 0, 0, 0]), np.array([0.0, 50, 50, 50])
    money = Money(ZERO, ZERO, np.array([100.0, 0, 0, 0]), np.array([0.0, 55, 55, 0]))
    found = financial(costs, benefits, money, 0.04)
    assert found.capital.flows.tolist() == [0.0, -5.0, -5.0, 50.0]
    assert found.cumulated.tolist() == [0.0, -5.0, -10.0, 40.0]
    assert not found.sustainable


def test_money_that_covers_costs_to_the_oere_leaves_no_dust() -> None:
    costs = np.array([0.1 + 0.2, 0.7, 0.0, 0.0])
    money = Money(ZERO, np.array([0.3, 0.7, 0, 0]), ZERO, ZERO)
    assert financial(costs, ZERO, money, 0.04).sustainable


def test_the_economic_analysis() -> None:
    found = economic(np.array([100.0, 0, 0, 0]), np.array([0.0, 0, 0, 109.2727]), 0.03)
    assert found.net.npv == pytest.approx(0.0, abs=1e-3)
    assert found.net.irr.rate == pytest.approx(0.03, abs=1e-6)
    assert found.benefit_cost == pytest.approx(1.0, abs=1e-5)
    assert economic(ZERO, np.ones(4), 0.03).benefit_cost is None


def test_elasticity_is_per_cent_by_per_cent() -> None:
    # net 20 of benefits 120 and costs 100: one per cent of benefits is 1.2, which is 6 per cent of 20
    assert elasticity(20.0, 12.0, 0.1) == pytest.approx(6.0)
    assert elasticity(-20.0, 12.0, 0.1) == pytest.approx(6.0)
    assert elasticity(0.0, 12.0, 0.1) is None


def test_a_distribution_rises_from_its_least_to_its_greatest() -> None:
    points = distribution([3.0, 1.0, 2.0, 5.0, 4.0], points=5)
    assert points == [(1.0, 0.0), (2.0, 0.25), (3.0, 0.5), (4.0, 0.75), (5.0, 1.0)]
