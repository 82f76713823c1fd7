"""A plan in sentences: the answer, why money is left, what more would buy, and a reason for every option."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cba.reports.facts import Document
from cba.reports.frequency import how_often
from cba.reports.language import LANGUAGES, N_, Language, language

Block = Mapping[str, Any]

_MOST_NAMED = 3
_SMALL = 1e-6
_VISIBLE = 0.01
"""A smaller rate per krone is said per million kroner."""


def with_reasons(block: Block, language_code: str) -> dict[str, Any]:
    """Return an allocation with a reason in words for each option.

    Args:
        block: from `cba.allocation.document`.
        language_code: of `reason`; `reasons` has both languages.
    """
    options = {}
    for name, option in block["options"].items():
        reasons = {code: reason(language(code), block, name) for code in LANGUAGES}
        said = {"reason": reasons[language_code], "reasons": reasons} if option["standing"] else {}
        options[name] = {**option, "reason": None, "reasons": None, **said}
    return {**block, "options": options}


_AIM = re.compile(r"(?:([\d.e+]+)·)?(npv|cost|outcome|goal)(?::(\S+))?")
_AIMS = {"npv": N_("net result"), "cost": N_("least cost"), "goal": N_("DKR goal %(of)s")}


def objective_words(lang: Language, document: Document, written: str) -> str:
    """Return an objective as people say it: `npv:kommune` is the municipality's net result."""
    parts = [_AIM.fullmatch(part) for part in written.split(" + ")]
    if not all(parts):
        return lang.say("value") if written == "value" else written
    return " + ".join(_aim(lang, document, *part.groups()) for part in parts if part)


def _aim(lang: Language, document: Document, weight: str | None, kind: str, of: str | None) -> str:
    names = document["names"]
    if kind == "outcome":
        said = lang.say("%(unit)s avoided", unit=lang.text(names["outcomes"][of]["units"]))
    elif of is None or kind == "goal":
        said = lang.say(_AIMS[kind], of=of)
    else:
        said = f"{lang.say(_AIMS[kind])} ({lang.text(names['payers'].get(of)) or of})"
    return said if weight is None or float(weight) == 1.0 else f"{lang.trimmed(float(weight), 2)} × {said}"


def worth(lang: Language, block: Block, value: float | None) -> str:
    """Return an amount of what the plan is to get the most of."""
    if block["objective_unit"] == "kr":
        return lang.headline(value)
    return lang.about(value)


def sentences(lang: Language, block: Block) -> list[str]:
    """Return the plan in a handful of sentences; the first is the answer."""
    if block["status"] == "infeasible":
        return infeasible(lang, block)
    parts = (
        answer(lang, block),
        money_alone(lang, block),
        proof(lang, block),
        left(lang, block),
        more(lang, block),
        overlap(lang, block),
        hindsight(lang, block),
        unseen(lang, block),
    )
    return [part for part in parts if part]


def second_sign(block: Block) -> float:
    """Return −1 where the second aim is a cost, which people read as a cost and not as a negative value."""
    return -1.0 if block["second"] and block["second"]["of"].startswith("cost") else 1.0


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


def proof(lang: Language, block: Block) -> str:
    """Return how sure it is that no plan is better."""
    if block["status"] == "optimal":
        if (block["gap"] or 0.0) <= _SMALL:
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
                "More would be spent without: %(rules)s.", rules=rules_named(lang, block, found["rules"])
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
        return lang.say("The next %(money)s would buy %(added)s: a gain of %(gain)s.", **swap)
    return lang.say("The next %(money)s would buy more of what is chosen: a gain of %(gain)s.", **swap)


def rate(lang: Language, block: Block, value: float) -> str:
    """Return what one krone brings of what the plan is to get the most of."""
    if block["objective_unit"] == "kr":
        return lang.say("DKK %(rate)s per krone", rate=lang.trimmed(value, 2))
    if abs(value) >= _VISIBLE:
        return lang.say("%(rate)s per krone", rate=lang.trimmed(value, 2))
    return lang.say("%(rate)s per million kroner", rate=lang.about(value * 1e6))


def money_more(lang: Language, block: Block, share: float) -> str:
    """Return how much more money a share of all budgets is."""
    if block["budget"] is not None:
        return lang.headline(share * block["budget"])
    return lang.say("%(share)s of all budgets", share=lang.percent(share, 1))


def overlap(lang: Language, block: Block) -> str:
    """Return what options take from each other."""
    found = block["interaction"]
    if found is None or abs(found["true"]) <= _SMALL * abs(block["objective"] or 1.0):
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
        "on the other half, which is the honest number.",
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


def measured(lang: Language, value: float | None, unit: str) -> str:
    """Return an amount of what a rule limits."""
    if unit == "kr":
        return lang.headline(value)
    number = lang.trimmed(value, 2)
    return number if unit == "count" or value is None else f"{number} {unit}"


def reason(lang: Language, block: Block, name: str) -> str:
    """Return why an option is in the plan or out of it, and what would bring it in."""
    option = block["options"][name]
    standing = option["standing"]
    if standing is None:
        return ""
    kind, rules = standing["kind"], rules_named(lang, block, standing["rules"])
    if kind in ("chosen", "at_cap"):
        return _inside(lang, block, option)
    if kind == "by_rule":
        return lang.say("Only in the plan because of the rule: %(rules)s.", rules=rules)
    if kind == "excluded":
        return lang.say("Left out by the rule: %(rules)s.", rules=rules)
    if kind == "cannot":
        return lang.say("Cannot be in any plan that keeps: %(rules)s.", rules=rules)
    if kind == "other_start":
        return lang.say("Starts in %(year)s instead.", year=standing["start"])
    if kind == "harmful":
        return lang.say(
            "By the best estimates, what it changes goes the wrong way: at no price is it worth having."
        )
    if kind == "no_effect":
        return lang.say("The plan counts nothing that it is known to change.")
    if kind == "not_worth":
        return _not_worth(lang, standing)
    return _waiting(lang, block, standing)


def _inside(lang: Language, block: Block, option: Mapping[str, Any]) -> str:
    parts = [lang.say("Chosen.")]
    if option["standing"]["kind"] == "at_cap":
        parts = [
            lang.say("Chosen, at the largest scale allowed (%(scale)s).", scale=lang.number(option["scale"]))
        ]
    elif option["max"] != option["min"]:
        scale, most = lang.trimmed(option["scale"], 2), lang.number(option["max"])
        parts = [lang.say("Chosen, %(scale)s of at most %(most)s.", scale=scale, most=most)]
    loss = option["replacement_loss"]
    if loss is not None and loss <= _SMALL * abs(block["objective"] or 1.0):
        parts.append(lang.say("Another plan without it is just as good."))
    elif loss is not None:
        parts.append(
            lang.say("Without it the best plan would be worth %(loss)s less.", loss=worth(lang, block, loss))
        )
    share = option["chosen_share_of_draws"]
    if share is not None:
        parts.append(lang.say("Best %(often)s.", often=how_often(lang, share, block["draws"])))
    return " ".join(parts)


def _not_worth(lang: Language, standing: Mapping[str, Any]) -> str:
    return lang.say(
        "Costs more than it brings. To break even its effect would have to be %(effect)s or its costs "
        "%(cost)s lower.",
        effect=_larger(lang, standing["benefit"]),
        cost=_share(lang, 1.0 - standing["cost"]),
    )


def _waiting(lang: Language, block: Block, standing: Mapping[str, Any]) -> str:
    first = (
        N_("Next in line.")
        if standing["kind"] == "next"
        else N_("Waits: others are better use of the money.")
    )
    said = [lang.say(first)]
    if standing["rules"]:
        said.append(lang.say("Held back by: %(rules)s.", rules=rules_named(lang, block, standing["rules"])))
    ways = list(_ways(lang, block, standing))
    if ways:
        said.append(lang.say("Would be chosen %(ways)s.", ways=_either(lang, ways)))
    elif standing["asked"]:
        said.append(lang.say("Neither ten times the effect nor no costs at all would bring it in."))
    return " ".join(said)


def _ways(lang: Language, block: Block, standing: Mapping[str, Any]) -> Iterable[str]:
    if standing["money"] is not None:
        yield lang.say("with %(money)s more", money=money_more(lang, block, standing["money"]))
    if standing["benefit"] is not None and standing["benefit"] > 1.0:
        yield lang.say("if its effect were %(larger)s", larger=_larger(lang, standing["benefit"]))
    if standing["cost"] is not None and standing["cost"] < 1.0:
        yield lang.say("if it cost %(share)s less", share=_share(lang, 1.0 - standing["cost"]))


def _either(lang: Language, ways: Sequence[str]) -> str:
    if len(ways) < 2:
        return "".join(ways)
    return lang.say("%(first)s or %(last)s", first=", ".join(ways[:-1]), last=ways[-1])


def _larger(lang: Language, factor: float) -> str:
    if factor < 2.0:
        return lang.say("%(share)s larger", share=_share(lang, factor - 1.0))
    return lang.say("%(times)s times as large", times=lang.about(factor))


def _share(lang: Language, share: float) -> str:
    """Return a share in whole per cent, a small one with a decimal; never none at all."""
    if share < 0.001:
        return lang.say("less than %(share)s", share=lang.percent(0.001, 1))
    return lang.percent(share, 1 if share < 0.1 else 0)


def title(lang: Language, block: Block, name: str) -> str:
    """Return an option's title."""
    return lang.text(block["options"][name]["title"]) or name


def titles(lang: Language, block: Block, names: Sequence[str]) -> str:
    """Return options' titles, listed; a long list is cut."""
    shown = [title(lang, block, name) for name in names[:_MOST_NAMED]]
    rest = len(names) - len(shown)
    if rest:
        shown.append(lang.count("%(number)s other", "%(number)s others", rest))
    return lang.listed(shown)


def rules_named(lang: Language, block: Block, names: Sequence[str]) -> str:
    """Return rules in words, those that stand at their limits first; a long list is cut."""
    rules = {rule["name"]: rule for rule in block["rules"]}
    order = sorted(names, key=lambda name: not rules[name]["binding"])
    words = list(dict.fromkeys(lang.text(rules[name]["words"]) for name in order))
    if len(words) > _MOST_NAMED:
        rest = len(words) - _MOST_NAMED + 1
        words[_MOST_NAMED - 1 :] = [lang.count("%(number)s other rule", "%(number)s other rules", rest)]
    return "; ".join(words)
