"""What a scenario states, as plain data for the reports, with the source of everything."""

from __future__ import annotations

from typing import Any

import numpy as np

from cba.cashflow import cost_streams
from cba.effects import (
    PERCENT_MEASURES,
    PeopleBaseline,
    PlaceBaseline,
    Points,
    Relative,
    Success,
)
from cba.inputs import Input, at_estimates
from cba.interventions import Consequence, Cost, Effect, Intervention, Price
from cba.linking import Scenario
from cba.scenario import InterventionStatement
from cba.trace import conversions


def source_text(scenario: Scenario, item: Input) -> str | None:
    """Return an input's source in words: the publication behind a register id, or the text as given."""
    return reference_text(scenario, item.passport.source)


def reference_text(scenario: Scenario, source: str | None) -> str | None:
    """Return a source in words: the publication behind a register id, or the text as given."""
    row = scenario.registers.reference(source)
    return row.text if row else source


def costs_of(scenario: Scenario, item: Intervention, said: InterventionStatement) -> list[dict[str, Any]]:
    """Return the costs: amounts per unit and undiscounted totals, price-year kroner before tax factors."""
    streams = cost_streams(item, at_estimates)
    return [
        _cost(scenario, cost, float(np.sum(stream.yearly.total)), str(stated.at()))
        for cost, stream, stated in zip(item.costs, streams, said.costs, strict=False)
    ]


def _cost(scenario: Scenario, cost: Cost, total: float, where: str) -> dict[str, Any]:
    amount = cost.amount
    return {
        "what": dict(cost.what),
        "payer": dict(cost.shares),
        "per": cost.per,
        "amount": amount.value,
        "amount_given": amount.estimate,
        "price_year_given": cost.price_year,
        "currency_given": cost.currency,
        "low": amount.low,
        "high": amount.high,
        "in_kind": cost.in_kind,
        "nature": cost.nature,
        "total": total,
        "source": source_text(scenario, amount),
        "grade": amount.passport.grade,
        "own_assumption": cost.own,
        "where": where,
    }


def flows_of(item: Intervention, said: InterventionStatement) -> list[dict[str, Any]]:
    """Return the explicit flows, amounts by year in price-year kroner."""
    return [
        {
            "what": dict(flow.what),
            "payer": dict(flow.shares),
            "kind": flow.kind,
            "area": flow.area,
            "nature": flow.nature,
            "amounts_by_year": [0.0 if amount is None else amount.value for amount in flow.amounts],
            "source": stated.source,
            "where": str(stated.at()),
        }
        for flow, stated in zip(item.flows, said.flows, strict=True)
    ]


def effects_of(scenario: Scenario, item: Intervention, said: InterventionStatement) -> list[dict[str, Any]]:
    """Return the effects with their evidence, baseline and adjustments."""
    stated = {effect.outcome: str(effect.at()) for effect in said.effects}
    return [_effect(scenario, effect, stated[effect.outcome.id]) for effect in item.effects]


def _effect(scenario: Scenario, effect: Effect, where: str) -> dict[str, Any]:
    study, transfer = effect.study, effect.transfer
    return {
        "outcome": effect.outcome.id,
        **_size(scenario, effect),
        "evidence": study.id,
        "name": dict(study.names) if study.names else None,
        "source": reference_text(scenario, study.source),
        "year": study.year,
        "url": study.url,
        "countries": study.countries,
        "design": study.design,
        "studies": study.studies,
        "follow_up_months": study.follow_up,
        "grade": study.grade,
        "own_assumption": study.own,
        "transfer": transfer.value,
        "transfer_low": transfer.low,
        "transfer_high": transfer.high,
        "evidence_adjustment": effect.adjustment,
        "reason": dict(effect.reason) if effect.reason else None,
        "applies_to": effect.applies_to,
        "consequences": [_consequence(scenario, item) for item in effect.consequences],
        "where": where,
    }


def _consequence(scenario: Scenario, item: Consequence) -> dict[str, Any]:
    """Return what follows from one more event: units of a price in all, or by year."""
    first = item.quantities[0]
    by_year = None if item.spread else [item.sign * quantity.value for quantity in item.quantities]
    return {
        "price": item.price.id,
        "quantity": item.sign * first.value if by_year is None else sum(by_year),
        "spread": item.spread,
        "by_year": by_year,
        "source": source_text(scenario, first),
        "assumption": dict(item.assumption) if item.assumption else None,
        "where": str(first.passport.where or ""),
    }


def _size(scenario: Scenario, effect: Effect) -> dict[str, Any]:
    form = effect.statement
    found: dict[str, Any] = dict.fromkeys(
        (
            "estimate",
            "low",
            "high",
            "relative_change",
            "success_rate",
            "baseline",
            "lag",
            "duration",
            "fade",
            "displacement",
        )
    )
    found = {"statement": "change"} | found
    if isinstance(form, Success):
        with_rate = form.with_rate.value if form.with_rate else None
        without = form.without_rate.value if form.without_rate else None
        rate = {"with": with_rate, "without": without, "net": form.rate(at_estimates)}
        return found | {"statement": "success_rate", "success_rate": rate}
    if not isinstance(form, (Relative, Points)):
        return found
    timing = form.persistence
    found |= {"lag": timing.lag, "duration": timing.duration, "fade": timing.fade.value}
    found |= dict(zip(("estimate", "low", "high"), _turned(form), strict=True))
    found["baseline"] = _baseline(scenario, form.baseline)
    if isinstance(form, Points):
        return found | {"statement": "percentage_points"}
    displaced = form.baseline.displacement.value if isinstance(form.baseline, PlaceBaseline) else None
    change = -form.reduction(at_estimates) * effect.expected_here(at_estimates)
    return found | {"statement": form.measure, "displacement": displaced, "relative_change": change}


def _turned(form: Relative | Points) -> tuple[float, float | None, float | None]:
    """Return the effect with its interval in the outcome's own direction."""
    size = form.size
    numbers = [size.estimate, size.low, size.high]
    if not form.turned:
        return size.estimate, size.low, size.high
    measure = form.measure if isinstance(form, Relative) else "percentage_points"
    if measure == "odds_ratio":
        turned = [None if v is None else 1.0 / v for v in numbers]
    elif measure in (*PERCENT_MEASURES, "standardised_mean_difference"):
        turned = [None if v is None else -v for v in numbers]
    else:
        return size.estimate, size.low, size.high
    assert turned[0] is not None
    return turned[0], turned[2], turned[1]


def _trend(scenario: Scenario, baseline: PlaceBaseline) -> dict[str, Any] | None:
    """Return reported offences per 1,000 persons by year, in the place and in the country."""
    origin = baseline.incidents.passport.register or ""
    if not baseline.from_register or not origin:
        return None
    places, (name, level, *_), column = scenario.registers.places, baseline.base, origin.rpartition(".")[2]
    found = next(place for place in places.all() if (place.name, place.level) == (name, level))
    here, everywhere = places.per_thousand(found, column), places.per_thousand(places.country, column)
    years = [year for year in here if year in everywhere]
    return {
        "years": years,
        "place_per_1000": [here[year] for year in years],
        "country_per_1000": [everywhere[year] for year in years],
    }


def _baseline(scenario: Scenario, baseline: PeopleBaseline | PlaceBaseline) -> dict[str, Any] | None:
    if isinstance(baseline, PlaceBaseline):
        return {
            "kind": "incidents",
            "incidents": baseline.incidents.value,
            "share": baseline.share.value,
            "reporting_rate": baseline.reporting_rate.value,
            "place": baseline.base[0] if baseline.from_register else None,
            "years": list(baseline.years),
            "trend": _trend(scenario, baseline),
            **_sources(scenario, baseline.incidents),
            "note": baseline.incidents.passport.note,
        }
    if baseline.events is not None:
        return {
            "kind": "events",
            "events": baseline.events.value,
            **_sources(scenario, baseline.events),
        }
    if baseline.share is None:
        return None
    return {
        "kind": "share",
        "share": baseline.share.value,
        "within_months": baseline.months,
        **_sources(scenario, baseline.share),
        "register": baseline.share.passport.register,
    }


def _sources(scenario: Scenario, item: Input) -> dict[str, str | None]:
    """Return the source of a baseline, and the same in a few words for small print."""
    row = scenario.registers.reference(item.passport.source)
    return (
        {"source": row.text, "source_short": row.short}
        if row
        else dict.fromkeys(("source", "source_short"), item.passport.source)
    )


def price_entry(scenario: Scenario, price: Price) -> dict[str, Any]:
    """Return a price with its source and the steps to price-year kroner."""
    amount = price.amount
    row = scenario.registers.prices.get(price.id)
    publication = scenario.registers.reference(row.source) if row and not price.own else None
    return {
        "name": dict(price.names),
        "unit": dict(price.unit),
        "value": amount.value,
        "value_given": amount.estimate,
        "price_year_given": price.price_year,
        "currency_given": price.currency,
        "low": amount.low,
        "high": amount.high,
        "payer": dict(price.shares),
        "nature": price.nature,
        "basis": price.basis,
        "area": price.area,
        **_sources(scenario, amount),
        "url": publication.url if publication else None,
        "grade": amount.passport.grade,
        "derivation": price.derivation,
        "own_assumption": price.own,
        "conversions": conversions(amount),
    }
