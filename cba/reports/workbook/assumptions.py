"""The sheet of assumptions: what was assumed, and the discount rate as a cell that the results follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cba.reports import certainty
from cba.reports.facts import horizon, people
from cba.reports.language import N_
from cba.reports.story import payer_name
from cba.reports.workbook.book import Book, Place
from cba.reports.workbook.looks import SOFT

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

PERIODS = {"start": 0.0, "mid": 0.5, "end": 1.0}
"""How much of the next year's discounting a timing adds."""

_TIMINGS = {
    "start": N_("at the start of the year"),
    "mid": N_("in the middle of the year"),
    "end": N_("at the end of the year"),
}
_LENSES = {"budget": N_("public budgets"), "welfare": N_("society as a whole")}
_EXCHANGE = {"market": N_("market rates"), "ppp": N_("purchasing-power parities")}


@dataclass(frozen=True)
class Discounting:
    """The discount factor of each year: its cell and its value."""

    places: tuple[Place, ...]
    values: tuple[float, ...]


def add(book: Book) -> Discounting:
    """Write the sheet; return where the discount factors stand."""
    say = book.lang.say
    sheet = book.sheet(say("Assumptions"), [50, 18, 16, 16, 16], portrait=True)
    note = say(
        "Only the discount rate, in blue, can be changed; the rest are fixed figures from the calculation."
    )
    row = book.title(sheet, say("Assumptions"), note)
    book.dress(
        book.text(sheet, row - 1, 1, certainty.shrinkage(book.lang, book.document), wrap=False), color=SOFT
    )
    row = _general(book, sheet, row + 1) + 1
    row, rates = _rates(book, sheet, row)
    row = _interventions(book, sheet, row + 1) + 1
    found = _factors(book, sheet, row, rates)
    book.printed(sheet)
    return found


def _general(book: Book, sheet: Worksheet, row: int) -> int:
    document, lang = book.document, book.lang
    scenario, model = document["scenario"], document["model"]
    timing, lens, exchange = (
        table.get(key, key)
        for table, key in (
            (_TIMINGS, model["discounting"]["timing"]),
            (_LENSES, model["lens"]),
            (_EXCHANGE, model["exchange"]),
        )
    )
    payers = lang.listed(payer_name(lang, document, p, first=False) for p in model["payers"])
    unused = lang.say("not used in this model")
    facts: list[tuple[str, Any]] = [
        (lang.say("Model"), lang.text(model["title"])),
        (lang.say("Point of view"), lang.say(lens)),
        (lang.say("Counted"), payers),
        (lang.say("Place"), lang.text(scenario["place"]) or None),
        (lang.say("Price year"), scenario["price_year"]),
        (lang.say("Currency"), scenario["currency"]),
        (lang.say("First year"), scenario["start"]),
        (lang.say("Number of years"), scenario["horizon"]),
        (lang.say("Amounts fall"), lang.say(timing)),
        (lang.say("Ministry of Finance guide"), model["guide"]),
        (lang.say("Net tax factor"), _or(model["net_tax_factor"], unused)),
        (lang.say("Tax distortion factor"), _or(model["tax_distortion"], unused)),
        (lang.say("Foreign currency"), lang.say(exchange)),
    ]
    for grade, factor in sorted((model["evidence_adjustment"] or {}).items()):
        facts.append((lang.say("Share of the effect counted, evidence grade %(grade)s", grade=grade), factor))
    for label, value in facts:
        book.text(sheet, row, 1, label)
        if isinstance(value, str):
            book.text(sheet, row, 2, value, wrap=False)
        else:
            book.dress(book.number(sheet, row, 2, value, "General"), horizontal="left")
        book.rule(sheet, row, 2)
        row += 1
    return row


def _or(value: float | None, words: str) -> float | str:
    return words if value is None else value


def _rates(book: Book, sheet: Worksheet, row: int) -> tuple[int, tuple[str, str]]:
    """Write the discount rates; return the next row and the ranges of their first years and of the rates."""
    say = book.lang.say
    book.subtitle(sheet, row, say("Discount rate"))
    row = book.header(sheet, row + 1, [say("From year number"), say("Rate a year")], ())
    first = row
    for rate in book.document["model"]["discounting"]["rates"]:
        book.number(sheet, row, 1, rate["from"], "0")
        book.mark_input(book.number(sheet, row, 2, rate["rate"], "0.00%"))
        row += 1
    book.define("discount_rate", Place(sheet.title, first, 2))
    return row, (f"$A${first}:$A${row - 1}", f"$B${first}:$B${row - 1}")


def _interventions(book: Book, sheet: Worksheet, row: int) -> int:
    say = book.lang.say
    book.subtitle(sheet, row, say("Interventions"))
    labels = [
        say("Intervention"),
        say("Participants"),
        say("Completion"),
        say("First year"),
        say("Last year"),
    ]
    row = book.header(sheet, row + 1, labels)
    for key, intervention in book.document["interventions"].items():
        years = intervention["operating_years"]
        book.text(sheet, row, 1, intervention["title"])
        book.number(sheet, row, 2, people(intervention), "#,##0.##")
        book.number(sheet, row, 3, intervention["completion"], "0.0%")
        book.number(sheet, row, 4, min(years, default=None), "0")
        book.number(sheet, row, 5, max(years, default=None), "0")
        book.define(f"{key}_completion", Place(sheet.title, row, 3))
        book.rule(sheet, row, 5)
        row += 1
    return row


def _factors(book: Book, sheet: Worksheet, row: int, rates: tuple[str, str]) -> Discounting:
    """Write the year-by-year discount factors as formulas of the rates."""
    say, (first, last) = book.lang.say, horizon(book.document)
    discounting = book.document["model"]["discounting"]
    part = PERIODS[discounting["timing"]]
    book.subtitle(sheet, row, say("Discount factors"))
    labels = [
        say("Year"),
        say("Year number"),
        say("Rate a year"),
        say("Factor, start of year"),
        say("Factor used"),
    ]
    row = book.header(sheet, row + 1, labels)
    values, places, factor = [], [], 1.0
    for n, year in enumerate(range(first, last + 1)):
        rate, after = _rate_at(discounting["rates"], n), _rate_at(discounting["rates"], n + 1)
        factor = 1.0 if n == 0 else factor / (1 + rate)
        values.append(factor / (1 + after) ** part)
        book.number(sheet, row, 1, year, "0")
        book.number(sheet, row, 2, n, "0")
        book.formula(sheet, row, 3, f"=LOOKUP(B{row},{rates[0]},{rates[1]})", rate, "0.00%")
        before = f"=D{row - 1}/(1+C{row})" if n else "=1"
        book.formula(sheet, row, 4, before, factor, "0.000000")
        used = f"=D{row}/(1+LOOKUP(B{row}+1,{rates[0]},{rates[1]}))^{part:g}"
        places.append(book.formula(sheet, row, 5, used, values[-1], "0.000000"))
        row += 1
    engine = book.document["portfolio"]["by_year"]
    for place, value, line in zip(places, values, engine, strict=True):
        book.check(f"discount_factor_{line['year']}", place, value, line["discount_factor"])
    return Discounting(tuple(places), tuple(values))


def _rate_at(rates: Sequence[dict[str, float]], n: int) -> float:
    return [r["rate"] for r in rates if r["from"] <= n][-1]
