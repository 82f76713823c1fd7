"""What a reader wants to know, computed from the results document alone; numbers and ids, no words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

Document = Mapping[str, Any]
"""A results document, or a part of it."""

BUDGET_YEARS = 4
"""A Danish municipal budget covers the budget year and three years of estimates."""

ROUNDING = 0.5
"""Kroner; a result nearer to zero than this is neither a gain nor a loss."""

SHIFT = 0.1
"""How much the inputs are moved, one at a time, to see which move the answer most."""


MOST_ON_PAPER = 5
"""Interventions that fit on two pages; the rest is on the screen and in the workbook."""


@dataclass(frozen=True)
class PayerResult:
    """What one payer gains or loses; amounts in price-year kroner at present value.

    Attributes:
        id: the payer.
        npv: benefits minus costs over the whole period.
        budget: the same over the first `BUDGET_YEARS` years.
        pv_benefits: benefits over the whole period.
        pv_costs: costs over the whole period.
        payback_year: first year from which the running total stays at or above zero, or None.
    """

    id: str
    npv: float
    budget: float
    pv_benefits: float
    pv_costs: float
    payback_year: int | None

    @property
    def standing(self) -> str:
        """Return `gains`, `loses` or `even`."""
        return standing(self.npv)

    @property
    def touched(self) -> bool:
        """Return whether any money moves for this payer."""
        return max(abs(self.npv), abs(self.pv_benefits), abs(self.pv_costs)) >= ROUNDING


@dataclass(frozen=True)
class Spending:
    """What an intervention costs, in price-year kroner, not discounted; only payers that are counted.

    Attributes:
        start: start-up costs.
        running: all other costs.
        by_payer: the total by payer, largest first.
    """

    start: float
    running: float
    by_payer: Mapping[str, float]

    @property
    def total(self) -> float:
        """Return start-up and running costs together."""
        return self.start + self.running


@dataclass(frozen=True)
class Driver:
    """One input and what the net result changes by when the input is `SHIFT` worse.

    Attributes:
        kind: `effect`, `cost` or `price`.
        of: the intervention, or the price.
        change: the change in net present value, kroner.
    """

    kind: str
    of: str
    change: float


def standing(npv: float) -> str:
    """Return `gains`, `loses` or `even` for a net result in kroner."""
    if abs(npv) < ROUNDING:
        return "even"
    return "gains" if npv > 0 else "loses"


def payer_results(result: Document, payers: Sequence[str]) -> list[PayerResult]:
    """Return the results of the given payers, in that order, for the portfolio or an intervention."""
    first = result["by_year"][:BUDGET_YEARS]
    return [
        PayerResult(
            id=payer,
            npv=result["by_payer"][payer]["npv"],
            budget=sum(row["discount_factor"] * row["net_by_payer"].get(payer, 0.0) for row in first),
            pv_benefits=result["by_payer"][payer]["pv_benefits"],
            pv_costs=result["by_payer"][payer]["pv_costs"],
            payback_year=result["by_payer"][payer]["payback_year"],
        )
        for payer in payers
    ]


def cumulative(result: Document, payer: str) -> list[float]:
    """Return the payer's running total at present value, one number for each year; it ends at its NPV."""
    rows = result["by_year"]
    return list(accumulate(r["discount_factor"] * r["net_by_payer"].get(payer, 0.0) for r in rows))


def shares(payer: str | Mapping[str, float] | None) -> Mapping[str, float]:
    """Return who pays which share, whether the document names one payer or splits the amount."""
    if payer is None:
        return {}
    return {payer: 1.0} if isinstance(payer, str) else payer


def people(intervention: Document) -> float:
    """Return how many start in all years together; 0 where nobody takes part."""
    return float(sum(intervention["participants_by_year"] or ()))


def spending(intervention: Document, payers: Sequence[str]) -> Spending:
    """Return what the intervention costs the counted payers."""
    start, by_payer = 0.0, dict.fromkeys(payers, 0.0)
    lines = [(c["payer"], c["total"], c["per"] == "start") for c in intervention["costs"]]
    lines += [
        (f["payer"], sum(f["amounts_by_year"]), False) for f in intervention["flows"] if f["kind"] == "cost"
    ]
    for payer, total, is_start in lines:
        for name, share in shares(payer).items():
            if name in by_payer:
                by_payer[name] += share * total
                start += share * total if is_start else 0.0
    paid = sorted((item for item in by_payer.items() if abs(item[1]) >= ROUNDING), key=lambda item: -item[1])
    return Spending(start, sum(by_payer.values()) - start, dict(paid))


def drivers(document: Document) -> list[Driver]:
    """Return all inputs by how much they move the net result when each is `SHIFT` worse, largest first.

    The net result is linear in each input, so the switching value gives the slope exactly.
    """
    found = [d for key, i in document["interventions"].items() for d in _intervention_drivers(key, i)]
    portfolio = document["portfolio"]
    npv = portfolio["measures"]["npv"]
    for price, switching in (portfolio["switching"].get("prices") or {}).items():
        value = document["prices"].get(price, {}).get("value")
        if value and switching is not None and abs(value - switching) > 1e-9 * abs(value):
            found.append(Driver("price", price, -SHIFT * value * npv / (value - switching)))
    return sorted(found, key=lambda d: (-abs(d.change), d.kind, d.of))


def _intervention_drivers(key: str, intervention: Document) -> list[Driver]:
    measures, share = intervention["measures"], intervention["switching"]["effect_share"]
    found = [Driver("cost", key, -SHIFT * measures["pv_costs"])]
    if share is not None:
        from_effects = measures["npv"] / (1 - share) if abs(1 - share) > 1e-9 else measures["pv_benefits"]
        found.append(Driver("effect", key, -SHIFT * from_effects))
    return [d for d in found if abs(d.change) >= ROUNDING]


def foremost(document: Document, most: int = MOST_ON_PAPER) -> list[str]:
    """Return the interventions that a page of paper has room for: those of the plan, then the largest."""
    options = (document.get("allocation") or {}).get("options", {}).values()
    chosen = {option["intervention"] for option in options if option["chosen"]}
    interventions = document["interventions"]
    order = sorted(interventions, key=lambda i: (i not in chosen, -abs(interventions[i]["measures"]["npv"])))
    return order[:most]


def horizon(document: Document) -> tuple[int, int]:
    """Return the first and the last year that are counted."""
    scenario = document["scenario"]
    return scenario["start"], scenario["start"] + scenario["horizon"] - 1


def budget_span(document: Document) -> tuple[int, int]:
    """Return the first and the last year of the municipal budget period."""
    first, last = horizon(document)
    return first, min(last, first + BUDGET_YEARS - 1)


def tax_factor(document: Document) -> float:
    """Return what a public krone counts as: the net tax factor, 1 in models that have none."""
    return float(document["model"]["net_tax_factor"] or 1.0)
