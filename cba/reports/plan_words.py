"""A plan in sentences: the answer, why money is left, and what more would buy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cba.reports.frequency import how_often
from cba.reports.language import Language
from cba.reports.plan_names import (
    Block,
    is_weighted,
    measured,
    money_more,
    rate,
    rules_named,
    title,
    titles,
    worth,
)

SMALL = 1e-6
"""Shares of a plan's value below this are rounding."""


def sentences(lang: Language, block: Block) -> list[str]:
    """Return the plan in a handful of sentences; the first is the answer."""
    if block["status"] == "infeasible":
        return infeasible(lang, block)
    parts = (
        answer(lang, block),
        money_alone(lang, block),
        how_sure(lang, block),
        proof(lang, block),
        left(lang, block),
        more(lang, block),
        overlap(lang, block),
        hindsight(lang, block),
        unseen(lang, block),
    )
    return [part for part in parts if part]


def answer(lang: Language, block: Block) -> str:
    """Return how much is bought for how much."""
    chosen = [option for option in block["options"].values() if option["chosen"]]
    if not chosen:
        return lang.say("Nothing is worth choosing: the best plan is to spend nothing.")
    values = {
        "chosen": lang.number(len(chosen)),
        "all": lang.number(len(block["options"])),
        "spent": lang.headline(block["spent"]),
        "budget": lang.headline(block["budget"]),
        "value": worth(lang, block, block["objective"]),
    }
    if block["budget"] is None:
        return lang.say(
            "The best plan has %(chosen)s of %(all)s options for %(spent)s and is worth %(value)s.", **values
        )
    if is_weighted(block):
        return lang.say(
            "The best plan has %(chosen)s of %(all)s options for %(spent)s of %(budget)s. With the weights "
            "of the scenario it is worth %(value)s.",
            **values,
        )
    return lang.say(
        "The best plan has %(chosen)s of %(all)s options for %(spent)s of %(budget)s and is worth %(value)s.",
        **values,
    )


def money_alone(lang: Language, block: Block) -> str:
    """Return the plan's net result where the plan is to get the most of something else."""
    if block["result"] is None or block["objective_of"] == "npv":
        return ""
    npv = lang.headline(block["result"]["measures"]["npv"])
    if block["objective_unit"] != "kr":
        return lang.say("In money alone the plan's net result for all payers is %(npv)s.", npv=npv)
    return lang.say(
        "In money alone the plan's net result for all payers is %(npv)s; its value counts what the plan is "
        "to achieve, as weighted in the scenario.",
        npv=npv,
    )


def how_sure(lang: Language, block: Block) -> str:
    """Return the range of the plan's value, and how often it pays in money alone."""
    found = block["value_over_draws"]
    if found is None:
        return ""
    said = lang.say(
        "In 90 of 100 recalculations its value is between %(low)s and %(high)s.",
        low=worth(lang, block, found["p05"]),
        high=worth(lang, block, found["p95"]),
    )
    known = block["result"] and block["result"]["uncertainty"]
    if not known:
        return said
    often = how_often(lang, known["prob_npv_positive"], found["draws"])
    if block["objective_of"] == "npv":
        return f"{said} " + lang.say("The benefits exceed the costs %(often)s.", often=often)
    return f"{said} " + lang.say("In money alone the benefits exceed the costs %(often)s.", often=often)


def proof(lang: Language, block: Block) -> str:
    """Return how sure it is that no plan is better."""
    if block["status"] == "optimal":
        if (block["gap"] or 0.0) <= SMALL:
            return lang.say("It is proved that no plan within the rules is better.")
        return lang.say(
            "It is proved that no plan within the rules is more than %(share)s better.",
            share=lang.percent(max(block["gap"], 1e-5), 3),
        )
    bound = worth(lang, block, block["bound"])
    return lang.say(
        "It is the best plan found in the time allowed; a better one may exist, but none is worth more than "
        "%(bound)s.",
        bound=bound,
    )


def left(lang: Language, block: Block) -> str:
    """Return how much is left and which rule or price left it."""
    found = block["unspent_because"]
    if found is None:
        return ""
    said = lang.say("%(amount)s is left.", amount=lang.headline(found["amount"]))
    because = []
    if found["rules"]:
        because.append(
            lang.say(
                "These rules keep it from being spent: %(rules)s.",
                rules=rules_named(lang, block, found["rules"]),
            )
        )
    if found["cheapest"] is not None and found["cost"] > found["amount"]:
        because.append(
            lang.say(
                "The cheapest that waits, %(option)s, costs %(cost)s.",
                option=title(lang, block, found["cheapest"]),
                cost=lang.headline(found["cost"]),
            )
        )
    if not because:
        because.append(lang.say("Nothing more is worth its costs under the rules."))
    return " ".join((said, *because))


def more(lang: Language, block: Block) -> str:
    """Return what the next money would buy, and how far that holds."""
    total = next((rule for rule in block["rules"] if rule["kind"] == "budget"), None)
    if total is not None and total["marginal"] and total["range"] and total["range"][1] is not None:
        return lang.say(
            "One more krone in the budget is worth %(rate)s, up to a budget of %(high)s.",
            rate=rate(lang, block, total["marginal"]),
            high=lang.headline(total["range"][1]),
        )
    found = block["more_money"]
    if found is None:
        return ""
    swap = {
        "gain": worth(lang, block, found["gain"]),
        "money": money_more(lang, block, found["share"]),
        "added": titles(lang, block, found["added"]),
        "removed": titles(lang, block, found["removed"]),
    }
    if found["added"] and found["removed"]:
        return lang.say(
            "With %(money)s more, %(added)s would replace %(removed)s: a gain of %(gain)s.", **swap
        )
    if found["added"]:
        if (block["unspent"] or 0.0) < 1.0:
            return lang.say("The next %(money)s would buy %(added)s: a gain of %(gain)s.", **swap)
        return lang.say(
            "With what is left and %(money)s more there is room for %(added)s: a gain of %(gain)s.", **swap
        )
    return lang.say("The next %(money)s would buy more of what is chosen: a gain of %(gain)s.", **swap)


def overlap(lang: Language, block: Block) -> str:
    """Return what options take from each other."""
    found = block["interaction"]
    if found is None or abs(found["true"]) <= SMALL * abs(block["objective"] or 1.0):
        return ""
    values = {key: worth(lang, block, found[key]) for key in ("true", "linearised")}
    if values["true"] == values["linearised"]:
        return lang.say(
            "Options that reach the same people or places take %(true)s from each other.", **values
        )
    return lang.say(
        "Options that reach the same people or places take %(true)s from each other; the choice counted "
        "them in pairs, which makes it %(linearised)s.",
        **values,
    )


def hindsight(lang: Language, block: Block) -> str:
    """Return how far the plan is from what one would choose if one knew."""
    if block["regret"] is None:
        return ""
    return lang.say(
        "With hindsight one would have chosen a plan worth %(regret)s more on average (± %(error)s; "
        "%(draws)s recalculations).",
        regret=worth(lang, block, block["regret"]),
        error=worth(lang, block, block["regret_se"]),
        draws=lang.number(block["draws"]),
    )


def unseen(lang: Language, block: Block) -> str:
    """Return what the plan is worth on draws that did not choose it."""
    if block["value_holdout"] is None or block["value_chosen"] is None:
        return ""
    return lang.say(
        "Chosen on one half of the recalculations, a plan is worth %(inside)s on that half and %(outside)s "
        "on the other half, which is the number to go by.",
        inside=worth(lang, block, block["value_chosen"]),
        outside=worth(lang, block, block["value_holdout"]),
    )


def infeasible(lang: Language, block: Block) -> list[str]:
    """Return that there is no plan, and the least that must give way."""
    said = [lang.say("No plan keeps all the rules.")]
    if not block["relaxations"]:
        return [*said, lang.say("Rules that cannot be relaxed contradict each other.")]
    said.append(lang.say("The least that must give way:"))
    return said + [relaxation(lang, item) for item in block["relaxations"]]


def relaxation(lang: Language, item: Mapping[str, Any]) -> str:
    """Return a rule to relax and by how much."""
    rule = lang.text(item["words"])
    if item["kind"] == "lock":
        return lang.say("Give up: %(rule)s.", rule=rule)
    if item["kind"] == "require":
        return lang.say("Do without: %(rule)s.", rule=rule)
    values = {
        "rule": rule,
        "by": measured(lang, item["by"], item["unit"]),
        "limit": measured(lang, item["limit"], item["unit"]),
    }
    if item["side"] == "upper":
        return lang.say("Raise by %(by)s, to %(limit)s: %(rule)s.", **values)
    return lang.say("Lower by %(by)s, to %(limit)s: %(rule)s.", **values)
