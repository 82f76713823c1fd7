"""What interventions cost and change: the streams of each alone, and what overlap leaves of all together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cba.cashflow import Stream, cost_streams, effect_streams
from cba.inputs import Array, Values
from cba.interventions import Effect, Intervention, change
from cba.overlap import overlap_factors
from cba.yearly import Yearly


@dataclass(frozen=True, slots=True)
class EffectChange:
    """An effect and the change in events it makes by year.

    Attributes:
        streams: what the change is worth.
        overlapped: whether the change is what is left of it beside other interventions.
    """

    intervention: Intervention
    effect: Effect
    change: Yearly
    streams: tuple[Stream, ...]
    overlapped: bool = False

    @property
    def avoided(self) -> Yearly:
        """Units avoided (or gained) by year; positive is better."""
        return self.change * self.effect.outcome.sign


@dataclass(frozen=True, slots=True)
class Account:
    """One intervention by itself: starters by year, what it costs (explicit flows too) and changes."""

    starters: Yearly
    costs: tuple[Stream, ...]
    changes: tuple[EffectChange, ...]

    @property
    def streams(self) -> list[Stream]:
        """All streams: costs, flows and what follows from effects."""
        return [*self.costs, *(stream for item in self.changes for stream in item.streams)]


@dataclass(frozen=True, slots=True)
class Accounts:
    """All interventions: each alone by id, and the changes that are left when all are together."""

    alone: Mapping[str, Account]
    together: tuple[EffectChange, ...]

    @property
    def changes(self) -> list[EffectChange]:
        """The changes of each alone, in the order of `together`."""
        return [item for own in self.alone.values() for item in own.changes]


def accounts_of(interventions: Sequence[Intervention], at: Values) -> Accounts:
    """Return the accounts of interventions at the values of their inputs."""
    alone = {item.id: _account(item, at) for item in interventions}
    factors = overlap_factors(interventions, at)
    together = tuple(_left(item, factors, at) for own in alone.values() for item in own.changes)
    return Accounts(alone, together)


def _account(item: Intervention, at: Values) -> Account:
    changes = tuple(_change(item, effect, change(item, effect, at), at) for effect in item.effects)
    return Account(item.starters(at), tuple(cost_streams(item, at)), changes)


def _change(
    item: Intervention, effect: Effect, yearly: Yearly, at: Values, *, overlapped: bool = False
) -> EffectChange:
    return EffectChange(item, effect, yearly, tuple(effect_streams(effect, yearly, at)), overlapped)


def _left(own: EffectChange, factors: Mapping[tuple[str, str], Array], at: Values) -> EffectChange:
    """Return what overlap leaves of a change; the change itself where nothing overlaps it."""
    factor = factors.get((own.intervention.id, own.effect.outcome.id))
    if factor is None:
        return own
    return _change(own.intervention, own.effect, own.change.by_year(factor), at, overlapped=True)
