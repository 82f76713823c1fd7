"""Outcome contracts: settled by hand, and what holds for any of them."""

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cba.outcome_contract import LOST, Terms, break_even_scale, measured, per_starter, settle

PLAIN = Terms(100.0, (12, 24), None, 0.0, 0.0, {"kommune": 0.25, "stat": 0.75})
EXPECTED = np.array([0.0, 4.0, 10.0])
INVESTED = np.array([600.0, 300.0])


def terms(**changes: object) -> Terms:
    return Terms(**{**{f: getattr(PLAIN, f) for f in Terms.__dataclass_fields__}, **changes})


def test_cohorts_are_taken_apart() -> None:
    change = np.array([0.10, 0.05, 0.0, 0.0])
    starters = [30.0, 45.0, 0.0, 20.0]
    by_year = [sum(starters[y] * change[n - y] for y in range(n + 1)) for n in range(4)]
    assert per_starter(by_year, starters) == pytest.approx(change, abs=1e-12)
    assert per_starter([0.0, 2.0, 1.0], [0.0, 20.0, 0.0]) == pytest.approx([0.1, 0.05])


@given(
    st.lists(st.floats(-1, 1), min_size=2, max_size=12),
    st.lists(st.integers(0, 200), min_size=2, max_size=12),
)
def test_taking_apart_undoes_adding_up(change: list[float], starters: list[int]) -> None:
    years = min(len(change), len(starters))
    cohorts = [max(starters[0], 1) * 1.0, *map(float, starters[1:years])]
    by_year = [sum(cohorts[y] * change[n - y] for y in range(n + 1)) for n in range(years)]
    again = per_starter(by_year, cohorts)
    rebuilt = [sum(cohorts[y] * again[n - y] for y in range(n + 1)) for n in range(years)]
    assert rebuilt == pytest.approx(by_year, rel=1e-6, abs=1e-6 * max(1.0, max(map(abs, by_year))))


def test_a_measurement_is_settled_in_the_year_in_which_it_is_made() -> None:
    # 10 start in year 0 and 20 in year 1; 0.1 each in the first year and 0.1 in the second
    found = measured(np.array([0.1, 0.1, 0.0]), [10.0, 20.0, 0.0], [12, 18, 24])
    # year 1: the first at 12 and 18 months (1 + 0.5); year 2: at 24 (0.5), the others at 12 and 18 (2 + 1)
    assert found == pytest.approx([0.0, 1.5, 5.0, 6.0])


def test_as_expected_every_outcome_is_paid_once() -> None:
    found = settle(EXPECTED, np.array([1.0]), INVESTED, PLAIN)
    assert found.repaid[0].tolist() == [0.0, 400.0, 600.0]
    assert {p: row.tolist() for p, row in found.by_payer(PLAIN).items()} == {
        "kommune": [0.0, 100.0, 150.0],
        "stat": [0.0, 300.0, 450.0],
    }
    assert found.returns[0] == pytest.approx(float(npf.irr([-600.0, 100.0, 600.0])))
    assert (found.whole, found.repaid_in_full) == (1.0, 1.0)


def test_cap_threshold_and_guarantee() -> None:
    capped = settle(EXPECTED, np.array([1.0]), INVESTED, terms(cap=700.0))
    assert capped.repaid[0].tolist() == [0.0, 400.0, 300.0]
    below = settle(EXPECTED, np.array([0.49, 0.51]), INVESTED, terms(threshold=0.5, guarantee=0.2))
    assert below.repaid.sum(axis=1).tolist() == pytest.approx([0.0, 510.0])
    assert below.guaranteed.tolist() == [[0.0, 0.0, 180.0], [0.0, 0.0, 180.0]]
    assert settle(EXPECTED, np.array([0.0]), INVESTED, PLAIN).returns[0] == LOST


def test_what_is_paid_is_never_asked_back() -> None:
    falling = np.array([0.0, 6.0, 4.0, 5.0])
    found = settle(falling, np.array([1.0]), INVESTED, PLAIN)
    assert found.repaid[0].tolist() == [0.0, 600.0, 0.0, 0.0]


def test_the_share_at_which_the_money_is_back() -> None:
    share = break_even_scale(EXPECTED, INVESTED, PLAIN)
    assert share == pytest.approx(0.9)
    assert share is not None
    assert settle(EXPECTED, np.array([share]), INVESTED, PLAIN).repaid.sum() == pytest.approx(900.0)
    assert break_even_scale(EXPECTED, INVESTED, terms(threshold=0.95)) == 0.95
    assert break_even_scale(EXPECTED, INVESTED, terms(cap=899.0)) is None
    assert break_even_scale(np.zeros(3), INVESTED, PLAIN) is None


@given(
    st.lists(st.floats(-1, 3), min_size=1, max_size=40),
    st.floats(0, 2000),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_no_more_than_the_cap_and_never_less_for_more(
    scales: list[float], cap: float, threshold: float, guarantee: float
) -> None:
    agreed = terms(cap=cap, threshold=threshold, guarantee=guarantee)
    found = settle(EXPECTED, np.sort(np.array(scales)), INVESTED, agreed)
    paid = found.repaid.sum(axis=1)
    assert (found.repaid >= 0.0).all()
    assert paid.max() <= cap + 1e-9
    assert (np.diff(paid) >= -1e-9).all()
    assert (found.guaranteed.sum(axis=1) <= guarantee * 900.0 + 1e-9).all()
    assert (paid + found.guaranteed.sum(axis=1) <= np.maximum(paid, 900.0) + 1e-9).all()
