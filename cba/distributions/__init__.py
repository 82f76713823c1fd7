"""Which distribution an input has, by what is stated and by its kind (method §5, conventions).

Nothing named: ratios are lognormal, shares beta, money PERT, all else normal. `low` and `high` are a 95 %
interval, except for uniform, triangular and PERT, where they are limits. A share whose interval no beta with
that mean has (an estimate of 100 %, or of 95 % within 0–100 %) is PERT: its mode the estimate, its limits the
ends.
"""

from __future__ import annotations

import math

from cba.distributions.fits import AS_LIMITS, BETWEEN_LIMITS, FITS, LIMITS, OFF, CannotFit, span, written
from cba.distributions.quantiles import Distribution, Fixed
from cba.effects import RATIO_MEASURES
from cba.inputs import Input

__all__ = ["CannotFit", "Distribution", "distribution_of", "doubt", "is_uncertain", "misfit"]


def is_uncertain(item: Input) -> bool:
    """Return whether an input is drawn: it has an interval or a standard error and is not `fixed`.

    An input that names a distribution but says nothing of its width is not fixed: it cannot be fitted.
    """
    if item.distribution == "fixed":
        return False
    if item.low is None and item.high is None:
        return item.se != 0.0 if item.se is not None else item.distribution is not None
    return not item.low == item.estimate == item.high


def default_name(item: Input) -> str:
    """Return the distribution that an input's kind has when none is named."""
    if item.kind in RATIO_MEASURES:
        return "lognormal"
    if item.kind == "money" and item.low is None:
        return "normal"  # PERT lies between limits, and there are none
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
    return FITS[name](item)


def misfit(item: Input) -> str | None:
    """Return what `distribution_of` would refuse the input for; None when it has a distribution.

    Quick, for checks of a scenario that is not drawn: a share with an interval always has one, whichever.
    """
    ends = [end for end in (item.low, item.high) if end is not None]
    easy = item.kind == "share" and item.distribution is None and all(0.0 <= end <= 1.0 for end in ends)
    try:
        if ends and easy:
            _check(item, "beta")
        else:
            distribution_of(item)
    except CannotFit as error:
        return str(error)
    return None


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
        f"the interval {span(item, item.low, item.high)} is lopsided about the estimate "
        f"{written(item, item.estimate)}, and {name} is not: 95 % of the draws are from "
        f"{span(item, below, above)}; {AS_LIMITS}"
    )


def _check(item: Input, name: str) -> None:
    """Refuse what no distribution can have."""
    low, high = item.low, item.high
    if low is None and high is None:
        if item.se is None:
            raise CannotFit(_without_width(item, name))
        if item.se < 0.0:
            raise CannotFit(f"`se` must not be negative, found {item.se:g}")
    elif low is None or high is None:
        given, missing = ("low", "high") if high is None else ("high", "low")
        raise CannotFit(f"`{given}` needs `{missing}` beside it")
    elif not low <= item.estimate <= high:
        ends = [written(item, value) for value in (low, item.estimate, high)]
        raise CannotFit(f"must be low ≤ estimate ≤ high, found {ends[0]}, {ends[1]}, {ends[2]}")
    lowest, highest = LIMITS.get(item.kind, (-math.inf, math.inf))
    if not lowest <= item.estimate <= highest:
        raise CannotFit(f"the estimate {written(item, item.estimate)} is outside what a {item.kind} can be")


def _without_width(item: Input, name: str) -> str:
    """Say what a named distribution lacks, or which other one takes the estimate."""
    lies = {
        "beta": 0.0 < item.estimate < 1.0,
        "gamma": item.estimate > 0.0,
        "lognormal": item.estimate > 0.0,
    }
    fixed = "`distribution: fixed` leaves it out"
    if not lies.get(name, True):
        found = written(item, item.estimate)
        return f"{name} cannot be about {found}: state `low` and `high` with `distribution: normal`; {fixed}"
    or_se = "" if name in BETWEEN_LIMITS else ", or `se`"
    return f"{name} needs a width: state `low` and `high`{or_se}; {fixed}"
