"""Whether the years that are counted fit what is known of them, and whether anything is counted twice."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from cba.effects import Points, Relative
from cba.interventions import Intervention
from cba.review.findings import Case, Finding, Level, Used

_MONTHS = 12.0
_ROUNDING = 1e-9


def horizon(case: Case) -> Iterator[Finding]:
    """Compare how long effects last with how long studies looked, and with the years that are counted."""
    end = case.scenario.start + case.scenario.horizon - 1
    for used in case.effects:
        form = used.effect.statement
        follow_up = used.effect.study.follow_up
        lasts = 0.0
        if isinstance(form, (Relative, Points)):
            lasts = form.persistence.lag + form.persistence.duration
            key = "duration" if used.stated.duration is not None else None
            if follow_up is None and used.rows:
                yield used.finding("follow_up_unknown", "look", "evidence", years=lasts)
            elif follow_up and lasts > follow_up / _MONTHS + _ROUNDING:
                yield used.finding("beyond_follow_up", "look", key, years=lasts, months=follow_up)
        spread = max((c.spread or len(c.quantities) for c in used.effect.consequences), default=0)
        last = (
            _last_entry(used.item) + case.scenario.start + max(int(lasts + 0.999) - 1, 0) + max(spread - 1, 0)
        )
        if last > end:
            yield used.finding("cut_off", "note", None, last=last, end=end)


def _last_entry(item: Intervention) -> int:
    return max((n for n, on in enumerate(item.operating) if on), default=0)


def double_counting(case: Case) -> Iterator[Finding]:
    """Find the same outcome, price or area reached on two ways."""
    yield from _same_outcome(case)
    yield from _same_price(case)
    for said, item in case.pairs:
        areas = {c.price.area for effect in item.effects for c in effect.consequences}
        for stated, flow in zip(said.flows, item.flows, strict=True):
            if flow.kind == "benefit" and flow.area in areas:
                yield Finding(
                    "flow_beside_effect",
                    "look",
                    str(stated.at()),
                    {"what": dict(flow.what), "area": flow.area},
                    item.id,
                )


def _same_outcome(case: Case) -> Iterator[Finding]:
    """Yield pairs of interventions on one outcome whose people may be the same and are not said to be."""
    for a, b in itertools.combinations(case.effects, 2):
        if a.item.id == b.item.id or a.effect.outcome.id != b.effect.outcome.id:
            continue
        if a.effect.is_place_based() or b.effect.is_place_based():
            continue
        if b.item.id in a.item.overlaps_with or a.item.id in b.item.overlaps_with:
            continue
        level: Level = "look" if _same_people(a, b) else "hand"
        yield b.finding("same_outcome", level, None, other=a.item.id)


def _same_people(a: Used, b: Used) -> bool:
    return a.said.target_group is not None and a.said.target_group == b.said.target_group


def _same_price(case: Case) -> Iterator[Finding]:
    """Yield prices that two outcomes of one intervention lead to: one person's prison days, counted twice?"""
    for a, b in itertools.combinations(case.effects, 2):
        if a.item.id != b.item.id:
            continue
        shared = {c.price.id: c.price for c in a.effect.consequences}
        for consequence in b.effect.consequences:
            if consequence.price.id in shared:
                yield b.finding(
                    "same_price", "look", None,
                    price=dict(consequence.price.names), other=dict(a.effect.outcome.titles),
                )  # fmt: skip
