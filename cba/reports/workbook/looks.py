"""How cells look. A workbook has few looks and many cells, so each look is built once and known by number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

INK, DEEP, SOFT, LINK, INPUT, WHITE = "1C1C1C", "0B4F7A", "4A4A4A", "0B4F7A", "DCEBF7", "FFFFFF"
_THIN = Side(style="thin", color="C9CED3")


@dataclass(frozen=True)
class Look:
    """The look of a cell.

    Attributes:
        pattern: the number format.
        fill: the background colour; empty for none.
        ruled: a thin line below.
        boxed: a thin line all round.
        quoted: text that begins like a formula and must stay text.
        open: a cell that may be changed on a protected sheet.
    """

    bold: bool = False
    italic: bool = False
    underline: bool = False
    size: float = 11
    color: str = INK
    fill: str = ""
    ruled: bool = False
    boxed: bool = False
    wrap: bool = False
    indent: int = 0
    horizontal: Any = None
    vertical: Any = "top"
    pattern: str = "General"
    quoted: bool = False
    open: bool = False


@dataclass
class Wardrobe:
    """The looks in use, by number; 0 is the plain one.

    A change of look is found by what is changed, which costs far less than comparing all features.
    """

    looks: list[Look] = field(default_factory=lambda: [Look()])
    _numbers: dict[Look, int] = field(default_factory=lambda: {Look(): 0})
    _steps: dict[tuple[Any, ...], int] = field(default_factory=dict)
    _styles: dict[int, int] = field(default_factory=dict)

    def changed(self, number: int, changes: Mapping[str, Any]) -> int:
        """Return the look that has some features of another changed."""
        step = (number, *changes.items())
        found = self._steps.get(step)
        if found is None:
            look = replace(self.looks[number], **changes)
            found = self._steps[step] = self._numbers.setdefault(look, len(self.looks))
            if found == len(self.looks):
                self.looks.append(look)
        return found

    def style(self, sheet: Worksheet, number: int) -> int:
        """Return the number that a look has in the file of the sheet's workbook."""
        style = self._styles.get(number)
        if style is None:
            cell = Cell(sheet, 1, 1)
            _apply(cell, self.looks[number])
            style = self._styles[number] = int(cell.style_id)
        return style

    def styles(self, sheet: Worksheet) -> list[int]:
        """Return `style` of every look."""
        return [self.style(sheet, number) for number in range(len(self.looks))]


def _apply(cell: Any, look: Look) -> None:
    cell.font = Font(
        name="Calibri",
        bold=look.bold,
        italic=look.italic,
        size=look.size,
        color=look.color,
        underline="single" if look.underline else None,
    )
    cell.alignment = Alignment(
        wrap_text=look.wrap, horizontal=look.horizontal, vertical=look.vertical, indent=look.indent
    )
    cell.number_format = look.pattern
    if look.fill:
        cell.fill = PatternFill("solid", fgColor=look.fill)
    if look.boxed:
        cell.border = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
    elif look.ruled:
        cell.border = Border(bottom=_THIN)
    if look.quoted:
        cell.quotePrefix = True
    if look.open:
        cell.protection = Protection(locked=False)
