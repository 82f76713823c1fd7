"""How large an option may be, and what more of it is worth and costs: scale, diminishing value, tiers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cba.allocation.problem import Segment
from cba.allocation.shifting import participants_a_year
from cba.allocation.statements import Allocation, Tier
from cba.allocation.worth import BY_PERSON
from cba.interventions import Intervention
from cba.money import PriceIndex
from cba.reading.numbers import Money

if TYPE_CHECKING:
    from cba.linking import Scenario


@dataclass(frozen=True, slots=True)
class Size:
    """The scales of an option in participants a year; 0 or 1 of it as stated where `stated` is 1.

    Attributes:
        stated: participants a year in the scenario, which amounts are calculated for; None without `scale`.
    """

    stated: float | None = None
    largest: float = 1.0
    smallest: float = 0.0
    step: float | None = 1.0
    segments: tuple[Segment, ...] = ()

    @property
    def factor(self) -> float:
        """The largest scale in times of what the scenario states."""
        return 1.0 if self.stated is None else self.largest / self.stated


def size_of(scenario: Scenario, allocation: Allocation, intervention: Intervention) -> Size:
    """Return the scales of an intervention; all or nothing where `allocation.scale` does not name it."""
    said = allocation.scale.get(intervention.id)
    if said is None or not intervention.participants:
        return Size()
    stated = participants_a_year(intervention)
    largest = float(said.max.estimate) if said.max is not None else stated
    smallest = float(said.min.estimate) if said.min is not None else 0.0
    step = float(said.step.estimate) if said.step is not None else None
    segments = _segments(scenario, allocation, intervention, largest)
    return Size(stated, largest, smallest, step, segments)


def kroner(scenario: Scenario, amount: Money) -> float:
    """Return an amount of the allocation in price-year kroner."""
    index = PriceIndex(scenario.registers.price_index, scenario.model.exchange)
    year = amount.price_year or scenario.price_year
    steps = index.conversions(year, amount.currency or "DKK", None, scenario.price_year)
    return float(amount.estimate) * math.prod(step.factor for step in steps)


def cost_per_participant(intervention: Intervention) -> float:
    """Return what one starter costs at the estimates, completers by the share who complete."""
    reach = {"participant": 1.0, "completer": intervention.completion.value}
    return sum(reach[c.per] * c.amount.value for c in intervention.costs if c.per in BY_PERSON)


def _segments(
    scenario: Scenario, allocation: Allocation, intervention: Intervention, largest: float
) -> tuple[Segment, ...]:
    values = [
        (float(part.up_to.estimate), float(part.value.estimate))
        for part in allocation.diminishing.get(intervention.id, [])
    ]
    costs = _tier_factors(scenario, allocation.tiers.get(intervention.id, []), intervention)
    ends = sorted({min(end, largest) for end, _ in (*values, *costs)} | {largest})
    if not values and not costs:
        return ()
    return tuple(Segment(end / largest, _within(values, end), _within(costs, end)) for end in ends)


def _tier_factors(
    scenario: Scenario, tiers: Sequence[Tier], intervention: Intervention
) -> list[tuple[float, float]]:
    """Return the tiers as factors on what a participant costs as stated."""
    unit = cost_per_participant(intervention)
    return [(float(tier.up_to.estimate), kroner(scenario, tier.amount) / unit) for tier in tiers]


def _within(factors: Sequence[tuple[float, float]], end: float) -> float:
    """Return the factor that holds up to `end`; the last one goes on beyond its own end."""
    if not factors:
        return 1.0
    return next((factor for up_to, factor in factors if end <= up_to), factors[-1][1])
