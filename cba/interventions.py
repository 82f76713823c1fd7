"""Interventions as the engine takes them: every name looked up, every number an input.

The statements of a scenario file become these frozen objects in `cba.linking`; from here on there are no
files and no registers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from cba.effects import (
    Explicit,
    PeopleBaseline,
    PlaceBaseline,
    Points,
    Relative,
    Statement,
    Success,
)
from cba.inputs import Input, Value, Values
from cba.yearly import Yearly, by_years, covered, product

PORTFOLIO = "portfolio"
"""What all interventions together are called where interventions go by id; none of them may be."""


@dataclass(frozen=True, slots=True)
class Price:
    """A unit price in price-year kroner, and who bears it.

    Attributes:
        shares: share of each payer; they sum to 1.
        nature: resource, transfer, tax or intangible.
        counterpart: who receives a transfer or tax.
        area: consequence area (konsekvensområde).
        names, unit: in Danish and English.
        basis: average or marginal; None when the source does not say.
        own: whether it is the user's own number.
    """

    id: str
    amount: Input
    shares: Mapping[str, float]
    nature: str
    counterpart: str
    area: str
    names: Mapping[str, str]
    unit: Mapping[str, str]
    basis: str | None = None
    derivation: str | None = None
    price_year: int | None = None
    currency: str = "DKK"
    own: bool = False


@dataclass(frozen=True, slots=True)
class Consequence:
    """Units of a price that follow from one more event, by years since the event.

    Attributes:
        quantities: one total to spread, or units by year.
        spread: number of years the total is spread over; None when `quantities` are by year.
        assumption: why the quantity is assumed, in Danish and English; None when its source says it.
        sign: −1 when the quantities are stated per success and a success is one event fewer.
    """

    price: Price
    quantities: tuple[Input, ...]
    spread: int | None
    sign: float = 1.0
    assumption: Mapping[str, str] | None = None

    def units(self, horizon: int, at: Values) -> Yearly:
        """Return the units per one more event at t = 0 … H − 1."""
        if self.spread is not None:
            used = np.where(np.arange(horizon) < self.spread, self.sign / self.spread, 0.0)
            return Yearly(1.0, used) * at(self.quantities[0])
        stated = [at(item) for item in self.quantities[:horizon]]
        return Yearly(self.sign, by_years([*stated, *[0.0] * (horizon - len(stated))]))


@dataclass(frozen=True, slots=True)
class Cost:
    """A cost by its unit: start, year, participant or completer; amount in price-year kroner per unit."""

    what: Mapping[str, str]
    per: Literal["start", "year", "participant", "completer"]
    amount: Input
    shares: Mapping[str, float]
    nature: str
    counterpart: str
    in_kind: bool
    price_year: int
    currency: str
    own: bool


@dataclass(frozen=True, slots=True)
class Flow:
    """Explicit yearly amounts, one input a year or None."""

    what: Mapping[str, str]
    kind: Literal["cost", "benefit"]
    amounts: tuple[Input | None, ...]
    shares: Mapping[str, float]
    nature: str
    counterpart: str
    area: str
    own: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What changes; `unit` is the name of one, `units` of several."""

    id: str
    titles: Mapping[str, str]
    unit: Mapping[str, str]
    units: Mapping[str, str]
    better: Literal["fewer", "more"]
    dkr_goal: int | None

    @property
    def sign(self) -> float:
        """What turns a change in events into units avoided (or, of a good outcome, gained)."""
        return -1.0 if self.better == "fewer" else 1.0


@dataclass(frozen=True, slots=True)
class Study:
    """The evidence behind an effect, for the reports."""

    id: str | None = None
    names: Mapping[str, str] | None = None
    source: str | None = None
    year: str | None = None
    url: str | None = None
    countries: str | None = None
    design: str | None = None
    studies: str | None = None
    follow_up: float | None = None
    grade: str | None = None
    own: bool = True


@dataclass(frozen=True, slots=True)
class Effect:
    """A change in one outcome because of the intervention."""

    outcome: Outcome
    statement: Statement
    transfer: Input
    adjustment: float
    applies_to: Literal["completers", "starters"]
    consequences: tuple[Consequence, ...]
    study: Study
    reason: Mapping[str, str] | None = None

    def expected_here(self, at: Values) -> Value:
        """Return the share of the studied effect that counts: transfer × evidence adjustment."""
        return product(at(self.transfer), self.adjustment)

    def is_place_based(self) -> bool:
        """Tell whether the effect is on incidents in a place."""
        return isinstance(self.statement, Relative) and isinstance(self.statement.baseline, PlaceBaseline)


@dataclass(frozen=True, slots=True)
class Intervention:
    """One intervention, ready to calculate.

    Attributes:
        participants: starters by year, H inputs (None in years without); empty when place-based.
        operating: years in which it operates, H booleans.
        completed: starters of each year who are known to have completed; empty before anything is known.
        settled: years whose costs are known and stand among the flows; unit costs do not count in them.
    """

    id: str
    participants: tuple[Input | None, ...]
    operating: tuple[bool, ...]
    completion: Input
    costs: tuple[Cost, ...]
    effects: tuple[Effect, ...]
    flows: tuple[Flow, ...]
    overlaps_with: frozenset[str]
    completed: tuple[Input | None, ...] = ()
    settled: tuple[bool, ...] = ()

    @property
    def horizon(self) -> int:
        """Number of years H."""
        return len(self.operating)

    def starters(self, at: Values) -> Yearly:
        """Return the starters by year."""
        stated = {(item.name, item.estimate): item for item in self.participants if item is not None}
        if len(stated) == 1:
            present = np.array([0.0 if item is None else 1.0 for item in self.participants])
            return Yearly(1.0, present) * at(next(iter(stated.values())))
        if not stated:
            return Yearly(1.0, np.zeros(self.horizon))
        return Yearly(1.0, by_years([0.0 if item is None else at(item) for item in self.participants]))

    def completers(self, at: Values) -> Yearly:
        """Return those who complete, by year of entry."""
        expected = self.starters(at) * at(self.completion)
        if not any(item is not None for item in self.completed):
            return expected
        rows = [
            known if item is None else at(item)
            for known, item in zip(expected.amounts, self.completed, strict=True)
        ]
        return Yearly(1.0, by_years(rows))

    def exposed(self, effect: Effect, at: Values) -> Yearly:
        """Return the people by year of entry who get the effect."""
        return self.starters(at) if effect.applies_to == "starters" else self.completers(at)


def people_rate(effect: Effect, at: Values) -> Value | None:
    """Return b, the events per exposed unit and year without the intervention; None where there is none."""
    statement = effect.statement
    if isinstance(statement, Success):
        return 1.0
    if not isinstance(statement, (Relative, Points)) or not isinstance(statement.baseline, PeopleBaseline):
        return None
    baseline = statement.baseline
    if baseline.events is not None:
        return at(baseline.events)
    if baseline.share is None:
        return None
    return at(baseline.share) * (12.0 / baseline.months if baseline.months else 1.0)


@dataclass(frozen=True, slots=True)
class Avoided:
    """The events that an effect relative to a baseline avoids: exposed × rate × reduction.

    Attributes:
        exposed: people by year of entry; None for the incidents of a place.
        rate: events per exposed unit and year without the intervention.
        reduction: r by year since entry (people) or by year (place).
    """

    exposed: Yearly | None
    rate: Value
    reduction: Yearly

    def events(self) -> Yearly:
        """Return the events by year."""
        per_unit = self.reduction * self.rate
        return per_unit if self.exposed is None else self.exposed.followed_by(per_unit)


def avoided(intervention: Intervention, effect: Effect, at: Values) -> Avoided | None:
    """Return what a relative effect avoids; None for an effect that is stated otherwise."""
    statement = effect.statement
    if not isinstance(statement, Relative):
        return None
    if isinstance(statement.baseline, PlaceBaseline):
        place = statement.baseline
        total = at(place.incidents) / at(place.reporting_rate)
        return Avoided(None, total, _place_reduction(intervention, effect, at))
    rate = people_rate(effect, at)
    assert rate is not None
    reduction = lasting(effect, intervention.horizon, at) * statement.reduction(at)
    return Avoided(intervention.exposed(effect, at), rate, reduction)


def change(intervention: Intervention, effect: Effect, at: Values) -> Yearly:
    """Return the change in events by year; negative is fewer events."""
    statement, horizon = effect.statement, intervention.horizon
    found = avoided(intervention, effect, at)
    if found is not None:
        return -found.events()
    here = effect.expected_here(at)
    exposed = intervention.exposed(effect, at)
    if isinstance(statement, Explicit):
        profile = statement.profile(horizon, at)
        if intervention.participants:
            return exposed.followed_by(Yearly(1.0, profile)) * here
        return Yearly(1.0, covered(np.array(intervention.operating), profile)) * here
    if isinstance(statement, Success):
        return exposed * (effect.outcome.sign * statement.rate(at)) * here
    assert isinstance(statement, Points)
    return exposed.followed_by(lasting(effect, horizon, at) * statement.change(at))


def lasting(effect: Effect, horizon: int, at: Values) -> Yearly:
    """Return the share of a relative effect or of points that counts, by year since entry: φ[τ]·transfer."""
    statement = effect.statement
    assert isinstance(statement, (Relative, Points))
    return Yearly(1.0, statement.persistence.profile(horizon, at)) * effect.expected_here(at)


def _place_reduction(intervention: Intervention, effect: Effect, at: Values) -> Yearly:
    """Return rᵢ[n], the share of the place's incidents that the intervention avoids in year n."""
    statement = effect.statement
    assert isinstance(statement, Relative)
    place = statement.baseline
    assert isinstance(place, PlaceBaseline)
    profile = statement.persistence.profile(intervention.horizon, at)
    kept = 1.0 - at(place.displacement)
    reach = Yearly(1.0, covered(np.array(intervention.operating), profile)) * at(place.share) * kept
    return reach * statement.reduction(at) * effect.expected_here(at)
