"""What the sensitivity says, as rows of text: terminal and page print the same ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cba.reports.facts import Document
from cba.reports.language import Language, Scale
from cba.reports.number_words import distance_text, value_text

TOTAL = "total"

_LEAST = 0.005
"""An assumption with a smaller share of the uncertainty is not worth a row."""


@dataclass(frozen=True)
class EndRow:
    """An uncertain number at the ends of its interval."""

    name: str
    label: str
    interval: str
    at_low: str
    at_high: str


@dataclass(frozen=True)
class NumberRow:
    """A number moved by ten per cent and by one, and where it makes the result zero."""

    name: str
    label: str
    minus: str
    plus: str
    elasticity: str
    critical: bool
    breaks_even: str
    inside: str


@dataclass(frozen=True)
class ShareRow:
    """A number's share of the uncertainty; several that vary together stand in one row."""

    label: str
    first: str
    total: str
    interval: str


@dataclass(frozen=True)
class PayerRow:
    """A number's share of the uncertainty of each payer's result; several that vary together in one row."""

    label: str
    shares: tuple[str, ...]


def label_of(lang: Language, document: Document, name: str) -> str:
    """Return an input's readable label."""
    return lang.text(document["labels"][name])


def result_name(lang: Language, document: Document, result: str) -> str:
    """Return what a column of the result is called: all together, or a payer."""
    if result == TOTAL:
        return lang.say("All together")
    return lang.text(document["names"]["payers"].get(result)) or result


def payers_moved(document: Document) -> list[str]:
    """Return the total and the payers whose net result some number moves."""
    moved = {
        result
        for found in document["switching"].values()
        for result, switch in found.items()
        if switch["status"] != "no_influence"
    }
    return [result for result in document["npv"] if result in moved or document["npv"][result]]


def by_swing(document: Document, result: str, key: str = "swing") -> list[str]:
    """Return the inputs that move the result, those that move it most first."""
    rows = document["tornado"]
    moving = [name for name in rows if rows[name][key][result] > 0]
    return sorted(moving, key=lambda name: (-rows[name][key][result], name))


def scale_of(lang: Language, document: Document, result: str) -> Scale:
    """Return one unit for all net results of the tables."""
    ends = (
        moved["npv"][result]
        for row in document["tornado"].values()
        for key in ("low", "high", "minus", "plus")
        if (moved := row[key]) is not None
    )
    return lang.scale([document["npv"][result], *ends])


def end_rows(lang: Language, document: Document, result: str, top: int | None = None) -> list[EndRow]:
    """Return the uncertain numbers at the ends of their intervals, the widest swing first."""
    scale = scale_of(lang, document, result)
    rows = []
    for name in by_swing(document, result)[:top]:
        kind, row = document["inputs"][name]["kind"], document["tornado"][name]
        low, high = row["low"], row["high"]
        rows.append(
            EndRow(
                name,
                label_of(lang, document, name),
                f"{value_text(lang, kind, low['value'])} – {value_text(lang, kind, high['value'])}",
                _npv(lang, low, result, scale),
                _npv(lang, high, result, scale),
            )
        )
    return rows


def number_rows(lang: Language, document: Document, result: str, top: int | None = None) -> list[NumberRow]:
    """Return every number that moves the result, by what ten per cent of it does; zeros come last."""
    shifted = by_swing(document, result, "swing_shifted")
    others = [
        name
        for name, found in document["switching"].items()
        if name not in shifted and found[result]["status"] != "no_influence"
    ]
    scale = scale_of(lang, document, result)
    return [_number_row(lang, document, name, result, scale) for name in [*shifted, *others][:top]]


def _number_row(lang: Language, document: Document, name: str, result: str, scale: Scale) -> NumberRow:
    row, elasticity = document["tornado"][name], document["elasticity"][name][result]
    value = elasticity["elasticity"]
    return NumberRow(
        name,
        label_of(lang, document, name),
        _npv(lang, row["minus"], result, scale),
        _npv(lang, row["plus"], result, scale),
        "–" if value is None else lang.percent(value / 100, 1, plus=True),
        elasticity["critical"],
        switch_text(lang, document, name, result),
        inside_text(lang, document, name, result),
    )


def switch_text(lang: Language, document: Document, name: str, result: str) -> str:
    """Return where a number makes the result zero, and how far that is from the estimate."""
    item, switch = document["inputs"][name], document["switching"][name][result]
    if switch["status"] == "no_influence":
        return lang.say("does not matter")
    if switch["status"] == "none":
        return lang.say("no possible value")
    texts = [value_text(lang, item["kind"], value) for value in switch["values"]]
    shown = lang.listed(dict.fromkeys(texts))
    if len(texts) > 1:
        return shown
    far = distance_text(lang, item["kind"], switch["value"], item["value"])
    return f"{shown} ({far})" if far else shown


def inside_text(lang: Language, document: Document, name: str, result: str) -> str:
    """Return whether that is within the number's interval, where it has one."""
    switch = document["switching"][name][result]
    if document["inputs"][name]["low"] is None:
        return "–"
    return lang.say("yes") if switch["likely"] else lang.say("no")


def share_rows(lang: Language, document: Document, result: str, top: int | None = None) -> list[ShareRow]:
    """Return first and total order of each number, or group of numbers that vary together."""
    if result not in payer_columns(document):
        return []
    groups = sorted(document["importance"]["sobol"]["groups"], key=lambda g: -g["total"][result]["share"])
    return [
        ShareRow(
            lang.listed(label_of(lang, document, name) for name in group["inputs"]),
            _share(lang, group["first"][result]),
            _share(lang, group["total"][result]),
            _interval(lang, group["total"][result]),
        )
        for group in groups[:top]
        if group["total"][result]["share"] >= _LEAST
    ]


def payer_columns(document: Document) -> list[str]:
    """Return the results that vary, all together first."""
    return list(document["importance"]["first_order"]) if document["importance"] else []


def payer_rows(lang: Language, document: Document, top: int | None = None) -> list[PayerRow]:
    """Return each number's share of the uncertainty of each payer, the largest anywhere first."""
    columns = payer_columns(document)
    if not columns:
        return []
    groups = document["importance"]["sobol"]["groups"]
    shares = {tuple(g["inputs"]): [_alone(document, g, column) for column in columns] for g in groups}
    worth = sorted((n for n in shares if max(shares[n]) >= _LEAST), key=lambda n: (-max(shares[n]), n))
    return [
        PayerRow(
            lang.listed(label_of(lang, document, name) for name in names),
            tuple(_plain_share(lang, share) for share in shares[names]),
        )
        for names in worth[:top]
    ]


def _alone(document: Document, group: Mapping[str, Any], result: str) -> float:
    """Return the first-order share of a group; 0 where its share in all is nothing.

    That of one number is taken from all draws; by itself, a number of several that vary together would also
    be credited with what the others do.
    """
    names = group["inputs"]
    if group["total"][result]["share"] < _LEAST:
        return 0.0
    if len(names) > 1:
        return min(max(float(group["first"][result]["share"]), 0.0), 1.0)
    return float(document["importance"]["first_order"][result][names[0]]["share"])


def turning(document: Document, result: str) -> list[str]:
    """Return the numbers that can turn the result round within their own interval, widest swing first."""
    return [
        name
        for name in by_swing(document, result)
        if document["switching"][name][result]["likely"] and document["npv"][result]
    ]


def critical(document: Document, result: str) -> list[str]:
    """Return the critical numbers, the most elastic first."""
    found = document["elasticity"]
    names = [name for name in found if found[name][result]["critical"]]
    return sorted(names, key=lambda name: (-abs(found[name][result]["elasticity"]), name))


def _npv(lang: Language, moved: Mapping[str, Any] | None, result: str, scale: Scale) -> str:
    if moved is None or moved["npv"][result] is None:
        return "–"
    return lang.scaled(moved["npv"][result], scale) + ("*" if moved["clipped"] else "")


def _plain_share(lang: Language, share: float) -> str:
    return lang.percent(share) if share >= _LEAST else "–"


def _share(lang: Language, found: Mapping[str, float]) -> str:
    return lang.percent(min(max(found["share"], 0.0), 1.0))


def _interval(lang: Language, found: Mapping[str, float | None]) -> str:
    low, high = found["low"], found["high"]
    if low is None or high is None:
        return ""
    return f"{lang.percent(max(low, 0.0), 1)} – {lang.percent(min(high, 1.0), 1)}"
