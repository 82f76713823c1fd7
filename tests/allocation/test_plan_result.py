"""A plan payer by payer, through the engine: against an appraisal of the same interventions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import cba
from cba.allocation.from_scenario import Case, case_of
from cba.allocation.results import answer

from ..conftest import Write
from ..snippets import effect
from .scenarios import HEAD, plan

SCALED = "budget: 9000000\nscale: {talks: {min: 10, max: 60}}"


def case(write: Write, allocation: str, head: str = HEAD, more: str = "") -> Case:
    write(plan(allocation, head, more))
    return case_of(cba.load(Path("scenario.yaml")))


def test_everything_as_stated_is_the_portfolio(write: Write) -> None:
    found = case(write, "budget: 9000000")
    everything = dict.fromkeys((c.option.id for c in found.choices), 1.0)
    result, portfolio = found.result(everything), cba.appraise(found.scenario).portfolio
    assert result.npv == pytest.approx(portfolio.npv, rel=1e-12)
    assert result.starters == portfolio.starters
    for payer, share in portfolio.by_payer.items():
        assert result.by_payer[payer].npv == pytest.approx(share.npv, rel=1e-12)
        assert result.by_payer[payer].payback_year == share.payback_year
    for outcome, changed in portfolio.outcomes.items():
        assert result.outcomes[outcome].avoided == pytest.approx(changed.avoided, rel=1e-12)


def test_a_scale_is_the_same_as_so_many_participants(write: Write) -> None:
    found = case(write, SCALED)
    result = found.result({"talks": 45.0, "cameras": 0.0, "lights": 1.0, "case": 0.0})
    write(plan(SCALED).replace("participants: 30", "participants: 45"), "more.yaml")
    other = cba.appraise(cba.load(Path("more.yaml"))).interventions
    assert result.npv == pytest.approx(other["talks"].npv + other["lights"].npv, rel=1e-12)


def test_diminishing_value_and_tiers_follow_the_program(write: Write) -> None:
    text = (
        f"{SCALED}\nobjective: npv\n"
        "diminishing: {talks: [{up_to: 30, value: 100 %}, {up_to: 60, value: 50 %}]}\n"
        "tiers: {talks: [{up_to: 20, amount: 20000}, {up_to: 60, amount: 9000}]}"
    )
    found = case(write, text)
    solved = answer(found.problem, found)
    for scale in (20.0, 47.0, 60.0):
        scales = {"talks": scale, "cameras": 0.0, "lights": 0.0, "case": 1.0}
        options = {o.id: o for o in found.problem.options}
        benefit, cost = options["talks"].factors(scale)
        talks = options["talks"]
        value = talks.fixed.value + benefit * talks.full.benefit + cost * talks.full.cost_value
        assert found.result(scales).npv == pytest.approx(value + options["case"].fixed.value, rel=1e-9)
    assert solved.plan.objective is not None
    assert solved.result is not None
    assert solved.result.npv == pytest.approx(solved.plan.objective, rel=1e-9)


def test_draws_by_payer_add_up_to_the_value_of_the_plan_in_each_draw(write: Write) -> None:
    from cba.allocation.checking import plan_draws

    found = case(write, SCALED)
    scales = {"talks": 60.0, "cameras": 0.0, "lights": 1.0, "case": 1.0}
    net = found.net(scales)
    assert set(net) == set(found.scenario.model.lens.payers)
    total = np.sum(list(net.values()), axis=0)
    assert total == pytest.approx(plan_draws(found.problem, scales), rel=1e-9)


def test_places_have_their_own_incidents(write: Write) -> None:
    found = case(write, "budget: 90000000\nobjective: outcome:burglary\nplaces: [Odense, Aarhus]")
    scales = dict.fromkeys((c.option.id for c in found.choices), 0.0)
    here = found.result(scales | {"cameras.odense": 1.0}).outcomes["burglary"].avoided
    there = found.result(scales | {"cameras.aarhus": 1.0}).outcomes["burglary"].avoided
    both = found.result(scales | {"cameras.odense": 1.0, "cameras.aarhus": 1.0}).outcomes["burglary"].avoided
    values = {o.id: o.fixed.benefit for o in found.problem.options}
    assert (here, there) == pytest.approx((values["cameras.odense"], values["cameras.aarhus"]))
    assert here != pytest.approx(there)
    assert both == pytest.approx(here + there)  # places do not overlap


def test_a_plan_of_everything_has_the_range_that_the_simulation_has(write: Write) -> None:
    """Two ways to the same draws: the options' values added up, and the portfolio through the engine."""
    foreign = effect("outcome: reconviction, evidence: cbt_juv, baseline: {share: 42 %, within: 24 months}")
    write(f"{foreign}draws: 1000\nallocation: {{objective: npv, budget: 10000000}}\n")
    scenario = cba.load(Path("scenario.yaml"))
    block = cba.allocate(scenario).to_dict()
    simulated = cba.simulate(scenario).npv["portfolio"].sum(axis=0)
    low, high = np.percentile(simulated, (5, 95))
    for found in (block["value_over_draws"], block["result"]["uncertainty"]["npv"]):
        assert (found["p05"], found["p95"]) == pytest.approx((low, high), rel=1e-9)
    assert block["value_over_draws"]["draws"] == 1000
    assert block["value_over_draws"]["prob_positive"] == pytest.approx(np.mean(simulated > 0))
    assert block["result"]["uncertainty"]["prob_npv_positive"] == pytest.approx(np.mean(simulated > 0))
