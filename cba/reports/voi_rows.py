"""What more knowledge is worth, as rows of text: terminal and page print the same ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cba.reports.facts import Document
from cba.reports.language import N_, Language, Scale

CHOICE = "choice"
_LEAST = 0.005
"""Kroner; less is no value."""

GROUP_NAMES = {
    "evidence": N_("The size of the effects"),
    "carry_over": N_("Whether the effects carry over to here"),
    "baselines": N_("How often it happens without the intervention"),
    "prices": N_("Unit prices"),
    "consequences": N_("What one event leads to"),
    "costs": N_("Costs of the interventions"),
    "flows": N_("Amounts stated year by year"),
    "delivery": N_("How many take part and complete"),
    "other": N_("Other assumptions"),
}


@dataclass(frozen=True)
class DecisionRow:
    """One decision: what is chosen now, how sure that is, and what certainty is worth."""

    name: str
    now: str
    chance: str
    worth: str
    error: str


@dataclass(frozen=True)
class WorthRow:
    """An input or a group of them, and what knowing it is worth."""

    name: str
    value: float
    worth: str
    error: str


@dataclass(frozen=True)
class TrialRow:
    """A trial of one size; its cost is empty where it is not known."""

    participants: str
    worth: str
    error: str
    cost: str


def factor(document: Document) -> float:
    """Return what kroner per decision are multiplied by."""
    return float(document["scale"]["factor"])


def scale_of(lang: Language, document: Document) -> Scale:
    """Return one unit for all amounts of the tables."""
    times = factor(document)
    amounts = [times * d["evpi"] for d in document["decisions"].values()]
    trial = document["trial"]
    return lang.scale([*amounts, *((row["evsi"] for row in trial["worth"]) if trial else ())])


def decision_name(lang: Language, document: Document, id: str) -> str:
    """Return what a decision is about."""
    if id in document["titles"]:
        return lang.text(document["titles"][id])
    if id == CHOICE:
        return lang.say("Choosing among the interventions")
    return lang.say("All interventions or none")


def chosen(lang: Language, document: Document, id: str) -> list[str]:
    """Return the titles of what is adopted on present knowledge; empty for nothing."""
    adopted = document["decisions"][id]["adopted"]
    if id in document["titles"] or id == CHOICE:
        return [lang.text(document["titles"][name]) for name in adopted]
    return [lang.say("all interventions")] if adopted else []


def decision_rows(lang: Language, document: Document) -> list[DecisionRow]:
    """Return each decision; that within the portfolio and on all of it only where there are several."""
    scale, times = scale_of(lang, document), factor(document)
    rows = []
    for id, found in document["decisions"].items():
        if len(document["titles"]) == 1 and id not in document["titles"]:
            continue
        now = lang.listed(chosen(lang, document, id)) if id == CHOICE else ""
        yes_or_no = lang.say("yes") if found["adopted"] else lang.say("no")
        rows.append(
            DecisionRow(
                decision_name(lang, document, id),
                (now or lang.say("none")) if id == CHOICE else yes_or_no,
                lang.chance(found["probability"]) if id != CHOICE else "",
                lang.scaled(times * found["evpi"], scale),
                _error(lang, found["se"], times, scale),
            )
        )
    return rows


def group_rows(lang: Language, document: Document) -> list[WorthRow]:
    """Return the kinds of inputs, what is worth knowing most first."""
    found = document["evppi"]["groups"]
    return _worths(
        lang, document, [(lang.say(GROUP_NAMES[g]), w["value"], w["se"]) for g, w in found.items()]
    )


def input_rows(lang: Language, document: Document, top: int | None = None) -> list[WorthRow]:
    """Return the inputs that are worth knowing, the most worth first."""
    found = document["evppi"]["inputs"]
    named = [(lang.text(document["labels"][n]), w["value"], w["se"]) for n, w in found.items()]
    return [row for row in _worths(lang, document, named) if row.value > _LEAST][:top]


def trial_rows(lang: Language, document: Document) -> list[TrialRow]:
    """Return trials of different sizes."""
    if not document["trial"]:
        return []
    scale = scale_of(lang, document)
    return [
        TrialRow(
            lang.number(row["participants"]),
            lang.scaled(row["evsi"], scale),
            _error(lang, row["se"], 1.0, scale),
            lang.scaled(trial_cost(document["trial"], row["participants"]), scale)
            if document["trial"]["cost"]
            else "",
        )
        for row in document["trial"]["worth"]
    ]


def trial_cost(trial: Document, participants: float) -> float:
    """Return what a trial of so many participants costs, in kroner."""
    each = trial["cost"]
    return float(each["fixed"] + each["per_participant"] * participants)


def _worths(
    lang: Language, document: Document, found: Iterable[tuple[str, float, float | None]]
) -> list[WorthRow]:
    scale, times = scale_of(lang, document), factor(document)
    rows = [
        WorthRow(name, times * value, lang.scaled(times * value, scale), _error(lang, se, times, scale))
        for name, value, se in found
    ]
    return sorted(rows, key=lambda row: (-row.value, row.name))


def _error(lang: Language, se: float | None, times: float, scale: Scale) -> str:
    return "–" if se is None else lang.scaled(times * se, scale)
