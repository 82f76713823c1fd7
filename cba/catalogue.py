"""What the registers hold, as rows to search and show; one function for each kind of row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from cba.errors import Position, nearest
from cba.evidence import EvidenceRow
from cba.places import CRIME_COLUMNS, Place, PlaceError
from cba.register_rows import FigureRow, PriceRow, SourceRow
from cba.registers import Registers
from cba.spelling import bare, plain

Data = dict[str, Any]

# columns of each kind's table, in order; the first is the id
COLUMNS: dict[str, tuple[str, ...]] = {
    "prices": ("id", "name", "price", "price_year", "payer"),
    "evidence": ("id", "name", "effect", "outcome", "grade", "countries"),
    "places": ("id", "level", "code", "population", "total", "violence", "burglary"),
    "outcomes": ("id", "name", "consequences"),
    "targets": ("id", "name", "baselines"),
    "sources": ("id", "title", "publisher", "year"),
    "figures": ("id", "name", "value", "unit", "year", "grade"),
}
KINDS = tuple(COLUMNS)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the catalogue.

    Attributes:
        id: what a scenario writes to use it.
        cells: the columns of the table, by name; None is not known.
        data: everything the register knows about it, ready for JSON.
    """

    id: str
    cells: Mapping[str, Any]
    data: Data


def entries(kind: str, registers: Registers, language: str) -> list[Entry]:
    """Return all rows of one kind.

    Args:
        kind: one of `KINDS`.
        registers: where they are looked up.
        language: `da` or `en`, for names and units in the cells.
    """
    return _KINDS[kind](registers, language)


def matching(found: Iterable[Entry], words: Sequence[str]) -> list[Entry]:
    """Return the rows in which every word occurs, in any column; an id alone means that row alone."""
    rows = list(found)
    exact = [row for row in rows if len(words) == 1 and plain(row.id) == plain(words[0])]
    return exact or [row for row in rows if all(_occurs(word, row) for word in words)]


def nearest_ids(found: Iterable[Entry], words: Sequence[str]) -> list[str]:
    """Return the ids nearest to what was asked for: like the words together, or with most of them in."""
    rows = list(found)
    close = nearest("_".join(words), [row.id for row in rows])
    hits = {row.id: sum(_occurs(word, row) for word in words) for row in rows}
    partly = [row_id for row_id, count in sorted(hits.items(), key=lambda hit: -hit[1]) if count]
    single = [row_id for word in words for row_id in nearest(word, [row.id for row in rows])]
    return list(dict.fromkeys([*close, *partly, *single]))[:3]


def _occurs(word: str, row: Entry) -> bool:
    text = " ".join([row.id, *map(str, _leaves(row.data)), *map(str, row.cells.values())])
    return plain(word) in plain(text) or bare(word) in bare(text)


def _leaves(data: Any) -> Iterable[Any]:
    if isinstance(data, Mapping):
        for value in data.values():
            yield from _leaves(value)
    elif isinstance(data, list):
        for value in data:
            yield from _leaves(value)
    elif data is not None:
        yield data


def as_data(value: Any) -> Any:
    """Return a register value as plain data for JSON: positions as `file:line`, tuples as lists."""
    if isinstance(value, Position):
        return f"{value.source.name}:{value.line}"
    if isinstance(value, Mapping):
        return {str(key): as_data(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_data(item) for item in value]
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else float(value)
    return value


def _row_data(row: EvidenceRow | FigureRow | PriceRow | SourceRow, registers: Registers) -> Data:
    """Return a row's fields, the id first and its place in the file last."""
    data = {field.name: as_data(getattr(row, field.name)) for field in fields(row)}
    where = data.pop("where")
    source = registers.sources.get(data.get("source") or "")
    if source is not None:
        data["source_text"], data["url"] = source.text, source.url
    return {"id": data.pop("id"), **data, "where": where}


def _prices(registers: Registers, language: str) -> list[Entry]:
    found = []
    for row in registers.prices.values():
        price = None if row.value is None else (row.value, row.unit[language])
        payers = {
            registers.payers[payer].names[language]: share for payer, share in (row.payers or {}).items()
        }
        cells = (row.id, row.names[language], price, row.price_year, payers or None)
        data = {**_row_data(row, registers), "missing": list(row.missing)}
        found.append(_entry("prices", cells, data))
    return found


def _evidence(registers: Registers, language: str) -> list[Entry]:
    found = []
    for row in registers.evidence.values():
        effect = None if row.estimate is None else (row.measure, row.estimate, row.low, row.high)
        outcome = registers.outcomes.get(row.outcome or "")
        named = outcome.title.both()[language] if outcome and outcome.title else row.measured_outcome
        cells = (row.id, row.names[language], effect, named, row.grade, ", ".join(row.countries) or None)
        reasons = {"unusable": row.unusable} if row.unusable else {}
        found.append(_entry("evidence", cells, {**_row_data(row, registers), **reasons}))
    return found


def _figures(registers: Registers, language: str) -> list[Entry]:
    return [
        _entry(
            "figures",
            (row.id, row.names[language], row.value, row.unit[language], row.year, row.grade),
            _row_data(row, registers),
        )
        for row in registers.figures.values()
    ]


def _sources(registers: Registers, _language: str) -> list[Entry]:
    return [
        _entry("sources", (row.id, row.title, row.publisher, row.year), _row_data(row, registers))
        for row in registers.sources.values()
    ]


def _places(registers: Registers, _language: str) -> list[Entry]:
    found = []
    for place in registers.places.all():
        years = _crime(registers, place)
        latest = years[max(years)] if years else {}
        shown = [latest.get(column) for column in ("population", "total", "violence", "burglary")]
        code = place.codes[0] if place.level == "municipality" else "–"
        written = f"landsdel:{place.name}" if place.level == "landsdel" else place.name
        data = {
            "id": written,
            "level": place.level,
            "municipalities": list(place.codes),
            "reported_crime": {str(year): counts for year, counts in years.items()} or None,
        }
        found.append(_entry("places", (written, place.level, code, *shown), data))
    return found


def _crime(registers: Registers, place: Place) -> dict[int, dict[str, int]]:
    """Return population and reported offences of each year; empty for a place without rows."""
    try:
        columns = {"population": registers.places.populations(place)}
        columns |= {column: registers.places.series(place, column) for column in CRIME_COLUMNS}
    except PlaceError:
        return {}
    years = columns["population"]
    return {year: {column: series[year] for column, series in columns.items()} for year in years}


def _outcomes(registers: Registers, language: str) -> list[Entry]:
    found = []
    for key, row in registers.outcomes.items():
        title = row.title.both()[language] if row.title else None
        consequences = [
            (item.price, float(item.quantity.estimate), item.spread)
            for item in row.consequences or ()
            if item.quantity is not None
        ]
        data = {"id": key, **as_data(row.raw), "where": as_data(row.at())}
        found.append(_entry("outcomes", (key, title, consequences or None), data))
    return found


def _targets(registers: Registers, language: str) -> list[Entry]:
    found = []
    for key, row in registers.target_groups.items():
        title = row.title.both()[language] if row.title else None
        shares = [
            (outcome, float(baseline.share.estimate), float(baseline.within))
            for outcome, baseline in row.baselines.items()
            if baseline.share is not None and baseline.within is not None
        ]
        data = {"id": key, **as_data(row.raw), "where": as_data(row.at())}
        found.append(_entry("targets", (key, title, shares or None), data))
    return found


def _entry(kind: str, cells: Sequence[Any], data: Data) -> Entry:
    return Entry(str(cells[0]), dict(zip(COLUMNS[kind], cells, strict=True)), data)


_KINDS: dict[str, Callable[[Registers, str], list[Entry]]] = {
    "prices": _prices,
    "evidence": _evidence,
    "places": _places,
    "outcomes": _outcomes,
    "targets": _targets,
    "sources": _sources,
    "figures": _figures,
}
