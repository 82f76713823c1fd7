"""The plan at this budget and around it, and what the others would have to show."""

from __future__ import annotations

from cba.reports import plan_names, plan_reasons, plan_rows, plan_words
from cba.reports.facts import Document, people
from cba.reports.language import N_, Language
from cba.reports.papers.advice import Advised, advised
from cba.reports.papers.paper import Cell, Figure, Section, Table, present
from cba.reports.papers.trials import trial_plans

AROUND = (0.75, 1.0, 1.25)
MOST_OTHERS = 10
_MANY_TIMES = 2
_LITTLE = 0.005
"""A smaller share of the cost prints as nothing."""


def plan(lang: Language, document: Document) -> Section:
    """Return the plan at the budget and at a quarter less and more."""
    heading = lang.say("The plan at this budget and around it")
    found = document.get("allocation")
    if not found:
        text = lang.say(
            "No plan was asked for, since the scenario states no budget. With one, the best plan is found, "
            "also at a quarter less and a quarter more."
        )
        return Section("plan", heading, text=[text])
    if found["status"] == "infeasible":
        first, *rest = plan_words.infeasible(lang, found)
        return Section("plan", heading, text=[first], points=rest)
    around = _around(lang, found)
    said = [plan_words.left(lang, found), plan_words.more(lang, found), plan_words.overlap(lang, found)]
    missing = lang.say("What a quarter less or more would give has not been calculated.")
    return Section(
        "plan",
        heading,
        text=present([*said, "" if around else missing]),
        tables=[_options(lang, found), *([around] if around else [])],
    )


def _options(lang: Language, found: Document) -> Table:
    chosen = [option for option in found["options"].values() if option["chosen"]]
    rows: list[list[Cell]] = [
        [
            lang.text(option["title"]),
            Figure(option["scale"], "number", 2),
            Figure(option["cost"]),
            _worth(found, option["value"]),
        ]
        for option in chosen
    ]
    headings = [lang.say("Intervention"), lang.say("Scale"), lang.say("Cost"), lang.say("Value")]
    return Table("plan-table", lang.say("The plan"), headings, rows)


def _worth(found: Document, value: float | None) -> Figure:
    """Return a value of the plan: kroner, or whatever else it is to get the most of."""
    return Figure(value) if found["objective_unit"] == "kr" else Figure(value, "number", 1)


def _around(lang: Language, found: Document) -> Table | None:
    """Return the best value at three budgets: of the largest budget tried that is not above each."""
    budget, frontier = found["budget"], found["frontier"]
    if budget is None or not frontier:
        return None
    rows: list[list[Cell]] = []
    for share in AROUND:
        within = [
            p for p in frontier if p["budget"] <= share * budget * (1 + 1e-9) and p["value"] is not None
        ]
        value = found["objective"] if share == 1.0 else max((p["value"] for p in within), default=None)
        rows.append([lang.percent(share), Figure(share * budget), _worth(found, value)])
    return Table(
        "around-table",
        lang.say("The best value at this budget, a quarter less and a quarter more"),
        [lang.say("Budget"), lang.say("Kroner"), lang.say("Value, at least")],
        rows,
        note=lang.say("– where no plan keeps all the rules.") if any(_empty(row[2]) for row in rows) else "",
    )


def _empty(cell: Cell) -> bool:
    return isinstance(cell, Figure) and cell.value is None


def others(lang: Language, document: Document) -> Section:
    """Return what each intervention that is not recommended would have to show."""
    heading = lang.say("What the others would have to show")
    found = document.get("allocation")
    if found and found["status"] != "infeasible":
        left = [name for name in plan_rows.ranked(found) if not found["options"][name]["chosen"]]
        points = [
            f"{plan_names.title(lang, found, name)}: {plan_reasons.reason(lang, found, name)}"
            for name in left
        ]
    else:
        points = [
            _needed(lang, document, item) for item in advised(document) if item.advice not in ("start", "try")
        ]
    if not points:
        return Section("others", heading, text=[lang.say("All the interventions pay at the estimates.")])
    more = lang.count("and %(number)s more", "and %(number)s more", len(points) - MOST_OTHERS)
    return Section(
        "others",
        heading,
        points=points[:MOST_OTHERS],
        after=[f"… {more}."] if len(points) > MOST_OTHERS else (),
    )


_TURN = N_(
    "%(what)s: a larger effect of the same kind would only make it worse. It would have to save at least "
    "%(amount)s, what it costs."
)
_WORTH = N_("%(what)s: those who decide would have to find the effect worth %(amount)s, what it costs.")
_SAVE = N_("%(what)s: it would have to save at least %(amount)s, what it costs.")
_SAVE_EACH = N_(
    "%(what)s: it would have to save at least %(amount)s, what it costs; that is %(each)s for"
    " each participant."
)
_LARGER = N_(
    "%(what)s: the effect would have to be at least %(effect)s that assumed, or the cost at most %(cost)s of "
    "that calculated."
)
_CHEAPER = N_(
    "%(what)s: not even avoiding every case would pay for it; the cost would have to be at most %(cost)s of "
    "that calculated."
)
_LARGER_ONLY = N_("%(what)s: the effect would have to be at least %(effect)s that assumed.")


def _needed(lang: Language, document: Document, item: Advised) -> str:
    found = document["interventions"][item.id]
    share, factor = found["switching"]["effect_share"], found["switching"]["cost_factor"]
    costs, reached = found["measures"]["pv_costs"], people(found)
    values = {"what": lang.text(found["title"]), "amount": lang.headline(costs)}
    if item.advice == "unpriced":
        return lang.say(_WORTH, **values)
    if share is None:
        if found["measures"]["pv_benefits"] < 0.0:
            return lang.say(_TURN, **values)
        each = lang.headline(costs / reached) if reached else ""
        return lang.say(_SAVE_EACH if reached else _SAVE, **values, each=each)
    effect = (
        lang.say("%(times)s times", times=lang.trimmed(share, 1))
        if share > _MANY_TIMES
        else lang.say("%(share)s of", share=lang.percent(share))
    )
    if factor is not None and factor >= _LITTLE and _beyond_reach(document, item.id):
        return lang.say(_CHEAPER, **values, cost=lang.percent(factor))
    if factor is None or factor < _LITTLE:
        return lang.say(_LARGER_ONLY, **values, effect=effect)
    return lang.say(_LARGER, **values, effect=effect, cost=lang.percent(factor))


def _beyond_reach(document: Document, id: str) -> bool:
    """Return whether no effect of the intervention can be large enough."""
    plans = [plan for plan in trial_plans(document) if plan.intervention == id]
    return bool(plans) and all(plan.why == "beyond reach" for plan in plans)
