"""Options side by side, or places, on one self-contained page."""

from __future__ import annotations

from typing import Any

from cba.reports import across_rows
from cba.reports import compare_names as names
from cba.reports import compare_rows as rows
from cba.reports import compare_words as words
from cba.reports.curve_charts import letter_of
from cba.reports.facts import Document
from cba.reports.interval_chart import interval_chart
from cba.reports.language import Language
from cba.reports.pages import Page

_MOST_PAIRS = 12
_MOST_BARS = 20


def _options(lang: Language, document: Document) -> dict[str, Any]:
    return {
        "sentences": words.sentences(lang, document),
        "doubts": words.doubts(lang, document),
        "groups": [_group(lang, document, group) for group in document["groups"]],
        "unit": names.scale_of(lang, document).label,
        "payers": [names.payer_name(lang, document, payer) for payer in rows.touched(document)],
        "payer_rows": rows.payer_rows(lang, document),
        "measures": rows.measure_rows(lang, document),
        "outcomes": rows.outcome_rows(lang, document),
        "evidence": rows.evidence_rows(lang, document),
        "effects": rows.effect_rows(lang, document),
    }


def _group(lang: Language, document: Document, group: Document) -> dict[str, Any]:
    scale = names.scale_of(lang, document)
    league = rows.league_rows(lang, document, group)
    pairs = rows.beats_rows(lang, document, group, _MOST_PAIRS)
    bars = rows.chart_rows(lang, document, group)[:_MOST_BARS]
    return {
        "title": rows.league_title(lang, document, group),
        "league": league,
        "chart": interval_chart(bars, lambda value: lang.scaled(value, scale)),
        "text": " ".join(f"{row.name}: {row.npv} ({row.span})." for row in league),
        "pairs": [(letter_of(n), *row) for n, row in enumerate(pairs)],
        "losses": rows.losses(lang, document, group),
        "basis": words.basis(lang, group),
    }


def _places(lang: Language, document: Document) -> dict[str, Any]:
    scale = across_rows.scale_of(lang, document)
    ordered = across_rows.ordered(document)
    shown = (
        ordered if len(ordered) <= _MOST_BARS else [*ordered[: _MOST_BARS // 2], *ordered[-_MOST_BARS // 2 :]]
    )
    bars = [
        (row["place"], row["npv"], (row["uncertainty"]["npv"]["p05"], row["uncertainty"]["npv"]["p95"]))
        for row in shown
    ]
    return {
        "sentences": across_rows.sentences(lang, document),
        "unit": scale.label,
        "labels": across_rows.labels(lang, document),
        "rows": across_rows.place_rows(lang, document),
        "chart": interval_chart(bars, lambda value: lang.scaled(value, scale)),
        "cut": len(shown) < len(ordered),
    }


OPTIONS = Page("compare.html.jinja", _options)
"""Of a comparison of options."""

PLACES = Page("across.html.jinja", _places)
"""Of a comparison of places."""
