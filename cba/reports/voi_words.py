"""What more knowledge is worth, in sentences."""

from __future__ import annotations

from cba.reports.facts import Document
from cba.reports.language import N_, Language
from cba.reports.voi_rows import CHOICE, chosen, decision_name, factor, input_rows

_NOTHING = 0.5
"""Kroner; knowledge worth less is worth nothing."""

_NAMED = 3

_FEWER = 0.75
"""A trial that much smaller and nearly as good is worth a word."""


def sentences(lang: Language, document: Document) -> list[str]:
    """Return what is decided now, what certainty is worth, what is worth knowing, and for how many."""
    if not document["labels"]:
        return [
            lang.say(
                "No assumption in the calculation has an interval, so it cannot be said what more knowledge "
                "is worth. Give the uncertain ones a low and a high value."
            )
        ]
    if not has_tables(document):
        return [lang.say("One recalculation cannot say what more knowledge is worth: ask for more draws.")]
    parts = (now(lang, document), certainty(lang, document), inputs(lang, document), whom(lang, document))
    return [part for part in parts if part]


def has_tables(document: Document) -> bool:
    """Return whether there is anything to show: something uncertain, and more than one draw of it."""
    return bool(document["labels"]) and document["draws"] > 1


def now(lang: Language, document: Document) -> str:
    """Return what is chosen on present knowledge."""
    of = document["of"]
    names = chosen(lang, document, of)
    if of in document["titles"]:
        title = decision_name(lang, document, of)
        if names:
            return lang.say("On present knowledge it pays to adopt %(what)s.", what=title)
        return lang.say("On present knowledge it does not pay to adopt %(what)s.", what=title)
    if not names:
        return lang.say("On present knowledge none of the interventions is adopted.")
    return lang.say("On present knowledge one would adopt %(what)s.", what=lang.listed(names))


def certainty(lang: Language, document: Document) -> str:
    """Return what certain knowledge of everything is worth at most."""
    worth = factor(document) * document["decisions"][document["of"]]["evpi"]
    if worth < _NOTHING:
        return lang.say(
            "In every recalculation that decision is the right one, so more knowledge would change nothing."
        )
    return lang.say(
        "To know everything for certain before deciding is worth %(amount)s at most.",
        amount=lang.headline(worth),
    )


def inputs(lang: Language, document: Document) -> str:
    """Return which inputs are most worth knowing."""
    rows = [row for row in input_rows(lang, document) if row.value >= _NOTHING][:_NAMED]
    if not rows:
        evpi = factor(document) * document["decisions"][document["of"]]["evpi"]
        if evpi < _NOTHING:
            return ""
        return lang.say("No single assumption is worth knowing by itself; several together are.")
    parts = [f"{row.name} ({lang.headline(row.value)})" for row in rows]
    return lang.say("Most worth knowing: %(inputs)s.", inputs=lang.listed(parts))


def whom(lang: Language, document: Document) -> str:
    """Return how many decisions the amounts are about."""
    scale = document["scale"]
    people = lang.number(scale["participants"])
    if scale["years"] is None:
        if not document["has_participants"]:
            return lang.say("The amounts are for the scenario as it stands, decided once.")
        return lang.say(
            "The amounts are for the scenario's own %(people)s participants, decided once.", people=people
        )
    values = {
        "years": lang.number(scale["years"]),
        "yearly": lang.trimmed(scale["yearly"], 1),
        "times": lang.trimmed(scale["factor"], 2),
    }
    message = (
        N_(
            "The amounts are for %(yearly)s participants a year in %(years)s years, discounted: %(times)s "
            "times the scenario."
        )
        if document["has_participants"]
        else N_("The amounts are for %(years)s years, discounted: %(times)s times the scenario.")
    )
    return lang.say(message, **values)


def trial(lang: Language, document: Document) -> list[str]:
    """Return what a local trial is worth before it starts, and what it would cost."""
    found = document["trial"]
    if not found:
        return []
    measured = lang.say("The trial measures: %(what)s.", what=lang.text(found["title"]))
    best = found["best"]
    if best is None:
        return [
            _worth_only(lang, found),
            lang.say("What it would cost is not stated, so it is not said whether it pays."),
            measured,
        ]
    if best["participants"] == 0:
        most = lang.number(found["participants_max"])
        return [
            lang.say("No local trial of up to %(most)s participants is worth its cost.", most=most),
            measured,
        ]
    values = {
        "people": lang.number(best["participants"]),
        "worth": lang.headline(best["evsi"]),
        "cost": lang.headline(best["cost"]),
        "net": lang.headline(best["net"]),
    }
    said = lang.say(
        "A local trial of %(people)s participants is worth %(worth)s before it starts; it would cost "
        "%(cost)s.",
        **values,
    )
    few = best["enough"]["participants"]
    if few <= _FEWER * best["participants"]:
        gain = lang.say(
            "The gain, %(net)s, is greatest at that size, but already %(few)s participants give %(share)s "
            "of it.",
            **values, few=lang.number(few), share=lang.percent(best["enough"]["share_of_net"]),
        )  # fmt: skip
    elif best["participants"] >= found["participants_max"]:
        gain = lang.say(
            "The gain, %(net)s, might be greater if the scenario had more participants.", **values
        )
    else:
        gain = lang.say("The gain, %(net)s, is greatest at that size.", **values)
    return [f"{said} {gain}", measured]


def _worth_only(lang: Language, found: Document) -> str:
    rows = found["worth"]
    largest = rows[-1]["evsi"]
    if largest < _NOTHING:
        return lang.say(
            "No local trial of up to %(people)s participants would change the decision, so it is worth "
            "nothing.",
            people=lang.number(found["participants_max"]),
        )
    # the smallest listed size that gets four fifths of what the largest gets
    row = next(row for row in rows if row["evsi"] >= 0.8 * largest)
    said = lang.say(
        "A local trial of %(people)s participants is worth %(worth)s before it starts.",
        people=lang.number(row["participants"]),
        worth=lang.headline(row["evsi"]),
    )
    if row is rows[-1]:
        return said
    more = lang.say(
        "With %(people)s participants, the most there can be, it is worth %(worth)s.",
        people=lang.number(rows[-1]["participants"]),
        worth=lang.headline(largest),
    )
    return f"{said} {more}"


def errors(lang: Language, document: Document) -> str:
    """Return what the amounts rest on."""
    if not has_tables(document):
        return ""
    text = lang.say(
        "From %(draws)s recalculations; ± is one standard error.", draws=lang.number(document["draws"])
    )
    if document["of"] == CHOICE and document["overlap"]:
        text += " " + lang.say(
            "Each intervention is decided on by itself; overlap between them is not counted here."
        )
    return text
