"""Effect measures, persistence and the change in outcomes (method §2).

An effect is turned into a change in events per exposed unit and year since entry. Years since entry are
τ = 0, 1, … along the last axis; all shares are fractions.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from cba.inputs import Array, Input, Value, Values
from cba.yearly import by_years

RATIO_MEASURES = ("odds_ratio", "relative_risk", "incidence_rate_ratio", "hazard_ratio")
PERCENT_MEASURES = ("percentage_change", "percentage_points")

# Chinn (2000): a logistic distribution has standard deviation π/√3
CHINN = math.pi / math.sqrt(3.0)

_LEAST_SHARE = 1e-12


class CannotTurn(ValueError):
    """The measure cannot be turned round to the outcome's direction without more knowledge."""


def relative_risk(measure: str, estimate: Value, p0: Value, *, turned: bool = False) -> Value:
    """Return the relative risk of the outcome at a baseline risk (method §2, conversions).

    Args:
        measure: the effect measure.
        estimate: the effect, or one per draw; a percentage change in per cent.
        p0: baseline risk within the study's window, a share.
        turned: the measure is of the opposite event (odds of *not* reoffending) and is turned round.

    Raises:
        CannotTurn: an incidence-rate ratio of the opposite event.
    """
    if measure in ("odds_ratio", "standardised_mean_difference"):
        ratio = _odds_ratio(measure, estimate, turned)
        return ratio / (1.0 - p0 + p0 * ratio)
    if measure == "hazard_ratio":
        if turned:
            return p0 ** (estimate - 1.0)
        return (1.0 - (1.0 - p0) ** estimate) / p0 if np.all(p0 > 0.0) else estimate
    if measure == "incidence_rate_ratio":
        if turned:
            raise CannotTurn(measure)
        return estimate
    ratio = 1.0 + estimate / 100.0 if measure == "percentage_change" else estimate
    return (1.0 - (1.0 - p0) * ratio) / p0 if turned else ratio


def rate_ratio(measure: str, estimate: Value, *, turned: bool = False) -> Value:
    """Return the ratio of rates when the baseline counts events or incidents, not people.

    Odds and hazard ratios and exp(SMD·π/√3) stand in as rate ratios; the caller warns.

    Raises:
        CannotTurn: a measure of the opposite event that needs a baseline risk to be turned round.
    """
    if measure in ("odds_ratio", "standardised_mean_difference"):
        return _odds_ratio(measure, estimate, turned)
    if turned:
        raise CannotTurn(measure)
    return 1.0 + estimate / 100.0 if measure == "percentage_change" else estimate


def _odds_ratio(measure: str, estimate: Value, turned: bool) -> Value:
    if measure == "standardised_mean_difference":
        return np.exp((-estimate if turned else estimate) * CHINN)
    return 1.0 / estimate if turned else estimate


def persistence(horizon: int, lag: int, duration: float, fade: Value) -> Array:
    """Return φ[τ] weighted by the part of each year that the effect lasts.

    Args:
        horizon: number of years H.
        lag: whole years before the effect begins.
        duration: years it lasts; a fraction counts in the last year.
        fade: share of the remaining effect lost each year, or one per draw.

    Returns:
        Array of shape (H,), or (H, D) when fade is drawn.
    """
    since = np.arange(horizon, dtype=np.float64) - lag
    part = np.where(since >= 0.0, np.clip(duration - since, 0.0, 1.0), 0.0)
    if np.ndim(fade) == 1:
        since, part = since[:, np.newaxis], part[:, np.newaxis]
    return np.asarray(part * np.power(1.0 - fade, np.maximum(since, 0.0)))


@dataclass(frozen=True, slots=True)
class Persistence:
    """When an effect begins, how long it lasts and how it fades."""

    lag: int
    duration: float
    fade: Input

    def profile(self, horizon: int, at: Values) -> Array:
        """Return the weighted φ[τ], shape (H,), or (H, D) when fade is drawn."""
        return persistence(horizon, self.lag, self.duration, at(self.fade))


@dataclass(frozen=True, slots=True)
class PeopleBaseline:
    """Events per exposed unit and year without the intervention: `12·p0/W` or a number of events."""

    share: Input | None = None
    months: float | None = None
    events: Input | None = None


@dataclass(frozen=True, slots=True)
class PlaceBaseline:
    """Incidents a year in the place, the share of them covered and how many of the true ones are reported.

    Attributes:
        base: what the incidents are: (place, outcome, years) of the register, or the input's own name. Rows
            with the same base overlap.
        years: the register's years that were averaged; empty for a stated number.
    """

    incidents: Input
    share: Input
    reporting_rate: Input
    displacement: Input
    base: tuple[str, ...]
    from_register: bool
    years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Relative:
    """An effect measured against a baseline: everything but success rates and explicit numbers.

    Attributes:
        measure: the effect measure.
        size: the effect; percentages and percentage points in per cent.
        turned: whether it measures the opposite of the outcome.
    """

    measure: str
    size: Input
    turned: bool
    baseline: PeopleBaseline | PlaceBaseline
    persistence: Persistence
    kind: Literal["relative"] = "relative"

    def reduction(self, at: Values) -> Value:
        """Return 1 − RR before transfer and adjustment; negative when the intervention does harm.

        A drawn ratio that would make the event happen to fewer than nobody or more than everybody counts as
        nobody or everybody; a stated one is refused when the scenario is read.
        """
        baseline = self.baseline
        if isinstance(baseline, PeopleBaseline) and baseline.share is not None:
            p0 = at(baseline.share)
            ratio = relative_risk(self.measure, at(self.size), p0, turned=self.turned)
            return 1.0 - np.clip(ratio, 0.0, 1.0 / np.maximum(p0, _LEAST_SHARE))
        return 1.0 - np.maximum(rate_ratio(self.measure, at(self.size), turned=self.turned), 0.0)


@dataclass(frozen=True, slots=True)
class Points:
    """A percentage-point change, over the baseline's window or every year of the duration."""

    size: Input
    turned: bool
    baseline: PeopleBaseline
    persistence: Persistence
    kind: Literal["points"] = "points"

    def change(self, at: Values) -> Value:
        """Return the change in events per exposed unit and year."""
        yearly = 12.0 / self.baseline.months if self.baseline.months else 1.0
        return (-1.0 if self.turned else 1.0) * at(self.size) / 100.0 * yearly


@dataclass(frozen=True, slots=True)
class Success:
    """SØM's way: a net success rate, once, in the year of entry."""

    with_rate: Input | None
    without_rate: Input | None
    net: Input | None
    kind: Literal["success"] = "success"

    def rate(self, at: Values) -> Value:
        """Return the net success rate."""
        if self.net is not None:
            return at(self.net)
        assert self.with_rate is not None
        assert self.without_rate is not None
        return at(self.with_rate) - at(self.without_rate)


@dataclass(frozen=True, slots=True)
class Explicit:
    """Explicit units per exposed unit from the year of entry."""

    by_year: tuple[Input, ...]
    kind: Literal["explicit"] = "explicit"

    def profile(self, horizon: int, at: Values) -> Array:
        """Return the units by year since entry, shape (H,) or (H, D)."""
        stated = [at(item) for item in self.by_year[:horizon]]
        return by_years([*stated, *[0.0] * (horizon - len(stated))])


Statement = Relative | Points | Success | Explicit
