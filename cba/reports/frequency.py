"""Chances as so many of 100 recalculations, which more readers understand than a probability."""

from __future__ import annotations

from cba.reports.language import Language

_RARE = 0.005
"""Below this share, and above its mirror image, whole hundreds would say never or always."""


def how_often(lang: Language, share: float, draws: int) -> str:
    """Return a share of the draws as `in 31 of 100 recalculations`; never rounded to none or all."""
    if share <= 0:
        return lang.say("in none of the %(draws)s recalculations", draws=lang.number(draws))
    if share >= 1:
        return lang.say("in all %(draws)s recalculations", draws=lang.number(draws))
    if share < _RARE:
        return lang.say("in fewer than 1 of 100 recalculations")
    if share >= 1 - _RARE:
        return lang.say("in more than 99 of 100 recalculations")
    return lang.say("in %(number)s of 100 recalculations", number=lang.number(100 * share))


def of_hundred(lang: Language, share: float | None) -> str:
    """Return a share of the draws for a table whose heading says recalculations: `31 of 100`."""
    if share is None:
        return "–"
    if share <= 0:
        return lang.say("none")
    if share >= 1:
        return lang.say("all")
    if share < _RARE:
        return lang.say("fewer than 1 of 100")
    if share >= 1 - _RARE:
        return lang.say("more than 99 of 100")
    return lang.say("%(number)s of 100", number=lang.number(100 * share))


def per_hundred(lang: Language, share: float) -> str:
    """Return a share for a narrow column of so many of 100: `31`, and `<1` or `>99` near the ends."""
    if 0 < share < _RARE:
        return "<1"
    if 1 - _RARE <= share < 1:
        return ">99"
    return lang.number(100 * share)


def span(lang: Language, low: float, high: float) -> str:
    """Return `between X and Y`, or `about X` where they are the same when rounded."""
    first, last = lang.headline(low), lang.headline(high)
    if first == last:
        return lang.say("about %(amount)s", amount=first)
    return lang.say("between %(low)s and %(high)s", low=first, high=last)
