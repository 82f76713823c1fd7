"""Who could pay whom so that nobody loses, from a results document: on average and with a probability."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cba.cofinancing import Proposal, none_worse_off, smallest_transfers
from cba.reports.facts import Document
from cba.reports.papers.advice import in_plan, net_by_payer, worth_doing

PROBABILITY = 0.9
"""How often each payer shall come out without a loss, where the money allows it."""

_PERCENTILE = "p10"


@dataclass(frozen=True, slots=True)
class Cofinancing:
    """A proposal for some interventions.

    Attributes:
        ids: the interventions it is about, or all.
        net: mean net result by payer before it, kroner.
        proposal: smallest transfers on average.
        safe: smallest transfers after which each payer, by itself, loses in at most 10 % of the draws; None
            without draws.
        together: share of the sampled draws in which no payer loses, after `proposal` and after `safe`.
        draws: how many draws were sampled.
        years: years over which the transfers could be spread: those in which the interventions run.
        yearly_factor: a transfer times this is the yearly amount with the same present value.
    """

    ids: tuple[str, ...]
    net: dict[str, float]
    proposal: Proposal
    safe: Proposal | None
    together: tuple[float | None, float | None]
    draws: int
    years: tuple[int, ...]
    yearly_factor: float


def proposed(document: Document) -> Cofinancing:
    """Return the proposal for the plan, else for what pays, else for all interventions together."""
    if in_plan(document) and document["allocation"]["result"]:
        return _of_plan(document)
    return _package(document, tuple(worth_doing(document)) or tuple(document["interventions"]))


def _of_plan(document: Document) -> Cofinancing:
    """Return the proposal for a plan at its own scale; its draws by payer are not joint in results.json."""
    ids, by_payer = tuple(in_plan(document)), document["allocation"]["result"]["by_payer"]
    net = {payer: row["npv"] for payer, row in by_payer.items()}
    years, factor = _spread(document, ids)
    return Cofinancing(ids, net, smallest_transfers(net), None, (None, None), 0, years, factor)


def _spread(document: Document, ids: Sequence[str]) -> tuple[tuple[int, ...], float]:
    """Return the years in which the interventions run, and the factor that makes an amount a yearly one."""
    years = sorted({y for id in ids for y in document["interventions"][id]["operating_years"]})
    factors = {row["year"]: row["discount_factor"] for row in document["portfolio"]["by_year"]}
    return tuple(years), 1.0 / sum(factors[y] for y in years) if years else 1.0


def _package(document: Document, ids: tuple[str, ...]) -> Cofinancing:
    net = net_by_payer(document, ids)
    proposal = smallest_transfers(net)
    safe = _safe(document, ids)
    joint = _joint(document, ids)
    shares = [none_worse_off(joint, item) if joint and item else None for item in (proposal, safe)]
    years, factor = _spread(document, ids)
    return Cofinancing(
        ids=ids,
        net=net,
        proposal=proposal,
        safe=safe,
        together=(shares[0], shares[1]),
        draws=len(next(iter(joint.values()))) if joint else 0,
        years=years,
        yearly_factor=factor,
    )


def _results(document: Document, ids: Sequence[str]) -> list[Document]:
    """Return one result for all interventions, else one for each."""
    if set(ids) == set(document["interventions"]):
        return [document["portfolio"]]
    return [document["interventions"][id] for id in ids]


def _safe(document: Document, ids: Sequence[str]) -> Proposal | None:
    """Return the transfers on what each payer can count on in nine of ten draws."""
    results = _results(document, ids)
    if len(results) == 1 and results[0].get("uncertainty"):
        by_payer = results[0]["uncertainty"]["by_payer"]
        return smallest_transfers({payer: row[_PERCENTILE] for payer, row in by_payer.items()})
    joint = _joint(document, ids)
    if not joint:
        return None
    counted = {payer: 0.0 for payer in document["model"]["payers"]}
    return smallest_transfers(
        counted | {payer: float(np.quantile(row, 1.0 - PROBABILITY)) for payer, row in joint.items()}
    )


def _joint(document: Document, ids: Sequence[str]) -> dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """Return the sampled net result by payer of the interventions together, (D,) each; empty without."""
    results = _results(document, ids)
    found = [(result.get("uncertainty") or {}).get("sample") for result in results]
    samples = [sample for sample in found if sample is not None]
    if not samples or len(samples) < len(results):
        return {}
    payers = dict.fromkeys(payer for sample in samples for payer in sample["net_by_payer"])
    size = samples[0]["draws"]
    return {
        payer: np.sum([sample["net_by_payer"].get(payer, [0.0] * size) for sample in samples], axis=0)
        for payer in payers
    }
