"""A results document with a range: what the simulation would add, with numbers known by hand."""

from __future__ import annotations

import copy
from itertools import accumulate
from typing import Any

Document = dict[str, Any]

WIDTH = {"p05": -0.5, "p10": -0.4, "p50": 0.0, "p90": 0.6, "p95": 0.8}
"""Percentiles in shares of the result's size; the range is wider upwards."""

DRAWS, YEARLY_DRAWS, SEED = 10_000, 8_192, 461


def uncertain(document: Document) -> Document:
    """Return the document with the `uncertainty` of the portfolio and of each intervention filled in.

    The middle of each range is the result at the estimates; a gain is certain in 900 of 1,000 draws, a loss
    in all but 20 of 1,000.
    """
    filled = copy.deepcopy(document)
    intervals = [name for name, entry in filled["trace"].items() if entry["low"] is not None]
    names = intervals or list(filled["trace"])[:1]
    for part in (*filled["interventions"].values(), filled["portfolio"]):
        part["uncertainty"] = _block(part, filled["model"]["payers"], names)
    filled["draws"], filled["seed"] = DRAWS, SEED
    filled["simulation"] = {
        "draws": DRAWS, "sampler": "lhs", "seed": SEED, "batches": 8, "uncertain_inputs": len(names),
        "fixed_inputs": len(filled["trace"]) - len(names), "groups": [],
    }  # fmt: skip
    return filled


def chance(npv: float) -> float:
    """The share of draws above zero that a result at the estimates is given."""
    return 0.9 if npv > 0 else 0.02 if npv < 0 else 0.0


def percentiles(value: float) -> dict[str, float]:
    return {name: value + width * abs(value) for name, width in WIDTH.items()}


def _statistics(npv: float) -> dict[str, float]:
    return {"mean": npv, "sd": 0.4 * abs(npv), "se": 0.004 * abs(npv)} | percentiles(npv)


def _block(part: Document, payers: list[str], names: list[str]) -> Document:
    npv = part["measures"]["npv"]
    by_payer = {payer: part["by_payer"][payer]["npv"] for payer in payers}
    years = [row["year"] for row in part["by_year"]]
    net = [row["net"] for row in part["by_year"]]
    few = {name: net for name, net in WIDTH.items() if name in ("p05", "p50", "p95")}
    shares = [0.61, 0.2, 0.05, 0.03, 0.001]
    return {
        "npv": _statistics(npv),
        "prob_npv_positive": chance(npv),
        "prob_npv_positive_se": 0.002,
        "prob_npv_positive_by_payer": {payer: chance(value) for payer, value in by_payer.items()},
        "by_payer": {payer: _statistics(value) for payer, value in by_payer.items()},
        "evpi": 0.1 * abs(npv),
        "evpi_se": 0.001 * abs(npv),
        "prob_paid_back": {
            key: [{"year": year, "probability": n / len(years)} for n, year in enumerate(years)]
            for key in ("all", *payers)
        },
        "by_year": [
            {"year": year, "net": {k: v for k, v in percentiles(one).items() if k in few},
             "cumulative": {k: v for k, v in percentiles(sum_).items() if k in few},
             "cumulative_discounted": {k: v for k, v in percentiles(sum_).items() if k in few}}
            for year, one, sum_ in zip(years, net, accumulate(net), strict=True)
        ],
        "yearly_draws": YEARLY_DRAWS,
        "bcr": {"p05": 0.1, "p50": 0.5, "p95": 1.2},
        "outcomes": {
            outcome: {"p05": -1.0, "p50": found["avoided"], "p95": 9.0, "prob_avoided_positive": 0.8}
            for outcome, found in part["outcomes"].items()
        },
        "drivers": [
            {"input": name, "share": share, "se": 0.002} for name, share in zip(names, shares, strict=False)
        ],
    }  # fmt: skip
