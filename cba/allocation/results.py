"""Everything that is asked of a problem, solved once: the plan and what explains it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cba.allocation.alternatives import Alternative, alternatives
from cba.allocation.dropping import Dropped, dropped_rules
from cba.allocation.from_scenario import Case
from cba.allocation.frontier import Exchange, Point, exchange, frontier
from cba.allocation.leaving import Unspent, unspent
from cba.allocation.marginal import Marginal, marginals, replacement_losses
from cba.allocation.more_money import MoreMoney, more_money
from cba.allocation.plan import Plan
from cba.allocation.problem import Array, Problem
from cba.allocation.relaxing import Relaxation, relaxations
from cba.allocation.robustness import Robustness, robustness
from cba.allocation.solving import Model, prepared, solve_model
from cba.allocation.standing import MOST_OPTIONS, Standing, standings
from cba.result import Result

MOST_REPLACED = 200
"""Beyond so many chosen options, what each would cost to do without is not asked."""


@dataclass(frozen=True)
class Answer:
    """A plan, and what explains it.

    Attributes:
        plan: the best one found.
        lost: objective value that overlap takes by the engine; None where nobody can say (a table).
        result: what the plan is worth by payer and year; None for a table.
        net: net present value by payer in each draw, shape (D,); empty where nothing is drawn.
        relaxations: when there is no plan: what to relax; None when even that gives none.
    """

    problem: Problem
    plan: Plan
    lost: float | None = None
    result: Result | None = None
    net: Mapping[str, Array] = field(default_factory=dict)
    marginals: Mapping[str, Marginal] = field(default_factory=dict)
    replacement: Mapping[str, float | None] = field(default_factory=dict)
    alternatives: tuple[Alternative, ...] = ()
    robustness: Robustness | None = None
    frontier: tuple[Point, ...] = ()
    exchange: tuple[Exchange, ...] = ()
    relaxations: tuple[Relaxation, ...] | None = ()
    standings: Mapping[str, Standing] = field(default_factory=dict)
    dropped: tuple[Dropped, ...] = ()
    more: MoreMoney | None = None
    unspent: Unspent | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the `allocation` of a results document."""
        from cba.allocation.document import allocation_block

        return allocation_block(self)


def answer(problem: Problem, case: Case | None = None) -> Answer:
    """Solve a problem and ask what explains its plan.

    Args:
        problem: from a scenario or a table.
        case: the scenario that the problem is from; None for a table.

    Raises:
        NoPlanInTime: time ran out before any plan was found.
    """
    model = prepared(problem)
    plan = solve_model(model)
    if plan.checked is None:
        return Answer(problem, plan, relaxations=relaxations(problem), frontier=frontier(problem))
    dropped, more = _changed(plan, model)
    found = standings(problem, plan, dropped, more)
    few = len(plan.chosen()) <= MOST_REPLACED
    return Answer(
        problem,
        plan,
        lost=None if case is None else case.lost_to_overlap(plan.scales),
        result=None if case is None else case.result(plan.scales),
        net={} if case is None else case.net(plan.scales),
        marginals={found.rule: found for found in marginals(plan, model)},
        replacement=replacement_losses(plan, model) if few else {},
        alternatives=alternatives(plan, model),
        robustness=robustness(problem, plan),
        frontier=frontier(problem),
        exchange=exchange(problem) if problem.then is not None else (),
        standings=found,
        dropped=dropped,
        more=more,
        unspent=unspent(problem, plan, dropped, found),
    )


def _changed(plan: Plan, model: Model) -> tuple[tuple[Dropped, ...], MoreMoney | None]:
    """The plans without each rule and with more money, where solving again and again is quick."""
    if len(model.problem.options) > MOST_OPTIONS:
        return (), None
    easy = Model(replace(model.program, problem=replace(model.problem, then=None)), model.session)
    return dropped_rules(plan, easy), more_money(plan, easy)
