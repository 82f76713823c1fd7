"""Links between the sheets: a list of all on the first, and a way back on each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.utils import quote_sheetname

from cba.reports.language import N_
from cba.reports.workbook.looks import LINK

if TYPE_CHECKING:
    from cba.reports.workbook.book import Book
    from cba.reports.workbook.grid import Sheet

_ABOUT = {
    "Assumptions": N_("every number, to change"),
    "Interventions": N_("what is done, for whom"),
    "Costs": N_("what it costs, as given"),
    "Effects": N_("from the studies to the change counted"),
    "Consequences": N_("what changes, year by year"),
    "Prices": N_("unit prices and how they were converted"),
    "Cash flows": N_("who gains and pays, year by year"),
    "Result": N_("all key figures"),
    "Sensitivity": N_("one assumption at a time"),
    "Uncertainty": N_("ranges and chances from the simulation"),
    "Allocation": N_("the plan within the budget"),
    "Sources": N_("where every number comes from"),
    "Check": N_("this workbook against the engine"),
    "Scenario file": N_("the scenario as text"),
}
_FIRST_COLUMN = 9
"""On the first sheet, beside what is printed."""


def add(book: Book) -> None:
    """Write the links; called when all sheets are there and in order."""
    say = book.lang.say
    first, *others = book.sheets
    row = 2
    book.dress(book.text(first, row, _FIRST_COLUMN, say("Sheets"), wrap=False), bold=True)
    first.column_dimensions["I"].width, first.column_dimensions["J"].width = 20, 46
    about = {say(title): say(words) for title, words in _ABOUT.items()}
    for sheet in others:
        row += 1
        book.text(first, row, _FIRST_COLUMN, sheet.title, wrap=False)
        _link(book, first, row, _FIRST_COLUMN, sheet.title)
        book.text(first, row, _FIRST_COLUMN + 1, about.get(sheet.title, ""), wrap=False)
        if sheet.value(3, 1) is None and sheet.value(1, 1) != "name":
            book.text(sheet, 3, 1, f"← {first.title}", wrap=False)
            _link(book, sheet, 3, 1, first.title)


def _link(book: Book, sheet: Sheet, row: int, column: int, title: str) -> None:
    """Make a cell lead to the beginning of a sheet."""
    sheet.link(row, column, place=f"{quote_sheetname(title)}!A1")
    book.dress(sheet.at(row, column), color=LINK, underline=True)
