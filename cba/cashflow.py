"""Quantities × prices × payers × years (method §3).

A stream is one amount a year with its payers, nature and area. The lens books streams into a ledger: benefits
and costs of shape (payers, H), positive benefits are gains, positive costs are outlays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from cba.effects import cohorts
from cba.inputs import Array, Values
from cba.interventions import Effect, Intervention
from cba.statements import PUBLIC_PAYERS

Kind = Literal["cost", "benefit"]


@dataclass(frozen=True, slots=True)
class Lens:
    """Who and what a model counts, and the factors it applies.

    Attributes:
        payers: the payers counted, in order.
        natures: the natures counted.
        net_tax_factor: factor on public resource amounts; 1 where the lens does not adjust.
        tax_distortion: factor on net public outlay; 1 where the lens does not adjust.
    """

    payers: tuple[str, ...]
    natures: frozenset[str]
    net_tax_factor: float = 1.0
    tax_distortion: float = 1.0


@dataclass(frozen=True, slots=True)
class Stream:
    """Yearly amounts of one kind, in price-year kroner before the lens, shape (H,).

    Attributes:
        price: the price id behind it; None for costs and flows.
        from_effect: whether it follows from an effect.
    """

    amounts: Array
    kind: Kind
    shares: Mapping[str, float]
    nature: str
    counterpart: str
    area: str
    price: str | None = None
    from_effect: bool = False


@dataclass(slots=True)
class Ledger:
    """Booked amounts: `benefits` and `costs` (payers, H), benefits by area (H,), net public outlay (H,)."""

    payers: tuple[str, ...]
    benefits: Array
    costs: Array
    outlay: Array
    areas: dict[str, Array] = field(default_factory=dict)

    @property
    def net(self) -> Array:
        """Benefits minus costs, shape (payers, H)."""
        return self.benefits - self.costs


def cost_streams(intervention: Intervention, at: Values) -> list[Stream]:
    """Return what the intervention costs, and its explicit flows."""
    starters = intervention.starters(at)
    operating = np.array(intervention.operating, dtype=np.float64)
    first = np.zeros_like(operating)
    first[np.flatnonzero(operating)[:1]] = 1.0
    units = {
        "start": first,
        "year": operating,
        "participant": starters,
        "completer": starters * at(intervention.completion),
    }
    streams = [
        Stream(at(c.amount) * units[c.per], "cost", c.shares, c.nature, c.counterpart, "andet")
        for c in intervention.costs
    ]
    for flow in intervention.flows:
        amounts = np.array([0.0 if item is None else at(item) for item in flow.amounts])
        streams.append(Stream(amounts, flow.kind, flow.shares, flow.nature, flow.counterpart, flow.area))
    return streams


def effect_streams(effect: Effect, change: Array, at: Values) -> list[Stream]:
    """Return what a change in an outcome is worth: `−ΔQ·price` for each consequence.

    Args:
        effect: whose consequences follow.
        change: change in events by year, shape (H,).
        at: values of the inputs.
    """
    streams = []
    for item in effect.consequences:
        quantity = cohorts(change, item.profile(change.size, at))
        price = item.price
        streams.append(
            Stream(
                -quantity * at(price.amount),
                "benefit",
                price.shares,
                price.nature,
                price.counterpart,
                price.area,
                price.id,
                from_effect=True,
            )
        )
    return streams


def book(streams: Iterable[Stream], lens: Lens, horizon: int) -> Ledger:
    """Book streams through a lens.

    Transfers and taxes are booked a second time with opposite sign on their counterpart; public resource
    amounts are multiplied by the net tax factor; the tax distortion on net public outlay is a cost of
    `oevrige`.
    """
    shape = (len(lens.payers), horizon)
    ledger = Ledger(lens.payers, np.zeros(shape), np.zeros(shape), np.zeros(horizon))
    row = {payer: index for index, payer in enumerate(lens.payers)}
    for stream in streams:
        if stream.nature in lens.natures:
            _book_one(stream, lens, row, ledger)
    if lens.tax_distortion != 1.0 and "oevrige" in row:
        ledger.costs[row["oevrige"]] += (lens.tax_distortion - 1.0) * ledger.outlay
    return ledger


def _book_one(stream: Stream, lens: Lens, row: Mapping[str, int], ledger: Ledger) -> None:
    rows = ledger.benefits if stream.kind == "benefit" else ledger.costs
    outlay = 1.0 if stream.kind == "cost" else -1.0
    for payer, share in _entries(stream):
        public = payer in PUBLIC_PAYERS
        if public:
            ledger.outlay += outlay * share * stream.amounts
        if payer not in row:
            continue
        factor = lens.net_tax_factor if public and stream.nature == "resource" else 1.0
        amounts = share * factor * stream.amounts
        rows[row[payer]] += amounts
        if stream.kind == "benefit":
            ledger.areas[stream.area] = ledger.areas.get(stream.area, 0.0) + amounts


def _entries(stream: Stream) -> Sequence[tuple[str, float]]:
    entries = list(stream.shares.items())
    if stream.nature in ("transfer", "tax"):
        entries.append((stream.counterpart, -sum(stream.shares.values())))
    return entries
