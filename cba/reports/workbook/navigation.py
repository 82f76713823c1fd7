"""Links between the sheets: a list of all on the first, and a way back on each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink

from cba.reports.language import N_
from cba.reports.workbook.looks import LINK

if TYPE_CHECKING:
    from openpyxl.cell import Cell

    from cba.reports.workbook.book import Book

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
    first, *others = book.workbook.worksheets
    row = 2
    book.dress(book.text(first, row, _FIRST_COLUMN, say("Sheets"), wrap=False), bold=True)
    first.column_dimensions["I"].width, first.column_dimensions["J"].width = 20, 46
    about = {say(title): say(words) for title, words in _ABOUT.items()}
    for sheet in others:
        row += 1
        cell = book.text(first, row, _FIRST_COLUMN, sheet.title, wrap=False)
        _link(book, cell, sheet.title)
        book.text(first, row, _FIRST_COLUMN + 1, about.get(sheet.title, ""), wrap=False)
        if sheet["A3"].value is None and sheet["A1"].value != "name":
            _link(book, book.text(sheet, 3, 1, f"← {first.title}", wrap=False), first.title)


def _link(book: Book, cell: Cell, title: str) -> None:
    """Make a cell lead to the beginning of a sheet."""
    location = f"{quote_sheetname(title)}!A1"
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=location, display=title)
    book.dress(cell, color=LINK, underline=True)
