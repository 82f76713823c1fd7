"""Which distribution an input has, by what is stated and by its kind (method §5, conventions).

Nothing named: ratios are lognormal, shares beta, money PERT, all else normal. `low` and `high` are a 95 %
interval, except for uniform, triangular and PERT, where they are limits. A share whose interval no beta with
that mean has (an estimate of 100 %, or of 95 % within 0–100 %) is PERT: its mode the estimate, its limits the
ends.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from cba.effects import RATIO_MEASURES
from cba.fits import beta_fit, gamma_fit
from cba.inputs import Input
from cba.quantiles import (
    Distribution,
    Fixed,
    Lognormal,
    Normal,
    Triangular,
    Uniform,
    beta,
    gamma,
    pert,
    truncated,
)

__all__ = ["CannotFit", "Distribution", "distribution_of", "doubt", "is_uncertain"]

WIDTH = 3.92
"""A 95 % interval of a normal distribution is this many standard deviations wide (conventions)."""
OFF = 1.0 / 6.0
"""An end this far off, as a part of the interval, is no fit: one arm is then twice as long as the other."""

_INTERVAL = "state `low` and `high`"
_AS_LIMITS = "`distribution: pert` takes the ends as limits"
_LIMITS = {
    "share": (0.0, 1.0),
    "difference": (-1.0, 1.0),
    "count": (0.0, math.inf),
    "percentage_change": (-100.0, math.inf),
    "percentage_points": (-100.0, 100.0),
    "rate": (-0.99, math.inf),
    **dict.fromkeys(RATIO_MEASURES, (0.0, math.inf)),
}


class CannotFit(ValueError):
    """What is stated of an input fits no distribution, or not the one named; the message says what would."""


def is_uncertain(item: Input) -> bool:
    """Return whether an input is drawn: it has an interval or a standard error and is not `fixed`.

    An input that names a distribution but says nothing of its width is not fixed: it cannot be fitted.
    """
    if item.distribution == "fixed":
        return False
    if item.low is None and item.high is None:
        return item.se != 0.0 if item.se is not None else item.distribution is not None
    return item.low is None or item.high is None or item.low != item.high


def default_name(item: Input) -> str:
    """Return the distribution that an input's kind has when none is named."""
    if item.kind in RATIO_MEASURES:
        return "lognormal"
    return {"share": "beta", "money": "pert"}.get(item.kind, "normal")


def distribution_of(item: Input) -> Distribution:
    """Return the distribution of an input, in the engine's unit.

    Raises:
        CannotFit: the interval or standard error and the distribution do not go together.
    """
    if not is_uncertain(item):
        return Fixed("fixed", item.value)
    name = item.distribution or default_name(item)
    _check(item, name)
    return _FITS[name](item)


def doubt(item: Input) -> str | None:
    """Return a warning when the interval is far from even about the estimate, where the shape makes it even.

    So is a normal distribution about its mean and a lognormal one, by ratio, about its median.
    """
    if item.low is None or item.high is None or not is_uncertain(item):
        return None
    name = item.distribution or default_name(item)
    if name not in ("normal", "lognormal", "uniform") or (name == "lognormal" and item.low <= 0.0):
        return None
    ends = (item.low, item.estimate, item.high)
    low, middle, high = map(math.log, ends) if name == "lognormal" else ends
    if abs((low + high) / 2.0 - middle) <= OFF * (high - low):
        return None
    try:
        below, above = (end / item.factor for end in distribution_of(item).interval())
    except CannotFit:
        return None
    return (
        f"the interval {_span(item, item.low, item.high)} is lopsided about the estimate "
        f"{_written(item, item.estimate)}, and {name} is not: 95 % of the draws are from "
        f"{_span(item, below, above)}; {_AS_LIMITS}"
    )


def _check(item: Input, name: str) -> None:
    """Refuse what no distribution can have."""
    low, high = item.low, item.high
    if low is None and high is None:
        if item.se is None:
            raise CannotFit(
                f"{name} needs a width: {_INTERVAL}, or `se`; `distribution: fixed` leaves it out"
            )
        if item.se < 0.0:
            raise CannotFit(f"`se` must not be negative, found {item.se:g}")
    elif low is None or high is None:
        given, missing = ("low", "high") if high is None else ("high", "low")
        raise CannotFit(f"`{given}` needs `{missing}` beside it")
    elif not low <= item.estimate <= high:
        ends = [_written(item, value) for value in (low, item.estimate, high)]
        raise CannotFit(f"must be low ≤ estimate ≤ high, found {ends[0]}, {ends[1]}, {ends[2]}")
    lowest, highest = _LIMITS.get(item.kind, (-math.inf, math.inf))
    if not lowest <= item.estimate <= highest:
        raise CannotFit(f"the estimate {_written(item, item.estimate)} is outside what a {item.kind} can be")


def _normal(item: Input) -> Distribution:
    low, high = _ends(item)
    spread = _se(item) if low is None or high is None else (high - low) / WIDTH
    return _within(item, Normal("normal", item.value, spread * item.factor))


def _lognormal(item: Input) -> Distribution:
    low, high = _ends(item)
    if item.estimate <= 0.0 or (low is not None and low <= 0.0):
        raise CannotFit(
            f"lognormal needs numbers above 0, found {_smallest(item)}; state one above 0, or "
            "`distribution: normal`"
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
            f"beta lies between 0 and 1, found low {low:g} and high {high:g}; `distribution: normal` "
            "or `pert` has no such bounds"
        )
    a, b, below, above = beta_fit(mean, low, high) if inside else (0.0, 0.0, mean, mean)
    if max(abs(below - low), abs(above - high)) <= OFF * (high - low):
        return beta("beta", a, b, high=item.factor)
    if item.distribution is None:
        return _pert(item)
    found, nearest = (_span(item, *ends) for ends in ((low, high), (below, above)))
    raise CannotFit(
        f"no beta with mean {_written(item, mean)} has the 95 % interval {found} (nearest: {nearest}); "
        f"{_AS_LIMITS}"
    )


def _beta_of_se(item: Input, inside: bool) -> tuple[float, float]:
    """Return the shapes of the beta with the estimate as mean and `se` as standard deviation."""
    mean, se = item.estimate, _se(item)
    # with one peak: see `beta_fit`
    most = math.sqrt(mean * (1.0 - mean) / (1.0 + 1.0 / max(mean, 1.0 - mean))) if inside else 0.0
    if se > most:
        raise CannotFit(
            f"no beta with mean {_written(item, mean)} has `se` {se:g} (at most {most:.2g}); {_INTERVAL} "
            "for PERT, or `distribution: normal`"
        )
    total = mean * (1.0 - mean) / se**2 - 1.0
    return total * mean, total * (1.0 - mean)


def _gamma(item: Input) -> Distribution:
    low, high = _ends(item)
    if item.estimate <= 0.0 or (low is not None and low < 0.0):
        raise CannotFit(
            f"gamma lies above 0, found {_smallest(item)}; `distribution: normal` or `pert` has no such bound"
        )
    if low is None or high is None:
        return _within(item, gamma((item.estimate / _se(item)) ** 2, item.value))
    shape, below, above = gamma_fit(item.estimate, low, high)
    if max(abs(below - low), abs(above - high)) > OFF * (high - low):
        raise CannotFit(
            f"no gamma with mean {_written(item, item.estimate)} has the 95 % interval "
            f"{_span(item, low, high)} (nearest: {_span(item, below, above)}); {_AS_LIMITS}"
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


_FITS: dict[str, Callable[[Input], Distribution]] = {
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
        name = item.distribution or default_name(item)
        raise CannotFit(
            f"{name} needs limits, found only `se`: {_INTERVAL}, or name `distribution: normal` or `gamma`"
        )
    return low * item.factor, high * item.factor


def _smallest(item: Input) -> str:
    """Return the number that is too low for a distribution above 0, and its key."""
    if item.estimate > 0.0 and item.low is not None:
        return f"low {_written(item, item.low)}"
    return f"estimate {_written(item, item.estimate)}"


def _se(item: Input) -> float:
    assert item.se is not None  # _check
    return item.se


def _within(item: Input, whole: Distribution) -> Distribution:
    """Return the distribution within what the kind of number can be."""
    lowest, highest = _LIMITS.get(item.kind, (-math.inf, math.inf))
    return truncated(whole, lowest * item.factor, highest * item.factor)


def _span(item: Input, low: float, high: float) -> str:
    return f"{_written(item, low)} to {_written(item, high)}"


def _written(item: Input, value: float) -> str:
    """Return a number as its kind is read: shares in per cent."""
    return f"{value * 100:.3g} %" if item.kind in ("share", "difference", "rate") else f"{value:.6g}"
