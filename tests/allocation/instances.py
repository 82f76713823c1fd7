"""Random small problems over every kind of rule, and the best plan by trying all plans."""

from __future__ import annotations

import itertools
import random

import numpy as np

from cba.allocation.checking import DoesNotAddUp, check
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
    variants, draws = r.choice([(0, 0), (0, 0), (3, 0), (0, 20), (2, 20)])
    options: list[Option] = []
    plans, most = 1, r.randint(2, 12)
    while len(options) < most:
        new = _option(r, f"o{len(options)}", variants, draws)
        plans *= new.steps() + 2
        if plans > PLANS:
            break
        options.append(new)
    names = [o.id for o in options]
    return Problem(
        options=tuple(options),
        rules=tuple(_rules(r, names)),
        overlaps=tuple(_overlaps(r, names)),
        budget=r.uniform(2e6, 6e6 * len(options)) if r.random() < 0.8 else None,
        risk=(r.choice([0.1, 0.25, 0.33]), r.choice([0.3, 1.0])) if draws else None,
        worst_of=("a", "b", "c")[:variants],
        gap=1e-9,
        seed=seed,
    )


def _amounts(r: random.Random, share: float, variants: int, draws: int) -> Amounts:
    cost = round(r.uniform(0, 9e6) * share, 2)
    benefit = round(r.uniform(-2e6 if r.random() < 0.2 else 0.0, 15e6) * share, 2)
    spend = {(2026, "kommune"): cost * 0.6, (2027, "stat"): cost * 0.5}
    drawn = np.array([benefit - cost + r.gauss(0, abs(benefit) * 0.4) for _ in range(draws)])
    return Amounts(
        benefit,
        -cost,
        cost,
        spend,
        {("people", 2026): round(r.uniform(0, 5), 1)},
        second=r.uniform(-1, 1) * 1e6,
        draws=drawn if draws else None,
        variants=tuple(benefit - cost + r.gauss(0, 3e6) for _ in range(variants)),
    )


def _option(r: random.Random, name: str, variants: int, draws: int) -> Option:
    largest, smallest, step = r.choice([(1.0, 0.0, 1.0)] * 3 + [(4.0, 0.0, 1.0), (7.0, 2.0, 2.0)])
    segments: tuple[Segment, ...] = ()
    if largest > 1 and r.random() < 0.6:
        falling = r.random() < 0.5
        later = Segment(1.0, 0.5, 1.2) if falling else Segment(1.0, r.uniform(0.3, 1.2), r.uniform(0.5, 1.5))
        segments = (Segment(r.choice([0.4, 0.5])), later)
    fixed = _amounts(r, 0.2, variants, draws) if r.random() < 0.5 else Amounts()
    full = _amounts(r, 1.0, variants, draws)
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
        Rule("year", WORDS, "budget_year", year=2026, upper=r.uniform(3e6, 12e6), unit="kr"),
        Rule("payer", WORDS, "budget_payer", payer="stat", upper=r.uniform(3e6, 12e6), unit="kr"),
        Rule("floor", WORDS, "budget_payer", payer="kommune", lower=r.uniform(0, 4e6), unit="kr"),
    ]
    return [rule for rule in known if r.random() < 0.25]


def _overlaps(r: random.Random, names: list[str]) -> list[Overlap]:
    if len(names) < 2:
        return []
    pairs = r.sample(list(itertools.combinations(names, 2)), r.randint(0, 1))
    return [Overlap(first, second, r.uniform(-2e6, 6e6)) for first, second in pairs]


def scales_of(known: Option) -> list[float]:
    """All scales of an option that is not divisible."""
    assert known.step is not None
    return [0.0] + [known.least() + k * known.step for k in range(known.steps() + 1)]


def best_by_trying(asked: Problem) -> tuple[float, dict[str, float]] | None:
    """The best plan among all there are; None when none keeps the rules."""
    best: tuple[float, dict[str, float]] | None = None
    names = [o.id for o in asked.options]
    for scales in itertools.product(*(scales_of(o) for o in asked.options)):
        plan = dict(zip(names, scales, strict=True))
        try:
            value = check(asked, plan).value
        except DoesNotAddUp:
            continue
        if best is None or value > best[0]:
            best = (value, plan)
    return best
