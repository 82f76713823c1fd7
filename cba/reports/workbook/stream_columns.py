"""The columns behind the years: who a stream falls to, what it is worth, and what it is."""

from __future__ import annotations

from collections.abc import Mapping

from openpyxl.utils import get_column_letter

from cba.reports.workbook.book import Book
from cba.reports.workbook.bookings import Bookings
from cba.reports.workbook.cells import FIRST, Years
from cba.reports.workbook.formulas import Formula
from cba.reports.workbook.looks import SOFT

_WORDS = ("role", "area", "price", "code")
"""The columns of text."""


class StreamColumns:
    """Writes into the columns behind the years.

    Attributes:
        letters: of the columns, by what stands in them.
    """

    def __init__(self, writer: Years, header: int, labels: Mapping[str, str]) -> None:
        """Write the headings; `labels` are as `headings` gives them."""
        self.book, self.sheet = writer.book, writer.sheet
        self._numbers = {name: FIRST + writer.horizon + n for n, name in enumerate(labels)}
        self.letters = {name: get_column_letter(number) for name, number in self._numbers.items()}
        words = [self._numbers[name] for name in _WORDS]
        self.book.header(self.sheet, header, list(labels.values()), words, first=FIRST + writer.horizon)

    def cell(self, name: str, row: int) -> str:
        """Return the address of a column's cell, for formulas of the same row."""
        return f"${self.letters[name]}{row}"

    def put(self, name: str, row: int, formula: Formula, pattern: str) -> None:
        """Write a formula."""
        self.book.calculated(self.sheet, row, self._numbers[name], formula, pattern)

    def number(self, name: str, row: int, value: float) -> None:
        """Write a whole number."""
        self.book.number(self.sheet, row, self._numbers[name], value, "0")

    def text(self, name: str, row: int, text: str) -> None:
        """Write a text; nothing for an empty one."""
        if text:
            cell = self.book.text(self.sheet, row, self._numbers[name], text, wrap=False)
            self.book.dress(cell, color=SOFT)


def headings(book: Book, bookings: Bookings) -> dict[str, str]:
    """Return the columns behind the years, with their headings."""
    say, names = book.lang.say, book.document["names"]["payers"]
    shares = {f"to:{p}": say("Falls to: %(payer)s", payer=book.lang.text(names[p])) for p in bookings.payers}
    if bookings.distorted:
        shares["distortion"] = say("Tax distortion, a krone")
    return shares | {
        "booked": say("Present value, counted"),
        "worth": say("Adds to the net result"),
        "role": say("Role"),
        "area": say("Area"),
        "price": say("Price"),
        "together": say("Counts together (1 = yes)"),
        "code": say("Code"),
    }
