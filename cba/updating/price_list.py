"""A price list somebody already has (CSV or Excel) as rows of `prices.csv`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from cba.errors import InputError, Problem, unknown
from cba.reading.sheet import Sheet, columns_of, read_sheet
from cba.register_rows import BASES, GRADES, NATURES
from cba.registers import load_registers
from cba.spelling import ID, not_an_id
from cba.updating.overlay import Cells, Import

_HEADINGS = {
    "id": "id",
    "value": "value", "price": "value", "pris": "value", "beløb": "value", "enhedspris": "value",
    "low": "low", "lav": "low",
    "high": "high", "høj": "high",
    "price_year": "price_year", "prisår": "price_year", "år": "price_year", "year": "price_year",
    "name": "name", "navn": "name", "name_da": "name_da", "name_en": "name_en",
    "unit": "unit", "enhed": "unit", "unit_da": "unit_da", "unit_en": "unit_en",
    "payer": "payer", "kasse": "payer", "betaler": "payer",
    "currency": "currency", "valuta": "currency",
    "area": "area", "område": "area",
    "nature": "nature", "basis": "basis", "grade": "grade", "karakter": "grade",
    "note": "note", "bemærkning": "note",
}  # fmt: skip
_NUMBERS = ("value", "low", "high")
_KEPT = ("name_da", "name_en", "unit_da", "unit_en", "payer", "nature", "basis", "area", "currency")
"""What a row of a known id keeps from the register when the list does not say it."""

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)


def read_prices(path: Path, stored: Mapping[str, Cells], source: str, found: Import) -> None:
    """Add the rows of a price list.

    Args:
        path: columns `id`, `value`, `price_year`; optional `name`, `unit`, `payer`, `low`, `high`,
            `currency`, `area`, `nature`, `basis`, `grade`, `note`; Danish headings too.
        stored: rows of `prices.csv` by id.
        source: the id of the new source.
        found: gets the rows.

    Raises:
        InputError: every cell that is wrong, by row and column.
    """
    sheet = read_sheet(path)
    columns, problems = _columns(sheet)
    seen: dict[str, int] = {}
    for number, cells in sheet.rows:
        row = {name: _text(cells[at]) for name, at in columns.items() if at < len(cells)}
        id = row.get("id", "")
        if id in seen:
            message = f"the id '{id}' is already on row {seen[id]}"
            problems.append(sheet.problem(number, columns.get("id", 0), message))
        seen.setdefault(id, number)
        problems += _row_problems(sheet, number, columns, row, stored)
        found.add("prices.csv", _row(row, stored.get(id), source))
    if problems:
        raise InputError(problems)


def _columns(sheet: Sheet) -> tuple[dict[str, int], list[Problem]]:
    """Return the register's columns by place; a heading that is not known, or lacking, is a problem."""
    found: dict[str, int] = {}
    problems = []
    for heading, at in columns_of(sheet).items():
        name = _HEADINGS.get(heading.strip().casefold())
        if name is None:
            problems.append(sheet.problem(1, at, unknown("column", heading, _HEADINGS)))
        else:
            found.setdefault(name, at)
    for name in ("id", "value", "price_year"):
        if name not in found:
            problems.append(sheet.problem(1, 0, f"the column '{name}' is missing"))
    return found, problems


def _text(cell: Any) -> str:
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, float):
        return f"{cell:.10g}"
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell).strip()


def _name_problems(
    sheet: Sheet, number: int, columns: Mapping[str, int], row: Mapping[str, str]
) -> list[Problem]:
    """Return what is wrong with names that the registers must know."""
    registers = load_registers()
    known = {"nature": NATURES, "basis": BASES, "area": registers.areas, "grade": GRADES}
    wrong = [
        (name, name, row[name]) for name, allowed in known.items() if row.get(name, "") not in ("", *allowed)
    ]
    problems = [
        sheet.problem(number, columns[at], unknown(what, found, known[at])) for at, what, found in wrong
    ]
    for part in row.get("payer", "").split(";"):
        payer = part.partition(":")[0].strip()
        if payer and payer not in registers.payers:
            problems.append(
                sheet.problem(number, columns["payer"], unknown("payer", payer, registers.payers))
            )
    return problems


def _row_problems(
    sheet: Sheet, number: int, columns: Mapping[str, int], row: Mapping[str, str], stored: Mapping[str, Cells]
) -> list[Problem]:
    def problem(name: str, message: str) -> Problem:
        return sheet.problem(number, columns.get(name, 0), message)

    problems = [
        problem(name, "must not be empty") for name in ("id", "value", "price_year") if not row.get(name)
    ]
    if row.get("id") and not re.fullmatch(ID, row["id"]):
        problems.append(problem("id", not_an_id(row["id"])))
    for name in _NUMBERS:
        if row.get(name) and not _NUMBER.fullmatch(row[name]):
            problems.append(problem(name, f"must be a number such as 1234.5, found '{row[name]}'"))
    if row.get("price_year") and not re.fullmatch(r"(19|20|21)\d\d", row["price_year"]):
        problems.append(problem("price_year", f"must be a year such as 2025, found '{row['price_year']}'"))
    problems += _name_problems(sheet, number, columns, row)
    if row.get("id") and row["id"] not in stored:
        lacking = [name for name in ("name", "unit", "payer") if not (row.get(name) or row.get(f"{name}_da"))]
        if lacking:
            message = f"'{row['id']}' is a new price, so it needs {', '.join(lacking)}"
            problems.append(problem("id", message))
    return problems


def _row(row: Mapping[str, str], stored: Cells | None, source: str) -> Cells:
    kept = {name: stored[name] for name in _KEPT} if stored else {"currency": "DKK", "nature": "resource"}
    for name in ("name", "unit"):
        if row.get(name):
            kept |= {f"{name}_da": row[name], f"{name}_en": row[name]}
        elif row.get(f"{name}_da"):
            kept.setdefault(f"{name}_en", row[f"{name}_da"])
    stated = {name: text for name, text in row.items() if text and name not in ("name", "unit")}
    return {**kept, **stated, "source": source}
