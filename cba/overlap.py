"""Interventions on the same outcome: reductions multiply, they never add up (conventions, overlap).

Effects overlap when they reduce the same reported incidents of a place, or when their interventions say
`overlaps_with`. Each intervention's own change is then scaled by combined ÷ Σ own in that year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from cba.effects import Explicit, PlaceBaseline, Relative, Success, cohorts
from cba.inputs import Array, Values
from cba.interventions import Effect, Intervention, people_rate, per_person, place_reduction

MOST_OVERLAPPING = 12


@dataclass(frozen=True, slots=True)
class Part:
    """One effect's part in an overlap.

    Attributes:
        exposed: people by year of entry, or ones for a place, shape (H,).
        rate: events per exposed unit and year without the interventions.
        reduction: r by year since entry (people) or by year (place), shape (H,).
        place: whether it is place-based.
    """

    intervention: Intervention
    effect: Effect
    exposed: Array
    rate: float
    reduction: Array
    place: bool

    @property
    def key(self) -> tuple[str, str]:
        """Intervention id and outcome id."""
        return self.intervention.id, self.effect.outcome.id

    def events(self, exposed: Array, per_unit: Array) -> Array:
        """Return events by year from reductions per unit."""
        return per_unit * exposed if self.place else cohorts(exposed, per_unit)


def overlap_factors(interventions: Sequence[Intervention], at: Values) -> dict[tuple[str, str], Array]:
    """Return, for each effect that overlaps another, combined ÷ Σ own by year, shape (H,).

    Keys are (intervention id, outcome id); effects that overlap nothing are absent.
    """
    factors: dict[tuple[str, str], Array] = {}
    for group in overlapping(interventions, at):
        own = sum(
            (p.events(p.exposed, p.rate * p.reduction) for p in group), np.zeros(group[0].reduction.size)
        )
        combined = _combined(group, own)
        scale = np.divide(combined, own, out=np.ones_like(own), where=np.abs(own) > 1e-15)
        factors.update({part.key: scale for part in group})
    return factors


def overlapping(interventions: Sequence[Intervention], at: Values) -> Iterator[list[Part]]:
    """Yield the groups of effects that overlap: connected by a shared place or by `overlaps_with`."""
    by_outcome: dict[str, list[tuple[Intervention, Effect]]] = defaultdict(list)
    for intervention in interventions:
        for effect in intervention.effects:
            by_outcome[effect.outcome.id].append((intervention, effect))
    for pairs in by_outcome.values():
        for group in _components(pairs):
            parts = [part for pair in group if (part := _part(*pair, at)) is not None]
            if len(parts) > 1:
                yield parts


def related(one: tuple[Intervention, Effect], other: tuple[Intervention, Effect]) -> bool:
    """Tell whether two effects on one outcome overlap."""
    base, other_base = _register_base(one[1]), _register_base(other[1])
    if base is not None and base == other_base:
        return True
    if one[1].is_place_based() != other[1].is_place_based():
        return False
    return other[0].id in one[0].overlaps_with or one[0].id in other[0].overlaps_with


def _components(pairs: list[tuple[Intervention, Effect]]) -> list[list[tuple[Intervention, Effect]]]:
    """Group what is connected; a place's register figure connects all that use it."""
    parent = list(range(len(pairs)))

    def root(index: int) -> int:
        while parent[index] != index:
            index = parent[index]
        return index

    first_with: dict[object, int] = {}
    ids = {pair[0].id: index for index, pair in enumerate(pairs)}
    for index, (intervention, effect) in enumerate(pairs):
        base = _register_base(effect)
        if base is not None:
            parent[root(index)] = root(first_with.setdefault(base, index))
        for other in intervention.overlaps_with:
            if other in ids and related(pairs[index], pairs[ids[other]]):
                parent[root(index)] = root(ids[other])
    groups: dict[int, list[tuple[Intervention, Effect]]] = defaultdict(list)
    for index, pair in enumerate(pairs):
        groups[root(index)].append(pair)
    return [group for group in groups.values() if len(group) > 1]


def _register_base(effect: Effect) -> tuple[str, ...] | None:
    statement = effect.statement
    if isinstance(statement, Relative) and isinstance(statement.baseline, PlaceBaseline):
        return statement.baseline.base if statement.baseline.from_register else None
    return None


def _part(intervention: Intervention, effect: Effect, at: Values) -> Part | None:
    horizon = intervention.horizon
    if isinstance(effect.statement, Explicit):
        return None
    if isinstance(effect.statement, Relative) and isinstance(effect.statement.baseline, PlaceBaseline):
        place = effect.statement.baseline
        # rows on one register figure share its total, so their reductions combine as shares of it
        rate = 1.0 if place.from_register else at(place.incidents) / at(place.reporting_rate)
        reduction = place_reduction(intervention, effect, at)
        return Part(intervention, effect, np.ones(horizon), rate, reduction, place=True)
    rate_or_none = people_rate(effect, at)
    if not rate_or_none:
        return None
    exposed = intervention.exposed(effect, at)
    if isinstance(effect.statement, Success):
        reduction = np.zeros(horizon)
        reduction[0] = effect.statement.rate(at) * effect.expected_here(at)
        return Part(intervention, effect, exposed, 1.0, reduction, place=False)
    reduction = -per_person(effect, horizon, at) / rate_or_none
    return Part(intervention, effect, exposed, rate_or_none, reduction, place=False)


def _combined(group: list[Part], own: Array) -> Array:
    """Return the events avoided together: inclusion and exclusion over those that overlap one another."""
    bases = {_register_base(part.effect) for part in group}
    if len(bases) == 1 and None not in bases:
        together = np.ones_like(own)
        for part in group:
            together *= 1.0 - part.reduction
        return np.asarray(1.0 - together)
    combined = own.copy()
    for size in range(2, len(group) + 1):
        for clique in combinations(group, size):
            if all(
                related((a.intervention, a.effect), (b.intervention, b.effect))
                for a, b in combinations(clique, 2)
            ):
                combined += (-1.0) ** (size + 1) * _shared(clique)
    return combined


def _shared(clique: Sequence[Part]) -> Array:
    """Return the events that all of the clique would avoid: those whom every one of them reaches."""
    exposed = np.minimum.reduce([part.exposed for part in clique])
    rate = float(np.mean([part.rate for part in clique]))
    product = np.multiply.reduce([part.reduction for part in clique])
    return clique[0].events(exposed, rate * product)
