"""What the numbers advise for each intervention, from a results document: plain data, no words.

The limits are a choice and are printed in the method annex: an intervention that pays at the estimates is
advised when it pays in at least four of five draws; one that does not is still open when it pays in at least
one of five.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from cba.reports.facts import Document, standing

SURE, POSSIBLE = 0.8, 0.2

Advice = Literal["start", "try", "learn", "unpriced", "unknown", "refrain", "harm"]
ORDER: tuple[Advice, ...] = ("start", "try", "learn", "unpriced", "unknown", "refrain", "harm")


@dataclass(frozen=True, slots=True)
class Advised:
    """One intervention and what is advised.

    Attributes:
        id: the intervention.
        advice: `start`; `try` (pays, but not surely); `learn` (does not pay, but may); `unpriced` (what it
            changes has no price); `unknown` (only its costs are known); `refrain`; `harm` (its effects cost
            more than they save).
        npv: net present value at the estimates, kroner.
        probability: share of draws in which it pays; None without draws.
    """

    id: str
    advice: Advice
    npv: float
    probability: float | None


def advised(document: Document) -> list[Advised]:
    """Return the advice on every intervention, the best first."""
    found = [_advised(id, item) for id, item in document["interventions"].items()]
    return sorted(found, key=lambda item: (ORDER.index(item.advice), -item.npv))


def _advised(id: str, item: Document) -> Advised:
    npv = item["measures"]["npv"]
    drawn = item.get("uncertainty")
    probability = drawn["prob_npv_positive"] if drawn else None
    return Advised(id, _advice(item, npv, probability), npv, probability)


def _advice(item: Document, npv: float, probability: float | None) -> Advice:
    if unstudied(item):
        return "unknown"
    if unpriced(item):
        return "unpriced"
    if standing(npv) == "gains":
        return "start" if probability is None or probability >= SURE else "try"
    if probability is not None and probability >= POSSIBLE:
        return "learn"
    return "harm" if standing(item["measures"]["pv_benefits"]) == "loses" else "refrain"


def unstudied(item: Document) -> bool:
    """Return whether only the costs of an intervention are known."""
    return not item["effects"] and not any(flow["kind"] == "benefit" for flow in item["flows"])


def unpriced(item: Document) -> bool:
    """Return whether an intervention changes something, but nothing that has a price for those counted."""
    changes = any(abs(found["avoided"]) > 0.0 for found in item["outcomes"].values())
    return changes and not item["flows"] and standing(item["measures"]["pv_benefits"]) == "even"


def worth_doing(document: Document) -> list[str]:
    """Return the ids of the interventions that pay at the estimates, the best first."""
    return [item.id for item in advised(document) if item.advice in ("start", "try")]


def in_plan(document: Document) -> list[str]:
    """Return the interventions that a plan chooses, in its order; empty without a plan."""
    plan = document.get("allocation")
    options = plan["options"].values() if plan else ()
    return list(dict.fromkeys(option["intervention"] or "" for option in options if option["chosen"]))


def scale_in_plan(document: Document, id: str) -> float:
    """Return how many times the scenario's own scale a plan chooses; 1 where there is none."""
    plan = document.get("allocation")
    chosen = [o for o in plan["options"].values() if o["chosen"] and o["intervention"] == id] if plan else []
    if not chosen:
        return 1.0
    counts = [number for number in document["interventions"][id]["participants_by_year"] or () if number]
    if all(option["max"] <= 1.0 for option in chosen) or not counts:
        return float(sum(option["scale"] for option in chosen))
    return float(sum(option["scale"] for option in chosen) * len(counts) / sum(counts))


def net_by_payer(document: Document, ids: Iterable[str]) -> dict[str, float]:
    """Return the mean net result by payer of interventions together; of the portfolio when all are meant.

    Means over draws where there are draws, else the estimates.
    """
    chosen = list(ids)
    if set(chosen) == set(document["interventions"]):
        return _mean_by_payer(document["portfolio"])
    rows = [_mean_by_payer(document["interventions"][id]) for id in chosen]
    return {payer: sum(row[payer] for row in rows) for payer in document["model"]["payers"]}


def _mean_by_payer(result: Document) -> dict[str, float]:
    drawn = result.get("uncertainty")
    if drawn:
        return {payer: row["mean"] for payer, row in drawn["by_payer"].items()}
    return {payer: row["npv"] for payer, row in result["by_payer"].items()}
