"""The policy paper: recommendation first, then what it rests on."""

from __future__ import annotations

from cba.reports import certainty, effect_rows, facts, plan_names, plan_reasons, plan_rows, plan_words, story
from cba.reports.facts import Document
from cba.reports.frequency import how_often, of_hundred
from cba.reports.input_names import label
from cba.reports.language import N_, Language
from cba.reports.papers import cofinancing_section, evaluation_section, plan_section
from cba.reports.papers.advice import POSSIBLE, SURE, Advised, advised, in_plan
from cba.reports.papers.method_section import method, not_counted
from cba.reports.papers.paper import Cell, Figure, Paper, Section, Table, Text, present

_ADVICE = {
    "start": N_("%(what)s: start. The expected gain is %(amount)s, and it pays %(often)s."),
    "try": N_(
        "%(what)s: try it on a small scale and measure it. The expected gain is %(amount)s, but it pays only "
        "%(often)s."
    ),
    "learn": N_(
        "%(what)s: wait until more is known. The expected loss is %(amount)s, but it pays %(often)s."
    ),
    "unpriced": N_(
        "%(what)s: decide what the effect is worth. It has no price here; the intervention costs %(amount)s."
    ),
    "unknown": N_(
        "%(what)s: neither for nor against. The effect is not known; only the cost, %(amount)s, is counted."
    ),
    "refrain": N_("%(what)s: do not start as planned. The expected loss is %(amount)s; it pays %(often)s."),
    "harm": N_(
        "%(what)s: do not start. At the best estimate the effects cost more than they save; the expected "
        "loss is %(amount)s."
    ),
}
_CERTAIN = {
    "start": N_("%(what)s: start. The expected gain is %(amount)s."),
    "refrain": N_("%(what)s: do not start as planned. The expected loss is %(amount)s."),
}
_MOST_PAYERS = 4
_MOST_ROWS = 12


def policy(lang: Language, document: Document) -> Paper:
    """Return the policy paper of a results document."""
    sections = [
        _recommendation(lang, document),
        _alternatives(lang, document),
        plan_section.plan(lang, document),
        plan_section.others(lang, document),
        cofinancing_section.cofinancing(lang, document),
        _knowledge(lang, document),
        evaluation_section.evaluation(lang, document),
        not_counted(lang, document),
        method(lang, document, [_limits(lang)]),
    ]
    title = document["scenario"]["question"] or document["scenario"]["title"]
    return Paper("policy", lang.say("Policy paper"), title, sections)


def _limits(lang: Language) -> str:
    return lang.say(
        "An intervention that pays at the estimates is recommended when it pays in at least %(sure)s of 100 "
        "recalculations, else for trial. One that does not pay waits for knowledge when it pays in at least "
        "%(possible)s of 100. The limits are our choice.",
        sure=lang.number(100 * SURE),
        possible=lang.number(100 * POSSIBLE),
    )


def _recommendation(lang: Language, document: Document) -> Section:
    heading, plan = lang.say("Recommendation"), document.get("allocation")
    if plan:
        return _of_plan(lang, document, heading)
    points = [_advice(lang, document, item) for item in advised(document)]
    several = len(points) > 1
    ending = _all_of_them(lang, document) if several else " ".join(_losers(lang, document))
    return Section(
        "recommendation",
        heading,
        lead=() if several else points,
        points=points if several else (),
        after=present([ending]),
    )


def _of_plan(lang: Language, document: Document, heading: str) -> Section:
    """Return the plan as the recommendation: what to choose and why, and for whom it is a loss."""
    plan = document["allocation"]
    if plan["status"] == "infeasible":
        return Section("recommendation", heading, lead=plan_words.infeasible(lang, plan)[:1])
    chosen = [name for name in plan_rows.ranked(plan) if plan["options"][name]["chosen"]]
    points = [
        f"{plan_names.title(lang, plan, name)}: {plan_reasons.reason(lang, plan, name)}" for name in chosen
    ]
    result = plan["result"]
    split = story.split(lang, document, result) if result else None
    after = [*split.losses, *split.gains, split.rest] if split else []
    return Section(
        "recommendation",
        heading,
        lead=[plan_words.answer(lang, plan)],
        points=points[:_MOST_ROWS],
        after=present([" ".join(text for text in after if text)]),
    )


def _advice(lang: Language, document: Document, item: Advised) -> str:
    found = document["interventions"][item.id]
    certain = item.probability is None and item.advice in _CERTAIN
    message = _CERTAIN[item.advice] if certain else _ADVICE[item.advice]
    amount = found["measures"]["pv_costs"] if item.advice in ("unknown", "unpriced") else abs(item.npv)
    draws = (document.get("simulation") or {}).get("draws", 0)
    return lang.say(
        message,
        what=lang.text(found["title"]),
        amount=lang.headline(amount),
        often="" if item.probability is None else how_often(lang, item.probability, draws),
    )


def _all_of_them(lang: Language, document: Document) -> str:
    """Return what it comes to when everything is carried out, and for whom."""
    words = [story.verdict(lang, document), *_losers(lang, document)]
    begin = lang.say("If all of them are carried out:")
    return " ".join([begin, *words])


def _losers(lang: Language, document: Document) -> list[str]:
    found = story.split(lang, document)
    return [text for text in (*found.losses, *found.gains, found.rest) if text]


def _alternatives(lang: Language, document: Document) -> Section:
    touched = [
        p for p in facts.payer_results(document["portfolio"], document["model"]["payers"]) if p.touched
    ]
    payers = [p.id for p in touched]
    columns = (
        payers if len(payers) <= _MOST_PAYERS else [p for p in payers if p in ("kommune", "region", "stat")]
    )
    names = [lang.text(document["names"]["payers"][p]) for p in columns]
    shown = _shown(document)
    rows = [_row(lang, document, id, columns) for id in shown]
    left_out = len(document["interventions"]) - len(shown)
    if len(document["interventions"]) > 1:
        rows.append(_together(lang, document, columns))
    headings = [
        lang.say("Alternative"),
        lang.say("Costs"),
        lang.say("Effect over the period"),
        *names,
        lang.say("Net result"),
        lang.say("Pays in"),
        lang.say("Evidence"),
        lang.say("DKR goal"),
    ]
    table = Table(
        "alternatives-table",
        lang.say("The alternatives, each compared with going on as now"),
        headings,
        rows,
        total=int(len(rows) > 1),
        note=" ".join([_left_out(lang, document, payers, columns), *_rest(lang, left_out)]),
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


def _rest(lang: Language, number: int) -> list[str]:
    if not number:
        return []
    return [lang.count("%(number)s more is in the workbook.", "%(number)s more are in the workbook.", number)]


def _left_out(lang: Language, document: Document, payers: list[str], columns: list[str]) -> str:
    others = [story.payer_name(lang, document, p, first=False) for p in payers if p not in columns]
    if not others:
        return lang.say(
            "Pays in: of 100 recalculations. Evidence: the grade of the effect's evidence, A to D."
        )
    return lang.say(
        "Pays in: of 100 recalculations. Evidence: the grade of the effect's evidence, A to "
        "D. The net result also counts %(payers)s.",
        payers=lang.listed(others),
    )


def _row(lang: Language, document: Document, id: str, payers: list[str]) -> list[Cell]:
    item = document["interventions"][id]
    title = lang.text(item["title"])
    changes = [
        f"{row.number} {lang.text(row.unit)}"
        for row in effect_rows.effects(lang, {**document, "interventions": {id: item}})
    ]
    grades = dict.fromkeys(effect["grade"] or "–" for effect in item["effects"])
    goals = ", ".join(str(goal) for goal in item["dkr_goals"])
    return [
        title,
        Figure(item["measures"]["pv_costs"]),
        "; ".join(changes) or lang.say("not known"),
        *(Figure(item["by_payer"][p]["npv"]) for p in payers),
        Figure(item["measures"]["npv"]),
        _pays_in(lang, item),
        "/".join(grades) or "–",
        goals or "–",
    ]


def _together(lang: Language, document: Document, payers: list[str]) -> list[Cell]:
    found = document["portfolio"]
    return [
        lang.say("All together"),
        Figure(found["measures"]["pv_costs"]),
        "",
        *(Figure(found["by_payer"][p]["npv"]) for p in payers),
        Figure(found["measures"]["npv"]),
        _pays_in(lang, found),
        "",
        "",
    ]


def _pays_in(lang: Language, result: Document) -> str:
    drawn = result.get("uncertainty")
    return of_hundred(lang, drawn["prob_npv_positive"]) if drawn else "–"


def _knowledge(lang: Language, document: Document) -> Section:
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
    else:
        text = lang.say(
            "To choose right in every case would be worth at most %(amount)s. More than that should never be "
            "spent on knowing more, for the scenario's own scale.",
            amount=lang.headline(found["evpi"]),
        )
    table = Table(
        "knowledge-table",
        lang.say("What it is worth at most to know each, ranked"),
        [lang.say("What is not known"), lang.say("Worth")],
        rows[:6],
    )
    return Section(
        "knowledge", heading, text=[text], points=_unstudied(lang, document), tables=[table] if rows else ()
    )


def _unstudied(lang: Language, document: Document) -> list[str]:
    """Return the gaps that have no number: interventions without any effect."""
    return [
        lang.say(
            "%(what)s: the effect has not been studied, so its worth cannot be calculated.",
            what=lang.text(document["interventions"][item.id]["title"]),
        )
        for item in advised(document)
        if item.advice == "unknown" and item.id in (in_plan(document) or document["interventions"])
    ]
