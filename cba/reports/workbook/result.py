"""The sheet of results: one row for the portfolio and for each intervention, every key figure with a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cba.reports.facts import Document
from cba.reports.money_rows import COST_AT_MOST, EFFECT_AT_LEAST
from cba.reports.workbook.book import Book, Place, Text
from cba.reports.workbook.cash_flows import Block, check_running

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_VALUES = (
    ("irr", "0.0%"), ("payback_year", "0"), ("discounted_payback_year", "0"), ("equivalent_yearly", "#,##0"),
)  # fmt: skip


def add(book: Book, blocks: dict[str, Block]) -> None:
    """Write the sheet, its names, and its rows on the sheet of checks."""
    say, document = book.lang.say, book.document
    labels = _labels(book)
    sheet = book.sheet(say("Result"), [34, *[18] * (len(labels) - 1)])
    note = say(
        "%(year)s prices, kroner, present value at the start of %(start)s.",
        year=document["scenario"]["price_year"],
        start=document["scenario"]["start"],
    )
    header = book.title(sheet, say("Result"), note)
    row = book.header(sheet, header, labels)
    parts: list[tuple[str, Text, Document]] = [("portfolio", say("All together"), document["portfolio"])]
    parts += [(key, i["title"], i) for key, i in document["interventions"].items()]
    for key, title, result in parts:
        book.text(sheet, row, 1, title)
        column = _formulas(book, sheet, row, key, blocks[key], result)
        _values(book, sheet, row, column, key, result)
        check_running(book, key, blocks[key], result)
        book.rule(sheet, row, len(labels), bold=key == "portfolio")
        row += 1
    book.printed(sheet, header_row=header)


def _labels(book: Book) -> list[Text]:
    say, names = book.lang.say, book.document["names"]["payers"]
    payers = [book.lang.text(names.get(p)) or p for p in book.document["model"]["payers"]]
    return [
        say("Intervention"), say("Net result"), say("Benefits"), say("Costs"),
        say("Benefit per krone of cost"), say("Participants"), say("Net result per participant"),
        *(say("Net, %(payer)s", payer=p) for p in payers),
        say("Internal rate of return"), say("Paid back"), say("Paid back, discounted"), say("Yearly result"),
        *(say("Benefits, %(payer)s", payer=p) for p in payers),
        *(say("Costs, %(payer)s", payer=p) for p in payers),
        say("Paid back, %(payer)s", payer=payers[0]) if payers else "",
        say(EFFECT_AT_LEAST), say(COST_AT_MOST), say("Success rate that breaks even"),
    ]  # fmt: skip


def _formulas(book: Book, sheet: Worksheet, row: int, key: str, block: Block, result: Document) -> int:
    """Write the key figures that are formulas; return the next free column."""
    measures = result["measures"]
    values = {}
    for column, (name, series) in enumerate(
        (("npv", "net"), ("pv_benefits", "benefits"), ("pv_costs", "costs")), 2
    ):
        formula, values[name] = block.present_value(series)
        place = book.formula(sheet, row, column, formula, values[name])
        _named(book, f"{key}_{name}", place, values[name], measures[name])
    undefined, people = book.lang.say("not defined"), measures["participants"]
    ratio = values["pv_benefits"] / values["pv_costs"] if values["pv_costs"] > 0 else undefined
    place = book.formula(sheet, row, 5, f'=IF(D{row}>0,C{row}/D{row},"{undefined}")', ratio, "0.00")
    _named(book, f"{key}_bcr", place, ratio, measures["bcr"])
    book.number(sheet, row, 6, people, "#,##0.##")
    each = values["npv"] / people if people else undefined
    place = book.formula(sheet, row, 7, f'=IF(F{row}>0,B{row}/F{row},"{undefined}")', each)
    _named(book, f"{key}_npv_per_participant", place, each, measures["npv_per_participant"])
    column = 8
    for payer in book.document["model"]["payers"]:
        formula, value = block.present_value(f"net:{payer}")
        place = book.formula(sheet, row, column, formula, value)
        _named(book, f"{key}_npv_{payer}", place, value, result["by_payer"][payer]["npv"])
        column += 1
    return column


def _named(book: Book, name: str, place: Place, value: float | str, engine: float | None) -> None:
    book.define(name, place)
    if not isinstance(value, str):
        book.check(name, place, value, engine)


def _values(book: Book, sheet: Worksheet, row: int, column: int, key: str, result: Document) -> None:
    """Write the figures that only the engine computes."""
    cells: list[tuple[str, float | None, str]] = [
        (name, result["measures"].get(name), pattern) for name, pattern in _VALUES
    ]
    payers = book.document["model"]["payers"]
    for series in ("pv_benefits", "pv_costs"):
        cells += [(f"{series}_{p}", result["by_payer"][p][series], "#,##0") for p in payers]
    cells += [(f"payback_year_{p}", result["by_payer"][p]["payback_year"], "0") for p in payers[:1]]
    cells += [
        (name, result["switching"][name], "0.0%") for name in ("effect_share", "cost_factor", "success_rate")
    ]
    for offset, (name, value, pattern) in enumerate(cells):
        book.number(sheet, row, column + offset, value, pattern)
        book.define(f"{key}_{name}", Place(sheet.title, row, column + offset))
