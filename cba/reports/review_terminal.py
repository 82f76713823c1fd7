"""The checklist in a terminal of eighty columns."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from cba.reports import review_rows as rows
from cba.reports.facts import Document
from cba.reports.language import language
from cba.reports.terminal import line

if TYPE_CHECKING:
    from rich.console import Console

_STYLES = {"stop": "bold red", "look": "yellow", "hand": "cyan", "ok": "green"}


def print_review(document: Document, language_code: str, console: Console, *, notes: bool = False) -> None:
    """Print the checklist and the signatures.

    Args:
        document: a checklist.
        language_code: `da` or `en`.
        console: where to print.
        notes: whether what is only good to know is printed too.
    """
    lang = language(language_code)
    line(console, f"{lang.text(document['scenario']['title'])}: {lang.say('checklist')}", "bold")
    for text in rows.sentences(lang, document):
        line(console, text)
    for point in rows.points(lang, document):
        console.print()
        line(console, f"{point.number}. {point.question}  [{point.answer}]", _STYLES[point.mark])
        for found in point.lines:
            if found.level == "note" and not notes:
                continue
            about = f"{found.about}: " if found.about else ""
            _indented(console, f"{found.mark}: {about}{found.text}", "   ")
            _indented(console, f"→ {found.do}", "      ")
            if found.where:
                line(console, f"      {found.where}", "dim")
    _signatures(document, language_code, console)


def _indented(console: Console, text: str, indent: str) -> None:
    """Print text whose lines all stand under each other; a place in a file is never broken."""
    width = console.width - 1
    line(console, fill(text, width, initial_indent=indent, subsequent_indent=f"{indent}  "))


def _signatures(document: Document, language_code: str, console: Console) -> None:
    lang = language(language_code)
    console.print()
    found = rows.signatures(lang, document)
    if not found:
        line(console, lang.say("Nobody has signed yet: `--sign NAME` records who reviewed which inputs."))
    for name, day, state, since in found:
        line(console, f"{name}, {day}: {state}" + (f" ({since})" if since else ""))
