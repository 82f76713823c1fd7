"""The sentences that carry a result: does it pay, how sure is that, who wins and who loses.

Fact sheet, workbook and terminal say the same, because they all ask here.
"""

from __future__ import annotations

from dataclasses import dataclass

from cba.reports.facts import Document, PayerResult, horizon, payer_results, standing
from cba.reports.language import N_, Language

_DEFINITE = {
    "kommune": (N_("The municipality"), N_("the municipality")),
    "region": (N_("The region"), N_("the region")),
    "stat": (N_("The state"), N_("the state")),
    "borger": (N_("The participants"), N_("the participants")),
    "offer": (N_("Victims of crime"), N_("victims of crime")),
    "erhverv": (N_("Business"), N_("business")),
    "oevrige": (N_("The rest of society"), N_("the rest of society")),
}
_VERDICTS = {
    ("budget", "gains"): N_(
        "It pays for the public purse as a whole: a surplus of %(amount)s over %(years)s years."
    ),
    ("budget", "loses"): N_(
        "It does not pay for the public purse as a whole: a deficit of %(amount)s over %(years)s years."
    ),
    ("budget", "even"): N_("It breaks even for the public purse as a whole over %(years)s years."),
    ("welfare", "gains"): N_("It pays for society as a whole: a gain of %(amount)s over %(years)s years."),
    ("welfare", "loses"): N_(
        "It does not pay for society as a whole: a loss of %(amount)s over %(years)s years."
    ),
    ("welfare", "even"): N_("It breaks even for society as a whole over %(years)s years."),
}
_AGAINST = {
    ("budget", "gains"): N_("%(payer)s loses %(amount)s, although the public purse as a whole gains."),
    ("budget", "loses"): N_("%(payer)s gains %(amount)s, although the public purse as a whole loses."),
    ("budget", "even"): N_("%(payer)s loses %(amount)s, although the public purse as a whole breaks even."),
    ("welfare", "gains"): N_("%(payer)s loses %(amount)s, although society as a whole gains."),
    ("welfare", "loses"): N_("%(payer)s gains %(amount)s, although society as a whole loses."),
    ("welfare", "even"): N_("%(payer)s loses %(amount)s, although society as a whole breaks even."),
}


@dataclass(frozen=True)
class Split:
    """Who wins and who loses, in words.

    Attributes:
        against: one sentence for each payer that goes against the whole; the most important lines there are.
        rest: one sentence about the others.
    """

    against: list[str]
    rest: str


def payer_name(lang: Language, document: Document, payer: str, *, first: bool = True) -> str:
    """Return the payer as a sentence says it, `Kommunen` first or `kommunen` inside."""
    if payer in _DEFINITE:
        name = _DEFINITE[payer][0 if first else 1]
        return lang.say(name)
    return lang.text(document["names"]["payers"].get(payer, {})) or payer


def verdict(lang: Language, document: Document, result: Document | None = None) -> str:
    """Return whether it pays, in one sentence; for the portfolio, or for one intervention's result."""
    npv = (result or document["portfolio"])["measures"]["npv"]
    message = _VERDICTS[document["model"]["lens"], standing(npv)]
    return lang.say(
        message,
        amount=lang.headline(abs(npv)),
        years=lang.number(document["scenario"]["horizon"]),
    )


def certainty(lang: Language, result: Document) -> str:
    """Return the range and the chance of a gain, or that they have not been calculated."""
    uncertainty = result.get("uncertainty")
    if uncertainty is None:
        return lang.say("How uncertain the result is has not been calculated yet.")
    return lang.say(
        "With 90%% probability the result lies between %(low)s and %(high)s. "
        "The chance that the benefits exceed the costs is %(chance)s.",
        low=lang.headline(uncertainty["npv"]["p05"]),
        high=lang.headline(uncertainty["npv"]["p95"]),
        chance=lang.chance(uncertainty["prob_npv_positive"]),
    )


def split(lang: Language, document: Document, result: Document | None = None) -> Split:
    """Return who goes against the whole and where the rest of it lands."""
    result = result or document["portfolio"]
    whole = standing(result["measures"]["npv"])
    payers = [p for p in payer_results(result, document["model"]["payers"]) if p.standing != "even"]
    opposite = "gains" if whole == "loses" else "loses"
    against = [p for p in payers if p.standing == opposite]
    others = [p for p in payers if p.standing != opposite]
    message = _AGAINST[document["model"]["lens"], whole]
    sentences = [
        lang.say(message, payer=payer_name(lang, document, p.id), amount=lang.headline(abs(p.npv)))
        for p in sorted(against, key=lambda p: -abs(p.npv))
    ]
    return Split(sentences, _others(lang, document, others, opposite, bool(against)))


def _others(
    lang: Language, document: Document, others: list[PayerResult], opposite: str, divided: bool
) -> str:
    none = lang.say("Nobody loses.") if opposite == "loses" else lang.say("Nobody gains.")
    parts = [
        f"{payer_name(lang, document, p.id, first=False)} ({lang.headline(abs(p.npv))})"
        for p in sorted(others, key=lambda p: -abs(p.npv))
    ]
    if not parts:
        return "" if divided else none
    message = (
        N_("The gain goes to %(payers)s.") if opposite == "loses" else N_("The loss falls on %(payers)s.")
    )
    where = lang.say(message, payers=lang.listed(parts))
    return where if divided else f"{none} {where}"


def span(lang: Language, document: Document) -> str:
    """Return the years that are counted, `2026–2035`."""
    return lang.span(*horizon(document))
