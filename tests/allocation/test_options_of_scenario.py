"""Options against the engine: the same kroner at every scale, in every place, from every start year."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cba
from cba.allocation.from_scenario import case_of, problem_of
from cba.allocation.problem import Amounts, Option, Problem
from cba.appraisal import appraise
from cba.uncertainty.simulation import simulate

from ..conftest import Load
from .scenarios import HEAD, plan

KRONE = 1e-6


def options(problem: Problem) -> dict[str, Option]:
    return {option.id: option for option in problem.options}


def worth(option: Option, scale: float) -> float:
    return option.fixed.value + option.full.value * scale / option.largest


def cost(option: Option, scale: float) -> float:
    return option.fixed.cost + option.full.cost * scale / option.largest


def results(scenario: cba.Scenario) -> dict[str, cba.Result]:
    return dict(appraise(scenario).interventions)


def test_an_option_without_scale_is_the_intervention(load: Load) -> None:
    scenario = load(plan())
    found = options(problem_of(scenario))
    for id, result in results(scenario).items():
        assert found[id].least() == found[id].largest == 1.0
        assert found[id].fixed.value == pytest.approx(result.npv, abs=KRONE)
        assert found[id].fixed.cost == pytest.approx(result.pv_costs, abs=KRONE)
        assert found[id].full == Amounts()


@pytest.mark.parametrize("model", ["soem", "samfundsoekonomi"])
def test_value_is_linear_in_participants(model: str, load: Load) -> None:
    text = plan("budget: 1\nscale: {talks: {min: 5, max: 80}}")
    talks = options(problem_of(load(text, model=model)))["talks"]

    @given(st.floats(0.5, 200.0))
    def check(people: float) -> None:
        result = results(load(text, f"interventions.talks.participants={people:.3f}", model=model))["talks"]
        assert worth(talks, float(f"{people:.3f}")) == pytest.approx(result.npv, abs=1e-4)

    check()
    assert (talks.smallest, talks.largest, talks.step) == (5.0, 80.0, None)
    assert talks.fixed.value < 0 < talks.full.benefit


def test_costs_of_a_budget_are_the_engines(load: Load) -> None:
    text = plan("budget: 1\nscale: {talks: {max: 80}}")
    talks = options(problem_of(load(text)))["talks"]
    for people in (10, 55):
        result = results(load(text, f"interventions.talks.participants={people}"))["talks"]
        assert cost(talks, people) == pytest.approx(result.pv_costs, abs=1e-4)


def test_spend_is_by_calendar_year_and_payer_undiscounted(load: Load) -> None:
    talks = options(problem_of(load(plan())))["talks"]
    assert talks.fixed.spend == {
        (2026, "kommune"): pytest.approx(200_000 + 25_000 + 270_000),
        (2027, "kommune"): pytest.approx(25_000 + 270_000),
        (2028, "kommune"): pytest.approx(25_000 + 270_000),
        **{(year, "stat"): pytest.approx(25_000) for year in (2026, 2027, 2028)},
        **{(year, "region"): pytest.approx(30 * 0.8 * 4_000) for year in (2026, 2027, 2028)},
    }


def test_a_budget_counts_no_tax_factors(load: Load) -> None:
    plain, taxed = (
        options(problem_of(load(plan(), model=model)))["cameras"] for model in ("soem", "samfundsoekonomi")
    )
    assert taxed.fixed.spend == plain.fixed.spend
    assert taxed.fixed.cost_value < -taxed.fixed.cost


def test_flows_of_kind_cost_count_in_the_budget(load: Load) -> None:
    case = options(problem_of(load(plan())))["case"]
    assert case.fixed.spend == {(2026, "kommune"): 100_000, (2027, "kommune"): 90_000}


def test_a_list_of_years_scales_in_proportion(load: Load) -> None:
    text = plan("budget: 1\nscale: {talks: {max: 60}}").replace(
        "participants: 30\n    years: 3", "participants: [20, 40]"
    )
    talks = options(problem_of(load(text)))["talks"]
    doubled = results(load(text, "interventions.talks.participants=[40, 80]"))["talks"]
    assert worth(talks, 60) == pytest.approx(doubled.npv, abs=1e-4)


def test_every_place_is_as_if_loaded_there(load: Load) -> None:
    found = options(problem_of(load(plan("budget: 1\nplaces: [Odense, Høje-Taastrup, 751]"))))
    assert len(found) == 12
    for place, slug in (("Odense", "odense"), ("Høje-Taastrup", "hoeje-taastrup"), ("751", "aarhus")):
        there = results(load(plan(), f"place={place}"))
        for id, result in there.items():
            assert found[f"{id}.{slug}"].fixed.value == pytest.approx(result.npv, abs=1e-4)
    assert found["cameras.aarhus"].fixed.benefit > found["cameras.hoeje-taastrup"].fixed.benefit


def test_an_intervention_with_its_own_place_stays_there(load: Load) -> None:
    text = plan("budget: 1\nplaces: [Odense, Aarhus]").replace(
        "- id: lights", "- id: lights\n    place: Aalborg"
    )
    found = options(problem_of(load(text)))
    assert {id for id in found if id.startswith("lights")} == {"lights"}
    alone = results(load(plan(), "place=Aalborg"))["lights"]
    assert found["lights"].fixed.value == pytest.approx(alone.npv, abs=1e-4)


def test_all_municipalities(load: Load) -> None:
    assert len(problem_of(load(plan("budget: 1\nplaces: [municipalities]"))).options) == 98 * 4


def test_a_later_start_moves_people_costs_and_flows(load: Load) -> None:
    found = options(problem_of(load(plan("budget: 1\nstarts: [2026, 2028]"))))
    now, later = (
        results(load(plan())),
        results(
            load(
                plan(),
                "interventions.talks.participants={2028: 30, 2029: 30, 2030: 30}",
                "interventions.talks.years=3",
                "interventions.case.flows.Drift.amounts={2028: 100000, 2029: 90000}",
                "interventions.case.flows.Sparet.amounts={2030: 400000}",
            )
        ),
    )
    for id in ("talks", "case"):
        assert found[f"{id}.2026"].fixed.value == pytest.approx(now[id].npv, abs=1e-4)
        assert found[f"{id}.2028"].fixed.value == pytest.approx(later[id].npv, abs=1e-4)
    assert min(year for year, _ in found["cameras.2028"].fixed.spend) == 2028


OBJECTIVES: dict[str, Callable[[cba.Result], float]] = {
    "npv:kommune": lambda r: r.by_payer["kommune"].npv,
    "outcome:burglary": lambda r: r.outcomes["burglary"].avoided if "burglary" in r.outcomes else 0.0,
    "cost": lambda r: -r.pv_costs,
    "cost:stat": lambda r: -r.by_payer["stat"].pv_costs,
    "{npv: 0.7, npv:stat: 0.3, outcome:burglary: 5000}": lambda r: (
        0.7 * r.npv
        + 0.3 * r.by_payer["stat"].npv
        + 5000 * (r.outcomes["burglary"].avoided if "burglary" in r.outcomes else 0.0)
    ),
}


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_objectives(objective: str, load: Load) -> None:
    scenario = load(plan(f"budget: 1\nobjective: {objective}"))
    found = options(problem_of(scenario))
    for id, result in results(scenario).items():
        assert found[id].fixed.value == pytest.approx(OBJECTIVES[objective](result), abs=1e-4)


def test_a_goal_counts_every_outcome_that_serves_it(load: Load) -> None:
    scenario = load(plan("budget: 1\nobjective: goal:1"))
    talks, cameras = (options(problem_of(scenario))[id] for id in ("talks", "cameras"))
    goals = {e.outcome.id: e.outcome.dkr_goal for i in scenario.interventions for e in i.effects}
    assert goals == {"reconviction": 1, "burglary": 2}
    assert talks.fixed.value == pytest.approx(results(scenario)["talks"].outcomes["reconviction"].avoided)
    assert cameras.fixed.value == 0.0


def test_a_threshold_is_the_net_monetary_benefit(load: Load) -> None:
    scenario = load(plan("budget: 1\nthreshold: {outcome: burglary, per: 20000}"))
    result = results(scenario)["cameras"]
    expected = 20_000 * result.outcomes["burglary"].avoided - result.pv_costs
    assert options(problem_of(scenario))["cameras"].fixed.value == pytest.approx(expected)


def test_then_is_measured_too(load: Load) -> None:
    scenario = load(plan("budget: 1\nthen: cost:kommune"))
    talks = options(problem_of(scenario))["talks"].fixed
    assert talks.second == 0.0
    assert talks.second_cost == pytest.approx(-results(scenario)["talks"].by_payer["kommune"].pv_costs)


def test_draws_are_those_of_the_simulation(load: Load) -> None:
    scenario = load(plan("budget: 1\nscale: {talks: {max: 60}}"))
    found, drawn = options(problem_of(scenario)), simulate(scenario)
    cameras, talks = found["cameras"], found["talks"]
    assert cameras.fixed.draws is not None
    assert talks.fixed.draws is not None
    assert talks.full.draws is not None
    np.testing.assert_allclose(cameras.fixed.draws, drawn.total("cameras"), atol=1e-4)
    np.testing.assert_allclose(talks.fixed.draws + talks.full.draws / 2, drawn.total("talks"), atol=1e-4)


def test_variants_are_valued_as_loaded(load: Load) -> None:
    weak = "variants:\n  weak: {interventions: {talks: {participants: 15, completion: 50 %}}}\n"
    text = plan("budget: 1\nworst_of: [weak]\nscale: {talks: {max: 60}}", more=weak)
    talks = options(problem_of(load(text)))["talks"]
    expected = results(
        load(text, "interventions.talks.participants=45", "interventions.talks.completion=50 %")
    )
    found = talks.fixed.variants[0] + talks.full.variants[0] * 45 / 60
    assert found == pytest.approx(expected["talks"].npv, abs=1e-4)


def test_overlap_is_what_the_engine_takes(load: Load) -> None:
    scenario = load(plan())
    case = case_of(scenario)
    alone, together = results(scenario), appraise(scenario).portfolio.npv
    lost = sum(result.npv for result in alone.values()) - together
    assert lost > 100
    (overlap,) = case.problem.overlaps
    assert {overlap.first, overlap.second} == {"cameras", "lights"}
    assert overlap.loss == pytest.approx(lost, abs=1e-4)
    assert case.lost_to_overlap({"cameras": 1, "lights": 1, "talks": 1}) == pytest.approx(lost, abs=1e-4)
    assert case.lost_to_overlap({"cameras": 1, "talks": 1}) == 0.0


def test_overlap_in_another_place(load: Load) -> None:
    case = case_of(load(plan("budget: 1\nplaces: [Aalborg, Aarhus]")))
    there = load(plan(), "place=Aarhus")
    lost = sum(r.npv for r in results(there).values()) - appraise(there).portfolio.npv
    losses = {frozenset((o.first, o.second)): o.loss for o in case.problem.overlaps}
    assert len(losses) == 2
    assert losses[frozenset(("cameras.aarhus", "lights.aarhus"))] == pytest.approx(lost, abs=1e-4)
    assert case.lost_to_overlap({"cameras.aarhus": 1, "lights.aalborg": 1}) == 0.0


def test_without_uncertainty_there_are_no_draws(load: Load) -> None:
    flow = "{what: x, payer: stat, kind: cost, amounts: [1], grade: D}"
    text = f"{HEAD}interventions: [{{id: a, flows: [{flow}]}}]\nallocation: {{budget: 1}}\n"
    assert problem_of(load(text)).with_draws() == 0


def test_a_scenario_without_allocation_says_what_is_missing(load: Load) -> None:
    text = plan().partition("allocation:")[0]
    with pytest.raises(cba.InputError, match="--budget"):
        problem_of(load(text))
