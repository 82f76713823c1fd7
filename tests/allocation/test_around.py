"""Around the best plan: marginal values, losses, frontier, alternatives, and what to relax."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest

from cba.allocation.alternatives import alternatives
from cba.allocation.frontier import exchange, frontier
from cba.allocation.marginal import marginals, replacement_losses
from cba.allocation.problem import Amounts, Option, Problem, Rule
from cba.allocation.relaxing import relaxations, relaxed
from cba.allocation.solving import prepared, solve
from tests.allocation.enumerating import best_by_trying, plans_of
from tests.allocation.instances import WORDS, option, problem

DIVISIBLE = Problem(
    tuple(option(f"o{k}", 2e6, 2e6 * (3.0 - 0.2 * k), step=None) for k in range(8)), budget=7e6
)
WHOLE = Problem(tuple(option(f"o{k}", 2e6, 2e6 * (3.0 - 0.2 * k)) for k in range(8)), budget=7e6)


def test_the_budget_is_worth_the_ratio_of_what_it_buys_next() -> None:
    plan = solve(DIVISIBLE)
    (budget,) = marginals(plan, prepared(DIVISIBLE))
    assert budget.value == pytest.approx(1.4)  # o3: 2.4 back for each krone
    assert budget.low == pytest.approx(6e6)
    assert budget.high == pytest.approx(8e6)
    assert budget.trend == pytest.approx(1.4)
    for at in (6.1e6, 7.9e6):  # it holds within the range
        other = solve(replace(DIVISIBLE, budget=at))
        assert other.objective is not None
        assert plan.objective is not None
        assert other.objective - plan.objective == pytest.approx(1.4 * (at - 7e6))


def test_whole_options_are_worth_nothing_until_the_next_step() -> None:
    plan = solve(WHOLE)
    (budget,) = marginals(plan, prepared(WHOLE))
    assert budget.value == 0.0
    assert budget.trend == pytest.approx(1.4)
    for more, gained in ((5e5, 0.0), (1e6, 2.8e6)):
        other = solve(replace(WHOLE, budget=7e6 + more))
        assert other.objective is not None
        assert plan.objective is not None
        assert other.objective - plan.objective == pytest.approx(gained)


def test_marginals_leave_the_model_as_it_was() -> None:
    model = prepared(WHOLE)
    plan = solve(WHOLE)
    marginals(plan, model)
    losses = replacement_losses(plan, model)
    assert losses == pytest.approx({"o0": 1.2e6, "o1": 0.8e6, "o2": 0.4e6})
    assert replacement_losses(plan, model) == losses


def test_an_option_that_cannot_be_spared_has_no_loss() -> None:
    locked = replace(WHOLE, rules=(Rule("lock", WORDS, "lock", on={"o0": 1.0}, lower=1.0, upper=1.0),))
    assert replacement_losses(solve(locked), prepared(locked))["o0"] is None


@pytest.mark.parametrize("seed", [1, 3, 7, 11, 19])
def test_the_frontier_is_what_solving_each_budget_gives(seed: int) -> None:
    asked = replace(problem(seed), budget=10e6)
    for point in frontier(asked, [0.0, 4e6, 8e6, 16e6]):
        single = solve(replace(asked, budget=point.budget))
        assert point.plan.status == single.status
        if single.objective is not None:
            assert point.value == pytest.approx(single.objective, rel=1e-7, abs=0.01)


def test_the_frontier_rises_and_says_how_steeply() -> None:
    points = frontier(WHOLE, np.linspace(0, 16e6, 9))
    assert [point.value for point in points] == sorted(point.value or 0.0 for point in points)
    assert points[0].marginal is None
    assert points[1].marginal == pytest.approx(2.0)


def test_plans_between_two_objectives() -> None:
    def both(name: str, first: float, second: float) -> Option:
        return Option(name, {}, name, full=Amounts(first, 0.0, 1e6, second=second))

    options = tuple(both(f"o{k}", 1e6 * (k + 1), 10.0 * (6 - k)) for k in range(6))
    found = exchange(Problem(options, budget=2e6), points=5)
    firsts, seconds = [e.first for e in found], [e.second for e in found]
    assert (firsts[0], seconds[0]) == pytest.approx((11e6, 30.0))
    assert (firsts[-1], seconds[-1]) == pytest.approx((3e6, 110.0))
    assert firsts == sorted(firsts, reverse=True)
    assert seconds == sorted(seconds)


def test_alternatives_differ_and_are_nearly_as_good() -> None:
    plan, model = solve(WHOLE), prepared(WHOLE)
    found = alternatives(plan, model, within=0.2, count=4)
    assert found
    plans = [plan, *(other.plan for other in found)]
    assert plan.objective is not None
    for one in found:
        assert 0 <= one.loss <= 0.2 * plan.objective + 0.01
        assert set(one.plan.chosen()) == set(plan.chosen()) - set(one.removed) | set(one.added)
    for i, first in enumerate(plans):
        for second in plans[:i]:
            assert len(set(first.chosen()) ^ set(second.chosen())) >= 2
    again = alternatives(plan, model, within=0.2, count=4)
    assert [other.added for other in again] == [other.added for other in found]


def test_losses_alternatives_and_frontiers_of_random_problems() -> None:
    """Against all plans: without an option, at least two options away, and with other budgets."""
    met = 0
    for seed in range(40_000, 40_035):
        asked = problem(seed)
        plan, tried = solve(asked), plans_of(asked)
        if plan.objective is None or any(known.step is None for known in asked.options):
            continue
        met += 1
        on, best = tried.scales > 0, plan.objective
        for name, loss in replacement_losses(plan, prepared(asked)).items():
            without = tried.allowed & ~on[:, [o.id for o in asked.options].index(name)]
            assert (loss is None) == (not without.any()), (seed, name)
            if loss is not None:
                assert loss == pytest.approx(best - tried.value[without].max(), abs=0.05), (seed, name)
        away = (on ^ [plan.scales[o.id] > 0 for o in asked.options]).sum(axis=1) >= 2
        near = tried.allowed & away & (tried.value >= best - 0.2 * abs(best))
        others = alternatives(plan, prepared(asked), within=0.2, count=1, differs=2)
        assert bool(others) == bool(near.any()), seed
        if others:
            assert others[0].plan.objective == pytest.approx(tried.value[near].max(), abs=0.05), seed
        if asked.budget is not None:
            for point in frontier(asked, [asked.budget * share for share in (0.3, 0.7, 1.4)]):
                single = best_by_trying(replace(asked, budget=point.budget))
                assert (point.value is None) == (single is None), seed
                if single is not None:
                    assert point.value == pytest.approx(single.value, abs=0.05), seed
    assert met > 15


def test_the_smallest_set_of_rules_to_relax_and_by_how_much() -> None:
    names = {f"o{k}": 1.0 for k in range(8)}
    asked = replace(
        WHOLE,
        rules=(
            Rule("many", WORDS, "at_least", on=names, lower=5.0),
            Rule("fine", WORDS, "at_most", on={"o0": 1.0, "o1": 1.0}, upper=2.0),
        ),
    )
    assert solve(asked).status == "infeasible"
    begun = time.perf_counter()
    found = relaxations(asked)
    assert time.perf_counter() - begun < 5
    assert found is not None
    (one,) = found
    assert one.by == pytest.approx({"budget.total": 3e6, "many": 2.0}[one.rule])
    assert solve(relaxed(asked, found)).status == "optimal"


def test_hard_rules_are_not_relaxed() -> None:
    names = {f"o{k}": 1.0 for k in range(8)}
    asked = replace(
        WHOLE,
        rules=(
            Rule("many", WORDS, "at_least", on=names, lower=5.0, hard=True),
            Rule("cash", WORDS, "budget", upper=7e6, unit="kr"),
        ),
    )
    assert [one.rule for one in relaxations(asked) or ()] == ["cash"]
    clash = replace(asked, rules=(*asked.rules[:1], replace(asked.rules[1], hard=True)))
    assert relaxations(clash) is None
    assert relaxations(WHOLE) == ()
