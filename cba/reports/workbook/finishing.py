"""Last hand on the saved workbook: values behind formulas, words behind charts, fixed dates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl.utils import get_column_letter

if TYPE_CHECKING:
    from openpyxl import Workbook

_SHEET_DATA = re.compile(r"<sheetData ?/>|<sheetData>.*</sheetData>", re.DOTALL)
_DIMENSION = re.compile(rb'<dimension ref="[^"]*" ?/>')
_STAMP = re.compile(r"(<dcterms:(created|modified)[^>]*>)[^<]*")
_DRAWING = re.compile(r"xl/drawings/drawing(\d+)\.xml")
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first date a zip archive can hold."""


def finish(
    workbook: Workbook,
    cached: Mapping[str, Mapping[tuple[int, int], float | str]],
    raw: Mapping[str, Mapping[int, str]],
    descriptions: list[list[str]],
    created: str,
) -> bytes:
    """Return the workbook's file with cached values and without anything that changes from run to run.

    The cells are written here, and not by openpyxl: in large workbooks that takes a fifth of the time, and
    openpyxl writes no values beside formulas.

    Args:
        workbook: what openpyxl built; its cells are gone afterwards.
        cached: sheet title → cell → the value of its formula.
        raw: sheet title → row number → cells that stand behind the row's others, as XML.
        descriptions: the text alternatives of the charts of each sheet that has some, in order.
        created: the document's own time stamp, `YYYY-MM-DDTHH:MM:SSZ`.
    """
    rows = {
        f"xl/worksheets/sheet{n}.xml": _rows(sheet, cached.get(sheet.title, {}), raw.get(sheet.title, {}))
        for n, sheet in enumerate(workbook.worksheets, 1)
    }
    saved, result = BytesIO(), BytesIO()
    workbook.save(saved)
    with ZipFile(saved) as source, ZipFile(result, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name in rows:
                before, _, after = _SHEET_DATA.sub("\0", content.decode(), count=1).partition("\0")
                content = f"{before}{rows[name]}{after}".encode()
                content = _DIMENSION.sub(b"", content)
            elif drawing := _DRAWING.fullmatch(name):
                words = descriptions[int(drawing.group(1)) - 1]
                content = _with_descriptions(content.decode(), words).encode()
            elif name == "docProps/core.xml":
                content = _STAMP.sub(rf"\g<1>{created}", content.decode()).encode()
            entry = ZipInfo(name, _EARLIEST)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, content)
    return result.getvalue()


def _rows(sheet: Any, cached: Mapping[tuple[int, int], float | str], raw: Mapping[int, str]) -> str:
    """Take the cells out of a sheet; return them as they stand in a file."""
    styles: dict[int, int] = {}
    lines: dict[int, list[str]] = {}
    linked: dict[tuple[int, int], Any] = {}
    for (row, column), cell in sorted(sheet._cells.items()):
        style = styles.get(id(cell._style))
        if style is None:
            style = styles[id(cell._style)] = cell.style_id
        if cell.hyperlink:
            linked[row, column] = cell
        address = f"{get_column_letter(column)}{row}"
        lines.setdefault(row, []).append(_cell(address, style, cell, cached.get((row, column))))
    for row, cells in raw.items():
        lines.setdefault(row, []).append(cells)
    # openpyxl finds the links in the cells that it writes
    sheet._cells = linked
    parts = []
    for row in sorted(lines):
        height = sheet.row_dimensions[row].height if row in sheet.row_dimensions else None
        size = f' ht="{height:g}" customHeight="1"' if height else ""
        parts.append(f'<row r="{row}"{size}>{"".join(lines[row])}</row>')
    return f"<sheetData>{''.join(parts)}</sheetData>"


def _cell(address: str, style: int, cell: Any, shown: float | str | None) -> str:
    """Return one cell: text in place, a number, or a formula with its value."""
    start, value = f'<c r="{address}" s="{style}"', cell.value
    if value is None:
        return f"{start}/>"
    if cell.data_type == "f":
        formula = escape(value[1:], quote=False)
        if isinstance(shown, str):
            return f'{start} t="str"><f>{formula}</f><v>{escape(shown, quote=False)}</v></c>'
        assert shown is not None
        return f"{start}><f>{formula}</f><v>{float(shown)!r}</v></c>"
    if cell.data_type == "s":
        text = escape(value, quote=False).replace("\r", "&#13;")
        return f'{start} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f"{start}><v>{value!r}</v></c>"


def _with_descriptions(xml: str, descriptions: list[str]) -> str:
    for number, description in enumerate(descriptions, 1):
        name = f'name="Chart {number}"'
        xml = xml.replace(name, f'{name} descr="{escape(description)}"')
    return xml
