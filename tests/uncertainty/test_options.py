"""Options over common draws: interventions of one scenario, or whole scenarios."""

from __future__ import annotations

import math

import numpy as np
import pytest

import cba
from cba.uncertainty.options import MULTIPLES, NOTHING, choice, options, thresholds_for

from ..conftest import Write
from ..snippets import GRADED, TOP


def scenario(write: Write, name: str, cost: int, *, seed: int = 3, high: int = 884) -> cba.Scenario:
    """One success worth a normal amount, mean 100 and standard deviation 400, less its cost."""
    text = f"""\
{TOP.replace("id: x", f"id: {name}")}draws: 8000
seed: {seed}
assumptions:
  discounting: {{rate: 0 %}}
  prices:
    q: {{estimate: 100, low: {200 - high}, high: {high}, distribution: normal, payer: stat, {GRADED}}}
interventions:
  - id: a
    participants: 1
    costs: [{{what: C, amount: {cost}, per: participant, payer: kommune, {GRADED}}}]
    effects:
      - outcome: no_new_crime
        success_rate: 100 %
        {GRADED}
        consequences: [{{price: q, quantity: -1}}]
"""
    return cba.load(write(text, f"{name}.yaml"))


def below(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2))


def test_one_input_has_one_draw_in_all_scenarios(write: Write) -> None:
    found = options([scenario(write, "one", 50), scenario(write, "two", 80)])
    assert found.names == ("one", "two")
    assert (found.npv[0] - found.npv[1]).tolist() == pytest.approx([30.0] * 8000)


def test_the_chance_of_being_best_is_that_of_the_closed_form(write: Write) -> None:
    found = options([scenario(write, "one", 50), scenario(write, "two", 80)])
    data = choice(found, found.shared, np.array([0.0, 100.0]))
    # the dearer one is never best; the other wins when 100 + 400·z − 50 > 0
    assert data["ceac"]["two"] == [0.0, 0.0]
    for n, worth in enumerate((0.0, 100.0)):
        assert data["ceac"]["one"][n] == pytest.approx(below((50 + worth) / 400), abs=0.005)
        assert data["ceac"][NOTHING][n] == pytest.approx(1 - below((50 + worth) / 400), abs=0.005)
    assert [row["best"] for row in data["frontier"]] == ["one", "one"]


def test_the_frontier_follows_the_average(write: Write) -> None:
    found = options([scenario(write, "one", 250)])
    data = choice(found, "no_new_crime", np.array([0.0, 140.0, 160.0]))
    assert [row["best"] for row in data["frontier"]] == [NOTHING, NOTHING, "a"]
    assert data["expected"]["a"] == pytest.approx([-150.0, -10.0, 10.0], abs=1.0)
    for n in range(3):
        assert sum(line[n] for line in data["ceac"].values()) == pytest.approx(1.0)


def test_the_hurdle_is_the_chance_that_benefits_reach_a_multiple(write: Write) -> None:
    found = options([scenario(write, "one", 50)])
    hurdle = choice(found, "no_new_crime", np.zeros(1))["hurdle"]["probability"]["a"]
    for multiple, probability in zip(MULTIPLES, hurdle, strict=True):
        assert probability == pytest.approx(below((100 - 50 * multiple) / 400), abs=0.005), multiple
    assert np.all(np.diff(hurdle) <= 0.0)


def test_a_payers_own_result_can_be_asked_for(write: Write) -> None:
    found = options([scenario(write, "one", 50)], payer="kommune")
    assert set(found.npv[0].tolist()) == {-50.0}
    assert found.benefits[0].mean() == pytest.approx(100.0, abs=1.0)


def test_the_values_of_a_unit_reach_twice_the_break_even(write: Write) -> None:
    found = options([scenario(write, "one", 250), scenario(write, "two", 400)])
    # 400 − 100 = 300 a unit, twice that and rounded up
    assert thresholds_for(found, "no_new_crime", 3).tolist() == [0.0, 500.0, 1000.0]
    assert thresholds_for(found, "no_new_crime", 3, 80.0).tolist() == [0.0, 40.0, 80.0]
    assert thresholds_for(found, None, 3).tolist() == [0.0]
