"""The appraisal's flows and indicators, from a results document: plain data, no words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cba.inputs import Array
from cba.project_appraisal import Economic, Financial, Money, economic, elasticity, financial
from cba.reports.facts import SHIFT, Document, Driver, drivers, tax_factor
from cba.reports.papers.funding_facts import stated

CRITICAL = 1.0
"""A variable is critical when 1 % of it moves the net present value by 1 % or more (EC 2014)."""


@dataclass(frozen=True, slots=True)
class Flows:
    """The operator's money by year, undiscounted, each of shape (H,).

    Attributes:
        payers: whose money it is.
        stated: whether the scenario names an operator.
        factor: the model's net tax factor, taken out again: a financial analysis is in market prices.
        market: whether that could be done: not where transfers or taxes are mixed with resources.
        costs: what they pay.
        benefits: what they save or receive.
        money: how the costs are financed.
        sources: each source of money with its kind and amounts.
    """

    payers: tuple[str, ...]
    stated: bool
    factor: float
    market: bool
    costs: Array
    benefits: Array
    money: Money
    sources: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Variable:
    """One input of the sensitivity analysis.

    Attributes:
        driver: which input.
        elasticity: per cent that the net present value moves by, when the input moves by one per cent.
        switching: relative change of the input at which the net present value is zero; None where there is
        none.
    """

    driver: Driver
    elasticity: float
    switching: float | None

    @property
    def critical(self) -> bool:
        """Return whether one per cent moves the net present value by one per cent or more."""
        return self.elasticity >= CRITICAL - 1e-9


def flows(document: Document) -> Flows:
    """Return the operator's flows; of all who pay for the interventions where no operator is stated."""
    said = stated(document)["appraisal"] or {}
    operator = said.get("operator")
    rows = document["portfolio"]["by_year"]
    payers = (operator,) if operator else _payers_of_costs(rows, document["model"]["payers"])
    factor = tax_factor(document)
    costs = _by_year(rows, "costs_by_payer", payers) / factor
    sources = tuple(said.get("financing") or ())
    return Flows(
        payers=tuple(payers),
        stated=operator is not None,
        factor=factor,
        market=factor == 1.0 or _only_resources(document),
        costs=costs,
        benefits=_by_year(rows, "net_by_payer", payers) / factor + costs,
        money=Money(
            grants=_sum(sources, ("grant", "public", "private"), len(rows)),
            own=_sum(sources, ("own",), len(rows)),
            loans=_sum(sources, ("loan",), len(rows)),
            service=_sum(sources, ("loan",), len(rows), "repayments"),
        ),
        sources=sources,
    )


def _only_resources(document: Document) -> bool:
    """Return whether every amount is a use of resources, which the net tax factor multiplies alike."""
    lines = [line for item in document["interventions"].values() for line in (*item["costs"], *item["flows"])]
    return all(line["nature"] == "resource" for line in (*lines, *document["prices"].values()))


def _payers_of_costs(rows: Sequence[Document], payers: Sequence[str]) -> tuple[str, ...]:
    paying = tuple(p for p in payers if any(abs(row["costs_by_payer"][p]) >= SHIFT for row in rows))
    return paying or tuple(payers[:1])


def _by_year(rows: Sequence[Document], key: str, payers: Sequence[str]) -> Array:
    return np.array([sum(row[key][payer] for payer in payers) for row in rows], dtype=np.float64)


def _sum(
    sources: Sequence[Mapping[str, Any]], kinds: Sequence[str], years: int, key: str = "amounts"
) -> Array:
    found = [np.asarray(item[key], dtype=np.float64) for item in sources if item["kind"] in kinds]
    return np.sum(found, axis=0) if found else np.zeros(years)


def financial_of(document: Document, found: Flows) -> Financial:
    """Return the financial analysis at the financial rate."""
    rate = document["funding"]["appraisal"]["financial_rate"]
    return financial(found.costs, found.benefits, found.money, rate)


def economic_of(document: Document) -> Economic | None:
    """Return the economic analysis at the social rate; None unless the model counts everybody's welfare."""
    if document["model"]["lens"] != "welfare":
        return None
    rows = document["portfolio"]["by_year"]
    costs = np.array([row["costs"] for row in rows])
    benefits = np.array([row["benefits"] for row in rows])
    return economic(costs, benefits, document["funding"]["appraisal"]["social_rate"])


def variables(document: Document) -> list[Variable]:
    """Return all inputs with their elasticity and switching value, the most sensitive first."""
    npv = document["portfolio"]["measures"]["npv"]
    found = []
    for driver in drivers(document):
        moves = elasticity(npv, abs(driver.change), SHIFT)
        if moves is not None and driver.change:
            worse = -SHIFT * npv / driver.change
            found.append(Variable(driver, moves, worse if driver.kind == "cost" else -worse))
    return sorted(found, key=lambda item: (-item.elasticity, item.driver.kind, item.driver.of))


def drawn_totals(document: Document) -> list[float]:
    """Return the sampled net present values of all payers together; empty without draws."""
    sample = (document["portfolio"].get("uncertainty") or {}).get("sample")
    if not sample or not sample["net_by_payer"]:
        return []
    return [float(sum(row)) for row in zip(*sample["net_by_payer"].values(), strict=True)]


def own_rate(document: Document) -> float | None:
    """Return the calculation's own discount rate where it has one for all years, else None."""
    horizon = document["scenario"]["horizon"]
    rates = {r["rate"] for r in document["model"]["discounting"]["rates"] if r["from"] < horizon}
    return rates.pop() if len(rates) == 1 else None
