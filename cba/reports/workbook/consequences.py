"""The sheet of what follows from the effects: outcomes by year, and benefits by area."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from cba.reports.effect_rows import outcome_names
from cba.reports.facts import Document, horizon
from cba.reports.workbook.book import Book, Place, Text
from cba.reports.workbook.table import Column, Formula, Value, write_sheet

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_FIRST_YEAR = 4
"""The column of the first year."""


def add(book: Book) -> None:
    """Write the sheet; name each total `<intervention>_<outcome>_avoided` and check it."""
    say, (first, last) = book.lang.say, horizon(book.document)
    columns = [
        Column(say("Intervention"), 30),
        Column(say("Outcome"), 26),
        Column(say("Unit"), 24),
        *(Column(str(year), 10, "#,##0.00") for year in range(first, last + 1)),
        Column(say("Total"), 12, "#,##0.00"),
        Column(say("Cost per unit, kroner"), 18, "#,##0", required=True),
    ]
    note = say("Fewer of a bad outcome, or more of a good one, counts as positive.")
    rows = [_row(book, *found) for found in _outcomes(book)]
    table = write_sheet(book, say("Consequences"), note, columns, rows)
    for offset, (key, _, outcome, found) in enumerate(_outcomes(book), 1):
        place = Place(table.sheet.title, table.header + offset, len(columns) - 1)
        book.define(f"{key}_{outcome}_avoided", place)
        book.check(f"{key}_{outcome}_avoided", place, sum(found["by_year"]), found["avoided"])
    row = _areas(book, table.sheet, table.end + 2)
    _per_event(book, table.sheet, row + 1)
    book.printed(table.sheet, header_row=table.header)


def _parts(book: Book) -> list[tuple[str, Text, Document]]:
    parts: list[tuple[str, Text, Document]] = [
        (key, i["title"], i) for key, i in book.document["interventions"].items()
    ]
    return [*parts, ("portfolio", book.lang.say("All together"), book.document["portfolio"])]


def _outcomes(book: Book) -> Iterator[tuple[str, Text, str, Document]]:
    for key, title, result in _parts(book):
        for outcome, found in result["outcomes"].items():
            yield key, title, outcome, found


def _row(book: Book, key: str, title: Text, outcome: str, found: Document) -> Sequence[Value]:
    about, years = outcome_names(book.document, outcome), found["by_year"]
    end = get_column_letter(_FIRST_YEAR + len(years) - 1)
    total = Formula(f"=SUM({get_column_letter(_FIRST_YEAR)}{{row}}:{end}{{row}})", sum(years))
    return [title, about["title"], about["unit"], *years, total, found["cost_per_avoided"]]


def _per_event(book: Book, sheet: Worksheet, row: int) -> None:
    """Write what follows from one more event: units of each price, over how many years, and who says so."""
    say, prices = book.lang.say, book.document["prices"]
    book.subtitle(sheet, row, say("What follows from one more event (positive is use, negative is saved)"))
    labels = [say("Intervention"), say("Outcome"), say("Price"), say("Quantity"), say("Spread over years")]
    texts = {1, 2, 3, 6, 7}
    row = book.header(sheet, row + 1, [*labels, say("Source"), say("Assumption")], texts)
    for intervention in book.document["interventions"].values():
        for effect in intervention["effects"]:
            outcome = outcome_names(book.document, effect["outcome"])["title"]
            for item in effect["consequences"]:
                years = item["spread"] or len(item["by_year"])
                words = {1: intervention["title"], 2: outcome, 3: prices[item["price"]]["name"]}
                words |= {6: item["source"] or say("own assumption"), 7: item["assumption"] or ""}
                for column, text in words.items():
                    book.text(sheet, row, column, text)
                book.number(sheet, row, 4, item["quantity"], "#,##0.00")
                book.number(sheet, row, 5, years, "0")
                book.rule(sheet, row, len(labels) + 2)
                row += 1


def _areas(book: Book, sheet: Worksheet, row: int) -> int:
    """Write the present value of benefits by area, which add up to all benefits; return the next free row."""
    say, names = book.lang.say, book.document["names"]["areas"]
    book.subtitle(sheet, row, say("Benefits by area"))
    row = book.header(
        sheet, row + 1, [say("Intervention"), say("Area"), say("Present value, kroner")], (1, 2)
    )
    for key, title, result in _parts(book):
        first = row
        for area, found in result["by_area"].items():
            book.text(sheet, row, 1, title)
            book.text(sheet, row, 2, names.get(area, area))
            book.number(sheet, row, 3, found["pv_benefits"])
            book.rule(sheet, row, 3)
            row += 1
        if row > first:
            total = sum(found["pv_benefits"] for found in result["by_area"].values())
            book.text(sheet, row, 2, say("Total"))
            place = book.formula(sheet, row, 3, f"=SUM(C{first}:C{row - 1})", total)
            book.rule(sheet, row, 3, bold=True)
            book.check(f"{key}_by_area", place, total, result["measures"]["pv_benefits"])
            row += 1
    return row
