"""The size of an effect: from the evidence register, or as the scenario states it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from cba.effects import PERCENT_MEASURES, RATIO_MEASURES
from cba.evidence import EvidenceRow
from cba.inputs import Input, Passport
from cba.interventions import Study
from cba.linking.context import Context
from cba.linking.pools import pooled
from cba.linking.studies import Evidence, all_usable, named_rows, single, warn_of_rows
from cba.reading.positions import Number
from cba.reading.statement import describe
from cba.scenario import EffectStatement

T = TypeVar("T")

_INLINE = ("measure", "estimate", "low", "high", "se", "direction", "follow_up")


@dataclass(frozen=True, slots=True)
class Size:
    """A usable effect size.

    Attributes:
        size: the effect in the measure's unit; percentages in per cent.
        direction: lower_is_better or higher_is_better.
        follow_up: months; None where nobody says.
    """

    measure: str
    size: Input
    direction: str
    follow_up: float | None
    study: Study


def link_size(context: Context, effect: EffectStatement, path: str) -> Size | None:
    """Return the effect size; problems where it is unknown, unusable or incomplete."""
    rows = named_rows(context, effect)
    if rows is None:
        return None
    _warn_overridden(context, effect, rows)
    if effect.estimate is not None:
        size = _stated(context, effect, rows, path)
    elif rows:
        size = _of_register(context, effect, rows)
    else:
        message = "an effect needs one of: `evidence`, `measure` with `estimate`, `success_rate`, `change`"
        context.lacks(effect, "outcome", message)
        return None
    if size is None or not _plausible(context, effect, size):
        return None
    if effect.estimate is None:
        warn_of_rows(context, effect, rows)
    return size


def _warn_overridden(context: Context, effect: EffectStatement, rows: Sequence[EvidenceRow]) -> None:
    if not rows:
        return
    what = f"row '{rows[0].id}'" if len(rows) == 1 else f"rows {', '.join(row.id for row in rows)}"
    asked = len({row.follow_up_months for row in rows} - {None}) > 1
    for key in _INLINE:
        if getattr(effect, key) is not None and not (key == "follow_up" and asked):
            context.warn(effect, key, f"overrides `{key}` of the evidence {what}")


def _of_register(context: Context, effect: EffectStatement, rows: list[EvidenceRow]) -> Size | None:
    if not all_usable(context, effect, rows):
        return None
    evidence = single(context, effect, rows[0]) if len(rows) == 1 else pooled(context, effect, rows)
    if evidence is None:
        return None
    low, high, se = _interval(context, effect, evidence)
    size = Input(
        evidence.name,
        evidence.estimate,
        evidence.measure,
        low,
        high,
        se,
        effect.distribution or evidence.distribution,
        evidence.passport,
    )
    _check_one_draw(context, effect, evidence, size)
    return _complete(context, effect, size, evidence.direction, evidence.follow_up, evidence.study)


def _interval(
    context: Context, effect: EffectStatement, evidence: Evidence
) -> tuple[float | None, float | None, float | None]:
    """Return low, high and standard error: the scenario's where it states any, else the register's."""
    if effect.low is None and effect.high is None and effect.se is None:
        return evidence.low, evidence.high, evidence.se
    percent = evidence.measure in PERCENT_MEASURES
    low, high, estimate = _unit(effect.low, percent), _unit(effect.high, percent), evidence.estimate
    if (low is None) != (high is None):
        context.problem(effect, "low" if high is None else "high", "needs both `low` and `high`")
    elif low is not None and high is not None and not low <= estimate <= high:
        message = f"must be low ≤ estimate ≤ high, found {low:g}, {estimate:.6g} (evidence), {high:g}"
        context.problem(effect, "low", message)
    return low, high, _unit(effect.se, percent)


def _check_one_draw(context: Context, effect: EffectStatement, evidence: Evidence, size: Input) -> None:
    """See that one name has one distribution; warn where a study is drawn apart from a pool that it is in."""
    for name, (ids, other) in context.evidence_used.items():
        if name != size.name and ids & evidence.ids:
            shared, apart = ", ".join(sorted(ids & evidence.ids)), name.removeprefix("evidence.")
            message = (
                f"{shared} is also in '{apart}' elsewhere: the two are drawn apart, as if they had nothing "
                "in common; name the same studies in both, or tie them with `correlations`"
            )
            context.warn(effect, "evidence", message)
        elif name == size.name and _drawn(other) != _drawn(size):
            message = (
                f"'{name}' has another interval or distribution elsewhere in the scenario; one input is "
                "drawn once, so state the same in both places"
            )
            context.problem(effect, "evidence", message)
    context.evidence_used.setdefault(size.name, (evidence.ids, size))


def _drawn(size: Input) -> tuple[object, ...]:
    return size.estimate, size.low, size.high, size.se, size.distribution


def _stated(context: Context, effect: EffectStatement, rows: Sequence[EvidenceRow], path: str) -> Size | None:
    assert effect.estimate is not None
    named = _agreed([row.measure for row in rows])
    measure = effect.measure or named
    if measure is None:
        context.lacks(effect, "estimate", "the effect needs a `measure`, such as odds_ratio")
        return None
    percent = measure in PERCENT_MEASURES
    if percent and not effect.estimate.percent and 0 < abs(effect.estimate) < 1:
        message = f"{effect.estimate.written} is read as {effect.estimate.written} per cent; write it with %"
        context.warn(effect, "estimate", message)
    size = Input(
        f"{path}.estimate",
        _unit(effect.estimate, percent) or 0.0,
        measure,
        _unit(effect.low, percent),
        _unit(effect.high, percent),
        _unit(effect.se, percent),
        effect.distribution,
        context.graded(_own_passport(effect), effect, "estimate", "the effect"),
    )
    pointed = _agreed([row.direction for row in rows])
    months = _agreed([row.follow_up_months for row in rows])
    study = Study(
        id="+".join(sorted(row.id for row in rows)) or None,
        source=effect.source,
        follow_up=float(effect.follow_up) if effect.follow_up is not None else None,
        grade=effect.grade,
        own=True,
    )
    return _complete(context, effect, size, effect.direction or pointed, months, study)


def _own_passport(effect: EffectStatement) -> Passport:
    earlier = effect.raw.earlier.get("estimate", ())
    return Passport(
        where=effect.at("estimate"),
        written=describe(effect.raw.get("estimate")),
        source=effect.source,
        grade=effect.grade,
        note=effect.note,
        overrides=tuple((describe(value), str(at)) for value, at in earlier),
    )


def _agreed(values: Sequence[T]) -> T | None:
    """Return what all rows say; None where they differ or there are none."""
    return values[0] if len(set(values)) == 1 else None


def _unit(value: Number | None, percent: bool) -> float | None:
    if value is None:
        return None
    return float(value.number) if percent else float(value)


def _complete(
    context: Context,
    effect: EffectStatement,
    size: Input,
    direction: str | None,
    follow_up: float | None,
    study: Study,
) -> Size | None:
    if direction not in ("lower_is_better", "higher_is_better"):
        key = "estimate" if effect.estimate is not None else "evidence"
        message = "the effect needs a `direction`: lower_is_better or higher_is_better"
        context.lacks(effect, key, message)
        return None
    months = float(effect.follow_up) if effect.follow_up is not None else follow_up
    return Size(size.kind, size, direction, months or None, study)


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
