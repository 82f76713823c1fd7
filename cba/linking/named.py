"""Inputs set by their name: `inputs: {evidence.cbt_juv: 0.7}` replaces the number wherever it is used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cba.effects import PERCENT_MEASURES, RATIO_MEASURES, PeopleBaseline, Relative, relative_risk
from cba.errors import Problem, unknown
from cba.inputs import Input, Passport, inputs_in, with_inputs
from cba.interventions import Intervention
from cba.linking.amounts import operating_years
from cba.linking.context import Context
from cba.reading.numbers import limits_message, plain_number
from cba.reading.statement import describe
from cba.scenario import InputStatement

_LIMITS = {"share": (0.0, 1.0), "count": (0.0, 1e15), "rate": (-0.99, 1.0)}
_WHOLE = 1.0 + 1e-12


def set_by_name(context: Context, linked: Sequence[Intervention]) -> tuple[Intervention, ...]:
    """Return interventions with the inputs that the scenario sets by name; rates and prices follow too."""
    said = context.file.inputs
    if not said:
        return tuple(linked)
    known = {item.name: item for item in inputs_in((context.model.rates, tuple(linked)))}
    by_name = {}
    for name, stated in said.items():
        if name in known:
            by_name[name] = _input(context, known[name], stated)
        else:
            written = context.file.raw["inputs"]
            message = unknown("input", name, list(known))
            context.problems.append(Problem(written.key_at[name], f"inputs.{name}", message))
    context.model = replace(context.model, rates=with_inputs(context.model.rates, by_name))
    context.prices.update(with_inputs(context.prices, by_name))
    result = tuple(_operating(context, item) for item in with_inputs(tuple(linked), by_name))
    for item in result:
        _possible(context, item, said)
    return result


def _input(context: Context, known: Input, stated: InputStatement) -> Input:
    """Return an input with the estimate, and what else is stated; the steps to kroner stay."""
    percent = known.kind in PERCENT_MEASURES
    estimate, low, high = (
        None if value is None else float(value.number) if percent else float(value)
        for value in (stated.estimate, stated.low, stated.high)
    )
    assert estimate is not None
    lowest, highest = _LIMITS.get(known.kind, (-1e15, 1e15))
    if known.kind in RATIO_MEASURES:
        lowest = 1e-12
    if known.kind in PERCENT_MEASURES:
        lowest = -100.0
    own = low is not None or stated.se is not None or stated.distribution is not None
    if not lowest <= estimate <= highest:
        context.problem(stated, "estimate", limits_message(stated.estimate, lowest, highest))
    elif not own and not _within(known, estimate):
        ends = f"{known.low:g} to {known.high:g}"
        message = f"{estimate:g} is outside this input's interval, {ends}: state {{estimate, low, high}}"
        context.problem(stated, "estimate", message)
    before = known.passport
    passport = Passport(
        where=stated.at("estimate"),
        written=describe(stated.raw.get("estimate")),
        source=stated.source,
        grade=stated.grade,
        note=stated.note,
        overrides=(*before.overrides, (before.written or f"{known.estimate:g}", str(before.where or ""))),
    )
    return Input(
        name=known.name,
        estimate=estimate,
        kind=known.kind,
        low=low if own else known.low,
        high=high if own else known.high,
        se=(None if stated.se is None else float(stated.se)) if own else known.se,
        distribution=stated.distribution if own else known.distribution,
        passport=passport,
        conversions=known.conversions,
    )


def _within(known: Input, estimate: float) -> bool:
    """Tell whether a number is inside an input's interval; so it is where there is none."""
    return known.low is None or known.high is None or known.low <= estimate <= known.high


def _operating(context: Context, item: Intervention) -> Intervention:
    """Return the intervention with its operating years after its participants."""
    if not item.participants:
        return item
    said = next(s for s in context.file.interventions if s.id == item.id)
    return replace(item, operating=operating_years(item.participants, said.years or 1))


def _possible(context: Context, item: Intervention, said: Mapping[str, InputStatement]) -> None:
    """Refuse what would make an event happen to more than everybody or fewer than nobody."""
    for effect in item.effects:
        form = effect.statement
        if not isinstance(form, Relative) or not isinstance(form.baseline, PeopleBaseline):
            continue
        share = form.baseline.share
        stated = [said[used.name] for used in (form.size, share) if used is not None and used.name in said]
        if share is None or not stated or not 0.0 <= share.value <= 1.0:
            continue
        try:
            risk = relative_risk(form.measure, form.size.value, share.value, turned=form.turned) * share.value
        except ZeroDivisionError:
            risk = float("nan")
        if not -1e-12 <= risk <= _WHOLE:
            written = plain_number(share.value).written
            found = f"with a baseline of {written} the effect gives a risk of {risk:.4g}"
            message = f"{found}; a risk is between 0 and 1"
            context.problem(stated[0], "estimate", message)
