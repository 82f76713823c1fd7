"""What an import moved, and what a check of the registers found, in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cba.reports.facts import Document
from cba.reports.language import N_, Language, language
from cba.reports.terminal import line, print_table
from cba.updating.moves import SUM

if TYPE_CHECKING:
    from rich.console import Console


_TABLES = {
    "prices.csv": N_("Prices"),
    "figures.csv": N_("Figures"),
    "price_index.csv": N_("Price index"),
    "reported_crime.csv": N_("Reported crime"),
    "sources.csv": N_("Sources"),
    "imports.csv": N_("Imports"),
}
_NOTES = {
    "other_codes": N_("%(count)s other offence codes are not added: parents and parts of the same offences."),
    "first_quarter": N_("Population is that of the first quarter; other quarters are left out."),
    "lacks_codes": N_("%(column)s: the export lacks the offence code %(codes)s."),
    "part_of_year": N_("%(year)s is left out: only %(there)s of its %(parts)s parts are there."),
    "country_differs": N_(
        "%(year)s: the areas of the export sum to %(sum)s, the whole country is %(country)s."
    ),
    "incomplete": N_("%(year)s is left out: there is no %(columns)s; import them together."),
    "rebased": N_("The index is brought to 2015 = 100 by %(first)s to %(last)s: times %(ratio)s."),
    "old_price": N_("in %(year)s prices, more than ten years old"),
    "forecast": N_("still a forecast: import the price index"),
    "old_crime": N_("the newest reported crime is of %(year)s"),
    "old_vintage": N_("taken out %(vintage)s, more than a year ago"),
    "unused": N_("new, and none of the scenarios uses it"),
    "no_row": N_("no row of the overlay refers to it"),
    "computed": N_("computed from %(parts)s, which the overlay moves: compute it again"),
}
_COLUMNS = {
    "value": N_("value"),
    "low": N_("low"),
    "high": N_("high"),
    "price_year": N_("price year"),
    "cpi_2015_100": N_("index, 2015 = 100"),
    "population": N_("population"),
    "total": N_("all offences"),
    "violence": N_("violence"),
    "burglary": N_("burglary"),
    "theft": N_("theft"),
    "drugs": N_("drug offences"),
    "weapons": N_("weapon offences"),
}


def print_import(document: Document, language_code: str, console: Console, top: int) -> None:
    """Print what an import read, what it left out and what moved.

    Args:
        document: from `import_document`.
        language_code: `da` or `en`.
        console: where to print.
        top: how many moves are listed at most.
    """
    lang = language(language_code)
    say = lang.say
    line(console, f"{document['title']} → {document['overlay']}", "bold")
    rows = lang.listed(f"{_table(lang, t)}: {lang.number(n)}" for t, n in document["rows"].items())
    line(console, say("Rows: %(rows)s. Source: %(source)s.", rows=rows, source=document["source"]))
    for note in document["notes"]:
        line(console, said(lang, note))
    for note in document["left"]:
        line(console, said(lang, note), "bold")
    moved = document["moves"]
    if not moved:
        line(console, say("No figure moves: what was read is what is known."))
        return
    _print_moves(console, lang, moved, top)


def _print_moves(console: Console, lang: Language, moved: Sequence[Document], top: int) -> None:
    """Print sums and what was known before, the largest changes first; many new figures are only counted."""
    say = lang.say
    known = [move for move in moved if move["before"] is not None]
    new = [move for move in moved if move["before"] is None]
    shown = [*known, *new][:top] if len(new) <= top else known[:top]
    labels = (say("Figure"), say("What"), say("Before"), say("Now"), say("Change"))
    title = say(
        "What moves: %(known)s figures; %(new)s are new",
        known=lang.number(len(known)),
        new=lang.number(len(new)),
    )
    print_table(console, title, labels, [_move_row(lang, move) for move in shown], (1,))
    if not shown:
        line(console, title)
    if len(moved) > len(shown):
        count = lang.number(len(moved) - len(shown))
        line(console, say("… and %(count)s more; --top or --json shows them.", count=count))


def _table(lang: Language, table: str) -> str:
    words = _TABLES.get(table, table)
    return lang.say(words)


def said(lang: Language, note: Document) -> str:
    """Return a note of an import or a check in words."""
    counts = {k: lang.number(v) for k, v in note["values"].items() if isinstance(v, int) and k != "year"}
    values = {**note["values"], **counts}
    words = _NOTES[note["kind"]]
    return lang.say(words, **values)


def _move_row(lang: Language, move: Document) -> tuple[str, ...]:
    unchanged = move["change"] is None or move["column"] == "price_year"
    change = "" if unchanged else lang.percent(move["change"], 1, plus=True)
    return (
        _moved_id(lang, move["id"]),
        _column(lang, move["column"]),
        _value(lang, move["before"], move["column"]),
        _value(lang, move["after"], move["column"]),
        change,
    )


def _column(lang: Language, column: str) -> str:
    words = _COLUMNS.get(column, column)
    return lang.say(words)


def _moved_id(lang: Language, id: str) -> str:
    kind, _, years = id.partition("/")
    if kind != SUM:
        return id
    year, _, against = years.partition("/")
    if year == against:
        return lang.say("All municipalities read, %(year)s", year=year)
    return lang.say("All municipalities read, %(year)s against %(before)s", year=year, before=against)


def _value(lang: Language, value: float | None, column: str) -> str:
    if value is None:
        return lang.say("not known")
    return str(int(value)) if column == "price_year" else lang.trimmed(value, 4)


def print_check(document: Document, language_code: str, console: Console, top: int) -> None:
    """Print what a check found; see `print_import` for the arguments."""
    lang = language(language_code)
    say = lang.say
    overlays = lang.listed(document["overlays"])
    line(
        console,
        say("The registers with %(overlays)s on top are in order.", overlays=overlays)
        if overlays
        else say("The registers are in order."),
        "bold",
    )
    _findings(console, lang, say("Old figures"), document["stale"], top)
    _findings(console, lang, say("Loose rows"), document["orphans"], top)
    if not document["scenarios"]:
        return
    if not document["overlays"]:
        line(console, say("Name an overlay too, to see how it moves the scenarios."))
        return
    _print_scenarios(console, lang, document["scenarios"])


def _findings(console: Console, lang: Language, title: str, found: Sequence[Document], top: int) -> None:
    if not found:
        line(console, f"{title}: {lang.say('none')}")
        return
    labels = (lang.say("Figure"), lang.say("Table"), lang.say("Why"))
    rows = [(item["id"], _table(lang, item["table"]), said(lang, item["why"])) for item in found[:top]]
    print_table(console, f"{title}: {lang.number(len(found))}", labels, rows, (1, 2))
    if len(found) > top:
        count = lang.number(len(found) - top)
        line(console, lang.say("… and %(count)s more; --top or --json shows them.", count=count))


def _print_scenarios(console: Console, lang: Language, scenarios: Sequence[Document]) -> None:
    say = lang.say
    scale = lang.scale(amount for item in scenarios for amount in (item["before"], item["after"]))
    rows = [
        (
            f"{lang.text(item['titles'])} ({Path(item['path']).name})",
            lang.scaled(item["before"], scale),
            lang.scaled(item["after"], scale),
            lang.headline(item["after"] - item["before"], plus=True),
        )
        for item in scenarios
    ]
    heading = say("What the overlay does to net results")
    labels = (say("Scenario"), say("Before"), say("Now"), say("Change"))
    title = f"{heading}, {scale.label}"
    print_table(console, title, labels, rows)
    for item in scenarios:
        for sentence in _sentences(lang, item):
            line(console, sentence)


def _sentences(lang: Language, item: Document) -> Iterable[str]:
    """Yield which inputs of a scenario move, and whether its sign turns."""
    title = lang.text(item["titles"])
    if not item["inputs"]:
        yield lang.say("%(title)s: none of its inputs moves.", title=title)
        return
    names = [
        f"{lang.text(item['labels'][name])} ({_change(lang, before, after)})"
        for name, before, after in item["inputs"][:5]
    ]
    more = len(item["inputs"]) - len(names)
    listed = lang.listed([*names, lang.say("%(count)s more", count=lang.number(more))] if more > 0 else names)
    yield lang.say("%(title)s: %(inputs)s.", title=title, inputs=listed)
    if (item["before"] > 0) != (item["after"] > 0):
        yield lang.say("%(title)s: the sign of the result turns.", title=title)


def _change(lang: Language, before: float, after: float) -> str:
    return lang.percent(after / before - 1.0, 1, plus=True) if before else lang.trimmed(after, 4)
