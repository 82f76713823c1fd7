"""What a stream is worth: closed forms, the same sums by other hands, and every kind of rate of return."""

import math
from itertools import pairwise

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from cba.inputs import Array
from cba.measures import discount_factors, internal_rate_of_return, payback, ratio, zero_at

FM_2023 = [(0, 0.035), (36, 0.025), (71, 0.015)]
RATES = st.floats(-0.5, 1.0)


def flat(rate: float, horizon: int, timing: str = "start") -> Array:
    return discount_factors(horizon, [(0, rate)], timing)


def from_growth(*growths: float) -> Array:
    """A stream whose rates of return are the growths minus one, paid first."""
    return np.asarray(-np.poly(growths), dtype=np.float64)


# discounting


@given(RATES, st.integers(1, 200))
def test_an_annuity_in_closed_form(rate: float, years: int) -> None:
    assume(abs(rate) > 1e-6)
    due = (1 - (1 + rate) ** -years) / rate * (1 + rate)
    assert flat(rate, years).sum() == pytest.approx(due, rel=1e-9)
    assert flat(rate, years, "end").sum() == pytest.approx(due / (1 + rate), rel=1e-9)
    assert flat(rate, years, "mid").sum() == pytest.approx(due / math.sqrt(1 + rate), rel=1e-9)


def test_money_of_the_first_year_is_not_discounted() -> None:
    assert flat(0.035, 3).tolist() == pytest.approx([1.0, 1 / 1.035, 1 / 1.035**2], rel=1e-15)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30), st.floats(0.0, 0.3))
def test_present_value_against_numpy_financial(amounts: list[float], rate: float) -> None:
    ours = float(np.array(amounts) @ flat(rate, len(amounts)))
    # numpy_financial has the first amount at t = 0, as `start`; a spreadsheet at t = 1, as `end`
    assert ours == pytest.approx(npf.npv(rate, amounts), rel=1e-9, abs=1e-6)
    spreadsheet = float(np.array(amounts) @ flat(rate, len(amounts), "end"))
    assert spreadsheet == pytest.approx(npf.npv(rate, amounts) / (1 + rate), rel=1e-9, abs=1e-6)


def test_rates_step_where_the_guide_says() -> None:
    factors = discount_factors(200, FM_2023, "start")
    yearly = [after / before for before, after in pairwise(factors)]
    assert yearly[:35] == pytest.approx([1 / 1.035] * 35)
    assert yearly[35:70] == pytest.approx([1 / 1.025] * 35)
    assert yearly[70:] == pytest.approx([1 / 1.015] * 129)


def test_the_last_year_at_the_higher_rate_is_number_35() -> None:
    by_hand = 1.035**-35 * 1.025**-1
    assert discount_factors(37, FM_2023, "start")[36] == pytest.approx(by_hand, rel=1e-14)


@pytest.mark.parametrize(("n", "step"), [(34, 1.035), (35, 1.025), (69, 1.025), (70, 1.015)])
def test_end_and_mid_use_the_next_years_rate(n: int, step: float) -> None:
    start, mid, end = (discount_factors(100, FM_2023, timing)[n] for timing in ("start", "mid", "end"))
    assert end == pytest.approx(start / step, rel=1e-14)
    assert mid == pytest.approx(start / math.sqrt(step), rel=1e-14)


@given(st.integers(1, 100), st.integers(1, 100))
def test_a_longer_horizon_changes_no_earlier_factor(short: int, more: int) -> None:
    longer = discount_factors(short + more, FM_2023, "mid")
    assert longer[:short].tolist() == discount_factors(short, FM_2023, "mid").tolist()


def test_no_rate_no_discounting() -> None:
    for timing in ("start", "mid", "end"):
        assert flat(0.0, 50, timing).tolist() == [1.0] * 50


# payback

AMOUNTS = st.lists(st.integers(-1000, 1000), min_size=1, max_size=20)


@given(AMOUNTS)
def test_payback_is_the_first_year_it_stays_paid_back(amounts: list[int]) -> None:
    running = np.cumsum(amounts)
    expected = next((2026 + n for n in range(len(amounts)) if all(running[n:] >= 0)), None)
    assert payback(np.array(amounts, dtype=float), 2026) == expected


@pytest.mark.parametrize(
    ("net", "year"),
    [
        ([-3, 1, 1, 1, 0], 2029),
        ([-3, 4, -2, 0, 1], 2030),
        ([5, 1], 2026),
        ([0, 0], 2026),
        ([-1, 0.9], None),
        ([2, -1, -2, 0], None),
        ([2, -3, 1], 2028),
        ([-0.3, 0.1, 0.1, 0.1], 2029),
    ],
)
def test_payback_year(net: list[float], year: int | None) -> None:
    assert payback(np.array(net, dtype=float), 2026) == year


@given(AMOUNTS, st.floats(1e-3, 1e9))
def test_payback_does_not_depend_on_the_unit_of_money(amounts: list[int], unit: float) -> None:
    net = np.array(amounts, dtype=float)
    assert payback(net * unit, 2026) == payback(net, 2026)


# internal rate of return


@pytest.mark.parametrize("net", [[0.0], [0.0] * 5, [1.0, 2.0], [-1.0, 0.0, -5.0], [0.0, 3.0, 0.0], [-7.0]])
def test_no_change_of_sign_no_rate(net: list[float]) -> None:
    found = internal_rate_of_return(np.array(net))
    assert (found.rate, found.status) == (None, "none")


def test_complex_roots_are_no_rates() -> None:
    assert internal_rate_of_return(np.array([1.0, -2.0, 1.5])).status == "none"


@pytest.mark.parametrize(
    ("net", "rate"),
    [
        ([-100, 110], 0.1),
        ([100, -110], 0.1),
        ([-100, 0, 0, 0, 0, 161.051], 0.1),
        ([0, 0, -100, 110], 0.1),
        ([-100, 110, 0, 0], 0.1),
        ([-100, 50], -0.5),
        ([-100, 1], -0.99),
        ([-1, 1001], 1000.0),
        ([-1, 2.2, -1.21], 0.1),
        ([1, -2.2, 1.21], 0.1),
        ([-100, 30, 35, 40, 45], 0.170936863),
        ([-1] + [0.0] * 198 + [1], 0.0),
    ],
)
def test_one_rate(net: list[float], rate: float) -> None:
    found = internal_rate_of_return(np.array(net, dtype=float))
    assert found.status == "one"
    assert found.rate == pytest.approx(rate, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize(
    "growths", [(1.1, 1.2), (1.1, 1.2, 1.3), (1.0, 1.01), (0.5, 2.0), (1.1, 1.2, 1.3, 1.4)]
)
def test_several_rates(growths: tuple[float, ...]) -> None:
    found = internal_rate_of_return(from_growth(*growths))
    assert (found.rate, found.status) == (None, "several")


@pytest.mark.parametrize("growth", [0.3, 0.9, 1.0, 1.1, 2.0])
@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_root_that_repeats_counts_once(growth: float, times: int) -> None:
    found = internal_rate_of_return(from_growth(*[growth] * times))
    assert found.status == "one"
    assert found.rate == pytest.approx(growth - 1, abs=1e-4)


def test_a_touching_root_beside_another_makes_several() -> None:
    assert internal_rate_of_return(from_growth(1.1, 1.1, 1.5)).status == "several"


def test_almost_touching_is_not_touching() -> None:
    lifted = from_growth(1.1, 1.1) + np.array([0.0, 0.0, -1e-6])
    assert internal_rate_of_return(lifted).status == "none"
    lowered = from_growth(1.1, 1.1) + np.array([0.0, 0.0, 1e-6])
    assert internal_rate_of_return(lowered).status == "several"


def test_rates_at_or_below_minus_one_do_not_count() -> None:
    assert internal_rate_of_return(from_growth(1.2, -0.5)).rate == pytest.approx(0.2)
    assert internal_rate_of_return(from_growth(-1.2, -0.5)).status == "none"


@pytest.mark.parametrize(("net", "rate"), [([-3000, 2.3926480, 1.9], None), ([-1, 0.2, 1.5], 0.3288205)])
def test_where_a_library_goes_wrong_ours_solves_the_equation(net: list[float], rate: float | None) -> None:
    found = internal_rate_of_return(np.array(net, dtype=float))
    assert found.status == "one"
    assert found.rate is not None
    value = sum(amount / (1 + found.rate) ** n for n, amount in enumerate(net))
    assert value == pytest.approx(0.0, abs=1e-6 * max(map(abs, net)))
    assert rate is None or found.rate == pytest.approx(rate, rel=1e-6)


GROWTHS = st.lists(st.integers(2, 40), min_size=1, max_size=4, unique=True)


@given(GROWTHS, st.integers(0, 3), st.sampled_from([-1.0, 1.0]), st.floats(1e-3, 1e9))
@example([10, 11, 12, 13], 0, 1.0, 1.0)
def test_streams_made_from_their_rates(tenths: list[int], late: int, sign: float, unit: float) -> None:
    growths = [tenth / 10 for tenth in tenths]
    net = np.concatenate([np.zeros(late), sign * unit * from_growth(*growths)])
    found = internal_rate_of_return(net)
    if len(growths) > 1:
        assert (found.rate, found.status) == (None, "several")
    else:
        assert found.status == "one"
        assert found.rate == pytest.approx(growths[0] - 1, abs=1e-9)


@settings(max_examples=25)
@given(
    st.lists(st.floats(1.0, 1e6), min_size=1, max_size=10),
    st.lists(st.floats(1.0, 1e6), min_size=1, max_size=20),
)
def test_an_investment_has_one_rate_and_it_solves_the_equation(
    costs: list[float], gains: list[float]
) -> None:
    net = np.array([*[-cost for cost in costs], *gains])
    found = internal_rate_of_return(net)
    assert found.status == "one"
    assert found.rate is not None

    def value(rate: float) -> float:
        return float(np.sum(net * (1 + rate) ** (net.size - 1 - np.arange(net.size))))

    assert value(found.rate) == pytest.approx(
        0.0, abs=1e-6 * float(np.abs(net).max()) * (2 + found.rate) ** net.size
    )


@pytest.mark.parametrize(
    "net",
    [
        [-100.0, 39, 59, 55, 20],
        [-1e6, -2e5, *[15e4] * 12],
        [-40.0, *[3.0] * 15],
        [100.0, -60, -50],
        [-500.0, 0, 0, 0, 0, 0, 0, 0, 0, 900],
    ],
)
def test_an_investment_against_numpy_financial(net: list[float]) -> None:
    assert internal_rate_of_return(np.array(net)).rate == pytest.approx(npf.irr(net), rel=1e-7)


@given(st.lists(st.integers(-20, 20), min_size=2, max_size=8))
def test_never_fewer_rates_than_a_fine_search_finds(amounts: list[int]) -> None:
    """Changes of sign on a fine grid are roots for certain; Descartes' rule bounds them from above."""
    net = np.array(amounts, dtype=float)
    x = np.geomspace(1e-3, 1e3, 20_001)
    values = np.polynomial.polynomial.polyval(x, net)
    certain = int(np.count_nonzero(values[:-1] * values[1:] < 0))
    signs = [sign for sign in np.sign(net) if sign]
    most = sum(a != b for a, b in pairwise(signs))
    status = internal_rate_of_return(net).status
    assert not (certain == 1 and status == "none")
    assert not (certain > 1 and status != "several")
    assert not (most == 0 and status != "none")
    assert not (most == 1 and status != "one")


# ratios and switching values


@pytest.mark.parametrize(
    ("benefits", "costs", "value"), [(6.0, 3.0, 2.0), (-6.0, 3.0, -2.0), (6.0, 0.0, None), (6.0, -3.0, None)]
)
def test_ratio_is_undefined_without_costs_and_never_clipped(
    benefits: float, costs: float, value: float | None
) -> None:
    assert ratio(benefits, costs) == value


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_zero_at_is_where_the_line_is_zero(at_zero: float, at_one: float) -> None:
    assume(abs(at_one - at_zero) > 1e-3)
    factor = zero_at(at_zero, at_one)
    assert factor is not None
    scale = abs(at_zero) + abs(at_one)
    assert at_zero + factor * (at_one - at_zero) == pytest.approx(0.0, abs=1e-9 * scale * (1 + abs(factor)))


def test_zero_at_of_a_level_line_is_nowhere() -> None:
    assert zero_at(3.0, 3.0) is None


def test_a_rate_solves_the_equation_a_root_finder_solves() -> None:
    net = np.array([-250.0, 20, 40, 60, 80, 100, 120])
    found = internal_rate_of_return(net).rate
    assert found == pytest.approx(brentq(lambda r: npf.npv(r, net), -0.5, 1.0), rel=1e-9)
