"""When no plan keeps all rules: the smallest set of rules to relax, and by how much.

Each rule that is not hard gets a slack, measured against its limit (a share of it), and the least sum of
slacks is sought. Then each rule with a slack is made to hold again, one after the other, and is let
go only when the others cannot do without it: what is left is a set no rule of which can be spared.
There may still be a smaller set of other rules. So all sets of fewer rules are tried, the smallest first,
as long as there are not too many of a size; of sets of one size, the one with the least slack is taken.
"""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from cba.allocation import program as building
from cba.allocation.highs import Outcome, Session
from cba.allocation.problem import Problem, Rule
from cba.allocation.program import Program

SMALL = 1e-7
TRIES = 150
"""Sets of one size are tried when there are at most so many."""
LARGE = 5_000
"""A program with more columns is not solved that often: a set that spares no rule must do."""


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A rule to relax."""

    rule: str
    side: Literal["lower", "upper"]
    """Which of its limits gives way."""
    by: float
    """How much, in the rule's unit."""
    limit: float
    """The limit it would then have."""


@dataclass(frozen=True, slots=True)
class _Slack:
    rule: Rule
    side: Literal["lower", "upper"]
    column: int
    size: float
    """The rule's units that one unit of the slack column is."""


def relaxations(problem: Problem) -> tuple[Relaxation, ...] | None:
    """The rules to relax so that a plan exists; empty when one does, None when hard rules clash."""
    ends = time.monotonic() + problem.seconds
    program = building.build(replace(problem, risk=None, worst_of=(), then=None))
    session = Session(program.matrices, 1e-4, problem.seed)
    session.costs(np.zeros(len(program.matrices.costs)))
    slacks = _slacks(program, session)
    outcome = session.solve(ends - time.monotonic())
    if not outcome.found:
        return None
    outcome = _spared(session, slacks, outcome, ends)
    outcome = _fewer(session, slacks, outcome, ends)
    return tuple(_relaxation(slack, outcome) for slack in slacks if outcome.x[slack.column] > SMALL)


def _slacks(program: Program, session: Session) -> list[_Slack]:
    """A slack for each limit of each rule that may give way."""
    found = []
    for rule in program.problem.all_rules():
        for row in () if rule.hard else program.rule_rows[rule.name]:
            limits = (float(program.matrices.row_lower[row]), float(program.matrices.row_upper[row]))
            unit = program.units[rule.name]
            for side, limit, sign in _sides(limits[0], limits[1]):
                size = max(abs(limit), 1.0 if rule.unit != "kr" else 1e-3)
                column = session.add_column(-1.0, 0.0, np.inf, [(row, sign * size)])
                found.append(_Slack(rule, side, column, size * unit))
    return found


def _sides(lower: float, upper: float) -> list[tuple[Literal["lower", "upper"], float, float]]:
    found: list[tuple[Literal["lower", "upper"], float, float]] = []
    if np.isfinite(lower):
        found.append(("lower", lower, 1.0))
    if np.isfinite(upper):
        found.append(("upper", upper, -1.0))
    return found


def _spared(session: Session, slacks: list[_Slack], outcome: Outcome, ends: float) -> Outcome:
    """Make rules hold again one by one, largest slack first, while a plan is left."""
    unused = [slack.column for slack in slacks if outcome.x[slack.column] <= SMALL]
    session.bounds(unused, np.zeros(len(unused)), np.zeros(len(unused)))
    used = [slack.column for slack in slacks if slack.column not in set(unused)]
    for column in sorted(used, key=lambda c: -outcome.x[c]):
        if outcome.x[column] <= SMALL or time.monotonic() > ends:
            continue
        session.bounds([column], [0.0], [0.0])
        without = session.solve(ends - time.monotonic())
        if without.found:
            outcome = without
        else:
            session.bounds([column], [0.0], [np.inf])
    last = session.solve(max(1.0, ends - time.monotonic()))
    return last if last.found else outcome


def _fewer(session: Session, slacks: list[_Slack], outcome: Outcome, ends: float) -> Outcome:
    """The least slack in the smallest set of rules, when that is smaller than the set at hand."""
    names = list(dict.fromkeys(slack.rule.name for slack in slacks))
    at_hand = len({slack.rule.name for slack in slacks if outcome.x[slack.column] > SMALL})
    if session.matrices.costs.size > LARGE:
        return outcome
    for size in range(1, at_hand):
        if math.comb(len(names), size) > TRIES:
            break
        tried = [_only(session, slacks, some, ends) for some in itertools.combinations(names, size)]
        found = [one for one in tried if one is not None]
        if found:
            return max(found, key=lambda one: one.objective)
    return outcome


def _only(session: Session, slacks: list[_Slack], names: tuple[str, ...], ends: float) -> Outcome | None:
    """The least slack when only these rules may give way; None when that is not enough."""
    left = ends - time.monotonic()
    if left <= 0:
        return None
    columns = [slack.column for slack in slacks]
    upper = [np.inf if slack.rule.name in names else 0.0 for slack in slacks]
    session.bounds(columns, np.zeros(len(columns)), upper)
    found = session.solve(left)
    return found if found.found else None


def _relaxation(slack: _Slack, outcome: Outcome) -> Relaxation:
    by = float(outcome.x[slack.column]) * slack.size
    if slack.rule.unit == "count" and abs(by - round(by)) < 1e-6:
        by = float(round(by))
    limit = slack.rule.lower if slack.side == "lower" else slack.rule.upper
    assert limit is not None
    return Relaxation(slack.rule.name, slack.side, by, limit - by if slack.side == "lower" else limit + by)


def relaxed(problem: Problem, found: tuple[Relaxation, ...]) -> Problem:
    """The problem with its rules relaxed, for showing the plan one would then get."""
    by_rule: Mapping[str, Relaxation] = {relaxation.rule: relaxation for relaxation in found}

    def loosened(rule: Rule) -> Rule:
        if rule.name not in by_rule:
            return rule
        change = by_rule[rule.name]
        room = 1e-9 * max(1.0, abs(change.limit))
        if change.side == "lower":
            return replace(rule, lower=change.limit - room)
        return replace(rule, upper=change.limit + room)

    return replace(problem, rules=tuple(loosened(rule) for rule in problem.all_rules()))
