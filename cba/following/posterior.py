"""Draws after what was observed: exact where prior and likelihood are conjugate, else by importance weights.

Exact: a beta share and binomial counts (beta-binomial), a gamma rate and Poisson counts (gamma-Poisson), a
lognormal ratio and a measured ratio (normal on the log scale), each when nothing else uncertain is behind the
observation. The draws are moved to the exact posterior, quantile for quantile. Everything else is weighted by
its likelihood and resampled. The priors are the scenario's own distributions.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from cba.distributions import Distribution
from cba.distributions.quantiles import Lognormal
from cba.distributions.tables import Table
from cba.effects import PlaceBaseline, Relative, Success
from cba.following.actuals import Actual
from cba.following.likelihood import WIDTH, expected, log_likelihood
from cba.inputs import Array, Input, Values
from cba.interventions import Effect, Intervention
from cba.uncertainty.draws import Draws
from cba.uncertainty.streams import stream

How = Literal["beta-binomial", "gamma-poisson", "normal on the log scale", "importance weights", "fixed"]


@dataclass(frozen=True, slots=True)
class Observed:
    """An observation with what it is of."""

    actual: Actual
    intervention: Intervention
    effect: Effect | None
    start: int

    def log_likelihood(self, at: Values) -> Array:
        """Return how likely it is at the values of the inputs, up to a constant, shape () or (D,)."""
        return log_likelihood(self.intervention, self.effect, self.actual, self.start, at)

    @property
    def behind(self) -> list[Input]:
        """The inputs that its likelihood depends on."""
        used: dict[str, Input] = {}

        def note(item: Input) -> float:
            used[item.name] = item
            return item.value

        self.log_likelihood(note)
        return list(used.values())


@dataclass(frozen=True, slots=True)
class Update:
    """How the observations of one thing were taken in.

    Attributes:
        names: the inputs that learn from them.
        before, after: mean of the first input before and after.
        prior, posterior: the parameters where the update is exact.
    """

    names: tuple[str, ...]
    how: How
    before: float
    after: float
    prior: tuple[float, float] | None = None
    posterior: tuple[float, float] | None = None


@dataclass(frozen=True)
class Posterior:
    """Draws after the observations, by input, shape (D,), equally likely.

    Attributes:
        effective: effective number of draws behind the weights; all where nothing is weighted.
    """

    columns: Mapping[str, Array]
    updates: tuple[Update, ...]
    effective: float


def posterior(draws: Draws, observed: Sequence[Observed]) -> Posterior:
    """Return the draws after observations.

    Args:
        draws: of the scenario's uncertain inputs: the priors.
        observed: what was seen.
    """
    columns = {name: draws.column(name) for name in draws.names}
    before = {name: float(column.mean()) for name, column in columns.items()}
    updates: list[Update] = []
    weighted: list[Observed] = []
    for group in _groups(observed):
        uncertain = [item for item in group[0].behind if item.name in columns]
        learnt = {name for update in updates for name in update.names}
        known = any(item.name in learnt for item in uncertain)
        exact = None if known else _exact(draws, group, uncertain)
        if exact is not None:
            name = uncertain[0].name
            columns[name] = np.asarray(exact.move(columns[name]), dtype=np.float64)
            after = float(columns[name].mean())
            updates.append(Update((name,), exact.how, before[name], after, exact.prior, exact.posterior))
        elif uncertain:
            weighted += group
        else:
            updates.append(Update((group[0].behind[0].name,), "fixed", *_fixed(group)))
    return _weighted(draws, columns, before, weighted, updates)


def _fixed(group: Sequence[Observed]) -> tuple[float, float]:
    value = group[0].behind[0].value
    return value, value


def _groups(observed: Sequence[Observed]) -> list[list[Observed]]:
    """Return observations of the same thing together: they are one likelihood."""
    found: dict[tuple[str, str, str | None], list[Observed]] = {}
    for item in observed:
        key = (item.actual.intervention, item.actual.measure, item.actual.outcome)
        found.setdefault(key, []).append(item)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class _Exact:
    how: How
    prior: tuple[float, float]
    posterior: tuple[float, float]
    move: Callable[[Array], Any]


def _exact(draws: Draws, group: Sequence[Observed], uncertain: Sequence[Input]) -> _Exact | None:
    """Return the exact update of the one uncertain input behind observations; None where there is none."""
    if len(uncertain) != 1 or any(uncertain[0].name in pair.names for pair in draws.groups):
        return None
    prior, first = draws.distributions[uncertain[0].name], group[0]
    measure = first.actual.measure
    if measure == "completed" or (measure == "successes" and _is_rate(first.effect, uncertain[0])):
        return _beta(prior, group)
    if measure == "incidents" and _is_number(first.effect, uncertain[0]):
        return _gamma(prior, group, uncertain[0])
    if measure == "effect" and _in_full(first.effect, uncertain[0]):
        return _lognormal(prior, group)
    return None


def _is_rate(effect: Effect | None, item: Input) -> bool:
    """Tell whether the input is the very rate of success that is observed."""
    full = effect is not None and effect.transfer.value * effect.adjustment == 1.0
    statement = effect.statement if effect else None
    return full and isinstance(statement, Success) and statement.with_rate == item


def _is_number(effect: Effect | None, item: Input) -> bool:
    statement = effect.statement if effect else None
    if not isinstance(statement, Relative) or not isinstance(statement.baseline, PlaceBaseline):
        return False
    return statement.baseline.incidents == item


def _in_full(effect: Effect | None, item: Input) -> bool:
    """Tell whether the input is the effect itself, and is expected here in full."""
    if effect is None or effect.transfer.value * effect.adjustment != 1.0:
        return False
    statement = effect.statement
    rates = ("relative_risk", "incidence_rate_ratio")
    return isinstance(statement, Relative) and statement.measure in rates and statement.size == item


def _beta(prior: Distribution, group: Sequence[Observed]) -> _Exact | None:
    if not isinstance(prior, Table) or prior.name != "beta" or (prior.low, prior.width) != (0.0, 1.0):
        return None
    from scipy.special import betainc, betaincinv

    total = prior.mean * (1.0 - prior.mean) / prior.sd**2 - 1.0
    a, b = prior.mean * total, (1.0 - prior.mean) * total
    hits = sum(item.actual.value for item in group)
    misses = sum((item.actual.of or 0.0) - item.actual.value for item in group)
    after = (a + hits, b + misses)
    return _Exact("beta-binomial", (a, b), after, lambda x: betaincinv(*after, betainc(a, b, x)))


def _gamma(prior: Distribution, group: Sequence[Observed], item: Input) -> _Exact | None:
    if not isinstance(prior, Table) or prior.name != "gamma" or prior.low != 0.0:
        return None
    from scipy.special import gammainc, gammaincinv

    shape, rate = (prior.mean / prior.sd) ** 2, prior.mean / prior.sd**2
    exposure = sum(_per_incident(observed, item) for observed in group)
    after = (shape + sum(observed.actual.value for observed in group), rate + exposure)
    return _Exact(
        "gamma-poisson",
        (shape, rate),
        after,
        lambda x: gammaincinv(after[0], gammainc(shape, rate * x)) / after[1],
    )


def _per_incident(observed: Observed, item: Input) -> float:
    """Return how many incidents would be seen for each one of the input; the mean is linear in it."""
    assert observed.effect is not None
    at: Values = lambda other: 1.0 if other.name == item.name else other.value  # noqa: E731
    seen = expected(observed.intervention, observed.effect, observed.actual, observed.start, at)
    return float(seen.promised)


def _lognormal(prior: Distribution, group: Sequence[Observed]) -> _Exact | None:
    if not isinstance(prior, Lognormal):
        return None
    median, spread = math.log(prior.median), prior.spread
    precision, weighted = 1.0 / spread**2, median / spread**2
    for item in group:
        assert item.actual.low is not None
        assert item.actual.high is not None
        width = math.log(item.actual.high / item.actual.low) / WIDTH
        precision += 1.0 / width**2
        weighted += math.log(item.actual.value) / width**2
    middle, after = weighted / precision, precision**-0.5
    return _Exact(
        "normal on the log scale",
        (median, spread),
        (middle, after),
        lambda x: np.asarray(np.exp(middle + after * (np.log(x) - median) / spread), dtype=np.float64),
    )


def _weighted(
    draws: Draws,
    columns: dict[str, Array],
    before: Mapping[str, float],
    observed: Sequence[Observed],
    updates: list[Update],
) -> Posterior:
    """Weight draws by the likelihood of what is not exact, and resample them to be equally likely."""
    if not observed:
        return Posterior(columns, tuple(updates), float(draws.count))
    total = np.zeros(draws.count)

    def at(wanted: Input) -> float | Array:
        return columns.get(wanted.name, wanted.value)

    for item in observed:
        total += item.log_likelihood(at)
    weights = np.exp(total - total.max())
    weights /= weights.sum()
    chosen = resampled(weights, draws.seed)
    touched = _touched(draws, observed)
    after = {name: column[chosen] if name in touched else column for name, column in columns.items()}
    for group in _groups(observed):
        for name in (item.name for item in group[0].behind if item.name in after):
            updates.append(Update((name,), "importance weights", before[name], float(after[name].mean())))
    return Posterior(after, tuple(dict.fromkeys(updates)), float(1.0 / np.sum(weights**2)))


def _touched(draws: Draws, observed: Sequence[Observed]) -> set[str]:
    """Return the inputs that learn from weights; the others are independent of them and stay as drawn."""
    found = {item.name for one in observed for item in one.behind}
    for group in draws.groups:
        if found & set(group.names):
            found |= set(group.names)
    return found


def resampled(weights: Array, seed: int) -> Array:
    """Return the places of as many equally likely draws as there are weights: systematic resampling."""
    count = weights.size
    begin = float(stream(seed, "resampling", 0).random())
    ends = np.cumsum(weights)
    ends[-1] = 1.0
    return np.asarray(np.searchsorted(ends, (np.arange(count) + begin) / count))
