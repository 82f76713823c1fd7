"""The discount factors by year, in formulas of the rates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cba.reports.workbook.assumptions import TIMINGS, Inputs
from cba.reports.workbook.book import Place
from cba.reports.workbook.cells import FIRST, Row, Years
from cba.reports.workbook.formulas import Formula

if TYPE_CHECKING:
    from cba.reports.workbook.book import Book

PERIODS = {"start": 0.0, "mid": 0.5, "end": 1.0}
"""How much of the next year's discounting a timing adds."""


@dataclass(frozen=True)
class Discounting:
    """Rows of years: the number of the year, its rate, the next year's rate, and the factor used."""

    number: Row
    rate: Row
    after: Row
    used: Row


def add(book: Book, writer: Years, inputs: Inputs) -> Discounting:
    """Write the rates and factors of the years."""
    say, horizon = book.lang.say, writer.horizon
    part = PERIODS[book.document["model"]["discounting"]["timing"]]
    number = writer.put(say("Year number"), [Formula(str(n), float(n)) for n in range(horizon)], pattern="0")
    rates = [_rate(book, inputs, n) for n in range(horizon + 1)]
    rate = writer.put(say("Rate a year"), [Formula("0", 0.0), *rates[1:horizon]], pattern="0.00%")
    after = writer.put(say("Rate of the year after"), rates[1:], pattern="0.00%")
    yearly = writer.put(say("Factor of the year"), 1.0 / (1.0 + rate.here), pattern="0.000000")
    start = Formula(f"PRODUCT({yearly.so_far})", np.cumprod(yearly.values, dtype=np.float64))
    factor = writer.put(say("Discount factor, start of year"), start, pattern="0.000000")
    words = TIMINGS[book.document["model"]["discounting"]["timing"]]
    timing = say(words)
    formula = factor.here / (1.0 + after.here) ** part if part else factor.here
    used = writer.put(say("Discount factor used"), formula, unit=timing, pattern="0.000000", bold=True)
    for n, line in enumerate(book.document["portfolio"]["by_year"]):
        place = Place(used.sheet, used.number, FIRST + n)
        book.check(f"discount_factor_{line['year']}", place, float(used.values[n]), line["discount_factor"])
    return Discounting(number, rate, after, used)


def _rate(book: Book, inputs: Inputs, n: int) -> Formula:
    rates = book.document["calculation"]["rates"]
    return inputs[[rate["input"] for rate in rates if rate["from"] <= n][-1]]
