"""Price years and currencies, worked by hand from the register's own table."""

import csv
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cba.money import CannotConvert, PriceIndex
from cba.registers import load_registers
from cba.resources import data_path

CODES = {"DKK": "dk", "USD": "us", "GBP": "gb", "SEK": "se", "NOK": "no", "EUR": "ea"}


def table() -> dict[int, dict[str, float]]:
    with (data_path("models") / "registers" / "price_index.csv").open(encoding="utf-8") as file:
        return {
            int(row["year"]): {
                key: float(value) for key, value in row.items() if key != "year" and _is_number(value)
            }
            for row in csv.DictReader(file)
        }


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).replace("-", "", 1).isdigit()


TABLE = table()
INDEX = PriceIndex(load_registers().price_index)
PARITIES = PriceIndex(load_registers().price_index, "ppp")


def cpi(country: str, year: int) -> float:
    return TABLE[year]["cpi_2015_100" if country == "dk" else f"cpi_{country}_2015_100"]


def factor(index: PriceIndex, year: int, currency: str, country: str | None, target: int) -> float:
    return math.prod(step.factor for step in index.conversions(year, currency, country, target))


@pytest.mark.parametrize(("year", "target"), [(2013, 2025), (2018, 2025), (2025, 2013), (1990, 2024)])
def test_kroner_move_with_danish_consumer_prices(year: int, target: int) -> None:
    assert factor(INDEX, year, "DKK", None, target) == pytest.approx(
        cpi("dk", target) / cpi("dk", year), rel=1e-12
    )


def test_the_newest_year_is_the_states_assumption() -> None:
    assert cpi("dk", 2025) == pytest.approx(cpi("dk", 2024) * 1.021, rel=1e-3)
    assert load_registers().price_index[2025].status == "forecast"


@pytest.mark.parametrize(
    ("currency", "country", "column", "per"),
    [
        ("USD", "us", "dkk_per_usd", 1),
        ("GBP", "gb", "dkk_per_gbp", 1),
        ("SEK", "se", "dkk_per_100sek", 100),
        ("NOK", "no", "dkk_per_100nok", 100),
    ],
)
def test_foreign_money_index_abroad_exchange_index_at_home(
    currency: str, country: str, column: str, per: int
) -> None:
    by_hand = (
        cpi(country, 2024)
        / cpi(country, 2010)
        * TABLE[2024][column]
        / per
        * cpi("dk", 2025)
        / cpi("dk", 2024)
    )
    assert factor(INDEX, 2010, currency, None, 2025) == pytest.approx(by_hand, rel=1e-12)


def test_the_euro_areas_index_ends_a_year_earlier() -> None:
    by_hand = (
        cpi("ea", 2023) / cpi("ea", 2010) * TABLE[2023]["dkk_per_eur"] * cpi("dk", 2025) / cpi("dk", 2023)
    )
    assert factor(INDEX, 2010, "EUR", None, 2025) == pytest.approx(by_hand, rel=1e-12)


def test_a_country_of_the_euro_has_its_own_index() -> None:
    by_hand = (
        cpi("de", 2024) / cpi("de", 2010) * TABLE[2024]["dkk_per_eur"] * cpi("dk", 2025) / cpi("dk", 2024)
    )
    assert factor(INDEX, 2010, "EUR", "de", 2025) == pytest.approx(by_hand, rel=1e-12)
    assert factor(INDEX, 2010, "EUR", "nl", 2025) != pytest.approx(by_hand, rel=1e-3)


def test_an_older_price_year_is_reached_abroad() -> None:
    by_hand = cpi("us", 2015) / cpi("us", 2010) * TABLE[2015]["dkk_per_usd"]
    assert factor(INDEX, 2010, "USD", None, 2015) == pytest.approx(by_hand, rel=1e-12)


def test_purchasing_power_when_the_model_says_so() -> None:
    by_hand = (
        cpi("us", 2024)
        / cpi("us", 2010)
        * TABLE[2024]["ppp_dkk_per_intl_usd"]
        * cpi("dk", 2025)
        / cpi("dk", 2024)
    )
    assert factor(PARITIES, 2010, "USD", None, 2025) == pytest.approx(by_hand, rel=1e-12)
    parity = TABLE[2024]["ppp_dkk_per_intl_usd"] / TABLE[2024]["ppp_gbp_per_intl_usd"]
    by_hand = cpi("gb", 2024) / cpi("gb", 2010) * parity * cpi("dk", 2025) / cpi("dk", 2024)
    assert factor(PARITIES, 2010, "GBP", None, 2025) == pytest.approx(by_hand, rel=1e-12)


def test_every_step_is_told_and_they_chain() -> None:
    steps = INDEX.conversions(2010, "USD", None, 2025)
    assert [step.before for step in steps] == ["2010 USD", "2024 USD", "2024 DKK"]
    assert [step.after for step in steps] == ["2024 USD", "2024 DKK", "2025 DKK"]
    assert INDEX.conversions(2025, "DKK", None, 2025) == ()
    assert len(INDEX.conversions(2013, "DKK", None, 2025)) == 1


YEARS = st.integers(1990, 2025)


@given(YEARS, YEARS, YEARS)
def test_going_by_way_of_another_year_changes_nothing(first: int, by_way: int, last: int) -> None:
    direct = factor(INDEX, first, "DKK", None, last)
    assert factor(INDEX, first, "DKK", None, by_way) * factor(
        INDEX, by_way, "DKK", None, last
    ) == pytest.approx(direct)


@pytest.mark.parametrize(
    ("year", "currency", "country", "target", "message"),
    [
        (2010, "XYZ", None, 2025, "no exchange rate for the currency 'XYZ'; there is DKK, USD"),
        (1980, "DKK", None, 2025, "no figure for 1980; it covers 1990–2025"),
        (2020, "DKK", None, 2026, "no figure for 2026"),
        (1980, "USD", None, 2025, "the consumer price index .us. has no figure for 1980"),
        (2010, "USD", "dk", 2025, "needs the price index of a foreign country"),
        (1995, "EUR", None, 1995, "the exchange rate of EUR has no figure for 1995"),
    ],
)
def test_what_cannot_be_converted_says_what_is_missing(
    year: int, currency: str, country: str | None, target: int, message: str
) -> None:
    with pytest.raises(CannotConvert, match=message):
        INDEX.conversions(year, currency, country, target)


def test_a_parity_of_the_whole_euro_area_asks_for_a_country() -> None:
    with pytest.raises(CannotConvert, match="state `country:`"):
        PARITIES.conversions(2010, "EUR", None, 2025)
