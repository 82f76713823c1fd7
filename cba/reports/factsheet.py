"""The fact sheet: fourteen blocks on one self-contained page, the same order for good and bad results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cba.reports import (
    basis_block,
    charts,
    effect_rows,
    facts,
    money_rows,
    plan_block,
    sliders,
    story,
    uncertainty_block,
)
from cba.reports.facts import Document
from cba.reports.language import Language, Scale, language
from cba.reports.look import PLAIN, Look
from cba.reports.pages import rendered

COLOURS = {
    "kommune": "#0b5a8a",
    "region": "#6a4c93",
    "stat": "#a8481a",
    "borger": "#26734d",
    "offer": "#9c2a5b",
    "erhverv": "#6b6414",
    "oevrige": "#555555",
}
_PUBLIC = ("kommune", "region", "stat")
_WIDEST = 4
"""More payers than this do not fit side by side on paper."""


def render_factsheet(document: Mapping[str, Any], language_code: str, look: Look = PLAIN) -> str:
    """Return the fact sheet as one HTML page without scripts, fonts or pictures from elsewhere.

    Args:
        document: a results document.
        language_code: `da` or `en`.
        look: the style of its numbers, and whose it is.

    Raises:
        InputError: the language is unknown.
    """
    lang = language(language_code, look.number_style)
    context = _context(lang, document) | {"colours": _colours(look, document)}
    return rendered("factsheet.html.jinja", lang, document, context, look)


def _left_over(lang: Language, document: Document) -> str:
    """Return how many interventions paper has no room for; empty where all fit."""
    more = len(document["interventions"]) - facts.MOST_ON_PAPER
    if more <= 0:
        return ""
    return lang.count(
        "%(number)s more intervention is on the screen and in the workbook.",
        "%(number)s more interventions are on the screen and in the workbook.",
        more,
    )


def _colours(look: Look, document: Document) -> dict[str, str]:
    own = look.brand.colours if look.brand else {}
    return COLOURS | {p: "#555555" for p in document["model"]["payers"] if p not in COLOURS} | dict(own)


def _context(lang: Language, document: Document) -> dict[str, Any]:
    portfolio, scale = document["portfolio"], _money_scale(lang, document)
    axis = lang.axis(a for p in _payers(document) for a in (p.pv_benefits, p.pv_costs, p.npv))
    sure = uncertainty_block.context(lang, document, scale, axis)
    return {
        "p": portfolio,
        "plan": plan_block.plan(lang, document),
        "foremost": facts.foremost(document),
        "left_over": _left_over(lang, document),
        "every": money_rows.every(lang, document),
        "names": document["names"]["payers"],
        "grades": {letter: lang.say(word) for letter, word in effect_rows.GRADES.items()} | {None: ""},
        "prices_of": lambda year: lang.say("%(year)s prices", year=year),
        "span": story.span(lang, document),
        "standing": facts.standing(portfolio["measures"]["npv"]),
        "verdict": story.verdict(lang, document),
        "which_pay": story.which_pay(lang, document),
        "sure": sure,
        "split": story.split(lang, document),
        "sliders": sliders.context(lang, document),
        **_money(lang, document),
        **_charts(lang, document, axis, sure["intervals"]),
        **_judgement(lang, document),
        **basis_block.context(lang, document),
    }


def _money(lang: Language, document: Document) -> dict[str, Any]:
    counted = document["model"]["payers"]
    interventions = {key: _intervention(lang, document, i) for key, i in document["interventions"].items()}
    totals = [i["spending"].total for i in interventions.values()]
    everyone = facts.payer_results(document["portfolio"], counted)
    touched = [p for p in everyone if p.touched]
    untouched = [story.payer_name(lang, document, p.id, first=False) for p in everyone if not p.touched]
    columns = [p for p in touched if len(touched) <= _WIDEST or p.id in _PUBLIC]
    lost = document["portfolio"].get("overlap_loss") or {}
    tax = lang.number(document["model"]["net_tax_factor"], 2)
    overlap = lang.say("Overlap between the interventions is taken out of the total result.")
    return {
        "interventions": interventions,
        "problems": effect_rows.problems(lang, document),
        "effects": effect_rows.effects(lang, document),
        "cost_scale": lang.scale(totals),
        "cost_start": sum(i["spending"].start for i in interventions.values()),
        "cost_total": sum(totals),
        "cost_sources": _cost_sources(lang, document),
        "money_scale": _money_scale(lang, document),
        "payers": touched,
        "untouched": lang.listed(untouched),
        "columns": columns,
        "budget_net": sum(p.budget for p in everyone),
        "budget_span": lang.span(*facts.budget_span(document)),
        "effect_at_least": lang.say(money_rows.EFFECT_AT_LEAST),
        "cost_at_most": lang.say(money_rows.COST_AT_MOST),
        "tax_factor": None if document["model"]["net_tax_factor"] in (None, 1) else tax,
        "break_even": money_rows.break_even(lang, document, [p.id for p in columns]),
        "overlap_note": overlap if any(abs(v) > 1e-9 for v in lost.values()) else "",
    }


def _payers(document: Document) -> list[facts.PayerResult]:
    return facts.payer_results(document["portfolio"], document["model"]["payers"])


def _money_scale(lang: Language, document: Document) -> Scale:
    return lang.scale([a for p in _payers(document) for a in (p.pv_benefits, p.pv_costs, p.npv)])


def _intervention(lang: Language, document: Document, intervention: Document) -> dict[str, Any]:
    spending = facts.spending(intervention, document["model"]["payers"])
    people = facts.people(intervention)
    return {
        "title": intervention["title"],
        "description": intervention["description"],
        "reach": money_rows.reach(lang, document, intervention),
        "paid_by": money_rows.paid_by(lang, document, intervention),
        "goals": money_rows.goals(lang, intervention),
        "spending": spending,
        "per_participant": spending.total / people if people else None,
    }


def _cost_sources(lang: Language, document: Document) -> str:
    """Return where the costs come from: the sources named, and how many are the user's own."""
    lines = [line for i in document["interventions"].values() for line in (*i["costs"], *i["flows"])]
    named = dict.fromkeys(lang.text(line["source"]) for line in lines if line.get("source"))
    own = sum(1 for line in lines if not line.get("source"))
    parts = []
    if named:
        parts.append(lang.say("Sources: %(sources)s.", sources="; ".join(named)))
    if own:
        parts.append(
            lang.count(
                "%(number)s amount is the scenario's own.", "%(number)s amounts are the scenario's own.", own
            )
        )
    return " ".join(parts)


def _charts(
    lang: Language, document: Document, axis: Scale, intervals: Mapping[str, tuple[float, float]]
) -> dict[str, Any]:
    portfolio, counted = document["portfolio"], document["model"]["payers"]
    touched = [p for p in _payers(document) if p.touched]
    names = {p: charts.short(lang.text(document["names"]["payers"].get(p)) or p) for p in counted}
    series = {p.id: facts.cumulative(portfolio, p.id) for p in touched}
    rows = [(p.id, p.pv_benefits, p.pv_costs, p.npv) for p in touched]
    ends = [story.ends(lang, document, p.id, p.npv) for p in touched]
    each = [
        lang.say(
            "%(payer)s: benefits %(benefits)s, costs %(costs)s.",
            payer=story.payer_name(lang, document, p.id),
            benefits=lang.headline(p.pv_benefits), costs=lang.headline(p.pv_costs),
        )
        for p in touched
    ]  # fmt: skip
    areas = document["names"]["areas"]
    return {
        "short_names": names,
        "line_chart": charts.line_chart(
            document["scenario"]["start"],
            series,
            names,
            counted,
            lambda amount: lang.marked_off(amount, axis),
            intervals=intervals,
        ),
        "axis": axis,
        "bar_chart": charts.bar_chart(rows, names),
        "running_text": " ".join(ends),
        "running_rows": [
            {"year": row["year"], "amounts": [line[n] for line in series.values()]}
            for n, row in enumerate(portfolio["by_year"])
        ],
        "split_text": " ".join(each),
        "areas": [(areas.get(a, a), r["pv_benefits"]) for a, r in portfolio["by_area"].items()],
    }


def _judgement(lang: Language, document: Document) -> dict[str, Any]:
    return {
        "drivers": money_rows.driver_sentences(lang, document),
        "conditions": [
            (key, i["title"], i["conditions"])
            for key, i in document["interventions"].items()
            if i["conditions"]
        ],
        "measure_first": effect_rows.measure_first(lang, document),
    }
