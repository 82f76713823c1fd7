"""`--set` on inputs whose numbers stand in a register or a model: the user's own number in their place."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from cba.distributions.fits import LIMITS, written
from cba.effects import PERCENT_MEASURES, Points, Relative
from cba.errors import InputError, Problem, unknown
from cba.inputs import Input, Passport, with_inputs
from cba.interventions import Effect, Intervention
from cba.linking.context import Context
from cba.linking.ranges import inputs_by_name
from cba.reading.numbers import Count, Money, Quantity, Rate, Share
from cba.reading.positions import Mapping as PositionedMapping
from cba.reading.positions import Number
from cba.reading.setting import InputSetting
from cba.reading.validating import read_as

_FORMS: Mapping[str, type[Quantity]] = {form.KIND: form for form in (Share, Count, Money, Rate)}


def overridden(
    context: Context, linked: tuple[Intervention, ...], settings: Sequence[InputSetting]
) -> tuple[Intervention, ...]:
    """Return the interventions with what `--set` says of inputs by name; model and prices follow.

    Money is in the scenario's price year, as everything that a scenario states without a year.
    """
    if not settings:
        return linked
    known, found = inputs_by_name(context, linked), {}
    for said in settings:
        if said.name not in known:
            context.problems.append(Problem(said.where, said.name, unknown("input", said.name, known)))
        elif item := _own(context, known[said.name], said):
            found[said.name] = item
    context.model = replace(context.model, rates=with_inputs(context.model.rates, found))
    for id, price in context.prices.items():
        if price.amount.name in found:
            year = context.file.price_year
            context.prices[id] = replace(with_inputs(price, found), own=True, price_year=year, currency="DKK")
    items = with_inputs(linked, found)
    return tuple(
        replace(item, effects=tuple(_owned(effect, found) for effect in item.effects)) for item in items
    )


def _own(context: Context, old: Input, said: InputSetting) -> Input | None:
    """Return the input with the number that is set; None where that is no such number."""
    raw = said.value
    if not isinstance(raw, PositionedMapping):
        raw = PositionedMapping(said.where)
        raw.put("estimate", said.value, said.where, said.where)
    raw.path = said.name
    try:
        quantity = read_as(_FORMS.get(old.kind, Quantity), raw)
    except InputError as error:
        context.problems += error.problems
        return None
    numbers = (quantity.estimate, quantity.low, quantity.high, quantity.se)
    estimate, low, high, se = (_unit(old, number) for number in numbers)
    assert estimate is not None
    if said_no := _impossible(old, estimate):
        message = f"{said_no}, got {quantity.estimate.written}"
        context.problems.append(Problem(said.where, said.name, message))
        return None
    dated = quantity.price_year or context.file.price_year
    own_year = old.kind == "money" and (quantity.price_year or quantity.currency)
    steps = context.conversions(quantity, "price_year", dated, quantity.currency, None) if own_year else ()
    passport = _passport(old, quantity, said)
    return Input(old.name, estimate, old.kind, low, high, se, quantity.distribution, passport, steps)


def _impossible(old: Input, estimate: float) -> str | None:
    """Return what a number of the input's kind can be, where this one cannot."""
    lowest, highest = LIMITS.get(old.kind, (-math.inf, math.inf))
    if lowest <= estimate <= highest:
        return None
    if highest == math.inf:
        return f"must be at least {written(old, lowest)}"
    return f"must be between {written(old, lowest)} and {written(old, highest)}"


def _passport(old: Input, quantity: Quantity, said: InputSetting) -> Passport:
    before = (old.passport.written, str(old.passport.where or old.passport.register or ""))
    return Passport(
        where=said.where,
        written=quantity.estimate.written,
        source=quantity.source,
        grade=quantity.grade,
        note=quantity.note,
        overrides=(*old.passport.overrides, before),
    )


def _unit(old: Input, number: Number | None) -> float | None:
    """Return a number in the unit of the input: changes in per cent are numbers of per cent."""
    if number is None:
        return None
    return float(number.number) if old.kind in PERCENT_MEASURES else float(number)


def _owned(effect: Effect, found: Mapping[str, Input]) -> Effect:
    """Return an effect whose study says that its size is the user's own, where it is."""
    form = effect.statement
    if isinstance(form, (Relative, Points)) and form.size.name in found:
        return replace(effect, study=replace(effect.study, own=True))
    return effect
