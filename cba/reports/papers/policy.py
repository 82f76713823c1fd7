"""The policy paper: recommendation first, then what it rests on."""

from __future__ import annotations

from cba.reports import plan_names, plan_reasons, plan_rows, plan_words, story
from cba.reports.facts import Document
from cba.reports.frequency import how_often
from cba.reports.language import N_, Language
from cba.reports.papers import cofinancing_section, evaluation_section, plan_section, wrong_way
from cba.reports.papers.advice import POSSIBLE, SURE, Advised, advised
from cba.reports.papers.alternatives_section import alternatives, net_tax_factor
from cba.reports.papers.knowledge_section import knowledge
from cba.reports.papers.method_section import method, not_counted
from cba.reports.papers.others_section import others
from cba.reports.papers.paper import Paper, Section, present

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
}
_TRY_TOGETHER = N_(
    "%(what)s: try it together with other places. The expected gain is %(amount)s, but it pays only "
    "%(often)s, and one place alone is too small to measure the effect."
)
_CERTAIN = {
    "start": N_("%(what)s: start. The expected gain is %(amount)s."),
    "refrain": N_("%(what)s: do not start as planned. The expected loss is %(amount)s."),
}


def policy(lang: Language, document: Document) -> Paper:
    """Return the policy paper of a results document; a plan and who pays for it come before the others."""
    plan = plan_section.plan(lang, document)
    compared = [alternatives(lang, document), others(lang, document)]
    paid = [cofinancing_section.cofinancing(lang, document), not_counted(lang, document)]
    sections = [
        _recommendation(lang, document),
        *([plan, *paid, *compared] if plan else [*compared, *paid]),
        knowledge(lang, document),
        evaluation_section.evaluation(lang, document),
        method(lang, document, [_limits(lang, document)]),
    ]
    title = document["scenario"]["question"] or document["scenario"]["title"]
    return Paper("policy", lang.say("Policy paper"), title, sections)


def _limits(lang: Language, document: Document) -> str:
    if document.get("allocation"):
        return lang.say(
            "The plan is the choice that is worth most at the best estimates within budget and rules. "
            "How often an intervention pays by itself does not decide."
        )
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


_FIRST = (plan_words.answer, plan_words.money_alone, plan_words.how_sure)


def _of_plan(lang: Language, document: Document, heading: str) -> Section:
    """Return the plan as the recommendation: what to choose, for whom it is a loss, what more would give."""
    plan = document["allocation"]
    if plan["status"] == "infeasible":
        return Section("recommendation", heading, lead=plan_words.infeasible(lang, plan)[:1])
    chosen = [name for name in plan_rows.ranked(plan) if plan["options"][name]["chosen"]]
    result = plan["result"]
    split = story.split(lang, document, result) if result else None
    losers = [*split.losses, *split.gains, split.rest] if split else []
    more = [plan_words.more(lang, plan), plan_section.around_in_words(lang, plan)]
    return Section(
        "recommendation",
        heading,
        lead=present([say(lang, plan) for say in _FIRST]),
        text=present([plan_section.decision(lang, document)]),
        points=[_chosen(lang, document, name) for name in chosen],
        after=present(
            [" ".join(filter(None, losers)), net_tax_factor(lang, document), " ".join(filter(None, more))]
        ),
    )


def _chosen(lang: Language, document: Document, name: str) -> str:
    """Return what an intervention of the plan is, and why it is there when a rule demands it."""
    plan = document["allocation"]
    option = plan["options"][name]
    item = document["interventions"].get(option["intervention"]) or {}
    by_rule = option["standing"] and option["standing"]["kind"] == "by_rule"
    said = [lang.text(item.get("description")), plan_reasons.reason(lang, plan, name) if by_rule else ""]
    title, words = plan_names.title(lang, plan, name), " ".join(filter(None, said))
    if option["max"] > 1.0:
        title = f"{title} ({plan_section.scale(lang, option)})"
    return f"{title}: {words}" if words else title


def _advice(lang: Language, document: Document, item: Advised) -> str:
    if item.advice == "harm":
        return wrong_way.advice(lang, document, item.id)
    found = document["interventions"][item.id]
    certain = item.probability is None and item.advice in _CERTAIN
    message = _CERTAIN[item.advice] if certain else _ADVICE[item.advice]
    if item.advice == "try" and evaluation_section.too_small_here(document, item.id):
        message = _TRY_TOGETHER
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
