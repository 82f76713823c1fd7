"""Tables as text with a place for every cell: CSV, and the first sheet of a workbook, read within bounds."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cba.errors import InputError, Position, Problem, Source
from cba.reading.workbooks import MAX_ROWS, read_pages, refused

MAX_BYTES = 5_000_000
MAX_COLUMNS = 200

_SAVE = "save the table with commas between columns and points in decimals, or as .xlsx"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its heading, its rows, and how to point at a cell.

    Attributes:
        rows: number of the row in the file, and its cells.
    """

    source: Source
    name: str | None
    heading: Sequence[Any]
    rows: Sequence[tuple[int, Sequence[Any]]]

    def problem(self, row: int, column: int, message: str) -> Problem:
        """Return a problem with a cell; rows count from 1, columns from 0."""
        title = str(self.heading[column]) if column < len(self.heading) else ""
        if self.name is not None:
            from openpyxl.utils import get_column_letter

            cell = f"{self.source.name}: {self.name}!{get_column_letter(column + 1)}{row}"
            return Problem(None, f"{cell}: {title}" if title else cell, message)
        starts = field_starts(self.source.line(row))
        at = starts[column] if column < len(starts) else 1
        return Problem(Position(self.source, row, at), title, message)


def field_starts(line: str) -> list[int]:
    """Return the column, from 1, at which each comma-separated field of a line begins."""
    starts, quoted = [1], False
    for index, character in enumerate(line):
        if character == '"':
            quoted = not quoted
        elif character == "," and not quoted:
            starts.append(index + 2)
    return starts


def read_sheet(path: Path) -> Sheet:
    """Read a table.

    Raises:
        InputError: it is missing, too large, or neither CSV nor a workbook.
    """
    size = _size(path)
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return _workbook(path)
    if path.suffix.lower() != ".csv":
        raise refused(path, "must be a table (.csv or .xlsx) or a scenario (.yaml)")
    if size > MAX_BYTES:
        raise refused(path, f"the file is larger than {MAX_BYTES // 10**6} MB")
    return _csv(path)


def _size(path: Path) -> int:
    if not path.is_file():
        raise refused(path, "is a folder, not a file" if path.is_dir() else "no such file")
    return path.stat().st_size


def _csv(path: Path) -> Sheet:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refused(path, "not UTF-8 text; save the file with the encoding UTF-8") from None
    lines = text.splitlines()
    source = Source(str(path), tuple(lines))
    first = lines[0] if lines else ""
    for delimiter, name in ((";", "semicolons"), ("\t", "tabs")):
        if first.count(delimiter) > first.count(","):
            message = f"columns are separated by {name}; {_SAVE}"
            raise InputError([Problem(Position(source, 1, 1), "", message)])
    reader = csv.reader(io.StringIO(text), strict=True)
    rows: list[tuple[int, Sequence[Any]]] = []
    try:
        for cells in reader:
            rows.append((reader.line_num, [cell.strip() or None for cell in cells]))
            _bounded(path, len(rows), len(cells))
    except csv.Error as error:
        raise InputError([Problem(Position(source, reader.line_num, 1), "", f"not CSV: {error}")]) from None
    return _sheet(source, None, rows)


def _sheet(source: Source, name: str | None, rows: list[tuple[int, Sequence[Any]]]) -> Sheet:
    filled = [(number, cells) for number, cells in rows if any(cell is not None for cell in cells)]
    if not filled:
        raise InputError([Problem(None, source.name, "the table is empty")])
    heading = [str(cell).strip() if cell is not None else "" for cell in filled[0][1]]
    return Sheet(source, name, heading, filled[1:])


def _bounded(path: Path, rows: int, columns: int) -> None:
    if rows > MAX_ROWS:
        raise refused(path, f"has more than {MAX_ROWS:,} rows")
    if columns > MAX_COLUMNS:
        raise refused(path, f"has more than {MAX_COLUMNS} columns")


def _workbook(path: Path) -> Sheet:
    page = read_pages(path, first_only=True, columns=MAX_COLUMNS)[0]
    return _sheet(Source(str(path)), page.title, list(page.rows))


def columns_of(sheet: Sheet) -> Mapping[str, int]:
    """Return the columns by name; raises when a name stands twice."""
    found: dict[str, int] = {}
    problems = []
    for index, name in enumerate(sheet.heading):
        if name and name in found:
            problems.append(sheet.problem(1, index, f"the column '{name}' is there twice"))
        found.setdefault(name, index)
    if problems:
        raise InputError(problems)
    found.pop("", None)
    return found
