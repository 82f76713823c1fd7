"""What is said of an intervention whose effects, at the estimates, cost more than they save."""

from __future__ import annotations

from cba.reports import effect_rows
from cba.reports.facts import Document
from cba.reports.language import N_, Language

_HARM = N_(
    "%(what)s: do not start. At the best estimate it does more harm than good: what it changes costs "
    "more than it saves. The expected loss is %(amount)s."
)
_NOT_CERTAIN = N_(
    "%(what)s: do not start. The studies show no certain effect; the estimate points to %(changes)s. "
    "The expected loss is %(amount)s."
)


def advice(lang: Language, document: Document, id: str) -> str:
    """Return the advice on such an intervention.

    That it does harm is said only where a study shows it: an interval that covers no effect shows nothing.
    """
    item = document["interventions"][id]
    wrong = [e for e in item["effects"] if item["outcomes"].get(e["outcome"], {}).get("avoided", 0.0) < 0.0]
    uncertain = bool(wrong) and all(effect_rows.unclear(effect) for effect in wrong)
    rows = effect_rows.effects(lang, {**document, "interventions": {id: {**item, "effects": wrong}}})
    return lang.say(
        _NOT_CERTAIN if uncertain else _HARM,
        what=lang.text(item["title"]),
        changes=lang.listed(f"{row.number} {lang.text(row.unit)}" for row in rows),
        amount=lang.headline(abs(item["measures"]["npv"])),
    )
