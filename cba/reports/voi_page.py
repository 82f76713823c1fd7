"""What more knowledge is worth, on one self-contained page."""

from __future__ import annotations

from typing import Any

from cba.reports import voi_rows as rows
from cba.reports import voi_words as words
from cba.reports.charts import WIDTH
from cba.reports.curve_charts import CurveChart, curve_chart
from cba.reports.facts import Document
from cba.reports.language import Language
from cba.reports.pages import Page

_ROOM = 90.0
"""Room for the amount that stands at the end of a bar."""


def _context(lang: Language, document: Document) -> dict[str, Any]:
    groups = rows.group_rows(lang, document)
    largest = max((row.value for row in groups), default=0.0)
    return {
        "sentences": words.sentences(lang, document),
        "trial_sentences": words.trial(lang, document),
        "decision": rows.decision_name(lang, document, document["of"]),
        "unit": rows.scale_of(lang, document).label,
        "decisions": rows.decision_rows(lang, document) if words.has_tables(document) else [],
        "groups": groups,
        "bars": [(row.name, row.worth, row.value / largest * (WIDTH - _ROOM)) for row in groups]
        if largest
        else [],
        "width": WIDTH,
        "inputs": rows.input_rows(lang, document),
        "trials": rows.trial_rows(lang, document),
        "has_cost": bool(document["trial"]) and document["trial"]["cost"] is not None,
        "curve": _curve(lang, document),
        "basis": words.errors(lang, document),
    }


def _curve(lang: Language, document: Document) -> CurveChart | None:
    """Return worth, and cost where it is known, by the number of participants; one size is no curve."""
    trial = document["trial"]
    sizes = [row["participants"] for row in trial["worth"]] if trial else []
    if len(sizes) < 2:
        return None
    series = {lang.say("worth before it starts"): [row["evsi"] for row in trial["worth"]]}
    if trial["cost"] is not None:
        series[lang.say("cost of the trial")] = [rows.trial_cost(trial, n) for n in sizes]
    scale = rows.scale_of(lang, document)
    return curve_chart(sizes, series, lang.number, lambda v: lang.scaled(v, scale))


PAGE = Page("voi.html.jinja", _context)
"""Of a document on the value of information."""
