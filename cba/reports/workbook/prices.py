"""The sheet of unit prices: the price used, the price as printed in its source, and every factor between."""

from __future__ import annotations

from collections.abc import Sequence

from cba.reports.facts import Document
from cba.reports.language import N_
from cba.reports.workbook.book import Book
from cba.reports.workbook.interventions import nature, who
from cba.reports.workbook.table import Column, Value, write_sheet

_BASIS = {"average": N_("average cost"), "marginal": N_("marginal cost")}


def add(book: Book) -> None:
    """Write one row for each price."""
    say, document = book.lang.say, book.document
    columns = [
        Column(say("Price"), 30),
        Column(say("Unit"), 18),
        Column(say("Kroner, %(year)s prices", year=document["scenario"]["price_year"]), 14, "#,##0.00"),
        Column(say("As printed"), 14, "#,##0.00"),
        Column(say("Low"), 12, "#,##0.00"),
        Column(say("High"), 12, "#,##0.00"),
        Column(say("Price year as given"), 11, "0"),
        Column(say("Currency"), 10),
        Column(say("Conversion"), 30),
        Column(say("Payer"), 22),
        Column(say("Area"), 24),
        Column(say("Nature"), 12),
        Column(say("Basis"), 17),
        Column(say("Price that breaks even"), 16, "#,##0.00", required=True),
        Column(say("Source"), 44),
        Column(say("Grade"), 14),
    ]
    note = say("Price that breaks even: the net result of all interventions is zero, all else as it is.")
    switching = document["portfolio"]["switching"].get("prices") or {}
    rows = [_row(book, price, switching.get(key)) for key, price in document["prices"].items()]
    write_sheet(book, say("Prices"), note, columns, rows)


def _row(book: Book, price: Document, switching: float | None) -> Sequence[Value]:
    say, area = book.lang.say, price["area"]
    own = say("own assumption") if price["own_assumption"] else ""
    basis = _BASIS.get(price["basis"] or "", "")
    return [
        price["name"],
        price["unit"],
        price["value"],
        price["value_given"],
        price["low"],
        price["high"],
        price["price_year_given"],
        price["currency_given"],
        _conversion(book, price),
        who(book, price["payer"]),
        book.document["names"]["areas"].get(area, area),
        nature(book, price["nature"]),
        say(basis) if basis else "",
        book.lang.say("does not exist") if switching is not None and switching < 0 else switching,
        price["source"] or own,
        " ".join(part for part in (price["grade"], own) if part),
    ]


def _conversion(book: Book, price: Document) -> str:
    """Return every factor with its name, in the order applied."""
    return "; ".join(
        f"{_step(book, c)} × {book.lang.number(c['factor'], 4)} ({c['from']} → {c['to']})"
        for c in price["conversions"] or ()
    )


def _step(book: Book, conversion: Document) -> str:
    say = book.lang.say
    words = {
        "consumer_prices": say("consumer prices (%(country)s)", country=conversion["country"]),
        "market_rate": say("market exchange rate"),
        "parity": say("purchasing-power parity (%(country)s)", country=conversion["country"]),
    }
    return words[conversion["kind"]] + (say(", partly forecast") if conversion["forecast"] else "")
