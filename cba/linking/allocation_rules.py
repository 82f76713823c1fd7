"""Checks of the rules of a plan: what each needs, and the names it uses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cba.allocation.statements import Allocation, Reach, Rule
from cba.errors import Position, Problem, unknown
from cba.linking.context import Context
from cba.places import PlaceError

# what goes with each kind of rule; the first are needed
_NEEDS: dict[str, tuple[str, ...]] = {"require": ("for",), "lock": ("of",), "limit": ("resource", "use")}
_BESIDE = ("of", "per", "share_of", "for", "resource", "use")
_MAY: dict[str, tuple[str, ...]] = {
    "at_most": ("of", "per", "share_of", "for"),
    "at_least": ("of", "per", "share_of", "for"),
    "exactly": ("of", "per", "share_of", "for"),
    **_NEEDS,
}


@dataclass(frozen=True, slots=True)
class RuleNames:
    """Interventions, and options of them, that a rule may name."""

    interventions: Sequence[str]
    options: frozenset[str]

    def problem(self, name: str) -> str | None:
        """Return what is wrong with a name."""
        if name in self.interventions or name in self.options:
            return None
        return unknown("intervention", name, self.interventions)


def check_rules(context: Context, allocation: Allocation, rule: Rule, path: str, names: RuleNames) -> None:
    """Check one rule; problems go to the context."""
    kind = next((kind for kind in Rule.KINDS if getattr(rule, kind) is not None), None)
    if kind is None:
        return  # told when it was read
    for key in _NEEDS.get(kind, ()):
        if key not in rule.raw:
            context.lacks(rule, kind, f"`{kind}` needs `{key}` beside it")
    for key in _BESIDE:
        if key in rule.raw and key not in _MAY[kind]:
            context.problem(rule, key, f"does not go with `{kind}`")
    if kind in ("at_most", "at_least", "exactly"):
        _check_count(context, allocation, rule, kind)
    _check_names(context, rule, path, names)
    if rule.for_ is not None:
        _check_reach(context, rule, rule.for_, path, names)


def _check_count(context: Context, allocation: Allocation, rule: Rule, kind: str) -> None:
    number = getattr(rule, kind)
    if rule.share_of is not None:
        _check_share(context, allocation, rule, kind)
        return
    if (rule.of is None) == (rule.for_ is None):
        message = f"`{kind}` needs `of` (interventions) or `for` (a goal, target group or place)"
        context.lacks(rule, kind, message)
    if number.percent or not number.whole or number < 0:
        hint = "; a share needs `share_of: budget`" if number.percent else ""
        context.problem(rule, kind, f"must be a whole number of options, got {number.written}{hint}")


def _check_share(context: Context, allocation: Allocation, rule: Rule, kind: str) -> None:
    number = getattr(rule, kind)
    if rule.share_of != "budget":
        context.problem(rule, "share_of", f"must be budget, found '{rule.share_of}'")
    if rule.for_ is None:
        context.lacks(rule, "share_of", "needs `for`: whom the share is for")
    if rule.of is not None:
        context.problem(rule, "of", "does not go with `share_of`; use `for`")
    if not 0 <= number <= 1:
        context.problem(rule, kind, f"must be between 0 % and 100 %, got {number.written}")
    if allocation.budget.total is None:
        context.lacks(rule, "share_of", "is a share of the total budget, and there is none")


def _check_names(context: Context, rule: Rule, path: str, names: RuleNames) -> None:
    if isinstance(rule.of, str):
        _tell(context, rule.at("of"), f"{path}.of", names.problem(rule.of))
    elif rule.of is not None:
        for index, name in enumerate(rule.of):
            where = rule.raw["of"].value_at[index]
            _tell(context, where, f"{path}.of[{index}]", names.problem(name))
    if rule.require is not None:
        _tell(context, rule.at("require"), f"{path}.require", names.problem(rule.require))
    for name in rule.use or {}:
        where = rule.raw["use"].key_at[name]
        known = RuleNames(names.interventions, frozenset())
        _tell(context, where, f"{path}.use.{name}", known.problem(name))


def _check_reach(context: Context, rule: Rule, reach: Reach, path: str, names: RuleNames) -> None:
    def where(key: str) -> Position:
        return reach.at(key) if key in reach.raw else rule.at("for")

    def at(key: str) -> str:
        return f"{path}.for.{key}" if key in reach.raw else f"{path}.for"

    if reach.intervention is not None:
        _tell(context, where("intervention"), at("intervention"), names.problem(reach.intervention))
    if reach.target_group is not None and reach.target_group not in context.target_groups:
        message = unknown("target group", reach.target_group, context.target_groups)
        _tell(context, where("target_group"), at("target_group"), message)
    if reach.place is not None:
        try:
            context.registers.places.resolve(reach.place)
        except PlaceError as error:
            _tell(context, where("place"), at("place"), str(error))


def _tell(context: Context, where: Position, path: str, message: str | None) -> None:
    if message is not None:
        context.problems.append(Problem(where, path, message))
