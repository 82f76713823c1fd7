"""What changed between two results, on one self-contained page."""

from __future__ import annotations

from typing import Any

from cba.reports import diff_rows as rows
from cba.reports import diff_words as words
from cba.reports.facts import Document
from cba.reports.language import Language
from cba.reports.pages import Page
from cba.reports.waterfall import Waterfall, waterfall

_STEPS = 10


def _context(lang: Language, document: Document) -> dict[str, Any]:
    causes = rows.cause_rows(lang, document)
    return {
        "sides": [(mark, document[k], rows.side_name(lang, document[k])) for mark, k in _SIDES],
        "of": rows.title_of(lang, document),
        "sentences": words.sentences(lang, document),
        "unit": rows.scale_of(lang, document).label,
        "result_unit": rows.result_scale(lang, document).label,
        "results": rows.result_rows(lang, document),
        "causes": [*causes, rows.total_row(lang, document)] if causes else [],
        "sampled": document["attribution"]["method"] == "sampled",
        "payers": rows.payer_names(lang, document) if causes else [],
        "method": words.method(lang, document),
        "chart": _chart(lang, document) if causes else None,
        "settings": rows.setting_rows(lang, document),
        "inputs": rows.input_rows(lang, document),
    }


_SIDES = (("A", "first"), ("B", "second"))


def _chart(lang: Language, document: Document) -> Waterfall:
    """Return the steps from A to B: the largest changes, the others as one."""
    scale = rows.scale_of(lang, document)
    results = document["changes"]["results"]
    of = document["of"]
    ends = results["npv"] if of == "portfolio" else results["interventions"][of]
    first, last = ((mark, ends[k] or 0.0, lang.scaled(ends[k] or 0.0, scale)) for mark, k in _SIDES)
    changes = [(row.name, row.value, row.share) for row in rows.cause_rows(lang, document, _STEPS)]
    return waterfall(first, changes, last)


PAGE = Page("diff.html.jinja", _context)
"""Of a difference."""
