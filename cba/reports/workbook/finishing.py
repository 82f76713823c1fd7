"""Last hand on the saved workbook: values behind formulas, words behind charts, fixed dates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_FORMULA = re.compile(r'<c r="([A-Z]+\d+)"((?: [a-z]+="[^"]*")*)><f>([^<]*)</f><v ?(?:/>|></v>)</c>')
_ROW = re.compile(r'(<row r="(\d+)"[^>]*>.*?)</row>', re.DOTALL)
_STAMP = re.compile(r"(<dcterms:(created|modified)[^>]*>)[^<]*")
_DRAWING = re.compile(r"xl/drawings/drawing(\d+)\.xml")
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first date a zip archive can hold."""


def finish(
    saved: bytes,
    cached: Mapping[str, Mapping[str, float | str]],
    raw: Mapping[str, Mapping[int, str]],
    sheets: list[str],
    descriptions: list[list[str]],
    created: str,
) -> bytes:
    """Return the workbook with cached values and without anything that changes from run to run.

    Args:
        saved: what openpyxl wrote.
        cached: sheet title → cell → the value of its formula.
        raw: sheet title → row number → cells that stand behind the row's others, as XML.
        sheets: all sheet titles in order.
        descriptions: the text alternatives of the charts of each sheet that has some, in order.
        created: the document's own time stamp, `YYYY-MM-DDTHH:MM:SSZ`.
    """
    parts = {f"xl/worksheets/sheet{n}.xml": cached.get(title, {}) for n, title in enumerate(sheets, 1)}
    rows = {f"xl/worksheets/sheet{n}.xml": raw.get(title, {}) for n, title in enumerate(sheets, 1)}
    result = BytesIO()
    with ZipFile(BytesIO(saved)) as source, ZipFile(result, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name in parts:
                content = _with_rows(_with_values(content.decode(), parts[name]), rows[name]).encode()
            elif drawing := _DRAWING.fullmatch(name):
                words = descriptions[int(drawing.group(1)) - 1]
                content = _with_descriptions(content.decode(), words).encode()
            elif name == "docProps/core.xml":
                content = _STAMP.sub(rf"\g<1>{created}", content.decode()).encode()
            entry = ZipInfo(name, _EARLIEST)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, content)
    return result.getvalue()


def _with_values(xml: str, values: Mapping[str, float | str]) -> str:
    """Put each formula's value beside it; a formula without one would show as an empty cell."""
    found: set[str] = set()

    def filled(match: re.Match[str]) -> str:
        cell, attributes, formula = match.groups()
        found.add(cell)
        value = values[cell]
        if isinstance(value, str):
            return f'<c r="{cell}"{attributes} t="str"><f>{formula}</f><v>{escape(value)}</v></c>'
        return f'<c r="{cell}"{attributes}><f>{formula}</f><v>{float(value)!r}</v></c>'

    result = _FORMULA.sub(filled, xml)
    if found != set(values):
        raise RuntimeError(f"formulas not found in the saved sheet: {sorted(set(values) - found)[:5]}")
    return result


def _with_rows(xml: str, rows: Mapping[int, str]) -> str:
    """Put the cells that were written as text behind the other cells of their rows."""
    found: set[int] = set()

    def filled(match: re.Match[str]) -> str:
        number = int(match[2])
        if number not in rows:
            return match[0]
        found.add(number)
        return f"{match[1]}{rows[number]}</row>"

    result = _ROW.sub(filled, xml) if rows else xml
    if found != set(rows):
        raise RuntimeError(f"rows not found in the saved sheet: {sorted(set(rows) - found)[:5]}")
    return result


def _with_descriptions(xml: str, descriptions: list[str]) -> str:
    for number, description in enumerate(descriptions, 1):
        name = f'name="Chart {number}"'
        xml = xml.replace(name, f'{name} descr="{escape(description)}"')
    return xml
