"""How each option stands to the plan: in it and why, or out of it and what would bring it in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from cba.allocation.dropping import Dropped
from cba.allocation.entering import needs
from cba.allocation.more_money import MoreMoney
from cba.allocation.plan import Plan
from cba.allocation.problem import MONEY, Option, Problem, Rule

Kind = Literal[
    "chosen",
    "at_cap",
    "by_rule",
    "next",
    "waiting",
    "excluded",
    "cannot",
    "other_start",
    "not_worth",
    "harmful",
    "no_effect",
]
"""
- `chosen`: in the plan, and could be larger or is whole;
- `at_cap`: in the plan at its largest scale;
- `by_rule`: in the plan only because `rules` ask for it;
- `next`: out of it, and the first that more money would buy;
- `waiting`: out of it for others that are better use of the money;
- `excluded`: out of it because of `rules`, without which it would be in;
- `cannot`: no plan that keeps `rules` can have it;
- `other_start`: the same intervention starts in another year of the plan;
- `not_worth`: its costs are more than its benefits at every scale;
- `harmful`: what it changes goes the wrong way;
- `no_effect`: the objective counts nothing of what it changes.
"""
OUT: tuple[Kind, ...] = ("next", "waiting", "excluded", "cannot")
"""Out of the plan though worth its costs: something would bring it in."""
MOST_ASKED = 40
"""What would bring an option in is asked for so many, the best use of money first."""
MOST_WORK = 600
"""… and for fewer in a large problem: each question solves it some sixteen times. Options times questions."""
MOST_OPTIONS = 400
"""With more options than this nothing is solved again to explain them."""
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Standing:
    """How an option stands to the plan."""

    kind: Kind
    rules: tuple[str, ...] = ()
    """Names of the rules that are the reason."""
    benefit: float | None = None
    """Factor on its benefits from which the best plan has it."""
    cost: float | None = None
    """Factor on its costs up to which the best plan has it."""
    money: float | None = None
    """Share by which all limits of money must grow before the best plan has it."""
    asked: bool = False
    """Whether `benefit` and `cost` were looked for: None then means that no factor does."""
    start: int | None = None
    """The start year that the plan has instead."""


def standings(
    problem: Problem, plan: Plan, dropped: Iterable[Dropped] = (), more: MoreMoney | None = None
) -> dict[str, Standing]:
    """How every option stands to a plan.

    Args:
        problem: what was solved.
        plan: its best plan.
        dropped: the best plans without each rule.
        more: what more money would buy; None where nothing limits money.
    """
    every = tuple(dropped)
    rules = {rule.name: rule for rule in problem.all_rules()}
    starts = {(o.intervention, o.place): o.start for o in problem.options if plan.scales[o.id] > 0}
    found = {
        option.id: _inside(option, plan, every, rules)
        if plan.scales[option.id] > 0
        else _outside(option, every, rules, starts.get((option.intervention, option.place)), more)
        for option in problem.options
    }
    return _with_needs(problem, plan, _with_next(found))


def _inside(option: Option, plan: Plan, dropped: tuple[Dropped, ...], rules: Mapping[str, Rule]) -> Standing:
    pushing = tuple(
        name
        for drop in dropped
        if not drop.has(option.id)
        for name in drop.rules
        if _pushes(rules[name], option.id)
    )
    if pushing:
        return Standing("by_rule", pushing)
    most = option.largest - option.least() > _ROUNDING * option.largest
    full = plan.scales[option.id] >= option.largest * (1.0 - 1e-7)
    return Standing("at_cap" if most and full else "chosen")


def _outside(
    option: Option,
    dropped: tuple[Dropped, ...],
    rules: Mapping[str, Rule],
    start: int | None,
    more: MoreMoney | None,
) -> Standing:
    locked = tuple(name for name, rule in rules.items() if _locks_out(rule, option.id))
    if locked:
        return Standing("excluded", locked)
    if start is not None and start != option.start:
        return Standing("other_start", start=start)
    poor = _poor(option)
    if poor is not None:
        return poor
    holding = tuple(
        name
        for drop in dropped
        if drop.has(option.id)
        for name in drop.rules
        if _holds_back(rules[name], option)
    )
    money = more.first.get(option.id) if more else None
    others = tuple(name for name in holding if rules[name].kind not in MONEY)
    if others:
        return Standing("excluded", others, money=money)
    return Standing("waiting", holding, money=money)


def _pushes(rule: Rule, name: str) -> bool:
    """Whether more of an option helps to keep a rule."""
    up, down = _directions(rule, name)
    return (up and rule.lower is not None) or (down and rule.upper is not None)


def _holds_back(rule: Rule, option: Option) -> bool:
    """Whether more of an option makes a rule harder to keep."""
    up, down = _directions(rule, option.id)
    used = any(
        rule.kind in MONEY or (rule.resource, rule.year) in amounts.resources
        for amounts in (option.fixed, option.full)
    )
    up = up or (rule.counts_all() and used)
    return (up and rule.upper is not None) or (down and rule.lower is not None)


def _directions(rule: Rule, name: str) -> tuple[bool, bool]:
    """Whether an option adds to the left side of a rule, and whether it takes from it."""
    weights = (rule.on.get(name, 0.0), rule.scale.get(name, 0.0), rule.cost.get(name, 0.0))
    return any(w > 0 for w in weights), any(w < 0 for w in weights)


def _locks_out(rule: Rule, name: str) -> bool:
    return rule.kind == "lock" and rule.upper == 0.0 and name in rule.on


def _poor(option: Option) -> Standing | None:
    """The standing of an option that is worth nothing by itself; None for one that is worth its costs."""
    points = [_worth(option, scale) for scale in _corners(option)]
    if all(benefit + cost <= 0.0 for benefit, cost in points):
        benefit, cost = max(points, key=lambda point: point[0] / -point[1] if point[1] < 0 else point[0])
        if benefit < 0.0:
            return Standing("harmful", asked=True)
        if benefit == 0.0:
            return Standing("no_effect", asked=True)
        return Standing("not_worth", benefit=-cost / benefit, cost=benefit / -cost, asked=True)
    return None


def _corners(option: Option) -> list[float]:
    """The scales between which worth is linear."""
    ends = [min(segment.up_to, 1.0) * option.largest for segment in option.segments]
    return [option.least(), *(end for end in ends if end > option.least()), option.largest]


def _worth(option: Option, scale: float) -> tuple[float, float]:
    """Benefits at a scale, and the value of costs (what costs is negative)."""
    benefit, cost = option.factors(scale)
    return (
        option.fixed.benefit + benefit * option.full.benefit,
        option.fixed.cost_value + cost * option.full.cost_value,
    )


def _with_next(found: dict[str, Standing]) -> dict[str, Standing]:
    """Name those that the least more money would buy."""
    waiting = {
        name: standing.money
        for name, standing in found.items()
        if standing.kind == "waiting" and standing.money is not None
    }
    least = min(waiting.values(), default=None)
    for name, money in waiting.items():
        if money == least:
            found[name] = replace(found[name], kind="next")
    return found


def _with_needs(problem: Problem, plan: Plan, found: dict[str, Standing]) -> dict[str, Standing]:
    """Ask what would bring options in that are worth their costs, the best use of money first."""
    if len(problem.options) > MOST_OPTIONS:
        return found
    asking = [option for option in problem.options if found[option.id].kind in ("next", "waiting")]
    most = min(MOST_ASKED, MOST_WORK // max(1, len(problem.options)))
    for option in sorted(asking, key=_dear)[:most]:
        asked, known = needs(problem, plan, option), found[option.id]
        if asked.breaks:
            found[option.id] = Standing("cannot", asked.breaks, asked=True)
        else:
            found[option.id] = replace(known, benefit=asked.benefit, cost=asked.cost, asked=True)
    return found


def _dear(option: Option) -> tuple[float, str]:
    """Costs for each unit of benefit, at the scale where they are least; then the name."""
    ratios = [
        (option.fixed.cost + option.factors(scale)[1] * option.full.cost) / benefit
        for scale in _corners(option)
        for benefit, _ in [_worth(option, scale)]
        if benefit > 0
    ]
    return min(ratios, default=float("inf")), option.id
