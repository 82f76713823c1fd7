"""Promised against achieved, on one self-contained page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cba.reports import follow_rows as rows
from cba.reports import follow_words as words
from cba.reports.charts import HEIGHT, WIDTH, Frame, spread, year_frame
from cba.reports.facts import Document
from cba.reports.language import Language, Scale
from cba.reports.pages import Page

_STANDING = {"on_course": "gains", "watch": "", "act": "loses"}


@dataclass(frozen=True)
class FollowChart:
    """Running totals: the promise, the forecast with its band, and where what is known ends."""

    width: float
    height: float
    frame: Frame
    band: str
    promised: str
    forecast: str
    known: float
    labels: tuple[tuple[float, str], ...]


def _context(lang: Language, document: Document) -> dict[str, Any]:
    light = document["forecast"]["portfolio"]["light"]
    return {
        "standing": _STANDING[light],
        "mark": rows.MARKS[light],
        "verdict": words.verdict(lang, document),
        "sentences": words.sentences(lang, document),
        "people": rows.people_rows(lang, document),
        "costs": rows.cost_rows(lang, document),
        "outcomes": rows.outcome_rows(lang, document),
        "forecast": rows.forecast_rows(lang, document),
        "payers": rows.payer_rows(lang, document),
        "unit": rows.money_label(lang, document),
        "updates": rows.update_rows(lang, document),
        "rules": words.rules(lang, document),
        "method": words.method(lang, document),
        "cautions": words.cautions(lang),
        "chart": _chart(lang, document),
        "chart_text": words.chart_text(lang, document),
        "chart_rows": _chart_rows(lang, document),
        "chart_unit": _chart_scale(lang, document).label,
        "payer_unit": rows.payer_unit(lang, document),
        "edges": (lang.percent(0.05), lang.percent(0.95)),
        "years": lang.span(document["first_year"], document["last_year"]),
    }


def _chart(lang: Language, document: Document) -> FollowChart:
    then, now = (document["by_year"][key] for key in ("promised", "forecast"))
    scale = _chart_scale(lang, document)
    names = [lang.say("promised"), lang.say("now")]
    middle = [row["cumulative_discounted"]["p50"] for row in then]
    series = {k: [row["cumulative_discounted"][k] for row in now] for k in ("p05", "p50", "p95")}
    values = [*middle, *(v for line in series.values() for v in line)]
    frame = year_frame(now[0]["year"], len(now), values, names, lambda v: lang.scaled(v, scale))
    high, low = _points(frame, series["p95"]), _points(frame, series["p05"])
    ends = spread([frame.y(middle[-1]), frame.y(series["p50"][-1])], frame.top, frame.bottom)
    last = document["last_year"] - now[0]["year"]
    return FollowChart(
        WIDTH,
        HEIGHT,
        frame,
        f"M{' L'.join([*high, *reversed(low)])} Z",
        f"M{' L'.join(_points(frame, middle))}",
        f"M{' L'.join(_points(frame, series['p50']))}",
        frame.x(last),
        tuple(zip(ends, names, strict=True)),
    )


def _chart_scale(lang: Language, document: Document) -> Scale:
    years = [row for key in ("promised", "forecast") for row in document["by_year"][key]]
    return lang.scale(row["cumulative_discounted"][k] for row in years for k in ("p05", "p95"))


def _points(frame: Frame, values: list[float]) -> list[str]:
    return [f"{frame.x(n):.1f} {frame.y(value):.1f}" for n, value in enumerate(values)]


def _chart_rows(lang: Language, document: Document) -> list[tuple[str, ...]]:
    then, now = (document["by_year"][key] for key in ("promised", "forecast"))
    scale = _chart_scale(lang, document)
    return [
        (
            str(after["year"]),
            lang.scaled(before["cumulative_discounted"]["p50"], scale),
            *(lang.scaled(after["cumulative_discounted"][k], scale) for k in ("p50", "p05", "p95")),
        )
        for before, after in zip(then, now, strict=True)
    ]


PAGE = Page("follow.html.jinja", _context)
"""Of a document on following up."""
