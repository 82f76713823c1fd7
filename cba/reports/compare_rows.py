"""Options side by side: rows for terminal, page and workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cba.reports.compare_names import option_name, payer_name, scale_of
from cba.reports.facts import ROUNDING, Document
from cba.reports.frequency import per_hundred
from cba.reports.language import N_, Language, Scale

_RANKS = {
    "npv": N_("ordered by net result"),
    "chance": N_("ordered by the chance of a gain"),
    "bcr": N_("ordered by benefits per krone of cost; read it with the net result beside it"),
}


@dataclass(frozen=True)
class LeagueRow:
    """One option in the league table."""

    rank: str
    name: str
    npv: str
    span: str
    chance: str
    ratio: str
    best: str
    grade: str


def league_title(lang: Language, document: Document, group: Document) -> str:
    """Return what the league table shows: the order, whose money, unit and prices."""
    message = _RANKS[document["rank"]]
    order = lang.say(message)
    if document["payer"] is not None:
        order = lang.say(
            "ordered by the net result of %(payer)s", payer=payer_name(lang, document, document["payer"])
        )
    return lang.say(
        "%(model)s, %(year)s prices, %(unit)s; %(order)s",
        model=lang.text(group["model"]["title"]), year=group["price_year"],
        unit=scale_of(lang, document).label, order=order,
    )  # fmt: skip


def league_rows(lang: Language, document: Document, group: Document) -> list[LeagueRow]:
    """Return the options of a group, best first, with everything that keeps a ratio from being read alone."""
    scale = scale_of(lang, document)
    return [
        _league_row(lang, document, group, name, number, scale)
        for number, name in enumerate(group["league"], 1)
    ]


def _league_row(
    lang: Language, document: Document, group: Document, name: str, number: int, scale: Scale
) -> LeagueRow:
    option = document["options"][name]
    measures, outlook, payer = option["measures"], option["uncertainty"], document["payer"]
    npv = measures["npv"] if payer is None else option["by_payer"].get(payer, {"npv": 0.0})["npv"]
    return LeagueRow(
        lang.number(number),
        option_name(lang, document, name, group["league"]),
        lang.scaled(npv, scale),
        _span(lang, outlook, payer, scale),
        _chance(lang, outlook, payer),
        "–" if measures["bcr"] is None else lang.trimmed(measures["bcr"], 2),
        _best(lang, group, name),
        option["evidence"]["weakest"] or "–",
    )


def _span(lang: Language, outlook: Document | None, payer: str | None, scale: Scale) -> str:
    found = outlook and (outlook["npv"] if payer is None else outlook["by_payer"].get(payer))
    if not found:
        return "–"
    low, high = (lang.scaled(found[key], scale) for key in ("p05", "p95"))
    return lang.say("%(low)s to %(high)s", low=low, high=high)


def _chance(lang: Language, outlook: Document | None, payer: str | None) -> str:
    if not outlook:
        return "–"
    if payer is None:
        return lang.chance(outlook["prob_npv_positive"])
    return lang.chance(outlook["prob_npv_positive_by_payer"].get(payer, 0.0))


def _best(lang: Language, group: Document, name: str) -> str:
    found = group["robustness"]
    if not found or name not in found["best"]:
        return "–"
    return per_hundred(lang, found["best"][name])


def touched(document: Document) -> list[str]:
    """Return the payers for whom money moves in some option."""
    return [
        payer
        for payer in dict.fromkeys(p for option in document["options"].values() for p in option["by_payer"])
        if any(_moves(option["by_payer"].get(payer)) for option in document["options"].values())
    ]


def _moves(found: Document | None) -> bool:
    keys = ("npv", "pv_benefits", "pv_costs")
    return found is not None and any(abs(found[key]) >= ROUNDING for key in keys)


def payer_rows(lang: Language, document: Document) -> list[tuple[str, ...]]:
    """Return the net result of each option by payer; a dash where the model does not count the payer."""
    scale, payers = scale_of(lang, document), touched(document)
    return [
        (
            option_name(lang, document, name),
            *(
                lang.scaled(option["by_payer"][p]["npv"], scale) if p in option["by_payer"] else "–"
                for p in payers
            ),
        )
        for name, option in document["options"].items()
    ]


def measure_rows(lang: Language, document: Document) -> list[tuple[str, ...]]:
    """Return benefits, costs, participants, net per participant and payback of each option."""
    scale = scale_of(lang, document)
    rows: list[tuple[str, ...]] = []
    for name, option in document["options"].items():
        measures = option["measures"]
        people = measures["participants"]
        rows.append(
            (
                option_name(lang, document, name),
                lang.scaled(measures["pv_benefits"], scale),
                lang.scaled(measures["pv_costs"], scale),
                lang.number(people) if people else "–",
                lang.number(measures["npv_per_participant"]) if people else "–",
                str(measures["payback_year"] or lang.say("never")),
            )
        )
    return rows


def evidence_rows(lang: Language, document: Document) -> list[tuple[str, ...]]:
    """Return weakest grade, how many effects, how many foreign, what has no effect, and DKR goals."""
    rows: list[tuple[str, ...]] = []
    for name, option in document["options"].items():
        found = option["evidence"]
        rows.append(
            (
                option_name(lang, document, name),
                found["weakest"] or "–",
                lang.number(len(found["effects"])),
                lang.number(found["foreign"]),
                lang.number(len(found["without_effect"])),
                ", ".join(map(str, option["dkr_goals"])) or "–",
            )
        )
    return rows


def outcome_rows(lang: Language, document: Document) -> list[tuple[str, str, str, str]]:
    """Return what each option avoids or gains: option, outcome, units, cost per unit."""
    rows = []
    for name, option in document["options"].items():
        for id, found in option["outcomes"].items():
            title = lang.text(document["names"]["outcomes"].get(id, {}).get("title")) or id
            cost = found["cost_per_avoided"]
            rows.append(
                (
                    option_name(lang, document, name),
                    title,
                    lang.about(found["avoided"]),
                    "–" if cost is None else lang.headline(cost),
                )
            )
    return rows


def beats_rows(lang: Language, document: Document, group: Document, most: int) -> list[tuple[str, ...]]:
    """Return in how many of 100 draws each option is above each other; none with too many options."""
    found = group["robustness"]
    if not found or not 2 <= len(found["members"]) <= most:
        return []
    return [
        (
            option_name(lang, document, name, group["league"]),
            *(
                "" if other == name else per_hundred(lang, found["beats"][name][other])
                for other in found["members"]
            ),
        )
        for name in found["members"]
    ]


def losses(lang: Language, document: Document, group: Document) -> list[tuple[str, str, str]]:
    """Return each option, doing nothing among them: best in how many of 100, and expected loss."""
    found = group["robustness"]
    if not found:
        return []
    scale = scale_of(lang, document)
    return [
        (
            option_name(lang, document, name, group["league"]),
            per_hundred(lang, found["best"][name]),
            lang.scaled(found["expected_loss"][name], scale),
        )
        for name in found["best"]
    ]


def chart_rows(lang: Language, document: Document, group: Document) -> list[tuple[str, float, Any]]:
    """Return name, net result and range of each option of a group, in the table's order."""
    rows = []
    for name in group["league"]:
        option = document["options"][name]
        outlook = option["uncertainty"]
        span = (outlook["npv"]["p05"], outlook["npv"]["p95"]) if outlook else None
        title = option_name(lang, document, name, group["league"])
        rows.append((title, option["measures"]["npv"], span))
    return rows


def effect_rows(lang: Language, document: Document) -> list[tuple[str, str, str, str, str, str]]:
    """Return every effect once: intervention, outcome, grade, where it was studied, share used, source."""
    found: dict[tuple[str, str, str, str, str, str], None] = {}
    for option in document["options"].values():
        for effect in option["evidence"]["effects"]:
            outcome = document["names"]["outcomes"].get(effect["outcome"], {})
            row = (
                lang.text(document["titles"].get(effect["intervention"])) or effect["intervention"],
                lang.text(outcome.get("title")) or effect["outcome"],
                effect["grade"] or "–",
                effect["countries"] or "–",
                lang.percent(effect["transfer"]),
                effect["source"] or lang.say("source not stated"),
            )
            found[row] = None
    return list(found)
