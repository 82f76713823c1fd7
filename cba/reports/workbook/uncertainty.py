"""The sheet of uncertainty: what the simulation found, as values; nothing here follows changed cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from cba.reports import certainty
from cba.reports.effect_rows import outcome_names
from cba.reports.facts import Document
from cba.reports.input_names import label
from cba.reports.language import N_
from cba.reports.workbook import bands
from cba.reports.workbook.book import Book, Place, Text, named

if TYPE_CHECKING:
    from cba.reports.workbook.grid import Sheet

_SAMPLERS = {
    "lhs": N_("Latin hypercube"),
    "sobol": N_("scrambled Sobol points"),
    "random": N_("plain random draws"),
}
_STATISTICS = ("mean", "sd", "se", "p05", "p10", "p50", "p90", "p95")
_CHANCE = "0.0%"


def add(book: Book) -> list[str]:
    """Write the sheet; return the text alternatives of its charts."""
    say = book.lang.say
    sheet = book.sheet(say("Uncertainty"), [50, 30, *[17] * 9])
    row = book.title(sheet, say("Uncertainty"), _note(book))
    missing = certainty.missing(book.lang, book.document)
    if missing:
        book.text(sheet, row, 1, missing, wrap=False)
        book.printed(sheet)
        return []
    for text in (
        certainty.basis(book.lang, book.document),
        certainty.standard_errors(book.lang, book.document),
    ):
        book.text(sheet, row, 1, text, wrap=False)
        row += 1
    row = _results(book, sheet, row + 1)
    row = _drivers(book, sheet, row + 1)
    row, descriptions = bands.add(book, sheet, row + 1)
    row = _knowing(book, sheet, row + 1)
    _outcomes(book, sheet, row + 1)
    book.printed(sheet)
    sheet.freeze(3)
    return descriptions


def _note(book: Book) -> str:
    simulation = book.document.get("simulation")
    if not simulation:
        return ""
    sampler = named(_SAMPLERS, simulation["sampler"])
    return book.lang.say(
        "Values from the simulation (seed %(seed)s, %(draws)s draws, %(sampler)s), not formulas: they do not "
        "follow changed cells.",
        seed=simulation["seed"],
        draws=book.lang.number(simulation["draws"]),
        sampler=book.lang.say(sampler),
    )


def parts(book: Book) -> list[tuple[str, Text, Document]]:
    """Return all together and each intervention that was simulated: id, title, result."""
    document = book.document
    everything = [("portfolio", book.lang.say("All together"), document["portfolio"])]
    everything += [(key, i["title"], i) for key, i in document["interventions"].items()]
    return [part for part in everything if part[2].get("uncertainty")]


def _results(book: Book, sheet: Sheet, row: int) -> int:
    """Write the distribution of the net result for each intervention, in all and by payer."""
    say, document = book.lang.say, book.document
    year = document["scenario"]["price_year"]
    book.subtitle(sheet, row, say("Net result, kroner, %(year)s prices, present value", year=year))
    labels = [
        say("Intervention"), say("Payer"), say("Mean"), say("Standard deviation"),
        say("Standard error of the mean"), *_percents(book, (5, 10)), say("Middle value"),
        *_percents(book, (90, 95)), say("Chance of a gain"),
    ]  # fmt: skip
    row = book.header(sheet, row + 1, labels, (1, 2))
    for key, title, result in parts(book):
        found = result["uncertainty"]
        lines = [("", say("All payers"), found["npv"], found["prob_npv_positive"])]
        for chance in certainty.payers(document, result):
            name, statistics = (
                document["names"]["payers"].get(chance.id, chance.id),
                found["by_payer"][chance.id],
            )
            lines.append((f"_{chance.id}", name, statistics, chance.probability))
        for suffix, name, statistics, often in lines:
            _line(book, sheet, row, (title, name), [statistics[s] for s in _STATISTICS], "#,##0")
            book.number(sheet, row, 11, often, _CHANCE)
            for column, statistic in ((6, "p05"), (8, "p50"), (10, "p95"), (11, "prob_positive")):
                book.define(f"{key}_npv_{statistic}{suffix}", Place(sheet.title, row, column))
            book.rule(sheet, row, 11, bold=not suffix)
            row += 1
    return row


def _percents(book: Book, shares: Iterable[int]) -> list[str]:
    """Return the headings of percentiles: 5 % of the draws are lower."""
    return [book.lang.say("%(share)s are lower", share=book.lang.percent(share / 100)) for share in shares]


def _line(
    book: Book, sheet: Sheet, row: int, texts: Sequence[Text], values: Sequence[float], pattern: str
) -> None:
    """Write a row that begins with words."""
    for column, text in enumerate(texts, 1):
        cell = book.text(sheet, row, column, text)
        if column > 1:
            book.dress(cell, horizontal="left", indent=1)
    for column, value in enumerate(values, len(texts) + 1):
        book.number(sheet, row, column, value, pattern)


def _drivers(book: Book, sheet: Sheet, row: int) -> int:
    """Write which inputs make each result uncertain."""
    say = book.lang.say
    book.subtitle(sheet, row, say("What makes the result uncertain"))
    labels = [
        say("Name of the input"),
        say("Intervention"),
        say("Share of the uncertainty"),
        say("Standard error"),
    ]
    row = book.header(sheet, row + 1, labels, (1, 2))
    for _, title, result in parts(book):
        for driver in result["uncertainty"]["drivers"]:
            name = label(book.document, driver["input"], book.lang)
            _line(book, sheet, row, (name, title), [driver["share"]], _CHANCE)
            book.number(sheet, row, 4, driver["se"], _CHANCE)
            book.dress(book.text(sheet, row, 5, driver["input"], wrap=False), horizontal="left", indent=1)
            book.rule(sheet, row, 4)
            row += 1
    return row


def _knowing(book: Book, sheet: Sheet, row: int) -> int:
    """Write what certain knowledge would be worth, and the benefit per krone."""
    say = book.lang.say
    book.subtitle(sheet, row, say("Worth of knowing more, and benefit per krone"))
    ends = (*_percents(book, (5,)), say("Middle value"), *_percents(book, (95,)))
    krone = say("Per krone")
    worth = say("Worth of certain knowledge, kroner")
    labels = [say("Intervention"), worth, say("Standard error"), *(f"{krone}: {end}" for end in ends)]
    row = book.header(sheet, row + 1, labels)
    for _, title, result in parts(book):
        found = result["uncertainty"]
        book.text(sheet, row, 1, title)
        book.number(sheet, row, 2, found["evpi"])
        book.number(sheet, row, 3, found["evpi_se"])
        for column, name in enumerate(("p05", "p50", "p95"), 4):
            book.number(sheet, row, column, found["bcr"][name] if found["bcr"] else None, "0.00")
        book.rule(sheet, row, 6)
        row += 1
    return row


def _outcomes(book: Book, sheet: Sheet, row: int) -> int:
    """Write how many of each outcome are avoided, and how often any are."""
    say = book.lang.say
    book.subtitle(sheet, row, say("Number avoided"))
    labels = [
        say("Intervention"), say("Outcome"), *_percents(book, (5,)), say("Middle value"),
        *_percents(book, (95,)), say("Chance of a good effect"),
    ]  # fmt: skip
    row = book.header(sheet, row + 1, labels, (1, 2))
    for _, title, result in parts(book):
        for outcome, found in result["uncertainty"]["outcomes"].items():
            name = outcome_names(book.document, outcome)["title"]
            _line(book, sheet, row, (title, name), [found[p] for p in ("p05", "p50", "p95")], "#,##0.0")
            book.number(sheet, row, 6, found["prob_avoided_positive"], _CHANCE)
            book.rule(sheet, row, 6)
            row += 1
    return row
