"""Which option is best, and how surely, on one self-contained page."""

from __future__ import annotations

from typing import Any

from cba.reports import acceptability_rows as rows
from cba.reports.curve_charts import curve_chart, letter_of
from cba.reports.facts import Document
from cba.reports.language import Language
from cba.reports.pages import Page


def _context(lang: Language, document: Document) -> dict[str, Any]:
    names = {name: rows.option_name(lang, document, name) for name in document["options"]}
    hurdles = document["hurdle"]
    curve = None
    shown = rows.has_tables(document)
    if shown and document["outcome"] is not None:
        series = {name: document["ceac"][id] for id, name in names.items()}
        curve = curve_chart(document["thresholds"], series, lang.headline, lang.percent, shares=True)
    times = {names[id]: line for id, line in hurdles["probability"].items()}
    return {
        "sentences": rows.sentences(lang, document),
        "unit": rows.unit_name(lang, document) if curve else "",
        "letters": [(letter_of(n), name) for n, name in enumerate(names.values())],
        "curve": curve,
        "rows": rows.acceptability_rows(lang, document) if curve else [],
        "hurdle": curve_chart(
            hurdles["multiples"], times, lambda v: lang.trimmed(v, 1), lang.percent, shares=True, skip=1
        )
        if shown
        else None,
        "hurdle_names": list(times),
        "hurdle_rows": rows.hurdle_rows(lang, document),
        "basis": rows.basis(lang, document),
    }


PAGE = Page("acceptability.html.jinja", _context)
"""Of a document on acceptability."""
