"""The sheet with the scenario itself, as text: what `cba excel import` lays the changed assumptions on."""

from __future__ import annotations

from cba.reports.workbook.book import Book
from cba.reports.workbook.looks import SOFT

FIRST_ROW = 5
"""The row of the text's first line; one line a row, in the first column."""


def add(book: Book) -> None:
    """Write the scenario's text, line by line."""
    say = book.lang.say
    sheet = book.sheet(say("Scenario file"), [130])
    note = say("The scenario behind this workbook. `cba excel import` reads it together with your changes.")
    book.title(sheet, say("Scenario file"), note)
    book.dress(book.text(sheet, 3, 1, say("Do not change anything here."), wrap=False), color=SOFT)
    for row, line in enumerate(book.document["statement"].splitlines(), FIRST_ROW):
        book.text(sheet, row, 1, line, wrap=False)
    book.printed(sheet)
    book.protect(sheet)
