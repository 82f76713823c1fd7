"""A scenario in which the years that have passed stand as they were: participants and costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from cba.accounts import accounts_of
from cba.errors import InputError, Problem
from cba.following.actuals import Actual
from cba.inputs import Array, Input, Passport, at_estimates, inputs_in
from cba.interventions import Flow, Intervention
from cba.linking import Scenario


def settled(scenario: Scenario, actuals: Sequence[Actual]) -> Scenario:
    """Return the scenario with what is known in place of what was planned; later years stay as planned.

    Raises:
        InputError: a cost in a year in which none was planned, without a payer.
    """
    problems: list[Problem] = []
    items = tuple(
        _settled(item, [a for a in actuals if a.intervention == item.id], scenario, problems)
        for item in scenario.interventions
    )
    if problems:
        raise InputError(problems)
    return _with(scenario, items)


def stopped(scenario: Scenario, after: int) -> Scenario:
    """Return a scenario in which nobody more is taken in after a year and nothing more is operated.

    Explicit flows go on: what they follow from is not known.
    """
    last = after - scenario.start
    items = []
    for item in scenario.interventions:
        operating = tuple(flag and n <= last for n, flag in enumerate(item.operating))
        participants = tuple(p if n <= last else None for n, p in enumerate(item.participants))
        items.append(replace(item, operating=operating, participants=participants))
    return _with(scenario, tuple(items))


def _with(scenario: Scenario, items: tuple[Intervention, ...]) -> Scenario:
    inputs = {**scenario.inputs, **{item.name: item for item in inputs_in(items)}}
    return replace(scenario, interventions=items, inputs=inputs)


def planned_costs(item: Intervention) -> Array:
    """Return the planned costs by year, explicit ones too, price-year kroner, shape (H,)."""
    own = accounts_of([item], at_estimates).alone[item.id]
    total = np.zeros(item.horizon)
    for stream in own.costs:
        if stream.kind == "cost":
            total += stream.yearly.amounts
    return total


def _settled(
    item: Intervention, actuals: Sequence[Actual], scenario: Scenario, problems: list[Problem]
) -> Intervention:
    start = scenario.start
    began = {a.year - start: a for a in actuals if a.measure == "participants"}
    if began:
        item = _with_people(item, began)
    ended = {a.year - start: a for a in actuals if a.measure == "completed"}
    if ended:
        item = replace(item, completed=_completed(item, ended))
    costs = {a.year - start: a for a in actuals if a.measure == "cost"}
    return _with_costs(item, costs, problems) if costs else item


def _with_people(item: Intervention, began: dict[int, Actual]) -> Intervention:
    stated = item.participants or (None,) * item.horizon
    people = tuple(_known(item, "participants", began[n]) if n in began else p for n, p in enumerate(stated))
    operating = tuple(began[n].value > 0 if n in began else flag for n, flag in enumerate(item.operating))
    return replace(item, participants=people, operating=operating)


def _known(item: Intervention, what: str, actual: Actual, value: float | None = None) -> Input:
    number = actual.value if value is None else value
    passport = Passport(source=actual.source, note=f"achieved, {actual.where}")
    kind = "money" if what == "cost" else "count"
    return Input(f"{item.id}.{what}.{actual.year}.achieved", number, kind, passport=passport)


def _completed(item: Intervention, ended: dict[int, Actual]) -> tuple[Input | None, ...]:
    """Return who is known to have completed: of the years in which everybody has finished."""
    found: list[Input | None] = []
    for n, people in enumerate(item.participants):
        actual = ended.get(n)
        whole = actual is not None and people is not None and (actual.of or people.value) == people.value
        found.append(_known(item, "completed", actual) if actual is not None and whole else None)
    return tuple(found)


def _with_costs(item: Intervention, costs: dict[int, Actual], problems: list[Problem]) -> Intervention:
    """Return an intervention whose costs of some years are what they were; who pays is as planned."""
    shares = _shares_by_year(item)
    flows = [
        replace(flow, amounts=tuple(None if n in costs else amount for n, amount in enumerate(flow.amounts)))
        if flow.kind == "cost"
        else flow
        for flow in item.flows
    ]
    for n, actual in sorted(costs.items()):
        who = {actual.payer: 1.0} if actual.payer else shares[n]
        if not who:
            message = f"no cost was planned in {actual.year}: state the `payer`"
            problems.append(Problem(None, actual.where, message))
            continue
        amount = _known(item, "cost", actual, actual.value * actual.cost_factor)
        amounts = tuple(amount if year == n else None for year in range(item.horizon))
        what = {"da": f"Afholdt {actual.year}", "en": f"Spent {actual.year}"}
        flows.append(Flow(what, "cost", amounts, who, "resource", "borger", "andet", True))
    done = tuple(n in costs for n in range(item.horizon))
    return replace(item, flows=tuple(flows), settled=done)


def _shares_by_year(item: Intervention) -> list[dict[str, float]]:
    """Return each payer's share of the planned costs by year; the overall one where a year has none."""
    own = accounts_of([item], at_estimates).alone[item.id]
    by_payer: dict[str, Array] = {}
    for stream in own.costs:
        if stream.kind == "cost":
            for payer, share in stream.shares.items():
                amounts = share * np.abs(stream.yearly.amounts)
                by_payer[payer] = by_payer.get(payer, np.zeros(item.horizon)) + amounts
    overall = _normal({payer: float(amounts.sum()) for payer, amounts in by_payer.items()})
    years = [_normal({p: float(amounts[n]) for p, amounts in by_payer.items()}) for n in range(item.horizon)]
    return [year or overall for year in years]


def _normal(amounts: dict[str, float]) -> dict[str, float]:
    total = sum(amounts.values())
    return {payer: amount / total for payer, amount in amounts.items() if amount} if total else {}
