"""What an intervention, or all together, is worth through a lens: the result of one calculation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from cba.accounts import EffectChange
from cba.cashflow import Ledger, Lens, Stream, book, effect_streams
from cba.effects import Success
from cba.inputs import Array, Values
from cba.interventions import Outcome
from cba.measures import Irr, internal_rate_of_return, payback, ratio, zero_at

_NOISE = 1e-13


@dataclass(frozen=True)
class Calendar:
    """The years counted and their discount factors, shape (H,)."""

    start: int
    discount: Array

    @property
    def horizon(self) -> int:
        """Number of years H."""
        return self.discount.size

    def present_value(self, amounts: Array) -> Any:
        """Return the present value at the start of amounts with years on the last axis."""
        return amounts @ self.discount


@dataclass(frozen=True)
class PayerResult:
    """What one payer gains and pays, in price-year kroner of present value."""

    npv: float
    pv_benefits: float
    pv_costs: float
    payback_year: int | None
    discounted_payback_year: int | None


@dataclass(frozen=True)
class OutcomeResult:
    """How much of an outcome is avoided (or gained), undiscounted."""

    outcome: Outcome
    by_year: Array
    cost_per_avoided: float | None

    @property
    def avoided(self) -> float:
        """Units over the horizon."""
        return float(self.by_year.sum())


@dataclass(frozen=True)
class Switching:
    """Values at which the net present value is zero, all else fixed; None where there is none."""

    effect_share: float | None
    cost_factor: float | None
    success_rate: float | None
    prices: Mapping[str, float | None]


class Result:
    """What an intervention, or the portfolio of all, is worth through a lens.

    Amounts are price-year kroner. Arrays have years on the last axis; `ledger` rows follow `payers`.
    """

    def __init__(
        self,
        id: str,
        costs: Sequence[Stream],
        changes: Sequence[EffectChange],
        starters: float,
        calendar: Calendar,
        lens: Lens,
        at: Values,
    ) -> None:
        """Book all streams; measures are computed when asked for."""
        self.id = id
        self.starters = starters
        self.calendar = calendar
        self.lens = lens
        self._costs, self._changes, self._at = tuple(costs), tuple(changes), at
        self.ledger: Ledger = book(self.streams, lens, calendar.horizon)

    @property
    def streams(self) -> list[Stream]:
        """All streams: costs, flows and what follows from effects."""
        return [*self._costs, *(stream for item in self._changes for stream in item.streams)]

    @property
    def payers(self) -> tuple[str, ...]:
        """The payers counted, in order."""
        return self.lens.payers

    @cached_property
    def net(self) -> Array:
        """Net result of all payers by year, shape (H,)."""
        return _cleared(self.ledger.net.sum(axis=0), np.abs(self.ledger.net).sum(axis=0))

    @cached_property
    def pv_benefits(self) -> float:
        """Present value of benefits."""
        return self._total(self.ledger.benefits)

    @cached_property
    def pv_costs(self) -> float:
        """Present value of intervention costs, tax distortion included."""
        return self._total(self.ledger.costs)

    def _total(self, amounts: Array) -> float:
        """Return the present value over all payers."""
        size = float(self.calendar.present_value(np.abs(amounts)).sum())
        return float(_cleared(self.calendar.present_value(amounts).sum(), np.asarray(size)))

    @property
    def npv(self) -> float:
        """Net present value at the start."""
        return self.pv_benefits - self.pv_costs

    @property
    def bcr(self) -> float | None:
        """Benefit–cost ratio; None when costs are not positive."""
        return ratio(self.pv_benefits, self.pv_costs)

    @cached_property
    def irr(self) -> Irr:
        """Internal rate of return of the undiscounted net."""
        return internal_rate_of_return(self.net)

    @property
    def payback_year(self) -> int | None:
        """First calendar year from which the cumulative net stays at or above zero."""
        return payback(self.net, self.calendar.start)

    @property
    def discounted_payback_year(self) -> int | None:
        """The same on discounted amounts."""
        return payback(self.net * self.calendar.discount, self.calendar.start)

    @property
    def npv_per_participant(self) -> float | None:
        """Net present value per starter; None without participants."""
        return self.npv / self.starters if self.starters > 0.0 else None

    @property
    def equivalent_yearly(self) -> float:
        """The constant yearly amount with the same present value."""
        return self.npv / float(self.calendar.discount.sum())

    @cached_property
    def by_payer(self) -> dict[str, PayerResult]:
        """Results of each payer the lens counts."""
        return {payer: self._payer(row) for row, payer in enumerate(self.payers)}

    def _payer(self, row: int) -> PayerResult:
        benefits = float(self.calendar.present_value(self.ledger.benefits[row]))
        costs = float(self.calendar.present_value(self.ledger.costs[row]))
        net, start = self.ledger.net[row], self.calendar.start
        discounted = net * self.calendar.discount
        return PayerResult(benefits - costs, benefits, costs, payback(net, start), payback(discounted, start))

    @cached_property
    def by_area(self) -> dict[str, float]:
        """Present value of benefits by consequence area."""
        return {area: float(self.calendar.present_value(v)) for area, v in self.ledger.areas.items()}

    @cached_property
    def outcomes(self) -> dict[str, OutcomeResult]:
        """Outcomes avoided or gained."""
        totals: dict[str, tuple[Outcome, Array]] = {}
        for item in self._changes:
            outcome = item.effect.outcome
            before = totals[outcome.id][1] if outcome.id in totals else 0.0
            totals[outcome.id] = (outcome, before + item.avoided.amounts)
        return {id: self._outcome(outcome, years) for id, (outcome, years) in totals.items()}

    def _outcome(self, outcome: Outcome, by_year: Array) -> OutcomeResult:
        avoided = float(by_year.sum())
        return OutcomeResult(outcome, by_year, self.pv_costs / avoided if avoided > 0.0 else None)

    def worth(self, streams: Sequence[Stream]) -> float:
        """Return the net present value of some streams alone, tax factors included."""
        return self._total(book(streams, self.lens, self.calendar.horizon).net)

    @cached_property
    def switching(self) -> Switching:
        """Effect, cost, success rate and prices at which the net present value is zero."""
        effects = [s for item in self._changes for s in item.streams]
        gains = book(effects, self.lens, self.calendar.horizon).benefits
        costs = self.worth([s for s in self._costs if s.kind == "cost"])
        from_effects = self._total(gains)
        return Switching(
            effect_share=zero_at(self.npv - self.worth(effects), self.npv) if from_effects > 0.0 else None,
            cost_factor=zero_at(self.npv - costs, self.npv) if self.pv_costs > 0.0 else None,
            success_rate=self._success_rate(),
            prices=self._prices(),
        )

    def _success_rate(self) -> float | None:
        found = [c for c in self._changes if isinstance(c.effect.statement, Success)]
        if len(found) != 1 or found[0].overlapped:
            return None
        item, statement = found[0], found[0].effect.statement
        assert isinstance(statement, Success)
        exposed = item.intervention.exposed(item.effect, self._at)
        one = exposed * item.effect.outcome.sign * item.effect.expected_here(self._at)
        per_unit = self.worth(effect_streams(item.effect, one, self._at))
        if per_unit == 0.0:
            return None
        net = statement.rate(self._at) - self.npv / per_unit
        without = 0.0 if statement.without_rate is None else self._at(statement.without_rate)
        return float(net + without)

    def _prices(self) -> dict[str, float | None]:
        amounts = {c.price.id: c.price.amount for i in self._changes for c in i.effect.consequences}
        found: dict[str, float | None] = {}
        for id, amount in amounts.items():
            worth = self.worth([s for s in self.streams if s.price == id])
            found[id] = float(self._at(amount) * (1.0 - self.npv / worth)) if worth != 0.0 else None
        return found

    def __repr__(self) -> str:
        """Return the result in one line."""
        payers = ", ".join(f"{payer} {r.npv:,.0f}" for payer, r in self.by_payer.items() if r.npv)
        return f"<{self.id}: net {self.npv:,.0f} DKK ({payers or 'nothing for anybody'})>"


def _cleared(total: Array, size: Array) -> Array:
    """Return totals without rounding noise: transfers that net out leave 1e-11 kroner, not nothing."""
    return np.where(np.abs(total) <= _NOISE * size, 0.0, total)
