"""What each change carries, against scenarios calculated one by one in every order."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import pytest

import cba
from cba.difference.attribution import Attribution, attribute
from cba.difference.sides import sides
from cba.runs import Run

from ..conftest import Load, Write
from ..snippets import SCENARIO

ODENSE = Path(__file__).resolve().parents[2] / "scenarios" / "odense-tryg-ungdom.yaml"
CBT = "interventions.cbt"
CHANGES = (
    f"{CBT}.participants=55",
    f"{CBT}.completion=61 %",
    f"{CBT}.effects.reconviction.transfer=90 %",
    f"{CBT}.effects.reconviction.duration=2",
    "horizon=6",
    "price_year=2023",
)


def run(path: Path, *settings: str, model: str | None = None, variant: str | None = None) -> Run:
    scenario = cba.load(path, settings=settings, model=model, variant=variant)
    return Run(str(path), cba.appraise(scenario).to_dict(), scenario, settings)


def split(first: Run, second: Run, **how: str) -> Attribution:
    found = sides(first, second)
    assert found is not None
    return attribute(*found, **how)  # type: ignore[arg-type]


def total(found: Attribution) -> dict[str, float]:
    return dict(zip([cause.name for cause in found.causes], found.shares.share[:, 0].tolist(), strict=True))


def test_shares_are_those_of_every_order_calculated_from_files() -> None:
    """Every one of the 720 orders, each step a scenario of its own, read with `--set`."""
    worth = {
        made: cba.appraise(cba.load(ODENSE, settings=sorted(made))).portfolio.npv
        for size in range(len(CHANGES) + 1)
        for made in map(frozenset, itertools.combinations(CHANGES, size))
    }
    expected = dict.fromkeys(CHANGES, 0.0)
    for order in itertools.permutations(CHANGES):
        for n, change in enumerate(order):
            expected[change] += worth[frozenset(order[: n + 1])] - worth[frozenset(order[:n])]
    found = total(split(run(ODENSE), run(ODENSE, *CHANGES)))
    assert len(found) == len(CHANGES)
    names = (
        f"{CBT}.participants",
        f"{CBT}.completion",
        f"{CBT}.effects.reconviction.transfer",
        f"{CBT}.effects.reconviction.statement.persistence.duration",
        "horizon",
        "price_year",
    )
    for change, name in zip(CHANGES, names, strict=True):
        assert found[name] == pytest.approx(expected[change] / math.factorial(len(CHANGES)), abs=1e-3), name


@pytest.mark.parametrize("variant", ["pessimistic", "optimistic", "dsi_consequences"])
def test_shares_sum_to_the_change_of_every_payer(variant: str) -> None:
    first, second = run(ODENSE), run(ODENSE, variant=variant)
    found = split(first, second)
    for column, result in enumerate(found.results):
        ends = [
            run.document["portfolio"]["measures"]["npv"]
            if result == "total"
            else run.document["portfolio"]["by_payer"][result]["npv"]
            for run in (first, second)
        ]
        assert (found.first[column], found.second[column]) == pytest.approx(tuple(ends), abs=1e-3)
        assert found.shares.share[:, column].sum() == pytest.approx(ends[1] - ends[0], abs=1e-3)


def test_the_way_back_is_the_way_there_with_the_other_sign() -> None:
    there = total(split(run(ODENSE), run(ODENSE, variant="optimistic")))
    back = total(split(run(ODENSE, variant="optimistic"), run(ODENSE)))
    assert back == pytest.approx({name: -share for name, share in there.items()}, abs=1e-3)


def test_another_model_is_one_change() -> None:
    first, second = run(ODENSE), run(ODENSE, model="samfundsoekonomi")
    found = split(first, second)
    assert [cause.name for cause in found.causes] == ["model"]
    assert {"total", "kommune", "borger", "offer"} <= set(found.results)


def test_more_than_twelve_changes_are_drawn_and_still_sum() -> None:
    changes = [f"assumptions.prices.{price}={amount}" for price, amount in (("prison_day", 2000),)]
    changes += [*CHANGES[:4], "interventions.mst.participants=25", "interventions.mentor.participants=12"]
    changes += ["interventions.ssp.participants=100", "interventions.ssp.costs.Seks samtaler.amount=4000"]
    changes += ["interventions.mst.costs.MST-forløb.amount=140000"]
    changes += ["interventions.cbt.costs.Gruppeforløb.amount=20000"]
    changes += ["interventions.mst.effects.out_of_home_placement.transfer=80 %"]
    changes += ["interventions.mentor.effects.reconviction.transfer=60 %", "assumptions.discounting.rate=3 %"]
    first, second = run(ODENSE), run(ODENSE, *changes)
    found = split(first, second)
    assert found.shares.method == "sampled"
    change = second.document["portfolio"]["measures"]["npv"] - first.document["portfolio"]["measures"]["npv"]
    assert found.shares.share[:, 0].sum() == pytest.approx(change, abs=1e-3)
    kinds = split(first, second, by="kind")
    assert kinds.shares.method == "exact"
    assert {cause.name for cause in kinds.causes if cause.sort == "kind"} >= {
        "costs",
        "delivery",
        "carry_over",
    }
    assert kinds.shares.share[:, 0].sum() == pytest.approx(change, abs=1e-3)


def test_an_intervention_that_one_side_lacks(load: Load, write: Write) -> None:
    more = SCENARIO.replace(
        "variants:",
        "  - id: b\n    costs: [{what: C, amount: 7, per: year, payer: kommune, grade: D}]\nvariants:",
    )
    first = run(write(SCENARIO, "one.yaml"))
    second = run(write(more, "two.yaml"))
    [cause] = (found := split(first, second)).causes
    assert (cause.name, cause.change) == ("interventions.b", "added")
    assert found.shares.share[0, 0] == pytest.approx(-7.0)
    assert split(second, first).causes[0].change == "removed"
    assert split(first, second, of="b").shares.share[0, 0] == pytest.approx(-7.0)
