"""Interventions: identity, years, people, costs, effects, and what they share with each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from cba.errors import Problem, unknown
from cba.inputs import as_input, assumed
from cba.interventions import PORTFOLIO, Effect, Intervention
from cba.linking.amounts import link_cost, link_flow, link_participants
from cba.linking.baselines import place_of
from cba.linking.context import Context
from cba.linking.effects import link_effect
from cba.overlap import MOST_OVERLAPPING
from cba.reading.statement import Statement
from cba.scenario import InterventionStatement


def link_intervention(context: Context, said: InterventionStatement) -> Intervention:
    """Return an intervention ready to calculate; problems go to the context."""
    path = f"interventions.{said.id}"
    if said.target_group is not None and said.target_group not in context.target_groups:
        context.unknown(said, "target_group", "target group", said.target_group, context.target_groups)
    if said.place is not None:
        place_of(context, said)
    _check_lists(context, said)
    participants, operating = link_participants(context, said, path)
    name = f"{path}.completion"
    completion = said.completion
    effects = [link_effect(context, said, e, f"{path}.effects.{e.outcome}") for e in said.effects]
    _check_place_costs(context, said)
    linked = tuple(effect for effect in effects if effect is not None)
    _warn_twice(context, said, linked)
    return Intervention(
        id=said.id,
        participants=participants,
        operating=operating,
        completion=as_input(said, "completion", completion, name)
        if completion
        else assumed(name, 1.0, "share"),
        costs=tuple(link_cost(context, cost, path) for cost in said.costs),
        effects=linked,
        flows=tuple(link_flow(context, flow, path) for flow in said.flows),
        overlaps_with=frozenset(said.overlaps_with),
    )


def _check_lists(context: Context, said: InterventionStatement) -> None:
    if not (said.costs or said.effects or said.flows):
        message = "the intervention has no `costs`, `effects` or `flows`"
        context.problems.append(Problem(said.at(), said.raw.path, message, lacking=True))
    _unique(
        context, said.effects, "outcome", [e.outcome for e in said.effects], "one effect for each outcome"
    )
    _unique(context, said.costs, "what", [c.what.key() for c in said.costs], "each cost has its own name")
    _unique(context, said.flows, "what", [f.what.key() for f in said.flows], "each flow has its own name")


def _unique(context: Context, items: Sequence[Statement], key: str, names: list[str], rule: str) -> None:
    first: dict[str, Statement] = {}
    for item, name in zip(items, names, strict=True):
        if name in first:
            line = first[name].at(key).line
            context.problem(item, key, f"'{name}' is already on line {line}; {rule}")
        else:
            first[name] = item


def _check_place_costs(context: Context, said: InterventionStatement) -> None:
    if said.participants is not None:
        return
    for cost in said.costs:
        if cost.per in ("participant", "completer"):
            message = f"`per: {cost.per}` needs `participants`; a place-based cost is per start or year"
            context.lacks(cost, "per", message)


def _warn_twice(context: Context, said: InterventionStatement, effects: Sequence[Effect]) -> None:
    """Warn when two outcomes of one intervention price the same thing."""
    first: dict[str, str] = {}
    for effect in effects:
        for id in {item.price.id for item in effect.consequences}:
            other = first.setdefault(id, effect.outcome.id)
            if other != effect.outcome.id:
                message = f"'{other}' and '{effect.outcome.id}' both lead to '{id}': is it counted twice?"
                context.warn(said, "effects", message)


def check_together(context: Context, said: Sequence[InterventionStatement]) -> None:
    """Check what interventions say of each other: ids, overlap, and outcomes counted twice."""
    ids = [item.id for item in said]
    _unique(context, said, "id", ids, "each intervention has its own id")
    for item in said:
        if item.id == PORTFOLIO:
            context.problem(item, "id", f"'{PORTFOLIO}' is reserved for all interventions together")
        for index, other in enumerate(item.overlaps_with):
            if other == item.id or other not in ids:
                where = item.raw["overlaps_with"].value_at[index]
                known = [id for id in ids if id != item.id]
                path = f"{item.raw.path}.overlaps_with[{index}]"
                context.problems.append(Problem(where, path, unknown("intervention", other, known)))
    _check_overlap_size(context, said)
    _warn_idle_overlap(context, said)
    _warn_same_people(context, said)


def _check_overlap_size(context: Context, said: Sequence[InterventionStatement]) -> None:
    partners: Counter[str] = Counter()
    for item in said:
        for other in set(item.overlaps_with):
            partners.update((item.id, other))
    for item in said:
        if partners[item.id] > 2 * MOST_OVERLAPPING:
            message = f"overlaps with more than {MOST_OVERLAPPING} interventions"
            context.problem(item, "overlaps_with", message)


def _warn_idle_overlap(context: Context, said: Sequence[InterventionStatement]) -> None:
    outcomes = {item.id: {effect.outcome for effect in item.effects} for item in said}
    for item in said:
        for other in item.overlaps_with:
            if not outcomes[item.id] & outcomes.get(other, outcomes[item.id]):
                message = f"'{item.id}' and '{other}' have no outcome in common, so nothing overlaps"
                context.warn(item, "overlaps_with", message)


def _warn_same_people(context: Context, said: Sequence[InterventionStatement]) -> None:
    reached: dict[tuple[str, str], list[InterventionStatement]] = defaultdict(list)
    for item in said:
        if item.target_group is not None and item.participants is not None:
            for effect in item.effects:
                reached[effect.outcome, item.target_group].append(item)
    for (outcome, group), items in reached.items():
        for one, other in zip(items, items[1:], strict=False):
            if other.id not in one.overlaps_with and one.id not in other.overlaps_with:
                message = (
                    f"reaches '{group}' for '{outcome}' as '{one.id}' does; they count as different people "
                    "unless `overlaps_with` says otherwise"
                )
                context.warn(other, "target_group", message)
