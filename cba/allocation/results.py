"""Everything that is asked of a problem, solved once: the plan and what explains it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cba.allocation.alternatives import Alternative, alternatives
from cba.allocation.frontier import Point, frontier
from cba.allocation.marginal import Marginal, marginals, replacement_losses
from cba.allocation.plan import Plan
from cba.allocation.problem import Problem
from cba.allocation.relaxing import Relaxation, relaxations
from cba.allocation.robustness import Robustness, robustness
from cba.allocation.solving import prepared, solve_model

MOST_REPLACED = 200
"""Beyond so many chosen options, what each would cost to do without is not asked."""

LossOfPlan = Callable[[Mapping[str, float]], float]


@dataclass(frozen=True)
class Answer:
    """A plan, and what explains it.

    Attributes:
        plan: the best one found.
        lost: objective value that overlap takes by the engine; None where nobody can say (a table).
        relaxations: when there is no plan: what to relax; None when even that gives none.
    """

    problem: Problem
    plan: Plan
    lost: float | None = None
    marginals: Mapping[str, Marginal] = field(default_factory=dict)
    replacement: Mapping[str, float | None] = field(default_factory=dict)
    alternatives: tuple[Alternative, ...] = ()
    robustness: Robustness | None = None
    frontier: tuple[Point, ...] = ()
    relaxations: tuple[Relaxation, ...] | None = ()
    reasons: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def answer(problem: Problem, lost: LossOfPlan | None = None) -> Answer:
    """Solve a problem and ask what explains its plan.

    Args:
        problem: from a scenario or a table.
        lost: tells what overlap takes from a plan.

    Raises:
        NoPlanInTime: time ran out before any plan was found.
    """
    model = prepared(problem)
    plan = solve_model(model)
    if plan.checked is None:
        return Answer(problem, plan, relaxations=relaxations(problem), frontier=frontier(problem))
    few = len(plan.chosen()) <= MOST_REPLACED
    return Answer(
        problem,
        plan,
        lost=None if lost is None else lost(plan.scales),
        marginals={found.rule: found for found in marginals(plan, model)},
        replacement=replacement_losses(plan, model) if few else {},
        alternatives=alternatives(plan, model),
        robustness=robustness(problem, plan),
        frontier=frontier(problem),
    )
