"""How a plan's amounts, aims, options and rules are called."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from cba.reports.facts import Document
from cba.reports.language import N_, Language

Block = Mapping[str, Any]
"""The `allocation` of a results document."""

_MOST_NAMED = 3
_VISIBLE = 0.01
"""A smaller rate per krone is said per million kroner."""

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
        outcome = names["outcomes"][of]
        message = N_("more %(unit)s") if outcome["better"] == "more" else N_("fewer %(unit)s")
        said = lang.say(message, unit=lang.text(outcome["units"]))
    elif of is None or kind == "goal":
        said = lang.say(_AIMS[kind], of=of)
    else:
        said = f"{lang.say(_AIMS[kind])} ({lang.text(names['payers'].get(of)) or of})"
    return said if weight is None or float(weight) == 1.0 else f"{lang.trimmed(float(weight), 2)} × {said}"


def is_weighted(block: Block) -> bool:
    """Return whether a plan's value in kroner counts more than money, by weights of the scenario."""
    return block["objective_unit"] == "kr" and block["objective_of"] not in ("npv", "1·npv", "value")


def weights(document: Document) -> list[tuple[Mapping[str, str], float]]:
    """Return the outcomes that a plan's value counts, each with its kroner per case avoided."""
    found = [_AIM.fullmatch(part) for part in document["allocation"]["objective_of"].split(" + ")]
    return [
        (document["names"]["outcomes"][part[3]]["unit"], float(part[1] or 1.0))
        for part in found
        if part and part[2] == "outcome"
    ]


def worth(lang: Language, block: Block, value: float | None) -> str:
    """Return an amount of what the plan is to get the most of."""
    if block["objective_unit"] == "kr":
        return lang.headline(value)
    return lang.about(value)


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


def measured(lang: Language, value: float | None, unit: str) -> str:
    """Return an amount of what a rule limits."""
    if unit == "kr":
        return lang.headline(value)
    number = lang.trimmed(value, 2)
    return number if unit == "count" or value is None else f"{number} {unit}"


def second_sign(block: Block) -> float:
    """Return −1 where the second aim is a cost, which people read as a cost and not as a negative value."""
    return -1.0 if block["second"] and block["second"]["of"].startswith("cost") else 1.0


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
