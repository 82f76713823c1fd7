"""What the plan's page shows: sentences, rows and charts from the `allocation` of a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cba.reports import facts, story
from cba.reports import plan_rows as rows
from cba.reports.curve_charts import CurveChart, curve_chart
from cba.reports.facts import Document
from cba.reports.frequency import per_hundred
from cba.reports.language import Language, language
from cba.reports.pages import environment, style
from cba.reports.plan_words import Block, objective_words, sentences, worth

MOST_OPTIONS = 60
"""Options in the page's table; the workbook and results.json have all."""


def render_plan(document: Mapping[str, Any], language_code: str) -> str:
    """Return a plan as a page of its own, for a table of options.

    Args:
        document: with `allocation`, `table` and the head of a results document.
        language_code: `da` or `en`.

    Raises:
        InputError: the language is unknown.
    """
    lang = language(language_code)
    shown = {"d": document, "lang": lang, "style": style(), "plan": plan(lang, document)}
    return environment(lang.code).get_template("plan.html.jinja").render(shown)


def plan(lang: Language, document: Document) -> dict[str, Any] | None:
    """Return what the page of a plan shows; None where no plan was asked for."""
    block: Block | None = document.get("allocation")
    if block is None:
        return None
    found = rows.option_rows(lang, block, MOST_OPTIONS)
    solved = block["status"] != "infeasible"
    return {
        "solved": solved,
        "sentences": sentences(lang, block),
        "options": found if solved else [],
        "has_scales": any(row.scale not in ("", lang.say("whole")) for row in found),
        "has_draws": block["draws"] is not None,
        "more_options": max(0, len(block["options"]) - MOST_OPTIONS),
        "rules": rows.rule_rows(lang, block) if solved else [],
        "alternatives": rows.alternative_rows(lang, block),
        "frontier": rows.frontier_rows(lang, block),
        "frontier_chart": _frontier(lang, block),
        "frontier_unit": _unit(lang, block),
        "frontier_text": _frontier_text(lang, block),
        "exchange": rows.exchange_rows(lang, block),
        "objective": objective_words(lang, document, block["objective_of"]),
        "second": objective_words(lang, document, block["second"]["of"]) if block["second"] else "",
        "payers": _payers(lang, document, block),
        "split": story.split(lang, document, block["result"]) if block["result"] else None,
        "spending": rows.spending_rows(lang, document) if solved else [],
        "places": rows.place_rows(lang, block) if solved else [],
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


def _unit(lang: Language, block: Block) -> str:
    """Return what the frontier's values are counted in, where that is kroner."""
    if block["objective_unit"] != "kr":
        return ""
    return lang.scale([point["value"] for point in block["frontier"]]).label


def _frontier(lang: Language, block: Block) -> CurveChart | None:
    """Return the chart of what each budget is worth, with the plan's budget marked."""
    points = [point for point in block["frontier"] if point["value"] is not None]
    if len(points) < 2:
        return None
    budgets = [point["budget"] for point in points]
    series = {lang.say("Worth of the best plan"): [point["value"] for point in points]}
    scale = lang.scale([point["value"] for point in points])

    def up(value: float) -> str:
        return lang.scaled(value, scale) if block["objective_unit"] == "kr" else lang.about(value)

    return curve_chart(budgets, series, lang.headline, up, mark=block["budget"])
