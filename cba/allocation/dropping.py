"""What each rule costs: the best plan when it is dropped, all others kept."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from cba.allocation.limits import FREE, solved_under
from cba.allocation.plan import Plan
from cba.allocation.problem import Rule
from cba.allocation.solving import Model

MOST_DROPPED = 60
"""So many rules are tried, those at their limits first."""
_STATED = re.compile(r"rules\[\d+\]")


@dataclass(frozen=True, slots=True)
class Dropped:
    """The best plan without what is stated as one rule."""

    rules: tuple[str, ...]
    """Names of the rules that stand or fall together, such as a capacity's years."""
    gain: float
    """What the objective gains: the price of the rule."""
    scales: Mapping[str, float]
    cost: float
    """Present value that is then spent, kroner."""

    def has(self, name: str) -> bool:
        """Whether the plan without the rule has an option."""
        return self.scales[name] > 0


def dropped_rules(plan: Plan, model: Model) -> tuple[Dropped, ...]:
    """The best plan without each rule; the total budget and rules that are no one's choice stay."""
    if plan.objective is None or plan.checked is None:
        return ()
    together: dict[str, list[Rule]] = defaultdict(list)
    for rule in model.problem.all_rules():
        if not rule.hard and rule.kind != "budget":
            together[stated(rule.name)].append(rule)
    checks = plan.checked.rules
    order = sorted(together.values(), key=lambda rules: not any(checks[rule.name].binding for rule in rules))
    found = []
    for rules in order[:MOST_DROPPED]:
        without = solved_under(model, {rule.name: FREE for rule in rules})
        if without is None or without.objective is None or without.checked is None:
            continue
        gain = max(0.0, without.objective - plan.objective)
        names = tuple(rule.name for rule in rules)
        found.append(Dropped(names, gain, without.scales, without.checked.cost))
    return tuple(found)


def stated(name: str) -> str:
    """The rule as somebody stated it: `rules[2].2027` and `rules[2].2028` are years of `rules[2]`."""
    found = _STATED.match(name)
    return found[0] if found else name
