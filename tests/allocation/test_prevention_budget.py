"""The 20 million scenario: its options by hand, its plan, its table and what no plan can keep."""

from __future__ import annotations

import csv
import json
from functools import lru_cache
from pathlib import Path

import pytest

import cba
from cba.allocation.from_scenario import Case, case_of
from cba.allocation.plan import Plan
from cba.allocation.problem import Option
from cba.allocation.relaxing import relaxations
from cba.allocation.solving import solve

from ..conftest import Run

SCENARIO = Path(__file__).parents[2] / "scenarios" / "forebyggelse-20-mio.yaml"
TABLE = SCENARIO.with_suffix(".csv")
YEARS = sum(1.035**-n for n in range(4))
NAF = 1.28
IN_NIGHT_LIFE = 169  # 15 % of the mean of 1029, 1100 and 1252
INDEX = {2015: 1.2132, 2017: 121.32 / 101.1, 2024: 121.32 / 118.82}


@lru_cache
def case(variant: str | None = None) -> Case:
    return case_of(cba.load(SCENARIO, variant=variant), draws=False)


@lru_cache
def best() -> Plan:
    return solve(case().problem)


def option(name: str) -> Option:
    return next(known for known in case().problem.options if known.id == name)


def at(name: str, scale: float) -> tuple[float, float]:
    """What the objective gets from an option at a scale, and what it costs."""
    known = option(name)
    benefit, cost = known.factors(scale)
    value = known.fixed.value + benefit * known.full.benefit + cost * known.full.cost_value
    return value, known.fixed.cost + cost * known.full.cost


def test_responsible_serving_by_hand() -> None:
    avoided = IN_NIGHT_LIFE * 0.29 * 0.5  # a year
    benefit = avoided * (25_000 * INDEX[2015] * YEARS + 4 * 50_000)
    costs = (250_000 + 200_000) * YEARS
    value, cost = at("udskaenkning", 1.0)
    assert cost == pytest.approx(costs)
    assert value == pytest.approx(benefit - (250_000 * NAF + 200_000) * YEARS, rel=1e-4)


def test_the_mentor_of_the_sixteenth_is_worth_less() -> None:
    unit = 50_000 * INDEX[2024] * YEARS
    assert at("mentor", 15)[1] == pytest.approx(15 * unit, rel=1e-4)
    first, all_of_them = at("mentor", 15)[0], at("mentor", 25)[0]
    benefit = first / 15 + NAF * unit  # of one a year, before its costs
    assert all_of_them - first == pytest.approx(10 * (0.6 * benefit - NAF * unit), rel=1e-3)
    avoided = (
        0.38 * 0.5
    )  # of each, half of them in each of two years, and 245 days over the ten years from then
    days = 245 / 10 * 1469 * INDEX[2015] * NAF
    begin = [(n, 0.5) for n in range(4)] + [(n + 1, 0.5) for n in range(4)]
    values = sum(half * days * sum(1.035**-t for t in range(n, min(n + 10, 11))) for n, half in begin)
    assert benefit == pytest.approx(avoided * (values + 4 * 300_000), rel=1e-3)


def test_tiers_of_the_school_programme_by_hand() -> None:
    assert at("mobning", 2000)[1] == pytest.approx(200_000 + 2000 * 180 * YEARS)
    assert at("mobning", 8000)[1] == pytest.approx(200_000 + (2000 * 180 + 6000 * 110) * YEARS)
    fewer = 0.08 - 0.08 / 1.22 / (0.92 + 0.08 / 1.22)  # the odds ratio is control by intervention
    per_pupil = 0.75 * fewer * 20_000 * 4
    value, _ = at("mobning", 8000)
    cost = NAF * at("mobning", 8000)[1]
    assert value == pytest.approx(8000 * per_pupil - cost, rel=1e-3)


def test_the_plan_reads_as_a_plan() -> None:
    plan = best()
    assert plan.status == "optimal"
    assert plan.checked is not None
    chosen = set(plan.chosen())
    assert {"ssp", "koordinator", "mentor", "udskaenkning", "hospitalsdata", "advarsel"} <= chosen
    assert plan.scales["mentor"] == 25  # at its cap
    assert len(chosen & {"patrulje", "udskaenkning", "lukketid", "hospitalsdata"}) == 2
    assert at("lukketid", 1.0)[0] > 0  # kept out by the rule alone
    assert plan.checked.rules["rules[1]"].binding
    harmful = {known.id for known in case().problem.options if known.fixed.benefit + known.full.benefit < 0}
    assert harmful == {"mst", "faengselsbesoeg"}
    assert not chosen & harmful
    unspent = 20_000_000 - plan.checked.cost
    left_out = [at(name, 1.0) for name in ("konfliktraad", "omraade", "belysning") if name not in chosen]
    assert 0 < unspent < min(cost for _, cost in left_out)
    assert sum(value > 0 for value, _ in left_out) == 2  # worth having, for a little more money


def test_the_overlap_counted_is_the_true_one() -> None:
    plan = best()
    assert plan.checked is not None
    r, s = 0.29 * 0.5, 0.32 * 0.4
    both = IN_NIGHT_LIFE * r * s * (25_000 * INDEX[2015] * YEARS + 4 * 50_000)
    assert plan.checked.overlap == pytest.approx(both, rel=1e-4)
    assert case().lost_to_overlap(plan.scales) == pytest.approx(plan.checked.overlap, rel=1e-6)


def test_half_the_money_and_three_promises_cannot_be_kept() -> None:
    found = relaxations(case("umulig").problem)
    assert found is not None
    (one,) = found
    people = 120 * 3816 * INDEX[2024] + 120 * 9000 + 80 * 12_000
    promised = (people + 900_000 + 600_000) * YEARS  # GVI requires the coordinator
    assert (one.rule, one.side) == ("budget.total", "upper")
    assert one.by == pytest.approx(promised - 10_000_000, rel=1e-4)


def test_it_ends_with_status_3_and_says_so(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "plan"
    asked = ("--variant", "umulig", "--out", str(folder), "--draws", "100", "--formats", "json")
    assert run("allocate", str(SCENARIO), *asked).returncode == 3
    document = json.loads((folder / "results.json").read_text(encoding="utf-8"))["allocation"]
    assert document["status"] == "infeasible"
    assert [one["rule"] for one in document["relaxations"]] == ["budget.total"]


def test_the_table_is_the_scenario_as_a_table() -> None:
    """Two rows stand for an option whose next unit is worth or costs something else."""
    rows = {row["id"]: row for row in csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines())}
    parts = {
        "mentor": (0.0, 15.0, 1),
        "mentor_flere": (15.0, 25.0, 10),
        "mobning": (0.0, 2000.0, 1),
        "mobning_flere": (2000.0, 8000.0, 12),
    }
    assert set(rows) == {known.id for known in case().problem.options} | set(parts)
    for name, row in rows.items():
        low, high, units = parts.get(name, (0.0, option(name).largest if name not in parts else 0.0, 1))
        upper = at(name.removesuffix("_flere"), high)
        lower = at(name.removesuffix("_flere"), low) if low else (0.0, 0.0)
        assert float(row["value"]) == pytest.approx((upper[0] - lower[0]) / units, abs=1)
        assert float(row["cost"]) == pytest.approx((upper[1] - lower[1]) / units, abs=1)
