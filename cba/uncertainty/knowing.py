"""What it is worth to know more about a scenario: of everything, of each input and of groups of them."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from cba.inputs import Array, inputs_in
from cba.interventions import PORTFOLIO
from cba.linking import Scenario
from cba.uncertainty.groups import grouped
from cba.uncertainty.simulation import Simulation
from cba.uncertainty.trial import population_scale
from cba.uncertainty.value_of_information import Worth, evpi_adopt, evpi_each, evppi_family

CHOICE = "choice"
"""The decision on each intervention by itself: choosing within the portfolio, overlap not counted."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision and what is known of it now.

    Attributes:
        evpi: the value of certain knowledge, kroner per decision.
        npv: the mean net value of what is decided now.
        adopted: what is adopted on present knowledge: interventions, or the portfolio.
        probability: the chance that what is examined has a positive net value.
    """

    evpi: Worth
    npv: float
    adopted: tuple[str, ...]
    probability: float


@dataclass(frozen=True, slots=True)
class Scale:
    """How many times the scenario's decision is taken while the answer matters.

    Attributes:
        factor: what values per decision are multiplied by.
        years: how long the decision lasts; None for the scenario's own cohort.
        yearly: people a year (operating years for places); None for the scenario's own cohort.
        participants: people whom the scenario's net value is about.
    """

    factor: float
    years: int | None
    yearly: float | None
    participants: float


@dataclass(frozen=True)
class Knowing:
    """The value of knowing more.

    Attributes:
        of: the decision that the shares are about: `choice`, `portfolio` or an intervention.
        decisions: by id: each intervention, the portfolio, and `choice`.
        inputs: input → what knowing it is worth for that decision, kroner per decision.
        groups: kind of inputs → the same, of all of the kind.
        members: kind of inputs → the inputs.
    """

    of: str
    decisions: Mapping[str, Decision]
    inputs: Mapping[str, Worth]
    groups: Mapping[str, Worth]
    members: Mapping[str, tuple[str, ...]]

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data, kroner per decision."""
        return {
            "of": self.of,
            "decisions": {
                id: {
                    "evpi": d.evpi.value,
                    "se": d.evpi.se,
                    "npv": d.npv,
                    "adopted": list(d.adopted),
                    "probability": d.probability,
                }
                for id, d in self.decisions.items()
            },
            "evppi": {
                "inputs": {name: {"value": w.value, "se": w.se} for name, w in self.inputs.items()},
                "groups": {
                    group: {"value": w.value, "se": w.se, "inputs": list(self.members[group])}
                    for group, w in self.groups.items()
                },
            },
        }


def knowing(simulation: Simulation, of: str = CHOICE) -> Knowing:
    """Return the value of knowing more for one decision, and the EVPI of all.

    Args:
        simulation: draws of the scenario.
        of: `choice`, `portfolio` or an intervention's id.
    """
    columns = simulation.inputs()
    members = grouped(columns)
    family = {
        **{f"input:{name}": (name,) for name in columns},
        **{f"group:{g}": m for g, m in members.items()},
    }
    found = evppi_family(
        options_of(simulation, of),
        columns,
        family,
        simulation.sizes,
        kind_of(simulation, of),
        dependent=[group.names for group in simulation.draws.groups],
    )
    return Knowing(
        of,
        _decisions(simulation),
        {name: found[f"input:{name}"] for name in columns},
        {group: found[f"group:{group}"] for group in members},
        members,
    )


def is_choice(simulation: Simulation, of: str) -> bool:
    """Tell whether the decision is on each intervention by itself."""
    return of == CHOICE and of not in simulation.npv


def kind_of(simulation: Simulation, of: str) -> Literal["one_of", "each"]:
    """Return what sort of decision it is, as the value of information calls it."""
    return "each" if is_choice(simulation, of) else "one_of"


def options_of(simulation: Simulation, of: str) -> Array:
    """Return the net values that are decided on, shape (K, D)."""
    if is_choice(simulation, of):
        return np.array([simulation.total(id) for id in simulation.ids if id != PORTFOLIO])
    return simulation.total(of)[np.newaxis]


def _decisions(simulation: Simulation) -> dict[str, Decision]:
    found = {id: _adopting(simulation, id) for id in simulation.ids}
    each = options_of(simulation, CHOICE)
    ids = [id for id in simulation.ids if id != PORTFOLIO]
    if CHOICE not in found:
        taken = [id for id, npv in zip(ids, each.mean(axis=1), strict=True) if npv > 0.0]
        now = sum((simulation.total(id) for id in taken), np.zeros(simulation.draws.count))
        found[CHOICE] = Decision(
            evpi_each(each, simulation.sizes), float(now.mean()), tuple(taken), float((now > 0.0).mean())
        )
    return found


def _adopting(simulation: Simulation, id: str) -> Decision:
    npv = simulation.total(id)
    mean = float(npv.mean())
    taken = (id,) if mean > 0.0 else ()
    return Decision(evpi_adopt(npv, simulation.sizes), max(mean, 0.0), taken, float((npv > 0.0).mean()))


def users_of(scenario: Scenario, names: Set[str]) -> list[str]:
    """Return the interventions in which any of these inputs is used."""
    return [item.id for item in scenario.interventions if names & {found.name for found in inputs_in(item)}]


def participants_of(scenario: Scenario, of: str) -> float:
    """Return the people whom a decision is about, all years together; operating years where none are."""
    chosen = [item for item in scenario.interventions if of in (item.id, PORTFOLIO, CHOICE)]
    people = sum(float(np.sum([0.0 if p is None else p.value for p in item.participants])) for item in chosen)
    return people or float(max(sum(item.operating) for item in chosen))


def scale_of(scenario: Scenario, of: str, years: int | None, population: float | None, delay: int) -> Scale:
    """Return how many times the decision is taken; once, for the scenario's own cohort, when nothing is said.

    Args:
        scenario: the scenario.
        of: the decision.
        years: how long the decision lasts; as long as the scenario operates when only the population is said.
        population: people a year; as many as in the scenario when only the years are said.
        delay: years until the answer is there.
    """
    participants = participants_of(scenario, of)
    if years is None and population is None:
        return Scale(1.0, None, None, participants)
    chosen = [item for item in scenario.interventions if of in (item.id, PORTFOLIO, CHOICE)]
    operating = max(sum(item.operating) for item in chosen)
    lasts = years if years is not None else operating
    yearly = population if population is not None else participants / operating
    factors = scenario.model.discount_factors(lasts)
    rates = (factors[:-1] / factors[1:] - 1.0).tolist()
    return Scale(population_scale(yearly, participants, lasts, rates, delay), lasts, yearly, participants)
