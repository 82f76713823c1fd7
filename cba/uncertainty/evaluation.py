"""A scenario at many values of its inputs at once: draws, grids, the ends of intervals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cba.accounts import Accounts, EffectChange, accounts_of
from cba.inputs import Array, Input, Value, Values
from cba.linking import Scenario
from cba.uncertainty.combination import Combination, Parts, combine, each_year, present_value

PORTFOLIO = "portfolio"


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
    accounts = _accounts(scenario, values)
    discount = discount_factors(scenario, values)
    booked = dict(_by_result(scenario, accounts, present_value(discount), width=1, size=count))
    return Evaluation(
        payers=scenario.model.lens.payers,
        npv={id: rows[:-1, 0] for id, rows in booked.items()},
        costs={id: rows[-1, 0] for id, rows in booked.items()},
        avoided=_avoided(accounts, count),
    )


def discount_factors(scenario: Scenario, values: Mapping[str, Value]) -> Array:
    """Return DF[n] at the values, shape (H,), or (H, D) when a rate is drawn."""
    return scenario.model.discount_factors(scenario.horizon, _at(values))


def yearly_net(scenario: Scenario, values: Mapping[str, Value], size: int) -> Iterator[tuple[str, Array]]:
    """Yield the undiscounted net by payer and year at D points, shape (P, H, D), by id as in Evaluation.

    One at a time, because all of them together can be larger than memory.
    """
    accounts = _accounts(scenario, values)
    for id, rows in _by_result(scenario, accounts, each_year, width=scenario.horizon, size=size):
        yield id, rows[:-1]


def _at(values: Mapping[str, Value]) -> Values:
    def at(item: Input) -> Value:
        found = values.get(item.name)
        return item.value if found is None else found

    return at


def _accounts(scenario: Scenario, values: Mapping[str, Value]) -> Accounts:
    return accounts_of(scenario.interventions, _at(values))


def _by_result(
    scenario: Scenario, accounts: Accounts, parts: Parts, width: int, size: int
) -> Iterator[tuple[str, Array]]:
    """Yield rows (P + 1, K, D) of each intervention alone, then of all together."""
    lens = scenario.model.lens
    together = np.zeros((len(lens.payers) + 1, width, size))
    for id, own in accounts.alone.items():
        rows = combine(own.streams, lens, parts, width).values(size)
        together += rows
        yield id, rows
    pairs = zip(accounts.changes, accounts.together, strict=True)
    overlapped = [(own, left) for own, left in pairs if own is not left]
    for sign, items in ((-1.0, [own for own, _ in overlapped]), (1.0, [left for _, left in overlapped])):
        if items:
            together += sign * _of_changes(items, scenario, parts, width).values(size)
    yield PORTFOLIO, together


def _of_changes(changes: Sequence[EffectChange], scenario: Scenario, parts: Parts, width: int) -> Combination:
    streams = (stream for item in changes for stream in item.streams)
    return combine(streams, scenario.model.lens, parts, width)


def _avoided(accounts: Accounts, size: int) -> dict[str, dict[str, Array]]:
    found = {id: _by_outcome(own.changes, size) for id, own in accounts.alone.items()}
    return {**found, PORTFOLIO: _by_outcome(accounts.together, size)}


def _by_outcome(changes: Sequence[EffectChange], size: int) -> dict[str, Array]:
    found: dict[str, Array] = {}
    for item in changes:
        id = item.effect.outcome.id
        total = np.broadcast_to(item.avoided.total, (size,))
        found[id] = found[id] + total if id in found else total
    return found
