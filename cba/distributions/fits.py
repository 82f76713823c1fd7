"""How each distribution is fitted to what is stated of an input: interval, limits or standard error."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from cba.distributions.least_squares import beta_fit, gamma_fit
from cba.distributions.quantiles import Distribution, Lognormal, Normal, Triangular, Uniform
from cba.distributions.tables import beta, gamma, pert, truncated
from cba.effects import RATIO_MEASURES
from cba.inputs import Input
from cba.reading.numbers import Rate

WIDTH = 3.92
"""A 95 % interval of a normal distribution is this many standard deviations wide (conventions)."""
OFF = 0.2
"""An end farther off than this, as a part of the interval, is no fit: one arm is then 7/3 of the other."""

BETWEEN_LIMITS = ("pert", "triangular", "uniform")
AS_LIMITS = "`distribution: pert` takes the ends as limits"
LIMITS: Mapping[str, tuple[float, float]] = {
    "share": (0.0, 1.0),
    "difference": (-1.0, 1.0),
    "count": (0.0, math.inf),
    "percentage_change": (-100.0, math.inf),
    "percentage_points": (-100.0, 100.0),
    "rate": (Rate.LOWEST, Rate.HIGHEST),
    **dict.fromkeys(RATIO_MEASURES, (0.0, math.inf)),
}
"""What numbers of a kind can be; draws fall within."""


class CannotFit(ValueError):
    """What is stated of an input fits no distribution, or not the one named; the message says what would."""


def _normal(item: Input) -> Distribution:
    low, high = _ends(item)
    spread = _se(item) if low is None or high is None else (high - low) / WIDTH
    return _within(item, Normal("normal", item.value, spread * item.factor))


def _lognormal(item: Input) -> Distribution:
    low, high = _ends(item)
    if item.estimate <= 0.0 or (low is not None and low <= 0.0):
        mend = "state one above 0, or " if item.estimate > 0.0 else ""
        raise CannotFit(
            f"lognormal needs numbers above 0, found {_smallest(item)}; {mend}`distribution: normal` takes it"
        )
    spread = _se(item) if low is None or high is None else math.log(high / low) / WIDTH
    return _within(item, Lognormal("lognormal", item.value, spread))


def _beta(item: Input) -> Distribution:
    low, high = _ends(item)
    mean = item.estimate
    inside = 0.0 < mean < 1.0
    if low is None or high is None:
        return beta("beta", *_beta_of_se(item, inside), high=item.factor)
    if not 0.0 <= low <= high <= 1.0:
        raise CannotFit(
            f"beta lies between 0 and 1, found low {low:g} and high {high:g}; {_unbounded(item)} bounds"
        )
    a, b, below, above = beta_fit(mean, low, high) if inside else (0.0, 0.0, mean, mean)
    if max(abs(below - low), abs(above - high)) <= OFF * (high - low):
        return beta("beta", a, b, high=item.factor)
    if item.distribution is None:
        return _pert(item)
    found, nearest = (span(item, *ends) for ends in ((low, high), (below, above)))
    raise CannotFit(
        f"no beta with mean {written(item, mean)} has the 95 % interval {found} (nearest: {nearest}); "
        f"{AS_LIMITS}"
    )


def _beta_of_se(item: Input, inside: bool) -> tuple[float, float]:
    """Return the shapes of the beta with the estimate as mean and `se` as standard deviation."""
    mean, se = item.estimate, _se(item)
    # with one peak: see `beta_fit`
    most = math.sqrt(mean * (1.0 - mean) / (1.0 + 1.0 / max(mean, 1.0 - mean))) if inside else 0.0
    if se > most:
        pert = "" if item.distribution is None else " with `distribution: pert`"
        raise CannotFit(
            f"no beta with mean {written(item, mean)} has `se` {se:g} (at most {most:.2g}); state `low` "
            f"and `high`{pert} in its place, or name `distribution: normal`"
        )
    total = mean * (1.0 - mean) / se**2 - 1.0
    return total * mean, total * (1.0 - mean)


def _gamma(item: Input) -> Distribution:
    low, high = _ends(item)
    if item.estimate <= 0.0 or (low is not None and low < 0.0):
        raise CannotFit(f"gamma lies above 0, found {_smallest(item)}; {_unbounded(item)} bound")
    if low is None or high is None:
        return _within(item, gamma((item.estimate / _se(item)) ** 2, item.value))
    shape, below, above = gamma_fit(item.estimate, low, high)
    if max(abs(below - low), abs(above - high)) > OFF * (high - low):
        raise CannotFit(
            f"no gamma with mean {written(item, item.estimate)} has the 95 % interval "
            f"{span(item, low, high)} (nearest: {span(item, below, above)}); {AS_LIMITS}"
        )
    return _within(item, gamma(shape, item.value))


def _pert(item: Input) -> Distribution:
    low, high = _limits(item)
    return _within(item, pert(low, item.value, high))


def _triangular(item: Input) -> Distribution:
    low, high = _limits(item)
    return _within(item, Triangular("triangular", low, item.value, high))


def _uniform(item: Input) -> Distribution:
    return _within(item, Uniform("uniform", *_limits(item)))


FITS: dict[str, Callable[[Input], Distribution]] = {
    "normal": _normal,
    "lognormal": _lognormal,
    "beta": _beta,
    "gamma": _gamma,
    "pert": _pert,
    "triangular": _triangular,
    "uniform": _uniform,
}


def _ends(item: Input) -> tuple[float, float] | tuple[None, None]:
    return (None, None) if item.low is None or item.high is None else (item.low, item.high)


def _limits(item: Input) -> tuple[float, float]:
    """Return low and high in the engine's unit, for distributions that lie between limits."""
    low, high = _ends(item)
    if low is None or high is None:
        name = item.distribution or "pert"
        gamma_too = " or `distribution: gamma`" if item.estimate > 0.0 else ""
        raise CannotFit(
            f"{name} needs limits, found only `se`: state `low` and `high`, or name `distribution: normal`"
            f"{gamma_too}"
        )
    return low * item.factor, high * item.factor


def _unbounded(item: Input) -> str:
    """Return which distributions take what one with a bound does not; PERT needs an interval."""
    also = "" if item.low is None else " or `distribution: pert`"
    return f"`distribution: normal`{also} has no such"


def _smallest(item: Input) -> str:
    """Return the number that is too low for a distribution above 0, and its key."""
    if item.estimate > 0.0 and item.low is not None:
        return f"low {written(item, item.low)}"
    return f"estimate {written(item, item.estimate)}"


def _se(item: Input) -> float:
    assert item.se is not None  # _check
    return item.se


def _within(item: Input, whole: Distribution) -> Distribution:
    """Return the distribution within what the kind of number can be."""
    lowest, highest = LIMITS.get(item.kind, (-math.inf, math.inf))
    return truncated(whole, lowest * item.factor, highest * item.factor)


def span(item: Input, low: float, high: float) -> str:
    """Return an interval as its kind is read."""
    return f"{written(item, low)} to {written(item, high)}"


def written(item: Input, value: float) -> str:
    """Return a number as its kind is read: shares in per cent."""
    return f"{value * 100:.3g} %" if item.kind in ("share", "difference", "rate") else f"{value:.6g}"
