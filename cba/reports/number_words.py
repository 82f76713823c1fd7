"""A number as its kind is read: shares in per cent, amounts in kroner, ratios as they are."""

from __future__ import annotations

import math

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


def change_text(lang: Language, change: float) -> str:
    """Return a change in per cent with its sign, a very large one as a multiple."""
    if abs(change) < _TIMES:
        return lang.percent(change, 0 if abs(change) >= 0.1 else 1, plus=True)
    if change < 0:
        return lang.percent(change)
    return lang.say("%(times)s times as large", times=lang.about(1 + change))


_TIMES = 10.0
"""Beyond this, per cent say less than how many times as large."""


def _rounded(value: float) -> float:
    """Round a large number to significant digits; decimals are left to the printer."""
    if value == 0 or not math.isfinite(value):
        return value
    return round(value, _DIGITS - 1 - math.floor(math.log10(abs(value))))
