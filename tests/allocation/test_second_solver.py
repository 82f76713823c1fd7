"""scipy's milp as a second solver: on the compiled matrices, and on a program written from the data alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from cba.allocation.problem import Amounts, Option, Overlap, Problem, Rule, Segment
from cba.allocation.program import build
from cba.allocation.solving import solve
from tests.allocation.instances import WORDS, problem

Array = npt.NDArray[np.float64]
GAP = 1e-7


@dataclass(frozen=True, slots=True)
class Data:
    """A plan's data as arrays: whole options, options in steps, resources."""

    cost: Array
    start: Array
    benefit: Array
    use: Array
    """(resources, options), at the largest scale."""
    steps: npt.NDArray[np.int64]
    """0: all or nothing; else so many steps above the least, which is one step."""
    limits: Array
    pairs: list[tuple[int, int]]
    """Options that lose `loss` when both are on."""
    loss: float
    budget: float


def data(count: int, resources: int, seed: int) -> Data:
    rng = np.random.default_rng(seed)
    cost = rng.lognormal(14, 0.8, count).round(2)
    use = rng.uniform(0, 10, (resources, count)).round(1)
    return Data(
        cost=cost,
        start=np.where(np.arange(count) % 4 == 0, 0.15 * cost, 0.0).round(2),
        benefit=(cost * rng.lognormal(0.4, 0.5, count)).round(2),
        use=use,
        steps=np.where(np.arange(count) % 3 == 0, 4, 0),
        limits=(0.3 * use.sum(axis=1)).round(1),
        pairs=[(k, k + 1) for k in range(0, count - 1, 9)],
        loss=4e5,
        budget=float(0.25 * cost.sum()),
    )


def ours(known: Data) -> Problem:
    options = tuple(
        Option(
            f"o{k:03d}",
            {},
            "o",
            largest=float(known.steps[k] + 1),
            fixed=Amounts(0.0, -float(known.start[k]), float(known.start[k])),
            full=Amounts(
                float(known.benefit[k]),
                -float(known.cost[k]),
                float(known.cost[k]),
                resources={(f"r{r}", 1): float(known.use[r, k]) for r in range(len(known.limits))},
            ),
        )
        for k in range(len(known.cost))
    )
    rules = [
        Rule(f"r{r}", WORDS, "capacity", resource=f"r{r}", year=1, upper=float(limit), unit=f"r{r}")
        for r, limit in enumerate(known.limits)
    ]
    rules.append(
        Rule("group", WORDS, "at_most", on={o.id: 1.0 for o in options[:10]}, upper=3.0),
    )
    rules.append(Rule("needs", WORDS, "require", on={options[11].id: 1.0, options[12].id: -1.0}, upper=0.0))
    overlaps = tuple(Overlap(options[a].id, options[b].id, known.loss) for a, b in known.pairs)
    return Problem(options, tuple(rules), overlaps, budget=known.budget, gap=GAP)


def theirs(known: Data) -> float:
    """x: share of the largest scale; z: on; y: both on. Written apart from `cba.allocation.program`."""
    n, pairs = len(known.cost), len(known.pairs)
    steps = known.steps + 1.0
    million = 1e6
    # columns: whole steps taken (n), on (n), both (pairs)
    gain = (known.benefit - known.cost) / steps
    objective = -np.concatenate([gain, -known.start, np.full(pairs, -known.loss)]) / million
    eye, none = np.eye(n), np.zeros((n, pairs))
    rows, low, high = [], [], []

    def add(block: Array, lower: Array | float, upper: Array | float) -> None:
        rows.append(block)
        low.append(np.broadcast_to(lower, len(block)))
        high.append(np.broadcast_to(upper, len(block)))

    add(np.hstack([eye, -np.diag(steps), none]), -np.inf, 0.0)  # only when on
    add(np.hstack([eye, -eye, none]), 0.0, np.inf)  # at least one step when on
    both = np.zeros((pairs, 2 * n + pairs))
    for row, (a, b) in enumerate(known.pairs):
        both[row, n + a] = both[row, n + b] = 1.0
        both[row, 2 * n + row] = -1.0
    add(both, -np.inf, 1.0)
    spent = np.concatenate([known.cost / steps, known.start, np.zeros(pairs)]) / million
    add(spent[None, :], -np.inf, known.budget / million)
    add(np.hstack([known.use / steps, np.zeros((len(known.limits), n + pairs))]), -np.inf, known.limits)
    group, needs = np.zeros(2 * n + pairs), np.zeros(2 * n + pairs)
    group[n : n + 10] = 1.0
    needs[n + 11], needs[n + 12] = 1.0, -1.0
    add(np.vstack([group, needs]), -np.inf, np.array([3.0, 0.0]))
    upper = np.concatenate([steps, np.ones(n + pairs)])
    found = milp(
        objective,
        integrality=np.concatenate([np.ones(2 * n), np.zeros(pairs)]).astype(np.int64),
        bounds=Bounds(np.zeros(2 * n + pairs), upper),
        constraints=LinearConstraint(np.vstack(rows), np.concatenate(low), np.concatenate(high)),
        options={"mip_rel_gap": GAP},
    )
    assert found.fun is not None
    return float(-found.fun * million)


@pytest.mark.parametrize(("count", "resources", "seed"), [(50, 1, 1), (80, 3, 2), (120, 4, 3), (200, 2, 4)])
def test_a_program_written_apart_finds_the_same(count: int, resources: int, seed: int) -> None:
    known = data(count, resources, seed)
    plan = solve(ours(known))
    assert plan.status == "optimal"
    assert plan.objective == pytest.approx(theirs(known), rel=3 * GAP)


def by_scipy(asked: Problem) -> float | None:
    """The best value of the compiled matrices by scipy; None when nothing keeps the rows."""
    program = build(asked)
    m = program.matrices
    shape = (len(m.row_lower), len(m.costs))
    rows = LinearConstraint(csr_array((m.values, m.indices, m.starts), shape=shape), m.row_lower, m.row_upper)
    found = milp(
        -m.costs,
        integrality=m.whole.astype(np.int64),
        bounds=Bounds(m.lower, m.upper),
        constraints=rows if shape[0] else None,
        options={"mip_rel_gap": 1e-9},
    )
    return None if found.fun is None else float(-found.fun * program.unit)


def test_scipy_finds_the_same_on_the_compiled_matrices() -> None:
    found = 0
    for seed in range(30_000, 30_120):
        asked = problem(seed)
        if asked.risk is not None:
            continue  # its cuts are added while solving
        best, plan = by_scipy(asked), solve(asked)
        assert (best is None) == (plan.status == "infeasible"), seed
        if best is not None:
            found += 1
            assert plan.objective == pytest.approx(best, rel=1e-7, abs=0.05), seed
    assert found > 50


def test_diminishing_and_tiers_of_many_options() -> None:
    rng = np.random.default_rng(8)
    options = tuple(
        Option(
            f"o{k:02d}",
            {},
            "o",
            largest=10.0,
            smallest=2.0,
            segments=(
                Segment(0.4, 1.0, 1.0),
                Segment(1.0, float(rng.uniform(0.4, 1.3)), float(rng.uniform(0.7, 1.2))),
            ),
            fixed=Amounts(0.0, -2e5, 2e5),
            full=Amounts(float(rng.uniform(2e6, 6e6)), -2e6, 2e6, {(2026, "kommune"): 2e6}),
        )
        for k in range(60)
    )
    rules = (Rule("year", WORDS, "budget_year", year=2026, upper=45e6, unit="kr"),)
    asked = Problem(options, rules, budget=50e6, gap=GAP)
    assert solve(asked).objective == pytest.approx(by_scipy(asked), rel=3 * GAP)
