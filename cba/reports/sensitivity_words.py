"""What the result hangs on, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from cba.reports.facts import ROUNDING, Document
from cba.reports.language import N_, Language
from cba.reports.sensitivity_rows import TOTAL, critical, label_of, turning
from cba.reports.story import payer_name

_NAMED = 5
"""More names than this do not make a sentence."""


def subject(lang: Language, document: Document) -> str:
    """Return what was examined: the whole scenario or one intervention, for all or for one payer."""
    of = document["of"]
    title = document["scenario"]["title"] if of == "portfolio" else document["titles"][of]
    return lang.text(title) or str(of)


def base(lang: Language, document: Document, result: str) -> str:
    """Return the net result at the estimates."""
    amount = lang.headline(document["npv"][result])
    if result == TOTAL:
        return lang.say("At the estimates the net result is %(amount)s.", amount=amount)
    payer = payer_name(lang, document, result, first=False)
    message = N_("At the estimates the net result for %(payer)s is %(amount)s.")
    return lang.say(message, payer=payer, amount=amount)


def turns(lang: Language, document: Document, result: str) -> str:
    """Return which numbers can turn the result round by themselves."""
    if not any(item["low"] is not None for item in document["inputs"].values()):
        return lang.say(
            "No assumption in the calculation has an interval. What follows shows what the result answers "
            "to, not how sure it is."
        )
    if abs(document["npv"][result]) < ROUNDING:
        return lang.say("The net result is zero, so the least change turns it.")
    names = turning(document, result)
    if not names:
        return lang.say("No assumption turns the result round by itself within its interval.")
    shown = _named(lang, document, names)
    if len(names) == 1:
        return lang.say(
            "One assumption turns the result round by itself within its interval: %(names)s.", names=shown
        )
    message = N_("%(number)s assumptions each turn the result round within their interval: %(names)s.")
    return _capital(lang.say(message, number=lang.number_word(len(names)), names=shown))


def critical_words(lang: Language, document: Document, result: str) -> str:
    """Return the critical numbers, as the EU guide to cost-benefit analysis calls them."""
    if abs(document["npv"][result]) < ROUNDING:
        return lang.say("Against a net result of zero no change can be stated in per cent.")
    names = critical(document, result)
    if not names:
        return lang.say(
            "No assumption is critical: one per cent more or less of any of them moves the net result by "
            "less than one per cent."
        )
    return lang.say(
        "Critical, because one per cent moves the net result by at least one per cent: %(names)s.",
        names=_named(lang, document, names),
    )


def draws_words(lang: Language, document: Document) -> str:
    """Return what the shares rest on."""
    importance = document["importance"]
    if not importance:
        return ""
    if importance["draws"] == 1:
        return lang.say("One recalculation shows no shares of the uncertainty: ask for more draws.")
    return lang.say(
        "The shares rest on %(draws)s recalculations, the total shares on %(evaluations)s; the interval is "
        "the 95%% confidence interval of the total share.",
        draws=lang.number(importance["draws"]),
        evaluations=lang.number(importance["sobol"]["evaluations"]),
    )


def signs(lang: Language) -> str:
    """Return what the signs in the tables mean."""
    return lang.say(
        "! critical. * the assumption cannot be moved so far, such as a share beyond 100%%. – no interval, "
        "or nothing to move."
    )


def zero_line(lang: Language, document: Document, result: str) -> str:
    """Return what the grid of two numbers shows, for those who hear the chart."""
    cells = [npv for line in document["two_way"]["npv"][result] for npv in line if npv is not None]
    gains = sum(1 for npv in cells if npv > 0)
    if gains == len(cells):
        return lang.say("The net result is positive everywhere in the grid.")
    if not gains:
        return lang.say("The net result is positive nowhere in the grid.")
    return lang.say(
        "The net result is positive in %(gains)s of %(cells)s cells; the line shows where it is zero.",
        gains=lang.number(gains), cells=lang.number(len(cells)),
    )  # fmt: skip


def _named(lang: Language, document: Document, names: Sequence[str]) -> str:
    """Return the labels in a row, those beyond the first few as others."""
    shown = [label_of(lang, document, name) for name in names[:_NAMED]]
    if len(names) <= _NAMED:
        return lang.listed(shown)
    return ", ".join(shown) + lang.say(" and others")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
