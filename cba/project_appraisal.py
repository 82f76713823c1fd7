"""Financial and economic appraisal as European funds ask for it (European Commission 2014, chapter 2).

    C: the return on the investment, whoever pays     flows = operator's benefits − operator's costs
    K: the return on the operator's own capital        flows = C + grants and loans drawn − loan service
    sustainability: all sources − all uses, cumulated; no year may be negative
    E: the return to society                           flows = benefits − costs of everybody

Years are discounted from n = 0, which is not discounted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cba.inputs import Array
from cba.measures import Irr, discount_factors, internal_rate_of_return, ratio


@dataclass(frozen=True, slots=True)
class Money:
    """Where the money comes from, undiscounted by year, each of shape (H,).

    Attributes:
        grants: grants and other contributions that are not paid back.
        own: the operator's own money.
        loans: drawn.
        service: repayments with interest.
    """

    grants: Array
    own: Array
    loans: Array
    service: Array


@dataclass(frozen=True, slots=True)
class Return:
    """What a stream of yearly amounts is worth: net present value, and the rate at which it is zero."""

    flows: Array
    npv: float
    irr: Irr


@dataclass(frozen=True, slots=True)
class Financial:
    """The financial analysis.

    Attributes:
        investment: C, return on the investment.
        capital: K, return on the operator's own capital.
        cumulated: sources less uses up to each year, shape (H,).
    """

    investment: Return
    capital: Return
    cumulated: Array

    @property
    def sustainable(self) -> bool:
        """Return whether the cumulated cash is never negative."""
        return bool((self.cumulated >= -0.5).all())


@dataclass(frozen=True, slots=True)
class Economic:
    """The economic analysis: ENPV and ERR, present values, and benefits over costs (None without costs)."""

    net: Return
    pv_benefits: float
    pv_costs: float
    benefit_cost: float | None


def returns(flows: Array, rate: float) -> Return:
    """Return the net present value of flows, n = 0 first, and their internal rate of return."""
    return Return(flows, present_value(flows, rate), internal_rate_of_return(flows))


def present_value(flows: Array, rate: float) -> float:
    """Return the present value of yearly amounts at n = 0."""
    return float(flows @ discount_factors(flows.size, [(0, rate)], "start"))


def financial(costs: Array, benefits: Array, money: Money, rate: float) -> Financial:
    """Return the financial analysis of an operator.

    Args:
        costs: the operator's costs by year, shape (H,), undiscounted.
        benefits: the operator's income and savings.
        money: how the costs are paid.
        rate: real financial discount rate.
    """
    invested = benefits - costs
    capital = invested + money.grants + money.loans - money.service
    return Financial(
        returns(invested, rate), returns(capital, rate), np.cumsum(_cleared(capital + money.own, costs))
    )


def economic(costs: Array, benefits: Array, rate: float) -> Economic:
    """Return the economic analysis of everybody's costs and benefits by year, shape (H,), undiscounted."""
    pv_benefits, pv_costs = present_value(benefits, rate), present_value(costs, rate)
    return Economic(returns(benefits - costs, rate), pv_benefits, pv_costs, ratio(pv_benefits, pv_costs))


def elasticity(npv: float, change: float, shift: float) -> float | None:
    """Return by how many per cent the net present value moves when an input moves by one per cent.

    Args:
        npv: net present value.
        change: what it changes by when the input moves by `shift`, a share of its value.
        shift: the share.

    Returns:
        None where the net present value is zero.
    """
    return None if npv == 0.0 else change / (abs(npv) * shift)


def distribution(sample: Sequence[float], points: int = 21) -> list[tuple[float, float]]:
    """Return (value, share of the draws at or below it) at evenly spaced shares, for a cumulative curve."""
    ordered = np.sort(np.asarray(sample, dtype=np.float64))
    shares = np.linspace(0.0, 1.0, points)
    return list(zip(np.quantile(ordered, shares).tolist(), shares.tolist(), strict=True))


def _cleared(amounts: Array, size: Array) -> Array:
    """Return amounts without the dust that is left when money covers costs exactly."""
    return np.where(np.abs(amounts) <= 1e-9 * np.maximum(1.0, np.abs(size)), 0.0, amounts)
