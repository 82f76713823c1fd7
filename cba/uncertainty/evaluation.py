"""A scenario at many values of its inputs at once: draws, grids, the ends of intervals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from cba.accounts import EffectChange, account_of, what_is_left
from cba.cashflow import Stream
from cba.inputs import Array, Input, Value, Values
from cba.interventions import PORTFOLIO, Intervention
from cba.linking import Scenario
from cba.overlap import groups_of
from cba.uncertainty.combination import Parts, combine, each_year, present_value


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Results at D points, by id of each intervention alone, then `portfolio`.

    Attributes:
        payers: rows of `npv`, in order.
        npv: net present value by payer, shape (P, D), price-year kroner.
        costs: present value of intervention costs of all payers, shape (D,).
        avoided: units avoided (or gained) by outcome, undiscounted, shape (D,).
    """

    payers: tuple[str, ...]
    npv: Mapping[str, Array]
    costs: Mapping[str, Array]
    avoided: Mapping[str, Mapping[str, Array]]

    @classmethod
    def room_for(cls, scenario: Scenario, size: int) -> Evaluation:
        """Return room for the results at D points, not filled yet.

        Two pieces of memory hold it all: large ones cost much less, to the byte, than many small ones.
        """
        payers, items = scenario.model.lens.payers, scenario.interventions
        outcomes = {item.id: _outcomes([item]) for item in items} | {PORTFOLIO: _outcomes(items)}
        booked = dict(zip(outcomes, np.empty((len(outcomes), len(payers) + 1, size)), strict=True))
        units = iter(np.empty((sum(map(len, outcomes.values())), size)))
        return cls(
            payers=payers,
            npv={id: rows[:-1] for id, rows in booked.items()},
            costs={id: rows[-1] for id, rows in booked.items()},
            avoided={id: {outcome: next(units) for outcome in own} for id, own in outcomes.items()},
        )

    def part(self, place: slice) -> Evaluation:
        """Return the room of some of the points."""
        return Evaluation(
            self.payers,
            {id: rows[:, place] for id, rows in self.npv.items()},
            {id: row[place] for id, row in self.costs.items()},
            {id: {outcome: row[place] for outcome, row in own.items()} for id, own in self.avoided.items()},
        )

    def total(self, id: str) -> Array:
        """Return the net present value of all payers, shape (D,)."""
        return np.asarray(self.npv[id].sum(axis=0))


def evaluate(scenario: Scenario, values: Mapping[str, Value], size: int | None = None) -> Evaluation:
    """Calculate a scenario at D points.

    Args:
        scenario: from `cba.load`.
        values: by input name: one value, or D of them, in the engine's unit (price-year kroner for money);
            inputs that are not named stand at their estimates.
        size: the number of points D; taken from the longest of the values when absent.
    """
    count = size or max((np.size(value) for value in values.values()), default=1)
    room = Evaluation.room_for(scenario, count)
    evaluate_into(room, scenario, values, count)
    return room


def evaluate_into(room: Evaluation, scenario: Scenario, values: Mapping[str, Value], size: int) -> None:
    """Write a scenario's results at D points into a room, as `evaluate` returns them."""
    parts = present_value(discount_factors(scenario, values))
    for own in room.avoided.values():
        for row in own.values():
            row.fill(0.0)
    for found in _by_result(scenario, values, parts, width=1, size=size):
        room.npv[found.id][:] = found.rows[:-1, 0]
        room.costs[found.id][:] = found.rows[-1, 0]
        for item in (*found.apart, *found.overlapped):
            room.avoided[found.id][item.effect.outcome.id] += item.avoided.total
        for item in found.apart:
            room.avoided[PORTFOLIO][item.effect.outcome.id] += room.avoided[found.id][item.effect.outcome.id]


def discount_factors(scenario: Scenario, values: Mapping[str, Value]) -> Array:
    """Return DF[n] at the values, shape (H,), or (H, D) when a rate is drawn."""
    return scenario.model.discount_factors(scenario.horizon, _at(values))


def yearly_net(scenario: Scenario, values: Mapping[str, Value], size: int) -> Iterator[tuple[str, Array]]:
    """Yield the undiscounted net by payer and year at D points, shape (P, H, D), by id as in Evaluation.

    One at a time, because all of them together can be larger than memory.
    """
    for found in _by_result(scenario, values, each_year, width=scenario.horizon, size=size):
        yield found.id, found.rows[:-1]


@dataclass(frozen=True, slots=True)
class _Booked:
    """One intervention alone, or all together.

    Attributes:
        apart: changes that nothing overlaps; of all together none, they are those of each alone.
        overlapped: changes that others overlap; of all together what is left of them.
        rows: net of each payer, then costs of all, shape (P + 1, K, D).
    """

    id: str
    apart: Sequence[EffectChange]
    overlapped: Sequence[EffectChange]
    rows: Array


def _by_result(
    scenario: Scenario, values: Mapping[str, Value], parts: Parts, width: int, size: int
) -> Iterator[_Booked]:
    """Yield each intervention alone, then all together.

    Of an intervention that is done only those changes stay that others overlap: the memory of all else
    serves the next one.
    """
    lens, at = scenario.model.lens, _at(values)
    groups = groups_of(scenario.interventions)
    keys = {key for group in groups for key in group}
    together = np.zeros((len(lens.payers) + 1, width, size))
    kept: list[EffectChange] = []
    for item in scenario.interventions:
        own = account_of(item, at)
        apart = [change for change in own.changes if change.key not in keys]
        overlapped = [change for change in own.changes if change.key in keys]
        rows = combine([*own.costs, *_streams(apart)], lens, parts, width).values(size)
        together += rows
        combine(_streams(overlapped), lens, parts, width).add_to(rows)
        yield _Booked(item.id, apart, overlapped, rows)
        kept += [replace(change, streams=()) for change in overlapped]
    left = list(what_is_left(kept, groups, at))
    combine(_streams(left), lens, parts, width).add_to(together)
    yield _Booked(PORTFOLIO, (), left, together)


def _streams(changes: Iterable[EffectChange]) -> Iterator[Stream]:
    for item in changes:
        yield from item.streams


def _at(values: Mapping[str, Value]) -> Values:
    def at(item: Input) -> Value:
        found = values.get(item.name)
        return item.value if found is None else found

    return at


def _outcomes(interventions: Sequence[Intervention]) -> list[str]:
    effects = (effect for item in interventions for effect in item.effects)
    return list(dict.fromkeys(effect.outcome.id for effect in effects))
