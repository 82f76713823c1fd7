"""What interventions cost and change: the streams of each alone, and what overlap leaves of all together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cba.cashflow import Stream, cost_streams, effect_streams
from cba.inputs import Array, Values
from cba.interventions import Avoided, Effect, Intervention, avoided, change
from cba.overlap import Key, Kinds, Part, factors_of, groups_of, part_of
from cba.yearly import Yearly


@dataclass(frozen=True, slots=True)
class EffectChange:
    """An effect and the change in events it makes by year.

    Attributes:
        basis: the events avoided that the change comes from, for a relative effect.
        streams: what the change is worth.
        overlapped: whether the change is what is left of it beside other interventions.
    """

    intervention: Intervention
    effect: Effect
    change: Yearly
    basis: Avoided | None
    streams: tuple[Stream, ...]
    overlapped: bool = False

    @property
    def key(self) -> Key:
        """Intervention id and outcome id."""
        return self.intervention.id, self.effect.outcome.id

    @property
    def avoided(self) -> Yearly:
        """Units avoided (or gained) by year; positive is better."""
        return self.change * self.effect.outcome.sign

    def part(self, at: Values) -> Part | None:
        """Return its part in an overlap; None where it takes nothing from a baseline."""
        return part_of(self.intervention, self.effect, self.basis, at)


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
    alone = {item.id: account_of(item, at) for item in interventions}
    changes = [item for own in alone.values() for item in own.changes]
    return Accounts(alone, tuple(what_is_left(changes, groups_of(interventions), at)))


def account_of(item: Intervention, at: Values) -> Account:
    """Return the account of one intervention by itself."""
    changes = tuple(_change(item, effect, at) for effect in item.effects)
    return Account(item.starters(at), tuple(cost_streams(item, at)), changes)


def what_is_left(
    changes: Sequence[EffectChange], groups: Sequence[Sequence[Key]], at: Values
) -> Iterator[EffectChange]:
    """Yield what overlap leaves of each change; the change itself where nothing overlaps it.

    Args:
        changes: of each intervention alone; all of those in a group.
        groups: keys of the effects that overlap, from `groups_of`.
        at: values of the inputs.
    """
    by_key = {item.key: item for item in changes}
    factors: dict[Key, tuple[Array, Kinds]] = {}
    for group in groups:
        parts = [part for key in group if (part := by_key[key].part(at)) is not None]
        if len(parts) > 1:
            factors |= dict.fromkeys((part.key for part in parts), factors_of(parts))
    for own in changes:
        found = factors.get(own.key)
        yield own if found is None else _left(own, *found, at)


def _change(item: Intervention, effect: Effect, at: Values) -> EffectChange:
    basis = avoided(item, effect, at)
    yearly = change(item, effect, at) if basis is None else -basis.events()
    return EffectChange(item, effect, yearly, basis, tuple(effect_streams(effect, yearly, at)))


def _left(own: EffectChange, factors: Array, kinds: Kinds, at: Values) -> EffectChange:
    yearly = own.change.by_kind_of_year(factors, kinds)
    streams = tuple(effect_streams(own.effect, yearly, at))
    return EffectChange(own.intervention, own.effect, yearly, own.basis, streams, overlapped=True)
