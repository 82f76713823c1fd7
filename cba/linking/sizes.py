"""The size of an effect: from a row of the evidence register, or as the scenario states it."""

from __future__ import annotations

from dataclasses import dataclass

from cba.effects import PERCENT_MEASURES, RATIO_MEASURES
from cba.evidence import EvidenceRow
from cba.inputs import Input, Passport
from cba.interventions import Study
from cba.linking.context import Context
from cba.reading.positions import Number
from cba.reading.statement import describe
from cba.scenario import EffectStatement

_INLINE = ("measure", "estimate", "low", "high", "se", "direction", "follow_up")


@dataclass(frozen=True, slots=True)
class Size:
    """A usable effect size.

    Attributes:
        size: the effect in the measure's unit; percentages in per cent.
        direction: lower_is_better or higher_is_better.
        follow_up: months; None where nobody says.
        itt: whether a trial was analysed by intention to treat.
    """

    measure: str
    size: Input
    direction: str
    follow_up: float | None
    study: Study
    itt: bool


def link_size(context: Context, effect: EffectStatement, path: str) -> Size | None:
    """Return the effect size; problems where it is unknown, unusable or incomplete."""
    row: EvidenceRow | None = None
    if effect.evidence is not None:
        row = context.registers.evidence.get(effect.evidence)
        if row is None:
            context.unknown(effect, "evidence", "evidence", effect.evidence, context.registers.evidence)
            return None
        _warn_overridden(context, effect)
    size = (
        _stated(context, effect, row, path) if effect.estimate is not None else _of_row(context, effect, row)
    )
    if size is None or not _plausible(context, effect, size):
        return None
    if row is not None:
        _warn_of_row(context, effect, row)
    return size


def _warn_overridden(context: Context, effect: EffectStatement) -> None:
    for key in _INLINE:
        if getattr(effect, key) is not None:
            context.warn(effect, key, f"overrides `{key}` of the evidence row '{effect.evidence}'")


def _of_row(context: Context, effect: EffectStatement, row: EvidenceRow | None) -> Size | None:
    if row is None:
        message = "an effect needs one of: `evidence`, `measure` with `estimate`, `success_rate`, `change`"
        context.lacks(effect, "outcome", message)
        return None
    repaired = row.estimate is not None and (effect.measure or effect.direction)
    if row.unusable is not None and not repaired:
        context.problem(effect, "evidence", f"the evidence row '{row.id}' cannot be used: {row.unusable}")
        return None
    assert row.estimate is not None
    passport = Passport(
        where=row.where,
        written=f"{row.estimate:g}",
        register=f"evidence.{row.id}",
        source=row.source,
        grade=row.grade,
        note=row.note,
    )
    measure = effect.measure or row.measure
    low, high, se = _interval(context, effect, row, measure in PERCENT_MEASURES)
    size = Input(f"evidence.{row.id}", row.estimate, measure, low, high, se, effect.distribution, passport)
    return _complete(context, effect, row, measure, size)


def _interval(
    context: Context, effect: EffectStatement, row: EvidenceRow, percent: bool
) -> tuple[float | None, float | None, float | None]:
    """Return low, high and standard error: the scenario's where it states any, else the row's."""
    if effect.low is None and effect.high is None and effect.se is None:
        return row.low, row.high, row.se
    low, high = _unit(effect.low, percent), _unit(effect.high, percent)
    assert row.estimate is not None
    if (low is None) != (high is None):
        context.problem(effect, "low" if high is None else "high", "needs both `low` and `high`")
    elif low is not None and high is not None and not low <= row.estimate <= high:
        message = f"must be low ≤ estimate ≤ high, found {low:g}, {row.estimate:g} (evidence), {high:g}"
        context.problem(effect, "low", message)
    return low, high, _unit(effect.se, percent)


def _stated(context: Context, effect: EffectStatement, row: EvidenceRow | None, path: str) -> Size | None:
    assert effect.estimate is not None
    measure = effect.measure or (row.measure if row else None)
    if measure is None:
        context.lacks(effect, "estimate", "the effect needs a `measure`, such as odds_ratio")
        return None
    percent = measure in PERCENT_MEASURES
    if percent and not effect.estimate.percent and 0 < abs(effect.estimate) < 1:
        message = f"{effect.estimate.written} is read as {effect.estimate.written} per cent; write it with %"
        context.warn(effect, "estimate", message)
    earlier = effect.raw.earlier.get("estimate", ())
    passport = Passport(
        where=effect.at("estimate"),
        written=describe(effect.raw.get("estimate")),
        source=effect.source,
        grade=effect.grade,
        note=effect.note,
        overrides=tuple((describe(value), str(at)) for value, at in earlier),
    )
    size = Input(
        f"{path}.estimate",
        _unit(effect.estimate, percent) or 0.0,
        measure,
        _unit(effect.low, percent),
        _unit(effect.high, percent),
        _unit(effect.se, percent),
        effect.distribution,
        context.graded(passport, effect, "estimate", "the effect"),
    )
    return _complete(context, effect, row, measure, size)


def _unit(value: Number | None, percent: bool) -> float | None:
    if value is None:
        return None
    return float(value.number) if percent else float(value)


def _complete(
    context: Context, effect: EffectStatement, row: EvidenceRow | None, measure: str, size: Input
) -> Size | None:
    direction = effect.direction or (row.direction if row else None)
    if direction not in ("lower_is_better", "higher_is_better"):
        key = "estimate" if effect.estimate is not None else "evidence"
        message = "the effect needs a `direction`: lower_is_better or higher_is_better"
        context.lacks(effect, key, message)
        return None
    follow_up = (
        float(effect.follow_up) if effect.follow_up is not None else row.follow_up_months if row else None
    )
    inline = effect.estimate is not None
    study = _study(context, effect, None if inline else row, row)
    itt = row is not None and not inline and row.analysis == "itt"
    return Size(measure, size, direction, follow_up or None, study, itt)


def _study(
    context: Context, effect: EffectStatement, used: EvidenceRow | None, named: EvidenceRow | None
) -> Study:
    if used is None:
        months = float(effect.follow_up) if effect.follow_up is not None else None
        return Study(
            id=named.id if named else None,
            source=effect.source,
            follow_up=months,
            grade=effect.grade,
            own=True,
        )
    source = context.registers.sources.get(used.source or "")
    return Study(
        id=used.id,
        names=used.names,
        source=source.text if source else used.source,
        year=str(source.year) if source and source.year else None,
        url=source.url if source else None,
        countries="; ".join(used.countries) or None,
        design=used.design,
        studies=used.studies,
        follow_up=used.follow_up_months,
        grade=effect.grade or used.grade,
        own=False,
    )


def _plausible(context: Context, effect: EffectStatement, size: Size) -> bool:
    key = "estimate" if effect.estimate is not None else "evidence"
    value = size.size.estimate
    if size.measure in RATIO_MEASURES and value <= 0.0:
        context.problem(effect, key, f"a ratio must be more than 0, got {value:g}")
        return False
    if size.measure == "percentage_change" and value < -100.0:
        context.problem(effect, key, f"cannot fall by more than 100 %, got {value:g} %")
        return False
    if size.measure == "percentage_points" and not -100.0 <= value <= 100.0:
        context.problem(effect, key, f"must be between -100 and 100 percentage points, got {value:g}")
        return False
    return True


def _warn_of_row(context: Context, effect: EffectStatement, row: EvidenceRow) -> None:
    if effect.estimate is not None:
        return
    if row.foreign and effect.transfer is None:
        where = ", ".join(row.countries) or "no named country"
        context.warn(effect, "evidence", f"a foreign effect ({where}) without `transfer`: it counts in full")
    if row.small:
        context.warn(effect, "evidence", f"the evidence is one small study ({row.studies or row.n_studies})")
    if row.outcome is not None and row.outcome != effect.outcome:
        message = f"the evidence measured {row.measured_outcome}, not {effect.outcome}"
        context.warn(effect, "evidence", message)
