"""Shares (RECIDIV, STRAFFO) as figures, and consumer prices as rows of `price_index.csv`."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from cba.errors import InputError, Problem
from cba.updating.export import Export, Line, narrowed
from cba.updating.overlay import Cells, Import, Note
from cba.updating.tables import needed, statbank

_FOLLOWS = 0.005
"""How far the ratio of two indices may be from its mean and still be rounding."""


def reconviction(export: Export, picks: Mapping[str, str], source: str, found: Import) -> None:
    """Add the share reconvicted within two years of each cohort.

    Raises:
        InputError: the export does not have all parts, or not everybody, of a year.
    """
    needed(export, "RECIDIV")
    spec = statbank().tables["RECIDIV"]
    dimension, parts = spec["dimension"], [str(code) for code in spec["parts"]]
    by_year: dict[int, list[Line]] = defaultdict(list)
    for line in narrowed(export, (dimension,), picks, statbank().totals):
        by_year[line.period.year].append(line)
    problems = []
    for year, lines in sorted(by_year.items()):
        again = {line.codes[dimension]: line.value for line in lines if line.codes[dimension] in parts}
        everybody = _everybody(lines, dimension)
        values = [again.get(code) for code in parts]
        if everybody is None or any(value is None for value in values):
            message = (
                f"{year}: needs everybody (0 I alt, with code and text) and the parts "
                f"{', '.join(parts)}, each once"
            )
            problems.append(export.problem(lines[0].number, dimension, message))
        else:
            share = 100.0 * sum(value or 0.0 for value in values) / everybody
            found.add("figures.csv", _figure(spec, year, share, source))
    if problems:
        raise InputError(problems)


def _everybody(lines: Sequence[Line], dimension: str) -> float | None:
    """Return the number of all people of a cohort.

    The total and those who are not reconvicted have the same code, 0: the text tells, or the larger one is
    the total.
    """
    zeros = [line for line in lines if line.codes[dimension] in statbank().totals]
    named = [line for line in zeros if line.texts[dimension].casefold().startswith(("i alt", "tot"))]
    chosen = named or (zeros if len(zeros) == 2 else [])
    numbers = [line.value for line in chosen if line.value]
    return max(numbers, default=None)


def first_convictions(export: Export, picks: Mapping[str, str], source: str, found: Import) -> None:
    """Add the share of each birth cohort that is convicted by age 15.

    Raises:
        InputError: a dimension cannot be narrowed to one value, or a cohort is there twice.
    """
    needed(export, "STRAFFO")
    spec = statbank().tables["STRAFFO"]
    cohorts: dict[int, Line] = {}
    problems = []
    lines = narrowed(export, (spec["year"],), {**_texts(spec["picks"]), **picks}, statbank().totals)
    for line in lines:
        year = line.codes[spec["year"]]
        if not year.isdigit():
            problems.append(export.problem(line.number, spec["year"], f"must be a year, found '{year}'"))
        elif int(year) in cohorts and cohorts[int(year)].period.year >= line.period.year:
            continue
        elif line.value is not None:
            cohorts[int(year)] = line
    if problems:
        raise InputError(problems)
    for cohort, line in sorted(cohorts.items()):
        found.add("figures.csv", _figure(spec, cohort, line.value or 0.0, source))


def _texts(picks: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(code) for name, code in picks.items()}


def _figure(spec: Mapping[str, Any], year: int, value: float, source: str) -> Cells:
    return {
        "id": str(spec["figure"]).format(year=year),
        "name_da": str(spec["names"]["da"]).format(year=year),
        "name_en": str(spec["names"]["en"]).format(year=year),
        "category": str(spec["category"]),
        "value": f"{round(value, 4):g}",
        "unit_da": str(spec["unit"]["da"]),
        "unit_en": str(spec["unit"]["en"]),
        "year": str(year),
        "source": source,
        "grade": "A",
    }


def consumer_prices(
    export: Export, picks: Mapping[str, str], stored: Mapping[str, Cells], source: str, found: Import
) -> None:
    """Add the years of the consumer price index that the register has not or only as a forecast.

    The export's index may have any base: it is brought to the register's by the years that both have.

    Args:
        export: yearly or monthly index numbers.
        picks: a value for a dimension.
        stored: rows of `price_index.csv` by year.
        source: the id of the new source.
        found: gets the rows.

    Raises:
        InputError: no year in common, or the two do not follow each other.
    """
    known = {**_texts(statbank().tables["PRIS"]["picks"]), **picks}
    yearly = _yearly(narrowed(export, (), known, statbank().totals), found)
    published = {
        int(year): float(row["cpi_2015_100"])
        for year, row in stored.items()
        if row["cpi_2015_100"] and row["status"] == "published"
    }
    ratios = {
        year: published[year] / yearly[year] for year in published.keys() & yearly.keys() if yearly[year] > 0
    }
    ratio = _ratio(export, ratios, found)
    index = {year: round(value * ratio, 2) for year, value in yearly.items()} | published
    for year in sorted(yearly.keys() - published.keys()):
        if year < min(published, default=year):
            continue
        cells = dict(stored.get(str(year), {"year": str(year)}))
        before = index.get(year - 1)
        cells |= {
            "year": str(year),
            "cpi_2015_100": f"{index[year]:.2f}",
            "status": "published",
            "source": source,
        }
        cells["cpi_inflation_pct"] = f"{100.0 * (index[year] / before - 1.0):.3f}" if before else ""
        found.add("price_index.csv", cells)


def _yearly(lines: Sequence[Line], found: Import) -> dict[int, float]:
    """Return the mean of each year that is whole."""
    parts: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.value is not None:
            parts[line.period.year].append(line)
    whole = {}
    for year, found_lines in sorted(parts.items()):
        if len(found_lines) == found_lines[0].period.parts:
            whole[year] = statistics.fmean(line.value or 0.0 for line in found_lines)
        else:
            values = {"year": year, "there": len(found_lines), "parts": found_lines[0].period.parts}
            found.left.append(Note("part_of_year", values))
    return whole


def _ratio(export: Export, ratios: Mapping[int, float], found: Import) -> float:
    name = export.source.name
    if not ratios:
        message = "has no year in common with the register's index, so its base cannot be found"
        raise InputError([Problem(None, name, message)])
    ratio = statistics.fmean(ratios.values())
    worst = max(ratios, key=lambda year: abs(ratios[year] / ratio - 1.0))
    if abs(ratios[worst] / ratio - 1.0) > _FOLLOWS:
        off = abs(ratios[worst] / ratio - 1.0)
        message = (
            f"does not follow the register's index: {worst} is {off:.1%} off; "
            "is it an index, not a change in per cent?"
        )
        raise InputError([Problem(None, name, message)])
    values = {"first": str(min(ratios)), "last": str(max(ratios)), "ratio": f"{ratio:.4f}"}
    message = "rebased"
    found.notes.append(Note(message, values))
    return ratio
