"""The checklist on one page that can be printed and signed."""

from __future__ import annotations

from typing import Any

from cba.reports import review_rows as rows
from cba.reports.facts import Document
from cba.reports.language import Language, language
from cba.reports.pages import environment, style


def render_review(document: Document, language_code: str) -> str:
    """Return the page as HTML without scripts, fonts or pictures from elsewhere.

    Args:
        document: a checklist.
        language_code: `da` or `en`.

    Raises:
        InputError: the language is unknown.
    """
    lang = language(language_code)
    return environment(lang.code).get_template("review.html.jinja").render(_context(lang, document))


def _context(lang: Language, document: Document) -> dict[str, Any]:
    return {
        "d": document,
        "lang": lang,
        "style": style(),
        "sentences": rows.sentences(lang, document),
        "points": rows.points(lang, document),
        "signatures": rows.signatures(lang, document),
        "npv": lang.headline(document["npv"]),
    }
