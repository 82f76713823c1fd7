"""How likely what was observed is, at given values of the inputs: one number per draw.

Events and successes among people followed are binomial, events per person-year and incidents in a place
Poisson, a locally measured effect normal on the log scale.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from cba.effects import PeopleBaseline, PlaceBaseline, Points, Relative, Success, relative_risk
from cba.following.actuals import Actual
from cba.inputs import Array, Value, Values
from cba.interventions import Effect, Intervention
from cba.yearly import covered

WIDTH = 2.0 * 1.959963984540054
_TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Expected:
    """What would be seen in one year: with the intervention as promised, and without it.

    Attributes:
        promised, without: a share of those followed, or a number; one, or one per draw.
        counted: whether it is a number (Poisson), not a share (binomial).
    """

    promised: Value
    without: Value
    counted: bool


def expected(intervention: Intervention, effect: Effect, actual: Actual, start: int, at: Values) -> Expected:
    """Return what an observation of an outcome would be at the values of the inputs."""
    statement, here = effect.statement, effect.expected_here(at)
    if isinstance(statement, Success):
        assert statement.with_rate is not None
        assert statement.without_rate is not None
        without = at(statement.without_rate)
        return Expected(_share(without + here * (at(statement.with_rate) - without)), without, False)
    if isinstance(statement, Points):
        assert statement.baseline.share is not None
        without = at(statement.baseline.share)
        change = (-1.0 if statement.turned else 1.0) * at(statement.size) / 100.0
        return Expected(_share(without + here * change), without, False)
    assert isinstance(statement, Relative)
    kept = 1.0 - here * statement.reduction(at)
    if isinstance(statement.baseline, PlaceBaseline):
        place = statement.baseline
        profile = statement.persistence.profile(intervention.horizon, at)
        reach = covered(np.array(intervention.operating), profile)[actual.year - start]
        incidents = at(place.incidents) * at(place.share)
        return Expected(incidents * (1.0 - reach * (1.0 - kept)), incidents, True)
    assert isinstance(statement.baseline, PeopleBaseline)
    if statement.baseline.share is not None:
        without = at(statement.baseline.share)
        return Expected(_share(without * kept), without, False)
    assert statement.baseline.events is not None
    rate = at(statement.baseline.events) * (actual.of or 0.0)
    return Expected(rate * kept, rate, True)


def _share(value: Value) -> Value:
    return np.clip(value, 0.0, 1.0)


def log_likelihood(
    intervention: Intervention, effect: Effect | None, actual: Actual, start: int, at: Values
) -> Array:
    """Return the log-likelihood of an observation, up to a constant, of shape () or (D,)."""
    if actual.measure == "effect":
        assert effect is not None
        return _of_effect(effect, actual, at)
    if actual.measure == "completed":
        return _binomial(actual.value, actual.of or 0.0, at(intervention.completion))
    assert effect is not None
    seen = expected(intervention, effect, actual, start, at)
    if seen.counted:
        mean = np.maximum(seen.promised, _TINY)
        return np.asarray(actual.value * np.log(mean) - mean)
    return _binomial(actual.value, actual.of or 0.0, seen.promised)


def _binomial(hits: float, of: float, share: Value) -> Array:
    p = np.clip(share, _TINY, 1.0 - _TINY)
    return np.asarray(hits * np.log(p) + (of - hits) * np.log1p(-p))


def _of_effect(effect: Effect, actual: Actual, at: Values) -> Array:
    """Return that of a ratio measured here, in the study's measure: both are compared as relative risks."""
    statement = effect.statement
    assert isinstance(statement, Relative)
    measured, below, above = (
        _as_risk(statement, value, at) for value in (actual.value, actual.low, actual.high)
    )
    spread = np.log(above / below) / WIDTH
    ratio = np.maximum(1.0 - effect.expected_here(at) * statement.reduction(at), _TINY)
    return np.asarray(-0.5 * ((np.log(measured) - np.log(ratio)) / spread) ** 2 - np.log(spread))


def _as_risk(statement: Relative, value: float | None, at: Values) -> Value:
    assert value is not None
    share = statement.baseline.share if isinstance(statement.baseline, PeopleBaseline) else None
    return value if share is None else relative_risk(statement.measure, value, at(share))


def tail(seen: Expected, actual: Actual, *, fewer_is_better: bool) -> float:
    """Return the chance, by the promise alone, of a figure as bad as this or worse."""
    from scipy.special import bdtr, bdtrc, pdtr, pdtrc

    hits, of = math.floor(actual.value), math.floor(actual.of or 0)
    shares = np.atleast_1d(np.asarray(seen.promised, dtype=np.float64))
    if fewer_is_better:
        if hits <= 0:
            return 1.0
        above = pdtrc(hits - 1, shares) if seen.counted else bdtrc(hits - 1, of, shares)
        return float(np.mean(above))
    below = pdtr(hits, shares) if seen.counted else bdtr(hits, of, shares)
    return float(np.mean(below))
