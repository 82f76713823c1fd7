"""Places: what a name means, and sums checked by adding the register's lines again."""

import csv
from collections.abc import Callable

import pytest

from cba.places import CRIME_COLUMNS, PlaceError, Places
from cba.registers import load_registers
from cba.resources import data_path

SHIPPED = data_path("models") / "registers"


@pytest.fixture(scope="module")
def places() -> Places:
    return load_registers().places


def lines(table: str) -> list[dict[str, str]]:
    with (SHIPPED / table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def added(codes: set[str], column: str, year: int) -> int:
    found = [row for row in lines("reported_crime.csv") if row["code"] in codes and row["year"] == str(year)]
    return sum(int(row[column]) for row in found)


@pytest.mark.parametrize(
    ("said", "name", "level"),
    [
        ("Odense", "Odense", "municipality"),
        ("odense kommune", "Odense", "municipality"),
        (" ODENSE ", "Odense", "municipality"),
        ("461", "Odense", "municipality"),
        (461, "Odense", "municipality"),
        ("kommune:461", "Odense", "municipality"),
        ("Århus", "Aarhus", "municipality"),
        ("Aarhus Kommune", "Aarhus", "municipality"),
        ("Københavns Kommune", "København", "municipality"),
        ("Kobenhavn", "København", "municipality"),
        ("Koebenhavn", "København", "municipality"),
        ("Copenhagen", "København", "municipality"),
        ("Høje Taastrup", "Høje-Taastrup", "municipality"),
        ("Bornholm", "Bornholm", "municipality"),
        ("landsdel:Bornholm", "Bornholm", "landsdel"),
        ("Landsdel: Bornholm", "Bornholm", "landsdel"),
        ("Fyn", "Fyn", "landsdel"),
        ("Nordjylland", "Nordjylland", "landsdel"),
        ("Region Nordjylland", "Region Nordjylland", "region"),
        ("region:Nordjylland", "Region Nordjylland", "region"),
        ("Syddanmark", "Region Syddanmark", "region"),
        ("083", "Region Syddanmark", "region"),
        ("Danmark", "Danmark", "country"),
        ("denmark", "Danmark", "country"),
    ],
)
def test_a_name_means_the_smallest_place(places: Places, said: str | int, name: str, level: str) -> None:
    place = places.resolve(said)
    assert (place.name, place.level) == (name, level)


def test_every_place_is_found_by_its_own_name(places: Places) -> None:
    kinds = {"municipality": "kommune:", "landsdel": "landsdel:", "region": "region:", "country": ""}
    assert len(places.all()) == 99 + 11 + 5 + 1
    for place in places.all():
        assert places.resolve(kinds[place.level] + place.name) == place


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Odnse", "unknown place 'Odnse'; did you mean 'Odense'"),
        ("landsdel:Odense", "unknown place 'Odense'"),
        ("politikreds:Fyn", "unknown kind of place 'politikreds'; allowed: kommune, landsdel, region"),
        ("999", "unknown place '999'"),
        ("", "unknown place ''"),
    ],
)
def test_an_unknown_place_is_told(places: Places, said: str, told: str) -> None:
    with pytest.raises(PlaceError) as caught:
        places.resolve(said)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("said", "belongs"),
    [
        ("landsdel:Fyn", lambda row: row["landsdel"] == "Fyn"),
        ("landsdel:Bornholm", lambda row: row["landsdel"] == "Bornholm"),
        ("Region Syddanmark", lambda row: row["region"] == "Region Syddanmark"),
        ("Danmark", lambda row: True),
    ],
)
def test_larger_places_are_sums(places: Places, said: str, belongs: Callable[[dict[str, str]], bool]) -> None:
    codes = {row["code"] for row in lines("municipalities.csv") if belongs(row)}
    place = places.resolve(said)
    assert set(place.codes) == codes
    for column in CRIME_COLUMNS:
        series = places.series(place, column)
        assert series == {year: added(codes, column, year) for year in range(2016, 2026)}


def test_landsdele_and_regions_cover_the_country_once(places: Places) -> None:
    whole = sorted(places.resolve("Danmark").codes)
    for level in ("landsdel", "region", "municipality"):
        parts = [code for place in places.all() if place.level == level for code in place.codes]
        assert sorted(parts) == whole


def test_the_mean_is_over_the_three_latest_years(places: Places) -> None:
    odense = places.resolve("Odense")
    counted = [added({"461"}, "burglary", year) for year in (2023, 2024, 2025)]
    assert counted == [703, 725, 898]
    assert places.reported(odense, "burglary") == pytest.approx(sum(counted) / 3)
    assert places.reported(odense, "burglary", [2023, 2025]) == pytest.approx((703 + 898) / 2)
    assert places.populations(odense)[2025] == 210_803


@pytest.mark.parametrize(
    ("said", "column", "years", "told"),
    [
        ("Christiansø", "burglary", None, "Christiansø has no reported crime in the register"),
        ("Odense", "burglery", None, "unknown kind of reported crime 'burglery'; did you mean 'burglary'?"),
        ("Odense", "burglary", [2024, 2030], "no reported crime for 2030; the register has 2016–2025"),
    ],
)
def test_what_the_register_lacks_is_told(
    places: Places, said: str, column: str, years: list[int] | None, told: str
) -> None:
    with pytest.raises(PlaceError) as caught:
        places.reported(places.resolve(said), column, years)
    assert told in str(caught.value)


def test_the_published_totals_hold_what_belongs_to_no_municipality() -> None:
    registers = load_registers()
    country = registers.places.resolve("Danmark")
    everywhere = registers.figures["reported_all_2025"].value
    known = registers.places.series(country, "total")[2025]
    assert everywhere == 414_911
    assert known < everywhere
    assert registers.unknown_place_share == pytest.approx(1 - known / everywhere)
    # Statistics Denmark: 8.7 per cent of the offences reported in 2025 have no known municipality
    assert round(100 * registers.unknown_place_share, 1) == 8.7
