"""The sheet of sensitivity: one assumption at a time, and the prices at which the net result is nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.chart import BarChart, Reference, Series
from openpyxl.chart.shapes import GraphicalProperties

from cba.reports.workbook.assumptions import Inputs, label_of
from cba.reports.workbook.book import Book
from cba.reports.workbook.cash_flows import CashFlows, summed
from cba.reports.workbook.drawing import ROWS, finish_chart, heading
from cba.reports.workbook.formulas import Formula, when, words
from cba.reports.workbook.input_list import Listed, pattern
from cba.reports.workbook.one_way import OneWay, one_way
from cba.reports.workbook.result import parts
from cba.reports.workbook.result_line import Results

if TYPE_CHECKING:
    from cba.reports.workbook.grid import Sheet

_BARS = 10
"""How many assumptions the chart shows."""

_MOST = 150
"""How many assumptions the table has, the widest swings first."""

_SHIFT = 0.1
"""What is tried where nobody states an interval: a tenth less and a tenth more."""

_POINT = 0.01
"""What is tried of a yearly rate: a percentage point less and more."""


def add(book: Book, inputs: Inputs, flows: CashFlows, results: Results) -> list[str]:
    """Write the sheet; return the chart's text alternative."""
    say = book.lang.say
    sheet = book.sheet(say("Sensitivity"), [62, 14, 14, 14, 19, 19, 19, 19, 19])
    note = say("All together, one assumption at a time lower and higher. The blue cells can be changed.")
    header = book.title(sheet, say("Sensitivity"), note)
    labels = [
        say("One assumption"), say("Value"), say("Low value"), say("High value"), say("Net result when low"),
        say("Net result when high"), say("Change when low"), say("Change when high"),
        say("Value that breaks even"),
    ]  # fmt: skip
    row = book.header(sheet, header, labels)
    found = sorted(one_way(book, inputs, flows, results), key=_width, reverse=True)[:_MOST]
    for one in found:
        _line(book, sheet, row, one, inputs, results)
        row += 1
    row = _left_out(book, sheet, row + 1, inputs, found)
    alternative = _chart(book, sheet, row + 1, header, min(len(found), _BARS)) if found else []
    _prices(book, sheet, row + 2 + (ROWS if found else 0), flows, inputs, results)
    book.printed(sheet, header_row=header)
    book.protect(sheet)
    return alternative


def ends(item: Listed) -> tuple[float, float]:
    """Return the low and high value tried: the stated interval, else a tenth or a point either way."""
    low, high = item.passport.get("low"), item.passport.get("high")
    if low is not None and high is not None and high > low:
        return low, high
    if item.kind == "rate":
        return item.value - _POINT, item.value + _POINT
    first, second = sorted((item.value * (1 - _SHIFT), item.value * (1 + _SHIFT)))
    return (first, min(second, 1.0)) if item.kind == "share" else (first, second)


def _width(one: OneWay) -> float:
    low, high = (one.net_at(Formula("x", end)).number for end in ends(one.item))
    return abs(high - low)


def _line(book: Book, sheet: Sheet, row: int, one: OneWay, inputs: Inputs, results: Results) -> None:
    """Write one assumption: its values, the net result at both, and the value that breaks even."""
    item, npv = one.item, results.cells["portfolio_npv"]
    book.text(sheet, row, 1, label_of(book, item))
    shown = pattern(item)
    book.calculated(sheet, row, 2, inputs[item.key], shown)
    for column, letter, end, way in zip((3, 4), "CD", ends(item), ("low", "high"), strict=True):
        book.mark_input(book.number(sheet, row, column, end, shown))
        net = one.net_at(Formula(f"${letter}{row}", end))
        place = book.calculated(sheet, row, column + 2, net)
        book.define(f"{item.name}_npv_{way}", place)
        there = Formula("EF"[column - 3] + str(row), net.number)
        book.calculated(sheet, row, column + 4, there - npv)
    if one.part is not None and one.part.number:
        undefined = words(book.lang.say("not defined"))
        zero = inputs[item.key] * (1.0 - npv / one.part)
        book.calculated(sheet, row, 9, when(one.part.equals(0.0), undefined, zero), shown)
    book.rule(sheet, row, 9)


def _left_out(book: Book, sheet: Sheet, row: int, inputs: Inputs, found: list[OneWay]) -> int:
    """Say which assumptions are not in the table, and what to do; return the next free row."""
    there = {one.item.key for one in found}
    missing = [item for key, item in inputs.items.items() if key not in there]
    if missing:
        text = book.lang.say(
            "Not here: what changes the years, overlaps others or is zero. Change it under Assumptions."
        )
        book.text(sheet, row, 1, text, wrap=False)
        row += 1
    return row


def _chart(book: Book, sheet: Sheet, row: int, header: int, count: int) -> list[str]:
    """Draw the widest swings."""
    say = book.lang.say
    bars = BarChart()
    bars.type, bars.overlap, bars.gapWidth = "bar", 100, 40
    title = say("What moves the net result most")
    bars.title = heading(title)
    for column, colour in ((7, "B3541E"), (8, "0B5A8A")):
        series = Series(
            Reference(sheet, min_col=column, min_row=header, max_row=header + count), title_from_data=True
        )
        series.graphicalProperties = GraphicalProperties(solidFill=colour)
        bars.series.append(series)
    bars.set_categories(Reference(sheet, min_col=1, min_row=header + 1, max_row=header + count))
    bars.x_axis.scaling.orientation = "maxMin"
    finish_chart(book, bars)
    bars.y_axis.crosses = "max"
    bars.width = 30
    sheet.add_chart(bars, f"A{row}")
    names = [str(sheet.at(header + n, 1).value) for n in range(1, count + 1)]
    return [f"{title}: {'; '.join(names)}."]


def _prices(book: Book, sheet: Sheet, row: int, flows: CashFlows, inputs: Inputs, results: Results) -> None:
    """Write the unit prices, as used, at which each net result is nothing."""
    say, document = book.lang.say, book.document
    if not document["calculation"]["prices"]:
        return
    year = document["scenario"]["price_year"]
    book.subtitle(sheet, row, say("Unit prices that break even, kroner, %(year)s prices", year=year))
    labels = [say("Intervention and price"), say("Price used"), say("Price that breaks even")]
    row = book.header(sheet, row + 1, labels)
    undefined = words(say("not defined"))
    for key, title, result in parts(book):
        npv = results.cells[f"{key}_npv"]
        for id, engine in result["switching"]["prices"].items():
            name = book.lang.text(document["prices"][id]["name"])
            book.text(sheet, row, 1, f"{book.lang.text(title)}: {name}")
            price = inputs.used[document["calculation"]["prices"][id]["amount"]]
            book.calculated(sheet, row, 2, price, "#,##0.00")
            part = summed(flows, flows.blocks[key], "worth", price=id)
            zero = price * (1.0 - npv / (part if part.number else Formula(part.text, 1.0)))
            formula = when(part.equals(0.0), undefined, zero)
            place = book.calculated(sheet, row, 3, formula, "#,##0.00")
            full = book.define(f"{key}_switching_{id}", place)
            if not isinstance(formula.value, str):
                book.check(full, place, formula.number, engine)
            book.rule(sheet, row, 3)
            row += 1
