"""What changed between two results, in a terminal of eighty columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cba.reports import diff_rows as rows
from cba.reports import diff_words as words
from cba.reports.facts import Document
from cba.reports.language import language
from cba.reports.terminal import line, print_table

if TYPE_CHECKING:
    from rich.console import Console


def print_diff(document: Document, language_code: str, console: Console, top: int = 12) -> None:
    """Print what changed and what carries the change.

    Args:
        document: a difference.
        language_code: `da` or `en`.
        console: where to print.
        top: how many causes and numbers are listed at most.
    """
    lang = language(language_code)
    say = lang.say
    for mark, side in (("A", "first"), ("B", "second")):
        line(console, f"{mark}  {document[side]['said']}: {rows.side_name(lang, document[side])}", "bold")
    for text in words.sentences(lang, document):
        line(console, text)
    unit = rows.result_scale(lang, document).label
    labels = ("", "A", "B", say("Change"))
    print_table(console, f"{say('Net result')}, {unit}", labels, rows.result_rows(lang, document))
    causes = rows.cause_rows(lang, document, top)
    if causes:
        total = rows.total_row(lang, document)
        sampled = document["attribution"]["method"] == "sampled"
        labels = (say("Change"), "A", "B", say("Carries"), *(("±",) if sampled else ()), say("Alone"))
        found = [
            (r.name, r.before, r.after, r.share, *((r.error,) if sampled else ()), r.alone)
            for r in [*causes, total]
        ]
        title = f"{say('What carries the change')}, {rows.scale_of(lang, document).label}"
        print_table(console, title, labels, found)
        line(console, words.method(lang, document), "dim")
    _listed(document, language_code, console, top)


def _listed(document: Document, language_code: str, console: Console, top: int) -> None:
    lang = language(language_code)
    say = lang.say
    settings = rows.setting_rows(lang, document)
    print_table(console, say("Settings and files"), ("", "A", "B"), settings, (1, 2))
    inputs = rows.input_rows(lang, document)
    shown = [(name, what, a, b, of) for name, what, a, b, of, _ in inputs[:top]]
    labels = (say("Input"), say("What happened"), "A", "B", say("Whose number"))
    print_table(console, say("Numbers that differ"), labels, shown, (1, 2, 3, 4))
    if len(inputs) > top:
        line(console, say("… and %(number)s more; --json has them all", number=len(inputs) - top), "dim")
    if not settings and not inputs:
        line(console, say("No setting, file or number differs."))
