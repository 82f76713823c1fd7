"""A plan in the terminal: the answer, who gains and loses, each option and why, which rules shape it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cba.reports import plan_charts as charts
from cba.reports import plan_rows as rows
from cba.reports import story
from cba.reports.facts import Document
from cba.reports.language import Language, language
from cba.reports.plan_names import Block
from cba.reports.plan_words import sentences
from cba.reports.terminal import line, print_table

if TYPE_CHECKING:
    from rich.console import Console

MOST_SHOWN = 30
"""Options printed; the rest are in results.json."""


def print_plan(
    document: Document, language_code: str, console: Console, seconds: float | None = None
) -> None:
    """Print a plan.

    Args:
        document: with `allocation`; a results document, or that of a table of options.
        language_code: `da` or `en`.
        console: where to print.
        seconds: how long solving took; it is in no file, because it is never the same twice.
    """
    lang, block = language(language_code), document["allocation"]
    for number, sentence in enumerate(sentences(lang, block)):
        line(console, sentence, "" if number else "bold")
    if seconds is not None:
        line(console, lang.say("Solved in %(seconds)s s.", seconds=lang.number(seconds, 1)), "dim")
    if block["status"] == "infeasible":
        return
    _payers(lang, document, block, console)
    _options(lang, block, console)
    _rules(lang, block, console)
    _others(lang, block, console)


def _payers(lang: Language, document: Document, block: Block, console: Console) -> None:
    if block["result"] is None:
        return
    found = story.split(lang, document, block["result"])
    for sentence in (*found.losses, *found.gains, found.rest):
        line(console, sentence, "bold" if sentence in found.losses else "")


def _options(lang: Language, block: Block, console: Console) -> None:
    found = rows.option_rows(lang, block, MOST_SHOWN)
    inside = [row for row in found if row.inside]
    drawn = block["draws"] is not None
    labels = [lang.say("In the plan"), lang.say("Scale"), lang.say("Cost"), lang.say("Value")]
    cells = [
        [f"{row.mark} {row.title}", row.scale, row.cost, row.value, row.loss, *[row.share][:drawn]]
        for row in inside
    ]
    labels += [lang.say("Loss without it"), *[lang.say("Best in recalculations")][:drawn]]
    print_table(console, lang.say("What is bought"), labels, cells)
    outside = [[f"{row.mark} {row.title}", row.reason] for row in found if not row.inside]
    title = lang.say("What is not bought, and why")
    print_table(console, title, (lang.say("Option"), lang.say("Reason")), outside, (1,))
    hidden = len(block["options"]) - len(found)
    if hidden:
        line(
            console,
            lang.count(
                "… and %(number)s more in results.json", "… and %(number)s more in results.json", hidden
            ),
        )


def _rules(lang: Language, block: Block, console: Console) -> None:
    labels = [
        lang.say("Rule"), lang.say("Used"), lang.say("Limit"), lang.say("One more is worth"),
        lang.say("Gain without the rule"),
    ]  # fmt: skip
    found = rows.rule_rows(lang, block)[:MOST_SHOWN]
    cells = [(row.rule, row.used, row.limit, row.one_more, row.gain_without) for row in found]
    print_table(console, lang.say("What the rules cost"), labels, cells, (3,))


def _others(lang: Language, block: Block, console: Console) -> None:
    labels = [lang.say("With"), lang.say("Without"), lang.say("Worth less by"), lang.say("Cost")]
    title = lang.say("Plans that are nearly as good")
    print_table(console, title, labels, rows.alternative_rows(lang, block), (1,))
    scale = charts.scale(lang, block)
    labels = [lang.say("Budget"), lang.say("Value"), lang.say("Each more krone brought")]
    title = f"{lang.say('What other budgets would buy')} ({scale.label})"
    print_table(console, title, labels, rows.frontier_rows(lang, block, scale), narrow=True)
