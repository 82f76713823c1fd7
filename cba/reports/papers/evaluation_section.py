"""The evaluation plan: what to measure, and how large a trial would settle whether it pays."""

from __future__ import annotations

from cba.reports.effect_rows import outcome_names
from cba.reports.facts import Document
from cba.reports.language import N_, Language
from cba.reports.papers.advice import in_plan
from cba.reports.papers.paper import Cell, Figure, Section, Table, Text, present
from cba.reports.papers.trials import TrialPlan, trial_plans

_WHY = {
    "not priced": N_(
        "%(what)s: what changes has no price, so no trial settles whether it pays; measure whether the "
        "effect is there, and how large."
    ),
    "no break-even": N_(
        "%(what)s: the best estimate goes the wrong way, so the first question is whether there is a useful "
        "effect at all."
    ),
    "beyond reach": N_(
        "%(what)s: it would not pay even if every case were avoided while the effect lasts. No trial can "
        "change that, only a lower cost."
    ),
    "no baseline": N_("%(what)s: how often it happens without the intervention must be known first."),
    "too large": N_(
        "%(what)s: the expected effect is so near to the one at which it breaks even that no "
        "trial of a million could tell them apart."
    ),
}
_LONG = 10
"""Years beyond which a trial needs others to take part."""


def evaluation(lang: Language, document: Document, said: Text = None) -> Section:
    """Return the evaluation plan; `said` is the applicant's own."""
    planned = in_plan(document) or list(document["interventions"])
    plans = [plan for plan in trial_plans(document) if plan.intervention in planned]
    sized = [plan for plan in plans if plan.size]
    rows = [_row(lang, document, plan) for plan in sized]
    headings = [
        lang.say("What is measured"),
        lang.say("Without"),
        lang.say("With, as expected"),
        lang.say("With, breaks even"),
        lang.say("In each group"),
        lang.say("Years"),
    ]
    table = Table(
        "trial-table",
        lang.say("The trial that would settle whether it pays"),
        headings,
        rows,
        note=lang.say(
            "Two groups of equal size, one with the intervention, drawn by lot. 80 per cent "
            "power to tell the expected effect from the one that breaks even, at a level of 5"
            " per cent. Breaks even: in money alone. Years: at the scale chosen."
        ),
    )
    points = [
        *_advice(lang, document, sized),
        *_falls_short(lang, document, sized),
        _nothing(lang, document, planned),
        *_notes(lang, document, plans),
    ]
    return Section(
        "evaluation",
        lang.say("Evaluation plan"),
        text=present([said]),
        points=present(points),
        tables=[table] if rows else (),
    )


def too_small_here(document: Document, id: str) -> bool:
    """Return whether no effect of an intervention can be measured at its scale within some years."""
    plans = [plan for plan in trial_plans(document) if plan.intervention == id]
    return bool(plans) and all(plan.years is not None and plan.years > _LONG for plan in plans)


def _falls_short(lang: Language, document: Document, plans: list[TrialPlan]) -> list[str]:
    """Return which effects are expected to be smaller than what breaks even."""
    short = [p for p in plans if p.size and _change(p, p.size.expected) < _change(p, p.size.break_even)]
    if not short:
        return []
    names = lang.listed(dict.fromkeys(_what(lang, document, plan) for plan in short))
    return [lang.say("%(what)s: the expected effect is smaller than the one that breaks even.", what=names)]


def _change(plan: TrialPlan, level: float) -> float:
    """Return how far a level is from that without the intervention."""
    return abs(level - (1.0 if plan.counted == "events" else plan.without or 0.0))


def _notes(lang: Language, document: Document, plans: list[TrialPlan]) -> list[str]:
    """Return why some effects have no trial, those with the same reason together."""
    named: dict[str, list[str]] = {}
    for plan in plans:
        if plan.why:
            named.setdefault(_WHY[plan.why], []).append(_what(lang, document, plan))
    return [lang.say(message, what=lang.listed(names)) for message, names in named.items()]


def _nothing(lang: Language, document: Document, planned: list[str]) -> str:
    """Return what to do about interventions that state no effect."""
    names = [
        lang.text(i["title"])
        for id, i in document["interventions"].items()
        if id in planned and not i["effects"] and not i["flows"]
    ]
    if not names:
        return ""
    return lang.say(
        "%(what)s: begin with a comparison group, since nothing is known of the effect.",
        what=lang.listed(names),
    )


def _advice(lang: Language, document: Document, plans: list[TrialPlan]) -> list[str]:
    long = [plan for plan in plans if plan.years is not None and plan.years > _LONG]
    if not long:
        return []
    names = lang.listed(dict.fromkeys(_what(lang, document, plan) for plan in long))
    return [
        lang.say(
            "One place alone is too small to settle it for %(what)s: join with other places, or measure "
            "something that happens more often.",
            what=names,
        )
    ]


def _what(lang: Language, document: Document, plan: TrialPlan) -> str:
    title = lang.text(document["interventions"][plan.intervention]["title"])
    return f"{title} – {lang.text(outcome_names(document, plan.outcome)['title']).lower()}"


def _row(lang: Language, document: Document, plan: TrialPlan) -> list[Cell]:
    size = plan.size
    assert size is not None
    name = _what(lang, document, plan)
    years = Figure(plan.years, "number", 0 if (plan.years or 0) >= _LONG else 1)
    if plan.counted == "people":
        months = lang.trimmed(plan.within, 1)
        return [
            lang.say("%(what)s within %(months)s months", what=name, months=months) if plan.within else name,
            Figure(plan.without, "share", 1),
            Figure(size.expected, "share", 1),
            Figure(size.break_even, "share", 1),
            lang.say("%(number)s people", number=lang.number(size.per_arm)),
            years,
        ]
    yearly = [
        lang.say("%(number)s a year", number=lang.trimmed((plan.without or 0.0) * level, 1))
        for level in (1.0, size.expected, size.break_even)
    ]
    return [
        name,
        *yearly,
        lang.say("%(number)s events", number=lang.number(size.per_arm)),
        years,
    ]
