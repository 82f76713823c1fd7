"""Plans one can work out by hand, and instances from the literature."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cba.allocation.problem import Amounts, Option, Overlap, Problem, Rule, Segment
from cba.allocation.solving import solve
from tests.allocation.instances import WORDS, option

# Lorie and Savage (1955), "Three problems in rationing capital", Journal of Business 28(4): nine
# investments, net present value and outlays in two periods with budgets of 50 and 20; the whole-number
# plan (Weingartner 1963) is 1, 3, 4, 6, 9 with a value of 70.
LORIE_SAVAGE = [
    (14, 12, 3),
    (17, 54, 7),
    (17, 6, 6),
    (15, 6, 2),
    (40, 30, 35),
    (12, 6, 6),
    (14, 48, 4),
    (10, 36, 3),
    (12, 18, 3),
]


def _investment(number: int, value: float, first: float, second: float, step: float | None) -> Option:
    full = Amounts(value, 0.0, first, {(1, "firm"): first, (2, "firm"): second})
    return Option(f"i{number}", {}, "i", full=full, step=step)


def _lorie_savage(step: float | None) -> Problem:
    options = tuple(_investment(k, *row, step=step) for k, row in enumerate(LORIE_SAVAGE, 1))
    budgets = {1: 50.0, 2: 20.0}
    rules = tuple(
        Rule(f"budget.{y}", WORDS, "budget_year", year=y, upper=b, unit="kr") for y, b in budgets.items()
    )
    return Problem(options, rules)


def test_lorie_and_savage_in_whole_numbers() -> None:
    plan = solve(_lorie_savage(step=1.0))
    assert plan.objective == pytest.approx(70)
    assert plan.chosen() == ("i1", "i3", "i4", "i6", "i9")


def test_lorie_and_savage_divisible() -> None:
    plan = solve(_lorie_savage(step=None))
    fractions = {name: round(scale, 4) for name, scale in plan.scales.items() if scale > 0}
    assert fractions == {"i1": 1, "i3": 1, "i4": 1, "i6": 0.9697, "i7": 0.0455, "i9": 1}
    assert plan.objective == pytest.approx(70.2727, abs=1e-4)


def test_a_divisible_budget_is_spent_by_ratio() -> None:
    rng = np.random.default_rng(4)
    costs, ratios = rng.uniform(1e6, 5e6, 30).round(2), rng.uniform(1.1, 3.0, 30)
    options = tuple(
        option(f"o{k:02d}", c, c * ratio, step=None)
        for k, (c, ratio) in enumerate(zip(costs, ratios, strict=True))
    )
    budget, left, value = 20e6, 20e6, 0.0
    for k in np.argsort(-ratios):
        spent = min(left, costs[k])
        value, left = value + spent * (ratios[k] - 1), left - spent
    plan = solve(Problem(options, budget=budget))
    assert plan.objective == pytest.approx(value, rel=1e-9)
    assert plan.checked is not None
    assert plan.checked.cost == pytest.approx(budget, abs=0.005)
    assert plan.checked.rules["budget.total"].binding


def test_equal_costs_take_the_best() -> None:
    options = tuple(option(f"o{k}", 1e6, 1e6 + 1e5 * (k + 1)) for k in range(10))
    assert solve(Problem(options, budget=3.5e6)).chosen() == ("o7", "o8", "o9")


def test_diminishing_value_stops_where_it_no_longer_pays() -> None:
    steps = option("s", 10e6, 15e6, largest=10.0, segments=(Segment(0.5), Segment(1.0, 0.6)))
    assert solve(Problem((steps,))).scales["s"] == 5.0


def test_an_overlap_is_taken_off() -> None:
    pair = (option("a", 1e6, 3e6), option("b", 1e6, 2.5e6))
    apart = solve(Problem(pair, overlaps=(Overlap("a", "b", 2e6),)))
    assert apart.chosen() == ("a",)
    both = solve(Problem(pair, overlaps=(Overlap("a", "b", 1e6),)))
    assert both.objective == pytest.approx(2.5e6)
    assert both.checked is not None
    assert both.checked.overlap == 1e6


def test_then_the_second_objective_chooses_among_equals() -> None:
    def with_second(name: str, second: float) -> Option:
        return Option(name, {}, name, full=Amounts(3e6, -1e6, 1e6, second=second))

    options = tuple(with_second(f"o{k}", float(k % 4)) for k in range(8))
    plan = solve(Problem(options, budget=2e6, then="least municipal cost"))
    assert plan.objective == pytest.approx(4e6)
    assert plan.chosen() == ("o3", "o7")


def test_nothing_to_choose_from() -> None:
    plan = solve(Problem(()))
    assert (plan.status, plan.objective, plan.gap) == ("optimal", 0.0, 0.0)


def test_nothing_worth_choosing() -> None:
    plan = solve(Problem((option("a", 2e6, 1e6),), budget=5e6))
    assert plan.chosen() == ()
    assert plan.objective == 0.0


def _hard(seconds: float, gap: float) -> Problem:
    """Many options that are nearly alike under a dozen limits: good plans are quick to find, proof is not."""
    rng = np.random.default_rng(1)
    options = tuple(
        Option(
            f"o{k:04d}",
            {},
            "o",
            full=Amounts(
                float(c) * float(rng.uniform(1.4, 1.5)),
                0.0,
                float(c),
                {(y, "p"): float(rng.uniform(1, 9)) for y in range(12)},
            ),
        )
        for k, c in enumerate(rng.uniform(1e6, 2e6, 600))
    )
    rules = tuple(Rule(f"y{y}", WORDS, "budget_year", year=y, upper=700.0, unit="kr") for y in range(12))
    return Problem(options, rules, budget=2e8, gap=gap, seconds=seconds)


def test_out_of_time_gives_the_best_so_far_with_its_bound() -> None:
    plan, quick = solve(_hard(2.0, gap=0.0)), solve(_hard(60, gap=2e-3))
    assert plan.seconds < 20
    assert plan.status == "feasible"
    assert plan.bound is not None
    assert plan.objective is not None
    assert plan.gap is not None
    assert plan.gap > 0
    assert plan.checked is not None  # it keeps every rule
    assert quick.objective is not None
    assert quick.bound is not None
    assert max(plan.objective, quick.objective) <= min(plan.bound, quick.bound)  # neither bound is crossed
    assert plan.gap * plan.objective == pytest.approx(plan.bound - plan.objective)


def test_a_budget_in_oere_is_kept_to_the_oere() -> None:
    options = tuple(option(f"o{k}", 1e6 + 0.01 * k, 2e6 + 0.03 * k) for k in range(12))
    exact = sum(o.full.cost for o in options[8:])
    kept = solve(Problem(options, budget=round(exact, 2)))
    assert kept.chosen() == ("o10", "o11", "o8", "o9")
    short = solve(replace(Problem(options), budget=round(exact - 0.01, 2)))
    assert short.checked is not None
    assert short.checked.cost <= exact - 0.01 + 1e-6
    assert len(short.chosen()) == 4
