"""What a change is called: a setting, a part of a scenario, a number or a kind of numbers."""

from __future__ import annotations

import re

from cba.reports.facts import Document
from cba.reports.language import N_, Language
from cba.reports.voi_rows import GROUP_NAMES

SETTINGS = {
    "variant": N_("Variant"),
    "model": N_("Model"),
    "model_file": N_("The model's file"),
    "lens": N_("Lens"),
    "place": N_("Place"),
    "price_year": N_("Price year"),
    "start": N_("First year"),
    "horizon": N_("Number of years"),
    "timing": N_("When in the year amounts fall"),
    "guide": N_("The Finance Ministry's guide"),
    "net_tax_factor": N_("Net tax factor"),
    "tax_distortion": N_("Tax distortion"),
    "draws": N_("Recalculations"),
    "seed": N_("Seed"),
    "engine": N_("Version of the engine"),
    "lens.payers": N_("Whose money counts"),
    "rates": N_("Discount rate"),
}

_PARTS = {
    "": N_("The whole intervention"),
    "participants": N_("Participants and years"),
    "overlaps_with": N_("Overlap with others"),
    "completion": N_("Completion"),
}
_OF_EFFECT = {
    "": N_("The whole effect"),
    "statement": N_("How the effect is stated"),
    "statement.size": N_("Size of the effect"),
    "statement.baseline": N_("Starting point"),
    "statement.persistence.lag": N_("Years before the effect"),
    "statement.persistence.duration": N_("Years that the effect lasts"),
    "statement.persistence.fade": N_("Fade a year"),
    "transfer": N_("Transferability"),
    "adjustment": N_("Write-down by the evidence's grade"),
    "applies_to": N_("Who gets the effect"),
    "consequences": N_("What follows from an event"),
}
_EFFECT = re.compile(r"interventions\.([^.]+)\.effects\.([^.]+)(?:\.(.+))?")
_CONSEQUENCE = re.compile(r"consequences\.(.+)")
_LINE = re.compile(
    r"interventions\.([^.]+)\.(costs|flows)\.(.+?)(?:\.(?:per|shares|nature|counterpart|kind))?"
)
_PART = re.compile(r"interventions\.([^.]+)(?:\.(.+))?")


def cause_name(lang: Language, document: Document, cause: Document) -> str:
    """Return what a cause is called.

    Args:
        lang: the reader's language.
        document: a difference.
        cause: one of its attribution's causes.
    """
    name, sort = cause["name"], cause["sort"]
    if sort == "input":
        return lang.text(document["labels"].get(name)) or str(name)
    if sort == "kind":
        return lang.say(GROUP_NAMES[name])
    if sort == "setting":
        return lang.say(SETTINGS[name])
    return _built(lang, document, name)


def _built(lang: Language, document: Document, path: str) -> str:
    if path.startswith("model."):
        key = path.removeprefix("model.")
        return lang.say(SETTINGS.get(key, N_("Model")))
    if found := _EFFECT.fullmatch(path):
        return _of_effect(lang, document, *found.groups(""))
    if found := _LINE.fullmatch(path):
        id, kind, what = found.groups()
        word = lang.say("Cost") if kind == "costs" else lang.say("Yearly amounts")
        return f"{word}: {what} ({_title(lang, document, id)})"
    found = _PART.fullmatch(path)
    if not found:
        return path
    id, part = found.groups("")
    return f"{lang.say(_PARTS.get(part, _PARTS['']))}: {_title(lang, document, id)}"


def _of_effect(lang: Language, document: Document, id: str, outcome: str, part: str) -> str:
    where = f"{_title(lang, document, id)} – {_outcome(lang, document, outcome)}"
    if found := _CONSEQUENCE.fullmatch(part):
        price = lang.text(document["price_names"].get(found[1])) or found[1]
        return f"{lang.say('What follows from an event')}: {price} ({where})"
    return f"{lang.say(_OF_EFFECT.get(part, _OF_EFFECT['']))}: {where}"


def _title(lang: Language, document: Document, id: str) -> str:
    return lang.text(document["titles"].get(id)) or id


def _outcome(lang: Language, document: Document, id: str) -> str:
    return lang.text(document["names"]["outcomes"].get(id, {}).get("title")) or id
