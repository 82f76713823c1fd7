"""A paper as one self-contained page."""

from __future__ import annotations

from typing import Any

from cba.reports.facts import Document
from cba.reports.language import Language
from cba.reports.look import PLAIN, Look
from cba.reports.pages import rendered
from cba.reports.papers.paper import Cell, Figure, Paper, Table, printed


def render_page(lang: Language, document: Document, paper: Paper, look: Look = PLAIN) -> str:
    """Return the paper as HTML without scripts, fonts or pictures from elsewhere."""
    context = {
        "paper": paper,
        "shown": lambda table: _shown(lang, table),
        "caption": lambda table: caption(lang, document, table),
    }
    return rendered("paper.html.jinja", lang, document, context, look)


def caption(lang: Language, document: Document, table: Table) -> str:
    """Return a table's caption with the unit and price year of its money."""
    if not table.has_money:
        return table.caption
    prices = lang.say("%(year)s prices", year=document["scenario"]["price_year"])
    return f"{table.caption}, {table.scale(lang).label}, {prices}"


def _shown(lang: Language, table: Table) -> list[list[tuple[Any, bool]]]:
    """Return each cell's content, and whether it is a text in words."""
    scale, words = table.scale(lang), table.words()

    def shown(cell: Cell) -> Any:
        return printed(lang, cell, scale) if isinstance(cell, Figure) else cell or ""

    return [[(shown(cell), n in words) for n, cell in enumerate(row)] for row in table.rows]
