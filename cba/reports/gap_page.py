"""Knowledge gaps on one self-contained page."""

from __future__ import annotations

from cba.reports import gap_rows as rows
from cba.reports.facts import Document
from cba.reports.language import language
from cba.reports.pages import environment, style


def render_gaps(document: Document, language_code: str) -> str:
    """Return the page as HTML without scripts, fonts or pictures from elsewhere.

    Args:
        document: gaps of a scenario or of the register.
        language_code: `da` or `en`.

    Raises:
        InputError: the language is unknown.
    """
    lang = language(language_code)
    context = {
        "d": document,
        "lang": lang,
        "style": style(),
        "sentences": rows.sentences(lang, document),
        "labels": rows.labels(lang, document),
        "rows": rows.gap_rows(lang, document),
        "ranked": document["of"] != "register",
    }
    return environment(lang.code).get_template("gaps.html.jinja").render(context)
