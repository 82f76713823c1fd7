"""How far it is to DKR's goals, on one self-contained page."""

from __future__ import annotations

from cba.reports import goals_rows as rows
from cba.reports.facts import Document
from cba.reports.language import language
from cba.reports.pages import environment, style


def render_goals(document: Document, language_code: str) -> str:
    """Return the page as HTML without scripts, fonts or pictures from elsewhere.

    Args:
        document: a document on goals.
        language_code: `da` or `en`.

    Raises:
        InputError: the language is unknown.
    """
    lang = language(language_code)
    context = {
        "d": document,
        "lang": lang,
        "style": style(),
        "goals": rows.goal_rows(lang, document),
        "gives": [(goal, rows.given(lang, goal)) for goal in document["goals"]],
        "landsdele": rows.landsdel_rows(lang, document),
        "sentences": rows.sentences(lang, document),
    }
    return environment(lang.code).get_template("goals.html.jinja").render(context)
