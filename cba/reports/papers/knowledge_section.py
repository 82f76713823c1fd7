"""What is not known, and what it is worth to learn."""

from __future__ import annotations

from cba.reports import certainty, facts, plan_names
from cba.reports.facts import Document
from cba.reports.input_names import label
from cba.reports.language import Language
from cba.reports.papers.advice import advised, in_plan
from cba.reports.papers.paper import Cell, Figure, Section, Table, present


def knowledge(lang: Language, document: Document) -> Section:
    """Return what certain knowledge would be worth, in all and by what is not known."""
    found = (document["portfolio"].get("uncertainty") or {}).get("gaps")
    heading = lang.say("What we do not know, and what it is worth to learn")
    if not found:
        return Section("knowledge", heading, text=present([certainty.missing(lang, document)]))
    rows: list[list[Cell]] = [
        [label(document, row["input"], lang), Figure(row["value"])]
        for row in found["inputs"]
        if row["value"] >= facts.ROUNDING
    ]
    if found["evpi"] < facts.ROUNDING:
        text = lang.say(
            "The choice is the same in all recalculations: more knowledge of what was varied "
            "would not change it."
        )
    elif document.get("allocation"):
        text = _of_plan(lang, document["allocation"])
    else:
        text = lang.say(
            "To know everything for certain would be worth at most %(amount)s, since then no choice would be "
            "wrong. Studies should not cost more, at the scenario's own scale.",
            amount=lang.headline(found["evpi"]),
        )
    table = Table(
        "knowledge-table",
        _caption(lang, document),
        [lang.say("What is not known"), lang.say("Worth")],
        rows[:6],
        note=_transferable(lang, [row["input"] for row in found["inputs"][:6]]),
    )
    return Section(
        "knowledge",
        heading,
        text=present([text]),
        points=_unstudied(lang, document),
        tables=[table] if rows else (),
    )


def _caption(lang: Language, document: Document) -> str:
    if document.get("allocation"):
        return lang.say(
            "What it is worth at most to know each, one intervention at a time and in money alone"
        )
    return lang.say("What it is worth at most to know each, ranked")


def _of_plan(lang: Language, found: Document) -> str:
    """Return what it would be worth to choose the plan with certain knowledge: its expected regret."""
    if found["regret"] is None:
        return ""
    return lang.say(
        "Whoever knew everything for certain would choose a plan that is worth %(amount)s more on average. "
        "Studies should not cost more.",
        amount=plan_names.worth(lang, found, found["regret"]),
    )


def _transferable(lang: Language, inputs: list[str]) -> str:
    """Return what transferability is, where it is among what is not known."""
    if not any(name.endswith(".transfer") for name in inputs):
        return ""
    return lang.say("Transferability: how much of the effect that was found elsewhere can be expected here.")


def _unstudied(lang: Language, document: Document) -> list[str]:
    """Return the gaps that have no number: interventions without any effect."""
    names = [
        lang.text(document["interventions"][item.id]["title"])
        for item in advised(document)
        if item.advice == "unknown" and item.id in (in_plan(document) or document["interventions"])
    ]
    if not names:
        return []
    return [
        lang.say(
            "%(what)s: the effect has not been studied, so its worth cannot be calculated.",
            what=lang.listed(names),
        )
    ]
