"""The checklist: its points in order, and the machine's answer to each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from cba.appraisal import appraise
from cba.linking import Scenario
from cba.review import evidence_checks, money_checks, result_checks, time_checks
from cba.review.findings import LEVELS, Case, Finding
from cba.uncertainty.draws import Sampler
from cba.uncertainty.simulation import simulate

POINTS: dict[str, Callable[[Case], Iterator[Finding]]] = {
    "outcome_match": evidence_checks.outcome_match,
    "group_match": evidence_checks.group_match,
    "transfer": evidence_checks.transfer,
    "strength": evidence_checks.strength,
    "baselines": money_checks.baselines,
    "horizon": time_checks.horizon,
    "double_counting": time_checks.double_counting,
    "delivery": money_checks.delivery,
    "places": money_checks.places,
    "prices": money_checks.prices,
    "costs": money_checks.costs,
    "losers": result_checks.losers,
    "fragility": result_checks.fragility,
    "sources": result_checks.sources,
    "assumptions": result_checks.assumptions,
    "told": result_checks.told,
    "warned": result_checks.warned,
}
"""Point → check. In the spirit of the Social and Housing Agency's checklist for SØM calculations."""


def checklist(scenario: Scenario, *, sampler: Sampler = "lhs") -> dict[str, Any]:
    """Return every point of the checklist with what was found, as plain data.

    Args:
        scenario: from `cba.load`.
        sampler: of the draws.
    """
    appraisal = appraise(scenario)
    case = Case(scenario, appraisal.results, simulate(scenario, sampler=sampler))
    points = [_point(id, list(check(case))) for id, check in POINTS.items()]
    answers = Counter(point["answer"] for point in points)
    return {
        "points": points,
        "answers": {answer: answers[answer] for answer in (*LEVELS[:3], "ok")},
        "draws": case.simulation.draws.count,
        "seed": case.simulation.draws.seed,
        "npv": appraisal.portfolio.npv,
    }


def _point(id: str, findings: list[Finding]) -> dict[str, Any]:
    levels = {finding.level for finding in findings}
    answer = next((level for level in LEVELS[:3] if level in levels), "ok")
    return {"id": id, "answer": answer, "findings": [finding.to_dict() for finding in findings]}
