"""How far it is to DKR's goals, on one self-contained page."""

from __future__ import annotations

from typing import Any

from cba.reports import goals_rows as rows
from cba.reports.facts import Document
from cba.reports.language import Language
from cba.reports.pages import Page


def _context(lang: Language, document: Document) -> dict[str, Any]:
    return {
        "goals": rows.goal_rows(lang, document),
        "gives": [(goal, rows.given(lang, goal)) for goal in document["goals"]],
        "landsdele": rows.landsdel_rows(lang, document),
        "sentences": [rows.answer(lang, document)],
        "notes": rows.sentences(lang, document),
    }


PAGE = Page("goals.html.jinja", _context)
"""Of a document on goals."""
