"""An outcome investment (effektinvestering, social impact bond): who pays whom, when, over the draws.

An investor pays for the intervention. Outcomes are measured so many months after each cohort has started, and
public payers then repay a fixed amount for each outcome achieved. Settled up to year n is

    S[n] = min(cap, u·Y[n])  if Y[n] ≥ threshold · E[n],  else what was settled before

with u the unit payment, Y outcomes measured so far and E those expected; the payment of year n is S[n] −
S[n−1], never negative: what has been paid is not asked back. A measurement at month m of a cohort that
starts in year y is settled in year y + ⌊m/12⌋. A guarantee pays that share of the investment at most,
against a loss, in the last year of settlement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cba.inputs import Array
from cba.measures import internal_rate_of_return

LOST = -1.0
"""The investor's return when nothing comes back."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What the parties agree on.

    Attributes:
        unit_payment: kroner per outcome.
        months: when each cohort is measured, rising.
        cap: most that is repaid in all, or None.
        threshold: share of the expected outcomes below which nothing is settled; 0 for none.
        guarantee: share of the investment that the guarantor covers at most; 0 for none.
        shares: which payer repays which share.
    """

    unit_payment: float
    months: tuple[int, ...]
    cap: float | None
    threshold: float
    guarantee: float
    shares: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Settlement:
    """What happens in D draws, undiscounted kroner by year, each of shape (D, years).

    Attributes:
        invested: what the investor pays, shape (years,).
        repaid: what public payers pay.
        guaranteed: what the guarantor pays.
        returns: the investor's internal rate of return, shape (D,); −1 when all is lost; NaN where it has
        none.
    """

    invested: Array
    repaid: Array
    guaranteed: Array
    returns: Array

    @property
    def whole(self) -> float:
        """Return the share of draws in which the investor gets at least the investment back."""
        back = (self.repaid + self.guaranteed).sum(axis=1)
        return float(np.mean(back >= self.invested.sum() - 0.5))

    @property
    def repaid_in_full(self) -> float:
        """Return the share of draws in which public payments alone cover the investment."""
        return float(np.mean(self.repaid.sum(axis=1) >= self.invested.sum() - 0.5))

    def by_payer(self, terms: Terms) -> dict[str, Array]:
        """Return the mean payment of each public payer by year."""
        return {payer: share * self.repaid.mean(axis=0) for payer, share in terms.shares.items()}


def per_starter(by_year: Sequence[float], starters: Sequence[float]) -> Array:
    """Return outcomes per starter by year since start, from those of all cohorts together.

    Cohorts add up, `by_year[n] = Σ_y starters[y]·change[n−y]`, so the first cohort tells change[0], and so
    on.

    Args:
        by_year: outcomes in each year, shape (H,).
        starters: people who start in each year, shape (H,); at least one.
    """
    cohorts = np.asarray(starters, dtype=np.float64)
    first = int(np.flatnonzero(cohorts > 0.0)[0])
    left = np.asarray(by_year, dtype=np.float64)[first:]
    sizes = cohorts[first:]
    change = np.zeros(left.size)
    for n in range(left.size):
        earlier = float(change[:n] @ sizes[n:0:-1]) if n else 0.0
        change[n] = (left[n] - earlier) / sizes[0]
    return np.where(np.abs(change) < 1e-12 * max(1.0, float(np.abs(change).max())), 0.0, change)


def measured(change: Array, starters: Sequence[float], months: Sequence[int]) -> Array:
    """Return the outcomes measured by each year, cumulated, shape (years,).

    Args:
        change: outcomes per starter by year since start.
        starters: people who start in each year, or 1 in the first year for a place.
        months: when each cohort is measured.

    Returns:
        As many years as the last cohort's last measurement needs.
    """
    before = np.concatenate([[0.0], np.cumsum(change)])
    at = [float(np.interp(m / 12.0, np.arange(before.size), before)) for m in months]
    cohorts = [(y, n) for y, n in enumerate(starters) if n > 0.0]
    found = np.zeros(max(y for y, _ in cohorts) + months[-1] // 12 + 1)
    for year, number in cohorts:
        for month, more in zip(months, np.diff([0.0, *at]), strict=True):
            found[year + month // 12] += number * more
    return np.cumsum(found)


def settle(expected: Array, scale: Array, invested: Array, terms: Terms) -> Settlement:
    """Settle the contract in every draw.

    Args:
        expected: outcomes measured by each year at the estimates, cumulated, shape (years,).
        scale: outcomes in a draw as a multiple of those expected, shape (D,).
        invested: what the investor pays by year, undiscounted.
        terms: of the contract.
    """
    years = max(expected.size, invested.size)
    expected = np.pad(expected, (0, years - expected.size), mode="edge")
    invested = np.pad(invested, (0, years - invested.size))
    repaid = _repaid(expected, scale, terms)
    guaranteed = np.zeros_like(repaid)
    loss = invested.sum() - repaid.sum(axis=1)
    guaranteed[:, -1] = np.clip(loss, 0.0, terms.guarantee * invested.sum())
    return Settlement(invested, repaid, guaranteed, _returns(repaid + guaranteed - invested))


def _repaid(expected: Array, scale: Array, terms: Terms) -> Array:
    """Return the payment of each year and draw, shape (D, years)."""
    outcomes = np.multiply.outer(scale, expected)
    due = terms.unit_payment * np.maximum(outcomes, 0.0)
    if terms.cap is not None:
        due = np.minimum(due, terms.cap)
    if terms.threshold > 0.0:
        due = np.where(outcomes >= terms.threshold * expected * (1.0 - 1e-12), due, 0.0)
    return np.diff(np.maximum.accumulate(due, axis=1), axis=1, prepend=0.0)


def _returns(flows: Array) -> Array:
    """Return the rate of return of each row; equal rows, as at a cap, are worked out once."""
    rows, where = np.unique(np.round(flows, 2), axis=0, return_inverse=True)
    rates = np.array([_rate(row) for row in rows])
    return np.asarray(rates[where.reshape(-1)])


def _rate(flows: Array) -> float:
    if not (flows > 0.0).any():
        return LOST
    found = internal_rate_of_return(flows).rate
    return float("nan") if found is None else found


def break_even_scale(expected: Array, invested: Array, terms: Terms) -> float | None:
    """Return the share of the expected outcomes at which public payments just cover the investment.

    None where they never do, because of the cap or because no outcomes are expected.
    """
    total = float(invested.sum())
    if float(expected[-1]) <= 0.0 or (terms.cap is not None and terms.cap < total - 0.5):
        return None
    share = total / (terms.unit_payment * float(expected[-1])) if terms.unit_payment > 0.0 else None
    return None if share is None else max(share, terms.threshold)
