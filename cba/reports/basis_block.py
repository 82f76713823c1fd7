"""What the fact sheet says about its assumptions: rates, payers, transferability, prices and warnings."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from cba.reports import certainty, effect_rows, facts, story
from cba.reports.facts import Document
from cba.reports.language import Language


def context(lang: Language, document: Document) -> dict[str, Any]:
    """Return what the template of the assumptions needs."""
    payers = [story.payer_name(lang, document, p, first=False) for p in document["model"]["payers"]]
    count = len(document["warnings"])
    warnings = lang.count(
        "The calculation gave %(number)s warning; it is in the workbook.",
        "The calculation gave %(number)s warnings; they are in the workbook.",
        count,
    )
    return {
        "discounting": _discounting(lang, document),
        "counted": lang.listed(payers),
        "transfers": _transfers(lang, document),
        "prices": _prices(lang, document),
        "shrinkage": certainty.shrinkage(lang, document),
        "defaults": effect_rows.defaults(lang, document),
        "warnings": warnings if count else "",
    }


def _discounting(lang: Language, document: Document) -> str:
    spans = [
        lang.say("%(rate)s from year %(year)s", rate=lang.percent(r["rate"], 2), year=lang.number(r["from"]))
        for r in document["model"]["discounting"]["rates"]
        if r["from"] < document["scenario"]["horizon"]
    ]
    first = document["model"]["discounting"]["rates"][0]["rate"]
    return lang.say("%(rate)s a year", rate=lang.percent(first, 2)) if len(spans) == 1 else lang.listed(spans)


def _transfers(lang: Language, document: Document) -> str:
    found = [
        (lang.percent(e["transfer"]), lang.text(i["title"]))
        for i in document["interventions"].values()
        for e in i["effects"]
        if e["transfer"] != 1
    ]
    parts = [
        lang.say(
            "%(share)s of the effect is expected here (%(interventions)s)",
            share=share,
            interventions="; ".join(n for _, n in g),
        )
        for share, g in groupby(sorted(found), key=lambda item: item[0])
    ]
    return lang.listed(parts)


def _prices(lang: Language, document: Document) -> list[dict[str, Any]]:
    """Return the unit prices, those of one source and price year together."""
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for price in document["prices"].values():
        named = [story.payer_name(lang, document, p, first=False) for p in facts.shares(price["payer"])]
        own = lang.say("own assumption") if price["own_assumption"] else ""
        grade = lang.say("Grade %(grade)s.", grade=price["grade"]) if price["grade"] else own
        key = (price["source_short"] or own, price["url"], price["price_year_given"], grade)
        groups.setdefault(key, []).append(dict(price) | {"paid_by": ", ".join(named)})
    return [
        {"source": source, "url": url, "price_year": year, "quality": quality, "prices": prices}
        for (source, url, year, quality), prices in groups.items()
    ]
