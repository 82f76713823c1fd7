"""Which inputs carry the uncertainty, against sums of independent parts worked out by hand."""

from __future__ import annotations

import pytest

from cba.uncertainty.around import TOTAL, Around
from cba.uncertainty.importance import Importance, importance
from cba.uncertainty.sensitivity import sensitivity

from ..conftest import Load
from ..snippets import GRADED, TOP

KOMMUNE = f"distribution: uniform, per: year, payer: kommune, {GRADED}"
STAT = KOMMUNE.replace("kommune", "stat")

# three uniform amounts: variances in the ratio 9 : 4 : 1; the state's part has the last alone
SUM = f"""\
{TOP}draws: 4096
assumptions: {{discounting: {{rate: 0 %}}}}
interventions:
  - id: a
    years: 1
    costs:
      - {{what: A, amount: 1000, low: 700, high: 1300, {KOMMUNE}}}
      - {{what: B, amount: 1000, low: 800, high: 1200, {KOMMUNE}}}
      - {{what: C, amount: 1000, low: 900, high: 1100, {STAT}}}
"""
NAMES = tuple(f"interventions.a.costs.{what}.amount" for what in "ABC")


def found(load: Load, text: str = SUM, *settings: str) -> Importance:
    result = importance(Around(load(text, *settings)))
    assert result is not None
    return result


def test_first_order_shares_of_all_and_of_each_payer(load: Load) -> None:
    first = found(load).first
    expected = {
        TOTAL: (9 / 14, 4 / 14, 1 / 14),
        "kommune": (9 / 13, 4 / 13, 0.0),
        "stat": (0.0, 0.0, 1.0),
    }
    assert set(first) == set(expected)
    for result, shares in expected.items():
        for name, share in zip(NAMES, shares, strict=True):
            estimate, se = first[result][name]
            assert se is not None
            assert estimate == pytest.approx(share, abs=max(0.005, 4 * se)), (result, name)


def test_total_order_of_a_sum_is_first_order_and_intervals_hold_it(load: Load) -> None:
    data = found(load).to_dict()["sobol"]
    shares = dict(zip(NAMES, (9 / 14, 4 / 14, 1 / 14), strict=True))
    for group in data["groups"]:
        (name,) = group["inputs"]
        for order in ("first", "total"):
            index = group[order][TOTAL]
            assert index["share"] == pytest.approx(shares[name], abs=0.04)
            assert index["low"] - 0.02 <= shares[name] <= index["high"] + 0.02
        assert set(group["total"]) == {TOTAL, "kommune", "stat"}
    assert data["evaluations"] == 5 * data["draws"]


def test_inputs_that_vary_together_are_one_group(load: Load) -> None:
    text = SUM + f"correlations: [{{of: [{NAMES[0]}, {NAMES[1]}], rank: 0.9}}]\n"
    groups = {tuple(sorted(group["inputs"])) for group in found(load, text).to_dict()["sobol"]["groups"]}
    assert groups == {NAMES[:2], NAMES[2:]}


def test_the_sobol_sampler_gives_the_same_shares(load: Load) -> None:
    """The two sets that are paired row by row must be independent, whatever the sampler."""
    result = importance(Around(load(SUM)), "sobol")
    assert result is not None
    for group in result.to_dict()["sobol"]["groups"]:
        share = dict(zip(NAMES, (9 / 14, 4 / 14, 1 / 14), strict=True))[group["inputs"][0]]
        assert group["first"][TOTAL]["share"] == pytest.approx(share, abs=0.04)
        assert group["first"][TOTAL]["high"] - group["first"][TOTAL]["low"] < 0.12


def test_a_product_has_interaction(load: Load) -> None:
    """Cost × starters, both wide about the same relative width: the total order exceeds the first."""
    text = (
        f"{TOP}draws: 8192\ninterventions:\n  - id: a\n"
        "    participants: {estimate: 100, low: 0, high: 200, distribution: uniform}\n"
        f"    costs: [{{what: A, amount: 100, low: 0, high: 200, distribution: uniform, per: participant, "
        f"payer: kommune, {GRADED}}}]\n"
    )
    # y = x₁·x₂, each with mean 1 and variance 1/3: first order 3/7 each, total order 4/7
    for group in found(load, text).to_dict()["sobol"]["groups"]:
        assert group["first"][TOTAL]["share"] == pytest.approx(3 / 7, abs=0.05)
        assert group["total"][TOTAL]["share"] == pytest.approx(4 / 7, abs=0.05)


def test_the_same_seed_gives_the_same_shares_and_another_others(load: Load) -> None:
    one, again, other = (found(load, SUM, f"seed={seed}").to_dict() for seed in (5, 5, 6))
    assert one == again
    assert one["sobol"] != other["sobol"]


def test_nothing_uncertain_leaves_out_the_shares_and_keeps_the_rest(load: Load) -> None:
    settings = [f"interventions.a.costs.{what}.distribution=fixed" for what in "ABC"]
    everything = sensitivity(load(SUM, *settings)).to_dict()
    assert everything["importance"] is None
    assert everything["elasticity"][NAMES[0]][TOTAL]["elasticity"] == pytest.approx(-1 / 3)
    assert everything["tornado"][NAMES[0]]["plus"]["npv"][TOTAL] == pytest.approx(-3100.0)
    assert everything["tornado"][NAMES[0]]["low"] is None
    assert everything["switching"][NAMES[0]][TOTAL]["value"] == pytest.approx(-2000.0)
