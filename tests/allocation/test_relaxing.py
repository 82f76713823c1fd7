"""What to relax when no plan keeps all rules, against trying every set of rules and every plan."""

from __future__ import annotations

import itertools
import time
from dataclasses import replace

import numpy as np
import pytest

from cba.allocation.problem import Problem, Rule
from cba.allocation.relaxing import relaxations, relaxed
from cba.allocation.solving import solve
from tests.allocation import enumerating
from tests.allocation.enumerating import best_by_trying
from tests.allocation.instances import WORDS, option, problem

IMPOSSIBLE = 60
"""So many problems in which no plan keeps all rules."""


def impossible() -> list[Problem]:
    found: list[Problem] = []
    seed = 20_000
    while len(found) < IMPOSSIBLE:
        asked = problem(seed)
        if len(asked.all_rules()) <= 8 and best_by_trying(asked) is None:
            found.append(asked)
        seed += 1
    return found


def without(asked: Problem, names: tuple[str, ...]) -> Problem:
    rules = tuple(rule for rule in asked.all_rules() if rule.name not in names)
    return replace(asked, rules=rules, budget=None)


def smallest(asked: Problem) -> tuple[str, ...] | None:
    """The first of the smallest sets of rules without which there is a plan."""
    names = [rule.name for rule in asked.all_rules() if not rule.hard]
    for size in range(1, len(names) + 1):
        for some in itertools.combinations(names, size):
            if best_by_trying(without(asked, some)) is not None:
                return some
    return None


def as_share(by: float, limit: float | None) -> float:
    return by / max(abs(limit or 0.0), 1.0)


def least(asked: Problem, name: str) -> float:
    """How far the plan that breaks a rule least, and keeps all others, breaks it: as a share of the limit."""
    rule = next(known for known in asked.all_rules() if known.name == name)
    tried = enumerating.plans_of(without(asked, (name,)))
    left = enumerating.left_of(rule, asked, tried.scales[tried.allowed])
    broken = np.zeros(len(left))
    if rule.upper is not None:
        broken = np.maximum(broken, (left - rule.upper) / max(abs(rule.upper), 1.0))
    if rule.lower is not None:
        broken = np.maximum(broken, (rule.lower - left) / max(abs(rule.lower), 1.0))
    return float(broken.min())


def test_the_smallest_set_of_rules_and_the_least_by_which() -> None:
    sizes: list[int] = []
    for asked in impossible():
        found = relaxations(asked)
        needed = smallest(asked)
        assert (found is None) == (needed is None), asked.seed
        if found is None or needed is None:
            continue
        names = tuple({one.rule for one in found})
        assert len(found) == len(names) == len(needed), (asked.seed, names, needed)
        assert best_by_trying(without(asked, names)) is not None, asked.seed
        assert best_by_trying(relaxed(asked, found)) is not None, asked.seed
        if len(names) == 1 and all(known.step is not None for known in asked.options):
            rule = next(known for known in asked.all_rules() if known.name == names[0])
            share = as_share(found[0].by, rule.upper if found[0].side == "upper" else rule.lower)
            assert share == pytest.approx(least(asked, names[0]), rel=1e-3, abs=1e-6), asked.seed
        sizes.append(len(names))
    assert set(sizes) >= {1, 2}


def test_nothing_is_relaxed_where_there_is_a_plan() -> None:
    possible = [problem(seed) for seed in range(21_000, 21_030)]
    for asked in possible:
        if best_by_trying(asked) is not None:
            assert relaxations(asked) == ()


def test_one_rule_rather_than_two_smaller_steps() -> None:
    options = tuple(option(f"o{k}", 1e6, 2e6) for k in range(10))
    rules = (
        Rule("many", WORDS, "at_least", on={o.id: 1.0 for o in options}, lower=6.0),
        Rule("first", WORDS, "share", cost={"o0": 1.0}, lower=1e6, unit="kr"),
        Rule("year", WORDS, "budget_year", year=2026, upper=2.4e6, unit="kr"),
    )
    asked = Problem(options, rules, budget=5e6)  # 6 options cost 6 million, 3 million of it in 2026
    found = relaxations(asked)
    assert found is not None
    (one,) = found
    assert (one.rule, one.by) == ("many", 2.0)
    assert solve(relaxed(asked, found)).status == "optimal"


def test_a_normal_scenario_takes_less_than_a_second() -> None:
    rng = np.random.default_rng(5)
    options = tuple(
        option(f"o{k:02d}", float(c), float(c) * 1.6) for k, c in enumerate(rng.uniform(1e6, 4e6, 30))
    )
    rules = (
        Rule("many", WORDS, "at_least", on={o.id: 1.0 for o in options}, lower=25.0),
        Rule("payer", WORDS, "budget_payer", payer="stat", upper=5e6, unit="kr"),
        *(Rule(f"in{k}", WORDS, "lock", on={f"o{k:02d}": 1.0}, lower=1.0, upper=1.0) for k in range(6)),
        *(
            Rule(f"pair{k}", WORDS, "at_most", on={f"o{k:02d}": 1.0, f"o{k + 1:02d}": 1.0}, upper=1.0)
            for k in range(6)
        ),
    )
    asked = Problem(options, rules, budget=10e6)
    relaxations(asked)
    begun = time.process_time()
    found = relaxations(asked)
    assert time.process_time() - begun < 1.0
    assert found is not None
    assert solve(relaxed(asked, found)).status == "optimal"
