"""What one intervention is worth to an objective, taken apart by what it grows with.

Everything the engine books is linear in two things: the participants of a year (costs per participant,
effects on people) and the reported incidents of the place (effects on incidents of the register). So an
intervention is calculated once and fits every scale and every place. Costs per start and year, explicit
flows and effects on incidents do not depend on the scale.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from cba.accounts import EffectChange, accounts_of
from cba.allocation.objectives import Term
from cba.cashflow import Lens, Stream
from cba.effects import PlaceBaseline, Relative
from cba.inputs import Array, Input, Value, Values
from cba.interventions import Effect, Intervention, Outcome
from cba.uncertainty.combination import combine, present_value

BY_PERSON = ("participant", "completer")


@dataclass(frozen=True, slots=True)
class Figure:
    """Reported incidents of a place in the register: which column, and the years that are averaged."""

    column: str
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Grows:
    """What a part of an intervention grows with: its participants, or incidents of the register."""

    people: bool = False
    figure: Figure | None = None


@dataclass(slots=True)
class Part:
    """The streams and changes of an intervention that grow with the same thing."""

    costs: list[Stream] = field(default_factory=list)
    benefits: list[Stream] = field(default_factory=list)
    changes: list[EffectChange] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Ruler:
    """Measures streams and changes by an objective, at one point or at D draws.

    Attributes:
        discount: discount factors, shape (H,), or (H, D) when a rate is drawn.
        size: number of points D.
    """

    terms: tuple[Term, ...]
    lens: Lens
    discount: Array
    size: int = 1

    def benefit(self, part: Part) -> Array:
        """Return the objective value before intervention costs, shape (D,)."""
        total = self._net(part.benefits)
        for change in part.changes:
            weight = self._per_unit(change.effect.outcome)
            if weight:
                total = total + weight * np.asarray(change.avoided.total)
        return np.asarray(np.broadcast_to(total, (self.size,)))

    def cost_value(self, part: Part) -> Array:
        """Return the objective value of intervention costs, shape (D,); what costs is negative."""
        total = self._net(part.costs)
        for term in self.terms:
            if term.kind == "cost":
                for stream in part.costs:
                    for payer, share in paid(stream, self.lens):
                        if term.of in (None, payer):
                            total = total - term.weight * share * self._present(stream)
        return np.asarray(np.broadcast_to(total, (self.size,)))

    def _present(self, stream: Stream) -> Value:
        return stream.yearly.present_value(self.discount)

    def _net(self, streams: Sequence[Stream]) -> Array:
        """Return the net present value by the weights of the payers, tax factors included."""
        weights = np.zeros(len(self.lens.payers))
        for term in self.terms:
            if term.kind == "npv":
                weights += [term.weight if term.of in (None, payer) else 0.0 for payer in self.lens.payers]
        if not streams or not weights.any():
            return np.zeros(self.size)
        net = combine(streams, self.lens, present_value(self.discount), 1).values(self.size)[:-1, 0]
        return np.asarray(weights @ net)

    def _per_unit(self, outcome: Outcome) -> float:
        goal = None if outcome.dkr_goal is None else str(outcome.dkr_goal)
        return sum(
            term.weight
            for term in self.terms
            if (term.kind == "outcome" and term.of == outcome.id) or (term.kind == "goal" and term.of == goal)
        )


def paid(stream: Stream, lens: Lens) -> Iterator[tuple[str, float]]:
    """Yield who pays what share of a cost in cash or kind: without tax factors and without counterparts.

    A budget is held against this: what leaves the payer's accounts, not what it costs society.
    """
    if stream.nature in lens.natures and stream.nature != "intangible":
        for payer, share in stream.shares.items():
            if share and payer in lens.payers:
                yield payer, share


def parts_of(intervention: Intervention, at: Values) -> dict[Grows, Part]:
    """Return an intervention's streams and changes by what they grow with, for one incident a figure."""
    account = accounts_of([intervention], per_incident([intervention], at)).alone[intervention.id]
    found: dict[Grows, Part] = {}
    per_person = [cost.per in BY_PERSON for cost in intervention.costs]
    for stream, people in zip(account.costs, [*per_person, *[False] * len(intervention.flows)], strict=True):
        part = found.setdefault(Grows(people), Part())
        (part.costs if stream.kind == "cost" else part.benefits).append(stream)
    for change in account.changes:
        part = found.setdefault(grows(intervention, change.effect), Part())
        part.benefits.extend(change.streams)
        part.changes.append(change)
    return found


def grows(intervention: Intervention, effect: Effect) -> Grows:
    """Return what an effect grows with."""
    if effect.is_place_based():
        return Grows(figure=figure_of(effect))
    return Grows(people=bool(intervention.participants))


def figure_of(effect: Effect) -> Figure | None:
    """Return the register's figure that an effect reduces; None where it is stated or there is none."""
    baseline = _register_baseline(effect)
    if baseline is None or baseline.incidents.passport.register is None:
        return None
    return Figure(baseline.incidents.passport.register.rsplit(".", 1)[-1], baseline.years)


def own_incidents(interventions: Iterable[Intervention]) -> dict[Figure, float]:
    """Return the reported incidents of the place for which interventions were linked, by figure."""
    found: dict[Figure, float] = {}
    for item in interventions:
        for effect in item.effects:
            figure, baseline = figure_of(effect), _register_baseline(effect)
            if figure is not None and baseline is not None:
                found[figure] = baseline.incidents.value
    return found


def per_incident(interventions: Sequence[Intervention], at: Values) -> Values:
    """Return values in which every figure of the register is one incident a year."""
    return at_incidents(interventions, dict.fromkeys(own_incidents(interventions), 1.0), at)


def at_incidents(
    interventions: Iterable[Intervention], incidents: Mapping[Figure, float], at: Values
) -> Values:
    """Return values in which the figures of the register are these many incidents a year."""
    found: dict[str, Value] = {}
    for item in interventions:
        for effect in item.effects:
            figure, baseline = figure_of(effect), _register_baseline(effect)
            if figure is not None and baseline is not None and figure in incidents:
                found[baseline.incidents.name] = incidents[figure]
    return replaced(at, found)


def replaced(at: Values, values: Mapping[str, Value]) -> Values:
    """Return values with some inputs, by name, replaced."""

    def value(item: Input) -> Value:
        found = values.get(item.name)
        return at(item) if found is None else found

    return value


def _register_baseline(effect: Effect) -> PlaceBaseline | None:
    statement = effect.statement
    if not isinstance(statement, Relative) or not isinstance(statement.baseline, PlaceBaseline):
        return None
    return statement.baseline if statement.baseline.from_register else None
