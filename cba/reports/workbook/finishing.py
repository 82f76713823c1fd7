"""Last hand on the saved workbook: its cells, words behind charts, fixed dates."""

from __future__ import annotations

import re
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from cba.reports.workbook.book import Book

_SHEET_DATA = re.compile(r"<sheetData ?/>|<sheetData>.*</sheetData>", re.DOTALL)
_DIMENSION = re.compile(r'<dimension ref="[^"]*" ?/>')
_STAMP = re.compile(r"(<dcterms:(created|modified)[^>]*>)[^<]*")
_DRAWING = re.compile(r"xl/drawings/drawing(\d+)\.xml")
_FONT = re.compile(r"(<font>)(.*?)(</font>)", re.DOTALL)
_ELEMENT = re.compile(r"<(\w+)[^>]*?/>")
_FONT_ORDER = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name",
    "family", "charset", "scheme",
)  # fmt: skip
"""Of a font's elements in the standard's schema; openpyxl has an order of its own."""

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first date a zip archive can hold."""


def finish(book: Book, descriptions: list[list[str]], created: str) -> bytes:
    """Return the workbook's file with its cells and without anything that changes from run to run.

    Args:
        book: the workbook.
        descriptions: the text alternatives of the charts of each sheet that has some, in order.
        created: the document's own time stamp, `YYYY-MM-DDTHH:MM:SSZ`.
    """
    sheets = {f"xl/worksheets/sheet{n}.xml": sheet for n, sheet in enumerate(book.sheets, 1)}
    styles = book.wardrobe.styles(book.sheets[0])
    saved, result = BytesIO(), BytesIO()
    book.workbook.save(saved)
    with ZipFile(saved) as source, ZipFile(result, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name in sheets:
                before, after = _SHEET_DATA.split(content.decode(), maxsplit=1)
                content = f"{_DIMENSION.sub('', before)}{sheets[name].xml(styles)}{after}".encode()
            elif drawing := _DRAWING.fullmatch(name):
                words = descriptions[int(drawing.group(1)) - 1]
                content = _with_descriptions(content.decode(), words).encode()
            elif name == "xl/styles.xml":
                content = _FONT.sub(_in_order, content.decode()).encode()
            elif name == "docProps/core.xml":
                content = _STAMP.sub(rf"\g<1>{created}", content.decode()).encode()
            entry = ZipInfo(name, _EARLIEST)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, content)
    return result.getvalue()


def _in_order(font: re.Match[str]) -> str:
    elements = sorted(_ELEMENT.finditer(font[2]), key=lambda element: _FONT_ORDER.index(element[1]))
    return font[1] + "".join(element[0] for element in elements) + font[3]


def _with_descriptions(xml: str, descriptions: list[str]) -> str:
    for number, description in enumerate(descriptions, 1):
        name = f'name="Chart {number}"'
        xml = xml.replace(name, f'{name} descr="{escape(description)}"')
    return xml
