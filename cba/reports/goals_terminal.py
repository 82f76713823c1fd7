"""How far it is to DKR's goals, in a terminal of eighty columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cba.reports import goals_rows as rows
from cba.reports.facts import Document
from cba.reports.language import language
from cba.reports.terminal import line, print_table

if TYPE_CHECKING:
    from rich.console import Console


def print_goals(document: Document, language_code: str, console: Console) -> None:
    """Print every goal, what a scenario gives it, and the landsdele.

    Args:
        document: a document on goals.
        language_code: `da` or `en`.
        console: where to print.
    """
    lang = language(language_code)
    say = lang.say
    line(console, say("The goals of the Danish Crime Prevention Council to 2028"), "bold")
    if document["scenario"] is not None:
        line(console, lang.text(document["scenario"]["title"]))
    found = rows.goal_rows(lang, document)
    standing = (say("Goal"), say("Earliest known"), say("Latest"), say("Target"), say("Missing"))
    cells = [(_named(row), row.baseline, row.latest, row.target, row.missing) for row in found]
    print_table(console, say("Where the goals stand"), standing, cells, (1, 2, 3, 4))
    for row in found:
        line(console, f"{row.number}. {row.note}" if row.note else "", "dim")
    if document["scenario"] is not None:
        gives = say("What the plan gives") if document["plan"] else say("What the scenario gives")
        by_goal = [
            (f"{g['number']}. {lang.text(g['title'])}", "\n".join(rows.given(lang, g)))
            for g in document["goals"]
        ]
        print_table(console, gives, (say("Goal"), say("By 2028")), by_goal, (1,))
    year, first = document["regional"]["year"], document["regional"]["first_year"]
    labels = (
        say("Landsdel"),
        say("Reports per 1,000"),
        str(first),
        str(year),
        say("Too many"),
        say("In short"),
    )
    title = say("Goal 3: reports per inhabitant against the national average")
    print_table(console, title, labels, rows.landsdel_rows(lang, document), (5,))
    for text in rows.sentences(lang, document):
        line(console, text, "dim")


def _named(row: rows.GoalRow) -> str:
    return f"{row.number}. {row.goal}" + (f": {row.measure}" if row.measure else "")
