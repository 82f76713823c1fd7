"""The outcome contract settled over the draws, from a results document: plain data, no words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from cba.inputs import Array
from cba.outcome_contract import Settlement, Terms, break_even_scale, measured, per_starter, settle
from cba.reports.facts import Document
from cba.reports.papers.funding_facts import stated
from cba.statements import PUBLIC_PAYERS


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract and what it comes to.

    Attributes:
        said: what the scenario states.
        intervention: the id.
        outcome: the id.
        expected: outcomes at the estimates, over the horizon.
        invested: what the intervention costs by year, undiscounted, shape (H,).
        savings: what each public payer saves by year without the costs, undiscounted.
        affordable: the unit payment at which public payers neither gain nor lose on average, discounted; None
            where no outcomes are expected.
        terms: None while the unit payment, the months or the shares are missing.
        measured: outcomes measured by each year, cumulated; empty without months.
        settlement: over the sampled draws; None without terms, draws or expected outcomes.
        break_even: share of the expected outcomes at which the investment is repaid; None where it never is.
        public: sampled discounted net of public payers, savings less repayments, shape (D,); None without.
    """

    said: Mapping[str, Any]
    intervention: str
    outcome: str
    expected: float
    invested: Array
    savings: Mapping[str, Array]
    affordable: float | None
    terms: Terms | None
    measured: Array
    settlement: Settlement | None
    break_even: float | None
    public: Array | None


def contract(document: Document) -> Contract | None:
    """Return the contract that the scenario states; None where it states none."""
    said = stated(document)["outcome_contract"]
    if not said:
        return None
    item = document["interventions"][said["intervention"]]
    outcome = item["outcomes"][said["outcome"]]
    rows = item["by_year"]
    invested = np.array([row["costs"] for row in rows])
    savings = {
        payer: np.array([row["net_by_payer"][payer] + row["costs_by_payer"][payer] for row in rows])
        for payer in document["model"]["payers"]
        if payer in PUBLIC_PAYERS
    }
    by_month = _measured(item, outcome["by_year"], said["months"])
    terms = _terms(said)
    settlement = _settlement(item, said["outcome"], by_month, invested, terms)
    factors = _factors(rows, max(by_month.size, invested.size))
    return Contract(
        said=said,
        intervention=said["intervention"],
        outcome=said["outcome"],
        expected=float(outcome["avoided"]),
        invested=invested,
        savings=savings,
        affordable=_affordable(savings, by_month, factors),
        terms=terms,
        measured=by_month,
        settlement=settlement,
        break_even=break_even_scale(by_month, invested, terms) if terms and by_month.size else None,
        public=_public(item, settlement, factors),
    )


def _terms(said: Mapping[str, Any]) -> Terms | None:
    if said["unit_payment"] is None or not said["months"] or not said["shares"]:
        return None
    return Terms(
        unit_payment=said["unit_payment"],
        months=tuple(said["months"]),
        cap=said["cap"],
        threshold=said["threshold"] or 0.0,
        guarantee=said["guarantee"] or 0.0,
        shares=said["shares"],
    )


def _measured(item: Document, by_year: list[float], months: list[int] | None) -> Array:
    """Return the outcomes measured by each year, cumulated; of a place, one cohort from its first year."""
    if not months:
        return np.empty(0)
    starters = item["participants_by_year"]
    if item["place_based"] or not starters or not any(starters):
        first = min(item["operating_years"], default=0) - item["by_year"][0]["year"]
        starters = [1.0 if n == max(first, 0) else 0.0 for n in range(len(by_year))]
    return measured(per_starter(by_year, starters), starters, months)


def _settlement(
    item: Document, outcome: str, by_month: Array, invested: Array, terms: Terms | None
) -> Settlement | None:
    sample = (item.get("uncertainty") or {}).get("sample")
    expected = item["outcomes"][outcome]["avoided"]
    if terms is None or not sample or expected <= 0.0 or float(by_month[-1]) <= 0.0:
        return None
    return settle(by_month, np.asarray(sample["avoided"][outcome]) / expected, invested, terms)


def _factors(rows: list[Document], years: int) -> Array:
    """Return discount factors, continued at the last year's rate where a contract outlives the horizon."""
    known = [row["discount_factor"] for row in rows]
    while len(known) < years:
        known.append(known[-1] * (known[-1] / known[-2] if len(known) > 1 else 1.0))
    return np.array(known)


def _affordable(savings: Mapping[str, Array], by_month: Array, factors: Array) -> float | None:
    if not by_month.size:
        return None
    outcomes = float(np.diff(by_month, prepend=0.0) @ factors[: by_month.size])
    saved = sum(float(row @ factors[: row.size]) for row in savings.values())
    return saved / outcomes if outcomes > 0.0 else None


def _public(item: Document, settlement: Settlement | None, factors: Array) -> Array | None:
    """Return savings less repayments of public payers in each sampled draw, discounted.

    Savings are the net result with what the intervention costs added back, at the estimate of the costs.
    """
    if settlement is None:
        return None
    sample = item["uncertainty"]["sample"]
    paid = sum(item["by_payer"][payer]["pv_costs"] for payer in PUBLIC_PAYERS if payer in item["by_payer"])
    rows = [
        np.asarray(sample["net_by_payer"][p], dtype=np.float64)
        for p in PUBLIC_PAYERS
        if p in sample["net_by_payer"]
    ]
    net = np.sum(rows, axis=0) if rows else np.zeros(sample["draws"])
    return np.asarray(net + paid - settlement.repaid @ factors[: settlement.repaid.shape[1]])
