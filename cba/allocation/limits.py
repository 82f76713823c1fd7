"""The same program under other limits: solved again without building it again."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace

from cba.allocation.plan import Plan
from cba.allocation.problem import Rule
from cba.allocation.solving import Model, NoPlanInTime, solve_model

Limits = tuple[float | None, float | None]
"""Lower and upper limit of a rule; None: no limit."""
FREE: Limits = (None, None)


def solved_under(model: Model, limits: Mapping[str, Limits]) -> Plan | None:
    """The best plan when some rules have other limits; the model is left as it was.

    Args:
        model: a problem in the solver.
        limits: by the rule's name, in the rule's own unit.

    Returns:
        None where time ran out before a plan was found.
    """
    session = model.session
    rows = [row for name in limits for row in model.program.rule_rows[name]]
    before = [(float(session.row_lower[row]), float(session.row_upper[row])) for row in rows]
    for row, (lower, upper) in zip(rows, _by_row(model, limits), strict=True):
        session.row(row, lower, upper)
    rules = tuple(_limited(rule, limits) for rule in model.problem.all_rules())
    changed = replace(model.problem, rules=rules)
    try:
        return solve_model(Model(replace(model.program, problem=changed), session))
    except NoPlanInTime:
        return None
    finally:
        for row, (lower, upper) in zip(rows, before, strict=True):
            session.row(row, lower, upper)


def _by_row(model: Model, limits: Mapping[str, Limits]) -> Iterator[tuple[float, float]]:
    """Yield the limits of each row, in its unit; a rule with two limits that differ has a row for each."""
    for name, (lower, upper) in limits.items():
        unit = model.program.units[name]
        low = -math.inf if lower is None else lower / unit
        high = math.inf if upper is None else upper / unit
        if len(model.program.rule_rows[name]) == 1:
            yield low, high
        else:
            yield low, math.inf
            yield -math.inf, high


def _limited(rule: Rule, limits: Mapping[str, Limits]) -> Rule:
    if rule.name not in limits:
        return rule
    lower, upper = limits[rule.name]
    return replace(rule, lower=lower, upper=upper)
