"""Checks of what a scenario says under `allocation`: every name, every limit, before anything is solved."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import pairwise

from cba.allocation.objectives import NotAnObjective, read_term, stated_terms
from cba.allocation.scales import cost_per_participant
from cba.allocation.sites import EVERYWHERE, places_named, slug_of
from cba.allocation.statements import Allocation, Segment, Tier
from cba.allocation.worth import own_incidents
from cba.errors import Position, Problem, nearest, unknown
from cba.interventions import Intervention
from cba.linking.allocation_rules import RuleNames, check_rules
from cba.linking.context import Context
from cba.places import PlaceError
from cba.reading.numbers import Money
from cba.reading.statement import Statement

_YEAR = re.compile(r"[0-9]{4}")


def check_allocation(context: Context, linked: Sequence[Intervention], variants: Sequence[str]) -> None:
    """Check the allocation of a scenario against its interventions; problems go to the context.

    Args:
        context: the scenario being linked.
        linked: its interventions.
        variants: the names of its variants.
    """
    allocation = context.file.allocation
    if allocation is None:
        return
    _check_objective(context, allocation, linked)
    _check_budget(context, allocation)
    _check_scales(context, allocation, linked)
    _check_segments(context, allocation)
    _check_tiers(context, allocation, linked)
    _check_places(context, allocation, linked)
    _check_starts(context, allocation)
    _each(context, allocation, "worst_of", "variant", variants)
    for index, rule in enumerate(allocation.rules):
        check_rules(context, allocation, rule, f"allocation.rules[{index}]", _names(context, allocation))
    _check_resources(context, allocation)


def _names(context: Context, allocation: Allocation) -> RuleNames:
    """Return the names a rule may use: interventions, and options where places or years are chosen."""
    ids = [item.id for item in context.file.interventions]
    if not allocation.places and not allocation.starts:
        return RuleNames(ids, frozenset())
    slugs: list[str | None] = [None]
    with suppress(PlaceError):  # told where the places are checked
        slugs += [slug_of(p.name) for p in places_named(allocation.places, context.registers.places)]
    starts = [None, *allocation.starts]
    return RuleNames(
        ids,
        frozenset(
            ".".join(str(part) for part in (id, slug, start) if part is not None)
            for id in ids
            for slug in slugs
            for start in starts
        ),
    )


def _check_objective(context: Context, allocation: Allocation, linked: Sequence[Intervention]) -> None:
    threshold = allocation.threshold
    for key, text, _ in stated_terms(allocation):
        if key == "objective":
            where, path = allocation.at("objective"), "allocation.objective"
        else:
            where, path = allocation.raw["objective"].key_at[key], f"allocation.objective.{key}"
        _check_term(context, where, path, text, linked)
    if allocation.then is not None:
        _check_term(context, allocation.at("then"), "allocation.then", allocation.then, linked)
    if threshold is None:
        return
    _check_term(
        context,
        threshold.at("outcome"),
        "allocation.threshold.outcome",
        f"outcome:{threshold.outcome}",
        linked,
    )
    _positive(context, threshold, "per", float(threshold.per.estimate))
    if "objective" in allocation.raw and allocation.objective != f"outcome:{threshold.outcome}":
        message = "a threshold is the objective (units at that price, less costs); leave out `objective`"
        context.problem(allocation, "threshold", message)


def _check_term(
    context: Context, where: Position, path: str, text: str, linked: Sequence[Intervention]
) -> None:
    outcomes = {effect.outcome.id: effect.outcome for item in linked for effect in item.effects}
    message = None
    try:
        term = read_term(text)
    except NotAnObjective as error:
        context.problems.append(Problem(where, path, str(error)))
        return
    if term.kind in ("npv", "cost") and term.of is not None and term.of not in context.model.lens.payers:
        message = unknown("payer", term.of, context.model.lens.payers)
        if term.of in context.registers.payers:
            message = f"the model {context.model.id} does not count {term.of}"
    if term.kind == "outcome" and term.of not in outcomes:
        message = f"no intervention changes the outcome '{term.of}'"
        if term.of not in context.outcomes or nearest(str(term.of), outcomes):
            message = unknown("outcome", str(term.of), outcomes)
    if term.kind == "goal" and not any(str(o.dkr_goal) == term.of for o in outcomes.values()):
        message = f"no outcome of the interventions serves DKR goal {term.of}"
    if message:
        context.problems.append(Problem(where, path, message, lacking=term.kind in ("outcome", "goal")))


def _check_budget(context: Context, allocation: Allocation) -> None:
    budget, start = allocation.budget, context.file.start
    if budget.total is not None:
        _money(context, budget, "total", budget.total)
    for text, amount in budget.by_year.items():
        where = budget.raw["by_year"].key_at[text]
        path = f"allocation.budget.by_year.{text}"
        if not _YEAR.fullmatch(text) or not start <= int(text) < start + context.horizon:
            message = f"{text} is outside the scenario's years {start}–{start + context.horizon - 1}"
            context.problems.append(Problem(where, path, message))
        _amount(context, amount, budget.raw["by_year"].value_at[text], path)
    for payer, amount in budget.by_payer.items():
        path = f"allocation.budget.by_payer.{payer}"
        if payer not in context.model.lens.payers:
            where = budget.raw["by_payer"].key_at[payer]
            message = f"the model {context.model.id} does not count {payer}"
            context.problems.append(Problem(where, path, message))
        _amount(context, amount, budget.raw["by_payer"].value_at[payer], path)
    if allocation.risk is not None and float(allocation.risk.cvar.estimate) <= 0.0:
        context.problem(
            allocation.risk, "cvar", "must be more than 0 %: the share of worst draws that counts"
        )
    if allocation.frontier is not None:
        low, high = allocation.frontier.from_, allocation.frontier.to
        _amount(context, low, allocation.frontier.at("from"), "allocation.frontier.from")
        if not float(low.estimate) < float(high.estimate):
            context.problem(allocation.frontier, "to", "must be more than `from`")


def _money(context: Context, statement: Statement, key: str, amount: Money) -> None:
    where = amount.at() if amount.raw.where.source.name else statement.at(key)
    _amount(context, amount, where, "allocation.budget" if key == "total" else key)


def _amount(context: Context, amount: Money, where: Position, path: str) -> None:
    """An amount of a budget is not negative, and can be stated in price-year kroner."""
    if amount.estimate < 0:
        message = f"must not be negative, got {amount.estimate.written}"
        context.problems.append(Problem(where, path, message))
    _convertible(context, amount)


def _convertible(context: Context, amount: Money) -> None:
    if amount.price_year is not None or amount.currency is not None:
        year = amount.price_year or context.file.price_year
        context.conversions(amount, "price_year", year, amount.currency, None)


def _check_scales(context: Context, allocation: Allocation, linked: Sequence[Intervention]) -> None:
    by_id = {item.id: item for item in linked}
    _keys(context, allocation, "scale")
    for id, size in allocation.scale.items():
        if id in by_id and not by_id[id].participants:
            message = "has no participants, so it is chosen whole or not at all; leave its scale out"
            _at_key(context, allocation, "scale", id, message)
        for key in ("max", "step"):
            if getattr(size, key) is not None:
                _positive(context, size, key, float(getattr(size, key).estimate))
        if size.min is not None and size.max is not None and size.min.estimate > size.max.estimate:
            message = f"must be at least min {size.min.estimate.written}, got {size.max.estimate.written}"
            context.problem(size, "max", message)


def _check_segments(context: Context, allocation: Allocation) -> None:
    for id, parts in allocation.diminishing.items():
        _check_sized(context, allocation, "diminishing", id)
        _check_ends(context, parts)
        for before, after in pairwise(parts):
            if before.value.estimate < after.value.estimate:
                message = "more participants cannot be worth more each; list values that fall"
                context.problem(after, "value", message)
    for id, tiers in allocation.tiers.items():
        _check_sized(context, allocation, "tiers", id)
        _check_ends(context, tiers)


def _check_sized(context: Context, allocation: Allocation, key: str, id: str) -> None:
    ids = [item.id for item in context.file.interventions]
    if id not in ids:
        _at_key(context, allocation, key, id, unknown("intervention", id, ids))
    elif id not in allocation.scale:
        message = f"needs `scale: {{{id}: …}}`: without it the intervention has one size only"
        _at_key(context, allocation, key, id, message)


def _check_ends(context: Context, parts: Sequence[Segment | Tier]) -> None:
    for before, after in pairwise(parts):
        if not before.up_to.estimate < after.up_to.estimate:
            context.problem(after, "up_to", "must be more than the one before")


def _check_tiers(context: Context, allocation: Allocation, linked: Sequence[Intervention]) -> None:
    by_id = {item.id: item for item in linked}
    for id, tiers in allocation.tiers.items():
        if id in by_id and cost_per_participant(by_id[id]) <= 0.0:
            _at_key(
                context, allocation, "tiers", id, "has no cost `per: participant` that tiers could change"
            )
        for tier in tiers:
            if tier.amount.estimate < 0:
                context.problem(tier, "amount", f"must not be negative, got {tier.amount.estimate.written}")
            _convertible(context, tier.amount)


def _check_places(context: Context, allocation: Allocation, linked: Sequence[Intervention]) -> None:
    places = context.registers.places
    figures = own_incidents(linked)
    for index, name in enumerate(allocation.places):
        try:
            for place in places_named([name], places):
                for figure in figures:
                    places.reported(place, figure.column, figure.years or None)
        except PlaceError as error:
            close = nearest(str(name), [EVERYWHERE])
            message = f"unknown place '{name}'; did you mean '{close[0]}'?" if close else str(error)
            _at_item(context, allocation, "places", index, message)


def _check_starts(context: Context, allocation: Allocation) -> None:
    first, last = context.file.start, context.file.start + context.horizon - 1
    for index, year in enumerate(allocation.starts):
        if not first <= year <= last:
            message = f"{year} is outside the scenario's years {first}–{last}"
            _at_item(context, allocation, "starts", index, message)
        elif year in allocation.starts[:index]:
            _at_item(context, allocation, "starts", index, f"{year} is listed twice")


def _check_resources(context: Context, allocation: Allocation) -> None:
    seen: set[str] = set()
    for rule in allocation.rules:
        if rule.resource is not None and rule.resource in seen:
            context.problem(rule, "resource", f"'{rule.resource}' is limited by an earlier rule")
        seen.update([rule.resource] if rule.resource is not None else [])


def _keys(context: Context, allocation: Allocation, key: str) -> None:
    """The keys of a mapping are interventions."""
    ids = [item.id for item in context.file.interventions]
    for id in getattr(allocation, key):
        if id not in ids:
            _at_key(context, allocation, key, id, unknown("intervention", id, ids))


def _each(context: Context, allocation: Allocation, key: str, what: str, known: Iterable[str]) -> None:
    """The items of a list are known names."""
    names = list(known)
    for index, name in enumerate(getattr(allocation, key)):
        if name not in names:
            _at_item(context, allocation, key, index, unknown(what, name, names))


def _at_key(context: Context, allocation: Allocation, key: str, name: str, message: str) -> None:
    where = allocation.raw[key].key_at[name]
    context.problems.append(Problem(where, f"allocation.{key}.{name}", message))


def _at_item(context: Context, allocation: Allocation, key: str, index: int, message: str) -> None:
    where = allocation.raw[key].value_at[index]
    context.problems.append(Problem(where, f"allocation.{key}[{index}]", message))


def _positive(context: Context, statement: Statement, key: str, value: float) -> None:
    if value <= 0.0:
        context.problem(statement, key, f"must be more than 0, got {value:g}")
