"""Mean and worst draws against the direct program of Rockafellar and Uryasev, and scipy's solver."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from cba.allocation.checking import worst_mean
from cba.allocation.problem import Amounts, Array, Option, Problem, Rule
from cba.allocation.robustness import robustness
from cba.allocation.solving import solve
from tests.allocation.instances import WORDS


def _instance(count: int, draws: int, seed: int, step: float | None) -> tuple[Problem, Array, Array]:
    rng = np.random.default_rng(seed)
    costs = rng.uniform(1e6, 4e6, count)
    values = costs * 0.5 + rng.normal(0, 2e6, (draws, count)) * rng.uniform(0.2, 1.5, count)
    options = tuple(
        Option(
            f"o{k:02d}",
            {},
            "o",
            step=step,
            full=Amounts(
                float(values[:, k].mean() + costs[k]), -float(costs[k]), float(costs[k]), draws=values[:, k]
            ),
        )
        for k in range(count)
    )
    return Problem(options, budget=float(costs.sum() / 3), gap=1e-8), costs, values


def _direct(problem: Problem, costs: Array, values: Array, whole: bool) -> float:
    """Maximise (1−λ)·mean + λ·(t − Σ shortfall / (αS)) with shortfall ≥ t − value."""
    assert problem.risk is not None
    (share, weight), (draws, count) = problem.risk, values.shape
    mean = values.mean(axis=0)
    objective = -np.concatenate(
        [(1 - weight) * mean / 1e6, [weight], np.full(draws, -weight / (share * draws))]
    )
    short = np.hstack([-values / 1e6, np.ones((draws, 1)), -np.eye(draws)])
    spent = np.concatenate([costs / 1e6, np.zeros(1 + draws)])[None, :]
    matrix = np.vstack([short, spent])
    assert problem.budget is not None
    limits = np.append(np.zeros(draws), problem.budget / 1e6)
    low = np.concatenate([np.zeros(count), [-np.inf], np.zeros(draws)])
    high = np.concatenate([np.ones(count), np.full(1 + draws, np.inf)])
    kinds = np.concatenate([np.full(count, float(whole)), np.zeros(1 + draws)]).astype(np.int64)
    rows = LinearConstraint(matrix, -np.inf, limits)
    best = milp(objective, integrality=kinds, bounds=Bounds(low, high), constraints=rows)
    assert best.fun is not None
    return float(-best.fun * 1e6)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("risk", [(0.1, 0.3), (0.25, 1.0), (0.33, 0.6)])
@pytest.mark.parametrize("step", [None, 1.0])
def test_cuts_find_what_the_direct_program_finds(
    seed: int, risk: tuple[float, float], step: float | None
) -> None:
    plain, costs, values = _instance(12, 60, seed, step)
    problem = Problem(plain.options, budget=plain.budget, risk=risk, gap=1e-7)
    plan = solve(problem)
    direct = _direct(problem, costs, values, whole=step is not None)
    assert plan.status == "optimal"
    assert plan.objective == pytest.approx(direct, rel=2e-4 if step else 1e-6)
    assert plan.objective is not None
    assert plan.objective >= direct - 1e-4 * abs(direct)


def test_the_worst_draws_count_in_part() -> None:
    values = np.array([4.0, 1.0, 3.0, 2.0])
    assert worst_mean(values, 0.25) == 1.0
    assert worst_mean(values, 0.5) == 1.5
    assert worst_mean(values, 0.375) == pytest.approx((1.0 + 0.5 * 2.0) / 1.5)
    assert worst_mean(values, 1.0) == 2.5


def test_another_solver_finds_the_same_plans() -> None:
    rng = np.random.default_rng(9)
    for _ in range(10):
        costs, values = rng.uniform(1e6, 3e6, (3, 25)), rng.uniform(1e6, 9e6, 25)
        options = tuple(
            Option(
                f"o{k:02d}",
                {},
                "o",
                full=Amounts(float(values[k]), spend={(y, "p"): float(costs[y, k]) for y in range(3)}),
            )
            for k in range(25)
        )
        rules = tuple(Rule(f"y{y}", WORDS, "budget_year", year=y, upper=15e6, unit="kr") for y in range(3))
        rows = LinearConstraint(costs / 1e6, -np.inf, 15.0)
        kinds, unit = np.ones(25, dtype=np.int64), Bounds(np.zeros(25), np.ones(25))
        other = milp(-values / 1e6, integrality=kinds, bounds=unit, constraints=rows)
        assert other.fun is not None
        assert solve(Problem(options, rules)).objective == pytest.approx(-other.fun * 1e6, rel=2e-4)


def test_how_a_plan_stands_over_draws() -> None:
    problem, _, values = _instance(8, 40, 3, 1.0)
    plan = solve(problem)
    found = robustness(problem, plan)
    assert found is not None
    assert found.draws == 40
    assert all(0 <= share <= 1 for share in found.chosen_share.values())
    assert found.regret >= 0
    assert found.value_chosen is not None
    assert found.value_holdout is not None
    assert found.value_holdout < found.value_chosen  # choosing on draws makes them look better
    again = robustness(problem, plan)
    assert found == again


def test_no_draws_no_robustness() -> None:
    problem = Problem((Option("a", {}, "a", full=Amounts(1.0)),))
    assert robustness(problem, solve(problem)) is None
