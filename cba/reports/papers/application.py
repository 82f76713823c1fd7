"""Sections that several annexes share: participants, work packages, budget, indicators, risks, value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cba.reports import certainty, effect_rows, money_rows, story
from cba.reports.facts import Document, people, spending
from cba.reports.language import N_, Language
from cba.reports.papers.funding_facts import LEVELS, budget, risk_level, stated
from cba.reports.papers.paper import Cell, Figure, Section, Table, Text, missing, present

_LEVELS = {
    "input": N_("Resources (input)"),
    "activity": N_("Activity"),
    "output": N_("Output"),
    "result": N_("Result"),
    "impact": N_("Impact"),
}


def value(lang: Language, document: Document) -> Section:
    """Return what the calculation says, with its uncertainty: the part that is never a gap."""
    rows: list[list[Cell]] = [
        [lang.text(item["title"]), *_values(item)] for item in document["interventions"].values()
    ]
    if len(rows) > 1:
        rows.append([lang.say("All together"), *_values(document["portfolio"])])
    table = Table(
        "value-table",
        lang.say("Costs and benefits over the period"),
        [
            lang.say("Intervention"),
            lang.say("Costs"),
            lang.say("Benefits"),
            lang.say("Net result"),
            lang.say("Lower end"),
            lang.say("Upper end"),
            lang.say("Chance of a gain"),
        ],
        rows,
        total=int(len(rows) > 1),
        note=lang.say("Lower and upper end: 90 of 100 recalculations are between them. Present value."),
    )
    split = story.split(lang, document)
    return Section(
        "value",
        lang.say("Costs, benefits and how sure they are"),
        lead=[story.verdict(lang, document)],
        text=present(
            [
                *split.losses,
                *split.gains,
                split.rest,
                certainty.interval(lang, document),
                certainty.driver_sentence(lang, document),
            ]
        ),
        tables=[table],
    )


_DIFFERENT = 0.01
"""Share of the budget; a smaller difference to the calculation is rounding."""


def beside_the_calculation(lang: Language, document: Document) -> str:
    """Return how the budget differs from the costs that the net result counts; empty where it does not."""
    asked, payers = budget(document).direct, document["model"]["payers"]
    counted = sum(spending(item, payers).total for item in document["interventions"].values())
    if not asked or not counted or abs(asked - counted) < _DIFFERENT * asked:
        return ""
    more = N_(
        "The budget is %(budget)s. The net result counts %(counted)s (undiscounted): what the intervention "
        "itself costs. The other %(difference)s, such as evaluation, is what only the project needs, and is "
        "not counted."
    )
    less = N_(
        "The budget is %(budget)s. The net result counts %(counted)s (undiscounted): also %(difference)s "
        "that the intervention costs outside the project."
    )
    return lang.say(
        more if asked > counted else less,
        budget=lang.kroner(asked),
        counted=lang.kroner(counted),
        difference=lang.kroner(abs(asked - counted)),
    )


def _values(result: Document) -> list[Cell]:
    measures, drawn = result["measures"], result.get("uncertainty")
    ends = (drawn["npv"]["p05"], drawn["npv"]["p95"]) if drawn else (None, None)
    return [
        Figure(measures["pv_costs"]),
        Figure(measures["pv_benefits"]),
        Figure(measures["npv"]),
        *(Figure(end) for end in ends),
        Figure(drawn["prob_npv_positive"] if drawn else None, "share"),
    ]


def reached(lang: Language, document: Document) -> list[Text]:
    """Return what is done and for whom, one text for each intervention."""
    return [
        f"{lang.text(item['title'])}: {money_rows.reach(lang, document, item)}".rstrip()
        for item in document["interventions"].values()
    ]


def sizes(lang: Language, document: Document) -> list[Text]:
    """Return how large the problem is, with its source."""
    return [_size(lang, found) for found in effect_rows.problems(lang, document)]


def _size(lang: Language, found: effect_rows.Problem) -> str:
    text = f"{lang.text(found.what)}: {found.size}"
    text += "" if text.endswith(".") else "."  # Danish per cent end in one
    if not found.source:
        return text
    source = lang.say("Source: %(source)s.", source=found.source)
    return f"{text} {source}"


def citizens(document: Document) -> float | None:
    """Return how many citizens are reached: as stated, else the participants; None where there are none."""
    said = stated(document)["citizens"]
    counted = sum(people(item) for item in document["interventions"].values() if not item["place_based"])
    return said if said is not None else counted or None


def logic(lang: Language, document: Document) -> Section:
    """Return the steps from input to impact: what the calculation knows, and the stated indicators."""
    said = stated(document)["indicators"]
    table = Table(
        "logic-table",
        lang.say("From input to impact, as the calculation has it"),
        [lang.say("Step"), lang.say("What"), lang.say("Size")],
        _steps(lang, document),
    )
    tables = [table, _indicators(lang, said)] if said else [table]
    gaps = missing(
        (
            next((i for i in said if i["level"] == level), None),
            lang.say("An indicator of: %(step)s", step=lang.say(word).lower()),
        )
        for level, word in _LEVELS.items()
        if level in ("output", "result", "impact")
    )
    incomplete = [
        lang.say("%(what)s: %(key)s", what=lang.text(item["what"]), key=lang.say(word))
        for item in said
        for key, word in (
            ("baseline", N_("baseline")),
            ("target", N_("target")),
            ("source", N_("where it is read")),
        )
        if not item[key]
    ]
    return Section(
        "logic", lang.say("Intervention logic and indicators"), tables=tables, gaps=[*gaps, *incomplete]
    )


def _steps(lang: Language, document: Document) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for item in document["interventions"].values():
        title = lang.text(item["title"])
        rows.append([lang.say("Resources (input)"), title, lang.headline(item["measures"]["pv_costs"])])
        number = people(item)
        if number and not item["place_based"]:
            words = lang.count("%(number)s participant", "%(number)s participants", number)
            rows.append([lang.say("Output"), title, words])
        for row in effect_rows.effects(lang, {**document, "interventions": {"": item}}):
            rows.append(
                [
                    lang.say("Result"),
                    f"{title} – {lang.text(row.outcome)}",
                    f"{row.number} {lang.text(row.unit)}",
                ]
            )
        if item["dkr_goals"]:
            rows.append([lang.say("Impact"), title, money_rows.goals(lang, item)])
    order = [_level(lang, level) for level in LEVELS]
    return sorted(rows, key=lambda row: order.index(str(row[0])))


def _level(lang: Language, level: str) -> str:
    word = _LEVELS[level]
    return lang.say(word)


def _indicators(lang: Language, said: Sequence[Mapping[str, Any]]) -> Table:
    rows: list[list[Cell]] = [
        [
            item["what"],
            _level(lang, item["level"]),
            item["baseline"] or "–",
            item["target"] or "–",
            item["source"] or "–",
        ]
        for item in sorted(said, key=lambda item: LEVELS.index(item["level"]))
    ]
    headings = [
        lang.say("Indicator"),
        lang.say("Step"),
        lang.say("Baseline"),
        lang.say("Target"),
        lang.say("Where it is read"),
    ]
    return Table("indicators-table", lang.say("Indicators"), headings, rows)


def packages(lang: Language, document: Document) -> Section:
    """Return the work packages with their time and milestones."""
    said = stated(document)["work_packages"]
    rows: list[list[Cell]] = [
        [
            item["title"],
            item["description"] or "–",
            Figure(item["from_month"], "number"),
            Figure(item["to_month"], "number"),
            _milestones(lang, item["milestones"]) or "–",
        ]
        for item in said
    ]
    headings = [
        lang.say("Activity"),
        lang.say("What is done"),
        lang.say("From month"),
        lang.say("To month"),
        lang.say("Milestones"),
    ]
    words = {
        "from_month": N_("from which month"),
        "to_month": N_("to which month"),
        "milestones": N_("milestones"),
    }
    gaps = [
        *missing([(said, lang.say("Activities with time and milestones"))]),
        *_absent(lang, said, "title", words),
    ]
    tables = [Table("packages-table", lang.say("Activities"), headings, rows)] if rows else []
    return Section("activities", lang.say("Activities and milestones"), tables=tables, gaps=gaps)


def _milestones(lang: Language, said: Sequence[Mapping[str, Any]]) -> str:
    return "; ".join(
        lang.say("month %(month)s: %(what)s", month=item["month"], what=lang.text(item["what"]))
        for item in said
    )


def _absent(
    lang: Language, said: Sequence[Mapping[str, Any]], name: str, words: Mapping[str, str]
) -> list[str]:
    """Return which keys of which items are not stated."""
    return [
        lang.say("%(what)s: %(key)s", what=lang.text(item[name]), key=lang.say(word))
        for item in said
        for key, word in words.items()
        if item[key] in (None, [])
    ]


def risks(lang: Language, document: Document) -> Section:
    """Return the risks before and after measures."""
    said = stated(document)["risks"]
    rows: list[list[Cell]] = [
        [
            item["what"],
            _rated(lang, document, item),
            item["measures"] or "–",
            _rated(lang, document, item["after"]),
        ]
        for item in said
    ]
    headings = [
        lang.say("Risk"),
        lang.say("Before measures"),
        lang.say("Measures"),
        lang.say("After measures"),
    ]
    words = {"measures": N_("measures"), "after": N_("rating after measures")}
    gaps = [
        *missing([(said, lang.say("Risks with probability, severity and measures"))]),
        *_absent(lang, said, "what", words),
    ]
    note = lang.say(
        "Probability A (very unlikely) to E (very likely), severity I (no effect) to V "
        "(catastrophic). The level follows from their sum; that rule is our choice."
    )
    tables = [Table("risk-table", lang.say("Risk matrix"), headings, rows, note=note)] if rows else []
    return Section("risks", lang.say("Risks"), tables=tables, gaps=gaps)


def _rated(lang: Language, document: Document, rating: Mapping[str, str] | None) -> str:
    level = risk_level(document, rating)
    if not rating or not level:
        return "–"
    return f"{rating['probability']} × {rating['severity']}: {lang.text(level)}"


def said_section(lang: Language, id: str, heading: str, text: Text, gap: str) -> Section:
    """Return a section with the applicant's own words, or with what is to be filled in."""
    return Section(id, heading, text=present([text]), gaps=missing([(text, gap)]))
