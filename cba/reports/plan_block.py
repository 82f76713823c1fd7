"""What the plan's page shows: sentences, rows and charts from the `allocation` of a document."""

from __future__ import annotations

from typing import Any

from cba.reports import facts, story
from cba.reports import plan_charts as charts
from cba.reports import plan_rows as rows
from cba.reports.facts import Document
from cba.reports.frequency import per_hundred
from cba.reports.language import Language
from cba.reports.pages import Page
from cba.reports.plan_names import Block, is_weighted, objective_words, second_sign, worth
from cba.reports.plan_words import how_sure, money_alone, sentences

MOST_OPTIONS = 60
"""Options in the page's table; the workbook and results.json have all."""


def plan(lang: Language, document: Document) -> dict[str, Any] | None:
    """Return what the page of a plan shows; None where no plan was asked for."""
    block: Block | None = document.get("allocation")
    if block is None:
        return None
    found = rows.option_rows(lang, block, MOST_OPTIONS)
    solved = block["status"] != "infeasible"
    return {
        "solved": solved,
        "chosen": {option["intervention"] for option in block["options"].values() if option["chosen"]},
        "money": money_alone(lang, block),
        "sure": how_sure(lang, block),
        "standing": facts.standing(block["result"]["measures"]["npv"]) if block["result"] else "",
        **_whole_set(lang, document),
        "sentences": sentences(lang, block),
        "options": found if solved else [],
        "has_scales": any(row.scale not in ("", lang.say("whole")) for row in found),
        "has_draws": block["draws"] is not None,
        "more_options": max(0, len(block["options"]) - MOST_OPTIONS),
        **_rules(lang, block, solved=solved),
        "weighted": is_weighted(block),
        "alternatives": rows.alternative_rows(lang, block),
        "frontier": rows.frontier_rows(lang, block, charts.scale(lang, block)),
        "bars": charts.plan_bars(lang, block),
        "frontier_chart": charts.frontier_chart(lang, block),
        "exchange_chart": charts.exchange_chart(lang, block),
        "unit": charts.unit(lang, block),
        "frontier_text": _frontier_text(lang, block),
        "exchange": rows.exchange_rows(lang, block, charts.scale(lang, block)),
        "table_unit": charts.scale(lang, block).label,
        "exchange_text": _exchange_text(lang, block),
        "objective": objective_words(lang, document, block["objective_of"]),
        "second": objective_words(lang, document, block["second"]["of"]) if block["second"] else "",
        "payers": _payers(lang, document, block),
        "split": story.split(lang, document, block["result"]) if block["result"] else None,
        "spending": rows.spending_rows(lang, document) if solved else [],
        "places": rows.place_rows(lang, block) if solved else [],
    }


def _rules(lang: Language, block: Block, *, solved: bool) -> dict[str, Any]:
    """Return the rules, and which of their columns say something of any of them."""
    found = rows.rule_rows(lang, block) if solved else []
    columns = ("used", "limit", "one_more", "holds", "gain_without")
    return {
        "rules": found,
        "rule_columns": [name for name in columns if any(getattr(r, name) for r in found)],
    }


def _whole_set(lang: Language, document: Document) -> dict[str, str]:
    """Return the words that tell the plan from everything that could be chosen; none for a table."""
    count = len(document.get("interventions", ()))
    if not count:
        return {}
    return {
        "follows": lang.count(
            "What follows describes the %(number)s intervention that can be chosen; ● is in the plan.",
            "What follows describes all %(number)s interventions that can be chosen; ● is in the plan.",
            count,
        ),
        "of_all": lang.count(
            "The %(number)s intervention by itself, chosen or not:",
            "All %(number)s interventions together, chosen or not:",
            count,
        ),
    }


def _payers(lang: Language, document: Document, block: Block) -> dict[str, Any] | None:
    """Return the plan payer by payer, with the unit of its amounts; None for a table of options."""
    result = block["result"]
    if result is None:
        return None
    found = [p for p in facts.payer_results(result, document["model"]["payers"]) if p.touched]
    scale = lang.scale([a for p in found for a in (p.pv_benefits, p.pv_costs, p.npv)])
    chances = {p: r["prob_npv_positive"] for p, r in result["by_payer"].items() if "prob_npv_positive" in r}
    return {
        "unit": scale.label,
        "has_draws": bool(chances),
        "rows": [
            {
                "name": lang.text(document["names"]["payers"].get(p.id)) or p.id,
                "amounts": [lang.scaled(a, scale) for a in (p.pv_benefits, p.pv_costs, p.npv)],
                "standing": p.standing,
                "payback": str(p.payback_year) if p.payback_year else "–",
                "chance": per_hundred(lang, chances[p.id]) if p.id in chances else "",
            }
            for p in found
        ],
    }


def _exchange_text(lang: Language, block: Block) -> str:
    if len(block["exchange"]) < 2:
        return ""
    first, last, sign = block["exchange"][0], block["exchange"][-1], second_sign(block)
    return lang.say(
        "From %(most)s (%(first)s) to %(least)s (%(second)s).",
        most=worth(lang, block, first["value"]),
        first=lang.headline(sign * first["second"]),
        least=worth(lang, block, last["value"]),
        second=lang.headline(sign * last["second"]),
    )


def _frontier_text(lang: Language, block: Block) -> str:
    points = [point for point in block["frontier"] if point["value"] is not None]
    if len(points) < 2:
        return ""
    first, last = points[0], points[-1]
    return lang.say(
        "From %(least)s at a budget of %(small)s to %(most)s at %(large)s.",
        least=worth(lang, block, first["value"]),
        small=lang.headline(first["budget"]),
        most=worth(lang, block, last["value"]),
        large=lang.headline(last["budget"]),
    )


PAGE = Page("plan.html.jinja", lambda lang, document: {"plan": plan(lang, document)})
"""Of the plan of a table of options, a page of its own."""
