"""The gaps of one scenario, those first that are worth most to fill."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from cba.effects import Points, Relative
from cba.gaps.gap import Gap, Kind
from cba.inputs import Input, inputs_in
from cba.linking import Scenario
from cba.linking.context import OLD_PRICE_YEARS
from cba.review.findings import Case, Used
from cba.uncertainty.around import Around
from cba.uncertainty.knowing import knowing
from cba.uncertainty.simulation import Simulation
from cba.uncertainty.value_of_information import Worth

SHIFT = 0.1
"""How far inputs are moved to see how much hangs on them."""

_MONTHS = 12.0

_ROUNDING = 1e-9

_LEAST = 0.5
"""Kroner; less is no value."""


def scenario_gaps(simulation: Simulation) -> list[Gap]:
    """Return the gaps of a scenario, ranked.

    Those worth something come first, the most worth first: what knowing an input exactly is worth for
    choosing among the interventions (EVPPI). Then those nobody has given an interval, by how much the net
    value moves when they are moved by a tenth: their worth is not nil but unknown. Last those that would
    change nothing.

    Args:
        simulation: draws of the scenario.
    """
    scenario = simulation.scenario
    case = Case(scenario, {}, simulation)
    found = [*_effects(case), *_prices(scenario), *_costs(scenario), *_left_out(scenario)]
    worths = knowing(simulation).inputs if simulation.draws.names else {}
    around = Around(scenario)
    measured = [_measured(gap, worths, around) for gap in found]
    return sorted(measured, key=_rank)


def _rank(gap: Gap) -> tuple[int, float, float]:
    worth = gap.worth or 0.0
    place = 0 if worth > _LEAST else 1 if gap.worth is None and gap.inputs else 2
    return (place, -worth if place == 0 else 0.0, -(gap.swing or 0.0))


def _measured(gap: Gap, worths: Mapping[str, Worth], around: Around) -> Gap:
    known = [worths[name] for name in gap.inputs if name in worths]
    best = max(known, key=lambda worth: worth.value, default=None)
    swing = max((_swing(around, name) for name in gap.inputs), default=None)
    if best is None:
        return replace(gap, swing=swing)
    return replace(gap, worth=best.value, se=best.se, swing=swing)


def _swing(around: Around, name: str) -> float:
    """Return the larger change of the net value when an input is moved a tenth to either side."""
    value = around.inputs[name].value
    room = around.ranges[name]
    points = np.array([room.clipped(value * (1 - SHIFT)), room.clipped(value * (1 + SHIFT))])
    found = around.at({name: points})[name][0] - around.base["total"]
    finite = found[np.isfinite(found)]
    return float(np.abs(finite).max()) if finite.size else 0.0


def _effects(case: Case) -> Iterator[Gap]:
    for used in case.effects:
        yield from _of_effect(used)
    for said, item in case.pairs:
        if not item.effects and not item.flows:
            titles = said.title.both() if said.title else {"da": said.id, "en": said.id}
            goals = tuple(int(goal) for goal in said.dkr_goals)
            yield Gap("effect_missing", titles, said.id, str(said.at()), {"measured": "?"}, goals)


def _of_effect(used: Used) -> Iterator[Gap]:
    size = tuple(item.name for item in _size(used))
    share = used.effect.transfer
    if not used.rows:
        yield _gap(used, "effect_own", size)
    elif all(row.foreign for row in used.rows):
        countries = "; ".join(dict.fromkeys(c for row in used.rows for c in row.countries)) or "?"
        yield _gap(used, "danish_missing", (*size, share.name), countries=countries, rows=len(used.rows))
    if len(used.rows) == 1 and used.rows[0].small:
        yield _gap(used, "study_small", size, studies=used.rows[0].studies or "1")
    if any(not _ranged(item) for item in _size(used)):
        yield _gap(used, "interval_missing", size, estimate=_size(used)[0].estimate)
    if share.passport.where is not None:
        yield _gap(used, "carry_over", (share.name,), share=share.value)
    yield from _against_baseline(used, size)


def _against_baseline(used: Used, size: tuple[str, ...]) -> Iterator[Gap]:
    form, follow_up = used.effect.statement, used.effect.study.follow_up
    if not isinstance(form, (Relative, Points)):
        return
    lasts = form.persistence.lag + form.persistence.duration
    if follow_up and lasts > follow_up / _MONTHS + _ROUNDING:
        yield _gap(used, "follow_up_short", size, years=lasts, months=follow_up)
    for item in inputs_in(form.baseline):
        if item.passport.where is not None and item.passport.register is None:
            yield _gap(used, "baseline_own", (item.name,), written=item.passport.written)


def _gap(used: Used, kind: Kind, inputs: tuple[str, ...], **detail: object) -> Gap:
    titles = used.said.title.both() if used.said.title else {"da": used.said.id, "en": used.said.id}
    goals = tuple(int(goal) for goal in used.said.dkr_goals)
    found = {"outcome": dict(used.effect.outcome.titles), **detail}
    return Gap(kind, titles, used.item.id, str(used.stated.at()), found, goals, inputs)


def _size(used: Used) -> list[Input]:
    form = used.effect.statement
    return [form.size] if isinstance(form, (Relative, Points)) else list(inputs_in(form))


def _ranged(item: Input) -> bool:
    return item.se is not None or (item.low is not None and item.high is not None)


def _prices(scenario: Scenario) -> Iterator[Gap]:
    for id, price in scenario.prices.items():
        where = str(price.amount.passport.where or "")
        names = (price.amount.name,)
        if scenario.price_year - (price.price_year or scenario.price_year) > OLD_PRICE_YEARS:
            yield Gap("price_old", price.names, id, where, {"year": price.price_year}, (), names)
        elif price.amount.passport.grade in (None, "D"):
            yield Gap(
                "price_weak", price.names, id, where, {"grade": price.amount.passport.grade or "–"}, (), names
            )


def _costs(scenario: Scenario) -> Iterator[Gap]:
    """Yield costs and completion that are the user's own numbers."""
    for said, item in zip(scenario.file.interventions, scenario.interventions, strict=True):
        titles = said.title.both() if said.title else {"da": said.id, "en": said.id}
        goals = tuple(int(goal) for goal in said.dkr_goals)
        for cost in item.costs:
            passport = cost.amount.passport
            if passport.register is None:
                detail = {"what": dict(cost.what)}
                yield Gap(
                    "cost_unsure",
                    titles,
                    said.id,
                    str(passport.where or ""),
                    detail,
                    goals,
                    (cost.amount.name,),
                )
        if said.participants is not None and any(not effect.is_place_based() for effect in item.effects):
            where = str(said.at("completion"))
            yield Gap("delivery_unsure", titles, said.id, where, {}, goals, (item.completion.name,))


def _left_out(scenario: Scenario) -> Iterator[Gap]:
    for words in scenario.file.scenario.not_included:
        yield Gap("not_priced", words.both(), scenario.id, str(words.at()), {"what": words.both()})
