"""A reason for every option: why it is in the plan, or what would bring it in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cba.reports.frequency import how_often
from cba.reports.language import LANGUAGES, N_, Language, language
from cba.reports.plan_names import Block, money_more, rules_named, worth
from cba.reports.plan_words import SMALL


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
    if loss is not None and loss <= SMALL * abs(block["objective"] or 1.0):
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
        effect=larger(lang, standing["benefit"]),
        cost=share_of(lang, 1.0 - standing["cost"]),
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
        message = (
            N_("One of these would bring it in: %(ways)s.")
            if len(ways) > 1
            else N_("What would bring it in: %(ways)s.")
        )
        said.append(lang.say(message, ways=_either(lang, ways)))
    elif standing["asked"]:
        said.append(lang.say("Neither ten times the effect nor no costs at all would bring it in."))
    return " ".join(said)


def _ways(lang: Language, block: Block, standing: Mapping[str, Any]) -> Iterable[str]:
    if standing["money"] is not None:
        yield lang.say("%(money)s more in the budget", money=money_more(lang, block, standing["money"]))
    if standing["benefit"] is not None and standing["benefit"] > 1.0:
        yield lang.say("an effect that is %(larger)s", larger=larger(lang, standing["benefit"]))
    if standing["cost"] is not None and standing["cost"] < 1.0:
        yield lang.say("costs that are %(share)s lower", share=share_of(lang, 1.0 - standing["cost"]))


def _either(lang: Language, ways: Sequence[str]) -> str:
    if len(ways) < 2:
        return "".join(ways)
    return lang.say("%(first)s or %(last)s", first=", ".join(ways[:-1]), last=ways[-1])


def larger(lang: Language, factor: float) -> str:
    """Return how much larger a factor makes something: in per cent, or so many times."""
    if factor < 2.0:
        return lang.say("%(share)s larger", share=share_of(lang, factor - 1.0))
    return lang.say("%(times)s times as large", times=lang.about(factor))


def share_of(lang: Language, share: float) -> str:
    """Return a share in whole per cent, a small one with a decimal; never none at all."""
    if share < 0.001:
        return lang.say("less than %(share)s", share=lang.percent(0.001, 1))
    return lang.percent(share, 1 if share < 0.1 else 0)
