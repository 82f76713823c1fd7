"""Tables as text with a place for every cell: CSV, and the first sheet of a workbook, read within bounds.

A workbook from outside is a zip of XML: its sizes are looked at before it is opened, entities are refused,
and only stored values are read.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cba.errors import InputError, Position, Problem, Source
from cba.register_tables import field_starts

MAX_BYTES = 5_000_000
MAX_UNPACKED = 100_000_000
MAX_RATIO = 300
MAX_PARTS = 1_000
MAX_ROWS = 20_000
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


def read_sheet(path: Path) -> Sheet:
    """Read a table.

    Raises:
        InputError: it is missing, too large, or neither CSV nor a workbook.
    """
    size = _size(path)
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return _workbook(path)
    if path.suffix.lower() != ".csv":
        raise _refused(path, "must be a table (.csv or .xlsx) or a scenario (.yaml)")
    if size > MAX_BYTES:
        raise _refused(path, f"the file is larger than {MAX_BYTES // 10**6} MB")
    return _csv(path)


def _refused(path: Path, message: str) -> InputError:
    return InputError([Problem(None, str(path), message)])


def _size(path: Path) -> int:
    if not path.is_file():
        raise _refused(path, "is a folder, not a file" if path.is_dir() else "no such file")
    return path.stat().st_size


def _csv(path: Path) -> Sheet:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refused(path, "not UTF-8 text; save the file with the encoding UTF-8") from None
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
        raise _refused(path, f"has more than {MAX_ROWS:,} rows")
    if columns > MAX_COLUMNS:
        raise _refused(path, f"has more than {MAX_COLUMNS} columns")


def _workbook(path: Path) -> Sheet:
    _check_zip(path)
    import openpyxl

    try:
        stored = openpyxl.load_workbook(path, read_only=True, data_only=True)
        written = openpyxl.load_workbook(path, read_only=True, data_only=False)
        sheet, formulas = stored.worksheets[0], written.worksheets[0]
        rows = list(_rows(path, sheet, formulas))
        stored.close()
        written.close()
    except InputError:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers raise
        raise _refused(path, f"not a workbook that can be read: {error}") from None
    return _sheet(Source(str(path)), sheet.title, rows)


def _rows(path: Path, sheet: Any, formulas: Any) -> Iterator[tuple[int, Sequence[Any]]]:
    """Yield rows of stored values; a formula without one is an error."""
    sheet.reset_dimensions()
    formulas.reset_dimensions()
    problems: list[Problem] = []
    pairs = zip(sheet.iter_rows(values_only=True), formulas.iter_rows(values_only=True), strict=True)
    for number, (values, texts) in enumerate(pairs, start=1):
        _bounded(path, number, len(values))
        for column, (value, text) in enumerate(zip(values, texts, strict=True)):
            if value is None and isinstance(text, str) and text.startswith("="):
                from openpyxl.utils import get_column_letter

                cell = f"{path}: {sheet.title}!{get_column_letter(column + 1)}{number}"
                message = "a formula without a stored value; open the file in a spreadsheet and save it"
                problems.append(Problem(None, cell, message))
        yield number, [_cell(value) for value in values]
    if problems:
        raise InputError(problems)


def _cell(value: Any) -> Any:
    return (value.strip() or None) if isinstance(value, str) else value


def _check_zip(path: Path) -> None:
    """Refuse what would unpack to too much, or declares entities, before anything parses it."""
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise _refused(path, "the workbook is too large to be a table of options")
            for part in parts:
                if part.file_size > 1_000_000 and part.file_size > MAX_RATIO * max(part.compress_size, 1):
                    raise _refused(path, "the workbook unpacks to far more than its size; it is not opened")
                if part.filename.endswith((".xml", ".rels")) and _declares(package, part.filename):
                    raise _refused(path, "the workbook declares XML entities; it is not opened")
    except zipfile.BadZipFile:
        raise _refused(path, "not a workbook: save it as .xlsx") from None


def _declares(package: zipfile.ZipFile, name: str) -> bool:
    with package.open(name) as part:
        beginning = part.read(4096)
    return b"<!DOCTYPE" in beginning or b"<!ENTITY" in beginning


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
