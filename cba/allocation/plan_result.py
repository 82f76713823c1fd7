"""What a plan is worth payer by payer and year by year: the chosen options through the engine, all together.

The program adds up one number for each option. People ask who pays and who gains, and when: so the chosen
interventions are calculated once more, each at its scale, in its place and from its start year, overlap
counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from cba.accounts import EffectChange, accounts_of
from cba.allocation.options_of_scenario import Choice, at_draws
from cba.allocation.overlapping import by_site
from cba.allocation.shifting import at_scale
from cba.allocation.worth import BY_PERSON, at_incidents, grows
from cba.cashflow import Stream
from cba.inputs import Array, Values, at_estimates
from cba.linking import Scenario
from cba.result import Calendar, Result
from cba.uncertainty.combination import combine, present_value

Scales = Mapping[str, float]
"""Chosen scale by option id, in the option's own unit."""


@dataclass(frozen=True, slots=True)
class Booked:
    """What a plan books: streams of costs and changes, diminishing returns and tiers counted."""

    costs: tuple[Stream, ...]
    changes: tuple[EffectChange, ...]
    starters: float

    @property
    def streams(self) -> list[Stream]:
        """All streams."""
        return [*self.costs, *(stream for change in self.changes for stream in change.streams)]


def plan_result(scenario: Scenario, choices: Iterable[Choice], scales: Scales) -> Result:
    """Return what a plan is worth at the estimates, as for the portfolio of a scenario."""
    booked = _booked(choices, scales, at_estimates)
    calendar = Calendar(scenario.start, scenario.model.discount_factors(scenario.horizon))
    lens = scenario.model.lens
    return Result("plan", booked.costs, booked.changes, booked.starters, calendar, lens, at_estimates)


def plan_net(
    scenario: Scenario, choices: Iterable[Choice], scales: Scales, draws: Mapping[str, Array]
) -> dict[str, Array]:
    """Return a plan's net present value by payer in each draw, shape (D,) each.

    Args:
        scenario: whose options they are.
        choices: all options.
        scales: the plan.
        draws: values of the uncertain inputs by name, shape (D,).
    """
    at, lens = at_draws(draws), scenario.model.lens
    discount = scenario.model.discount_factors(scenario.horizon, at)
    streams = _booked(choices, scales, at).streams
    size = max((column.size for column in draws.values()), default=1)
    net = combine(streams, lens, present_value(discount), 1).values(size)[:-1, 0]
    return dict(zip(lens.payers, net, strict=True))


def _booked(choices: Iterable[Choice], scales: Scales, at: Values) -> Booked:
    costs: list[Stream] = []
    changes: list[EffectChange] = []
    starters = 0.0
    for chosen in by_site(choices, scales):
        values = _at_site(chosen, at)
        factors = {choice.intervention.id: _factors(choice, scale) for choice, scale in chosen}
        accounts = accounts_of([choice.intervention for choice, _ in chosen], values)
        for choice, _ in chosen:
            account = accounts.alone[choice.intervention.id]
            costs += _scaled_costs(choice, account.costs, factors[choice.intervention.id][1])
            starters += float(np.mean(np.asarray(account.starters.total)))
        changes += [_scaled(change, factors[change.intervention.id][0]) for change in accounts.together]
    return Booked(tuple(costs), tuple(changes), starters)


def _at_site(chosen: Sequence[tuple[Choice, float]], at: Values) -> Values:
    """Return values with the participants of each scale and the incidents of the place."""
    for choice, scale in chosen:
        if choice.size.stated is not None:
            at = at_scale(choice.intervention, scale / choice.size.stated, at)
        if choice.site.multiplied and choice.site.name is not None:
            at = at_incidents([choice.intervention], choice.site.incidents, at)
    return at


def _factors(choice: Choice, scale: float) -> tuple[float, float]:
    """Return what diminishing returns leave of the benefits of people, and tiers make of their costs."""
    if choice.size.stated is None:
        return 1.0, 1.0
    share = scale / choice.option.largest
    benefit, cost = choice.option.factors(scale)
    return benefit / share, cost / share


def _scaled_costs(choice: Choice, costs: Sequence[Stream], factor: float) -> Iterator[Stream]:
    """Yield the streams of costs and flows; only costs by person follow the tiers."""
    by_person = [cost.per in BY_PERSON for cost in choice.intervention.costs]
    flows = [False] * len(choice.intervention.flows)
    for stream, person in zip(costs, [*by_person, *flows], strict=True):
        yield replace(stream, yearly=stream.yearly * factor) if person else stream


def _scaled(change: EffectChange, factor: float) -> EffectChange:
    """Return a change in people's outcomes as diminishing returns leave it; places are not scaled."""
    if factor == 1.0 or not grows(change.intervention, change.effect).people:
        return change
    streams = tuple(replace(stream, yearly=stream.yearly * factor) for stream in change.streams)
    return replace(change, change=change.change * factor, streams=streams)
