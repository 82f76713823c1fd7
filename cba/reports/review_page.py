"""The checklist on one page that can be printed and signed."""

from __future__ import annotations

from typing import Any

from cba.reports import review_rows as rows
from cba.reports.facts import Document
from cba.reports.language import Language
from cba.reports.pages import Page


def _context(lang: Language, document: Document) -> dict[str, Any]:
    return {
        "sentences": rows.sentences(lang, document),
        "points": rows.points(lang, document),
        "signatures": rows.signatures(lang, document),
        "npv": lang.headline(document["npv"]),
    }


PAGE = Page("review.html.jinja", _context)
"""Of a checklist."""
