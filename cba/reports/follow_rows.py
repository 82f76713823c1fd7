"""Promised against achieved, as rows of text: terminal and page print the same ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cba.reports.facts import Document
from cba.reports.language import N_, NBSP, Language, Scale
from cba.reports.number_words import value_text

_LIGHTS = {"on_course": N_("on course"), "watch": N_("keep an eye on it"), "act": N_("act now")}
MARKS = {"on_course": "●", "watch": "◐", "act": "○"}
"""A mark beside the words; it differs in shape, not in colour alone."""

_HOW = {
    "beta-binomial": N_("exact: beta prior, counted people"),
    "gamma-poisson": N_("exact: gamma prior, counted incidents"),
    "normal on the log scale": N_("exact: lognormal prior, measured ratio"),
    "importance weights": N_("draws weighted by how well they fit"),
    "fixed": N_("nothing is learnt: the number has no interval"),
}


@dataclass(frozen=True)
class FollowRow:
    """One figure of one year beside its promise; `light` is its id."""

    year: str
    what: str
    promised: str
    achieved: str
    light: str
    verdict: str
    note: str


@dataclass(frozen=True)
class ForecastRow:
    """The chance that something pays, and its net result, as promised and now."""

    name: str
    pays_promised: str
    pays: str
    promised: str
    now: str
    interval: str
    onward: str
    light: str
    verdict: str
    total: bool


@dataclass(frozen=True)
class UpdateRow:
    """What an assumption was before and is after, and how that was found."""

    name: str
    before: str
    after: str
    how: str


def light_text(lang: Language, light: str) -> str:
    """Return a light in words."""
    words = _LIGHTS[light]
    return lang.say(words)


def title_of(lang: Language, document: Document, id: str) -> str:
    """Return an intervention's title; the whole is said in words."""
    if id in document["titles"]:
        return lang.text(document["titles"][id])
    return lang.say("Together")


def people_rows(lang: Language, document: Document) -> list[FollowRow]:
    """Return who took part and who completed, by year."""
    rows = [
        _row(lang, item, _named(lang, document, item, lang.say("participants")), lang.number, "")
        for item in document["participants"]
    ]
    for item in document["observed"]:
        if item["measure"] == "completed":
            what = lang.say("completed, of %(of)s", of=lang.number(item["of"]))
            rows.append(_row(lang, item, _named(lang, document, item, what), lang.about, _chance(lang, item)))
    return sorted(rows, key=lambda row: row.year)


def cost_rows(lang: Language, document: Document) -> list[FollowRow]:
    """Return what was spent, in the scenario's prices."""
    rows = []
    for item in document["costs"]:
        each = item["achieved_each"]
        note = ""
        if each is not None and item["promised_each"] is not None:
            note = lang.say(
                "per participant %(achieved)s against %(promised)s",
                achieved=lang.headline(each), promised=lang.headline(item["promised_each"]),
            )  # fmt: skip
        what = _named(lang, document, item, lang.say("costs"))
        rows.append(_row(lang, item, what, lang.headline, note))
    return rows


def outcome_rows(lang: Language, document: Document) -> list[FollowRow]:
    """Return what was seen of the outcomes, beside what would be seen without the intervention."""
    rows = []
    for item in document["observed"]:
        if item["measure"] == "completed":
            continue
        outcome = lang.text(document["names"]["outcomes"][item["outcome"]]["title"])
        if item["of"]:
            outcome = lang.say("%(outcome)s, of %(of)s followed", outcome=outcome, of=lang.number(item["of"]))
        if item["measure"] == "effect":
            outcome = lang.say("%(outcome)s, effect measured here (ratio)", outcome=outcome)
        printed = _ratio_of(lang) if item["measure"] == "effect" else lang.about
        without = lang.say("without: %(number)s", number=printed(item["without"]))
        note = f"{without}; {_chance(lang, item)}"
        rows.append(_row(lang, item, _named(lang, document, item, outcome), printed, note))
    return rows


def _ratio_of(lang: Language) -> Callable[[float], str]:
    return lambda value: lang.trimmed(value, 2)


def _named(lang: Language, document: Document, item: Document, what: str) -> str:
    return f"{title_of(lang, document, item['intervention'])}: {what}"


def _row(lang: Language, item: Document, what: str, printed: Callable[[float], str], note: str) -> FollowRow:
    light = item["light"]
    return FollowRow(
        str(item["year"]),
        what,
        printed(item["promised"]),
        printed(item["achieved"]),
        light,
        f"{MARKS[light]}{NBSP}{light_text(lang, light)}",
        note,
    )


def _chance(lang: Language, item: Document) -> str:
    return lang.say("as bad or worse by chance: %(chance)s", chance=lang.chance(item["chance"]))


def forecast_rows(lang: Language, document: Document) -> list[ForecastRow]:
    """Return each intervention, and the whole where there are several."""
    found = document["forecast"]
    scale = lang.scale(found["portfolio"]["now"][key] for key in ("p05", "p95"))
    rows = []
    for id, item in found.items():
        total = id not in document["titles"]
        if total and len(document["titles"]) == 1:
            continue
        now, onward = item["now"], item["onward_pays"]
        rows.append(
            ForecastRow(
                title_of(lang, document, id),
                lang.chance(item["pays_promised"]),
                lang.chance(item["pays"]),
                lang.scaled(item["promised"]["mean"], scale),
                lang.scaled(now["mean"], scale),
                f"{lang.scaled(now['p05'], scale)} – {lang.scaled(now['p95'], scale)}",
                "–" if onward is None else lang.chance(onward),
                item["light"],
                f"{MARKS[item['light']]}{NBSP}{light_text(lang, item['light'])}",
                total,
            )
        )
    return rows


def money_label(lang: Language, document: Document) -> str:
    """Return the unit of the forecast's amounts."""
    now = document["forecast"]["portfolio"]["now"]
    return lang.scale(now[key] for key in ("p05", "p95")).label


def payer_unit(lang: Language, document: Document) -> str:
    """Return the unit of the payers' amounts."""
    return _payer_scale(lang, document).label


def _payer_scale(lang: Language, document: Document) -> Scale:
    found = document["forecast"]["portfolio"]["by_payer"].values()
    return lang.scale(amount for item in found for amount in (item["promised"], item["now"]))


def payer_rows(lang: Language, document: Document) -> list[tuple[str, ...]]:
    """Return what each payer gains on average, and how surely, as promised and now."""
    found = document["forecast"]["portfolio"]["by_payer"]
    scale = _payer_scale(lang, document)
    return [
        (
            lang.text(document["names"]["payers"][payer]),
            f"{lang.scaled(item['promised'], scale)}",
            f"{lang.scaled(item['now'], scale)}",
            lang.chance(item["pays_promised"]),
            lang.chance(item["pays"]),
        )
        for payer, item in found.items()
        if max(abs(item["promised"]), abs(item["now"])) >= 0.5
    ]


def update_rows(lang: Language, document: Document) -> list[UpdateRow]:
    """Return what the forecast has learnt about the assumptions."""
    rows = []
    for item in document["updates"]:
        names = [lang.text(document["labels"][name]) for name in item["names"] if name in document["labels"]]
        kind = item["kind"]
        how = _HOW[item["how"]]
        rows.append(
            UpdateRow(
                lang.listed(names) or item["names"][0],
                _learnt(lang, kind, item["before"]),
                _learnt(lang, kind, item["after"]),
                lang.say(how),
            )
        )
    return rows


def _learnt(lang: Language, kind: str, value: float) -> str:
    return lang.percent(value, 1) if kind == "share" else value_text(lang, kind, value)
