"""How cells look. A workbook has few looks and many cells, so each look is built once and then reused."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from openpyxl.cell import Cell as _Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell
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


_PLAIN = Look()


@dataclass
class Wardrobe:
    """The looks in use.

    Cells of the same look share one style, which nobody changes; so a cell's style tells its look. Looks are
    found by the identity of styles, which costs far less than comparing all their features.
    """

    _styles: dict[Look, Any] = field(default_factory=dict)
    _looks: dict[int, Look] = field(default_factory=dict)
    _steps: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    def dress(self, cell: Cell | MergedCell, **changes: Any) -> None:
        """Change some features of a cell's look and keep the others."""
        number = id(_worn(cell))
        number = number if number in self._looks else 0
        step = (number, *changes.items())
        style = self._steps.get(step)
        if style is None:
            look = replace(self._looks.get(number, _PLAIN), **changes)
            style = self._steps[step] = self._style(cell, look)
        _wear(cell, style)

    def style(self, sheet: Worksheet, **features: Any) -> int:
        """Return the number of a look, for cells that are written straight into the file."""
        cell = _Cell(sheet, 1, 1)
        _wear(cell, self._style(cell, Look(horizontal="right", **features)))
        return int(cell.style_id)

    def _style(self, cell: Any, look: Look) -> Any:
        """Return the style of a look; a new one is made in the cell."""
        style = self._styles.get(look)
        if style is None:
            cell._style = StyleArray()
            _apply(cell, look)
            style = self._styles[look] = cell._style
            self._looks[id(style)] = look
        return style

    def wraps(self, cell: Cell) -> bool:
        """Return whether the cell's text breaks into lines."""
        return self._looks.get(id(_worn(cell)), _PLAIN).wrap


def _worn(cell: Any) -> Any:
    return cell._style


def _wear(cell: Any, style: Any) -> None:
    cell._style = style


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
