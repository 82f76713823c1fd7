"""What the fact sheet says about how sure the result is: sentences, columns of its tables, and a chart."""

from __future__ import annotations

from typing import Any

from cba.reports import certainty
from cba.reports.chance_chart import back_chart
from cba.reports.facts import ROUNDING, Document
from cba.reports.fan import EDGES, Fan, fan_chart
from cba.reports.frequency import of_hundred, span
from cba.reports.language import Language, Scale

_SEVERAL = 2


def context(lang: Language, document: Document, scale: Scale, axis: Scale) -> dict[str, Any]:
    """Return what the templates need under the name `sure`.

    Args:
        lang: the reader's language.
        document: a results document.
        scale: the unit of the tables of money.
        axis: the unit of the charts.
    """
    chances = certainty.payers(document)
    total, ranged = document["portfolio"].get("uncertainty"), certainty.shows_range(document)
    return {
        "known": bool(total) and certainty.shows_range(document),
        "interval": certainty.interval(lang, document),
        "payers": [
            (chance.likely, certainty.payer_sentence(lang, document, chance))
            for chance in certainty.worst_first(chances)
        ]
        if len(chances) > 1
        else [],
        "paid_back": certainty.paid_back(lang, document),
        "basis": certainty.basis(lang, document),
        "drivers": certainty.driver_sentence(lang, document),
        "columns": {c.id: _cells(lang, scale, c.low, c.high, c.probability) for c in chances},
        "total": _total(lang, scale, document, document["portfolio"]),
        "interventions": [_total(lang, scale, document, i)[1] for i in document["interventions"].values()],
        "fan": _fan(lang, document, axis),
        "fan_labels": dict(zip(EDGES, _labels(lang), strict=True)),
        "fan_text": fan_text(lang, total),
        "fan_rows": _fan_rows(lang, scale, total),
        "back": back_chart(lang, document, [c.id for c in chances]) if ranged else None,
        "intervals": {c.id: (c.low, c.high) for c in chances if ranged and not c.fixed},
        "learning": _learning(lang, document),
    }


def _cells(lang: Language, scale: Scale, low: float, high: float, share: float) -> tuple[str, str]:
    """Return the cells of range and chance."""
    ends = lang.scaled(low, scale), lang.scaled(high, scale)
    if high - low < ROUNDING:
        return lang.say("the same in all"), of_hundred(lang, share)
    return lang.say("%(low)s to %(high)s", low=ends[0], high=ends[1]), of_hundred(lang, share)


def _total(lang: Language, scale: Scale, document: Document, result: Document) -> tuple[str, str]:
    found = result.get("uncertainty")
    if not found or not certainty.shows_range(document):
        return lang.say("not defined"), lang.say("not defined")
    return _cells(lang, scale, found["npv"]["p05"], found["npv"]["p95"], found["prob_npv_positive"])


def _labels(lang: Language) -> tuple[str, str, str]:
    """Return what stands at the ends of the band's edges and of the line between them."""
    return lang.say("5%% above"), lang.say("middle"), lang.say("5%% below")


def _fan(lang: Language, document: Document, axis: Scale) -> Fan | None:
    found = document["portfolio"].get("uncertainty")
    if not found or not certainty.shows_range(document):
        return None
    return fan_chart(found["by_year"], _labels(lang), lambda amount: lang.marked_off(amount, axis))


def fan_text(lang: Language, total: Document | None) -> str:
    """Return where the band ends, for those who hear the chart."""
    if not total or not total["by_year"]:
        return ""
    last = total["by_year"][-1]
    return lang.say(
        "In %(year)s the running total is %(span)s in 90 of 100 recalculations; "
        "the middle one is %(middle)s.",
        year=last["year"],
        span=span(lang, last["cumulative_discounted"]["p05"], last["cumulative_discounted"]["p95"]),
        middle=lang.headline(last["cumulative_discounted"]["p50"]),
    )


def _fan_rows(lang: Language, scale: Scale, total: Document | None) -> list[dict[str, Any]]:
    """Return the numbers behind the chart of the running total."""
    return [
        {
            "year": row["year"],
            "amounts": [lang.scaled(row["cumulative_discounted"][edge], scale) for edge in reversed(EDGES)],
        }
        for row in (total["by_year"] if total else ())
    ]


def _learning(lang: Language, document: Document) -> str:
    """Return what it would be worth to know the uncertain numbers before deciding, for all and for one."""
    total = document["portfolio"].get("uncertainty")
    if not total or total.get("evpi") is None or not certainty.shows_range(document):
        return ""
    if total["evpi"] < ROUNDING:
        whole = lang.say(
            "The overall answer is the same in all recalculations, so better numbers for what was varied "
            "would not change it."
        )
    else:
        whole = lang.say(
            "Certain knowledge before deciding would be worth at most %(amount)s.",
            amount=lang.headline(total["evpi"]),
        )
    return f"{whole} {_single(lang, document)}".strip()


def _single(lang: Language, document: Document) -> str:
    """Return for which of several interventions certain knowledge would be worth most."""
    interventions = document["interventions"].values()
    worth = [(i["uncertainty"]["evpi"], i["title"]) for i in interventions if i.get("uncertainty")]
    amount, title = max(worth, key=lambda item: item[0], default=(0.0, ""))
    if len(worth) < _SEVERAL or amount < ROUNDING:
        return ""
    return lang.say(
        "Decided one by one, certain knowledge is worth most for %(intervention)s: at most %(amount)s.",
        intervention=lang.text(title), amount=lang.headline(amount),
    )  # fmt: skip
