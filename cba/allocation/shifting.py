"""The same intervention in other years and at another scale, without reading the scenario again."""

from __future__ import annotations

import dataclasses
from typing import TypeVar

import numpy as np

from cba.allocation.worth import replaced
from cba.inputs import Value, Values
from cba.interventions import Intervention

T = TypeVar("T")


def shifted(intervention: Intervention, start: int | None, scenario_start: int) -> Intervention:
    """Return an intervention whose first operating year is `start`; its own where None.

    Participants, costs and flows move together; what falls outside the scenario's years is cut off.
    """
    operating = np.flatnonzero(intervention.operating)
    if start is None or not operating.size:
        return intervention
    years = start - scenario_start - int(operating[0])
    if years == 0:
        return intervention
    return dataclasses.replace(
        intervention,
        participants=_moved(intervention.participants, years, None),
        operating=_moved(intervention.operating, years, False),
        flows=tuple(
            dataclasses.replace(flow, amounts=_moved(flow.amounts, years, None))
            for flow in intervention.flows
        ),
    )


def _moved(items: tuple[T, ...], years: int, empty: T) -> tuple[T, ...]:
    if not items or years == 0:
        return items
    if years > 0:
        return (*[empty] * years, *items)[: len(items)]
    return (*items[-years:], *[empty] * -years)[-len(items) :]


def participants_a_year(intervention: Intervention) -> float:
    """Return the mean of the participants over operating years, at the estimates; 1 for a place.

    This is the scale of an intervention as stated; a list of years scales in proportion.
    """
    stated = by_year(intervention)
    operating = [people for people, on in zip(stated, intervention.operating, strict=False) if on]
    return sum(operating) / len(operating) if operating else 1.0


def by_year(intervention: Intervention) -> list[float]:
    """Return the participants of each year at the estimates; empty for a place."""
    return [0.0 if item is None else item.value for item in intervention.participants]


def at_scale(intervention: Intervention, factor: float, at: Values) -> Values:
    """Return values in which an intervention has `factor` times its participants."""
    if factor == 1.0:
        return at
    scaled: dict[str, Value] = {
        item.name: at(item) * factor for item in intervention.participants if item is not None
    }
    return replaced(at, scaled)
