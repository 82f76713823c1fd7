"""Workbooks from outside, read within bounds.

A workbook is a zip of XML. Its sizes are looked at before anything opens it, entities are refused, rows and
columns are counted, and only stored values are read: no formula, macro, link or query is ever run.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, closing
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

UNSTORED = "a formula without a stored value; open the file in a spreadsheet and save it"
"""Stands for what a formula gives where the file does not say."""

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


def read_pages(
    path: Path,
    *,
    first_only: bool = False,
    columns: int = MAX_COLUMNS,
    exact: bool = False,
    only: Callable[[Sequence[str]], Collection[str]] | None = None,
) -> list[Page]:
    """Read the stored values of a workbook's sheets.

    Args:
        path: the .xlsx file.
        first_only: whether the other sheets are left unread.
        columns: how many columns a sheet may have.
        exact: whether texts keep the blanks around them, and a formula without a stored value stands as
            `UNSTORED`; else texts are tidied, and such a formula is an error.
        only: chooses, from all titles, the sheets to read.

    Raises:
        InputError: it is not a workbook, it would unpack to too much, it declares entities, a sheet has too
            many rows or columns, or a formula has no stored value.
    """
    check_package(path)
    problems: list[Problem] = []
    try:
        with _opened(path, values=True) as stored, _opened(path, values=False) as written:
            if len(stored.worksheets) > MAX_SHEETS:
                raise refused(path, f"has more than {MAX_SHEETS} sheets")
            titles = [sheet.title for sheet in stored.worksheets]
            chosen = only(titles) if only else titles[:1] if first_only else titles
            pages = [
                Page(sheet.title, list(_rows(path, sheet, formulas, columns, exact, problems)))
                for sheet, formulas in zip(stored.worksheets, written.worksheets, strict=True)
                if sheet.title in chosen
            ]
    except InputError:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers raise
        raise refused(path, f"not a workbook that can be read: {error}") from None
    if problems:
        raise InputError(problems)
    return pages


def _opened(path: Path, *, values: bool) -> AbstractContextManager[Any]:
    """Open a workbook to read its stored values or its formulas; closed when left, however that is."""
    import openpyxl

    return closing(openpyxl.load_workbook(path, read_only=True, data_only=values, keep_links=False))


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
    path: Path, sheet: Any, formulas: Any, columns: int, exact: bool, problems: list[Problem]
) -> Iterator[tuple[int, Sequence[Any]]]:
    """Yield rows of stored values; a formula without one is a problem."""
    sheet.reset_dimensions()
    formulas.reset_dimensions()
    # a row iterator holds the file open until it is closed
    with (
        closing(sheet.iter_rows(values_only=True)) as stored,
        closing(formulas.iter_rows(values_only=True)) as written,
    ):
        for number, (values, texts) in enumerate(zip(stored, written, strict=True), start=1):
            if number > MAX_ROWS:
                raise refused(path, f"has more than {MAX_ROWS:,} rows")
            if len(values) > columns:
                raise refused(path, f"has more than {columns} columns")
            found = list(values)
            for column in _unstored(values, texts):
                found[column] = UNSTORED
                if not exact:
                    cell = Page(sheet.title, ()).cell(number, column + 1)
                    problems.append(Problem(None, f"{path}: {cell}", UNSTORED))
            yield number, [_tidy(v) if isinstance(v, str) and not exact else v for v in found]


def _unstored(values: Sequence[Any], texts: Sequence[Any]) -> Iterator[int]:
    """Yield the columns, from 0, of formulas without a stored value."""
    for column, text in enumerate(texts):
        if values[column] is None and isinstance(text, str) and text.startswith("="):
            yield column


def _tidy(text: str) -> str | None:
    return text.strip() or None
