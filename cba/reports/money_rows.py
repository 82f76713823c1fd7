"""Who is reached, who pays, when it breaks even and what drives it: one row or sentence for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cba.reports.facts import MOST_ON_PAPER, SHIFT, Document, Driver, drivers, people, spending, standing
from cba.reports.language import N_, Language
from cba.reports.story import payer_name

EFFECT_AT_LEAST = N_("The effect must be at least (per cent of the expected)")
COST_AT_MOST = N_("The cost may be at most (per cent of the calculated)")
_SEVERAL = 2
_MANY_TIMES = 2
"""From here on a share is said as so many times as large."""


@dataclass(frozen=True)
class BreakEven:
    """When an intervention, or all together, breaks even."""

    title: Mapping[str, str] | str
    npv: float
    by_payer: list[float]
    effect: str
    cost: str
    payback: int | None
    of: str = ""
    total: bool = False

    @property
    def standing(self) -> str:
        """Return `gains`, `loses` or `even`."""
        return standing(self.npv)


def break_even(lang: Language, document: Document, payers: Iterable[str]) -> list[BreakEven]:
    """Return one row for each intervention and, when there are several, one for all together."""
    payers = list(payers)
    rows = [_row(lang, i["title"], i, payers, key) for key, i in document["interventions"].items()]
    if len(rows) > 1:
        rows.append(_row(lang, every(lang, document), document["portfolio"], payers))
    return rows


def every(lang: Language, document: Document) -> str:
    """Return what a row of totals is called: with the number of rows where paper does not show them all."""
    number = len(document["interventions"])
    if number <= MOST_ON_PAPER:
        return lang.say("All together")
    return lang.say("All %(number)s together", number=lang.number(number))


def _row(lang: Language, title: Any, result: Document, payers: list[str], of: str = "") -> BreakEven:
    switching, measures = result["switching"], result["measures"]
    return BreakEven(
        title=title,
        npv=measures["npv"],
        by_payer=[result["by_payer"][p]["npv"] for p in payers],
        effect=_effect_share(lang, switching["effect_share"], measures["pv_benefits"]),
        cost=_cost_factor(lang, switching["cost_factor"]),
        payback=measures["payback_year"],
        of=of,
        total=not of,
    )


def _effect_share(lang: Language, share: float | None, benefits: float) -> str:
    if share is None and benefits < 0:
        return lang.say("not defined: the effect gives a loss")
    if share is None:
        return lang.say("not defined: no priced effect")
    if share <= 0:
        return lang.say("pays even without effect")
    return _multiple(lang, share)


def _cost_factor(lang: Language, factor: float | None) -> str:
    if factor is None:
        return lang.say("not defined: no costs")
    if factor < 0:
        return lang.say("does not pay even if free")
    if factor < 0.005:
        return lang.say("only if it were free")
    return _multiple(lang, factor)


def _multiple(lang: Language, share: float) -> str:
    if share <= _MANY_TIMES:
        return lang.percent(share)
    return lang.say("%(times)s times as large", times=lang.trimmed(share, 1))


def driver_sentences(lang: Language, document: Document, most: int = 3) -> list[str]:
    """Return the inputs that move the net result most, in words, largest first."""
    return [_driver(lang, document, d) for d in drivers(document)[:most]]


def _driver(lang: Language, document: Document, driver: Driver) -> str:
    shift = lang.percent(SHIFT)
    if driver.kind == "price":
        name = lang.text(document["prices"][driver.of]["name"])
        what = lang.say("%(name)s: a %(shift)s lower unit price", name=name, shift=shift)
    else:
        name = lang.text(document["interventions"][driver.of]["title"])
        effect = driver.kind == "effect"
        message = N_("%(name)s: %(shift)s less effect") if effect else N_("%(name)s: %(shift)s higher costs")
        what = lang.say(message, name=name, shift=shift)
    worse = driver.change < 0
    message = (
        N_("%(what)s would lower the result by %(amount)s")
        if worse
        else N_("%(what)s would raise the result by %(amount)s")
    )
    return lang.say(message, what=what, amount=lang.headline(abs(driver.change)))


def reach(lang: Language, document: Document, intervention: Document) -> str:
    """Return for whom, how many and when, in one or two sentences."""
    years = intervention["operating_years"]
    when = lang.span(min(years), max(years)) if years else lang.span(*[document["scenario"]["start"]] * 2)
    number = people(intervention)
    group = intervention["target_group"]
    if intervention["place_based"] or not number:
        place = lang.text(document["scenario"]["place"])
        return lang.say("In %(place)s, %(years)s.", place=place, years=when) if place else ""
    parts = [_people(lang, intervention, when)]
    if group:
        parts.append(lang.say("For: %(group)s.", group=lang.text(group["title"])))
    if intervention["completion"] < 1:
        share = lang.percent(intervention["completion"])
        parts.append(lang.say("%(share)s are expected to complete it.", share=share))
    return " ".join(parts)


def _people(lang: Language, intervention: Document, when: str) -> str:
    """Return how many start; by year as well where each year has the same number, as a plan counts them."""
    number, by_year = people(intervention), [n for n in intervention["participants_by_year"] if n]
    if len(by_year) < _SEVERAL or len(set(by_year)) > 1 or not float(by_year[0]).is_integer():
        reached = lang.count("%(number)s participant", "%(number)s participants", number)
        return lang.say("%(people)s, %(years)s.", people=reached, years=when)
    return lang.count(
        "%(number)s participant a year, %(years)s; %(total)s in all.",
        "%(number)s participants a year, %(years)s; %(total)s in all.",
        by_year[0],
        years=when,
        total=lang.number(number),
    )


def goals(lang: Language, intervention: Document) -> str:
    """Return which of DKR's goals the intervention serves, or nothing."""
    numbers = lang.listed(str(goal) for goal in intervention["dkr_goals"])
    return lang.say("DKR goal %(goals)s.", goals=numbers) if numbers else ""


def paid_by(lang: Language, document: Document, intervention: Document) -> str:
    """Return who pays for the intervention, in one sentence."""
    payers = spending(intervention, document["model"]["payers"]).by_payer
    if not payers:
        return lang.say("No payer that is counted pays for it.")
    if len(payers) == 1:
        return lang.say("Paid by %(payer)s.", payer=payer_name(lang, document, *payers, first=False))
    total = sum(payers.values())
    shares = [
        f"{payer_name(lang, document, p, first=False)} ({lang.percent(amount / total)})"
        for p, amount in payers.items()
    ]
    return lang.say("Paid by %(payer)s.", payer=lang.listed(shares))
