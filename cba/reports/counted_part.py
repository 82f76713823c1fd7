"""How much of an effect is counted where it lasts shorter than the months that its baseline covers.

A share of people within two years, changed for one year, changes half as many of them.
"""

from __future__ import annotations

from cba.reports.facts import Document
from cba.reports.language import N_, Language

_MONTHS = 12.0
_FOR_EACH = N_(
    "the baseline covers %(window)s months, the effect counts for %(months)s: %(share)s of it is counted"
)
_IN_A_NOTE = N_(
    "%(what)s: the baseline covers %(window)s months, but the effect counts for %(months)s, so %(share)s of "
    "it is counted."
)


def of_effect(lang: Language, effect: Document) -> str:
    """Return how much of one effect is counted, for small print; empty where all of it is."""
    return _said(lang, _FOR_EACH, effect)


def in_a_note(lang: Language, document: Document, ids: list[str]) -> list[str]:
    """Return a sentence for each effect of the interventions that is counted in part."""
    found = [
        _said(lang, _IN_A_NOTE, effect, what=lang.text(document["interventions"][id]["title"]))
        for id in ids
        for effect in document["interventions"][id]["effects"]
    ]
    return [sentence for sentence in found if sentence]


def _said(lang: Language, message: str, effect: Document, **words: str) -> str:
    base, duration = effect["baseline"] or {}, effect["duration"]
    window = base.get("within_months") if base.get("kind") == "share" else None
    if not window or duration is None or duration * _MONTHS >= window:
        return ""
    return lang.say(
        message,
        window=lang.trimmed(window, 1),
        months=lang.trimmed(duration * _MONTHS, 1),
        share=lang.percent(duration * _MONTHS / window),
        **words,
    )
