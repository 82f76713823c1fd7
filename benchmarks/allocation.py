"""Building and solving plans against bare HiGHS given the same matrices at the same gap in the same run.

python -m benchmarks.allocation [small large national frontier risk infeasible]

Ours (building, solving, checking) and bare HiGHS run in alternating pairs; each pair gives a ratio, on the
clock and in processor time, and the median ratio is printed. Bare HiGHS gets the matrices of the same
program, one thread, the same seed, tolerances and gap: it differs only in what surrounds it.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

import numpy as np

from cba.allocation import program as building
from cba.allocation.frontier import frontier
from cba.allocation.highs import Session
from cba.allocation.problem import Amounts, Option, Problem, Rule
from cba.allocation.relaxing import relaxations
from cba.allocation.solving import solve

WORDS = {"en": "rule", "da": "regel"}


def options(count: int, seed: int, resources: int = 0, draws: int = 0) -> tuple[Option, ...]:
    """Options with lognormal costs, a third of them with steps and start-up costs."""
    rng = np.random.default_rng(seed)
    found = []
    for number in range(count):
        cost = float(np.round(rng.lognormal(14, 1.0), 0))
        benefit = cost * float(rng.lognormal(0.5, 0.6))
        uses = {(f"r{k}", 2026): float(np.round(rng.uniform(0, 10), 1)) for k in range(resources)}
        drawn = benefit * rng.lognormal(-0.125, 0.5, draws) - cost if draws else None
        stepped = number % 3 == 0
        fixed = Amounts(0.0, -0.1 * cost, 0.1 * cost) if stepped else Amounts()
        full = Amounts(benefit, -cost, cost, {(2026, "kommune"): cost}, uses, draws=drawn)
        largest, smallest = (10.0, 2.0) if stepped else (1.0, 0.0)
        name = f"o{number:05d}"
        found.append(Option(name, {}, name, largest=largest, smallest=smallest, fixed=fixed, full=full))
    return tuple(found)


def plain(count: int, resources: int, draws: int = 0) -> Problem:
    """A budget and resources that are a quarter of what all options would take."""
    some = options(count, 7, resources, draws)
    total = sum(o.full.cost for o in some)
    rules = [
        Rule(
            f"limit.r{k}",
            WORDS,
            "capacity",
            resource=f"r{k}",
            year=2026,
            unit=f"r{k}",
            upper=0.3 * sum(o.full.resources[(f"r{k}", 2026)] for o in some),
        )
        for k in range(resources)
    ]
    groups = range(0, count - 4, 40)
    rules += [
        Rule(f"group{g}", WORDS, "at_most", on={some[g + i].id: 1.0 for i in range(4)}, upper=2.0)
        for g in groups
    ]
    risk = (0.1, 0.3) if draws else None
    return Problem(some, tuple(rules), budget=0.25 * total, risk=risk)


def national(places: int = 98, interventions: int = 50, starts: int = 4) -> Problem:
    """Each intervention in each place from at most one of the years; budgets in all, by year and by place."""
    rng = np.random.default_rng(3)
    found, rules = [], []
    for place in range(places):
        size = float(rng.lognormal(0, 0.8))
        by_place: dict[str, float] = {}
        for number in range(interventions):
            cost = float(np.round(size * rng.lognormal(13, 0.8)))
            benefit = cost * float(rng.lognormal(0.4, 0.5))
            names = []
            for start in range(starts):
                name = f"i{number:02d}@p{place:02d}@{2026 + start}"
                later = 0.97**start
                spend = {(2026 + year, "kommune"): cost / 4 for year in range(start, 4)}
                full = Amounts(benefit * later, -cost * later, cost * later, spend)
                found.append(Option(name, {}, f"i{number}", f"p{place}", 2026 + start, full=full))
                names.append(name)
                by_place[name] = 1.0
            rules.append(
                Rule(f"one[{place},{number}]", WORDS, "at_most", on=dict.fromkeys(names, 1.0), upper=1)
            )
        rules.append(Rule(f"place[{place}]", WORDS, "at_least", on=by_place, lower=3.0))
    total = sum(o.full.cost for o in found) / starts
    rules += [
        Rule(f"year{y}", WORDS, "budget_year", year=y, upper=0.08 * total, unit="kr")
        for y in range(2026, 2030)
    ]
    return Problem(tuple(found), tuple(rules), budget=0.25 * total, gap=1e-3)


@dataclass(frozen=True, slots=True)
class Timed:
    """What some work gave, and its seconds on the clock and of the processor."""

    result: object
    clock: float
    processor: float

    def __str__(self) -> str:
        return f"{self.clock:.2f} s (processor {self.processor:.2f} s)"


def timed(work: Callable[[], object]) -> Timed:
    """Time some work."""
    clock, processor = time.perf_counter(), time.process_time()
    result = work()
    return Timed(result, time.perf_counter() - clock, time.process_time() - processor)


def against_bare(label: str, problem: Problem, pairs: int) -> None:
    """Whole time from problem to checked plan against HiGHS alone on the same matrices."""
    matrices = building.build(problem).matrices
    gap = problem.gap_asked()
    print(f"{label}: {len(matrices.costs)} columns, {len(matrices.row_lower)} rows, gap {gap:g}")
    ratios: list[tuple[float, float]] = []
    for number in range(pairs):
        works: list[Callable[[], object]] = [
            lambda: solve(problem),
            lambda: Session(matrices, gap, problem.seed).solve(problem.seconds),
        ]
        first = number % 2  # who goes first alternates
        some = [timed(works[first]), timed(works[1 - first])]
        ours, bare = some[first], some[1 - first]
        ratios.append((ours.clock / bare.clock, ours.processor / bare.processor))
        plan, outcome = ours.result, bare.result
        print(
            f"  ours {ours}, {getattr(plan, 'status', '')} {getattr(plan, 'gap', 0.0):.2g}; "
            f"bare {bare}, {getattr(outcome, 'status', '')}; ratio {ratios[-1][0]:.2f}"
        )
    clock, processor = (median(column) for column in zip(*ratios, strict=True))
    print(f"  median of {pairs} ratios: {clock:.2f} on the clock, {processor:.2f} of the processor")
    print(f"  building alone: {timed(lambda: building.build(problem))}")


def frontier_of(problem: Problem, points: int = 21) -> None:
    """A frontier against one single solve of bare HiGHS."""
    assert problem.budget is not None
    matrices = building.build(problem).matrices
    bare = timed(lambda: Session(matrices, problem.gap_asked(), problem.seed).solve(60))
    budgets = np.linspace(0.1, 1.5, points) * problem.budget
    ours = timed(lambda: frontier(problem, [float(budget) for budget in budgets]))
    proved = sum(point.plan.status == "optimal" for point in ours.result)  # type: ignore[attr-defined]
    print(
        f"frontier, {len(problem.options)} options, {points} points: {ours}, "
        f"{ours.clock / bare.clock:.1f} × one bare solve; {proved} proved"
    )


def risk_of(problem: Problem) -> None:
    """Mean and worst draws together against the same program without draws."""
    without = Problem(problem.options, problem.rules, budget=problem.budget)
    plain_time = timed(lambda: solve(without))
    ours = timed(lambda: solve(problem))
    plan = ours.result
    print(
        f"worst draws, {problem.with_draws()} draws, {len(problem.options)} options: {ours}, "
        f"{ours.clock / plain_time.clock:.1f} × without draws; {plan.status} {plan.gap:.2g}"  # type: ignore[attr-defined]
    )


def infeasible() -> None:
    """A normal scenario in which no plan keeps the rules."""
    some = options(20, 5)
    rules = (
        Rule("many", WORDS, "at_least", on={o.id: 1.0 for o in some}, lower=18.0),
        Rule("fair", WORDS, "share", cost={some[0].id: 1.0}, lower=2e6, unit="kr"),
    )
    found = timed(lambda: relaxations(Problem(some, rules, budget=3e6)))
    print(f"infeasible, 20 options: {found}, {found.result}")


def main(asked: list[str]) -> None:
    """Run what was asked for, or all."""
    solve(plain(10, 1))  # imports
    cases: dict[str, Callable[[], None]] = {
        "small": lambda: against_bare("n = 200", plain(200, 0), 9),
        "large": lambda: against_bare("n = 2,000, 5 resources", plain(2000, 5), 5),
        "national": lambda: against_bare("98 × 50 × 4", national(), 3),
        "frontier": lambda: frontier_of(plain(2000, 5)),
        "risk": lambda: risk_of(plain(2000, 5, 1000)),
        "infeasible": infeasible,
    }
    for name, case in cases.items():
        if not asked or name in asked:
            case()
    print(f"largest memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
