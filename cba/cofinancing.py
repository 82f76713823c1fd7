"""Who must pay whom so that nobody loses: the smallest transfers between payers, as a linear programme.

Payer i has a net result n_i. Transfers t_ij ≥ 0 go from a public payer that gains to one that loses, and e_j
≥ 0 comes from outside:

    minimise   Σ e_j, then Σ t_ij, then the largest share of its gain that any giver gives away
    subject to n_j + e_j + Σ_i t_ij − Σ_k t_jk ≥ 0   for every j

Each step keeps what the one before it found, so the answer is the smallest and, among the smallest, the one
that asks the same share of every giver.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cba.inputs import Array
from cba.statements import PUBLIC_PAYERS

ROUNDING = 0.5
"""Kroner; a loss smaller than this is none."""

_SLACK = 1e-10


@dataclass(frozen=True, slots=True)
class Transfer:
    """An amount that one payer gives another, price-year kroner of present value."""

    giver: str
    receiver: str
    amount: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """The smallest transfers that leave no payer worse off.

    Attributes:
        transfers: largest first; none where nobody loses.
        outside: kroner that no payer's gain can cover, by payer that lacks them.
    """

    transfers: tuple[Transfer, ...]
    outside: Mapping[str, float]

    @property
    def total(self) -> float:
        """Return all transfers between payers together."""
        return sum(item.amount for item in self.transfers)

    @property
    def missing(self) -> float:
        """Return what must come from outside."""
        return sum(self.outside.values())

    def received(self, payer: str) -> float:
        """Return what a payer receives from others, less what it gives; money from outside included."""
        gets = sum(t.amount for t in self.transfers if t.receiver == payer)
        gives = sum(t.amount for t in self.transfers if t.giver == payer)
        return gets - gives + self.outside.get(payer, 0.0)


def smallest_transfers(net: Mapping[str, float], givers: Sequence[str] = PUBLIC_PAYERS) -> Proposal:
    """Return the smallest transfers after which no payer has a negative net result.

    Args:
        net: net result by payer, kroner: the mean, or what a payer can count on with some probability.
        givers: payers who can pay; the public ones, since nobody sends victims or citizens a bill.
    """
    losing = [payer for payer, amount in net.items() if amount < -ROUNDING]
    giving = [payer for payer in net if payer in givers and net[payer] > ROUNDING]
    if not losing:
        return Proposal((), {})
    if not giving:
        return Proposal((), {payer: -net[payer] for payer in losing})
    scale = max(abs(net[payer]) for payer in (*losing, *giving))
    needs = np.array([-net[payer] for payer in losing]) / scale
    gains = np.array([net[payer] for payer in giving]) / scale
    pairs, outside = _solved(gains, needs)
    found = [
        Transfer(giver, receiver, float(pairs[i, j]) * scale)
        for i, giver in enumerate(giving)
        for j, receiver in enumerate(losing)
        if pairs[i, j] * scale > ROUNDING
    ]
    left = {p: float(e) * scale for p, e in zip(losing, outside, strict=True) if e * scale > ROUNDING}
    return Proposal(tuple(sorted(found, key=lambda t: (-t.amount, t.giver, t.receiver))), left)


def _solved(gains: Array, needs: Array) -> tuple[Array, Array]:
    """Return the transfers (givers, losers) and what comes from outside (losers), from three programmes.

    The unknowns are t_ij row by row, e_j, and the largest share given away.
    """
    givers, losers = len(gains), len(needs)
    count = givers * losers
    given, received = np.kron(np.eye(givers), np.ones(losers)), np.kron(np.ones(givers), np.eye(losers))
    nothing = np.zeros((givers, losers))
    rows = [
        np.hstack([-received, -np.eye(losers), np.zeros((losers, 1))]),
        np.hstack([given, nothing, np.zeros((givers, 1))]),
        np.hstack([given, nothing, -gains[:, None]]),
    ]
    limits = [-needs, gains, np.zeros(givers)]
    from_outside = np.concatenate([np.zeros(count), np.ones(losers), [0.0]])
    transferred = np.concatenate([np.ones(count), np.zeros(losers), [0.0]])
    share = np.concatenate([np.zeros(count + losers), [1.0]])
    found = share
    for objective in (from_outside, transferred, share):
        found = _minimum(objective, np.vstack(rows), np.concatenate(limits))
        rows.append(objective[None, :])
        limits.append(np.array([objective @ found + _SLACK]))
    return found[:count].reshape(givers, losers), found[count : count + losers]


def _minimum(objective: Array, rows: Array, limits: Array) -> Array:
    from scipy.optimize import linprog

    result = linprog(objective, A_ub=rows, b_ub=limits, bounds=(0, None), method="highs-ds")
    if result.status != 0:
        raise AssertionError(f"money from outside always makes it feasible: {result.message}")
    return np.asarray(result.x, dtype=np.float64)


def none_worse_off(net: Mapping[str, Array], proposal: Proposal) -> float:
    """Return the share of draws in which no payer loses once the transfers are made.

    Args:
        net: net result of each payer over joint draws, shape (D,).
        proposal: fixed amounts, the same in every draw.
    """
    after = np.array([values + proposal.received(payer) for payer, values in net.items()])
    return float(np.mean((after >= -ROUNDING).all(axis=0)))
