"""What results.json keeps of the draws for papers: joint draws, and what knowing more is worth."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

import cba
from cba.uncertainty import sample
from cba.uncertainty.gaps import DRAWS, gaps
from cba.uncertainty.knowing import knowing
from cba.uncertainty.outlook import outlook
from cba.uncertainty.sample import samples
from cba.uncertainty.simulation import Simulation

ODENSE = Path(__file__).parents[2] / "scenarios" / "odense-tryg-ungdom.yaml"


@lru_cache
def simulation(draws: int = 4_000) -> Simulation:
    return cba.simulate(cba.load(ODENSE), draws=draws)


def test_draws_are_joint_and_in_whole_kroner() -> None:
    found, drawn = samples(simulation())["mentor"], simulation()
    chosen = np.linspace(0, 3_999, 500).round().astype(int)
    assert found["draws"] == 500
    assert list(found["net_by_payer"]) == ["kommune", "stat"]  # the region has nothing at stake
    for payer, values in found["net_by_payer"].items():
        row = drawn.npv["mentor"][drawn.payers.index(payer)]
        assert values == [round(value) for value in row[chosen].tolist()]
    avoided = np.array(found["avoided"]["reconviction"])
    assert avoided == pytest.approx(drawn.avoided["mentor"]["reconviction"][chosen], rel=1e-5)


def test_every_draw_where_there_are_few() -> None:
    assert samples(simulation(60))["portfolio"]["draws"] == 60


def test_the_portfolio_alone_where_there_would_be_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sample, "MOST_NUMBERS", 1_000)
    found = samples(simulation())
    assert list(found) == ["portfolio"]
    assert found["portfolio"]["draws"] == 500


def test_the_sample_is_like_all_draws() -> None:
    found = samples(simulation())["portfolio"]["net_by_payer"]["stat"]
    row = simulation().npv["portfolio"][simulation().payers.index("stat")]
    assert np.mean(found) == pytest.approx(row.mean(), abs=4 * row.std() / np.sqrt(500))
    assert np.std(found) == pytest.approx(row.std(), rel=0.15)


def test_gaps_are_what_the_value_of_information_says() -> None:
    drawn = simulation()
    names = ["interventions.mentor.effects.reconviction.transfer", "evidence.cbt_juv"]
    found = gaps(drawn, drawn.inputs(), [*names, names[0]])
    known = knowing(drawn)
    assert found["draws"] == min(DRAWS, 4_000)
    assert found["evpi"] == pytest.approx(known.decisions["choice"].evpi.value, rel=1e-9)
    assert [row["input"] for row in found["inputs"]] == names
    for row in found["inputs"]:
        worth = known.inputs[row["input"]]
        assert row["value"] == pytest.approx(worth.value, abs=3 * row["se"] + 1.0)
        assert row["value"] <= found["evpi"]


def test_the_document_has_them_and_the_ends_of_all_draws() -> None:
    said = outlook(simulation())
    assert said is not None
    block = said.by_result["portfolio"]
    total = simulation().total()
    assert (block["npv"]["min"], block["npv"]["max"]) == (total.min(), total.max())
    assert block["gaps"]["inputs"]
    assert "gaps" not in said.by_result["mentor"]
