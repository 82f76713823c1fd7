"""A workbook under construction: cells, styles, names, formulas with their values, and the list of checks."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties

from cba.reports.facts import Document
from cba.reports.language import Language
from cba.reports.workbook.formulas import Formula
from cba.reports.workbook.grid import Cell, Sheet
from cba.reports.workbook.heights import BOLD, LINE, height
from cba.reports.workbook.looks import DEEP, INPUT, SOFT, WHITE, Wardrobe
from cba.reports.workbook.names import Names, usable

Text = Mapping[str, str] | str | None

_FIRST_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet program takes for the start of a formula when the cell is edited or exported."""

_PAGE = 150.0
"""Characters across a landscape page that are still readable."""


@dataclass(frozen=True)
class Place:
    """A cell, by sheet title, row and column (both from 1)."""

    sheet: str
    row: int
    column: int

    def __str__(self) -> str:
        """Return the full address, such as `'Kort fortalt'!$B$5`."""
        letter = get_column_letter(self.column)
        return f"{quote_sheetname(self.sheet)}!${letter}${self.row}"


@dataclass(frozen=True)
class Check:
    """A number that the workbook's formula and the engine must agree on.

    Attributes:
        name: the defined name, or what is checked.
        place: the formula's cell.
        workbook: the formula's value as computed here.
        engine: the same number in the results document.
    """

    name: str
    place: Place
    workbook: float
    engine: float


@dataclass
class Book:
    """The workbook, its language and what must be remembered until it is saved."""

    lang: Language
    document: Document
    workbook: Workbook = field(default_factory=Workbook)
    checks: list[Check] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    wardrobe: Wardrobe = field(default_factory=Wardrobe)
    _names: Names = field(default_factory=Names)

    def __post_init__(self) -> None:
        """Take out the sheet that openpyxl begins with."""
        self.workbook.remove(self.workbook.worksheets[0])

    def sheet(self, title: str, widths: Sequence[float], *, portrait: bool = False) -> Sheet:
        """Add a sheet that prints on pages one sheet wide; widths are in characters."""
        sheet = Sheet(self.workbook, title)
        self.sheets.append(sheet)
        for number, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.page_setup.orientation = "portrait" if portrait else "landscape"
        sheet.page_setup.paperSize = 9
        sheet.page_setup.fitToHeight = 0
        sheet.page_setup.fitToWidth = max(1, round(sum(widths) / _PAGE))
        sheet.print_title_cols = "A:A" if sum(widths) > 1.5 * _PAGE else None
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.oddFooter = HeaderFooterItem(
            left=_HeaderFooterPart(str(self.document["scenario"]["id"])), right=_HeaderFooterPart("&P / &N")
        )
        sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6, header=0.3, footer=0.3)
        sheet.sheet_view.showGridLines = False
        return sheet

    @property
    def sheets(self) -> list[Sheet]:
        """The sheets in order."""
        return cast("list[Sheet]", cast("Any", self.workbook)._sheets)

    def named(self, title: str) -> Sheet:
        """Return a sheet by its title."""
        return cast("Sheet", self.workbook[title])

    def text(self, sheet: Sheet, row: int, column: int, text: Text, *, wrap: bool = True) -> Cell:
        """Write text; it stays text whatever it begins with."""
        words = self.lang.text(text)
        cell = sheet.at(row, column)
        cell.value, cell.formula = words, ""
        self.dress(cell, wrap=wrap, quoted=words.startswith(_FIRST_SIGNS))
        return cell

    def dress(self, cell: Cell, **changes: Any) -> None:
        """Change some features of a cell's look and keep the others; see `Look`."""
        cell.look = self.wardrobe.changed(cell.look, changes)

    def title(self, sheet: Sheet, text: str, note: str = "") -> int:
        """Write the sheet's heading and a note below it; return the next free row."""
        self.dress(self.text(sheet, 1, 1, text, wrap=False), size=16, bold=True, color=DEEP)
        sheet.row_dimensions[1].height = 24
        if note:
            self.dress(self.text(sheet, 2, 1, note, wrap=False), color=SOFT)
        return 4

    def subtitle(self, sheet: Sheet, row: int, text: Text) -> None:
        """Write a heading inside a sheet."""
        self.dress(self.text(sheet, row, 1, text, wrap=False), size=12, bold=True, color=DEEP)

    def paragraph(self, sheet: Sheet, row: int, columns: int, text: Text, **look: Any) -> int:
        """Write a text across columns, as many lines high as it needs; return the next row."""
        cell = self.text(sheet, row, 1, text)
        self.dress(cell, **look)
        sheet.merge(row, columns)
        width = sum(sheet.column_dimensions[get_column_letter(n)].width for n in range(1, columns + 1))
        sheet.row_dimensions[row].height = height(cell.words, self.wardrobe.looks[cell.look], width)
        return row + 1

    def header(
        self,
        sheet: Sheet,
        row: int,
        labels: Sequence[Text],
        words: Container[int] = (1,),
        *,
        first: int = 1,
    ) -> int:
        """Write a table's header row; return the next row.

        Args:
            sheet: where.
            row: the row.
            labels: one for each column.
            words: the columns of text; the labels of the others stand to the right, over their numbers.
            first: the first column.
        """
        for column, label in enumerate(labels, first):
            side = "left" if column in words else "right"
            cell = self.text(sheet, row, column, label)
            self._hold(sheet, column, cell.words)
            self.dress(cell, bold=True, color=WHITE, fill=DEEP, vertical="bottom", horizontal=side)
            if side == "left" and column > 1:
                self.dress(cell, indent=1)
        self.fit(sheet, row)
        return row + 1

    def _hold(self, sheet: Sheet, column: int, label: str) -> None:
        """Make a column wide enough for the longest word of its heading."""
        width = BOLD * max((len(word) for word in re.split(r"[\s-]", label)), default=0) + 1.0
        dimension = sheet.column_dimensions[get_column_letter(column)]
        dimension.width = max(dimension.width, width)

    def fit(self, sheet: Sheet, row: int) -> None:
        """Make a row as high as its longest wrapped text; programs do not all do it on opening."""
        highest = LINE
        for column, cell in sheet.rows_of_cells[row].items():
            look = self.wardrobe.looks[cell.look]
            if cell.words and look.wrap:
                width = sheet.column_dimensions[get_column_letter(column)].width
                highest = max(highest, height(cell.words, look, width))
        if highest > LINE:
            sheet.row_dimensions[row].height = highest

    def number(
        self, sheet: Sheet, row: int, column: int, value: float | None, pattern: str = "#,##0"
    ) -> Cell:
        """Write a number; None is said in words."""
        if value is None:
            cell = self.text(sheet, row, column, self.lang.say("not defined"))
            self.dress(cell, italic=True, color=SOFT, horizontal="right")
            return cell
        cell = sheet.at(row, column)
        cell.value, cell.formula = value, ""
        self.dress(cell, pattern=self.pattern(pattern))
        return cell

    def formula(
        self,
        sheet: Sheet,
        row: int,
        column: int,
        formula: str,
        value: float | str,
        pattern: str = "#,##0",
    ) -> Place:
        """Write a formula together with the value it has, so that previews show numbers."""
        cell = sheet.at(row, column)
        cell.value, cell.formula = value, formula
        self.dress(cell, pattern=self.pattern(pattern), horizontal="right")
        return Place(sheet.title, row, column)

    def calculated(
        self, sheet: Sheet, row: int, column: int, formula: Formula, pattern: str = "#,##0"
    ) -> Place:
        """Write a formula that knows its value."""
        value = formula.value
        if not isinstance(value, str):
            value = formula.number
        text = formula.text.replace(f"{quote_sheetname(sheet.title)}!", "")
        return self.formula(sheet, row, column, text, value, pattern)

    def pattern(self, pattern: str) -> str:
        """Return the number format; the Danish workbook asks for Danish separators."""
        separated = "#" in pattern or "." in pattern
        return f"[$-406]{pattern}" if self.lang.code == "da" and separated else pattern

    def mark_input(self, cell: Cell) -> None:
        """Colour a cell that may be changed and that the formulas follow."""
        self.dress(cell, fill=INPUT, boxed=True, bold=True, color=DEEP, open=True)

    def rule(self, sheet: Sheet, row: int, columns: int, *, bold: bool = False) -> None:
        """Draw a thin line under a row, and make the row bold when it is a total."""
        changes = {"ruled": True, "bold": True} if bold else {"ruled": True}
        for column in range(1, columns + 1):
            self.dress(sheet.at(row, column), **changes)
        self.fit(sheet, row)

    def define(self, name: str, place: Place) -> str:
        """Give a cell a name that formulas and other programs can use; return the name, made unique."""
        unique = self._names.unique(name)
        self.workbook.defined_names[unique] = DefinedName(unique, attr_text=str(place))
        self.places[unique] = place
        return unique

    def check(self, name: str, place: Place, workbook: float, engine: float | None) -> None:
        """Ask for a row on the sheet of checks; nothing to check where the engine has no number."""
        if engine is not None:
            self.checks.append(Check(usable(name), place, workbook, engine))

    def order(self, titles: Sequence[str]) -> None:
        """Put the sheets in order; titles are message ids, and some may have no sheet."""
        wanted = [self.lang.say(title) for title in titles]
        self.sheets.sort(
            key=lambda sheet: wanted.index(sheet.title) if sheet.title in wanted else len(wanted)
        )

    def protect(self, sheet: Sheet) -> None:
        """Let only the open cells be changed; without a password, so that anybody may lift it."""
        sheet.protection.sheet = True
        for allowed in ("formatCells", "formatColumns", "formatRows", "sort", "autoFilter"):
            setattr(sheet.protection, allowed, False)

    def printed(self, sheet: Sheet, *, header_row: int | None = None, columns: int = 0) -> None:
        """Set the print area to what is filled, repeat the header row and keep it in view.

        Args:
            sheet: which.
            header_row: the row that is repeated.
            columns: the last column that is printed; the last one with cells where 0.
        """
        last = f"{get_column_letter(columns or sheet.max_column)}{sheet.max_row}"
        sheet.print_area = f"A1:{last}"
        if header_row:
            sheet.print_title_rows = f"{header_row}:{header_row}"
            sheet.freeze(header_row)


def named(words: Mapping[str, str], key: str | None) -> str:
    """Return the message id for a key of the document, or the key itself where it is a new one."""
    return words.get(key or "") or key or ""
