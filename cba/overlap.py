"""Interventions on the same outcome: reductions multiply, they never add up (conventions, overlap).

Effects overlap when they reduce the same reported incidents of a place, or when their interventions say
`overlaps_with`. Each intervention's own change is then scaled by combined ÷ Σ own in that year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from cba.effects import Explicit, PlaceBaseline, Points, Relative, Success
from cba.inputs import Array, Value, Values
from cba.interventions import Avoided, Effect, Intervention, lasting, people_rate
from cba.yearly import Yearly, cohorts

MOST_OVERLAPPING = 12

_CANCELLED = 1e-9

Key: TypeAlias = tuple[str, str]
"""Intervention id and outcome id."""

Kinds: TypeAlias = npt.NDArray[np.intp]
"""Which kind each year is of, shape (H,); years of one kind have the same factors."""


@dataclass(frozen=True, slots=True)
class Part:
    """One effect's part in an overlap: the events that it avoids by itself."""

    intervention: Intervention
    effect: Effect
    alone: Avoided

    @property
    def key(self) -> Key:
        """Intervention id and outcome id."""
        return self.intervention.id, self.effect.outcome.id


@dataclass(frozen=True, slots=True)
class _Cells:
    """A part in numbers, K kinds of year by D draws.

    Attributes:
        exposed: people by year of entry, shape (H, 1) or (H, D), every year being a kind; None for a place.
        rate: events per exposed unit and year without the interventions, one number or one per draw.
        reduction: r by year since entry (people) or by year (place), shape (K, 1) or (K, D).
    """

    part: Part
    exposed: Array | None
    rate: Value
    reduction: Array

    def overlaps(self, other: _Cells) -> bool:
        """Tell whether it and another overlap."""
        one, two = self.part, other.part
        return related((one.intervention, one.effect), (two.intervention, two.effect))


def part_of(intervention: Intervention, effect: Effect, basis: Avoided | None, at: Values) -> Part | None:
    """Return an effect's part in an overlap; None where it takes nothing from a baseline.

    Args:
        intervention: who has the effect.
        effect: on any outcome.
        basis: what the effect avoids, when it is relative.
        at: values of the inputs.
    """
    if basis is None:
        basis = _otherwise_stated(intervention, effect, at)
    if basis is None or (basis.exposed is not None and not np.any(basis.rate)):
        return None
    return Part(intervention, effect, basis)


def _otherwise_stated(intervention: Intervention, effect: Effect, at: Values) -> Avoided | None:
    """Return what points or a success rate avoid, as a reduction of the baseline's rate."""
    statement, rate = effect.statement, people_rate(effect, at)
    if isinstance(statement, Explicit) or rate is None or not np.any(rate):
        return None
    exposed = intervention.exposed(effect, at)
    if isinstance(statement, Success):
        once = Yearly(1.0, np.eye(1, exposed.horizon)[0])
        return Avoided(exposed, rate, once * statement.rate(at) * effect.expected_here(at))
    assert isinstance(statement, Points)
    return Avoided(exposed, rate, -lasting(effect, exposed.horizon, at) * (statement.change(at) / rate))


def factors_of(group: Sequence[Part]) -> tuple[Array, Kinds]:
    """Return combined ÷ Σ own of parts that overlap.

    Returns:
        The factor of each kind of year, shape (K,) or (K, D), and the kind of each year.
    """
    reductions, kinds = _by_kind_of_year(group)
    cells = [
        _Cells(part, _exposed(part), part.alone.rate, reduction)
        for part, reduction in zip(group, reductions, strict=True)
    ]
    parts, combined = _one_register_figure(cells) or _cliques(cells)
    own, size = _sum(parts), _sum([np.abs(part) for part in parts])
    # harm and benefit that cancel leave nothing to share out
    shared = np.abs(own) > _CANCELLED * size
    scale = np.divide(combined, own, out=np.ones_like(own), where=shared)
    return (scale[:, 0] if scale.shape[-1] == 1 else scale), kinds


def groups_of(interventions: Sequence[Intervention]) -> list[list[Key]]:
    """Return the groups of effects that may overlap: connected by a shared place or by `overlaps_with`."""
    by_outcome: dict[str, list[tuple[Intervention, Effect]]] = defaultdict(list)
    for intervention in interventions:
        for effect in intervention.effects:
            by_outcome[effect.outcome.id].append((intervention, effect))
    return [
        [(intervention.id, effect.outcome.id) for intervention, effect in group]
        for pairs in by_outcome.values()
        for group in _components(pairs)
    ]


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


def _by_kind_of_year(group: Sequence[Part]) -> tuple[list[Array], Kinds]:
    """Return each part's reduction by kind of year, (K, 1) or (K, D), and the kind of each year.

    In a place nothing passes from year to year: years in which every profile is the same are one kind, and a
    few kinds, such as operating and not, are all there is to calculate. Otherwise every year is a kind.
    """
    yearly = [part.alone.reduction for part in group]
    if all(part.alone.exposed is None for part in group) and all(item.profile.ndim == 1 for item in yearly):
        profiles, kinds = np.unique([item.profile for item in yearly], axis=1, return_inverse=True)
        kinds = kinds.reshape(-1)
        yearly = [Yearly(item.scale, row) for item, row in zip(yearly, profiles, strict=True)]
    else:
        kinds = np.arange(yearly[0].horizon)
    return [_table(item) for item in yearly], kinds


def _exposed(part: Part) -> Array | None:
    return None if part.alone.exposed is None else _table(part.alone.exposed)


def _table(yearly: Yearly) -> Array:
    """Return amounts as years by draws, so that those with and without draws go together."""
    amounts = yearly.amounts
    return amounts if amounts.ndim == 2 else amounts[:, np.newaxis]


def _sum(parts: Sequence[Array]) -> Array:
    total = np.zeros(np.broadcast_shapes(*(part.shape for part in parts)))
    for part in parts:
        total += part
    return total


def share_one_figure(group: Sequence[Part]) -> bool:
    """Tell whether all of a group reduce the same register figure of one place."""
    bases = {_register_base(part.effect) for part in group}
    return len(bases) == 1 and None not in bases


def _one_register_figure(group: list[_Cells]) -> tuple[list[Array], Array] | None:
    """Return own and combined reductions as shares of one register figure; None when the group has others."""
    if not share_one_figure([cells.part for cells in group]):
        return None
    left = np.ones(np.broadcast_shapes(*(cells.reduction.shape for cells in group)))
    for cells in group:
        left *= 1.0 - cells.reduction
    return [cells.reduction for cells in group], 1.0 - left


def _cliques(group: list[_Cells]) -> tuple[list[Array], Array]:
    """Return own and combined events: inclusion and exclusion over those that all overlap one another."""
    own = [_events(cells.exposed, cells.rate * cells.reduction) for cells in group]
    combined = _sum(own)
    for clique in _larger_cliques([], group):
        combined = combined + (-1.0) ** (len(clique) + 1) * _shared(clique)
    return own, combined


def _larger_cliques(clique: list[_Cells], candidates: list[_Cells]) -> Iterator[list[_Cells]]:
    """Yield every set of two or more parts that all overlap one another, each once."""
    for index, cells in enumerate(candidates):
        larger = [*clique, cells]
        if len(larger) > 1:
            yield larger
        yield from _larger_cliques(larger, [c for c in candidates[index + 1 :] if cells.overlaps(c)])


def _shared(clique: Sequence[_Cells]) -> Array:
    """Return the events that all of the clique would avoid: those whom every one of them reaches."""
    exposed = clique[0].exposed
    rate, product = clique[0].rate, clique[0].reduction
    for cells in clique[1:]:
        if exposed is not None and cells.exposed is not None:
            exposed = np.minimum(exposed, cells.exposed)
        rate, product = rate + cells.rate, product * cells.reduction
    return _events(exposed, rate / len(clique) * product)


def _events(exposed: Array | None, per_unit: Array) -> Array:
    """Return events by year from events per exposed unit: those of a place are of the year itself."""
    return per_unit if exposed is None else cohorts(exposed, per_unit)
