"""Places and their reported crime: municipalities, landsdele, regions and the country.

Larger places are sums of known municipalities. Source: Statistics Denmark, STRAF11 and FOLK1A.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cba.errors import Position, unknown
from cba.register_tables import Record
from cba.spelling import bare, plain

Level = Literal["municipality", "landsdel", "region", "country"]

CRIME_COLUMNS = ("total", "violence", "burglary", "theft", "drugs", "weapons")
LATEST_YEARS = 3
_FORCED: dict[str, Level] = {"kommune": "municipality", "landsdel": "landsdel", "region": "region"}
_COUNTRY = ("danmark", "denmark", "hele landet")
_ALIASES = {"copenhagen": "koebenhavn"}


class PlaceError(ValueError):
    """A place, column or year that the register does not have; the message is for the user."""


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality and the larger places it belongs to; `population` is persons on 1 January."""

    where: Position
    code: str
    name: str
    landsdel_code: str
    landsdel: str
    region_code: str
    region: str
    police_district_code: str
    police_district: str
    population: int | None
    population_year: int | None

    COLUMNS = (
        *("code", "name", "landsdel_code", "landsdel", "region_code", "region", "police_district_code"),
        *("police_district", "population", "population_year", "source"),
    )

    @property
    def id(self) -> str:
        """The municipality's code."""
        return self.code

    @classmethod
    def read(cls, record: Record, sources: Collection[str]) -> Municipality:
        """Read a row of `municipalities.csv`."""
        record.one_of("source", sources)
        return cls(
            record.where,
            record.needed("code"),
            record.needed("name"),
            record.needed("landsdel_code"),
            record.needed("landsdel"),
            record.needed("region_code"),
            record.needed("region"),
            record.needed("police_district_code"),
            record.needed("police_district"),
            record.whole("population"),
            record.year("population_year"),
        )


@dataclass(frozen=True, slots=True)
class CrimeYear:
    """Reported offences of one municipality in one year; `population` is persons in the first quarter."""

    where: Position
    code: str
    year: int
    population: int
    offences: Mapping[str, int]
    source: str | None = None

    COLUMNS = ("code", "year", "population", *CRIME_COLUMNS, "source")

    @property
    def id(self) -> str:
        """The code and the year."""
        return f"{self.code}/{self.year}"

    @classmethod
    def read(cls, record: Record, codes: Collection[str], sources: Collection[str]) -> CrimeYear:
        """Read a row of `reported_crime.csv`; a field that is missing is a problem."""
        source = record.one_of("source", sources)
        code = record.one_of("code", codes, "municipality") or record.needed("code")
        counts = {column: record.whole(column) for column in ("year", "population", *CRIME_COLUMNS)}
        for column, count in counts.items():
            if count is None:
                record.needed(column)
            elif count < 0:
                record.problem(column, f"must not be negative, got {count}")
        known = {column: count or 0 for column, count in counts.items()}
        offences = {column: known[column] for column in CRIME_COLUMNS}
        return cls(record.where, code, known["year"], known["population"], offences, source)


@dataclass(frozen=True, slots=True)
class Place:
    """A place: its name, what kind it is, and the codes of its municipalities."""

    name: str
    level: Level
    codes: tuple[str, ...]


class Places:
    """All places and their reported crime."""

    def __init__(self, municipalities: Mapping[str, Municipality], crime: Mapping[str, CrimeYear]) -> None:
        """Index places by name.

        Args:
            municipalities: by code.
            crime: by `code/year`.
        """
        self.municipalities = municipalities
        self.crime = crime
        self.years = tuple(sorted({row.year for row in crime.values()}))
        self._by_level = {level: _indexed(level, municipalities.values()) for level in _FORCED.values()}
        self._country = Place("Danmark", "country", tuple(municipalities))

    def all(self) -> list[Place]:
        """Return every place once: municipalities, landsdele, regions, the country."""
        found = [place for index in self._by_level.values() for place in index.values()]
        return [*dict.fromkeys(found), self._country]

    def resolve(self, name: str | int) -> Place:
        """Return the place of a name or a municipality's code.

        A name means the municipality first, then the landsdel, then the region. `kommune:`, `landsdel:` or
        `region:` in front forces the kind. Å and Aa, upper and lower case, and "Odense" and "Odense Kommune"
        count the same.

        Raises:
            PlaceError: no such place; the message names the nearest.
        """
        kind, colon, rest = str(name).strip().partition(":")
        forced = _FORCED.get(kind.strip().casefold())
        if colon and forced is None:
            raise PlaceError(unknown("kind of place", kind.strip(), _FORCED))
        levels = [forced] if forced else list(self._by_level)
        keys = _keys(rest if colon else kind)
        if not forced and keys[0] in _COUNTRY:
            return self._country
        for level in levels:
            for key in keys:
                if place := self._by_level[level].get(key):
                    return place
        raise PlaceError(self._not_found(rest.strip() if colon else str(name), levels))

    def _not_found(self, name: str, levels: Sequence[Level]) -> str:
        names = [place.name for level in levels for place in self._by_level[level].values()]
        return unknown("place", name, [*dict.fromkeys(names), self._country.name])

    def reported(self, place: Place, column: str, years: Sequence[int] | None = None) -> float:
        """Return reported offences a year in a place: the mean over years.

        Args:
            place: from `resolve`.
            column: one of `CRIME_COLUMNS`.
            years: years to average; the three latest of the register where None.

        Raises:
            PlaceError: a place, column or year without rows.
        """
        series = self.series(place, column)
        chosen = list(years) if years else list(series)[-LATEST_YEARS:]
        strange = [year for year in chosen if year not in series]
        if strange:
            known = f"{min(series)}–{max(series)}"
            raise PlaceError(f"no reported crime for {strange[0]}; the register has {known}")
        return sum(series[year] for year in chosen) / len(chosen)

    def series(self, place: Place, column: str) -> dict[int, int]:
        """Return reported offences of each year in a place, oldest first; see `reported` for errors."""
        if column not in CRIME_COLUMNS:
            raise PlaceError(unknown("kind of reported crime", column, CRIME_COLUMNS))
        return {year: sum(row.offences[column] for row in rows) for year, rows in self._rows(place).items()}

    def per_thousand(self, place: Place, column: str) -> dict[int, float]:
        """Return reported offences of each year per 1,000 persons; see `reported` for errors."""
        persons = self.populations(place)
        return {
            y: 1_000.0 * number / persons[y] for y, number in self.series(place, column).items() if persons[y]
        }

    @property
    def country(self) -> Place:
        """All municipalities together."""
        return self._country

    def populations(self, place: Place) -> dict[int, int]:
        """Return the persons of each year in a place (first quarter), of municipalities with crime rows."""
        return {year: sum(row.population for row in rows) for year, rows in self._rows(place).items()}

    def sources(self, place: Place, years: Sequence[int]) -> list[tuple[str | None, str]]:
        """Return the sources and files behind a place's reported crime in some years, the newest first."""
        rows = self._rows(place)
        behind = [row for year in sorted(years, reverse=True) for row in rows.get(year, ())]
        return list(dict.fromkeys((row.source, row.where.source.name) for row in behind))

    def _rows(self, place: Place) -> dict[int, list[CrimeYear]]:
        rows = {
            year: [self.crime[f"{code}/{year}"] for code in place.codes if f"{code}/{year}" in self.crime]
            for year in self.years
        }
        if not any(rows.values()):
            message = f"{place.name} has no reported crime in the register; state the number of incidents"
            raise PlaceError(message)
        return {year: found for year, found in rows.items() if found}


def _indexed(level: Level, municipalities: Iterable[Municipality]) -> dict[str, Place]:
    """Return the places of one level by every spelling of their name, and by code."""
    members: dict[tuple[str, str], list[str]] = {}
    for row in municipalities:
        names = {"municipality": (row.code, row.name), "landsdel": (row.landsdel_code, row.landsdel)}
        members.setdefault(names.get(level, (row.region_code, row.region)), []).append(row.code)
    index: dict[str, Place] = {}
    for (code, name), codes in members.items():
        place = Place(name, level, tuple(codes))
        spellings = [name, name.removeprefix("Region ")]
        codes_too = [] if level == "landsdel" else [code.zfill(3)]
        for key in [*codes_too, *(key for spelling in spellings for key in _keys(spelling))]:
            index.setdefault(key, place)
    return index


def _keys(name: str) -> list[str]:
    """Return the spellings under which a name is found: without "kommune", genitive s and special letters."""
    folded = " ".join(name.casefold().replace("-", " ").split()).removesuffix(" kommune")
    folded = re.sub(r"^(\d{1,3})$", lambda found: found[1].zfill(3), folded)
    ends = [folded, folded.removesuffix("s")]
    first, *others = [*map(plain, ends), *map(bare, ends)]
    return list(dict.fromkeys([_ALIASES.get(first, first), *others]))
