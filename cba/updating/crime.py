"""Reported crime (STRAF11) and population (FOLK1A) as rows of `reported_crime.csv`.

Only the codes that a column is the sum of are added, each once: never a parent beside its parts. Offences of
no known municipality are kept apart, as figures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cba.errors import InputError, Problem, unknown
from cba.places import CRIME_COLUMNS, PlaceError, Places
from cba.registers import REPORTED_IN_ALL
from cba.updating.export import Export, Line, narrowed
from cba.updating.overlay import Cells, Import, Note
from cba.updating.tables import needed, statbank

Counts = dict[tuple[str, int], dict[str, int]]
"""Numbers by (area, year), then by column."""

UNKNOWN = "reported_unknown_{year}"
_OFFENCE, _AREA = "OVERTRÆD", "OMRÅDE"


@dataclass(slots=True)
class Counted:
    """What exports say, by area and year; areas are municipalities, the country and the unknown one."""

    offences: Counts = field(default_factory=dict)
    population: dict[tuple[str, int], int] = field(default_factory=dict)
    columns: set[str] = field(default_factory=set)


def count_crime(export: Export, picks: Mapping[str, str], places: Places, found: Import) -> Counted:
    """Return reported offences of whole years by area.

    Raises:
        InputError: an area that does not exist, or a figure that is there twice.
    """
    needed(export, "STRAF11")
    lines = narrowed(export, (_AREA, _OFFENCE), picks, statbank().totals)
    columns = _columns(export, found)
    wanted = {code: column for column, codes in columns.items() for code in codes}
    areas = _areas(export, places)
    cells = _once(export, [line for line in lines if line.codes[_OFFENCE] in wanted], (_AREA, _OFFENCE))
    others = {line.codes[_OFFENCE] for line in lines} - wanted.keys()
    if others:
        found.notes.append(
            Note("other_codes",
                 {"count": len(others)})
        )  # fmt: skip
    counts: Counts = {}
    for (area, year), by_code in _whole_years(cells, areas, found).items():
        row = {c: _sum(by_code, codes) for c, codes in columns.items()}
        counts[area, year] = {column: number for column, number in row.items() if number is not None}
    _check_country(counts, found)
    return Counted(counts, columns=set(columns))


def count_people(export: Export, picks: Mapping[str, str], places: Places, found: Import) -> Counted:
    """Return the population on 1 January by area: that of the first quarter.

    Raises:
        InputError: see `count_crime`.
    """
    needed(export, "FOLK1A")
    lines = narrowed(export, (_AREA,), picks, statbank().totals)
    areas = _areas(export, places)
    first = [line for line in lines if line.period.part <= 1]
    if len(first) < len(lines):
        found.notes.append(Note("first_quarter"))
    cells = _once(export, first, (_AREA,))
    people = {
        (areas[line.codes[_AREA]], line.period.year): round(line.value)
        for line in cells
        if line.value is not None and areas[line.codes[_AREA]] is not None
    }
    return Counted(population={(str(area), year): number for (area, year), number in people.items()})


def _columns(export: Export, found: Import) -> dict[str, list[str]]:
    """Return the columns whose codes are all in the export."""
    there, columns = export.values(_OFFENCE), {}
    for column, codes in statbank().tables["STRAF11"]["columns"].items():
        missing = [str(code) for code in codes if str(code) not in there]
        if not missing:
            columns[column] = [str(code) for code in codes]
        elif len(missing) < len(codes) or column in ("total",):
            found.left.append(
                Note("lacks_codes",
                     {"column": column, "codes": ", ".join(missing)})
            )  # fmt: skip
    if not columns:
        codes = statbank().tables["STRAF11"]["columns"].values()
        known = ", ".join(str(code) for group in codes for code in group)
        message = f"has none of the offence codes of the register: {known}"
        raise InputError([Problem(None, export.source.name, message)])
    return columns


def _areas(export: Export, places: Places) -> dict[str, str | None]:
    """Return the municipality's code of each area; None for those that are left out (regions)."""
    known, found, problems = statbank(), dict[str, str | None](), []
    for code, text in export.values(_AREA).items():
        if code in (known.country, known.unknown_area) or code in places.municipalities:
            found[code] = code
        elif code in known.regions or text.casefold().startswith(("region ", "landsdel ")):
            found[code] = None
        elif code == text and code.casefold() in ("hele landet", "danmark"):
            found[code] = known.country
        elif code == text and code.casefold().startswith("uoplyst"):
            found[code] = known.unknown_area
        else:
            line = next(item for item in export.lines if item.codes[_AREA] == code)
            found[code], problem = _named(text if code == text else "", code, places)
            if problem:
                problems.append(export.problem(line.number, _AREA, problem))
    if problems:
        raise InputError(problems)
    return found


def _named(name: str, code: str, places: Places) -> tuple[str | None, str | None]:
    try:
        place = places.resolve(f"kommune:{name}") if name else None
    except PlaceError as error:
        return None, str(error)
    if place is None:
        return None, unknown("area", code, places.municipalities)
    return place.codes[0], None


def _once(export: Export, lines: Iterable[Line], keys: Sequence[str]) -> list[Line]:
    """Return the lines; raise when one figure is there twice."""
    first: dict[tuple[object, ...], int] = {}
    problems, kept = [], []
    for line in lines:
        key = (*(line.codes[name] for name in keys), line.period)
        if key in first:
            message = f"the same figure as on line {first[key]}: {' '.join(map(str, key[:-1]))}"
            problems.append(export.problem(line.number, keys[0], message))
        else:
            first[key] = line.number
            kept.append(line)
    if problems:
        raise InputError(problems)
    return kept


def _whole_years(
    lines: Iterable[Line], areas: Mapping[str, str | None], found: Import
) -> dict[tuple[str, int], dict[str, int]]:
    """Return numbers of whole years by (area, year) and code; part of a year is left out."""
    parts: dict[tuple[str, int, str], list[tuple[int, float]]] = defaultdict(list)
    for line in lines:
        area = areas[line.codes[_AREA]]
        if area is not None and line.value is not None:
            parts[area, line.period.year, line.codes[_OFFENCE]].append((line.period.parts, line.value))
    whole: dict[tuple[str, int], dict[str, int]] = defaultdict(dict)
    short: dict[int, int] = {}
    for (area, year, code), numbers in parts.items():
        if len(numbers) == numbers[0][0]:
            whole[area, year][code] = round(sum(number for _, number in numbers))
        else:
            short[year] = len(numbers)
    for year, there in sorted(short.items()):
        values = {"year": year, "there": there, "parts": 4}
        found.left.append(Note("part_of_year", values))
    return dict(whole)


def _sum(by_code: Mapping[str, int], codes: Sequence[str]) -> int | None:
    return sum(by_code[code] for code in codes) if all(code in by_code for code in codes) else None


def _check_country(counts: Counts, found: Import) -> None:
    """Note where the municipalities and the unknown one do not sum to the country."""
    known = statbank()
    for year in sorted({year for area, year in counts if area == known.country}):
        country = counts[known.country, year].get("total")
        parts = [
            row.get("total", 0) for (area, y), row in counts.items() if y == year and area != known.country
        ]
        if country is not None and len(parts) > 1 and sum(parts) != country:
            values = {"year": year, "sum": sum(parts), "country": country}
            message = "country_differs"
            found.notes.append(Note(message, values))


def crime_rows(counted: Sequence[Counted], stored: Mapping[str, Cells], source: str, found: Import) -> None:
    """Add rows of reported crime, and figures for what has no known municipality.

    What an export does not have is kept as it stands in the registers; a row that would not be complete is
    left out and said.

    Args:
        counted: what each export says.
        stored: rows of `reported_crime.csv` by `code/year`.
        source: the id of the new source.
        found: gets the rows.
    """
    offences, population = _together(counted)
    known = statbank()
    lacking: dict[int, set[str]] = defaultdict(set)
    for code, year in sorted(offences.keys() | population.keys()):
        if code in (known.country, known.unknown_area):
            continue
        news = {column: str(number) for column, number in offences.get((code, year), {}).items()}
        if (code, year) in population:
            news["population"] = str(population[code, year])
        cells = stored.get(f"{code}/{year}", {}) | news | {"code": code, "year": str(year), "source": source}
        missing = [column for column in ("population", *CRIME_COLUMNS) if not cells.get(column)]
        if missing:
            lacking[year].update(missing)
        else:
            found.add("reported_crime.csv", cells)
    for year, columns in lacking.items():
        values = {"year": year, "columns": ", ".join(sorted(columns))}
        message = "incomplete"
        found.left.append(Note(message, values))
    _figures(offences, source, found)


def _together(counted: Sequence[Counted]) -> tuple[Counts, dict[tuple[str, int], int]]:
    offences: Counts = {}
    population: dict[tuple[str, int], int] = {}
    for item in counted:
        population |= item.population
        for key, row in item.offences.items():
            offences[key] = offences.get(key, {}) | row
    return offences, population


def _figures(offences: Counts, source: str, found: Import) -> None:
    """Add the number of all offences of a year, and of those without a known municipality."""
    known = statbank()
    for year in sorted({year for _, year in offences}):
        nowhere = offences.get((known.unknown_area, year), {}).get("total")
        everywhere = offences.get((known.country, year), {}).get("total")
        named = {
            REPORTED_IN_ALL: (everywhere, "Anmeldte forbrydelser i alt {year}", "Reported offences {year}"),
            UNKNOWN: (
                nowhere,
                "Anmeldte forbrydelser {year} uden kendt kommune",
                "Reported offences {year} of no known municipality",
            ),
        }
        for id, (value, da, en) in named.items():
            if value is not None:
                found.add("figures.csv", _figure(id.format(year=year), da, en, value, year, source))


def _figure(id: str, da: str, en: str, value: int, year: int, source: str) -> Cells:
    return {
        "id": id,
        "name_da": da.format(year=year),
        "name_en": en.format(year=year),
        "category": "crime.level",
        "value": str(value),
        "unit_da": "lovovertrædelser",
        "unit_en": "offences",
        "year": str(year),
        "source": source,
        "grade": "A",
    }
