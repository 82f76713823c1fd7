"""What the result hangs on, in a terminal of eighty columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cba.reports import sensitivity_rows as rows
from cba.reports import sensitivity_words as words
from cba.reports.facts import SHIFT, Document
from cba.reports.language import MINUS, Language, language
from cba.reports.number_words import value_text
from cba.reports.terminal import line, print_table

if TYPE_CHECKING:
    from rich.console import Console

_MOST_COLUMNS = 5
"""More columns of a grid do not fit in eighty characters; the JSON and the page have all."""


def print_sensitivity(document: Document, language_code: str, console: Console, top: int = 10) -> None:
    """Print what the result hangs on.

    Args:
        document: a sensitivity document.
        language_code: `da` or `en`.
        console: where to print.
        top: how many rows a table has at most.
    """
    lang, result = language(language_code), document["result"]
    line(console, words.subject(lang, document), "bold")
    for sentence in (words.base, words.turns, words.critical_words):
        line(console, sentence(lang, document, result))
    unit = f"{rows.scale_of(lang, document, result).label}, {lang.say('present value')}"
    _ends(console, lang, document, top, unit)
    _numbers(console, lang, document, top, unit)
    _shares(console, lang, document, top)
    _payers(console, lang, document, top)
    _grid(console, lang, document, unit)
    for text in (words.signs(lang), words.draws_words(lang, document)):
        line(console, text, "dim")


def _ends(console: Console, lang: Language, document: Document, top: int, unit: str) -> None:
    title = lang.say("Net result at the ends of each assumption's interval")
    labels = (lang.say("Input"), lang.say("Low – high"), lang.say("At low"), lang.say("At high"))
    found = rows.end_rows(lang, document, document["result"], top)
    print_table(
        console, f"{title}\n{unit}", labels, [(r.label, r.interval, r.at_low, r.at_high) for r in found], (1,)
    )


def _numbers(console: Console, lang: Language, document: Document, top: int, unit: str) -> None:
    title = lang.say("Net result with each assumption 10%% lower and higher, and where it breaks even")
    labels = (
        lang.say("Input"),
        f"{MINUS}{lang.percent(SHIFT)}",
        f"+{lang.percent(SHIFT)}",
        lang.say("%(share)s more", share=lang.percent(0.01)),
        lang.say("Breaks even at"),
        lang.say("Inside"),
    )
    found = rows.number_rows(lang, document, document["result"], top)
    cells = [
        (r.label, r.minus, r.plus, r.elasticity + (" !" if r.critical else ""), r.breaks_even, r.inside)
        for r in found
    ]
    print_table(console, f"{title}\n{unit}", labels, cells, (4,))


def _shares(console: Console, lang: Language, document: Document, top: int) -> None:
    title = lang.say("Share of the uncertainty that each assumption carries")
    labels = (lang.say("Input"), lang.say("Alone"), lang.say("In all"), lang.say("95%% interval"))
    found = rows.share_rows(lang, document, document["result"], top)
    print_table(console, title, labels, [(r.label, r.first, r.total, r.interval) for r in found])


def _payers(console: Console, lang: Language, document: Document, top: int) -> None:
    title = lang.say("Share of the uncertainty of each payer's net result")
    names = [rows.result_name(lang, document, column) for column in rows.payer_columns(document)]
    found = rows.payer_rows(lang, document, top)
    print_table(console, title, (lang.say("Input"), *names), [(r.label, *r.shares) for r in found])


def _grid(console: Console, lang: Language, document: Document, unit: str) -> None:
    grid, result = document["two_way"], document["result"]
    if not grid:
        return
    kinds = [document["inputs"][grid[axis]]["kind"] for axis in ("across", "down")]
    names = [rows.label_of(lang, document, grid[axis]) for axis in ("across", "down")]
    kept = _thinned(len(grid["across_values"]))
    title = lang.say("Net result, %(down)s down and %(across)s across", across=names[0], down=names[1])
    labels = ("", *(value_text(lang, kinds[0], grid["across_values"][n]) for n in kept))
    scale = rows.scale_of(lang, document, result)

    def printed(npv: float | None) -> str:
        return "–" if npv is None else lang.scaled(npv, scale)

    cells = [
        (value_text(lang, kinds[1], value), *(printed(found[n]) for n in kept))
        for value, found in zip(grid["down_values"], grid["npv"][result], strict=True)
    ]
    print_table(console, f"{title}\n{unit}", labels, cells, narrow=True)


def _thinned(count: int) -> list[int]:
    """Return the places of at most `_MOST_COLUMNS` columns, first and last among them."""
    if count <= _MOST_COLUMNS:
        return list(range(count))
    return [round(n * (count - 1) / (_MOST_COLUMNS - 1)) for n in range(_MOST_COLUMNS)]
