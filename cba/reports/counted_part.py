"""How much of an effect is counted where it lasts shorter than the months that its baseline covers.

A share of people within two years, changed for one year, changes half as many of them.
"""

from __future__ import annotations

from cba.reports.facts import Document
from cba.reports.language import Language

_MONTHS = 12.0


def of_effect(lang: Language, effect: Document) -> str:
    """Return how much of one effect is counted, for small print; empty where all of it is."""
    window, months = _months(effect)
    if months >= window:
        return ""
    return lang.say(
        "counted for %(months)s of %(window)s months: %(share)s of it", **_printed(lang, window, months)
    )


def in_a_note(lang: Language, document: Document, ids: list[str]) -> str:
    """Return which interventions have an effect that is counted in part, and how much; else nothing."""
    found = []
    for id in ids:
        item = document["interventions"][id]
        for window, months in dict.fromkeys(map(_months, item["effects"])):
            if months < window:
                values = _printed(lang, window, months) | {"what": lang.text(item["title"])}
                found.append(lang.say("%(what)s (%(months)s of %(window)s months: %(share)s)", **values))
    if not found:
        return ""
    return lang.say(
        "Counted in part, because the effect lasts fewer months than the baseline covers: %(which)s.",
        which=lang.listed(found),
    )


def _months(effect: Document) -> tuple[float, float]:
    """Return the months that the baseline covers and those the effect lasts; the same where not known."""
    base, duration = effect["baseline"] or {}, effect["duration"]
    window = base.get("within_months") if base.get("kind") == "share" else None
    if not window or duration is None:
        return 0.0, 0.0
    return float(window), duration * _MONTHS


def _printed(lang: Language, window: float, months: float) -> dict[str, str]:
    return {
        "window": lang.trimmed(window, 1),
        "months": lang.trimmed(months, 1),
        "share": lang.percent(months / window),
    }
