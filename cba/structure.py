"""How the inputs of a scenario hang together: the plan of the calculation as plain data, inputs by name.

`results.json` carries it, so that another program (the workbook) can calculate the results anew from the
inputs of the trace, without the files and without this engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cba.effects import Explicit, PeopleBaseline, PlaceBaseline, Points, Relative, Success
from cba.inputs import Input, at_estimates
from cba.interventions import Consequence, Cost, Effect, Flow, Intervention, Price, people_rate
from cba.linking import Scenario
from cba.overlap import groups_of, related


def structure(scenario: Scenario) -> dict[str, Any]:
    """Return the plan of the calculation; every number that is an input stands as the input's name."""
    lens, years = scenario.model.lens, {said.id: said.years or 1 for said in scenario.file.interventions}
    return {
        "rates": [{"from": start, "input": rate.name} for start, rate in scenario.model.rates],
        "lens": {
            "payers": list(lens.payers),
            "natures": sorted(lens.natures),
            "net_tax_factor": lens.net_tax_factor,
            "tax_distortion": lens.tax_distortion,
        },
        "prices": {id: _price(price) for id, price in scenario.prices.items()},
        "interventions": {item.id: _intervention(item, years[item.id]) for item in scenario.interventions},
        "overlaps": _overlaps(scenario),
    }


def _name(item: Input | None) -> str | None:
    return None if item is None else item.name


def _price(price: Price) -> dict[str, Any]:
    return {"amount": price.amount.name, **_booking(price), "area": price.area}


def _booking(item: Price | Cost | Flow) -> dict[str, Any]:
    """Return who an amount falls to: what the lens needs to know of it."""
    return {"shares": dict(item.shares), "nature": item.nature, "counterpart": item.counterpart}


def _intervention(item: Intervention, years: int) -> dict[str, Any]:
    return {
        "participants": [_name(people) for people in item.participants],
        "operating": list(item.operating),
        "years": years,
        "completion": item.completion.name,
        "costs": [
            {"what": dict(cost.what), "per": cost.per, "amount": cost.amount.name, **_booking(cost)}
            for cost in item.costs
        ],
        "effects": [_effect(effect) for effect in item.effects],
        "flows": [
            {
                "what": dict(flow.what),
                "kind": flow.kind,
                "amounts": [_name(amount) for amount in flow.amounts],
                "area": flow.area,
                **_booking(flow),
            }
            for flow in item.flows
        ],
        "overlaps_with": sorted(item.overlaps_with),
    }


def _effect(effect: Effect) -> dict[str, Any]:
    return {
        "outcome": effect.outcome.id,
        "better": effect.outcome.better,
        **_statement(effect.statement),
        "transfer": effect.transfer.name,
        "grade": effect.study.grade,
        "evidence_adjustment": effect.adjustment,
        "applies_to": effect.applies_to,
        "consequences": [_consequence(item) for item in effect.consequences],
    }


def _statement(form: Relative | Points | Success | Explicit) -> dict[str, Any]:
    if isinstance(form, Success):
        rates = {"with": _name(form.with_rate), "without": _name(form.without_rate), "net": _name(form.net)}
        return {"kind": form.kind, **rates}
    if isinstance(form, Explicit):
        return {"kind": form.kind, "by_year": [item.name for item in form.by_year]}
    timing = form.persistence
    return {
        "kind": form.kind,
        "measure": form.measure if isinstance(form, Relative) else "percentage_points",
        "size": form.size.name,
        "turned": form.turned,
        "baseline": _baseline(form.baseline),
        "lag": timing.lag,
        "duration": timing.duration,
        "fade": timing.fade.name,
    }


def _baseline(baseline: PeopleBaseline | PlaceBaseline) -> dict[str, Any]:
    if isinstance(baseline, PlaceBaseline):
        return {
            "kind": "place",
            "incidents": baseline.incidents.name,
            "share": baseline.share.name,
            "reporting_rate": baseline.reporting_rate.name,
            "displacement": baseline.displacement.name,
        }
    share, events = _name(baseline.share), _name(baseline.events)
    return {"kind": "people", "share": share, "within": baseline.months, "events": events}


def _consequence(item: Consequence) -> dict[str, Any]:
    quantities = [quantity.name for quantity in item.quantities]
    return {"price": item.price.id, "quantities": quantities, "spread": item.spread, "sign": item.sign}


def _sign(effect: Effect) -> float:
    return effect.outcome.sign if isinstance(effect.statement, Success) else -1.0


def _overlaps(scenario: Scenario) -> list[dict[str, Any]]:
    """Return the groups of effects that overlap: members, and the sets of them that all meet one another."""
    by_id = {item.id: item for item in scenario.interventions}
    found = []
    for keys in groups_of(scenario.interventions):
        pairs = [(by_id[id], next(e for e in by_id[id].effects if e.outcome.id == out)) for id, out in keys]
        group = [pair for pair in pairs if _takes_part(pair[1])]
        if len(group) < 2:
            continue
        one = _one_figure([effect for _, effect in group])
        found.append(
            {
                "one_figure": one,
                "members": [[item.id, effect.outcome.id] for item, effect in group],
                # what turns a change into events avoided: successes of a good outcome are counted as such
                "signs": [_sign(effect) for _, effect in group],
                "sets": [] if one else _sets(group, [], list(range(len(group)))),
            }
        )
    return found


def _takes_part(effect: Effect) -> bool:
    """Tell whether an effect takes something from a baseline."""
    if effect.is_place_based():
        return True
    return not isinstance(effect.statement, Explicit) and bool(people_rate(effect, at_estimates))


def _one_figure(effects: Sequence[Effect]) -> bool:
    """Tell whether all effects reduce the same register figure."""
    bases = set()
    for effect in effects:
        form = effect.statement
        place = form.baseline if isinstance(form, Relative) else None
        bases.add(place.base if isinstance(place, PlaceBaseline) and place.from_register else None)
    return len(bases) == 1 and None not in bases


def _sets(
    group: Sequence[tuple[Intervention, Effect]], chosen: list[int], left: list[int]
) -> list[list[int]]:
    """Return every set of two or more that all overlap one another, each once."""
    found = []
    for index, n in enumerate(left):
        larger = [*chosen, n]
        if len(larger) > 1:
            found.append(larger)
        found += _sets(group, larger, [m for m in left[index + 1 :] if related(group[n], group[m])])
    return found
