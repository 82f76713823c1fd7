"""The plan as plain data: what results.json holds under `allocation`; undefined values are None."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from cba.allocation.checking import plan_draws
from cba.allocation.plan import Plan, RuleCheck
from cba.allocation.problem import Array, Option, Rule
from cba.allocation.relaxing import Relaxation
from cba.allocation.results import Answer
from cba.document import computed


def allocation_block(found: Answer) -> dict[str, Any]:
    """Return the `allocation` of a results document; its reasons are added by `cba.reports.plan_reasons`."""
    problem, plan, checked = found.problem, found.plan, found.plan.checked
    spent = checked.cost if checked else None
    robust = found.robustness
    return {
        "status": plan.status,
        "objective": _number(plan.objective),
        "objective_of": problem.objective,
        "objective_unit": problem.unit,
        "bound": _number(plan.bound),
        "gap": _number(plan.gap),
        "gap_asked": problem.gap_asked(),
        "budget": problem.budget,
        "spent": spent,
        "unspent": problem.budget - spent if problem.budget is not None and spent is not None else None,
        "unspent_because": _unspent(found),
        "expected": checked.expected if checked else None,
        "second": {"of": problem.then, "value": checked.second} if checked and problem.then else None,
        "risk": {"cvar": problem.risk[0], "weight": problem.risk[1]} if problem.risk else None,
        "worst_of": list(problem.worst_of),
        "spent_by_year": _years(checked.spend_by_year) if checked else {},
        "spent_by_payer": dict(checked.spend_by_payer) if checked else {},
        "result": _result(found),
        "value_over_draws": _value_over_draws(found),
        "options": {option.id: _option(option, found) for option in problem.options},
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
        "exchange": [
            {
                "value": point.first,
                "second": point.second,
                "spent": point.plan.checked.cost if point.plan.checked else None,
            }
            for point in found.exchange
        ],
        "more_money": _more(found),
        "alternatives": _alternatives(found),
        "relaxations": [_relaxation(item, found) for item in found.relaxations or ()],
    }


def _result(found: Answer) -> dict[str, Any] | None:
    """Return what the plan is worth, with the keys of the portfolio, and each payer's chance of a gain."""
    if found.result is None:
        return None
    block = computed(found.result)
    everybody = _over_draws(np.sum(list(found.net.values()), axis=0)) if found.net else None
    block["uncertainty"] = everybody and {
        "npv": {key: everybody[key] for key in ("mean", "p05", "p95")},
        "prob_npv_positive": everybody["prob_positive"],
    }
    for payer, net in found.net.items():
        own = _over_draws(net)
        ends = {key: own[key] for key in ("p05", "p95")}
        block["by_payer"][payer] |= {"prob_npv_positive": own["prob_positive"], **ends}
    return block


def _value_over_draws(found: Answer) -> dict[str, Any] | None:
    """Return the range of what the plan is to get the most of; None without draws that could differ."""
    if found.plan.checked is None or found.problem.with_draws() < 2:
        return None
    return _over_draws(plan_draws(found.problem, found.plan.scales))


def _over_draws(values: Array) -> dict[str, Any]:
    """Return mean, 90 % interval and the chance of a gain, of a value in each draw."""
    low, high = np.percentile(values, (5.0, 95.0)).tolist()
    positive = float(np.mean(values > 0.0))
    mean = float(np.mean(values))
    return {"draws": len(values), "mean": mean, "p05": low, "p95": high, "prob_positive": positive}


def _number(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else value


def _years(by_year: Mapping[int, float]) -> dict[str, float]:
    return {str(year): amount for year, amount in sorted(by_year.items()) if year}


def _option(option: Option, found: Answer) -> dict[str, Any]:
    plan, checked, robust = found.plan, found.plan.checked, found.robustness
    scale = plan.scales.get(option.id) if checked else None
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
        "standing": _standing(option, found),
        "replacement_loss": found.replacement.get(option.id),
        "chosen_share_of_draws": robust.chosen_share.get(option.id, 0.0) if robust else None,
    }


def _standing(option: Option, found: Answer) -> dict[str, Any] | None:
    standing = found.standings.get(option.id)
    return None if standing is None else {**dataclasses.asdict(standing), "rules": list(standing.rules)}


def _unspent(found: Answer) -> dict[str, Any] | None:
    if found.unspent is None:
        return None
    return {**dataclasses.asdict(found.unspent), "rules": list(found.unspent.rules)}


def _more(found: Answer) -> dict[str, Any] | None:
    """Return the next plan that more money would buy; None where there is none or nobody asked."""
    step = found.more.next if found.more else None
    if step is None:
        return None
    return {
        "share": step.more,
        "amount": None if found.problem.budget is None else step.more * found.problem.budget,
        "gain": step.gain,
        "added": list(step.added),
        "removed": list(step.removed),
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
        "gain_without": next((drop.gain for drop in found.dropped if rule.name in drop.rules), None),
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
        "kind": rule.kind,
        "words": dict(rule.words),
    }
