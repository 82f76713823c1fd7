"""Rows of years: the cells of the live sheets, written straight into the file.

A workbook of 200 interventions over 40 years has a few hundred thousand formulas. They are kept as text and
put into the saved sheets at the end, which takes a tenth of the time and memory of cell objects.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import numpy as np
from openpyxl.utils import get_column_letter, quote_sheetname

from cba.inputs import Array
from cba.reports.workbook.formulas import COLUMN, Formula, total
from cba.reports.workbook.grid import shown

if TYPE_CHECKING:
    from cba.reports.workbook.book import Book, Place, Text
    from cba.reports.workbook.grid import Sheet

TOTAL = 3
"""The column of a row's total; label and unit stand before it."""

FIRST = 4
"""The column of the first year, the same on all live sheets, so that a column is a year everywhere."""

WIDTHS = (66, 20, 14)
"""Of the columns before the years, characters."""


@dataclass(frozen=True, slots=True)
class Row:
    """A written row of years.

    Attributes:
        sheet: title of the sheet.
        number: row number.
        values: by year, shape (H,).
    """

    sheet: str
    number: int
    values: Array

    @property
    def here(self) -> Formula:
        """The cell of the year, for formulas of other rows."""
        return Formula(f"{self._sheet}{COLUMN}{self.number}", self.values)

    @property
    def all(self) -> Formula:
        """The range of all years."""
        return Formula(f"{self._sheet}${_letter(0)}${self.number}:${self.last}${self.number}", self.values)

    @property
    def so_far(self) -> str:
        """The range from the first year to the year's own, as text."""
        return f"{self._sheet}${_letter(0)}{self.number}:{COLUMN}{self.number}"

    @property
    def last(self) -> str:
        """The letters of the last year's column."""
        return _letter(len(self.values) - 1)

    def at(self, n: int) -> Formula:
        """The cell of year number n."""
        return Formula(f"{self._sheet}${_letter(n)}${self.number}", float(self.values[n]))

    def part(self, first: int, last: int) -> str:
        """The range of years number first to last, as text."""
        return f"{self._sheet}{_letter(first)}{self.number}:{_letter(last)}{self.number}"

    @property
    def _sheet(self) -> str:
        return f"{quote_sheetname(self.sheet)}!"


def _letter(n: int) -> str:
    return get_column_letter(FIRST + n)


@dataclass
class Years:
    """Writes rows of years on one sheet, from the top down.

    Attributes:
        row: the next free row.
    """

    book: Book
    sheet: Sheet
    horizon: int
    row: int = 1

    def put(
        self,
        label: Text,
        formula: Formula | Sequence[Formula] | Sequence[str],
        *,
        unit: Text = "",
        values: Array | None = None,
        pattern: str = "#,##0.00",
        summed: bool = False,
        bold: bool = False,
    ) -> Row:
        """Write one row of years.

        Args:
            label: what it is.
            formula: one formula for all years, or one for each year.
            unit: what it counts.
            values: by year, where the formulas are texts without values.
            pattern: the number format.
            summed: whether the years' sum stands before them.
            bold: whether it is a result.
        """
        number, title = self.row, self.sheet.title
        own = f"{quote_sheetname(title)}!"
        if isinstance(formula, Formula):
            # once for all years: a row has one formula
            text = _written(formula.text, own)
            texts = [text.replace(COLUMN, _letter(n)) for n in range(self.horizon)]
            found = np.broadcast_to(formula.years, self.horizon)
        else:
            texts = [_written(part.text if isinstance(part, Formula) else part, own) for part in formula]
            found = (
                np.array([p.number for p in formula if isinstance(p, Formula)]) if values is None else values
            )
        self.sheet.behind[number] = cells_xml(number, FIRST, texts, found, self._style(pattern, bold=bold))
        row = Row(title, number, np.asarray(found, dtype=np.float64))
        self.book.dress(self.book.text(self.sheet, number, 1, label, wrap=False), bold=bold, ruled=bold)
        if unit or bold:
            self.book.dress(
                self.book.text(self.sheet, number, 2, unit, wrap=False), ruled=bold, color="4A4A4A"
            )
        if summed:
            self.single(TOTAL, total(row.all), pattern)
            self.book.dress(self.sheet.at(number, TOTAL), bold=bold, ruled=bold)
        elif bold:
            self.book.dress(self.sheet.at(number, TOTAL), ruled=True)
        self.row += 1
        return row

    def _style(self, pattern: str, *, bold: bool) -> int:
        wardrobe = self.book.wardrobe
        features = {"horizontal": "right", "pattern": self.book.pattern(pattern), "bold": bold, "ruled": bold}
        return wardrobe.style(self.sheet, wardrobe.changed(0, features))

    def single(self, column: int, formula: Formula, pattern: str) -> Place:
        """Write one formula beside the years of the row that is being written."""
        return self.book.calculated(self.sheet, self.row, column, formula, pattern)

    def subtitle(self, text: Text) -> None:
        """Leave a row free and write a heading."""
        self.row += 1
        self.book.subtitle(self.sheet, self.row, text)
        self.row += 1


def _written(text: str, own_sheet: str) -> str:
    """Return a formula as it stands in a saved sheet, which does not name itself."""
    return escape(text.replace(own_sheet, ""), quote=False)


def cells_xml(row: int, first: int, texts: Sequence[str], values: Array, style: int) -> str:
    """Return cells with formulas, escaped already, and their values as they stand in a saved sheet."""
    parts = []
    for n, (formula, value) in enumerate(zip(texts, values.tolist(), strict=True)):
        address = f"{get_column_letter(first + n)}{row}"
        parts.append(f'<c r="{address}" s="{style}"><f>{formula}</f>{shown(value)}</c>')
    return "".join(parts)


def followed(one: Row, reverse: Row) -> list[str]:
    """Return, for each year n, the text of `Σ_y one[y] · other[n − y]`; `reverse` holds `other` backwards."""
    last = len(one.values) - 1
    return [f"SUMPRODUCT({one.part(0, n)},{reverse.part(last - n, last)})" for n in range(len(one.values))]


def backwards(writer: Years, row: Row) -> Row:
    """Write a row's years in reverse, for sums over cohorts."""
    values = row.values[::-1]
    texts = [row.at(writer.horizon - 1 - n).text.replace("$", "") for n in range(writer.horizon)]
    label = writer.book.lang.say("the row above, backwards (for the sum over cohorts)")
    return writer.put(label, texts, values=values, pattern="0.0000")


def header_of_years(book: Book, writer: Years, row: int, labels: Sequence[Text]) -> None:
    """Write a header row with the calendar years."""
    start = book.document["scenario"]["start"]
    years = [str(start + n) for n in range(writer.horizon)]
    book.header(writer.sheet, row, [*labels, *years], words=(1, 2))
