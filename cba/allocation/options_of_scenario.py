"""A scenario's interventions as options: each in every place and from every start year one may choose.

Value at scale is linear in participants, with start and yearly costs on being on at all; an intervention
without `scale` is chosen whole or not at all. Evidence and prices are national, so an intervention is
calculated once for each start year and fits every place (see `cba.allocation.worth`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from cba.allocation.adding import added
from cba.allocation.objectives import Term, terms_of, then_terms
from cba.allocation.problem import NOTHING, Amounts, Array, Option
from cba.allocation.scales import Size, size_of
from cba.allocation.shifting import by_year, participants_a_year, shifted
from cba.allocation.sites import Site, sites_of
from cba.allocation.statements import Allocation
from cba.allocation.worth import Grows, Part, Ruler, paid, parts_of
from cba.inputs import Input, Value, Values, at_estimates
from cba.interventions import Intervention
from cba.linking import Scenario
from cba.scenario import InterventionStatement

BOTH = ("da", "en")


@dataclass(frozen=True, slots=True)
class Choice:
    """An option and what it was made from.

    Attributes:
        intervention: moved to the option's start year.
    """

    option: Option
    intervention: Intervention
    site: Site
    size: Size


@dataclass(frozen=True, slots=True)
class Measures:
    """How options are measured.

    Attributes:
        draws: values of uncertain inputs by name, shape (D,); None when no draws are asked for.
        variants: the scenarios of `worst_of`, in order.
        uses: for each limited resource, its use per participant of a year by intervention.
    """

    scenario: Scenario
    allocation: Allocation
    draws: Mapping[str, Array] | None = None
    variants: tuple[Scenario, ...] = ()
    uses: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


def choices_of(measures: Measures) -> list[Choice]:
    """Return all options of a scenario, in the order of interventions, places and start years."""
    scenario, allocation = measures.scenario, measures.allocation
    found: list[Choice] = []
    for said, item in zip(scenario.file.interventions, scenario.interventions, strict=True):
        size = size_of(scenario, allocation, item)
        goals = _goals(said, item)
        starts: Sequence[int | None] = allocation.starts or (None,)
        moved = [(start, shifted(item, start, scenario.start)) for start in starts]
        measured = [
            (start, by_start, _measured(measures, by_start, start, size)) for start, by_start in moved
        ]
        for site in sites_of(scenario, item, said.place):
            for start, by_start, parts in measured:
                option = _option(said, goals, site, start, size, parts)
                found.append(Choice(option, by_start, site, size))
    return found


def _goals(said: InterventionStatement, item: Intervention) -> tuple[int, ...]:
    """Return the DKR goals as stated, else those of the outcomes."""
    derived = {e.outcome.dkr_goal for e in item.effects if e.outcome.dkr_goal is not None}
    return tuple(said.dkr_goals) or tuple(sorted(derived))


def _option(
    said: InterventionStatement,
    goals: tuple[int, ...],
    site: Site,
    start: int | None,
    size: Size,
    parts: Mapping[Grows, Amounts],
) -> Option:
    fixed = [(_times(grows, site), amounts) for grows, amounts in parts.items() if not grows.people]
    people = [(size.factor, amounts) for grows, amounts in parts.items() if grows.people]
    whole = size.stated is None
    return Option(
        id=option_id(said.id, site, start),
        titles=_titles(said, site, start),
        intervention=said.id,
        place=site.name,
        start=start,
        dkr_goals=goals,
        target_group=said.target_group,
        largest=size.largest,
        smallest=size.smallest,
        step=size.step,
        fixed=added([*fixed, *people] if whole else fixed),
        full=Amounts() if whole else added(people),
        segments=size.segments,
    )


def option_id(intervention: str, site: Site, start: int | None) -> str:
    """Return the name of an option: `mst`, `mst.odense`, `mst.2027` or `mst.odense.2027`."""
    return ".".join(str(part) for part in (intervention, site.slug, start) if part is not None)


def _titles(said: InterventionStatement, site: Site, start: int | None) -> dict[str, str]:
    titles = said.title.both() if said.title else dict.fromkeys(BOTH, said.id)
    where = ", ".join(str(part) for part in (site.name, start) if part is not None)
    return {code: f"{titles[code]} ({where})" if where else titles[code] for code in BOTH}


def _times(grows: Grows, site: Site) -> float:
    return 1.0 if grows.figure is None else site.incidents[grows.figure]


def _measured(measures: Measures, item: Intervention, start: int | None, size: Size) -> dict[Grows, Amounts]:
    """Return the amounts of an intervention by what they grow with, at the participants stated."""
    scenario, allocation = measures.scenario, measures.allocation
    objective, then = terms_of(allocation), then_terms(allocation)
    values = _values(scenario, item, at_estimates, objective, 1)
    second = _values(scenario, item, at_estimates, then, 1)
    drawn = _over_draws(measures, item, objective)
    variants = [_in_variant(variant, item.id, start, size, objective) for variant in measures.variants]
    parts = parts_of(item, at_estimates)
    resources = _resources(measures, item, size)
    nothing = (np.zeros(1), np.zeros(1))
    keys = dict.fromkeys([*parts, *resources, *(key for variant in variants for key in variant)])
    discount = scenario.model.discount_factors(scenario.horizon)
    found: dict[Grows, Amounts] = {}
    for key in keys:
        cost, spend = _spent(scenario, parts.get(key, Part()), discount)
        benefit, cost_value = values.get(key, nothing)
        after, after_cost = second.get(key, nothing)
        found[key] = Amounts(
            benefit=float(benefit[0]),
            cost_value=float(cost_value[0]),
            cost=cost,
            spend=spend,
            resources=resources.get(key, NOTHING),
            second=float(after[0]),
            second_cost=float(after_cost[0]),
            draws=drawn.get(key) if drawn is not None else None,
            variants=tuple(variant.get(key, 0.0) for variant in variants),
        )
    return found


def _values(
    scenario: Scenario, item: Intervention, at: Values, terms: tuple[Term, ...], size: int
) -> dict[Grows, tuple[Array, Array]]:
    """Return benefit and value of costs by what they grow with, each of shape (D,)."""
    discount = scenario.model.discount_factors(scenario.horizon, at)
    ruler = Ruler(terms, scenario.model.lens, discount, size)
    return {key: (ruler.benefit(part), ruler.cost_value(part)) for key, part in parts_of(item, at).items()}


def _over_draws(measures: Measures, item: Intervention, terms: tuple[Term, ...]) -> dict[Grows, Array] | None:
    if measures.draws is None:
        return None
    at = at_draws(measures.draws)
    size = max((column.size for column in measures.draws.values()), default=1)
    found = _values(measures.scenario, item, at, terms, size)
    return {key: benefit + cost for key, (benefit, cost) in found.items()}


def at_draws(draws: Mapping[str, Array]) -> Values:
    """Return the draws of uncertain inputs, and the estimates of the others."""

    def at(item: Input) -> Value:
        found = draws.get(item.name)
        return item.value if found is None else found

    return at


def _in_variant(
    variant: Scenario, id: str, start: int | None, size: Size, terms: tuple[Term, ...]
) -> dict[Grows, float]:
    """Return the objective value in a variant, per what the base states as participants."""
    item = next((item for item in variant.interventions if item.id == id), None)
    if item is None:
        return {}
    factor = 1.0 if size.stated is None else size.stated / participants_a_year(item)
    found = _values(variant, shifted(item, start, variant.start), at_estimates, terms, 1)
    return {
        key: float(benefit[0] + cost[0]) * (factor if key.people else 1.0)
        for key, (benefit, cost) in found.items()
    }


def _spent(scenario: Scenario, part: Part, discount: Array) -> tuple[float, Mapping[tuple[int, str], float]]:
    """Return the present value of what is paid, and the payments by calendar year and payer."""
    found: dict[tuple[int, str], float] = {}
    present = 0.0
    for stream in part.costs:
        years = stream.yearly.amounts
        for payer, share in paid(stream, scenario.model.lens):
            present += share * float(years @ discount)
            for n in np.flatnonzero(years).tolist():
                key = (scenario.start + n, payer)
                found[key] = found.get(key, 0.0) + share * float(years[n])
    return present, found


def _resources(
    measures: Measures, item: Intervention, size: Size
) -> dict[Grows, Mapping[tuple[str, int], float]]:
    """Return units used by resource and calendar year: per participant of a year, or per operating year."""
    used = {
        (resource, year): uses[item.id] * people
        for resource, uses in measures.uses.items()
        if uses.get(item.id)
        for year, people in _reached(measures.scenario, item)
    }
    return {Grows(people=size.stated is not None): used} if used else {}


def _reached(scenario: Scenario, item: Intervention) -> Iterator[tuple[int, float]]:
    people = by_year(item)
    for n in np.flatnonzero(item.operating).tolist():
        yield scenario.start + n, people[n] if people else 1.0
