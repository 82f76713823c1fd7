"""Prices and costs: how old, how good, how complete; and what only holds in a place or for those who stay."""

from __future__ import annotations

from collections.abc import Iterator

from cba.effects import PlaceBaseline, Relative
from cba.inputs import Input
from cba.linking.context import OLD_PRICE_YEARS
from cba.review.findings import Case, Finding, at

_AGEING = 5
_WEAK = ("C", "D")


def prices(case: Case) -> Iterator[Finding]:
    """Look at age, grade, owner and kind of every unit price that is used."""
    year = case.scenario.price_year
    for price in case.scenario.prices.values():
        where = at(price.amount.passport.where)
        name = {"price": dict(price.names)}
        age = year - (price.price_year or year)
        if age > OLD_PRICE_YEARS:
            yield Finding("price_old", "look", where, name | {"year": price.price_year, "age": age})
        elif age > _AGEING:
            yield Finding("price_ageing", "note", where, name | {"year": price.price_year, "age": age})
        grade = price.amount.passport.grade
        if grade is None:
            yield Finding("price_ungraded", "look", where, name)
        elif grade in _WEAK:
            yield Finding("price_weak", "look", where, name | {"grade": grade})
        if price.currency != "DKK":
            yield Finding("price_foreign", "look", where, name | {"currency": price.currency})
        if price.basis == "average":
            yield Finding("price_average", "note", where, name)


def costs(case: Case) -> Iterator[Finding]:
    """Look for what is missing from the costs, and for costs without interval or source."""
    for said, item in case.pairs:
        where = str(said.at())
        if not item.costs and not any(flow.kind == "cost" for flow in item.flows):
            yield Finding("cost_none", "stop", where, {}, item.id)
            continue
        for stated, cost in zip(said.costs, item.costs, strict=True):
            named = {"what": dict(cost.what)}
            if not _ranged(cost.amount):
                yield Finding("cost_fixed", "look", str(stated.at("amount")), named, item.id)
            if case.scenario.price_year - cost.price_year > OLD_PRICE_YEARS:
                age = named | {"year": cost.price_year}
                yield Finding("cost_old", "look", str(stated.at("amount")), age, item.id)
    costly = [item for item in case.scenario.interventions if item.costs]
    no_start = [item.id for item in costly if not any(cost.per == "start" for cost in item.costs)]
    no_in_kind = [item.id for item in costly if not any(cost.in_kind for cost in item.costs)]
    for code, ids in (("cost_no_start", no_start), ("cost_no_in_kind", no_in_kind)):
        if ids:
            yield Finding(code, "hand", "", {"names": ids})


def delivery(case: Case) -> Iterator[Finding]:
    """Look at who completes, and whom the effect is given to."""
    for said, item in case.pairs:
        if said.participants is None:
            continue
        counted = [effect for effect in item.effects if not effect.is_place_based()]
        if said.completion is None and any(effect.applies_to == "completers" for effect in counted):
            yield Finding("completion_none", "look", str(said.at()), {}, item.id)
        elif said.completion is not None and not _ranged(item.completion):
            yield Finding("completion_fixed", "look", str(said.at("completion")), {}, item.id)
    for used in case.effects:
        partial = used.item.completion.value < 1.0
        itt = any(row.analysis == "itt" for row in used.rows)
        if itt and partial and used.effect.applies_to == "completers" and not used.effect.is_place_based():
            yield used.finding("intention_to_treat", "look", "evidence")


def places(case: Case) -> Iterator[Finding]:
    """Look at what moves elsewhere, and at what is not reported."""
    for used in case.effects:
        form = used.effect.statement
        if not isinstance(form, Relative) or not isinstance(form.baseline, PlaceBaseline):
            continue
        if used.stated.displacement is None:
            yield used.finding("displacement_none", "look")
        if used.stated.reporting_rate is None:
            yield used.finding("reporting_none", "note")


def baselines(case: Case) -> Iterator[Finding]:
    """Look at where the starting points come from, and whether their windows fit the studies'."""
    for used in case.effects:
        form = used.effect.statement
        if not isinstance(form, Relative) or isinstance(form.baseline, PlaceBaseline):
            continue
        share, follow_up = form.baseline.share, used.effect.study.follow_up
        if share is not None and share.passport.source is None and share.passport.register is None:
            yield used.finding("baseline_unsourced", "look", "baseline" if used.stated.baseline else None)
        months = form.baseline.months
        if share is not None and months and follow_up and months != follow_up:
            yield used.finding("baseline_window", "look", None, months=months, follow_up=follow_up)


def _ranged(item: Input) -> bool:
    return item.se is not None or (item.low is not None and item.high is not None)
