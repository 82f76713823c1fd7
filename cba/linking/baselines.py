"""Baselines: the effect's own, else the target group's, else the outcome's."""

from __future__ import annotations

from dataclasses import dataclass

from cba.effects import PeopleBaseline, PlaceBaseline
from cba.errors import Problem
from cba.inputs import Input, Passport, as_input, assumed
from cba.linking.context import Context
from cba.places import LATEST_YEARS, Place, PlaceError
from cba.reading.statement import Statement
from cba.scenario import EffectStatement, InterventionStatement
from cba.statements import Baseline, OutcomeStatement


@dataclass(frozen=True, slots=True)
class Found:
    """A baseline and who stated it.

    Attributes:
        statement: the baseline.
        own: whether the effect states it itself.
        origin: the register row, such as `target_groups.youth_reconvicted`; None for the scenario's own.
    """

    statement: Baseline
    own: bool
    origin: str | None


def find_baseline(
    context: Context, said: InterventionStatement, effect: EffectStatement, outcome: OutcomeStatement
) -> Found | None:
    """Return the baseline that counts for an effect; None where nobody states one."""
    if effect.baseline is not None:
        return Found(effect.baseline, own=True, origin=None)
    group = context.target_groups.get(said.target_group or "")
    if group is not None and effect.outcome in group.baselines:
        return Found(group.baselines[effect.outcome], own=False, origin=f"target_groups.{said.target_group}")
    if outcome.baseline is not None:
        return Found(outcome.baseline, own=False, origin=f"outcomes.{effect.outcome}")
    return None


def people_baseline(
    context: Context, effect: EffectStatement, found: Found, follow_up: float | None, path: str
) -> PeopleBaseline:
    """Return a baseline of people: a share within a window, or events a year."""
    said = found.statement
    if said.events is not None:
        events = _input(context, said, "events", said.events, f"{path}.baseline.events", found)
        return PeopleBaseline(events=events)
    if said.share is None:
        return PeopleBaseline()
    months = float(said.within) if said.within is not None else follow_up
    key = "baseline" if found.own else "outcome"
    if months is not None and months <= 0:
        months = None
    if said.within is not None and follow_up and said.within != follow_up:
        message = f"the baseline is within {said.within:g} months, the study followed up {follow_up:g} months"
        context.warn(effect, key, message)
    name = f"{path}.baseline" if found.own else f"{found.origin}.{effect.outcome}"
    return PeopleBaseline(share=_input(context, said, "share", said.share, name, found), months=months)


def place_baseline(
    context: Context, said: InterventionStatement, effect: EffectStatement, baseline: Baseline, path: str
) -> PlaceBaseline | None:
    """Return the incidents of a place; a problem where the register has none."""
    if baseline.incidents == "place":
        incidents, base = _reported(context, said, effect, baseline)
        if incidents is None:
            return None
    else:
        assert baseline.incidents is not None
        incidents = as_input(baseline, "incidents", baseline.incidents, f"{path}.baseline.incidents")
        base = (incidents.name,)
    one = f"{path}.baseline.share"
    share = as_input(baseline, "share", baseline.share, one) if baseline.share else assumed(one, 1.0, "share")
    return PlaceBaseline(
        incidents=incidents,
        share=share,
        reporting_rate=stated_share(effect, "reporting_rate", path, default=1.0),
        displacement=stated_share(effect, "displacement", path, default=0.0),
        base=base,
        from_register=baseline.incidents == "place",
        years=_averaged(context, baseline) if baseline.incidents == "place" else (),
    )


def _averaged(context: Context, baseline: Baseline) -> tuple[int, ...]:
    return tuple(baseline.years or context.registers.places.years[-LATEST_YEARS:])


def stated_share(effect: EffectStatement, key: str, path: str, default: float) -> Input:
    """Return one of the effect's shares, or the convention's default."""
    value = getattr(effect, key)
    name = f"{path}.{key}"
    return assumed(name, default, "share") if value is None else as_input(effect, key, value, name)


def place_of(context: Context, said: InterventionStatement) -> Place | None:
    """Return the intervention's place, else the scenario's."""
    return resolve_place(context, said, said.place) if said.place is not None else context.place


def resolve_place(context: Context, statement: Statement, name: str | int) -> Place | None:
    """Return a place by name or code; a problem where there is none."""
    try:
        return context.registers.places.resolve(name)
    except PlaceError as error:
        context.problem(statement, "place", str(error))
        return None


def _input(context: Context, said: Baseline, key: str, quantity: object, name: str, found: Found) -> Input:
    from cba.reading.numbers import Quantity

    assert isinstance(quantity, Quantity)
    item = as_input(said, key, quantity, name)
    if found.origin is None:
        return item
    figure = context.registers.figures.get(item.passport.source or "")
    grade = figure.grade if figure else item.passport.grade
    passport = Passport(item.passport.where, item.passport.written, found.origin, item.passport.source, grade)
    return Input(name, item.estimate, item.kind, item.low, item.high, item.se, item.distribution, passport)


def _reported(
    context: Context, said: InterventionStatement, effect: EffectStatement, baseline: Baseline
) -> tuple[Input | None, tuple[str, ...]]:
    """Return the place's reported incidents a year, and what they are of."""
    outcome = context.outcomes[effect.outcome]
    holder: Statement = effect if effect.baseline is not None else said
    place = place_of(context, said)
    if outcome.reported_crime is None:
        having = [id for id, o in context.outcomes.items() if o.reported_crime]
        message = (
            f"`incidents: place` exists for {', '.join(having)}, not for {effect.outcome}; state a number"
        )
        context.problem(effect, "baseline", message)
        return None, ()
    if place is None:
        if said.place is None and context.file.place is None:
            context.lacks(effect, "baseline", "`incidents: place` needs a `place` in the scenario")
        return None, ()
    try:
        number = context.registers.places.reported(place, outcome.reported_crime, baseline.years)
    except PlaceError as error:
        key = "years" if baseline.years else "incidents"
        context.problems.append(_blame(baseline, holder, key, str(error)))
        return None, ()
    if place.level != "municipality":
        share, latest = context.registers.unknown_place_share, context.registers.unknown_place_year
        unknown_share = (
            f"{share * 100:.1f} % of the reports of {latest} have no known municipality and are not counted"
        )
        context.warn(
            effect, "baseline", f"{place.name} is the sum of its known municipalities; {unknown_share}"
        )
    years = ",".join(str(year) for year in baseline.years or ())
    counted = _averaged(context, baseline)
    behind = context.registers.places.sources(place, counted)
    files = list(dict.fromkeys(file for _, file in behind))
    mixed = f"; from {', '.join(files)}" if context.registers.overlays else ""
    passport = Passport(
        where=effect.at("baseline"),
        written="place",
        register=f"reported_crime.{place.name}.{outcome.reported_crime}",
        source=behind[0][0],
        grade="A",
        note=f"mean of {', '.join(map(str, counted))}{mixed}",
    )
    name = f"reported_crime.{place.name}.{outcome.reported_crime}" + (f".{years}" if years else "")
    return Input(name, number, "count", passport=passport), (place.name, place.level, effect.outcome, years)


def _blame(baseline: Baseline, holder: Statement, key: str, message: str) -> Problem:
    if holder.raw.get("baseline") is not None:
        return baseline.problem(key, message)
    return holder.problem("baseline", message)
