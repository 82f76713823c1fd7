"""A whole sheet as one table: columns with a label, a width and a number format, and rows of plain values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cba.reports.workbook.book import Book, Text
from cba.reports.workbook.formulas import Formula

if TYPE_CHECKING:
    from cba.reports.workbook.grid import Sheet


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        label: the heading.
        width: in characters.
        pattern: the number format; None for a column of text.
        required: whether a missing number is said in words instead of left empty.
    """

    label: Text
    width: float
    pattern: str | None = None
    required: bool = False


Value = Text | float | Formula


@dataclass(frozen=True)
class Table:
    """A written table: its sheet, its header row and the first row after it that is free."""

    sheet: Sheet
    header: int
    end: int


def write_sheet(
    book: Book, title: str, note: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]]
) -> Table:
    """Write a sheet that is one table, with its header row repeated in print and kept in view."""
    sheet = book.sheet(title, [column.width for column in columns])
    header = book.title(sheet, title, note)
    words = {number for number, column in enumerate(columns, 1) if column.pattern is None}
    row = book.header(sheet, header, [column.label for column in columns], words)
    for values in rows:
        for number, (column, value) in enumerate(zip(columns, values, strict=True), 1):
            _write(book, sheet, row, number, column, value)
        book.rule(sheet, row, len(columns))
        row += 1
    book.printed(sheet, header_row=header)
    return Table(sheet, header, row)


def _write(book: Book, sheet: Sheet, row: int, number: int, column: Column, value: Value) -> None:
    if isinstance(value, Formula):
        book.calculated(sheet, row, number, value, column.pattern or "General")
    elif column.pattern is None or isinstance(value, (str, dict)):
        cell = book.text(sheet, row, number, str(value) if isinstance(value, (int, float)) else value)
        if number > 1:
            book.dress(cell, horizontal="left", indent=1)
    elif value is not None or column.required:
        book.number(sheet, row, number, value if isinstance(value, (int, float)) else None, column.pattern)
