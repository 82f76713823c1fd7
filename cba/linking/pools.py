"""Several rows of the evidence register, pooled into one effect by random effects."""

from __future__ import annotations

import math
from collections.abc import Sequence

from cba.effects import CHINN, PERCENT_MEASURES
from cba.evidence import EvidenceRow
from cba.linking.context import Context
from cba.linking.pool_study import passport_of_pool, study_of_pool, warn_of_pool
from cba.linking.studies import Evidence, blame
from cba.pooling import PooledStudies, pool
from cba.scenario import EffectStatement

WIDTH_IN_ERRORS = 3.92

# rows of one group are put on one scale and pooled as its first measure
_GROUPS = (
    ("odds_ratio", "standardised_mean_difference"),
    ("relative_risk", "percentage_change"),
    ("incidence_rate_ratio",),
    ("hazard_ratio",),
    ("percentage_points",),
)
# differences: a pool of one of these alone is not on a logarithmic scale
_DIFFERENCES = ("standardised_mean_difference", "percentage_points")
_TURNED_EXACTLY = ("odds_ratio", *_DIFFERENCES)


def pooled(context: Context, effect: EffectStatement, rows: Sequence[EvidenceRow]) -> Evidence | None:
    """Return the pool of two or more rows; None and problems where they do not go together.

    The estimate is the pooled mean, and the interval is the one for a new place.
    """
    measure, direction = _measure(context, effect, rows), _direction(context, effect, rows)
    follow_up, known = _follow_up(context, effect, rows)
    sizes = [_scaled(context, effect, index, row, measure) for index, row in enumerate(rows)]
    if measure is None or direction is None or not known or None in sizes:
        return None
    studies = _pool(effect, rows, sizes, measure, direction)
    warn_of_pool(context, effect, rows, studies)
    low, high = studies.prediction
    return Evidence(
        name=f"evidence.{'+'.join(studies.ids)}",
        ids=frozenset(studies.ids),
        measure=measure,
        direction=direction,
        estimate=studies.estimate,
        low=low,
        high=high,
        se=None,
        distribution="lognormal" if studies.logarithmic else "normal",
        follow_up=follow_up,
        passport=passport_of_pool(context, effect, rows, studies),
        study=study_of_pool(context, effect, rows, studies, follow_up),
    )


def _pool(
    effect: EffectStatement,
    rows: Sequence[EvidenceRow],
    sizes: Sequence[tuple[float, float] | None],
    measure: str,
    direction: str,
) -> PooledStudies:
    """Pool sizes in the order of their ids: the order written makes no difference, not even by rounding."""
    turned = [-1.0 if (effect.direction or row.direction) != direction else 1.0 for row in rows]
    found = sorted((row.id, t * s[0], s[1]) for row, s, t in zip(rows, sizes, turned, strict=True) if s)
    ids, effects, errors = zip(*found, strict=True)
    return PooledStudies(ids, effects, errors, pool(effects, errors), measure not in _DIFFERENCES)


def _named(row: EvidenceRow, effect: EffectStatement) -> str:
    return effect.measure or row.measure


def _measure(context: Context, effect: EffectStatement, rows: Sequence[EvidenceRow]) -> str | None:
    """Return the measure of the pool."""
    measures = {_named(row, effect): row.id for row in reversed(rows)}
    for group in _GROUPS:
        if set(measures) <= set(group):
            only = next(iter(measures))
            return only if len(measures) == 1 and only in _DIFFERENCES else group[0]
    found = ", ".join(f"{measure.replace('_', ' ')} ({id})" for measure, id in reversed(measures.items()))
    message = (
        f"these are measured in ways that cannot be pooled: {found}. One becomes the other only with each "
        "study's own baseline; odds ratios go with standardised mean differences, relative risks with "
        "percentage changes"
    )
    context.problem(effect, "evidence", message)
    return None


def _direction(context: Context, effect: EffectStatement, rows: Sequence[EvidenceRow]) -> str | None:
    """Return the common direction; what is measured the other way is turned round where that is exact."""
    directions = {row.direction: row.id for row in reversed(rows)}
    if len(directions) == 1:
        return effect.direction or next(iter(directions))
    if effect.direction is not None:
        message = "the studies differ in direction, so one for all would misread some; leave it out"
        context.problem(effect, "direction", message)
        return None
    stuck = [row for row in rows if _named(row, effect) not in _TURNED_EXACTLY]
    if not stuck:
        return "lower_is_better"
    name = _named(stuck[0], effect).replace("_", " ")
    found = " and ".join(f"{direction} ({id})" for direction, id in reversed(directions.items()))
    message = (
        f"the studies differ in direction, {found}, and a {name} can only be turned round with the study's "
        "own baseline"
    )
    context.problem(effect, "evidence", message)
    return None


def _follow_up(
    context: Context, effect: EffectStatement, rows: Sequence[EvidenceRow]
) -> tuple[float | None, bool]:
    """Return the months that the studies followed up, and whether they agree or the scenario says."""
    stated = {row.follow_up_months: row.id for row in reversed(rows) if row.follow_up_months is not None}
    if len(stated) > 1 and effect.follow_up is None:
        found = " and ".join(f"{months:g} months ({id})" for months, id in sorted(stated.items()))
        message = f"the studies followed up {found}: state `follow_up`, the one that the pooled effect is of"
        context.lacks(effect, "evidence", message)
        return None, False
    if len(stated) == 1:
        return next(iter(stated)), True
    return (float(effect.follow_up) if effect.follow_up is not None else None), True


def _scaled(
    context: Context, effect: EffectStatement, index: int, row: EvidenceRow, measure: str | None
) -> tuple[float, float] | None:
    """Return a row's effect and standard error on the scale of the pool."""
    if not row.has_interval:
        message = (
            f"'{row.id}' has no interval and no standard error, so nobody knows how much it should weigh; "
            "leave it out of the list, or name it alone"
        )
        blame(context, effect, index, message)
        return None
    try:
        size, error = _on_own_scale(row, _named(row, effect))
    except ValueError:
        error = 0.0
    if error <= 0.0:
        message = f"'{row.id}' cannot be pooled: its interval reaches the end of the scale or has no width"
        blame(context, effect, index, message)
        return None
    into_odds = _named(row, effect) == "standardised_mean_difference" != measure
    return (size * CHINN, error * CHINN) if into_odds else (size, error)


def _on_own_scale(row: EvidenceRow, measure: str) -> tuple[float, float]:
    """Return effect and standard error: logarithms of ratios, and differences as they are.

    Raises:
        ValueError: a ratio, or an end of its interval, is not above zero.
    """
    assert row.estimate is not None
    estimate, error = row.estimate, row.se
    ends = [end for end in (row.low, row.high) if end is not None]
    if measure in _DIFFERENCES:
        return estimate, error if error is not None else _error(ends)
    if measure in PERCENT_MEASURES:
        ratio = 1.0 + estimate / 100.0
        error = error / 100.0 / ratio if error is not None and ratio else None
        estimate, ends = ratio, [1.0 + end / 100.0 for end in ends]
    return math.log(estimate), error if error is not None else _error([math.log(end) for end in ends])


def _error(ends: Sequence[float]) -> float:
    """Return the standard error behind the two ends of a 95 % interval."""
    return (ends[1] - ends[0]) / WIDTH_IN_ERRORS
