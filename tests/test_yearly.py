"""Amounts by year as scales times profiles: a sum of terms is the same as years and draws written out."""

import numpy as np
import pytest

from cba.inputs import Array, Value
from cba.uncertainty.combination import Combination, Parts, each_year, present_value
from cba.yearly import Yearly, aligned, cohorts

HORIZON, DRAWS = 6, 5
KINDS = np.array([0, 1, 1, 2, 0, 3])
RNG = np.random.default_rng(7)
PROFILES: dict[str, Array] = {
    "one kind": np.array([0.0, 2.0, 3.0, 0.0, 0.0, 0.0]),
    "several kinds": np.array([1.0, 2.0, 3.0, 0.5, 0.0, -1.0]),
    "nothing": np.zeros(HORIZON),
    "drawn": RNG.random((HORIZON, DRAWS)),
}
SCALES: dict[str, Value] = {"fixed": 2.5, "drawn": RNG.random(DRAWS)}
UNITS: dict[str, Array] = {
    "fixed": np.array([3.0, 1.0, 0.5, 0.0, 0.0, 0.0]),
    "drawn": RNG.random((HORIZON, DRAWS)),
}
RATES: dict[str, Array] = {"fixed": np.power(0.97, np.arange(HORIZON)), "drawn": RNG.random((HORIZON, DRAWS))}


def written_out(yearly: Yearly) -> Array:
    amounts = yearly.amounts
    return np.broadcast_to(amounts if amounts.ndim == 2 else amounts[:, np.newaxis], (HORIZON, DRAWS))


@pytest.fixture(params=[(p, s) for p in PROFILES for s in SCALES], ids="-".join)
def changed(request: pytest.FixtureRequest) -> tuple[Yearly, Array]:
    """Amounts multiplied by drawn factors of four kinds of year, and the same written out."""
    profile, scale = request.param
    own = Yearly(SCALES[scale], PROFILES[profile])
    factors = RNG.random((4, DRAWS))
    return own.by_kind_of_year(factors, KINDS), written_out(own) * factors[KINDS]


def test_years_of_a_kind_have_its_factor(changed: tuple[Yearly, Array]) -> None:
    found, expected = changed
    assert found.horizon == HORIZON
    assert written_out(found) == pytest.approx(expected)
    assert np.broadcast_to(found.total, DRAWS) == pytest.approx(expected.sum(axis=0))
    assert written_out(-found * SCALES["drawn"] * 3.0) == pytest.approx(-3.0 * expected * SCALES["drawn"])


@pytest.mark.parametrize("units", UNITS)
def test_what_follows_in_later_years(changed: tuple[Yearly, Array], units: str) -> None:
    found, expected = changed
    for scale in SCALES.values():
        after = found.followed_by(Yearly(scale, UNITS[units]))
        by_hand = cohorts(expected, aligned(expected, UNITS[units])[1]) * scale
        assert written_out(after) == pytest.approx(by_hand)


@pytest.mark.parametrize("rates", RATES)
def test_present_values(changed: tuple[Yearly, Array], rates: str) -> None:
    found, expected = changed
    discount = RATES[rates]
    by_hand = (aligned(expected, discount)[1] * expected).sum(axis=0)
    assert np.broadcast_to(found.present_value(discount), DRAWS) == pytest.approx(by_hand)
    assert added_up(found, present_value(discount), 1)[0] == pytest.approx(by_hand)


def test_each_year_by_itself(changed: tuple[Yearly, Array]) -> None:
    found, expected = changed
    assert added_up(found, each_year, HORIZON) == pytest.approx(expected)


def added_up(yearly: Yearly, parts: Parts, width: int) -> Array:
    total = Combination(np.zeros((1, width)))
    for weights, scale in parts(yearly):
        total.add(weights[np.newaxis], scale)
    return np.asarray(total.values(DRAWS)[0])
