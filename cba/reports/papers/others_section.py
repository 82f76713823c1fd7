"""What the interventions that are not recommended would have to show."""

from __future__ import annotations

from cba.reports import plan_names, plan_reasons, plan_rows
from cba.reports.facts import Document, people
from cba.reports.language import N_, Language
from cba.reports.papers.advice import Advised, advised
from cba.reports.papers.paper import Cell, Section, Table
from cba.reports.papers.trials import trial_plans

MOST_OTHERS = 10
_MANY_TIMES = 2
_LITTLE = 0.005
"""A smaller share of the cost prints as nothing."""


def others(lang: Language, document: Document) -> Section:
    """Return what each intervention that is not recommended would have to show."""
    heading = lang.say("What those not recommended would have to show")
    found = document.get("allocation")
    if found and found["status"] != "infeasible":
        return _not_in_plan(lang, found, heading)
    points = [
        _needed(lang, document, item) for item in advised(document) if item.advice not in ("start", "try")
    ]
    if not points:
        return Section("others", heading, text=[lang.say("All the interventions pay at the estimates.")])
    return Section("others", heading, points=points[:MOST_OTHERS], after=_and_more(lang, len(points)))


def _not_in_plan(lang: Language, found: Document, heading: str) -> Section:
    """Return why the others are not in the plan; those that cost more than they bring in a table."""
    options = found["options"]
    left = [name for name in plan_rows.ranked(found) if not options[name]["chosen"]]
    dear = [name for name in left if (options[name]["standing"] or {}).get("kind") == "not_worth"]
    reasons: dict[str, list[str]] = {}
    for name in left:
        if name not in dear:
            reason = plan_reasons.reason(lang, found, name)
            reasons.setdefault(reason, []).append(plan_names.title(lang, found, name))
    points = [f"{lang.listed(names)}: {reason}" for reason, names in reasons.items()]
    if not left:
        return Section("others", heading, text=[lang.say("All are in the plan.")])
    return Section(
        "others",
        heading,
        points=points[:MOST_OTHERS],
        after=_and_more(lang, len(points)),
        tables=[_too_dear(lang, found, dear)] if dear else (),
    )


def _too_dear(lang: Language, found: Document, names: list[str]) -> Table:
    rows: list[list[Cell]] = []
    for name in names:
        standing = found["options"][name]["standing"]
        # unbroken: the name beside it takes the lines
        needed = plan_reasons.larger(lang, standing["benefit"]).replace(" ", "\u00a0")
        rows.append(
            [plan_names.title(lang, found, name), needed, plan_reasons.share_of(lang, 1.0 - standing["cost"])]
        )
    return Table(
        "others-table",
        lang.say("These cost more than they bring with the weights. To break even, one of the two is enough")
        if plan_names.is_weighted(found)
        else lang.say("These cost more than they bring. To break even, one of the two is enough"),
        [lang.say("Intervention"), lang.say("An effect that is"), lang.say("Costs lower by")],
        rows,
    )


def _and_more(lang: Language, number: int) -> list[str]:
    more = lang.count("and %(number)s more", "and %(number)s more", number - MOST_OTHERS)
    return [f"… {more}."] if number > MOST_OTHERS else []


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
    "%(what)s: not even avoiding every case while the effect lasts would pay for it; the cost would have to "
    "be at most %(cost)s of that calculated."
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
