"""By which year the money is back, and in how many of 100 recalculations: for all and for each payer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cba.reports import charts, story
from cba.reports.charts import LineChart
from cba.reports.facts import Document
from cba.reports.frequency import how_often, of_hundred
from cba.reports.language import Language

ALL = "all"
_HUNDRED = 100.0


@dataclass(frozen=True)
class BackChart:
    """The chart, what is said to those who hear it, and the rows behind it."""

    chart: LineChart
    text: str
    headings: list[str]
    rows: list[dict[str, Any]]


def back_chart(lang: Language, document: Document, payers: Sequence[str]) -> BackChart | None:
    """Lay out the chance of being paid back by year; None where it is not known.

    Args:
        lang: the reader's language.
        document: a results document.
        payers: whose chances are drawn beside that of all together; only all together for one payer.
    """
    found = (document["portfolio"].get("uncertainty") or {}).get("prob_paid_back", {})
    if not found.get(ALL):
        return None
    drawn = [ALL, *(payers if len(payers) > 1 else ())]
    names = {p: lang.text(document["names"]["payers"].get(p)) or p for p in payers}
    names = {ALL: lang.say("Together")} | names
    series = {p: [_HUNDRED * row["probability"] for row in found[p]] for p in drawn}
    chart = charts.line_chart(
        document["scenario"]["start"],
        series,
        {p: charts.short(name) for p, name in names.items()},
        [*document["model"]["payers"], ALL],
        lang.number,
        limits=(0.0, _HUNDRED),
    )
    rows = [
        {"year": row["year"], "chances": [of_hundred(lang, found[p][n]["probability"]) for p in drawn]}
        for n, row in enumerate(found[ALL])
    ]
    return BackChart(chart, _text(lang, document, found, drawn), [names[p] for p in drawn], rows)


def _text(lang: Language, document: Document, found: Document, drawn: Sequence[str]) -> str:
    draws = document["portfolio"]["uncertainty"].get("yearly_draws") or document["draws"]
    last = found[ALL][-1]["year"]
    parts = [
        lang.say(
            "%(who)s: %(often)s.",
            who=lang.say("Together") if p == ALL else story.payer_name(lang, document, p),
            often=how_often(lang, found[p][-1]["probability"], int(draws)),
        )
        for p in drawn
    ]
    return " ".join([lang.say("Paid back by %(year)s:", year=last), *parts])
