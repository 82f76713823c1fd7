"""The sentences that carry a result: does it pay, how sure is that, who wins and who loses.

Fact sheet, workbook and terminal say the same, because they all ask here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cba.reports import together
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
KINDS = ("gains", "loses", "even")
_WHOLE = {"budget": N_("the public purse as a whole"), "welfare": N_("society as a whole")}
_MANY = ("borger", "offer")
"""Payers whose name is a plural."""


@dataclass(frozen=True)
class Split:
    """Who wins and who loses, in words.

    Attributes:
        losses: one sentence for each payer that loses while another gains; the most important lines.
        gains: one sentence for each payer that gains while another loses.
        rest: one sentence about all of them where nobody stands against the others.
    """

    losses: list[str]
    gains: list[str]
    rest: str


def payer_name(lang: Language, document: Document, payer: str, *, first: bool = True) -> str:
    """Return the payer as a sentence says it, `Kommunen` first or `kommunen` inside."""
    if payer in _DEFINITE:
        name = _DEFINITE[payer][0 if first else 1]
        return lang.say(name)
    return lang.text(document["names"]["payers"].get(payer, {})) or payer


def verdict(lang: Language, document: Document) -> str:
    """Return whether everything in the document pays, in one sentence."""
    npv, years = document["portfolio"]["measures"]["npv"], document["scenario"]["horizon"]
    amount = lang.headline(abs(npv))
    return verdict_of(lang, document, standing(npv), years, amount=amount, years=lang.number(years))


def verdict_of(lang: Language, document: Document, kind: str, number: int, **words: str) -> str:
    """Return the sentence that says whether it pays, or they: where a plan is chosen, all is not the answer.

    Args:
        lang: the reader's language.
        document: a results document.
        kind: of `KINDS`.
        number: years, for singular or plural.
        words: `amount` and `years` as they are printed.
    """
    lens, several = document["model"]["lens"], len(document["interventions"])
    if several > 1 and not document.get("allocation"):
        return together.verdict(lang, lens, kind, number, all=lang.number_word(several), **words)
    if lens == "budget":
        return _of_the_public_purse(lang, kind, number, words)
    if kind == "gains":
        return lang.count(
            "It pays for society as a whole: a gain of %(amount)s over %(years)s year.",
            "It pays for society as a whole: a gain of %(amount)s over %(years)s years.",
            number, **words,
        )  # fmt: skip
    if kind == "loses":
        return lang.count(
            "It does not pay for society as a whole: a loss of %(amount)s over %(years)s year.",
            "It does not pay for society as a whole: a loss of %(amount)s over %(years)s years.",
            number, **words,
        )  # fmt: skip
    return lang.count(
        "It breaks even for society as a whole over %(years)s year.",
        "It breaks even for society as a whole over %(years)s years.",
        number, **words,
    )  # fmt: skip


def _of_the_public_purse(lang: Language, kind: str, number: int, words: Mapping[str, str]) -> str:
    if kind == "gains":
        return lang.count(
            "It pays for the public purse as a whole: a surplus of %(amount)s over %(years)s year.",
            "It pays for the public purse as a whole: a surplus of %(amount)s over %(years)s years.",
            number, **words,
        )  # fmt: skip
    if kind == "loses":
        return lang.count(
            "It does not pay for the public purse as a whole: a deficit of %(amount)s over %(years)s year.",
            "It does not pay for the public purse as a whole: a deficit of %(amount)s over %(years)s years.",
            number, **words,
        )  # fmt: skip
    return lang.count(
        "It breaks even for the public purse as a whole over %(years)s year.",
        "It breaks even for the public purse as a whole over %(years)s years.",
        number, **words,
    )  # fmt: skip


def which_pay(lang: Language, document: Document) -> str:
    """Return which of several interventions pay, in one sentence; empty where there is only one."""
    everyone = list(document["interventions"].values())
    if len(everyone) < 2:
        return ""
    paying = [i for i in everyone if standing(i["measures"]["npv"]) == "gains"]
    paying.sort(key=lambda i: -i["measures"]["npv"])
    if not paying:
        message = N_("None of the %(all)s interventions pays.")
    elif len(paying) == len(everyone):
        both, all_of_them = (
            N_("Both interventions pay: %(which)s."),
            N_("All %(all)s interventions pay: %(which)s."),
        )
        message = both if len(everyone) == 2 else all_of_them
    elif len(paying) == 1:
        message = N_("Only one of the %(all)s interventions pays: %(which)s.")
    else:
        message = N_("Of the %(all)s interventions, %(some)s pay: %(which)s.")
    names = [f"{lang.text(i['title'])} ({lang.headline(i['measures']['npv'])})" for i in paying]
    return lang.say(
        message,
        all=lang.number_word(len(everyone)),
        some=lang.number_word(len(paying)),
        which=lang.listed(names),
    )


def split(lang: Language, document: Document, result: Document | None = None) -> Split:
    """Return who loses and who gains, the losers first."""
    result = result or document["portfolio"]
    whole = standing(result["measures"]["npv"])
    payers = sorted(payer_results(result, document["model"]["payers"]), key=lambda p: -abs(p.npv))
    losers = [p for p in payers if p.standing == "loses"]
    gainers = [p for p in payers if p.standing == "gains"]
    if losers and gainers:
        losses = [_loses(lang, document, p, whole) for p in losers]
        if whole == "loses":
            return Split(losses, [_gains(lang, document, p) for p in gainers], "")
        return Split(losses, [_where(lang, document, gainers, "gains")], "")
    if losers:
        nobody = lang.say("Nobody gains.")
        return Split([], [], f"{nobody} {_where(lang, document, losers, 'loses')}")
    nobody = lang.say("Nobody loses.")
    return Split([], [], f"{nobody} {_where(lang, document, gainers, 'gains')}" if gainers else nobody)


def count_of(payer: str) -> int:
    """Return 1 or 2: whether the payer's name takes a singular or a plural verb."""
    return 2 if payer in _MANY else 1


def _loses(lang: Language, document: Document, payer: PayerResult, whole: str) -> str:
    everyone = _WHOLE[document["model"]["lens"]]
    words = {
        "payer": payer_name(lang, document, payer.id),
        "amount": lang.headline(abs(payer.npv)),
        "whole": lang.say(everyone),
    }
    number = count_of(payer.id)
    if whole == "gains":
        return lang.count(
            "%(payer)s loses %(amount)s, although %(whole)s gains.",
            "%(payer)s lose %(amount)s, although %(whole)s gains.",
            number, **words,
        )  # fmt: skip
    if whole == "even":
        return lang.count(
            "%(payer)s loses %(amount)s, although %(whole)s breaks even.",
            "%(payer)s lose %(amount)s, although %(whole)s breaks even.",
            number, **words,
        )  # fmt: skip
    return lang.count("%(payer)s loses %(amount)s.", "%(payer)s lose %(amount)s.", number, **words)


def _gains(lang: Language, document: Document, payer: PayerResult) -> str:
    name, amount = payer_name(lang, document, payer.id), lang.headline(payer.npv)
    return lang.count(
        "%(payer)s gains %(amount)s.",
        "%(payer)s gain %(amount)s.",
        count_of(payer.id), payer=name, amount=amount,
    )  # fmt: skip


def _where(lang: Language, document: Document, payers: list[PayerResult], kind: str) -> str:
    """Return where the gain or the loss lands, largest first."""
    parts = [f"{payer_name(lang, document, p.id, first=False)} ({lang.headline(abs(p.npv))})" for p in payers]
    message = N_("The gain goes to %(payers)s.") if kind == "gains" else N_("The loss falls on %(payers)s.")
    return lang.say(message, payers=lang.listed(parts))


def ends(lang: Language, document: Document, payer: str, npv: float) -> str:
    """Return where a payer's running total ends, for those who hear a chart."""
    return lang.count(
        "%(payer)s ends at %(amount)s.",
        "%(payer)s end at %(amount)s.",
        count_of(payer),
        payer=payer_name(lang, document, payer),
        amount=lang.headline(npv),
    )


def span(lang: Language, document: Document) -> str:
    """Return the years that are counted, `2026–2035`."""
    return lang.span(*horizon(document))
