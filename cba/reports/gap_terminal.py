"""Knowledge gaps in a terminal of eighty columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cba.reports import gap_rows as rows
from cba.reports.facts import Document
from cba.reports.language import language
from cba.reports.terminal import line, print_table

if TYPE_CHECKING:
    from rich.console import Console


def print_gaps(document: Document, language_code: str, console: Console, top: int = 20) -> None:
    """Print the gaps.

    Args:
        document: gaps of a scenario or of the register.
        language_code: `da` or `en`.
        console: where to print.
        top: how many at most.
    """
    lang = language(language_code)
    line(console, lang.say("Knowledge gaps"), "bold")
    for text in rows.sentences(lang, document):
        line(console, text)
    found = rows.gap_rows(lang, document)
    headings = rows.labels(lang, document)
    if document["of"] == "register":
        cells = [(row.about, row.kind, row.detail, row.goals) for row in found[:top]]
        print_table(console, "", (headings[1], headings[0], *headings[2:4]), cells, (1, 2, 3))
    else:
        ranked = [(row.about, row.kind, row.detail, row.worth, row.swing) for row in found[:top]]
        columns = (lang.say("Certainty is worth"), lang.say("A tenth more or less"))
        title = rows.scale_of(lang, document).label
        print_table(console, title, (headings[1], headings[0], headings[2], *columns), ranked, (1, 2))
    if len(found) > top:
        line(console, lang.say("… and %(number)s more; --json has them all", number=len(found) - top), "dim")
