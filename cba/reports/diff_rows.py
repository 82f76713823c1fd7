"""What changed between two results, and what carries the change: rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cba.reports.diff_names import SETTINGS, cause_name
from cba.reports.facts import ROUNDING, Document
from cba.reports.language import N_, Language, Scale
from cba.reports.number_words import value_text

_SORTS = {
    "value": N_("other value"),
    "added": N_("new"),
    "removed": N_("gone"),
    "range": N_("other interval"),
    "passport": N_("other source, grade or note"),
}

_OWNERS = {"register": N_("register"), "scenario": N_("scenario")}


@dataclass(frozen=True)
class CauseRow:
    """One cause: before and after, what it carries, and what it would have changed alone."""

    name: str
    before: str
    after: str
    value: float
    share: str
    error: str
    alone: str
    payers: tuple[str, ...]


def side_name(lang: Language, head: Document) -> str:
    """Return what a side is called: title, variant, model."""
    scenario = head["scenario"]
    parts = [lang.text(scenario["title"]), scenario["variant"] or "", lang.text(head["model"]["title"])]
    return ", ".join(part for part in parts if part)


def title_of(lang: Language, document: Document) -> str:
    """Return whose net value it is."""
    if document["of"] == "portfolio":
        return lang.say("All together")
    return lang.text(document["titles"].get(document["of"])) or str(document["of"])


def scale_of(lang: Language, document: Document) -> Scale:
    """Return one unit for all amounts of the tables."""
    found = document["attribution"]
    shares = [cause["share"]["total"] for cause in found["causes"]]
    return lang.scale([*shares, *found.get("change", {}).values()])


def cause_rows(lang: Language, document: Document, top: int | None = None) -> list[CauseRow]:
    """Return the causes, largest first; those beyond `top` as one row, and the rest that none carries."""
    found, scale = document["attribution"], scale_of(lang, document)
    rows = [_row(lang, document, cause, scale) for cause in found["causes"]]
    if top is not None and len(rows) > top + 1:
        others = found["causes"][top:]
        rows = [*rows[:top], _others(lang, document, others, scale)]
    rest = found.get("rest") or {}
    if any(rest.values()):
        name = lang.say("Not explained by the inputs: version of the engine, or how the scenario is built")
        rows.append(_plain(lang, document, name, rest, scale))
    return rows


def total_row(lang: Language, document: Document) -> CauseRow:
    """Return the change as a whole."""
    found = document["attribution"]
    return _plain(lang, document, lang.say("The whole change"), found["change"], scale_of(lang, document))


def _others(lang: Language, document: Document, causes: list[Document], scale: Scale) -> CauseRow:
    name = lang.count("%(number)s other change", "%(number)s other changes", len(causes))
    amounts = {r: sum(c["share"][r] for c in causes) for r in document["attribution"]["results"]}
    return _plain(lang, document, name, amounts, scale)


def _plain(lang: Language, document: Document, name: str, amounts: Document, scale: Scale) -> CauseRow:
    payers = tuple(lang.scaled(amounts[r], scale) for r in touched(document))
    total = amounts["total"]
    return CauseRow(name, "", "", total, lang.scaled(total, scale), "", "", payers)


def _row(lang: Language, document: Document, cause: Document, scale: Scale) -> CauseRow:
    before, after = (_end(lang, document, cause, cause[key]) for key in ("first", "second"))
    if cause["change"] == "added":
        before, after = "–", lang.say("new")
    elif cause["change"] == "removed":
        before, after = lang.say("gone"), "–"
    sampled = document["attribution"]["method"] == "sampled"
    return CauseRow(
        cause_name(lang, document, cause),
        before,
        after,
        cause["share"]["total"],
        lang.scaled(cause["share"]["total"], scale),
        lang.scaled(cause["se"], scale) if sampled else "",
        lang.scaled(cause["alone"], scale),
        tuple(lang.scaled(cause["share"][r], scale) for r in touched(document)),
    )


def touched(document: Document) -> list[str]:
    """Return the payers for whom some cause carries something."""
    found = document["attribution"]
    return [
        result
        for result in found.get("results", [])[1:]
        if any(abs(cause["share"][result]) >= ROUNDING for cause in found["causes"])
    ]


def payer_names(lang: Language, document: Document) -> list[str]:
    """Return the names of the touched payers."""
    return [lang.text(document["names"]["payers"].get(payer)) or payer for payer in touched(document)]


def _end(lang: Language, document: Document, cause: Document, value: float | str | None) -> str:
    if value is None:
        return lang.say("several values") if len(cause["of"]) > 1 else ""
    if isinstance(value, str):
        return value
    if cause["sort"] == "input":
        return value_text(lang, document["kinds"].get(cause["name"], "number"), value)
    return lang.trimmed(value, 4) if cause["sort"] != "setting" else str(value)


def setting_rows(lang: Language, document: Document) -> list[tuple[str, str, str]]:
    """Return the settings and files that differ: name, before, after."""
    changes = document["changes"]
    names = [SETTINGS[item["name"]] for item in changes["settings"]]
    titles = [*map(lang.say, names), *(file["path"] for file in changes["files"])]
    items = [*changes["settings"], *changes["files"]]
    return [
        (title, _short(item["first"]), _short(item["second"]))
        for title, item in zip(titles, items, strict=True)
    ]


def _short(value: Any) -> str:
    if value is None:
        return "–"
    text = str(value)
    return text[:12] if len(text) == 64 else text


def input_rows(lang: Language, document: Document) -> list[tuple[str, str, str, str, str, str]]:
    """Return every number that differs: name, what happened, before, after, whose it is and where."""
    rows = []
    order = list(_SORTS)
    for item in sorted(document["changes"]["inputs"], key=lambda item: order.index(item["sort"])):
        sort, owner = _SORTS[item["sort"]], _OWNERS[item["of"]]
        ends = [_value(lang, item, item[key]) for key in ("first", "second")]
        where = (item["second"] or item["first"])["where"]
        rows.append(
            (
                lang.text(document["labels"].get(item["name"])) or item["name"],
                lang.say(sort),
                *ends,
                lang.say(owner),
                where,
            )
        )
    return rows


def _value(lang: Language, item: Document, entry: Document | None) -> str:
    if entry is None:
        return "–"
    shown = value_text(lang, item["kind"] or "number", entry["value"])
    if item["sort"] == "range" and entry["low"] is not None and entry["high"] is not None:
        low, high = (lang.trimmed(entry[key], 4) for key in ("low", "high"))
        return lang.say("%(value)s (%(low)s to %(high)s)", value=shown, low=low, high=high)
    if item["sort"] == "passport":
        return ", ".join(str(entry[key]) for key in ("source", "grade") if entry[key])
    return shown


def result_rows(lang: Language, document: Document) -> list[tuple[str, str, str, str]]:
    """Return net results before and after: all together, each payer, each intervention, and the chance."""
    results = document["changes"]["results"]
    named = [(lang.say("All together"), results["npv"])]
    for id, pair in results["by_payer"].items():
        if any(abs(value or 0.0) >= ROUNDING for value in pair.values()):
            named.append((lang.text(document["names"]["payers"].get(id)) or id, pair))
    if len(results["interventions"]) > 1:
        named += [
            (lang.text(document["titles"].get(id)) or id, p) for id, p in results["interventions"].items()
        ]
    scale = result_scale(lang, document)
    rows = [(name, *_three(lang, pair, scale)) for name, pair in named]
    chance = results["chance"]
    if chance["first"] is not None and chance["second"] is not None:
        before, after = (lang.chance(chance[key]) for key in ("first", "second"))
        rows.append((lang.say("Chance of a gain"), before, after, ""))
    return rows


def result_scale(lang: Language, document: Document) -> Scale:
    """Return one unit for the results before and after."""
    results = document["changes"]["results"]
    pairs = [results["npv"], *results["by_payer"].values(), *results["interventions"].values()]
    return lang.scale(value for pair in pairs for value in pair.values())


def _three(lang: Language, pair: Document, scale: Scale) -> tuple[str, str, str]:
    first, second = pair["first"], pair["second"]
    ends = ["–" if value is None else lang.scaled(value, scale) for value in (first, second)]
    change = "" if first is None or second is None else lang.scaled(second - first, scale)
    return ends[0], ends[1], change
