"""Building and solving plans against bare HiGHS given the same matrices at the same gap in the same run.

python -m benchmarks.allocation [small large national frontier risk infeasible]
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable

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


def timed(work: Callable[[], object]) -> tuple[float, object]:
    """Processor seconds that some work takes: the machine may be busy with other things."""
    begun = time.process_time()
    result = work()
    return time.process_time() - begun, result


def against_bare(label: str, problem: Problem) -> None:
    """Whole time from problem to checked plan against HiGHS alone on the same matrices."""
    matrices = building.build(problem).matrices
    bare, outcome = timed(lambda: Session(matrices, problem.gap_asked(), problem.seed).solve(problem.seconds))
    ours, plan = timed(lambda: solve(problem))
    built, _ = timed(lambda: building.build(problem))
    print(
        f"{label}: {len(matrices.costs)} columns, {len(matrices.row_lower)} rows, "
        f"gap {problem.gap_asked():g}; "
        f"ours / bare = {ours / bare:.2f} ({ours:.2f} s / {bare:.2f} s; build {built:.2f} s), "
        f"{getattr(plan, 'status', '')} {getattr(plan, 'gap', 0.0):.2g}, "
        f"bare {getattr(outcome, 'status', '')}"
    )


def frontier_of(problem: Problem, points: int = 21) -> None:
    """A frontier against so many single solves of bare HiGHS."""
    assert problem.budget is not None
    matrices = building.build(problem).matrices
    bare, _ = timed(lambda: Session(matrices, problem.gap_asked(), problem.seed).solve(60))
    budgets = np.linspace(0.1, 1.5, points) * problem.budget
    ours, found = timed(lambda: frontier(problem, [float(budget) for budget in budgets]))
    proved = sum(point.plan.status == "optimal" for point in found)  # type: ignore[attr-defined]
    print(f"frontier, {points} points: {ours:.2f} s, {ours / bare:.1f} × one bare solve; {proved} proved")


def risk_of(problem: Problem) -> None:
    """Mean and worst draws together against the same program without draws."""
    without = Problem(problem.options, problem.rules, budget=problem.budget)
    plain_time, _ = timed(lambda: solve(without))
    ours, plan = timed(lambda: solve(problem))
    print(
        f"worst draws, {problem.with_draws()} draws, {len(problem.options)} options: {ours:.2f} s, "
        f"{ours / plain_time:.1f} × without draws; {plan.status} {plan.gap:.2g}"  # type: ignore[attr-defined]
    )


def infeasible() -> None:
    """A normal scenario in which no plan keeps the rules."""
    some = options(20, 5)
    rules = (
        Rule("many", WORDS, "at_least", on={o.id: 1.0 for o in some}, lower=18.0),
        Rule("fair", WORDS, "share", cost={some[0].id: 1.0}, lower=2e6, unit="kr"),
    )
    seconds, found = timed(lambda: relaxations(Problem(some, rules, budget=3e6)))
    print(f"infeasible, 20 options: {seconds:.2f} s, {found}")


def main(asked: list[str]) -> None:
    """Run what was asked for, or all."""
    solve(plain(10, 1))  # imports
    cases: dict[str, Callable[[], None]] = {
        "small": lambda: against_bare("n = 200", plain(200, 0)),
        "large": lambda: against_bare("n = 2,000, 5 resources", plain(2000, 5)),
        "national": lambda: against_bare("98 × 50 × 4", national()),
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
