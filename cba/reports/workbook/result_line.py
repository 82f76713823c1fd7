"""One row of results: its cells from left to right, with names and checks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter, quote_sheetname

from cba.reports.workbook.book import Book
from cba.reports.workbook.formulas import Formula

if TYPE_CHECKING:
    from cba.reports.workbook.grid import Sheet


@dataclass
class Results:
    """Cells of the sheet that other sheets use: `<part>_<measure>` as in the names."""

    cells: dict[str, Formula] = field(default_factory=dict)
    sheet: str = ""


class Line:
    """The cells of one row, from left to right; each may use those before it.

    Steps on the way stand to the right, from column `STEPS` on.
    """

    STEPS = 16

    def __init__(self, book: Book, sheet: Sheet, row: int, key: str, results: Results) -> None:
        """Begin at the column after the label."""
        self.book, self.sheet, self.row, self.key, self.results = book, sheet, row, key, results
        self.column, self.step_column = 2, self.STEPS

    def put(
        self, name: str, formula: Formula, engine: float | None = None, pattern: str = "#,##0"
    ) -> Formula:
        """Write a formula, give its cell a name, and have it checked against the engine's number."""
        cell = self._write(self.column, name, formula, engine, pattern)
        self.column += 1
        return cell

    def step(self, name: str, formula: Formula, pattern: str = "#,##0") -> Formula:
        """Write a step on the way to a result."""
        cell = self._write(self.step_column, name, formula, None, pattern)
        self.step_column += 1
        return cell

    def _write(self, column: int, name: str, formula: Formula, engine: float | None, pattern: str) -> Formula:
        place = self.book.calculated(self.sheet, self.row, column, formula, pattern)
        full = self.book.define(f"{self.key}_{name}", place)
        if not isinstance(formula.value, str):
            self.book.check(full, place, formula.number, engine)
        address = f"{quote_sheetname(self.sheet.title)}!${get_column_letter(column)}${self.row}"
        cell = Formula(address, formula.value)
        self.results.cells[f"{self.key}_{name}"] = cell
        return cell
