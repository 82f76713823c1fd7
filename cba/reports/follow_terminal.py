"""Promised against achieved, in a terminal of eighty columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cba.reports import follow_rows as rows
from cba.reports import follow_words as words
from cba.reports.facts import Document
from cba.reports.language import Language, language
from cba.reports.terminal import line, print_table

if TYPE_CHECKING:
    from rich.console import Console


def print_follow(document: Document, language_code: str, console: Console) -> None:
    """Print what was promised and achieved, and the forecast.

    Args:
        document: a document on following up.
        language_code: `da` or `en`.
        console: where to print.
    """
    lang = language(language_code)
    say = lang.say
    line(console, lang.text(document["scenario"]["title"]), "bold")
    line(console, words.verdict(lang, document), "bold")
    for text in words.sentences(lang, document):
        line(console, text)
    _followed(console, lang, say("People"), rows.people_rows(lang, document))
    _followed(console, lang, say("Costs"), rows.cost_rows(lang, document))
    _followed(console, lang, say("Outcomes"), rows.outcome_rows(lang, document))
    labels = (
        say("Intervention"),
        say("Paid, as promised"),
        say("Pays now"),
        say("Net, as promised"),
        say("Net now"),
        say("Going on pays"),
        say("In short"),
    )
    cells = [
        (r.name, r.pays_promised, r.pays, r.promised, r.now, r.onward, r.verdict)
        for r in rows.forecast_rows(lang, document)
    ]
    heading = say("The forecast now")
    print_table(console, f"{heading}, {rows.money_label(lang, document)}", labels, cells, (6,))
    learning = (say("Assumption"), say("Before"), say("Now"), say("How"))
    learnt = [(r.name, r.before, r.after, r.how) for r in rows.update_rows(lang, document)]
    print_table(console, say("What the assumptions have become"), learning, learnt, (3,))
    for text in (words.method(lang, document), words.cautions(lang), words.rules(lang, document)):
        line(console, text, "dim")


def _followed(console: Console, lang: Language, title: str, found: Sequence[rows.FollowRow]) -> None:
    say = lang.say
    labels = (say("What"), say("Year"), say("Promised"), say("Achieved"), say("In short"))
    cells = [(row.what, row.year, row.promised, row.achieved, row.verdict) for row in found]
    print_table(console, title, labels, cells, (4,))
