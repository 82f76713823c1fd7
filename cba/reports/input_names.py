"""Short names for inputs, as a reader knows them: `price.prison_day` is `Price: Prison day`.

Everything is taken from the results document; an input that it does not know keeps its own name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from cba.reports.facts import Document
from cba.reports.language import N_, Language

_FIELDS = {
    "estimate": N_("Effect"),
    "transfer": N_("Transferability"),
    "fade": N_("Fade a year"),
    "displacement": N_("Displacement"),
    "reporting_rate": N_("Share reported to the police"),
    "baseline": N_("Starting point"),
    "baseline.share": N_("Share covered"),
    "baseline.incidents": N_("Number reported"),
    "baseline.events": N_("Starting point"),
    "success_rate": N_("Share that succeeds"),
    "success_rate.with": N_("Share that succeeds with the intervention"),
    "success_rate.without": N_("Share that succeeds without the intervention"),
    "success_rate.net": N_("Share that succeeds because of the intervention"),
}


def label(document: Document, name: str, lang: Language) -> str:
    """Return a short name for an input, made from the names in the document.

    Args:
        document: a results document.
        name: the input's name, as in the document's trace.
        lang: the reader's language.
    """
    for pattern, words in _PATTERNS:
        found = pattern.fullmatch(name)
        if found:
            return words(lang, document, *found.groups()) or name
    return name


def _evidence(lang: Language, document: Document, ids: str) -> str:
    """Name an effect by its intervention; by what was studied where several interventions use it."""
    users = [
        (intervention, effect)
        for intervention in document["interventions"].values()
        for effect in intervention["effects"]
        if _evidence_ids(effect) == ids
    ]
    titles = dict.fromkeys(lang.text(intervention["title"]) for intervention, _ in users)
    if len(titles) == 1:
        intervention, effect = users[0]
        return _titled(lang, "Effect", _of_effect(lang, document, intervention, effect["outcome"]))
    studied = next((lang.text(e["name"]) for _, e in users if e.get("name")), lang.listed(titles))
    return _titled(lang, "Effect", studied) if studied else ""


def _evidence_ids(effect: Document) -> str:
    stated = effect.get("evidence")
    return "+".join(stated) if isinstance(stated, list | tuple) else str(stated or "")


def _price(lang: Language, document: Document, id: str) -> str:
    price = document["prices"].get(id)
    return _titled(lang, N_("Price"), lang.text(price["name"])) if price else ""


def _completion(lang: Language, document: Document, id: str) -> str:
    return _titled(lang, N_("Completion"), _title(lang, document, id))


def _participants(lang: Language, document: Document, id: str, year: str | None) -> str:
    when = f", {year}" if year else ""
    return _titled(lang, N_("Participants"), _title(lang, document, id) + when)


def _cost(lang: Language, document: Document, id: str, what: str, part: str | None) -> str:
    intervention = document["interventions"].get(id, {})
    line = _line(intervention.get("costs", ()), what)
    when = f", {part}" if part else ""
    return _titled(lang, N_("Cost"), _what(lang, line, what) + when) + _among(lang, document, id)


def _flow(lang: Language, document: Document, id: str, what: str, year: str) -> str:
    intervention = document["interventions"].get(id, {})
    line = _line(intervention.get("flows", ()), what)
    kind = N_("Benefit") if line and line.get("kind") == "benefit" else N_("Cost")
    return _titled(lang, kind, f"{_what(lang, line, what)}, {year}") + _among(lang, document, id)


def _field(lang: Language, document: Document, id: str, outcome: str, field: str) -> str:
    intervention = document["interventions"].get(id)
    if not intervention or field not in _FIELDS:
        return ""
    return _titled(lang, _FIELDS[field], _of_effect(lang, document, intervention, outcome))


def _change(lang: Language, document: Document, id: str, outcome: str, year: str) -> str:
    intervention = document["interventions"].get(id)
    if not intervention:
        return ""
    where = _of_effect(lang, document, intervention, outcome)
    return _titled(lang, N_("Effect"), f"{where}, {lang.say('year')} {int(year) + 1}")


def _own_quantity(
    lang: Language, document: Document, id: str, outcome: str, price: str, year: str | None
) -> str:
    return _quantity(lang, document, outcome, price, year) + _among(lang, document, id)


def _quantity(lang: Language, document: Document, outcome: str, price: str, year: str | None) -> str:
    unit = lang.text(document["names"]["outcomes"].get(outcome, {}).get("unit")) or outcome
    name = lang.text(document["prices"].get(price, {}).get("name")) or price
    when = f", {lang.say('year')} {int(year) + 1}" if year else ""
    return lang.say("Quantity: %(price)s for each %(unit)s", price=name, unit=unit) + when


def _group(lang: Language, document: Document, id: str, outcome: str) -> str:
    groups = (i["target_group"] for i in document["interventions"].values())
    title = next((lang.text(g["title"]) for g in groups if g and g["id"] == id), "") or id
    return _titled(lang, N_("Starting point"), f"{title} – {_outcome(lang, document, outcome)}")


def _crime(lang: Language, document: Document, place: str, outcome: str, years: str | None) -> str:
    where = f"{_outcome(lang, document, outcome)}, {place}"
    return _titled(lang, N_("Number reported"), f"{where}, {years}" if years else where)


def _rate(lang: Language, document: Document, first: str | None) -> str:
    rate = lang.say("Discount rate")
    if not first or first == "0":
        return rate
    since = lang.say("from year %(year)s", year=first)
    return f"{rate}, {since}"


def _titled(lang: Language, kind: str, name: str) -> str:
    return f"{lang.say(kind)}: {name}"


def _title(lang: Language, document: Document, id: str) -> str:
    return lang.text(document["interventions"].get(id, {}).get("title")) or id


def _among(lang: Language, document: Document, id: str) -> str:
    """Return the intervention after a comma where there are several."""
    return f", {_title(lang, document, id)}" if len(document["interventions"]) > 1 else ""


def _outcome(lang: Language, document: Document, id: str) -> str:
    return lang.text(document["names"]["outcomes"].get(id, {}).get("title")) or id


def _of_effect(lang: Language, document: Document, intervention: Document, outcome: str) -> str:
    """Return the intervention, and the outcome where it has several."""
    title = lang.text(intervention["title"])
    several = len({effect["outcome"] for effect in intervention["effects"]}) > 1
    return f"{title} – {_outcome(lang, document, outcome)}" if several else title


def _line(lines: Any, what: str) -> Document | None:
    """Return the cost or flow that has this text in some language."""
    return next((line for line in lines if what in _texts(line["what"])), None)


def _texts(text: Mapping[str, str] | str | None) -> list[str]:
    return list(text.values()) if isinstance(text, Mapping) else [text or ""]


def _what(lang: Language, line: Document | None, what: str) -> str:
    return lang.text(line["what"]) if line else what


_Words = Callable[..., str]
_PATTERNS: tuple[tuple[re.Pattern[str], _Words], ...] = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"evidence\.(.+)", _evidence),
        (r"price\.(.+)", _price),
        (r"interventions\.([^.]+)\.completion", _completion),
        (r"interventions\.([^.]+)\.participants(?:\.(\d+))?", _participants),
        (r"interventions\.([^.]+)\.costs\.(.+)\.amount(?:\.(\d+))?", _cost),
        (r"interventions\.([^.]+)\.flows\.(.+)\.(\d{4})", _flow),
        (r"interventions\.([^.]+)\.effects\.([^.]+)\.change\.(\d+)", _change),
        (
            r"interventions\.([^.]+)\.effects\.([^.]+)\.consequences\.([^.]+)\.quantity(?:\.(\d+))?",
            _own_quantity,
        ),
        (r"interventions\.([^.]+)\.effects\.([^.]+)\.(.+)", _field),
        (r"outcomes\.([^.]+)\.consequences\.([^.]+)\.quantity(?:\.(\d+))?", _quantity),
        (r"target_groups\.([^.]+)\.([^.]+)", _group),
        (r"reported_crime\.(.+?)\.([^.]+)(?:\.([\d,]+))?", _crime),
        (r"guide\.\d+\.rate\.(\d+)", _rate),
        (r".+\.discounting\.rates?(?:\.(\d+))?", _rate),
    )
)
