"""Many points at once are the same as one at a time."""

import random

import numpy as np
import pytest

import cba
from cba.inputs import Array, Input
from cba.uncertainty.evaluation import Evaluation, evaluate, yearly_net

from ..conftest import Load
from ..independent.generator import random_scenario

POINTS = 4
MODELS = ("soem", "samfundsoekonomi")


def nearby(inputs: dict[str, Input], seed: int) -> dict[str, Array]:
    """Every input a little below its estimate, differently at each point: shares stay shares."""
    rng = np.random.default_rng(seed)
    return {name: item.value * rng.uniform(0.9, 1.0, POINTS) for name, item in inputs.items()}


def check(scenario: cba.Scenario, values: dict[str, Array]) -> None:
    found = evaluate(scenario, values)
    years = dict(yearly_net(scenario, values, POINTS))
    for point in range(POINTS):
        one = cba.appraise(scenario, lambda item, at=point: float(values[item.name][at]))  # type: ignore[misc]
        for id, result in one.results.items():
            scale = max(1.0, float(np.abs(result.ledger.net).sum()))
            same(found, id, point, result, scale)
            assert years[id][:, :, point] == pytest.approx(result.ledger.net, rel=1e-9, abs=1e-12 * scale)


def same(found: Evaluation, id: str, point: int, result: cba.Result, scale: float) -> None:
    by_payer = [payer.npv for payer in result.by_payer.values()]
    assert found.npv[id][:, point].tolist() == pytest.approx(by_payer, rel=1e-9, abs=1e-12 * scale)
    assert found.costs[id][point] == pytest.approx(result.pv_costs, rel=1e-9, abs=1e-12 * scale)
    for outcome, avoided in result.outcomes.items():
        assert found.avoided[id][outcome][point] == pytest.approx(avoided.avoided, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("seed", range(60))
def test_any_scenario(load: Load, model: str, seed: int) -> None:
    scenario = load(random_scenario(random.Random(seed)), model=model)
    check(scenario, nearby(dict(scenario.inputs), seed))


def test_only_what_is_named_moves(load: Load) -> None:
    scenario = load(random_scenario(random.Random(3)))
    found = evaluate(scenario, {})
    assert found.total("portfolio").tolist() == pytest.approx([cba.appraise(scenario).portfolio.npv])
