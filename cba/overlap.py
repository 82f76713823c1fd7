"""Interventions on the same outcome: reductions multiply, they never add up (conventions, overlap).

Effects overlap when they reduce the same reported incidents of a place, or when their interventions say
`overlaps_with`. Each intervention's own change is then scaled by combined ÷ Σ own in that year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from cba.effects import Explicit, PlaceBaseline, Points, Relative, Success
from cba.inputs import Array, Value, Values
from cba.interventions import Effect, Intervention, people_rate, place_reduction
from cba.yearly import Yearly, cohorts, constant

MOST_OVERLAPPING = 12

_CANCELLED = 1e-9


@dataclass(frozen=True, slots=True)
class Part:
    """One effect's part in an overlap.

    Attributes:
        exposed: people by year of entry, or ones for a place, shape (H, 1) or (H, D).
        rate: events per exposed unit and year without the interventions, one number or one per draw.
        reduction: r by year since entry (people) or by year (place), shape (H, 1) or (H, D).
        place: whether it is place-based.
    """

    intervention: Intervention
    effect: Effect
    exposed: Array
    rate: Value
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
    """Return, for each effect that overlaps another, combined ÷ Σ own by year, shape (H,) or (H, D).

    Keys are (intervention id, outcome id); effects that overlap nothing are absent.
    """
    factors: dict[tuple[str, str], Array] = {}
    for group in overlapping(interventions, at):
        parts, combined = _one_register_figure(group) or _cliques(group)
        own, size = _sum(parts), _sum([np.abs(part) for part in parts])
        # harm and benefit that cancel leave nothing to share out
        shared = np.abs(own) > _CANCELLED * size
        scale = np.divide(combined, own, out=np.ones_like(own), where=shared)
        scale = scale[:, 0] if scale.shape[-1] == 1 else scale
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
    statement = effect.statement
    if isinstance(statement, Explicit):
        return None
    if isinstance(statement, Relative) and isinstance(statement.baseline, PlaceBaseline):
        place, everything = statement.baseline, constant(intervention.horizon)
        rate = at(place.incidents) / at(place.reporting_rate)
        reduction = place_reduction(intervention, effect, at)
        return Part(intervention, effect, _table(everything), rate, _table(reduction), place=True)
    rate_or_none = people_rate(effect, at)
    if rate_or_none is None or not np.any(rate_or_none):
        return None
    exposed = intervention.exposed(effect, at)
    reduction = _reduction(effect, statement, rate_or_none, exposed.horizon, at)
    return Part(intervention, effect, _table(exposed), rate_or_none, _table(reduction), place=False)


def _table(yearly: Yearly) -> Array:
    """Return amounts as years by draws, so that those with and without draws go together."""
    amounts = yearly.amounts
    return amounts if amounts.ndim == 2 else amounts[:, np.newaxis]


def _reduction(
    effect: Effect, statement: Relative | Points | Success, rate: Value, horizon: int, at: Values
) -> Yearly:
    """Return r by year since entry: the share of a person's events that the intervention avoids."""
    here = effect.expected_here(at)
    if isinstance(statement, Success):
        return Yearly(1.0, np.eye(1, horizon)[0]) * statement.rate(at) * here
    profile = Yearly(1.0, statement.persistence.profile(horizon, at)) * here
    if isinstance(statement, Relative):
        return profile * statement.reduction(at)
    return -profile * (statement.change(at) / rate)


def _sum(parts: Sequence[Array]) -> Array:
    total = np.zeros(np.broadcast_shapes(*(part.shape for part in parts)))
    for part in parts:
        total += part
    return total


def _one_register_figure(group: list[Part]) -> tuple[list[Array], Array] | None:
    """Return own and combined reductions as shares of one register figure; None when the group has others."""
    bases = {_register_base(part.effect) for part in group}
    if len(bases) != 1 or None in bases:
        return None
    left = np.ones(np.broadcast_shapes(*(part.reduction.shape for part in group)))
    for part in group:
        left *= 1.0 - part.reduction
    return [part.reduction for part in group], 1.0 - left


def _cliques(group: list[Part]) -> tuple[list[Array], Array]:
    """Return own and combined events: inclusion and exclusion over those that all overlap one another."""
    own = [part.events(part.exposed, part.rate * part.reduction) for part in group]
    combined = _sum(own)
    for clique in _larger_cliques([], group):
        combined = combined + (-1.0) ** (len(clique) + 1) * _shared(clique)
    return own, combined


def _larger_cliques(clique: list[Part], candidates: list[Part]) -> Iterator[list[Part]]:
    """Yield every set of two or more parts that all overlap one another, each once."""
    for index, part in enumerate(candidates):
        larger = [*clique, part]
        if len(larger) > 1:
            yield larger
        yield from _larger_cliques(larger, [c for c in candidates[index + 1 :] if _overlap(part, c)])


def _overlap(one: Part, other: Part) -> bool:
    return related((one.intervention, one.effect), (other.intervention, other.effect))


def _shared(clique: Sequence[Part]) -> Array:
    """Return the events that all of the clique would avoid: those whom every one of them reaches."""
    exposed = clique[0].exposed
    rate, product = clique[0].rate, clique[0].reduction
    for part in clique[1:]:
        exposed = np.minimum(exposed, part.exposed)
        rate, product = rate + part.rate, product * part.reduction
    return clique[0].events(exposed, rate / len(clique) * product)
