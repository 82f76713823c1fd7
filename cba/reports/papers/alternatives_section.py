"""The alternatives compared: cost, effect, net result per payer, how sure, evidence, goals."""

from __future__ import annotations

from cba.reports import certainty, counted_part, effect_rows, facts, story
from cba.reports.facts import Document
from cba.reports.language import Language
from cba.reports.papers.advice import in_plan, unstudied
from cba.reports.papers.paper import Cell, Figure, Section, Table, Text, of_hundred, present

_MOST_PAYERS = 4
_MOST_ROWS = 12


def alternatives(lang: Language, document: Document) -> Section:
    """Return the alternatives in one table, each compared with current practice."""
    touched = [
        p for p in facts.payer_results(document["portfolio"], document["model"]["payers"]) if p.touched
    ]
    payers = [p.id for p in touched]
    columns = (
        payers if len(payers) <= _MOST_PAYERS else [p for p in payers if p in ("kommune", "region", "stat")]
    )
    shown = _shown(document)
    rows = [_row(lang, document, id, columns) for id in shown]
    together = _together(lang, document, columns)
    headings = [
        lang.say("Alternative"),
        lang.say("Costs"),
        lang.say("Effect over the period"),
        *(lang.text(document["names"]["payers"][p]) for p in columns),
        lang.say("Net result"),
        lang.say("Net gain, of 100"),
        lang.say("Evidence"),
        lang.say("DKR goal"),
    ]
    notes = [
        *_notes(lang, document, payers, columns),
        counted_part.in_a_note(lang, document, shown),
        *_rest(lang, document, shown),
    ]
    table = Table(
        "alternatives-table",
        lang.say("The alternatives at the best estimates, each compared with current practice"),
        headings,
        [*rows, *together],
        total=len(together),
        note=" ".join(filter(None, notes)),
    )
    return Section(
        "alternatives",
        lang.say("The alternatives compared"),
        text=() if document.get("allocation") else _in_short(lang, document),
        tables=[table],
    )


def _in_short(lang: Language, document: Document) -> tuple[Text, ...]:
    return present([story.which_pay(lang, document), certainty.interval(lang, document)])


def _shown(document: Document) -> list[str]:
    """Return the interventions of the table: all, or of many those in the plan and the best others."""
    ids = list(document["interventions"])
    if len(ids) <= _MOST_ROWS:
        return ids
    planned = set(in_plan(document))
    best = sorted(ids, key=lambda id: (id not in planned, -document["interventions"][id]["measures"]["npv"]))
    return [id for id in ids if id in set(best[:_MOST_ROWS])]


def _rest(lang: Language, document: Document, shown: list[str]) -> list[str]:
    number = len(document["interventions"]) - len(shown)
    if not number:
        return []
    return [lang.count("%(number)s more is in the workbook.", "%(number)s more are in the workbook.", number)]


def _notes(lang: Language, document: Document, payers: list[str], columns: list[str]) -> list[str]:
    """Return what the columns mean."""
    others = [story.payer_name(lang, document, p, first=False) for p in payers if p not in columns]
    notes = []
    if document.get("allocation"):
        notes.append(
            lang.say(
                "● is in the plan. Each at the scenario's own scale and in money alone; the plan may choose "
                "another scale, and its row is what it chooses, not the sum of the others."
            )
        )
    notes += filter(None, [net_tax_factor(lang, document)])
    if others:
        notes.append(lang.say("The net result also counts %(payers)s.", payers=lang.listed(others)))
    return [
        *notes,
        lang.say(
            "Net gain: in how many of 100 recalculations with other possible values of the uncertain numbers."
        ),
        lang.say("Evidence: how well the effect is known, A best and D least; not whether it is good."),
        lang.say("DKR goal: the goal of the Danish Crime Prevention Council that it serves."),
    ]


def net_tax_factor(lang: Language, document: Document) -> str:
    """Return why a cost is larger than what is spent; empty where a krone counts as a krone."""
    factor = facts.tax_factor(document)
    if factor == 1.0:
        return ""
    return lang.say(
        "One krone of public money counts as %(factor)s (the net tax factor), so a cost here is "
        "larger than what is spent.",
        factor=lang.trimmed(factor, 2),
    )


def _row(lang: Language, document: Document, id: str, payers: list[str]) -> list[Cell]:
    item = document["interventions"][id]
    changes = [
        f"{row.number} {lang.text(row.unit)}"
        for row in effect_rows.effects(lang, {**document, "interventions": {id: item}})
    ]
    grades = dict.fromkeys(effect["grade"] or "–" for effect in item["effects"])
    goals = ", ".join(str(goal) for goal in item["dkr_goals"])
    mark = "●\u00a0" if id in in_plan(document) else ""
    return [
        mark + lang.text(item["title"]),
        Figure(item["measures"]["pv_costs"]),
        "; ".join(changes) or lang.say("not known"),
        *(Figure(item["by_payer"][p]["npv"]) for p in payers),
        Figure(item["measures"]["npv"]),
        Figure(None) if unstudied(item) else _pays_in(lang, item),
        "/".join(grades) or "–",
        goals or "–",
    ]


def _together(lang: Language, document: Document, payers: list[str]) -> list[list[Cell]]:
    """Return the last row: the plan, or all together where all of several are shown."""
    plan = document.get("allocation")
    found = plan["result"] if plan else document["portfolio"]
    count = len(document["interventions"])
    if not found or count < 2 or (not plan and count > _MOST_ROWS):
        return []
    return [
        [
            lang.say("The plan") if plan else lang.say("All together"),
            Figure(found["measures"]["pv_costs"]),
            "",
            *(Figure(found["by_payer"][p]["npv"]) for p in payers),
            Figure(found["measures"]["npv"]),
            _pays_in(lang, found),
            "",
            "",
        ]
    ]


def _pays_in(lang: Language, result: Document) -> Cell:
    drawn = result.get("uncertainty")
    return of_hundred(lang, drawn["prob_npv_positive"]) if drawn else Figure(None)
