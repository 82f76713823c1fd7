"""From a scenario to the problem that the optimiser solves."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cba.allocation.objectives import terms_of, unit_of, written
from cba.allocation.options_of_scenario import Choice, Measures, choices_of
from cba.allocation.overlapping import lost_to_overlap, overlaps_of
from cba.allocation.plan_result import plan_net, plan_result
from cba.allocation.problem import Array, Problem, Rule
from cba.allocation.rules_of_scenario import budget_of, rules_of, uses_of
from cba.allocation.scales import kroner
from cba.allocation.statements import Allocation
from cba.errors import InputError, unknown
from cba.errors import Problem as Fault
from cba.linking import Scenario, load
from cba.result import Result
from cba.uncertainty.draws import Draws
from cba.uncertainty.simulation import uncertain_inputs

MOST_DRAWN = 20_000_000
"""Draws times options that are kept in memory; beyond it there are fewer draws."""


@dataclass(frozen=True)
class Case:
    """A scenario's problem, and what it was made from.

    Attributes:
        choices: the options with the interventions behind them, in the order of `problem.options`.
        draws: values of the uncertain inputs by name, shape (D,); None when nothing is drawn.
    """

    scenario: Scenario
    allocation: Allocation
    problem: Problem
    choices: tuple[Choice, ...]
    draws: Mapping[str, Array] | None = None

    def result(self, scales: Mapping[str, float]) -> Result:
        """Return what a plan is worth payer by payer and year by year, at the estimates."""
        return plan_result(self.scenario, self.choices, scales)

    def net(self, scales: Mapping[str, float]) -> dict[str, Array]:
        """Return a plan's net present value by payer in each draw; empty when nothing is drawn."""
        return plan_net(self.scenario, self.choices, scales, self.draws) if self.draws else {}

    def lost_to_overlap(self, scales: Mapping[str, float]) -> float:
        """Return the objective value that overlap takes from a plan, by the engine and not linearised.

        Args:
            scales: chosen scale by option id, in the option's own unit.
        """
        return lost_to_overlap(self.scenario, terms_of(self.allocation), self.choices, scales)


def case_of(scenario: Scenario, variants: Mapping[str, Scenario] | None = None, draws: bool = True) -> Case:
    """Return a scenario's options, rules and what counts.

    Args:
        scenario: from `cba.load`, with an allocation.
        variants: the scenarios of `worst_of`, by name; read from the scenario's file when absent.
        draws: whether options carry their value in each draw.

    Raises:
        InputError: the scenario has no allocation, or a variant cannot be read.
    """
    allocation = scenario.file.allocation
    if allocation is None:
        raise InputError([Fault(None, "allocation", _NOTHING)])
    worst = tuple(allocation.worst_of)
    known = variants if variants is not None else _variants(scenario, worst)
    drawn = _draws(scenario, allocation) if draws else None
    measures = Measures(
        scenario,
        allocation,
        draws=drawn,
        variants=tuple(known[name] for name in worst),
        uses=uses_of(allocation),
    )
    choices = tuple(choices_of(measures))
    return Case(scenario, allocation, _problem(scenario, allocation, choices), choices, drawn)


def problem_of(scenario: Scenario, variants: Mapping[str, Scenario] | None = None) -> Problem:
    """Return the problem of a scenario; see `case_of`."""
    return case_of(scenario, variants).problem


_NOTHING = "the scenario has no `allocation`; give --budget, or write `allocation: {budget: 20_000_000}`"


def _problem(scenario: Scenario, allocation: Allocation, choices: tuple[Choice, ...]) -> Problem:
    risk = allocation.risk
    return Problem(
        options=tuple(choice.option for choice in choices),
        rules=rules_of(scenario, allocation, choices),
        overlaps=overlaps_of(scenario, terms_of(allocation), choices),
        budget=budget_of(scenario, allocation),
        objective=written(allocation),
        unit=unit_of(allocation),
        risk=(float(risk.cvar.estimate), float(risk.weight.estimate)) if risk is not None else None,
        worst_of=tuple(allocation.worst_of),
        then=allocation.then,
        frontier=_frontier(scenario, allocation),
        seed=scenario.file.seed,
    )


def _variants(scenario: Scenario, names: tuple[str, ...]) -> dict[str, Scenario]:
    path = scenario.files[0].path
    return {name: load(path, variant=name, model=scenario.file.model) for name in names}


def _draws(scenario: Scenario, allocation: Allocation) -> dict[str, Array] | None:
    """Return common draws of all uncertain inputs; None when nothing is uncertain."""
    options = len(scenario.interventions) * max(1, len(allocation.starts)) * _places(scenario, allocation)
    count = min(scenario.file.draws, max(100, MOST_DRAWN // options))
    items = uncertain_inputs(scenario)
    if not items:
        return None
    drawn = Draws(items.values(), count, scenario.file.seed, "lhs", scenario.file.correlations)
    return {name: drawn.column(name) for name in drawn.names}


def _places(scenario: Scenario, allocation: Allocation) -> int:
    from cba.allocation.sites import places_named

    return max(1, len(places_named(allocation.places, scenario.registers.places)))


def _frontier(scenario: Scenario, allocation: Allocation) -> tuple[float, ...]:
    said = allocation.frontier
    if said is None:
        return ()
    ends = (kroner(scenario, said.from_), kroner(scenario, said.to))
    return tuple(np.linspace(*ends, said.points).tolist())


def with_limits(problem: Problem, given: Mapping[str, float]) -> Problem:
    """Return the problem with the limits of resources replaced, as for `--limit NAME=NUMBER`.

    Raises:
        InputError: a resource that no rule limits.
    """
    known = dict.fromkeys(rule.resource for rule in problem.rules if rule.resource is not None)
    strange = [name for name in given if name not in known]
    if strange:
        raise InputError([Fault(None, "--limit", unknown("resource", name, known)) for name in strange])
    return dataclasses.replace(problem, rules=tuple(_limited(rule, given) for rule in problem.rules))


def _limited(rule: Rule, given: Mapping[str, float]) -> Rule:
    if rule.resource is None or rule.resource not in given:
        return rule
    limit = given[rule.resource]
    words = {
        "da": f"højst {limit:g} {rule.resource}" + (f" i {rule.year}" if rule.year else ""),
        "en": f"at most {limit:g} {rule.resource}" + (f" in {rule.year}" if rule.year else ""),
    }
    return dataclasses.replace(rule, upper=limit, words=words)
