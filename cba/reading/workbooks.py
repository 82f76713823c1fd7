"""Workbooks from outside, read within bounds.

A workbook is a zip of XML. Its sizes are looked at before anything opens it, entities are refused, rows and
columns are counted, and only stored values are read: no formula, macro, link or query is ever run.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cba.errors import InputError, Problem

MAX_UNPACKED = 100_000_000
MAX_RATIO = 300
MAX_PARTS = 1_000
MAX_ROWS = 20_000
MAX_COLUMNS = 400
MAX_SHEETS = 100

_SMALL = 1_000_000
"""Bytes of a part that may be compressed as much as it likes."""


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet of a workbook: its title, and its rows of stored values with the number of each row."""

    title: str
    rows: Sequence[tuple[int, Sequence[Any]]]

    def cell(self, row: int, column: int) -> str:
        """Return a cell's address with its sheet, such as `Forudsætninger!C14`; both count from 1."""
        from openpyxl.utils import get_column_letter

        return f"{self.title}!{get_column_letter(column)}{row}"


def read_pages(path: Path, *, first_only: bool = False, columns: int = MAX_COLUMNS) -> list[Page]:
    """Read the stored values of a workbook's sheets.

    Args:
        path: the .xlsx file.
        first_only: whether the other sheets are left unread.
        columns: how many columns a sheet may have.

    Raises:
        InputError: it is not a workbook, it would unpack to too much, it declares entities, a sheet has too
            many rows or columns, or a formula has no stored value.
    """
    check_package(path)
    import openpyxl

    try:
        stored = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        written = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
        if len(stored.worksheets) > MAX_SHEETS:
            raise refused(path, f"has more than {MAX_SHEETS} sheets")
        pairs = list(zip(stored.worksheets, written.worksheets, strict=True))[: 1 if first_only else None]
        problems: list[Problem] = []
        pages = [
            Page(sheet.title, list(_rows(path, sheet, formulas, columns, problems)))
            for sheet, formulas in pairs
        ]
        stored.close()
        written.close()
    except InputError:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers raise
        raise refused(path, f"not a workbook that can be read: {error}") from None
    if problems:
        raise InputError(problems)
    return pages


def refused(path: Path, message: str) -> InputError:
    """Return the error of a file that is not read."""
    return InputError([Problem(None, str(path), message)])


def check_package(path: Path) -> None:
    """Refuse what would unpack to too much, or declares entities, before anything parses it."""
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise refused(path, "the workbook is too large to be a table")
            for part in parts:
                if part.file_size > _SMALL and part.file_size > MAX_RATIO * max(part.compress_size, 1):
                    raise refused(path, "the workbook unpacks to far more than its size; it is not opened")
                if part.filename.endswith((".xml", ".rels")) and _declares(package, part.filename):
                    raise refused(path, "the workbook declares XML entities; it is not opened")
    except zipfile.BadZipFile:
        raise refused(path, "not a workbook: save it as .xlsx") from None


def _declares(package: zipfile.ZipFile, name: str) -> bool:
    with package.open(name) as part:
        beginning = part.read(4096)
    # UTF-16 writes a zero byte beside each letter
    plain = beginning.replace(b"\x00", b"")
    return b"<!DOCTYPE" in plain or b"<!ENTITY" in plain


def _rows(
    path: Path, sheet: Any, formulas: Any, columns: int, problems: list[Problem]
) -> Iterator[tuple[int, Sequence[Any]]]:
    """Yield rows of stored values; a formula without one is a problem."""
    sheet.reset_dimensions()
    formulas.reset_dimensions()
    pairs = zip(sheet.iter_rows(values_only=True), formulas.iter_rows(values_only=True), strict=True)
    for number, (values, texts) in enumerate(pairs, start=1):
        if number > MAX_ROWS:
            raise refused(path, f"has more than {MAX_ROWS:,} rows")
        if len(values) > columns:
            raise refused(path, f"has more than {columns} columns")
        for column, (value, text) in enumerate(zip(values, texts, strict=True)):
            if value is None and isinstance(text, str) and text.startswith("="):
                from openpyxl.utils import get_column_letter

                cell = f"{path}: {sheet.title}!{get_column_letter(column + 1)}{number}"
                message = "a formula without a stored value; open the file in a spreadsheet and save it"
                problems.append(Problem(None, cell, message))
        yield number, [(value.strip() or None) if isinstance(value, str) else value for value in values]
