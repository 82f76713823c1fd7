"""Quantities × prices × payers × years (method §3).

A stream is one amount a year with its payers, nature and area. The lens says what of it counts for whom:
its entries. Entries go into a ledger of benefits and costs of shape (payers, H), positive benefits are gains,
positive costs are outlays; over draws they go into present values (`cba.uncertainty.evaluation`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from cba.inputs import Array, Values
from cba.interventions import Effect, Intervention
from cba.statements import PUBLIC_PAYERS
from cba.yearly import Yearly, by_years

Kind = Literal["cost", "benefit"]

DISTORTION_PAYER = "oevrige"


@dataclass(frozen=True, slots=True)
class Stream:
    """Yearly amounts of one kind, in price-year kroner before the lens.

    Attributes:
        price: the price id behind it; None for costs and flows.
        from_effect: whether it follows from an effect.
    """

    yearly: Yearly
    kind: Kind
    shares: Mapping[str, float]
    nature: str
    counterpart: str
    area: str
    price: str | None = None
    from_effect: bool = False

    def booked(self) -> Iterator[tuple[str, float]]:
        """Yield payers with their shares; a transfer or tax again, turned, on its counterpart."""
        yield from self.shares.items()
        if self.nature in ("transfer", "tax"):
            yield self.counterpart, -sum(self.shares.values())


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

    def entries(self, stream: Stream) -> Iterator[tuple[Kind, str, float]]:
        """Yield what of a stream counts: kind, payer and factor on its amounts.

        Public resource amounts are multiplied by the net tax factor; the tax distortion on net public
        outlay is a cost of `oevrige`.
        """
        if stream.nature not in self.natures:
            return
        for payer, share in stream.booked():
            public = payer in PUBLIC_PAYERS
            if payer in self.payers:
                taxed = public and stream.nature == "resource"
                yield stream.kind, payer, share * (self.net_tax_factor if taxed else 1.0)
        if self.tax_distortion != 1.0 and DISTORTION_PAYER in self.payers:
            outlay = sum(share for payer, share in stream.booked() if payer in PUBLIC_PAYERS)
            sign = 1.0 if stream.kind == "cost" else -1.0
            yield "cost", DISTORTION_PAYER, (self.tax_distortion - 1.0) * sign * outlay


@dataclass(slots=True)
class Ledger:
    """Booked amounts: `benefits` and `costs` (payers, H), benefits by area (H,)."""

    payers: tuple[str, ...]
    benefits: Array
    costs: Array
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
        "start": Yearly(1.0, first),
        "year": Yearly(1.0, operating),
        "participant": starters,
        "completer": intervention.completers(at),
    }
    if any(intervention.settled):
        unsettled = 1.0 - np.array(intervention.settled, dtype=np.float64)
        units = {per: number.by_year(unsettled) for per, number in units.items()}
    streams = [
        Stream(units[c.per] * at(c.amount), "cost", c.shares, c.nature, c.counterpart, "andet")
        for c in intervention.costs
    ]
    for flow in intervention.flows:
        amounts = by_years([0.0 if item is None else at(item) for item in flow.amounts])
        yearly = Yearly(1.0, amounts)
        streams.append(Stream(yearly, flow.kind, flow.shares, flow.nature, flow.counterpart, flow.area))
    return streams


def effect_streams(effect: Effect, change: Yearly, at: Values) -> list[Stream]:
    """Return what a change in an outcome, in events by year, is worth: `−ΔQ·price` for each consequence."""
    streams = []
    for item in effect.consequences:
        price = item.price
        worth = -change.followed_by(item.units(change.horizon, at)) * at(price.amount)
        streams.append(
            Stream(
                worth,
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
    """Book streams through a lens: what counts, by payer and year."""
    shape = (len(lens.payers), horizon)
    ledger = Ledger(lens.payers, np.zeros(shape), np.zeros(shape))
    rows = {"benefit": ledger.benefits, "cost": ledger.costs}
    for stream in streams:
        years = stream.yearly.amounts
        for kind, payer, factor in lens.entries(stream):
            rows[kind][lens.payers.index(payer)] += factor * years
            if kind == "benefit":
                ledger.areas[stream.area] = ledger.areas.get(stream.area, 0.0) + factor * years
    return ledger
