"""Budgets and rules of an allocation, over all options that they reach."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cba.allocation.counting import COUNT_WORDS, count, counted, limits, locked, one_start, ones, required
from cba.allocation.options_of_scenario import BOTH, Choice
from cba.allocation.problem import Rule
from cba.allocation.reaching import reach_in_words, reached
from cba.allocation.scales import kroner
from cba.allocation.statements import Allocation
from cba.allocation.statements import Rule as Said
from cba.linking import Scenario


def rules_of(scenario: Scenario, allocation: Allocation, choices: Sequence[Choice]) -> tuple[Rule, ...]:
    """Return budgets by year and payer, one start of an intervention in a place, and the stated rules."""
    found = [*_budgets(scenario, allocation), *one_start(choices)]
    for index, said in enumerate(allocation.rules):
        found += _stated(scenario, f"rules[{index}]", said, choices)
    return tuple(found)


def budget_of(scenario: Scenario, allocation: Allocation) -> float | None:
    """Return the total budget in price-year kroner."""
    total = allocation.budget.total
    return None if total is None else kroner(scenario, total)


def uses_of(allocation: Allocation) -> dict[str, dict[str, float]]:
    """Return use per participant of a year of each limited resource, by intervention."""
    return {
        said.resource: {id: float(use.estimate) for id, use in said.use.items()}
        for said in allocation.rules
        if said.limit is not None and said.resource is not None and said.use is not None
    }


def _budgets(scenario: Scenario, allocation: Allocation) -> Iterator[Rule]:
    for year, amount in allocation.budget.by_year.items():
        words = {"da": f"budgettet i {year}", "en": f"the budget of {year}"}
        limit = kroner(scenario, amount)
        yield Rule(f"budget.by_year.{year}", words, "budget_year", upper=limit, unit="kr", year=int(year))
    for payer, amount in allocation.budget.by_payer.items():
        names = scenario.registers.payers[payer].names
        words = {"da": f"budgettet: {names['da']}", "en": f"the budget: {names['en']}"}
        limit = kroner(scenario, amount)
        yield Rule(f"budget.by_payer.{payer}", words, "budget_payer", upper=limit, unit="kr", payer=payer)


def _stated(scenario: Scenario, name: str, said: Said, choices: Sequence[Choice]) -> Iterator[Rule]:
    if said.limit is not None:
        yield from _capacity(scenario, name, said, choices)
    elif said.lock is not None:
        yield from locked(scenario, name, said, choices)
    elif said.require is not None:
        yield from required(scenario, name, said, choices)
    elif said.share_of is not None:
        yield _share(scenario, name, said, choices)
    else:
        yield from counted(scenario, name, said, choices)


def _capacity(scenario: Scenario, name: str, said: Said, choices: Sequence[Choice]) -> Iterator[Rule]:
    """A resource in each year in which anything can use it."""
    assert said.limit is not None
    assert said.resource is not None
    limit, resource = float(said.limit.estimate), said.resource
    used = {key for c in choices for a in (c.option.fixed, c.option.full) for key in a.resources}
    for year in sorted(year for name_of, year in used if name_of == resource):
        words = {
            "da": f"højst {limit:g} {resource} i {year}",
            "en": f"at most {limit:g} {resource} in {year}",
        }
        unique = f"{name}.{year}"
        yield Rule(unique, words, "capacity", upper=limit, unit=resource, year=year, resource=resource)


def _share(scenario: Scenario, name: str, said: Said, choices: Sequence[Choice]) -> Rule:
    allocation = scenario.file.allocation
    assert allocation is not None
    assert said.for_ is not None
    kind, number = count(said)
    whom = reach_in_words(scenario, said.for_)
    of = {"da": "af budgettet til", "en": "of the budget for"}
    words = {code: f"{COUNT_WORDS[kind][code]} {number * 100:g} % {of[code]} {whom[code]}" for code in BOTH}
    lower, upper = limits(kind, number * (budget_of(scenario, allocation) or 0.0))
    chosen = ones(reached(scenario, said.for_, choices))
    return Rule(name, words, "share", cost=chosen, lower=lower, upper=upper, unit="kr")
