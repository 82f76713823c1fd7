"""The optimiser against trying every plan, and properties that hold for every problem."""

from __future__ import annotations

import math
import typing
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cba.allocation import core
from cba.allocation.problem import Amounts, Kind, Option, Overlap, Problem, Rule
from cba.allocation.solving import solve
from tests.allocation.enumerating import best_by_trying, of_plan, plans_of
from tests.allocation.instances import WORDS, kinds_of, problem

INSTANCES = 1_000
BLOCK = 50
RARE = 40
"""Every kind is in at least so many of the instances."""


def _agree(asked: Problem, seed: int) -> bool:
    """Whether there is a plan; the optimiser's is the best of all, in value and in what it says of itself."""
    plan, best = solve(asked), best_by_trying(asked)
    if best is None:
        assert plan.status == "infeasible", seed
        return False
    assert plan.status == "optimal", seed
    assert plan.checked is not None
    assert plan.bound is not None
    assert plan.objective == pytest.approx(best.value, rel=1e-7, abs=0.01), seed
    assert plan.bound >= best.value - 0.01, seed
    again = of_plan(asked, plan.scales)
    assert again.allowed.all(), seed
    assert again.value[0] == pytest.approx(plan.objective, rel=1e-9, abs=0.01), seed
    assert again.second[0] == pytest.approx(plan.checked.second, rel=1e-9, abs=0.01), seed
    if asked.then is not None:
        assert plan.checked.second == pytest.approx(best.second, rel=1e-6, abs=1.0), seed
    return True


@pytest.mark.parametrize("first", range(0, INSTANCES, BLOCK))
def test_the_best_of_all_plans(first: int) -> None:
    for seed in range(first, first + BLOCK):
        _agree(problem(seed), seed)


def test_every_kind_is_tried() -> None:
    """Run with -s for the table of how many of the instances have each kind."""
    kinds = Counter(kind for seed in range(INSTANCES) for kind in kinds_of(problem(seed)))
    impossible = sum(best_by_trying(problem(seed)) is None for seed in range(0, INSTANCES, 5))
    binaries = [
        math.log2(math.prod(o.steps() + 2 for o in problem(seed).options)) for seed in range(INSTANCES)
    ]
    for kind, count in sorted(kinds.items()):
        print(f"{kind:<45} {count:5}")
    print(f"{'no plan keeps the rules, of every fifth':<45} {impossible:5}")
    print(f"binaries that the plans amount to: {min(binaries):.0f} to {max(binaries):.0f}")
    assert {f"rule: {kind}" for kind in typing.get_args(Kind)} <= set(kinds)
    assert min(kinds.values()) >= RARE
    assert INSTANCES / 50 <= impossible <= INSTANCES / 10
    assert max(binaries) <= 15


def test_the_core_of_a_large_program_misses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, "LARGE", 1)
    monkeypatch.setattr(core, "CORE", 2)
    found = [_agree(problem(seed), seed) for seed in range(1_000, 1_100)]
    assert any(found)


@settings(max_examples=15, deadline=None)
@given(st.integers(10_000, 10_000_000), st.floats(1.0, 3.0))
def test_more_budget_never_worsens(seed: int, more: float) -> None:
    asked = problem(seed)
    if asked.budget is None:
        return
    plan, richer = solve(asked), solve(replace(asked, budget=asked.budget * more))
    if plan.objective is not None:
        assert richer.objective is not None
        assert richer.objective >= plan.objective - 0.01


@settings(max_examples=25, deadline=None)
@given(st.integers(10_000, 10_000_000), st.integers(10_000, 10_000_000))
def test_another_rule_never_improves(seed: int, other: int) -> None:
    """Any rule of another problem that names options of this one."""
    asked = problem(seed)
    names = {known.id for known in asked.options}
    more = [rule for rule in problem(other).rules if rule.named() <= names and rule.kind != "budget"]
    before = solve(asked)
    for number, rule in enumerate(more):
        after = solve(replace(asked, rules=(*asked.rules, replace(rule, name=f"more{number}"))))
        assert before.objective is not None or after.objective is None
        if before.objective is not None and after.objective is not None:
            assert after.objective <= before.objective + 0.01


@settings(max_examples=25, deadline=None)
@given(st.integers(10_000, 10_000_000))
def test_what_is_spent_adds_up(seed: int) -> None:
    """Spent and unspent are the budget; years and payers add up to the same undiscounted money."""
    asked = replace(problem(seed), budget=2e7)
    plan = solve(asked)
    if plan.checked is None or plan.objective is None:
        return
    checked = plan.checked
    total = checked.rules["budget.total"]
    assert checked.cost + total.slack == pytest.approx(2e7, abs=0.005)
    assert checked.cost == pytest.approx(math.fsum(checked.costs.values()), abs=0.005)
    by_year, by_payer = checked.spend_by_year.values(), checked.spend_by_payer.values()
    assert math.fsum(by_year) == pytest.approx(math.fsum(by_payer), abs=0.005)
    if asked.risk is None and not asked.worst_of:
        assert math.fsum(checked.values.values()) - checked.overlap == pytest.approx(plan.objective, abs=0.01)


@settings(max_examples=15, deadline=None)
@given(st.integers(10_000, 10_000_000), st.randoms(use_true_random=False))
def test_order_of_options_changes_nothing(seed: int, shuffler: object) -> None:
    asked = problem(seed)
    options = list(asked.options)
    shuffler.shuffle(options)  # type: ignore[attr-defined]
    one, other = solve(asked), solve(replace(asked, options=tuple(options)))
    assert one.scales == other.scales


@settings(max_examples=10, deadline=None)
@given(st.integers(10_000, 10_000_000), st.sampled_from([1e-3, 0.1343, 7.45, 1e4]))
def test_another_currency_changes_nothing(seed: int, rate: float) -> None:
    asked = problem(seed)
    one, other = solve(asked), solve(_in_currency(asked, rate))
    assert one.status == other.status
    if one.objective is not None:
        assert other.objective == pytest.approx(one.objective * rate, rel=1e-7, abs=1e-6 * rate)
        tried = plans_of(asked)
        if np.sum(tried.value[tried.allowed] > one.objective - 1.0) == 1:  # no other plan is as good
            assert other.scales == pytest.approx(one.scales)


def _in_currency(asked: Problem, rate: float) -> Problem:
    def amounts(a: Amounts) -> Amounts:
        return Amounts(
            a.benefit * rate,
            a.cost_value * rate,
            a.cost * rate,
            {key: amount * rate for key, amount in a.spend.items()},
            a.resources,
            a.second * rate,
            a.second_cost * rate,
            None if a.draws is None else a.draws * rate,
            tuple(value * rate for value in a.variants),
        )

    def option(o: Option) -> Option:
        return replace(o, fixed=amounts(o.fixed), full=amounts(o.full))

    def rule(r: Rule) -> Rule:
        if r.unit != "kr":
            return r
        lower = None if r.lower is None else r.lower * rate
        return replace(r, lower=lower, upper=None if r.upper is None else r.upper * rate)

    return replace(
        asked,
        options=tuple(option(o) for o in asked.options),
        rules=tuple(rule(r) for r in asked.rules),
        overlaps=tuple(Overlap(o.first, o.second, o.loss * rate) for o in asked.overlaps),
        budget=None if asked.budget is None else asked.budget * rate,
    )


def test_ties_are_broken_the_same_way_each_time() -> None:
    options = tuple(
        Option(f"same{k}", {}, "same", full=Amounts(3e6, -1e6, 1e6, {(2026, "kommune"): 1e6}))
        for k in range(8)
    )
    asked = Problem(
        options, (Rule("two", WORDS, "at_most", on={"same0": 1.0, "same1": 1.0}, upper=1.0),), budget=3e6
    )
    plans = {solve(asked).chosen() for _ in range(5)}
    plans.add(solve(replace(asked, options=options[::-1])).chosen())
    assert len(plans) == 1
