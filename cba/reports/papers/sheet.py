"""A paper as a workbook: one sheet with the same sentences and tables, numbers as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from cba.reports.facts import Document
from cba.reports.language import Language
from cba.reports.papers.paper import Cell, Figure, Paper, Section, Table, Text
from cba.reports.workbook.book import Book
from cba.reports.workbook.looks import INPUT, SOFT
from cba.reports.workbook.sheets import saved

if TYPE_CHECKING:
    from cba.reports.workbook.grid import Sheet

_FIRST, _OTHERS = 42.0, 21.0
_ACROSS = 6
"""Columns over which a sentence runs."""


def build_sheet(lang: Language, document: Document, paper: Paper) -> bytes:
    """Return the paper as the bytes of an .xlsx file; the same document gives the same bytes."""
    book = Book(lang, document)
    most = max((len(t.columns) for s in paper.sections for t in s.tables), default=1)
    columns = max(most, _ACROSS)
    sheet = book.sheet(paper.name[:31], [_FIRST, *[_OTHERS] * (columns - 1)])
    row = book.title(sheet, lang.text(paper.title), _about(lang, document))
    for section in paper.sections:
        row = _section(book, sheet, row, section) + 1
    sheet.print_area = f"A1:{get_column_letter(columns)}{row}"
    return saved(book, [], paper.name)


def _about(lang: Language, document: Document) -> str:
    parts = [
        lang.text(document["scenario"]["place"]),
        lang.say("Edition of %(day)s", day=lang.day(document["created"])),
        lang.text(document["model"]["title"]),
    ]
    return " · ".join(part for part in parts if part)


def _section(book: Book, sheet: Sheet, row: int, section: Section) -> int:
    book.subtitle(sheet, row, section.heading)
    row += 1
    for text in section.lead:
        row = _sentence(book, sheet, row, text, bold=True)
    for text in (*section.text, *section.points, *section.after):
        row = _sentence(book, sheet, row, text)
    for table in section.tables:
        row = _table(book, sheet, row, table)
    for gap in section.gaps:
        label = book.lang.say("To be filled in")
        row = _sentence(book, sheet, row, f"{label}: {gap}", fill=INPUT)
    return row


def _sentence(book: Book, sheet: Sheet, row: int, text: Text, *, bold: bool = False, fill: str = "") -> int:
    return book.paragraph(sheet, row, _ACROSS, text, bold=bold, fill=fill)


def _table(book: Book, sheet: Sheet, row: int, table: Table) -> int:
    year = book.document["scenario"]["price_year"]
    unit = ", " + book.lang.say("kroner, %(year)s prices", year=year) if table.has_money else ""
    book.dress(book.text(sheet, row, 1, table.caption + unit, wrap=False), italic=True, color=SOFT)
    words = {n + 1 for n in table.words()}
    row = book.header(sheet, row + 1, list(table.columns), words)
    first = row
    for number, cells in enumerate(table.rows):
        adds = table.summed and number == len(table.rows) - 1
        for column, cell in enumerate(cells, 1):
            if adds and isinstance(cell, Figure) and cell.value is not None:
                letter = get_column_letter(column)
                formula = f"SUM({letter}{first}:{letter}{row - 1})"
                book.formula(sheet, row, column, formula, cell.value, _pattern(cell))
            else:
                _cell(book, sheet, row, column, cell)
        book.rule(sheet, row, len(cells), bold=number >= len(table.rows) - table.total)
        row += 1
    return _sentence(book, sheet, row, table.note) if table.note else row


def _cell(book: Book, sheet: Sheet, row: int, column: int, cell: Cell) -> None:
    if not isinstance(cell, Figure):
        written = book.text(sheet, row, column, cell)
        if column > 1:
            book.dress(written, horizontal="left", indent=1)
    elif cell.value is None:
        book.dress(book.text(sheet, row, column, cell.absent or "–"), horizontal="right", color=SOFT)
    else:
        book.number(sheet, row, column, cell.value, _pattern(cell))


def _pattern(cell: Figure) -> str:
    decimals = "." + "0" * cell.decimals if cell.decimals else ""
    return {
        "money": "#,##0",
        "number": f"#,##0{decimals}",
        "share": f"0{decimals}%",
        "year": "0",
    }[cell.kind]
