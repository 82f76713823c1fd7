"""Knowledge gaps on one self-contained page."""

from __future__ import annotations

from typing import Any

from cba.reports import gap_rows as rows
from cba.reports.facts import Document
from cba.reports.language import Language
from cba.reports.pages import Page


def _context(lang: Language, document: Document) -> dict[str, Any]:
    return {
        "sentences": rows.sentences(lang, document),
        "labels": rows.labels(lang, document),
        "rows": rows.gap_rows(lang, document),
        "ranked": document["of"] != "register",
    }


PAGE = Page("gaps.html.jinja", _context)
"""Of gaps of a scenario or of the register."""
