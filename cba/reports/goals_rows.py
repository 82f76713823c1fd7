"""How far it is to DKR's goals, as rows of text: terminal and page print the same ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cba.reports.facts import Document
from cba.reports.language import N_, Language

_DECIMALS = 2


@dataclass(frozen=True)
class GoalRow:
    """One indicator of a goal, or a goal that has none."""

    number: str
    goal: str
    measure: str
    baseline: str
    latest: str
    target: str
    missing: str
    gives: str
    note: str


def goal_rows(lang: Language, document: Document) -> list[GoalRow]:
    """Return a row for each indicator; a goal without one has a row too."""
    return [row for goal in document["goals"] for row in _rows(lang, document, goal)]


def _rows(lang: Language, document: Document, goal: Document) -> Iterator[GoalRow]:
    title, gives = lang.text(goal["title"]), "; ".join(given(lang, goal))
    unknown = lang.say("not known")
    if goal["number"] == 3:
        yield _regional_row(lang, document, goal, gives)
        return
    if not goal["indicators"]:
        target = lang.text(goal["target"])
        yield GoalRow(str(goal["number"]), title, "", unknown, unknown, target, unknown, gives, "")
    for item in goal["indicators"]:
        latest = item["latest"]
        missing = lang.say("nothing") if item["missing"] == 0 else _points(lang, item["missing"])
        notes = [lang.text(item["note"])] if item["note"] else []
        if latest and not item["same"]:
            notes.insert(0, lang.say("The nearest figure known, not shown to be the same measure"))
        yield GoalRow(
            str(goal["number"]),
            title,
            lang.text(item["title"]),
            _figure(lang, item["baseline"]) if item["baseline"] else unknown,
            _figure(lang, latest) if latest else unknown,
            lang.percent(item["target"], _DECIMALS),
            unknown if item["missing"] is None else missing,
            gives,
            ". ".join(notes),
        )


def _figure(lang: Language, figure: Document) -> str:
    return f"{lang.percent(figure['value'], _DECIMALS)} ({figure['year']})"


def _points(lang: Language, share: float | None) -> str:
    if share is None:
        return ""
    return lang.say("%(points)s percentage points", points=lang.trimmed(100 * share, _DECIMALS))


def _regional_row(lang: Language, document: Document, goal: Document, gives: str) -> GoalRow:
    found = document["regional"]
    above = [row for row in found["landsdele"] if row["too_many"] > 0]
    before = sum(row["before"] > found["allowed"] for row in found["landsdele"])
    count = lang.say("%(count)s of %(all)s landsdele", count=len(above), all=len(found["landsdele"]))
    earlier = lang.say("%(count)s of %(all)s landsdele", count=before, all=len(found["landsdele"]))
    missing = sum(row["too_many"] for row in above)
    return GoalRow(
        str(goal["number"]),
        lang.text(goal["title"]),
        lang.say("Landsdele more than 5 per cent above the average of reports"),
        f"{earlier} ({found['first_year']})",
        f"{count} ({found['year']})",
        lang.say("none"),
        _too_many(lang, missing),
        gives,
        "",
    )


def _too_many(lang: Language, missing: float) -> str:
    if missing <= 0:
        return lang.say("nothing")
    return lang.say("about %(count)s reports too many", count=lang.number(missing))


def given(lang: Language, goal: Document) -> list[str]:
    """Return what a scenario gives a goal, an intervention each."""
    if goal["contributes"] is None:
        return []
    return [_given(lang, item) for item in goal["contributes"]] or [lang.say("nothing that is counted")]


def _given(lang: Language, item: Document) -> str:
    title = lang.text(item["title"])
    if item["outcome"] is None and item["elsewhere"]:
        goals = lang.listed(str(number) for number in item["elsewhere"])
        return lang.say("%(title)s: serves the goal; counted under goal %(goals)s", title=title, goals=goals)
    if item["outcome"] is None:
        return lang.say("%(title)s: serves the goal, but its effect on it is not known", title=title)
    if item["in_year"] is None:
        return lang.say("%(title)s: nothing by 2028, it begins later or has ended", title=title)
    fewer = N_("%(title)s: %(number)s fewer in 2028, %(until)s until then (%(outcome)s)")
    more = N_("%(title)s: %(number)s more in 2028, %(until)s until then (%(outcome)s)")
    outcome = lang.text(item["names"]["title"]).lower()
    sign = 1.0 if item["until"] >= 0 else -1.0
    words = fewer if (item["names"]["better"] == "fewer") == (sign > 0) else more
    return lang.say(
        words,
        title=title,
        number=lang.about(sign * item["in_year"]),
        until=lang.about(sign * item["until"]),
        outcome=outcome,
    )


def landsdel_rows(lang: Language, document: Document) -> list[tuple[str, ...]]:
    """Return every landsdel: reports per 1,000, against the average then and now, and what is too many."""
    return [
        (
            row["name"],
            lang.number(1000 * row["reports"] / row["population"], 1),
            lang.percent(row["before"], plus=True),
            lang.percent(row["against_average"], plus=True),
            lang.number(row["too_many"]) if row["too_many"] > 0 else "–",
            lang.say("above the limit") if row["too_many"] > 0 else lang.say("within"),
        )
        for row in document["regional"]["landsdele"]
    ]


def answer(lang: Language, document: Document) -> str:
    """Return how many goals and parts of goals are reached, are not, and cannot be told."""
    missing = [item["missing"] for goal in document["goals"] for item in goal["indicators"]]
    unmeasured = [goal for goal in document["goals"] if not goal["indicators"] and goal["number"] != 3]
    missing += [None] * len(unmeasured)
    missing.append(sum(row["too_many"] for row in document["regional"]["landsdele"]))
    reached = sum(one is not None and one <= 0 for one in missing)
    unknown = sum(one is None for one in missing)
    return lang.say(
        "Of %(all)s goals and parts of goals, %(reached)s are reached and %(short)s are not; for %(unknown)s "
        "it is not known.",
        all=lang.number(len(missing)), reached=lang.number(reached),
        short=lang.number(len(missing) - reached - unknown), unknown=lang.number(unknown),
    )  # fmt: skip


def sentences(lang: Language, document: Document) -> list[str]:
    """Return what the scenario does to its landsdel, and what the figures leave out."""
    found = document["regional"]
    texts = []
    item = found["scenario"]
    if item is not None and abs(item["fewer"]) >= 0.5:
        texts.append(
            lang.say(
                "In 2028 the scenario takes about %(fewer)s reports from %(landsdel)s, which would then be "
                "%(share)s against the average, other things being as in %(year)s.",
                fewer=lang.about(item["fewer"]), landsdel=item["landsdel"],
                share=lang.percent(item["against_average"], 1, plus=True), year=found["year"],
            )
        )  # fmt: skip
    if document["scenario"] is not None:
        texts.append(
            lang.say(
                "The goals are shares of the population or of a cohort; what the scenario avoids is a "
                "number. The one is not turned into the other where nobody knows how."
            )
        )
    texts.append(
        lang.say(
            "Reports of known municipalities per inhabitant; %(share)s of the reports of %(year)s have no "
            "known municipality and are in no landsdel.",
            share=lang.percent(found["unknown_share"], 1), year=found["unknown_year"],
        )
    )  # fmt: skip
    return texts
