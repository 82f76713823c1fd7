"""The sheet of prices: every amount as given, each factor to the scenario's prices, and what is used."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.utils import get_column_letter, quote_sheetname

from cba.reports.facts import Document
from cba.reports.input_names import label
from cba.reports.language import N_
from cba.reports.workbook.assumptions import Inputs
from cba.reports.workbook.book import Book
from cba.reports.workbook.formulas import Formula
from cba.reports.workbook.interventions import nature, who
from cba.reports.workbook.table import Column, Value, write_sheet

_BASIS = {"average": N_("average cost"), "marginal": N_("marginal cost")}
_FIRST_ROW, _GIVEN, _STEPS, _MOST_STEPS, _USED = 5, 3, 4, 3, 7
"""The first row; the columns of the amount as given, of the factors, and of the amount used."""


def add(book: Book, inputs: Inputs) -> dict[str, Formula]:
    """Write one row for each unit price and each other amount; return the amounts used by input name."""
    say, document = book.lang.say, book.document
    year = document["scenario"]["price_year"]
    columns = [
        Column(say("Price"), 40),
        Column(say("Unit"), 18),
        Column(say("As given"), 14, "#,##0.00"),
        Column(say("First factor"), 12, "0.000000"),
        Column(say("Second factor"), 12, "0.000000"),
        Column(say("Third factor"), 12, "0.000000"),
        Column(say("Kroner, %(year)s prices", year=year), 16, "#,##0.00"),
        Column(say("Price year as given"), 11),
        Column(say("Conversion"), 44),
        Column(say("Payer"), 22),
        Column(say("Area"), 24),
        Column(say("Nature"), 12),
        Column(say("Basis"), 17),
        Column(say("Source"), 44),
        Column(say("Grade"), 14),
    ]
    note = say("Amount used = amount as given × the factors: price index, exchange rate, price index.")
    used: dict[str, Formula] = {}
    rows: list[Sequence[Value]] = []
    prices = {plan["amount"]: id for id, plan in document["calculation"]["prices"].items()}
    others = [key for key, item in inputs.items.items() if item.kind == "money" and key not in prices]
    for key in (*prices, *others):
        row = _FIRST_ROW + len(rows)
        about = _price(book, document["prices"][prices[key]]) if key in prices else _other(book, key)
        title, unit_words, *rest = about
        amounts, used[key] = _amounts(say("Prices"), row, inputs[key], document["trace"][key])
        rows.append([title, unit_words, *amounts, *_given(book, key), *rest])
    table = write_sheet(book, say("Prices"), note, columns, rows)
    book.protect(table.sheet)
    return used


def _amounts(sheet: str, row: int, given: Formula, passport: Document) -> tuple[list[Value], Formula]:
    """Return the cells from the amount as given to the amount used, and the address of that."""
    factors = [step["factor"] for step in passport["conversions"]]
    own = quote_sheetname(sheet)
    amount = Formula(f"{own}!${get_column_letter(_GIVEN)}${row}", given.number)
    for n, factor in enumerate(factors):
        amount = amount * Formula(f"{own}!${get_column_letter(_STEPS + n)}${row}", factor)
    steps: list[Value] = [*factors, *[None] * (_MOST_STEPS - len(factors))]
    used = Formula(f"{own}!${get_column_letter(_USED)}${row}", amount.number)
    return [given, *steps, amount], used


def _given(book: Book, key: str) -> list[Value]:
    """Return the year and currency of an amount as given, and the steps from there in words."""
    steps = book.document["trace"][key]["conversions"]
    before = steps[0]["from"] if steps else f"{book.document['scenario']['price_year']} DKK"
    words = "; ".join(f"{_step(book, c)} ({c['from']} → {c['to']})" for c in steps)
    return [before, words]


def _price(book: Book, price: Document) -> list[Value]:
    say, area = book.lang.say, price["area"]
    own = say("own assumption") if price["own_assumption"] else ""
    basis = _BASIS.get(price["basis"] or "", "")
    return [
        price["name"],
        price["unit"],
        who(book, price["payer"]),
        book.document["names"]["areas"].get(area, area),
        nature(book, price["nature"]),
        say(basis) if basis else "",
        price["source"] or own,
        " ".join(part for part in (price["grade"], own) if part),
    ]


def _other(book: Book, key: str) -> list[Value]:
    """Return the words of a cost or a directly stated amount; who pays stands on the sheet of costs."""
    passport = book.document["trace"][key]
    own = book.lang.say("own assumption")
    unit_words = book.lang.say("see the sheet of costs")
    title = label(book.document, key, book.lang)
    return [title, unit_words, "", "", "", "", passport["reference"] or own, passport["grade"] or ""]


def _step(book: Book, conversion: Document) -> str:
    say = book.lang.say
    words = {
        "consumer_prices": say("consumer prices (%(country)s)", country=conversion["country"]),
        "market_rate": say("market exchange rate"),
        "parity": say("purchasing-power parity (%(country)s)", country=conversion["country"]),
    }
    return words[conversion["kind"]] + (say(", partly forecast") if conversion["forecast"] else "")
