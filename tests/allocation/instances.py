"""Random small problems over every kind of rule and of objective."""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass, replace

import numpy as np

from cba.allocation.problem import Amounts, Option, Overlap, Problem, Rule, Segment

WORDS = {"en": "a rule", "da": "en regel"}
PLANS = 3_000
"""So many plans are tried at most per problem."""


def option(name: str, cost: float, benefit: float, **more: object) -> Option:
    """An option by cost and benefit."""
    spend = {(2026, "kommune"): cost * 0.5, (2027, "stat"): cost * 0.5}
    full = Amounts(benefit, -cost, cost, spend, {("people", 2026): cost / 1e6})
    return Option(name, {}, name, full=full, **more)  # type: ignore[arg-type]


def problem(seed: int) -> Problem:
    """A random problem; the same one for the same seed."""
    r = random.Random(seed)
    kind = r.choice(["plain", "plain", "divided", "then", "worst_of", "risk", "both"])
    made = _Made(
        variants={"worst_of": 3, "both": 2}.get(kind, 0),
        draws={"risk": 20, "both": 20}.get(kind, 0),
        coarse=kind == "then",
    )
    options = _options(r, made)
    if kind == "divided":
        options[0] = replace(options[0], step=None)
    names = [o.id for o in options]
    return Problem(
        options=tuple(options),
        rules=tuple(_rules(r, names) + _one_start(options)),
        overlaps=tuple(_overlaps(r, names)),
        budget=r.uniform(2e6, 6e6 * len(options)) if r.random() < 0.8 else None,
        risk=(r.choice([0.1, 0.25, 0.33]), r.choice([0.3, 1.0])) if made.draws else None,
        worst_of=("a", "b", "c")[: made.variants],
        then="a second" if kind == "then" else None,
        gap=1e-9,
        seed=seed,
    )


@dataclass(frozen=True, slots=True)
class _Made:
    """What the amounts of a problem carry."""

    variants: int
    draws: int
    coarse: bool
    """Whole millions, so that many plans are equally good."""


def _options(r: random.Random, made: _Made) -> list[Option]:
    """Options with so many plans between them that all can be tried; some from several years in a place."""
    options: list[Option] = []
    plans, most = 1, r.choice([3, 6, 9, 12, 15])
    limit = 2**15 if r.random() < 0.05 else PLANS
    while len(options) < most:
        new = _option(r, f"o{len(options)}", made)
        plans *= new.steps() + 2
        if options and plans > limit:
            break
        options.append(new)
        if r.random() < 0.15 and len(options) < most and plans * (new.steps() + 2) <= limit:
            plans *= new.steps() + 2
            place = r.choice(["Odense", "Vejle"])
            options[-1] = replace(new, place=place, start=2026)
            again = _option(r, f"o{len(options)}", made)
            options.append(replace(new, id=again.id, place=place, start=2027, full=again.full))
    return options


def _one_start(options: list[Option]) -> list[Rule]:
    by_place: dict[tuple[str, str], list[str]] = {}
    for known in options:
        if known.start is not None:
            by_place.setdefault((known.intervention, known.place or ""), []).append(known.id)
    return [
        Rule(f"starts.{name}", WORDS, "at_most", on=dict.fromkeys(ids, 1.0), upper=1.0, hard=True)
        for (name, _), ids in by_place.items()
    ]


def _amounts(r: random.Random, share: float, made: _Made) -> Amounts:
    cost = round(r.uniform(0, 9e6) * share, 2)
    harmful = r.random() < 0.15
    benefit = round((r.uniform(-8e6, 0.0) if harmful else r.uniform(0.0, 15e6)) * share, 2)
    if made.coarse:
        cost, benefit = float(round(cost, -6)), float(round(benefit, -6))
    spend = {(2026, "kommune"): cost * 0.6, (2027, "stat"): cost * 0.5, (2027, "kommune"): cost * 0.1}
    drawn = np.array([benefit - cost + r.gauss(0, abs(benefit) * 0.4) for _ in range(made.draws)])
    return Amounts(
        benefit,
        -cost,
        cost,
        spend,
        {("people", 2026): round(r.uniform(0, 5), 1)},
        second=r.uniform(-1, 1) * 1e6,
        second_cost=-cost * 0.6,
        draws=drawn if made.draws else None,
        variants=tuple(benefit - cost + r.gauss(0, 3e6) for _ in range(made.variants)),
    )


def _option(r: random.Random, name: str, made: _Made) -> Option:
    largest, smallest, step = r.choice([(1.0, 0.0, 1.0)] * 3 + [(4.0, 0.0, 1.0), (7.0, 2.0, 2.0)])
    segments: tuple[Segment, ...] = ()
    if largest > 1 and r.random() < 0.6:
        falling = r.random() < 0.5
        later = Segment(1.0, 0.5, 1.2) if falling else Segment(1.0, r.uniform(0.3, 1.2), r.uniform(0.5, 1.5))
        segments = (Segment(r.choice([0.4, 0.5])), later)
    fixed = _amounts(r, 0.2, made) if r.random() < 0.5 else Amounts()
    full = _amounts(r, 1.0, made)
    return Option(
        name,
        {},
        name,
        largest=largest,
        smallest=smallest,
        step=step,
        fixed=fixed,
        full=full,
        segments=segments,
    )


def _rules(r: random.Random, names: list[str]) -> list[Rule]:
    def some() -> dict[str, float]:
        return dict.fromkeys(r.sample(names, r.randint(1, len(names))), 1.0)

    two = r.sample(names, 2) if len(names) > 1 else [names[0], names[0]]
    locked = float(r.random() < 0.5)
    known = [
        Rule("at_most", WORDS, "at_most", on=some(), upper=float(r.randint(1, 3))),
        Rule("at_least", WORDS, "at_least", on=some(), lower=float(r.randint(1, 2))),
        Rule("exactly", WORDS, "exactly", on=some(), lower=1.0, upper=1.0),
        Rule("require", WORDS, "require", on={two[0]: 1.0, two[1]: -1.0}, upper=0.0),
        Rule("lock", WORDS, "lock", on={r.choice(names): 1.0}, lower=locked, upper=locked),
        Rule("share", WORDS, "share", cost=some(), lower=r.uniform(0, 6e6), unit="kr"),
        Rule(
            "cap", WORDS, "share", cost=some(), lower=r.uniform(0, 3e6), upper=r.uniform(3e6, 9e6), unit="kr"
        ),
        Rule(
            "people", WORDS, "capacity", resource="people", year=2026, upper=r.uniform(2, 12), unit="people"
        ),
        Rule("places", WORDS, "capacity", scale=some(), upper=r.uniform(0.5, 3), unit="places"),
        Rule("reach", WORDS, "capacity", scale=some(), lower=r.uniform(0.2, 1.0), unit="places"),
        Rule("year", WORDS, "budget_year", year=2026, upper=r.uniform(3e6, 12e6), unit="kr"),
        Rule("payer", WORDS, "budget_payer", payer="stat", upper=r.uniform(3e6, 12e6), unit="kr"),
        Rule(
            "payer in a year",
            WORDS,
            "budget_payer",
            payer="kommune",
            year=2026,
            upper=r.uniform(2e6, 9e6),
            unit="kr",
        ),
        Rule("floor", WORDS, "budget_payer", payer="kommune", lower=r.uniform(0, 4e6), unit="kr"),
    ]
    return [rule for rule in known if r.random() < 0.25]


def _overlaps(r: random.Random, names: list[str]) -> list[Overlap]:
    if len(names) < 2:
        return []
    pairs = list(itertools.combinations(names, 2))
    some = r.sample(pairs, min(r.choice([0, 0, 1, 2]), len(pairs)))
    return [Overlap(first, second, r.uniform(-2e6, 6e6)) for first, second in some]


def kinds_of(asked: Problem) -> set[str]:
    """What a problem has, for counting that every kind is tried."""
    found = {f"rule: {rule.kind}" for rule in asked.all_rules()}
    found |= {f"rule: {rule.kind} with a lower limit" for rule in asked.rules if rule.lower is not None}
    found |= {f"objective: {name}" for name in _objectives(asked)}
    found |= {f"option: {name}" for known in asked.options for name in _features(known)}
    return found | ({"overlap"} if asked.overlaps else set())


def _objectives(asked: Problem) -> set[str]:
    names = {"mean and worst draws": asked.risk, "worst of variants": asked.worst_of, "then": asked.then}
    found = {name for name, stated in names.items() if stated}
    return found or {"estimates"}


def _features(known: Option) -> set[str]:
    falling = len(known.segments) > 1 and known.segments[0].value > known.segments[1].value
    names = {
        "divisible": known.step is None,
        "in steps": known.steps() > 0,
        "smallest scale": known.smallest > 0,
        "start-up cost": known.fixed.cost > 0,
        "place and start year": known.start is not None,
        "diminishing value": falling,
        "rising value": bool(known.segments) and not falling,
        "tiered cost": bool(known.segments) and known.segments[0].cost != known.segments[-1].cost,
        "harmful": known.full.benefit < 0,
    }
    return {name for name, has in names.items() if has}
