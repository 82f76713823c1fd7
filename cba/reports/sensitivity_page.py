"""What the result hangs on, on one self-contained page."""

from __future__ import annotations

from functools import partial
from typing import Any

from cba.reports import sensitivity_rows as rows
from cba.reports import sensitivity_words as words
from cba.reports.facts import SHIFT, Document
from cba.reports.language import MINUS, Language
from cba.reports.number_words import value_text
from cba.reports.pages import Page
from cba.reports.sensitivity_charts import grid_chart, tornado_chart

_BARS = 12
"""More bars than this are in the table only."""

_ROWS = 15
"""More assumptions than this are folded away: they move the result less."""


def _context(lang: Language, document: Document) -> dict[str, Any]:
    result = document["result"]
    scale, numbers = rows.scale_of(lang, document, result), rows.number_rows(lang, document, result)
    return {
        "subject": words.subject(lang, document),
        "result": rows.result_name(lang, document, result),
        "sentences": [
            text
            for text in (
                words.base(lang, document, result),
                words.turns(lang, document, result),
                words.critical_words(lang, document, result),
            )
            if text
        ],
        "unit": scale.label,
        "minus": f"{MINUS}{lang.percent(SHIFT)}",
        "plus": f"+{lang.percent(SHIFT)}",
        "one": lang.percent(0.01),
        "ends": rows.end_rows(lang, document, result),
        "numbers": numbers[:_ROWS],
        "more_numbers": numbers[_ROWS:],
        "shares": rows.share_rows(lang, document, result),
        "payers": rows.payer_rows(lang, document),
        "payer_names": [rows.result_name(lang, document, column) for column in rows.payer_columns(document)],
        "signs": words.signs(lang),
        "basis": words.draws_words(lang, document),
        **_tornado(lang, document, result),
        **_grid(lang, document, result),
    }


def _tornado(lang: Language, document: Document, result: str) -> dict[str, Any]:
    """Return the chart of the intervals, or of ten per cent where nothing has one."""
    scale = rows.scale_of(lang, document, result)
    pair, key = (("low", "high"), "swing")
    if not rows.by_swing(document, result):
        pair, key = (("minus", "plus"), "swing_shifted")
    bars = []
    for name in rows.by_swing(document, result, key)[:_BARS]:
        kind, row = document["inputs"][name]["kind"], document["tornado"][name]
        ends = [
            (end, row[side]["npv"][result], value_text(lang, kind, row[side]["value"]))
            for end, side in zip(("low", "high"), pair, strict=True)
            if row[side] is not None and row[side]["npv"][result] is not None
        ]
        bars.append((rows.label_of(lang, document, name), ends))
    chart = tornado_chart(bars, document["npv"][result], lambda v: lang.scaled(v, scale))
    return {"tornado": chart if bars else None, "intervals": key == "swing"}


def _grid(lang: Language, document: Document, result: str) -> dict[str, Any]:
    grid = document["two_way"]
    if not grid:
        return {"grid": None}
    scale = rows.scale_of(lang, document, result)
    across, down = (
        partial(value_text, lang, document["inputs"][grid[axis]]["kind"]) for axis in ("across", "down")
    )
    return {
        "grid": grid_chart(grid, result, across, down),
        "grid_names": {axis: rows.label_of(lang, document, grid[axis]) for axis in ("across", "down")},
        "grid_heads": [across(v) for v in grid["across_values"]],
        "grid_rows": [
            (down(v), ["–" if npv is None else lang.scaled(npv, scale) for npv in line])
            for v, line in zip(grid["down_values"], grid["npv"][result], strict=True)
        ],
        "grid_words": words.zero_line(lang, document, result),
    }


PAGE = Page("sensitivity.html.jinja", _context)
"""Of a sensitivity document."""
