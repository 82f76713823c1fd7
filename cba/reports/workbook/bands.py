"""Year by year on the sheet of uncertainty: the chance of being paid back, and the bands with their chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.chart import LineChart, Reference, Series

from cba.reports import certainty
from cba.reports.uncertainty_block import fan_text
from cba.reports.workbook.book import Book
from cba.reports.workbook.drawing import ROWS, finish_chart, heading

if TYPE_CHECKING:
    from cba.reports.workbook.grid import Sheet

_EDGES = ("p05", "p50", "p95")
_CUMULATIVE = 5
"""The column where the running total's percentiles begin, after the year and the net result's."""


def add(book: Book, sheet: Sheet, row: int) -> tuple[int, list[str]]:
    """Write both tables and the chart; return the next free row and the chart's text alternative."""
    row = _paid_back(book, sheet, row)
    header, row = _bands(book, sheet, row + 1)
    _chart(book, sheet, header, row)
    title = book.lang.say("How sure the running total is")
    words = fan_text(book.lang, book.document["portfolio"]["uncertainty"])
    return row + ROWS, [f"{title}. {words}"]


def _paid_back(book: Book, sheet: Sheet, row: int) -> int:
    """Write the chance that the money is back, for all payers, each payer and each intervention."""
    say, document = book.lang.say, book.document
    total = document["portfolio"]["uncertainty"]
    found = total["prob_paid_back"]
    names = document["names"]["payers"]
    touched = [chance.id for chance in certainty.payers(document)]
    series = [(say("All payers"), found["all"]), *((names.get(p, p), found[p]) for p in touched)]
    if len(document["interventions"]) > 1:
        series += [
            (item["title"], item["uncertainty"]["prob_paid_back"]["all"])
            for item in document["interventions"].values()
            if item.get("uncertainty")
        ]
    draws = book.lang.number(total["yearly_draws"])
    book.subtitle(sheet, row, say("Chance that costs are recovered, by year (%(draws)s draws)", draws=draws))
    row = book.header(sheet, row + 1, [say("Year"), *(title for title, _ in series)])
    for n, line in enumerate(found["all"]):
        _year(book, sheet, row, line["year"])
        for column, (_, chances) in enumerate(series, 2):
            if (chance := chances[n]["probability"]) is not None:
                book.number(sheet, row, column, chance, "0.0%")
        book.rule(sheet, row, 1 + len(series))
        row += 1
    return row


def _year(book: Book, sheet: Sheet, row: int, year: int) -> None:
    book.dress(book.number(sheet, row, 1, year, "0"), horizontal="left")


def _bands(book: Book, sheet: Sheet, row: int) -> tuple[int, int]:
    """Write the bands of all interventions together; return the header row and the next free row."""
    say, document = book.lang.say, book.document
    year = document["scenario"]["price_year"]
    book.subtitle(sheet, row, say("By year, kroner, %(year)s prices, not discounted", year=year))
    low = say("%(share)s are lower", share=book.lang.percent(0.05))
    high = say("%(share)s are lower", share=book.lang.percent(0.95))
    edges = (low, say("Middle value"), high)
    labels = [f"{name}: {edge}" for name in (say("Net result"), say("Running total")) for edge in edges]
    header = row + 1
    row = book.header(sheet, header, [say("Year"), *labels])
    for line in document["portfolio"]["uncertainty"]["by_year"]:
        _year(book, sheet, row, line["year"])
        for first, name in ((_CUMULATIVE - len(_EDGES), "net"), (_CUMULATIVE, "cumulative")):
            for offset, edge in enumerate(_EDGES):
                book.number(sheet, row, first + offset, line[name][edge])
        book.rule(sheet, row, 7)
        row += 1
    return header, row + 1


def _chart(book: Book, sheet: Sheet, header: int, row: int) -> None:
    """Draw the running total's middle and the edges of its band."""
    chart = LineChart()
    chart.title = heading(book.lang.say("How sure the running total is"))
    last = row - 2
    for offset, (dash, width) in enumerate((("dash", 15_000), ("solid", 28_000), ("sysDash", 15_000))):
        data = Reference(sheet, min_col=_CUMULATIVE + offset, min_row=header, max_row=last)
        series = Series(data, title_from_data=True)
        series.smooth = False
        series.graphicalProperties.line.solidFill = "1C1C1C" if offset == 1 else "0B4F7A"
        series.graphicalProperties.line.dashStyle = dash
        series.graphicalProperties.line.width = width
        chart.series.append(series)
    chart.set_categories(Reference(sheet, min_col=1, min_row=header + 1, max_row=last))
    finish_chart(book, chart)
    sheet.add_chart(chart, f"A{row}")
