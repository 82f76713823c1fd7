"""Who must pay whom so that nobody loses: the smallest transfers between payers, as a linear programme.

Payer i has a net result n_i. Transfers t_ij ≥ 0 go from a public payer that gains to one that loses, and e_j
≥ 0 comes from outside:

    minimise   Σ e_j, then Σ t_ij, then the largest share of its gain that any giver gives away, then what
               goes to others than those who lose most
    subject to n_j + e_j + Σ_i t_ij − Σ_k t_jk ≥ 0   for every j

Each step keeps what the one before it found, so the answer is the smallest and, among the smallest, the one
that asks the same share of every giver. The last step only matters where gains cannot cover all losses: it
leaves no choice between payers to the solver.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cba.inputs import Array
from cba.statements import PUBLIC_PAYERS

if TYPE_CHECKING:
    from cba.allocation.compiling import Matrices

ROUNDING = 0.5
"""Kroner; a loss smaller than this is none."""

_SLACK = 1e-9
_SECONDS = 60.0
"""Far more than a programme of a handful of payers ever takes."""


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
    rows = np.vstack(
        [
            np.hstack([-received, -np.eye(losers), np.zeros((losers, 1))]),
            np.hstack([given, nothing, np.zeros((givers, 1))]),
            np.hstack([given, nothing, -gains[:, None]]),
        ]
    )
    limits = np.concatenate([-needs, gains, np.zeros(givers)])
    from_outside = np.concatenate([np.zeros(count), np.ones(losers), [0.0]])
    transferred = np.concatenate([np.ones(count), np.zeros(losers), [0.0]])
    share = np.concatenate([np.zeros(count + losers), [1.0]])
    place = np.argsort(np.argsort(-needs, kind="stable")).astype(np.float64)
    later = np.concatenate([np.tile(place, givers), np.zeros(losers), [0.0]])
    found = _minima([from_outside, transferred, share, later], rows, limits)
    return found[:count].reshape(givers, losers), found[count : count + losers]


def _minima(objectives: Sequence[Array], rows: Array, limits: Array) -> Array:
    """Return x ≥ 0 with rows·x ≤ limits that is smallest by each objective in turn."""
    from cba.allocation.highs import Session

    session = Session(_program(rows, limits), gap=0.0, seed=0)
    found = np.zeros(rows.shape[1])
    for objective in objectives:
        session.costs(-objective)
        outcome = session.solve(_SECONDS)
        if outcome.status != "optimal":
            raise AssertionError(f"money from outside always makes it feasible: {outcome.status}")
        found = outcome.x
        terms = [(int(column), float(objective[column])) for column in np.flatnonzero(objective)]
        session.add_row(terms, -np.inf, float(objective @ found) + _SLACK)
    return found


def _program(rows: Array, limits: Array) -> Matrices:
    from cba.allocation.compiling import Matrices

    number, columns = rows.shape
    return Matrices(
        costs=np.zeros(columns),
        lower=np.zeros(columns),
        upper=np.full(columns, np.inf),
        whole=np.zeros(columns, dtype=np.bool_),
        row_lower=np.full(number, -np.inf),
        row_upper=limits,
        starts=np.arange(number + 1, dtype=np.int32) * columns,
        indices=np.tile(np.arange(columns, dtype=np.int32), number),
        values=rows.ravel(),
    )


def none_worse_off(net: Mapping[str, Array], proposal: Proposal) -> float:
    """Return the share of draws in which no payer loses once the transfers are made.

    Args:
        net: net result of each payer over joint draws, shape (D,).
        proposal: fixed amounts, the same in every draw.
    """
    after = np.array([values + proposal.received(payer) for payer, values in net.items()])
    return float(np.mean((after >= -ROUNDING).all(axis=0)))
