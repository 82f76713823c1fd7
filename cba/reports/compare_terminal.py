"""Options side by side, in a terminal of eighty columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cba.reports import across_rows
from cba.reports import compare_names as names
from cba.reports import compare_rows as rows
from cba.reports import compare_words as words
from cba.reports.curve_charts import letter_of
from cba.reports.facts import Document
from cba.reports.language import Language, language
from cba.reports.terminal import line, print_table

if TYPE_CHECKING:
    from rich.console import Console

MOST_PAIRS = 8


def print_comparison(document: Document, language_code: str, console: Console) -> None:
    """Print a comparison, of options or of places.

    Args:
        document: a comparison.
        language_code: `da` or `en`.
        console: where to print.
    """
    lang = language(language_code)
    if document["kind"] == "places":
        _print_places(console, lang, document)
        return
    say = lang.say
    line(console, say("Options side by side"), "bold")
    for text in (*words.sentences(lang, document), *words.doubts(lang, document)):
        line(console, text)
    for group in document["groups"]:
        _print_group(console, lang, document, group)
    unit = names.scale_of(lang, document).label
    payers = [names.payer_name(lang, document, payer) for payer in rows.touched(document)]
    title = f"{say('Net result by payer')}, {unit}"
    print_table(console, title, (say("Alternative"), *payers), rows.payer_rows(lang, document))
    labels = (
        *(
            say("Alternative"),
            say("Benefits"),
            say("Costs"),
            say("Participants"),
            say("Net per participant, DKK"),
        ),
        say("Paid back"),
    )
    print_table(console, f"{say('Size')}, {unit}", labels, rows.measure_rows(lang, document))
    headings = (say("Alternative"), say("Outcome"), say("Avoided or gained"), say("Costs per unit"))
    print_table(console, say("Effects"), headings, rows.outcome_rows(lang, document), (1,))
    labels = (
        *(say("Alternative"), say("Weakest grade"), say("Effects"), say("Foreign"), say("Without effect")),
        say("DKR goals"),
    )
    print_table(console, say("Evidence and goals"), labels, rows.evidence_rows(lang, document))


def _print_group(console: Console, lang: Language, document: Document, group: Document) -> None:
    say = lang.say
    labels = (
        *(say("Alternative"), say("Net result"), say("90%% interval"), say("Chance of a gain")),
        *(say("Benefits per krone"), say("Best in … of 100"), say("Weakest grade")),
    )
    found = [
        (f"{r.rank}  {r.name}", r.npv, r.span, r.chance, r.ratio, r.best, r.grade)
        for r in rows.league_rows(lang, document, group)
    ]
    print_table(console, rows.league_title(lang, document, group), labels, found)
    pairs = rows.beats_rows(lang, document, group, MOST_PAIRS)
    if pairs:
        letters = [letter_of(n) for n in range(len(pairs))]
        named = [(f"{letter}  {row[0]}", *row[1:]) for letter, row in zip(letters, pairs, strict=True)]
        title = say(
            "In so many of 100 recalculations the option of the row is better than that of the column"
        )
        print_table(console, title, (say("Alternative"), *letters), named)
    line(console, words.basis(lang, group), "dim")


def _print_places(console: Console, lang: Language, document: Document) -> None:
    line(console, lang.say("The same interventions in several places"), "bold")
    for text in across_rows.sentences(lang, document):
        line(console, text)
    labels = across_rows.labels(lang, document)
    title = f"{lang.say('Places')}, {across_rows.scale_of(lang, document).label}"
    print_table(console, title, labels, across_rows.place_rows(lang, document), (len(labels) - 2,))
