"""The sheet of effects: what each study found, and how it is used here."""

from __future__ import annotations

from collections.abc import Sequence

from cba.reports.effect_rows import GRADES, MEASURES, baseline_words, outcome_names
from cba.reports.facts import Document
from cba.reports.workbook.book import Book, Place, named
from cba.reports.workbook.table import Column, Value, write_sheet

_ESTIMATE = 4
"""The column of the estimate."""


def add(book: Book) -> None:
    """Write one row for each effect; name each estimate `<intervention>_<outcome>_effect`."""
    say = book.lang.say
    effects = [
        (key, intervention, effect)
        for key, intervention in book.document["interventions"].items()
        for effect in intervention["effects"]
    ]
    note = say("Low and high bound a 95%% interval. The grade says how sure the evidence is, not how large.")
    rows = [_row(book, intervention, effect) for _, intervention, effect in effects]
    table = write_sheet(book, say("Effects"), note, _columns(book), rows)
    for offset, (key, _, effect) in enumerate(effects, 1):
        place = Place(table.sheet.title, table.header + offset, _ESTIMATE)
        book.define(f"{key}_{effect['outcome']}_effect", place)


def _columns(book: Book) -> list[Column]:
    say = book.lang.say
    return [
        Column(say("Intervention"), 28),
        Column(say("Outcome"), 22),
        Column(say("Measure"), 20),
        Column(say("Estimate"), 10, "0.000"),
        Column(say("Low"), 10, "0.000"),
        Column(say("High"), 10, "0.000"),
        Column(say("Relative change used"), 12, "0.0%"),
        Column(say("With"), 10, "0.0%"),
        Column(say("Without"), 10, "0.0%"),
        Column(say("Without the intervention"), 34),
        Column(say("Source of that"), 30),
        Column(say("Transferability"), 14, "0.0%"),
        Column(say("Reason"), 34),
        Column(say("Lag, years"), 11, "0"),
        Column(say("Duration, years"), 10, "0.##"),
        Column(say("Fade a year"), 10, "0.0%"),
        Column(say("Displacement"), 13, "0.0%"),
        Column(say("Grade"), 16),
        Column(say("Studies"), 18),
        Column(say("Follow-up, months"), 12, "0"),
        Column(say("Countries"), 18),
        Column(say("Design"), 18),
        Column(say("Source"), 40),
        Column(say("Year"), 8),
        Column(say("Where"), 24),
    ]


def _row(book: Book, intervention: Document, effect: Document) -> Sequence[Value]:
    say, rate = book.lang.say, effect["success_rate"] or {}
    measure = named(MEASURES, effect["statement"])
    return [
        intervention["title"],
        outcome_names(book.document, effect["outcome"])["title"],
        say(measure),
        effect["estimate"],
        effect["low"],
        effect["high"],
        effect["relative_change"],
        rate.get("with"),
        rate.get("without"),
        baseline_words(book.lang, effect),
        (effect["baseline"] or {}).get("source"),
        effect["transfer"],
        effect["reason"],
        effect["lag"],
        effect["duration"],
        effect["fade"],
        effect["displacement"],
        _grade(book, effect["grade"]),
        effect["studies"],
        effect["follow_up_months"],
        effect["countries"],
        effect["design"],
        effect["source"],
        effect["year"],
        effect["where"],
    ]


def _grade(book: Book, grade: str | None) -> str:
    word = GRADES.get(grade or "", "")
    return f"{grade} – {book.lang.say(word)}" if word else book.lang.say("not graded")
