"""What the interventions change, row by row: the problem's size, each effect, and what to measure first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from cba.reports import counted_part
from cba.reports.facts import Document, drivers
from cba.reports.language import N_, Language

MEASURES = {
    "odds_ratio": N_("odds ratio"),
    "relative_risk": N_("relative risk"),
    "incidence_rate_ratio": N_("rate ratio"),
    "hazard_ratio": N_("hazard ratio"),
    "standardised_mean_difference": N_("standardised difference"),
    "percentage_change": N_("change in per cent"),
    "percentage_points": N_("change in percentage points"),
    "success_rate": N_("share that succeeds"),
    "change": N_("number a year"),
}
_RATIOS = ("odds_ratio", "relative_risk", "incidence_rate_ratio", "hazard_ratio")
GRADES = {"A": N_("strong"), "B": N_("good"), "C": N_("limited"), "D": N_("weak")}
_A_TREND = 2
_WEAKEST_FIRST = {None: 0, "D": 1, "C": 2, "B": 3, "A": 4}


@dataclass(frozen=True)
class Problem:
    """How large a problem is before anything is done; `what`, `who` and `source` are the user's texts.

    `trend` compares the place with the country over the years that are known.
    """

    what: Mapping[str, str] | str
    size: str
    who: Mapping[str, str] | str | None
    source: str | None
    trend: str = ""


@dataclass(frozen=True)
class EffectRow:
    """One effect as a reader meets it; the grade stands beside the size and is never merged with it.

    `unclear` is set where the study's interval covers no effect at all; `counted` where only part of the
    effect on what was measured is counted.
    """

    outcome: Mapping[str, str] | str
    intervention: Mapping[str, str] | str
    change: str
    unclear: bool
    study: str
    number: str
    unit: Mapping[str, str] | str
    grade: str | None
    own: bool
    of: str
    source: str
    url: str | None
    year: str | None
    counted: str = ""


def outcome_names(document: Document, outcome: str) -> Mapping[str, Any]:
    """Return the title, unit and better direction of an outcome; its id where it has no names."""
    known: Mapping[str, Any] = document["names"]["outcomes"].get(outcome, {})
    return {"title": outcome, "unit": outcome, "units": outcome, "better": "fewer"} | dict(known)


def problems(lang: Language, document: Document) -> list[Problem]:
    """Return the size of each problem that the interventions meet, without repeats, in reading order.

    Where one problem has several sizes, each says which interventions meet it.
    """
    found: dict[Problem, list[str]] = {}
    for intervention in document["interventions"].values():
        group = intervention["target_group"]
        for effect in intervention["effects"]:
            size = baseline_words(lang, effect)
            if size:
                who = None if intervention["place_based"] else (group or intervention)["title"]
                title = outcome_names(document, effect["outcome"])["title"]
                source = _baseline_source(effect)
                trend = trend_words(lang, effect)
                problem = Problem(_hashable(title), size, _hashable(who), source, trend)
                found.setdefault(problem, []).append(lang.text(intervention["title"]))
    kinds = Counter(problem.what for problem in found)
    return [
        replace(p, who=lang.listed(titles)) if p.who is None and kinds[p.what] > 1 else p
        for p, titles in found.items()
    ]


def _baseline_source(effect: Document) -> str | None:
    """Return where the baseline is from; a study's own comparison group with the country it is in."""
    base = effect["baseline"] or {}
    short, countries = base.get("source_short"), effect["countries"]
    return f"{short}, {countries}" if short and countries and short == effect["source"] else short


def _hashable(text: Mapping[str, str] | str | None) -> Any:
    return _Texts(text) if isinstance(text, Mapping) else text


class _Texts(dict[str, str]):
    """A text in several languages that can be told apart from others in a set."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(sorted(self.items())))


def baseline_words(lang: Language, effect: Document) -> str:
    """Return how often the outcome happens without the intervention; empty where that is not stated."""
    base = effect["baseline"] or {}
    if base.get("kind") == "share" and base.get("within_months"):
        return lang.say(
            "%(share)s within %(months)s months, without the intervention",
            share=lang.percent(base["share"], 1),
            months=lang.number(base["within_months"]),
        )
    if base.get("kind") == "share":
        return lang.say("%(share)s without the intervention", share=lang.percent(base["share"], 1))
    if base.get("kind") == "events":
        return lang.say(
            "%(events)s a year for each person or place reached", events=lang.number(base["events"], 2)
        )
    if base.get("kind") == "incidents":
        return _incidents(lang, base)
    rate = effect["success_rate"]
    if rate and rate.get("without") is not None:
        return lang.say("%(share)s succeed without the intervention", share=lang.percent(rate["without"]))
    return ""


def _incidents(lang: Language, base: Document) -> str:
    number, place, years = lang.number(base["incidents"]), lang.text(base.get("place")), base.get("years")
    share = lang.percent(base.get("share", 1.0), 1)
    if place and years:
        return lang.say(
            "%(number)s reported a year in %(place)s (mean of %(years)s), of which %(share)s is covered",
            number=number, place=place, years=lang.span(min(years), max(years)), share=share,
        )  # fmt: skip
    if place:
        return lang.say(
            "%(number)s reported a year in %(place)s, of which %(share)s is covered",
            number=number,
            place=place,
            share=share,
        )
    return lang.say("%(number)s reported a year, of which %(share)s is covered", number=number, share=share)


def trend_words(lang: Language, effect: Document) -> str:
    """Return how reports went in the place beside the country; empty where that is not known."""
    base = effect["baseline"] or {}
    trend = base.get("trend")
    if not trend or len(trend["years"]) < _A_TREND:
        return ""
    ends = {"first": trend["years"][0], "last": trend["years"][-1]}
    country = {
        "before": lang.number(trend["country_per_1000"][0], 1),
        "now": lang.number(trend["country_per_1000"][-1], 1),
    }
    if trend["place_per_1000"] == trend["country_per_1000"]:
        return lang.say(
            "Reports per 1,000 people: %(before)s in %(first)s, %(now)s in %(last)s.", **ends, **country
        )
    return lang.say(
        "Reports per 1,000 people: %(here_before)s in %(first)s, %(here_now)s in %(last)s; "
        "in all of Denmark %(before)s and %(now)s.",
        here_before=lang.number(trend["place_per_1000"][0], 1),
        here_now=lang.number(trend["place_per_1000"][-1], 1),
        **ends, **country,
    )  # fmt: skip


def effects(lang: Language, document: Document) -> list[EffectRow]:
    """Return every effect of every intervention, in the scenario's order."""
    return [
        EffectRow(
            outcome=outcome_names(document, effect["outcome"])["title"],
            intervention=intervention["title"],
            change=_change(lang, effect),
            unclear=unclear(effect),
            study=_study(lang, document, effect),
            number=_avoided(lang, document, intervention, effect["outcome"]),
            unit=_unit(document, intervention, effect["outcome"]),
            grade=effect["grade"],
            own=effect["own_assumption"],
            of=key,
            source=effect["source"],
            url=effect["url"],
            year=_year(effect),
            counted=counted_part.of_effect(lang, effect),
        )
        for key, intervention in document["interventions"].items()
        for effect in intervention["effects"]
    ]


def _unit(document: Document, intervention: Document, outcome: str) -> Mapping[str, str] | str:
    """Return what the number counts: one of it, or several."""
    names = outcome_names(document, outcome)
    avoided = abs(intervention["outcomes"][outcome]["avoided"])
    found: Mapping[str, str] | str = names["unit" if round(avoided, 1) == 1.0 else "units"]
    return found


def _year(effect: Document) -> str | None:
    """Return the year of publication unless the source already names it."""
    year = str(effect["year"] or "")
    return None if year in (effect["source"] or "") else year


def _change(lang: Language, effect: Document) -> str:
    if effect["relative_change"] is not None:
        return lang.percent(effect["relative_change"], plus=True)
    rate = effect["success_rate"]
    if rate and rate.get("net") is not None:
        return lang.say("%(share)s succeed because of it", share=lang.percent(rate["net"]))
    if effect["statement"] == "percentage_points" and effect["estimate"] is not None:
        points = effect["estimate"] * effect["transfer"] * effect.get("evidence_adjustment", 1.0)
        return lang.say("%(points)s percentage points", points=lang.trimmed(points, 1))
    return lang.say("stated year by year")


def unclear(effect: Document) -> bool:
    """Return whether the study's interval covers no effect: one for a ratio, else zero."""
    low, high = effect["low"], effect["high"]
    if low is None or high is None or effect["statement"] == "success_rate":
        return False
    nothing = 1.0 if effect["statement"] in _RATIOS else 0.0
    return bool(min(low, high) < nothing < max(low, high))


def _study(lang: Language, document: Document, effect: Document) -> str:
    """Return what the study found, before transfer, with its 95 % interval."""
    if effect["estimate"] is None or effect["statement"] not in MEASURES:
        return ""
    places = 1 if effect["statement"].startswith("percentage") else 2
    numbers = {key: lang.trimmed(effect[key], places) for key in ("estimate", "low", "high")}
    measure = MEASURES[effect["statement"]]
    values = {"measure": lang.say(measure)} | numbers
    if effect["low"] is None or effect["high"] is None:
        return lang.say("%(measure)s %(estimate)s, no interval", **values)
    found = lang.say("%(measure)s %(estimate)s (%(low)s to %(high)s)", **values)
    return "; ".join(part for part in (found, pooled(lang, document, effect)) if part)


def pooled(lang: Language, document: Document, effect: Document) -> str:
    """Return from how many studies an effect is pooled, and what its interval is; empty for one study."""
    pool = document["trace"].get(f"evidence.{effect['evidence']}", {}).get("pool")
    if not pool:
        return ""
    number = lang.number_word(len(pool["studies"]))
    return lang.say("pooled from %(number)s studies; the interval is for a new place", number=number)


def _avoided(lang: Language, document: Document, intervention: Document, outcome: str) -> str:
    result = intervention["outcomes"].get(outcome)
    if result is None:
        return lang.say("not defined")
    about = outcome_names(document, outcome)
    number = result["avoided"] if about["better"] == "fewer" else -result["avoided"]
    message = N_("%(number)s fewer") if number >= 0 else N_("%(number)s more")
    return lang.say(message, number=lang.about(abs(number)))


def measure_first(lang: Language, document: Document, most: int = 3) -> list[str]:
    """Return which outcomes to measure first: the weakest evidence, then the largest sum at stake."""
    stake = {d.of: abs(d.change) for d in drivers(document) if d.kind == "effect"}
    found = [
        (_WEAKEST_FIRST.get(e["grade"], 0), -stake.get(key, 0.0), i, e)
        for key, i in document["interventions"].items()
        for e in i["effects"]
    ]
    return [
        lang.say(
            "%(outcome)s – %(intervention)s (%(grade)s)",
            outcome=lang.text(outcome_names(document, e["outcome"])["title"]),
            intervention=lang.text(i["title"]),
            grade=lang.say("grade %(grade)s", grade=e["grade"]) if e["grade"] else lang.say("not graded"),
        )
        for _, _, i, e in sorted(found, key=lambda item: item[:2])[:most]
    ]


def defaults(lang: Language, document: Document) -> list[str]:
    """Return what one event leads to where the scenario leaves that to the register of outcomes.

    One of something at once needs no words: its price says it.
    """
    own = tuple(f"{file['path']}:" for file in document["scenario"]["files"])
    found: dict[str, None] = {}
    for intervention in document["interventions"].values():
        for effect in intervention["effects"]:
            for item in effect["consequences"]:
                plain = item["quantity"] == 1 and (item["spread"] or 1) == 1
                if not plain and item["where"] and not str(item["where"]).startswith(own):
                    found[_default(lang, document, effect["outcome"], item)] = None
    return list(found)


def _default(lang: Language, document: Document, outcome: str, item: Document) -> str:
    price = document["prices"].get(item["price"], {}).get("name", item["price"])
    named = [lang.say("source: %(source)s", source=item["source"])] if item["source"] else []
    named += [lang.say("assumption")] if item["assumption"] else []
    values = {
        "unit": lang.text(outcome_names(document, outcome)["unit"]),
        "quantity": lang.trimmed(item["quantity"], 2),
        "price": lang.text(price),
        "years": lang.number_word(item["spread"] or 1),
        "source": f" ({'; '.join(named)})" if named else "",
    }
    if (item["spread"] or 1) > 1:
        return lang.say(
            "One %(unit)s counts as %(quantity)s × %(price)s over %(years)s years%(source)s", **values
        )
    return lang.say("One %(unit)s counts as %(quantity)s × %(price)s%(source)s", **values)
