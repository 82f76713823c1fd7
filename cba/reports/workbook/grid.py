"""Sheets whose cells are small and are written straight into the file.

openpyxl makes the sheets with their widths, rules, charts and names. Its cell objects take most of the time
of a large workbook, and it writes no values beside formulas: so the cells are kept here, and their XML is put
into the saved sheets at the end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from math import isfinite
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.views import Selection
from openpyxl.worksheet.worksheet import Worksheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl import Workbook

_LONGEST = 32767
"""Characters that a cell can hold."""

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(slots=True)
class Cell:
    """A cell.

    Attributes:
        value: what it shows: a number, a text, or nothing.
        formula: what gives the value, without the equals sign; empty for what is written as it is.
        look: number in the wardrobe.
    """

    value: float | str | None = None
    formula: str = ""
    look: int = 0

    @property
    def words(self) -> str:
        """The text that is written in it; empty for numbers and formulas."""
        return self.value if isinstance(self.value, str) and not self.formula else ""

    def xml(self, address: str, style: int) -> str:
        """Return it as it stands in a saved sheet: text in place, a number, or a formula with its value."""
        start, value = f'<c r="{address}" s="{style}"', self.value
        if self.formula:
            formula = escape(self.formula, quote=False)
            if isinstance(value, str):
                return f'{start} t="str"><f>{formula}</f><v>{_written(value)}</v></c>'
            return f"{start}><f>{formula}</f>{shown(value)}</c>"
        if isinstance(value, str):
            return f'{start} t="inlineStr"><is><t xml:space="preserve">{_written(value)}</t></is></c>'
        return f"{start}/>" if value is None else f"{start}>{shown(value)}</c>"


class Sheet(Worksheet):
    """A sheet with cells of ours; none of openpyxl's own is written."""

    def __init__(self, workbook: Workbook, title: str) -> None:
        """Make an empty sheet of a workbook."""
        super().__init__(workbook, title)
        self.rows_of_cells: dict[int, dict[int, Cell]] = {}
        self.behind: dict[int, str] = {}
        """Row number → cells behind the row's others, as XML already."""

    def at(self, row: int, column: int) -> Cell:
        """Return the cell of a row and column (from 1), an empty one where there was none."""
        cells = self.rows_of_cells.setdefault(row, {})
        cell = cells.get(column)
        if cell is None:
            cell = cells[column] = Cell()
        return cell

    def value(self, row: int, column: int) -> float | str | None:
        """Return what a cell shows; nothing where there is none."""
        cell = self.rows_of_cells.get(row, {}).get(column)
        return None if cell is None else cell.value

    def link(self, row: int, column: int, address: str = "", *, place: str = "") -> None:
        """Make a cell lead to a web address, or to a place in the workbook."""
        # openpyxl gathers the links from cells of its own
        self.cell(row, column).hyperlink = Hyperlink(ref="", location=place) if place else address

    def freeze(self, rows: int, columns: int = 1) -> None:
        """Keep the first rows and columns in view."""
        # openpyxl adds to the selections each time, and Excel knows one for each of four panes
        self.sheet_view.selection = (Selection(),)
        self.freeze_panes = f"{get_column_letter(columns + 1)}{rows + 1}"

    def merge(self, row: int, columns: int) -> None:
        """Let the first cell of a row run over the columns beside it."""
        self.merged_cells.add(f"A{row}:{get_column_letter(columns)}{row}")

    @property
    def max_row(self) -> int:
        """The last row with cells."""
        return max((*self.rows_of_cells, *self.behind), default=1)

    @property
    def max_column(self) -> int:
        """The last column with cells of their own."""
        return max((max(cells) for cells in self.rows_of_cells.values() if cells), default=1)

    def xml(self, styles: Sequence[int]) -> str:
        """Return the rows as they stand in a saved sheet.

        Args:
            styles: the file's style of each look.
        """
        parts = ["<sheetData>"]
        for row in sorted({*self.rows_of_cells, *self.behind}):
            height = self.row_dimensions[row].height if row in self.row_dimensions else None
            size = f' ht="{height:g}" customHeight="1"' if height else ""
            parts.append(f'<row r="{row}"{size}>')
            for column, cell in sorted(self.rows_of_cells.get(row, {}).items()):
                parts.append(cell.xml(f"{get_column_letter(column)}{row}", styles[cell.look]))
            parts.append(self.behind.get(row, "") + "</row>")
        parts.append("</sheetData>")
        return "".join(parts)


def shown(value: float | None) -> str:
    """Return a number as a saved cell shows it; nothing where it is none or not finite."""
    if value is None or not isfinite(value):
        return ""
    return f"<v>{value if type(value) is int else repr(float(value))}</v>"


@lru_cache(maxsize=4096)
def _written(text: str) -> str:
    """Return a text as XML can hold it."""
    clean = _NOT_XML.sub("\ufffd", text[:_LONGEST])
    return escape(clean, quote=False).replace("\r", "&#13;")
