"""Pieces from which a result follows at other numbers of participants, effects, costs and horizons.

Everything but overlap is a sum of products, so a page that holds the pieces finds the engine's own answer for
any combination, to the krone: with participants times p, effects times e and costs times c,

    net[a, n] = benefits[a, n] − c·(fixed[a, n] + p·by_participants[a, n])
                + Σ effects  e·p·Σ_m change[m]·left[m]·worth[a, n − m],

where `left` is what overlap leaves of a change (`cba.overlap`): one alone, else found anew from the parts,
whose reductions are times e and whose people are times p. A shorter horizon H counts the years n < H.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from cba.accounts import Account, EffectChange, account_of
from cba.cashflow import Lens, Stream, book, effect_streams
from cba.inputs import Array, Values, at_estimates
from cba.interventions import Flow, Intervention
from cba.linking import Scenario
from cba.overlap import Key, Part, groups_of, related, share_one_figure
from cba.yearly import Yearly

LONGER = 10
"""Years that the horizon may be moved beyond the scenario's own."""

MOST_TIMES = 2.0
"""Effects may be moved up to so many times what is expected."""

_LONGEST = 200


def what_if(scenario: Scenario, at: Values = at_estimates) -> dict[str, Any]:
    """Return the pieces as plain data: kroner of the price year, not discounted, over the longest horizon.

    Amounts by payer are lists over the years n = 0, 1, …, closing zeros left out; a payer without any is
    absent. Costs are positive.
    """
    longest = max(scenario.horizon, min(scenario.horizon + LONGER, _LONGEST))
    items = [_longer(item, longest) for item in scenario.interventions]
    accounts = {item.id: account_of(item, at) for item in items}
    parts = {
        c.key: part for own in accounts.values() for c in own.changes if (part := c.part(at)) is not None
    }
    groups = [[parts[key] for key in group if key in parts] for group in groups_of(items)]
    lens = scenario.model.lens
    return {
        "horizon": {"lowest": _shortest(scenario.interventions), "highest": longest},
        "discount_factors": scenario.model.discount_factors(longest, at).tolist(),
        "interventions": {item.id: _pieces(item, accounts[item.id], parts, lens, at) for item in items},
        "overlaps": [_overlap(group) for group in groups if len(group) > 1],
    }


def _longer(item: Intervention, horizon: int) -> Intervention:
    """Return the intervention over more years, in which nothing more is started."""
    more = horizon - item.horizon
    flows = tuple(dataclasses.replace(f, amounts=(*f.amounts, *[None] * more)) for f in item.flows)
    starters = (*item.participants, *[None] * more) if item.participants else ()
    operating = (*item.operating, *[False] * more)
    return dataclasses.replace(item, participants=starters, operating=operating, flows=flows)


def _shortest(items: Iterable[Intervention]) -> int:
    """Return the shortest horizon that holds every year for which something is stated."""
    rows: list[Sequence[Any]] = []
    for item in items:
        operating = [there or None for there in item.operating]
        rows += [operating, item.participants, *(flow.amounts for flow in item.flows)]
    return max((n + 1 for row in rows for n, there in enumerate(row) if there is not None), default=1)


def _pieces(
    item: Intervention, own: Account, parts: Mapping[Key, Part], lens: Lens, at: Values
) -> dict[str, Any]:
    costs, flows = own.costs[: len(item.costs)], own.costs[len(item.costs) :]
    by_unit = list(zip(costs, item.costs, strict=True))
    for_people = [stream for stream, cost in by_unit if cost.per in ("participant", "completer")]
    fixed = [stream for stream, cost in by_unit if cost.per in ("start", "year")]
    starters = own.starters.amounts
    return {
        "participants": _trimmed(starters) if starters.any() else None,
        "most_effect": _most_effect([parts[c.key] for c in own.changes if c.key in parts])
        if item.effects
        else None,
        "costs": _paid([*fixed, *_of_kind("cost", item.flows, flows)], lens, item.horizon),
        "costs_by_participants": _paid(for_people, lens, item.horizon),
        "benefits": _gained(_of_kind("benefit", item.flows, flows), lens, item.horizon),
        "effects": {change.effect.outcome.id: _effect(item, change, lens, at) for change in own.changes},
    }


def _of_kind(kind: str, flows: Sequence[Flow], streams: Sequence[Stream]) -> list[Stream]:
    return [stream for flow, stream in zip(flows, streams, strict=True) if flow.kind == kind]


def _effect(item: Intervention, own: EffectChange, lens: Lens, at: Values) -> dict[str, Any]:
    """Return the change in events by year, and what one event more in year 0 is worth in each year after."""
    one = Yearly(1.0, np.eye(1, item.horizon)[0])
    return {
        "by_participants": bool(item.participants) and not own.effect.is_place_based(),
        "change": _trimmed(own.change.amounts),
        "worth": _gained(effect_streams(own.effect, one, at), lens, item.horizon),
    }


def _most_effect(parts: Sequence[Part]) -> float:
    """Return how many times larger the effects may be: no more can be avoided than all that happens."""
    largest = max((float(part.alone.reduction.amounts.max(initial=0.0)) for part in parts), default=0.0)
    return MOST_TIMES if largest * MOST_TIMES <= 1.0 else max(1.0, math.floor(100.0 / largest) / 100.0)


def _overlap(group: Sequence[Part]) -> dict[str, Any]:
    """Return a group whose effects overlap: what each needs to be combined anew with the others."""
    pairs = [(part.intervention, part.effect) for part in group]
    return {
        "one_figure": share_one_figure(group),
        "parts": [
            {
                "intervention": part.intervention.id,
                "outcome": part.effect.outcome.id,
                "place": part.alone.exposed is None,
                "rate": float(part.alone.rate),
                "exposed": _trimmed(_exposed(part)),
                "reduction": _trimmed(part.alone.reduction.amounts),
                "overlaps": [k for k, other in enumerate(pairs) if k != n and related(pairs[n], other)],
            }
            for n, part in enumerate(group)
        ],
    }


def _exposed(part: Part) -> Array:
    exposed = part.alone.exposed
    return np.ones(part.alone.reduction.horizon) if exposed is None else exposed.amounts


def _gained(streams: Iterable[Stream], lens: Lens, horizon: int) -> dict[str, list[float]]:
    return _by_payer(book(streams, lens, horizon).net, lens)


def _paid(streams: Iterable[Stream], lens: Lens, horizon: int) -> dict[str, list[float]]:
    return _by_payer(-book(streams, lens, horizon).net, lens)


def _by_payer(amounts: Array, lens: Lens) -> dict[str, list[float]]:
    rows: Mapping[str, Array] = dict(zip(lens.payers, amounts, strict=True))
    return {payer: _trimmed(row) for payer, row in rows.items() if row.any()}


def _trimmed(amounts: Array) -> list[float]:
    """Return amounts without closing zeros, and none of them minus zero."""
    found: list[float] = (np.trim_zeros(amounts, "b") + 0.0).tolist()
    return found
