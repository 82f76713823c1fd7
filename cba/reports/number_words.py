"""A number as its kind is read: shares in per cent, amounts in kroner, ratios as they are."""

from __future__ import annotations

import math

from cba.effects import RATIO_MEASURES
from cba.reports.language import MINUS, NBSP, Language

_DIGITS = 4
"""Significant digits of a value that a reader may want to put back into the scenario."""


def value_text(lang: Language, kind: str, value: float) -> str:
    """Return a value with its unit.

    Args:
        lang: the reader's language.
        kind: the input's kind, see `cba.inputs.Input`.
        value: in the engine's unit; percentage measures in per cent.
    """
    if kind in ("share", "rate", "difference"):
        return lang.percent(value, decimals(100 * value))
    if kind == "percentage_change":
        return lang.percent(value / 100, decimals(value))
    if kind == "percentage_points":
        points = lang.trimmed(value, decimals(value))
        return lang.say("%(points)s percentage points", points=points).replace(" ", NBSP)
    if kind == "money":
        return money(lang, value)
    return lang.trimmed(_rounded(value), decimals(value))


def money(lang: Language, value: float) -> str:
    """Return an amount with four significant digits: `28.520 kr.`."""
    number = lang.trimmed(_rounded(value), decimals(value))
    unit = lang.scale(()).label
    if lang.code == "da":
        return f"{number}{NBSP}{unit}"
    sign, size = (MINUS, number[1:]) if number.startswith(MINUS) else ("", number)
    return f"{sign}{unit}{NBSP}{size}"


def decimals(value: float) -> int:
    """Return how many decimals give four significant digits."""
    size = abs(value)
    return 0 if size == 0 or not math.isfinite(size) else max(0, _DIGITS - 1 - math.floor(math.log10(size)))


def distance_text(lang: Language, kind: str, value: float, estimate: float) -> str:
    """Return how far a value is from the estimate; empty from zero.

    Of an effect, how much smaller or larger the effect is: that of a ratio is its distance from 1. Of any
    other negative number too, where +10 % could mean either.
    """
    none = 1.0 if kind in RATIO_MEASURES else 0.0
    if estimate == none:
        return ""
    change = (value - none) / (estimate - none) - 1.0
    if kind in RATIO_MEASURES or kind in _EFFECTS:
        return _effect_text(lang, change)
    if change < -1.0:
        return lang.say("the opposite sign")
    if estimate > 0.0:
        return _change_text(lang, change)
    share = lang.percent(abs(change), _precision(change))
    return lang.say("%(share)s smaller", share=share) if change < 0 else _larger(lang, change)


_EFFECTS = ("standardised_mean_difference", "percentage_change", "percentage_points", "difference")


def _effect_text(lang: Language, change: float) -> str:
    if change < -1.0:
        return lang.say("the opposite effect")
    if change == -1.0:
        return lang.say("no effect")
    if change >= _TIMES:
        return lang.say("effect %(times)s times as large", times=lang.about(1 + change))
    share = lang.percent(abs(change), _precision(change))
    if change < 0:
        return lang.say("effect %(share)s smaller", share=share)
    return lang.say("effect %(share)s larger", share=share)


def _larger(lang: Language, change: float) -> str:
    if change >= _TIMES:
        return lang.say("%(times)s times as large", times=lang.about(1 + change))
    return lang.say("%(share)s larger", share=lang.percent(change, _precision(change)))


def _change_text(lang: Language, change: float) -> str:
    """Return a change in per cent with its sign, a very large one as a multiple."""
    if change >= _TIMES:
        return _larger(lang, change)
    return lang.percent(change, _precision(change), plus=True)


def _precision(change: float) -> int:
    return 0 if abs(change) >= 0.1 else 1


_TIMES = 10.0
"""Beyond this, per cent say less than how many times as large."""


def _rounded(value: float) -> float:
    """Round a large number to significant digits; decimals are left to the printer."""
    if value == 0 or not math.isfinite(value):
        return value
    return round(value, _DIGITS - 1 - math.floor(math.log10(abs(value))))
