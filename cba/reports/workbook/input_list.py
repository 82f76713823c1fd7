"""Which numbers a workbook lets its reader change: all that are used, with a cell name for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cba.reports.facts import Document
from cba.reports.language import Language

TIMES = ("lag", "duration")
"""Years before an effect begins, and how many it lasts: stated or derived, but no input with a passport."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A number that may be changed.

    Attributes:
        key: the input's name in the trace, or the path of an assumption or of an effect's lag or duration.
        name: the cell's name.
        group: the intervention it belongs to; `prices` or `general` for those of all.
        setting: the path that `--set` takes to change it.
        value: as given: money in its own year and currency, percentages in per cent.
        kind: share, rate, count, money, number, years, whole_years, factor, or the measure of an effect.
        passport: its entry of the trace; empty where it has none.
    """

    key: str
    name: str
    group: str
    setting: str
    value: float
    kind: str
    passport: Document


def listed(document: Document) -> Iterator[Listed]:
    """Yield every number that may be changed, each once: general ones, then by intervention, then prices."""
    seen: set[str] = set()
    for group, name, key in _used(document):
        if key in seen:
            continue
        seen.add(key)
        passport = document["trace"][key]
        setting = f'inputs."{key}"'
        yield Listed(key, name, group, setting, passport["estimate"], passport["kind"], passport)
        if key == document["calculation"]["rates"][-1]["input"]:
            yield from _factors(document)
        if name.endswith("_fade"):
            yield from _times(document, group, name, key)


def aliases(document: Document) -> Iterator[tuple[str, str]]:
    """Yield further names of cells that several effects use, with the name of their input."""
    seen: set[str] = set()
    for _, name, key in _used(document):
        if key in seen:
            yield name, key
        seen.add(key)


def _factors(document: Document) -> Iterator[Listed]:
    """Yield the model's factors that the lens and the effects use."""
    model = document["model"]
    for factor in ("net_tax_factor", "tax_distortion"):
        if model[factor] is not None:
            key = f"assumptions.{factor}"
            yield Listed(key, factor, "general", key, model[factor], "factor", {})
    grades = {e["grade"] for i in _interventions(document).values() for e in i["effects"] if e["grade"]}
    for grade in sorted(grades):
        key = f"assumptions.evidence_adjustment.{grade}"
        value = model["evidence_adjustment"][grade]
        yield Listed(key, f"evidence_adjustment_{grade}", "general", key, value, "factor", {})


def _times(document: Document, group: str, name: str, key: str) -> Iterator[Listed]:
    """Yield lag and duration of the effect that a fade belongs to."""
    path = key.removesuffix(".fade")
    outcome = path.rpartition(".")[2]
    effect = next(e for e in _interventions(document)[group]["effects"] if e["outcome"] == outcome)
    for time, kind in zip(TIMES, ("whole_years", "years"), strict=True):
        stem = name.removesuffix("fade")
        yield Listed(f"{path}.{time}", f"{stem}{time}", group, f"{path}.{time}", effect[time], kind, {})


def _interventions(document: Document) -> Document:
    found: Document = document["calculation"]["interventions"]
    return found


def _used(document: Document) -> Iterator[tuple[str, str, str]]:
    """Yield group, cell name and input name of everything used; an input used twice comes twice."""
    plan = document["calculation"]
    for rate in plan["rates"]:
        yield "general", f"discount_rate_{rate['from']}" if rate["from"] else "discount_rate", rate["input"]
    for id, item in plan["interventions"].items():
        for name, key in _of_intervention(document, id, item):
            yield id, f"{id}_{name}", key
    for id, price in plan["prices"].items():
        yield "prices", f"price_{id}", price["amount"]


def _of_intervention(document: Document, id: str, item: Document) -> Iterator[tuple[str, str]]:
    start = document["scenario"]["start"]
    people = [key for key in item["participants"] if key is not None]
    several = len(set(people)) > 1 or any(key.rpartition(".")[2].isdigit() for key in people)
    for n, key in enumerate(item["participants"]):
        if key is not None:
            yield f"participants_{start + n}" if several else "participants", key
    yield "completion", item["completion"]
    for cost in item["costs"]:
        yield f"cost_{_short(cost['what'])}", cost["amount"]
    for flow in item["flows"]:
        for n, key in enumerate(flow["amounts"]):
            if key is not None:
                yield f"{_short(flow['what'])}_{start + n}", key
    for effect in item["effects"]:
        for name, key in _of_effect(effect):
            yield f"{effect['outcome']}_{name}", key


def _of_effect(effect: Document) -> Iterator[tuple[str, str]]:
    if effect["kind"] == "success":
        yield from ((way, effect[way]) for way in ("with", "without", "net") if effect[way])
    elif effect["kind"] == "explicit":
        yield from ((f"change_{n}", key) for n, key in enumerate(effect["by_year"]))
    else:
        yield "effect", effect["size"]
        yield from _of_baseline(effect["baseline"])
    yield "transfer", effect["transfer"]
    if "fade" in effect:
        yield "fade", effect["fade"]
    for item in effect["consequences"]:
        stem = f"{item['price']}_quantity"
        several = item["spread"] is None
        for t, key in enumerate(item["quantities"]):
            yield f"{stem}_{t}" if several else stem, key


def _of_baseline(baseline: Document) -> Iterator[tuple[str, str]]:
    if baseline["kind"] == "place":
        for part in ("incidents", "share", "reporting_rate", "displacement"):
            yield part, baseline[part]
        return
    if baseline["share"]:
        yield "baseline", baseline["share"]
    if baseline["events"]:
        yield "events", baseline["events"]


def _short(what: Any) -> str:
    """Return the name of a cost or flow as a part of a cell's name."""
    text = what["da"] or what["en"]
    return "_".join("".join(c if c.isalnum() else " " for c in text).split()).lower()[:60] or "line"


def unit(lang: Language, document: Document, item: Listed) -> str:
    """Return the unit of a number in words."""
    say, kind = lang.say, item.kind
    if kind == "money":
        steps = item.passport.get("conversions") or ()
        given = steps[0]["from"] if steps else f"{document['scenario']['price_year']} DKK"
        year, _, currency = given.partition(" ")
        return say("%(year)s %(currency)s", year=year, currency=currency)
    units = {
        "share": say("per cent"),
        "difference": say("per cent"),
        "rate": say("per cent a year"),
        "count": say("number"),
        "number": say("number"),
        "years": say("years"),
        "whole_years": say("whole years"),
        "factor": say("factor"),
        "percentage_change": say("change, in per cent"),
        "percentage_points": say("percentage points"),
        "standardised_mean_difference": say("standard deviations"),
    }
    return units.get(kind, say("ratio"))


def pattern(item: Listed) -> str:
    """Return the number format: as many decimals as the number as given has, and a sign of per cent."""
    if item.kind in ("share", "rate", "difference"):
        return "0." + "0" * max(1, min(6, _decimals(item.value * 100))) + "%"
    if item.kind == "whole_years":
        return "0"
    decimals = min(6, _decimals(item.value))
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _decimals(value: float) -> int:
    """Return how many decimals a number has, rounding dust aside."""
    return next((d for d in range(7) if abs(round(value, d) - value) <= 1e-9 * max(1.0, abs(value))), 6)
