"""A comparison as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cba.comparing.members import Option, comparable
from cba.comparing.robustness import robustness
from cba.interventions import PORTFOLIO

RANKS = ("npv", "chance", "bcr", "payer")
_GRADES = "ABCD"


def comparison(options: Sequence[Option], *, rank: str = "npv", payer: str | None = None) -> dict[str, Any]:
    """Return options side by side.

    Args:
        options: in the order in which they were named.
        rank: what the league table follows: net value, chance of a gain, ratio, or a payer's net value.
        payer: whose net value, for the league table and for who is best in how many draws.
    """
    groups = []
    for members in comparable(options):
        first = members[0].run.document
        groups.append(
            {
                "price_year": first["scenario"]["price_year"],
                "model": {key: first["model"][key] for key in ("id", "title", "lens", "payers")},
                "league": [option.name for option in _ranked(members, rank, payer)],
                "robustness": robustness(members, payer),
            }
        )
    return {
        "rank": rank,
        "payer": payer,
        "by_intervention": any(option.id != PORTFOLIO for option in options),
        "options": {option.name: _option(option) for option in options},
        "groups": groups,
        "doubts": doubts(options),
    }


def _option(option: Option) -> dict[str, Any]:
    document, result = option.run.document, option.result
    head = document["scenario"]
    whole = option.id == PORTFOLIO
    return {
        "intervention": None if whole else option.id,
        "title": head["title"] if whole else document["interventions"][option.id]["title"],
        "scenario": {
            key: head[key] for key in ("id", "title", "variant", "place", "price_year", "start", "horizon")
        },
        "model": {key: document["model"][key] for key in ("id", "title")},
        "said": option.run.said,
        "earlier": option.run.folder is not None,
        "engine": document["engine"]["version"],
        "measures": dict(result["measures"]),
        "by_payer": {payer: dict(found) for payer, found in result["by_payer"].items()},
        "outcomes": {id: dict(found) for id, found in result["outcomes"].items()},
        "uncertainty": option.outlook(),
        "evidence": evidence(option.interventions),
        "dkr_goals": sorted({goal for i in option.interventions.values() for goal in i["dkr_goals"]}),
    }


def evidence(interventions: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return what the effects rest on: the weakest grade, and each effect with its study.

    The weakest link is said, not an average: a result is no better known than the effect it hangs on.
    """
    effects = [
        {
            "intervention": id,
            **{
                key: effect[key] for key in ("outcome", "grade", "countries", "studies", "source", "transfer")
            },
            "own": effect["own_assumption"],
        }
        for id, item in interventions.items()
        for effect in item["effects"]
    ]
    grades = [effect["grade"] for effect in effects]
    known = [grade for grade in grades if grade in _GRADES and grade]
    return {
        "weakest": None if not effects or len(known) < len(grades) else max(known),
        "without_effect": [
            id for id, item in interventions.items() if not item["effects"] and not item["flows"]
        ],
        "foreign": sum("Denmark" not in (effect["countries"] or "Denmark") for effect in effects),
        "effects": effects,
    }


def _ranked(options: Sequence[Option], rank: str, payer: str | None) -> list[Option]:
    """Return the options, best first; what has no value stands last, in the order named."""

    def value(option: Option) -> float | None:
        if rank == "chance":
            outlook = option.outlook()
            return outlook["prob_npv_positive"] if outlook else None
        if rank == "bcr":
            ratio: float | None = option.result["measures"]["bcr"]
            return ratio
        if payer is not None:
            return float(option.result["by_payer"].get(payer, {"npv": 0.0})["npv"])
        return float(option.result["measures"]["npv"])

    found = [(value(option), n, option) for n, option in enumerate(options)]
    return [o for _, _, o in sorted(found, key=lambda row: (row[0] is None, -(row[0] or 0.0), row[1]))]


def doubts(options: Sequence[Option]) -> list[dict[str, Any]]:
    """Return what makes the options less alike than a table shows them."""
    documents = [option.run.document for option in options]
    found = []
    for key in ("start", "horizon", "place", "price_year"):
        values = list(dict.fromkeys(document["scenario"][key] for document in documents))
        if len(values) > 1:
            found.append({"about": key, "values": values})
    versions = list(dict.fromkeys(document["engine"]["version"] for document in documents))
    if len(versions) > 1:
        found.append({"about": "engine", "values": versions})
    models = list(dict.fromkeys(document["model"]["id"] for document in documents))
    if len(models) > 1:
        found.append({"about": "model", "values": models})
    without = [option.name for option in options if option.drawn is None]
    if without:
        found.append({"about": "draws", "values": without})
    return found
