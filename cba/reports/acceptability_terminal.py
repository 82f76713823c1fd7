"""Which option is best, and how surely, in a terminal of eighty columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cba.reports import acceptability_rows as rows
from cba.reports.curve_charts import letter_of
from cba.reports.facts import Document
from cba.reports.language import language
from cba.reports.terminal import line, print_table

if TYPE_CHECKING:
    from rich.console import Console

_ROWS = 11


def print_acceptability(document: Document, language_code: str, console: Console) -> None:
    """Print which option is best at each value of a unit, and how surely benefits reach their hurdles.

    Args:
        document: a document on acceptability.
        language_code: `da` or `en`.
        console: where to print.
    """
    lang = language(language_code)
    say = lang.say
    line(console, say("Which option is best, and how surely"), "bold")
    for text in rows.sentences(lang, document):
        line(console, text)
    if not rows.has_tables(document):
        return
    letters = {name: letter_of(n) for n, name in enumerate(document["options"])}
    line(console, "")
    for name, letter in letters.items():
        line(console, f"{letter}  {rows.option_name(lang, document, name)}")
    if document["outcome"] is not None:
        labels = (say("Value of one"), *letters.values(), say("Best on average"))
        title = say(
            "Chance of being the best, by what one %(unit)s is worth besides what is priced",
            unit=rows.unit_name(lang, document),
        )
        by_name = {rows.option_name(lang, document, name): letter for name, letter in letters.items()}
        found = [(*row[:-1], by_name[row[-1]]) for row in rows.acceptability_rows(lang, document, _ROWS)]
        print_table(console, title, labels, found, narrow=True)
    options = [letters[name] for name in document["hurdle"]["probability"]]
    title = say("Chance that the benefits reach so many times the costs")
    print_table(
        console, title, (say("Times the costs"), *options), rows.hurdle_rows(lang, document), narrow=True
    )
    line(console, rows.basis(lang, document), "dim")
