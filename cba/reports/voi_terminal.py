"""What more knowledge is worth, in a terminal of eighty columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cba.reports import voi_rows as rows
from cba.reports import voi_words as words
from cba.reports.facts import Document
from cba.reports.language import Language, language
from cba.reports.terminal import line, print_table

if TYPE_CHECKING:
    from rich.console import Console


def print_voi(document: Document, language_code: str, console: Console, top: int = 10) -> None:
    """Print what more knowledge is worth.

    Args:
        document: a document on the value of information.
        language_code: `da` or `en`.
        console: where to print.
        top: how many rows a table has at most.
    """
    lang = language(language_code)
    say = lang.say
    line(
        console, f"{lang.text(document['scenario']['title'])}: {say('what more knowledge is worth')}", "bold"
    )
    for text in words.sentences(lang, document):
        line(console, text)
    for number, text in enumerate(words.trial(lang, document)):
        line(console, text, "" if number else "bold")
    if not words.has_tables(document):
        return
    _tables(console, lang, document, top)
    line(console, words.errors(lang, document), "dim")


def _tables(console: Console, lang: Language, document: Document, top: int) -> None:
    say, unit = lang.say, rows.scale_of(lang, document).label
    title = say("What it is worth to know everything")
    labels = (say("Decision"), say("Adopted now"), say("Chance of a gain"), say("Certainty is worth"), "±")
    decisions = [(r.name, r.now, r.chance, r.worth, r.error) for r in rows.decision_rows(lang, document)]
    print_table(console, f"{title}, {unit}", labels, decisions, (1,))
    name = rows.decision_name(lang, document, document["of"])
    tables = (
        (
            f"{say('What it is worth to know one kind of assumption')}: {name}",
            say("Kind of assumption"),
            [(r.name, r.worth, r.error) for r in rows.group_rows(lang, document)],
        ),
        (
            say("What it is worth to know one assumption"),
            say("Input"),
            [(r.name, r.worth, r.error) for r in rows.input_rows(lang, document, top)],
        ),
        (
            say("What a local trial is worth before it starts"),
            say("Participants"),
            [(r.participants, r.worth, r.error) for r in rows.trial_rows(lang, document)],
        ),
    )
    for title, first, cells in tables:
        print_table(console, f"{title}, {unit}", (first, say("Is worth"), "±"), cells)
