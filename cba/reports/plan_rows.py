"""A plan in rows: options, rules, other plans, budgets and years, for page, terminal and workbook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cba.reports.facts import Document
from cba.reports.frequency import of_hundred
from cba.reports.language import N_, NBSP, Language, Scale
from cba.reports.plan_names import Block, measured, rate, second_sign, title, titles, worth
from cba.reports.plan_reasons import reason

IN = ("chosen", "at_cap", "by_rule")
_ORDER = (*IN, "next", "waiting", "excluded", "cannot", "other_start", "not_worth", "no_effect", "harmful")
_STANDINGS = {
    "chosen": ("●", N_("in the plan")),
    "at_cap": ("●", N_("in the plan, at its cap")),
    "by_rule": ("◐", N_("in the plan by a rule")),
    "next": ("○", N_("next in line")),
    "waiting": ("○", N_("waits")),
    "excluded": ("×", N_("left out by a rule")),
    "cannot": ("×", N_("cannot be in a plan")),
    "other_start": ("→", N_("starts in another year")),
    "not_worth": ("−", N_("not worth its costs")),
    "no_effect": ("−", N_("no known effect")),
    "harmful": ("▼", N_("goes the wrong way")),
}


@dataclass(frozen=True)
class OptionRow:
    """An option as it is printed."""

    id: str
    title: str
    mark: str
    standing: str
    inside: bool
    scale: str
    cost: str
    value: str
    loss: str
    share: str
    reason: str


@dataclass(frozen=True)
class RuleRow:
    """A rule as it is printed."""

    rule: str
    used: str
    limit: str
    one_more: str
    holds: str
    gain_without: str


def ranked(block: Block) -> list[str]:
    """Return the options: what is in the plan by value, then what is nearest to being in it."""

    def place(name: str) -> tuple[float, ...]:
        option = block["options"][name]
        standing = option["standing"] or {"kind": "chosen" if option["chosen"] else "waiting", "money": None}
        money = standing["money"] if standing["money"] is not None else float("inf")
        inside = standing["kind"] in IN
        return (-1 if inside else _ORDER.index(standing["kind"]), money, -(option["value"] or 0.0))

    return sorted(block["options"], key=lambda name: (place(name), name))


def option_rows(lang: Language, block: Block, most: int | None = None) -> list[OptionRow]:
    """Return the options as printed, at most so many."""
    return [_option(lang, block, name) for name in ranked(block)[:most]]


def _option(lang: Language, block: Block, name: str) -> OptionRow:
    option = block["options"][name]
    inside, share = bool(option["chosen"]), option["chosen_share_of_draws"]
    mark, words = standing(lang, option)
    return OptionRow(
        id=name,
        title=title(lang, block, name),
        mark=mark,
        standing=words,
        inside=inside,
        scale=_scale(lang, option) if inside else "",
        cost=lang.headline(option["cost"]) if inside else "",
        value=worth(lang, block, option["value"]) if inside else "",
        loss=worth(lang, block, option["replacement_loss"]) if option["replacement_loss"] is not None else "",
        share=of_hundred(lang, share) if share is not None else "",
        reason=reason(lang, block, name),
    )


def standing(lang: Language, option: Mapping[str, Any]) -> tuple[str, str]:
    """Return a mark and a word for how an option stands."""
    known = option["standing"]
    mark, words = _STANDINGS[known["kind"] if known else "chosen" if option["chosen"] else "waiting"]
    return mark, lang.say(words)


def _scale(lang: Language, option: Mapping[str, Any]) -> str:
    if option["max"] == 1.0 == option["scale"]:
        return lang.say("whole")
    if option["max"] == 1.0:
        return lang.percent(option["scale"])
    scale, most = lang.trimmed(option["scale"], 2), lang.trimmed(option["max"], 2)
    if option["intervention"] is None:
        return lang.say("%(scale)s of %(most)s", scale=scale, most=most)
    return lang.say("%(number)s participants a year, of at most %(most)s", number=scale, most=most)


def rule_rows(lang: Language, block: Block, *, binding: bool = True) -> list[RuleRow]:
    """Return rules as printed: those that shape the plan, or all of them."""
    rules = [rule for rule in block["rules"] if not binding or _shapes(rule)]
    return [_rule(lang, block, rule) for rule in rules]


def _shapes(rule: Mapping[str, Any]) -> bool:
    return bool(rule["binding"] or rule["gain_without"] or rule["marginal"] or rule["kind"] == "budget")


def _rule(lang: Language, block: Block, rule: Mapping[str, Any]) -> RuleRow:
    gain = rule["gain_without"]
    counted = rule["kind"] not in ("lock", "require")
    return RuleRow(
        rule=lang.text(rule["words"]),
        used=measured(lang, rule["left"], rule["unit"]) if counted else "",
        limit=measured(lang, rule["limit"], rule["unit"]) if counted else "",
        one_more=_one_more(lang, block, rule),
        holds=_holds(lang, rule),
        gain_without="" if gain is None else worth(lang, block, gain),
    )


def _one_more(lang: Language, block: Block, rule: Mapping[str, Any]) -> str:
    """Return what one more krone, person or unit of the limit is worth."""
    if rule["marginal"] is None or rule["kind"] in ("lock", "require"):
        return ""
    if rule["marginal"]:
        return _rate(lang, block, rule["marginal"], rule["unit"])
    if rule["trend"]:
        about = _rate(lang, block, rule["trend"], rule["unit"])
        return lang.say("nothing until the next step; on average about %(rate)s", rate=about)
    return lang.say("nothing")


def _rate(lang: Language, block: Block, value: float, unit: str) -> str:
    return rate(lang, block, value) if unit == "kr" else worth(lang, block, value)


def _holds(lang: Language, rule: Mapping[str, Any]) -> str:
    if not rule["marginal"] or rule["range"] is None or rule["range"][0] == rule["range"][1]:
        return ""
    low, high = (None if end is None else measured(lang, end, rule["unit"]) for end in rule["range"])
    if low is None or high is None:
        return (
            lang.say("from %(low)s", low=low)
            if low
            else lang.say("up to %(high)s", high=high)
            if high
            else ""
        )
    return f"{low}{NBSP}– {high}"


def alternative_rows(lang: Language, block: Block) -> list[tuple[str, str, str, str]]:
    """Return other plans nearly as good: with, without, worth less, cost."""
    return [
        (
            titles(lang, block, other["added"]) or "–",
            titles(lang, block, other["removed"]) or "–",
            worth(lang, block, other["loss"]),
            lang.headline(other["spent"]),
        )
        for other in block["alternatives"]
    ]


def frontier_rows(lang: Language, block: Block, scale: Scale) -> list[tuple[str, str, str]]:
    """Return budgets, what the best plan of each is worth, and what each more krone brought.

    Budgets and values in kroner are in the unit of the table.
    """
    none = lang.say("no plan")
    return [
        (
            lang.scaled(point["budget"], scale),
            none if point["value"] is None else _in(lang, block, point["value"], scale),
            "" if point["marginal"] is None else _rate(lang, block, point["marginal"], "kr"),
        )
        for point in block["frontier"]
    ]


def exchange_rows(lang: Language, block: Block, scale: Scale) -> list[tuple[str, str, str]]:
    """Return plans between two objectives: value of the first, of the second (costs as costs), cost.

    Amounts are in the unit of the table, which tells plans apart that are nearly equal.
    """
    sign = second_sign(block)
    return [
        (
            _in(lang, block, point["value"], scale),
            lang.scaled(sign * point["second"], scale),
            lang.scaled(point["spent"], scale),
        )
        for point in block["exchange"]
    ]


def _in(lang: Language, block: Block, value: float, scale: Scale) -> str:
    return lang.scaled(value, scale) if block["objective_unit"] == "kr" else lang.about(value)


def spending_rows(lang: Language, document: Document) -> list[tuple[str, str]]:
    """Return what is paid by year and by payer, undiscounted."""
    block = document["allocation"]
    payers = document["names"]["payers"] if "names" in document else {}
    by_payer = [(lang.text(payers.get(p)) or p, v) for p, v in block["spent_by_payer"].items() if v]
    rows = [*block["spent_by_year"].items(), *by_payer]
    return [(name, lang.headline(amount)) for name, amount in rows]


def place_rows(lang: Language, block: Block) -> list[tuple[str, str, str, str]]:
    """Return what is chosen in each place, its cost and value; nothing without places to choose between."""
    chosen: dict[str, list[str]] = defaultdict(list)
    for name, option in block["options"].items():
        if option["place"] is not None:
            chosen[option["place"]].extend([name] if option["chosen"] else [])

    def total(names: Sequence[str], key: str) -> float:
        return sum((float(block["options"][name][key]) for name in names), 0.0)

    return [
        (
            place,
            lang.number(len(names)),
            lang.headline(total(names, "cost")),
            worth(lang, block, total(names, "value")),
        )
        for place, names in sorted(chosen.items())
    ]
