"""A municipality's own table of yearly amounts into a scenario, by a small mapping that says what is what."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field, StrictStr

from cba.errors import InputError, Problem, unknown
from cba.excel.checked import Imported, checked
from cba.excel.numbers import is_empty, number_in, yaml_number
from cba.reading.composing import read_file
from cba.reading.numbers import NumberField, Whole
from cba.reading.positions import set_paths
from cba.reading.statement import Statement
from cba.reading.validating import read_as
from cba.reading.workbooks import Page
from cba.reading.writing import Written, to_yaml

_YEAR = re.compile(
    r"(?:(?:år|budget|regnskab|overslag|forslag|bo|b|r|f|year)[ .:]*)?((?:19|20|21)\d\d)", re.IGNORECASE
)
_TOTAL = re.compile(r"(i ?alt|sum|total|netto|resultat)\b.*|.*\b(i ?alt|total)", re.IGNORECASE)
_PRICES = re.compile(r"\b(20\d\d)[- ]?(?:års)?[- ]?(?:priser|pl|p/l|prices)", re.IGNORECASE)
_LEAST_YEARS = 2


class RowStatement(Statement):
    """What one row of the table is."""

    row: StrictStr
    """The row's text, as it stands in the table."""
    kind: StrictStr = "cost"
    """`cost` or `benefit`; `skip` leaves the row out."""
    payer: StrictStr | None = None
    """Who pays or gains; the mapping's own where absent."""
    what: StrictStr | None = None
    """What to call it; the row's text where absent."""
    area: StrictStr | None = None
    """The area of a benefit."""
    intervention: StrictStr | None = None
    """The intervention it belongs to; the mapping's own where absent."""
    sign: NumberField | None = None
    """−1 where the table writes costs or income as negative numbers."""


class MappingStatement(Statement):
    """How a table is read."""

    sheet: StrictStr | None = None
    """The sheet's name; the first where absent."""
    header: Whole | None = None
    """The row with the years; found where absent."""
    text: StrictStr | None = None
    """The column with the rows' text, such as `B`; the first with text where absent."""
    unit: NumberField | None = None
    """Kroner for each number: 1000 for a table in 1.000 kr."""
    scenario: dict[str, Any] = Field(default_factory=dict)
    """Everything else of the scenario: `scenario`, `price_year`, `start`, `horizon`, `model`, `place`."""
    intervention: StrictStr
    """The intervention that the amounts belong to."""
    title: StrictStr | None = None
    """Its title."""
    payer: StrictStr = "kommune"
    """Who pays or gains."""
    grade: StrictStr = "D"
    """The grade of the numbers."""
    source: StrictStr | None = None
    """Where they come from; the workbook's name where absent."""
    rows: list[RowStatement] = Field(min_length=1)
    """What each row is."""


@dataclass(frozen=True, slots=True)
class _Table:
    """A table as found: its page, header row, column of texts, years by column, and rows by text."""

    page: Page
    header: int
    text: int
    years: Mapping[int, int]
    rows: Sequence[tuple[int, str, Sequence[Any]]]


def import_table(path: Path, pages: Sequence[Page], mapping: Path) -> Imported:
    """Return the scenario of a table.

    Raises:
        InputError: the mapping cannot be read, or the table does not have what it names.
    """
    root = read_file(mapping)
    set_paths(root)
    said = read_as(MappingStatement, root)
    table = _table(path, _page(path, pages, said), said.header, _column(said))
    problems: list[Problem] = []
    cells: dict[str, str] = {}
    interventions: dict[str, dict[str, Any]] = {}
    for row in said.rows:
        if row.kind != "skip":
            _flow(path, table, said, row, interventions, cells, problems)
    named = {_same(row.row) for row in said.rows}
    for number, text, values in table.rows:
        if _same(text) not in named and any(number_in(values[n]) for n in table.years if n < len(values)):
            cell = table.page.cell(number, table.text + 1)
            message = f"the mapping says nothing of '{text}'; add it, or `{{row: {text}, kind: skip}}`"
            problems.append(Problem(None, f"{path}: {cell}", message))
    if problems:
        raise InputError(problems)
    scenario = _scenario(path, table, said, list(interventions.values()))
    flows = sum(len(item["flows"]) for item in interventions.values())
    head = f"# Imported from {path.name}, sheet {table.page.title}, by {mapping.name}: {flows} rows.\n"
    return checked(path, head + to_yaml(scenario), cells)


def suggested(path: Path, pages: Sequence[Page]) -> str:
    """Return a mapping with everything found in the table, to be corrected."""
    table = next((t for page in pages if (t := _found(page, None, None)) is not None), None)
    if table is None:
        raise InputError(
            [Problem(None, str(path), "no row with two years or more; is it a table of yearly amounts?")]
        )
    unit = (
        "1000"
        if any("1.000" in str(v) or "1000 kr" in str(v) for _, row in table.page.rows for v in row)
        else "1"
    )
    first = min(table.years.values())
    lines = [
        f"# How to read {path.name}. Correct what is wrong; `kind` is cost, benefit or skip.",
        f"sheet: {to_yaml(table.page.title).strip().removesuffix('...').strip()}",
        f"header: {table.header}",
        f"unit: {unit}   # kroner for each number in the table",
        "intervention: indsats   # the short name",
        "payer: kommune",
        "grade: D",
        "scenario:",
        "  scenario: {id: min-beregning, title: Min beregning}",
        f"  price_year: {_price_year(table.page, first)}",
        f"  start: {first}",
        f"  horizon: {max(table.years.values()) - first + 1}",
        "rows:",
    ]
    for _, text, values in table.rows:
        numbers = [number for n in table.years if n < len(values) and (number := number_in(values[n]))]
        if not numbers:
            continue
        row: dict[str, Any] = {"row": text, "kind": "cost" if sum(numbers) >= 0 else "benefit"}
        if _TOTAL.fullmatch(_same(text)):
            row["kind"] = "skip"
        elif sum(numbers) < 0:
            row["sign"] = Written("-1")
        dumped = to_yaml([row]).strip().split("\n")
        lines += [f"  {line}" for line in dumped]
    return "\n".join(lines) + "\n"


def _price_year(page: Page, start: int) -> int:
    """Return the year that the table says its prices are of, else the newest that the index has."""
    for _, row in page.rows:
        for value in row:
            if isinstance(value, str) and (found := _PRICES.search(value)):
                return int(found[1])
    return min(start, 2025)


def _column(said: MappingStatement) -> int | None:
    if said.text is None:
        return None
    letters = said.text.strip().upper()
    if not re.fullmatch("[A-Z]{1,2}", letters):
        raise InputError([said.problem("text", f"must be a column such as B, found '{said.text}'")])
    from openpyxl.utils import column_index_from_string

    return column_index_from_string(letters) - 1


def _page(path: Path, pages: Sequence[Page], said: MappingStatement) -> Page:
    if said.sheet is None:
        return pages[0]
    for page in pages:
        if page.title.strip().casefold() == said.sheet.strip().casefold():
            return page
    raise InputError([said.problem("sheet", unknown("sheet", said.sheet, [page.title for page in pages]))])


def _table(path: Path, page: Page, header: int | None, text: int | None) -> _Table:
    table = _found(page, header, text)
    if table is None:
        where = f"row {header}" if header else "any row"
        message = f"no years found in {where}; name the row with the years as `header` in the mapping"
        raise InputError([Problem(None, f"{path}: {page.title}", message)])
    return table


def _found(page: Page, header: int | None, text: int | None) -> _Table | None:
    """Return the table under the row with the most years; headings and titles above it are passed over."""
    best: tuple[int, dict[int, int]] | None = None
    for number, row in page.rows:
        years = {n: year for n, value in enumerate(row) if (year := _year(value)) is not None}
        # a year that stands twice (budget and accounts side by side) is taken from its last column
        unique = {year: n for n, year in years.items()}
        candidate = {n: year for year, n in unique.items()}
        wanted = number == header if header is not None else len(candidate) >= _LEAST_YEARS
        if wanted and candidate and (best is None or len(candidate) > len(best[1])):
            best = number, candidate
    if best is None:
        return None
    first = min(best[1])
    below = [(number, row) for number, row in page.rows if number > best[0]]
    column = text if text is not None else _text_column(below, first)
    rows = [
        (number, str(row[column]).strip(), row)
        for number, row in below
        if column < len(row) and isinstance(row[column], str) and row[column].strip()
    ]
    return _Table(page, best[0], column, best[1], rows)


def _text_column(rows: Sequence[tuple[int, Sequence[Any]]], first: int) -> int:
    """Return the column before the years that has the most texts."""
    counts = [
        sum(n < len(row) and isinstance(row[n], str) and number_in(row[n]) is None for _, row in rows)
        for n in range(max(first, 1))
    ]
    return counts.index(max(counts))


def _year(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return int(value) if float(value).is_integer() and 1990 <= value <= 2150 else None
    if hasattr(value, "year"):
        return int(value.year)
    found = _YEAR.fullmatch(" ".join(str(value or "").split()))
    return int(found[1]) if found else None


def _same(text: str) -> str:
    return " ".join(text.split()).casefold()


def _flow(
    path: Path,
    table: _Table,
    said: MappingStatement,
    row: RowStatement,
    interventions: dict[str, dict[str, Any]],
    cells: dict[str, str],
    problems: list[Problem],
) -> None:
    """Add a row of the table to its intervention."""
    lines = [line for line in table.rows if _same(line[1]) == _same(row.row)]
    if not lines:
        names = [text for _, text, _ in table.rows]
        problems.append(row.problem("row", unknown("row", row.row, names)))
        return
    number, text, values = lines[0]
    if len(lines) > 1:
        problems.append(
            row.problem("row", f"'{row.row}' stands {len(lines)} times in the table; rename the rows")
        )
    factor = (said.unit or 1.0) * (row.sign or 1.0)
    id = row.intervention or said.intervention
    item = interventions.setdefault(id, {"id": id, "flows": []})
    if said.title and id == said.intervention:
        item.setdefault("title", said.title)
    stem = f"interventions[{list(interventions).index(id)}].flows[{len(item['flows'])}]"
    amounts = {}
    for column, year in sorted(table.years.items(), key=lambda pair: pair[1]):
        value = values[column] if column < len(values) else None
        if is_empty(value):
            continue
        cell, amount = table.page.cell(number, column + 1), number_in(value)
        if amount is None:
            message = f"must be a number such as 1.234,5, found '{value}'"
            problems.append(Problem(None, f"{path}: {cell}: {text}", message))
            continue
        amounts[Written(str(year))] = Written(yaml_number(amount * factor))
        cells[f"{stem}.amounts.{year}"] = f"{cell}: {text}"
    cells[stem] = table.page.cell(number, table.text + 1)
    flow = {"what": row.what or " ".join(text.split()), "kind": row.kind, "payer": row.payer or said.payer}
    if row.area:
        flow["area"] = row.area
    source = said.source or f"{path.name}, {table.page.title}"
    item["flows"].append({**flow, "amounts": amounts, "grade": said.grade, "source": source})


def _scenario(
    path: Path, table: _Table, said: MappingStatement, interventions: list[dict[str, Any]]
) -> dict[str, Any]:
    years = table.years.values()
    start = min(years)
    found: dict[str, Any] = {
        "scenario": {"id": "min-beregning"},
        "start": start,
        "price_year": min(start, 2025),
    }
    found["horizon"] = max(years) - start + 1
    return {**found, **said.scenario, "interventions": interventions}
