"""The plan as plain data: what results.json holds under `allocation`; undefined values are None."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from cba.allocation.plan import Plan, RuleCheck
from cba.allocation.problem import Option, Rule
from cba.allocation.relaxing import Relaxation
from cba.allocation.results import Answer

WordsById = Mapping[str, Mapping[str, str]]


def allocation_block(found: Answer, language: str = "da") -> dict[str, Any]:
    """Return the `allocation` of a results document.

    Args:
        found: the plan and what explains it.
        language: of `reason`; `reasons` has both.
    """
    problem, plan, checked = found.problem, found.plan, found.plan.checked
    spent = checked.cost if checked else None
    robust = found.robustness
    return {
        "status": plan.status,
        "objective": _number(plan.objective),
        "objective_of": problem.objective,
        "bound": _number(plan.bound),
        "gap": _number(plan.gap),
        "gap_asked": problem.gap_asked(),
        "budget": problem.budget,
        "spent": spent,
        "unspent": problem.budget - spent if problem.budget is not None and spent is not None else None,
        "expected": checked.expected if checked else None,
        "second": {"of": problem.then, "value": checked.second} if checked and problem.then else None,
        "risk": {"cvar": problem.risk[0], "weight": problem.risk[1]} if problem.risk else None,
        "worst_of": list(problem.worst_of),
        "spent_by_year": _years(checked.spend_by_year) if checked else {},
        "spent_by_payer": dict(checked.spend_by_payer) if checked else {},
        "options": {option.id: _option(option, found, language) for option in problem.options},
        "rules": [_rule(rule, found) for rule in problem.all_rules()],
        "interaction": _interaction(found),
        "regret": robust.regret if robust else None,
        "regret_se": robust.regret_se if robust else None,
        "value_chosen": robust.value_chosen if robust else None,
        "value_holdout": robust.value_holdout if robust else None,
        "draws": robust.draws if robust else None,
        "frontier": [
            {"budget": point.budget, "value": _number(point.value), "marginal": _number(point.marginal)}
            for point in found.frontier
        ],
        "alternatives": _alternatives(found),
        "relaxations": [_relaxation(item, found) for item in found.relaxations or ()],
    }


def _number(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else value


def _years(by_year: Mapping[int, float]) -> dict[str, float]:
    return {str(year): amount for year, amount in sorted(by_year.items()) if year}


def _option(option: Option, found: Answer, language: str) -> dict[str, Any]:
    plan, checked, robust = found.plan, found.plan.checked, found.robustness
    scale = plan.scales.get(option.id) if checked else None
    reasons = found.reasons.get(option.id)
    return {
        "title": dict(option.titles),
        "intervention": option.intervention,
        "place": option.place,
        "start": option.start,
        "dkr_goals": list(option.dkr_goals),
        "target_group": option.target_group,
        "chosen": scale > 0 if scale is not None else None,
        "scale": scale,
        "min": option.least(),
        "max": option.largest,
        "cost": checked.costs.get(option.id, 0.0) if checked else None,
        "value": checked.values.get(option.id, 0.0) if checked else None,
        "reason": reasons[language] if reasons else None,
        "reasons": dict(reasons) if reasons else None,
        "replacement_loss": found.replacement.get(option.id),
        "chosen_share_of_draws": robust.chosen_share.get(option.id, 0.0) if robust else None,
    }


def _rule(rule: Rule, found: Answer) -> dict[str, Any]:
    plan = found.plan
    checked: RuleCheck | None = plan.checked.rules.get(rule.name) if plan.checked else None
    marginal = found.marginals.get(rule.name)
    return {
        "name": rule.name,
        "words": dict(rule.words),
        "kind": rule.kind,
        "unit": rule.unit,
        "left": checked.left if checked else None,
        "limit": checked.limit if checked else (rule.upper if rule.upper is not None else rule.lower),
        "slack": checked.slack if checked else None,
        "binding": checked.binding if checked else None,
        "marginal": _number(marginal.value) if marginal else None,
        "trend": _number(marginal.trend) if marginal else None,
        "range": [_number(marginal.low), _number(marginal.high)] if marginal else None,
    }


def _interaction(found: Answer) -> dict[str, float] | None:
    """Return what overlap takes: as the program counts it, and as the engine does for all together."""
    checked = found.plan.checked
    if checked is None or found.lost is None:
        return None
    return {
        "linearised": checked.overlap,
        "true": found.lost,
        "value": checked.expected + checked.overlap - found.lost,
    }


def _alternatives(found: Answer) -> list[dict[str, Any]]:
    return [
        {
            "objective": _number(other.plan.objective),
            "loss": other.loss,
            "spent": other.plan.checked.cost if other.plan.checked else None,
            "added": list(other.added),
            "removed": list(other.removed),
            "scales": _chosen(other.plan),
        }
        for other in found.alternatives
    ]


def _chosen(plan: Plan) -> dict[str, float]:
    return {name: plan.scales[name] for name in plan.chosen()}


def _relaxation(item: Relaxation, found: Answer) -> dict[str, Any]:
    rule = next(rule for rule in found.problem.all_rules() if rule.name == item.rule)
    return {
        "rule": item.rule,
        "by": item.by,
        "side": item.side,
        "limit": item.limit,
        "unit": rule.unit,
        "words": dict(rule.words),
    }
