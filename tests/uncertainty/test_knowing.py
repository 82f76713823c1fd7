"""What more knowledge of a scenario is worth, against the linear normal case and by counting."""

from __future__ import annotations

import math

import numpy as np
import pytest

import cba
from cba.uncertainty.groups import GROUPS, group_of
from cba.uncertainty.knowing import CHOICE, knowing, participants_of, scale_of
from cba.uncertainty.local_trial import LocalTrial, NoTrial, local_trial
from cba.uncertainty.simulation import Simulation, simulate
from cba.uncertainty.trial_questions import intervention_of

from ..conftest import Load
from ..snippets import GRADED, TOP

SURE = f"success_rate: 100 %, {GRADED}"

# each pays back a normal amount: mean 100, standard deviation 300 (a) and 400 (b), less what it costs
NORMAL = f"""\
{TOP}draws: 20000
assumptions:
  discounting: {{rate: 0 %}}
  prices:
    p: {{estimate: 100, low: -488, high: 688, distribution: normal, payer: stat, {GRADED}}}
    q: {{estimate: 100, low: -684, high: 884, distribution: normal, payer: stat, {GRADED}}}
interventions:
  - id: a
    participants: 1
    effects:
      - {{outcome: no_new_crime, {SURE}, consequences: [{{price: p, quantity: -1}}]}}
  - id: b
    participants: 1
    costs: [{{what: C, amount: 150, per: participant, payer: kommune, {GRADED}}}]
    effects:
      - {{outcome: gang_membership, {SURE}, consequences: [{{price: q, quantity: -1}}]}}
"""


def loss(mean: float, sd: float) -> float:
    """E max(0, X) − max(0, E X) of a normal X."""
    z = abs(mean) / sd
    density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    return sd * (density - z * 0.5 * math.erfc(z / math.sqrt(2)))


@pytest.fixture
def normal(load: Load) -> Simulation:
    return simulate(load(NORMAL))


def test_the_value_of_certainty_is_that_of_a_normal(normal: Simulation) -> None:
    found = knowing(normal)
    expected = {
        "a": loss(100, 300),
        "b": loss(-50, 400),
        "portfolio": loss(50, 500),
        CHOICE: loss(100, 300) + loss(-50, 400),
    }
    for id, value in expected.items():
        worth = found.decisions[id].evpi
        assert worth.se is not None
        assert worth.value == pytest.approx(value, abs=max(4 * worth.se, 0.5)), id
    assert found.decisions[CHOICE].adopted == ("a",)
    assert found.decisions["b"].adopted == ()
    assert found.decisions["b"].npv == 0.0
    assert found.decisions["a"].npv == pytest.approx(100.0, rel=0.01)
    assert found.decisions["portfolio"].adopted == ("portfolio",)


def test_knowing_one_input_is_worth_what_the_linear_case_says(normal: Simulation) -> None:
    found = knowing(normal, "portfolio")
    # only p (or q) is known: the net value's conditional mean has its standard deviation
    assert found.inputs["price.p"].value == pytest.approx(loss(50, 300), rel=0.03)
    assert found.inputs["price.q"].value == pytest.approx(loss(50, 400), rel=0.03)
    assert found.groups["prices"].value == pytest.approx(loss(50, 500), rel=0.02)
    each = knowing(normal)
    assert each.inputs["price.p"].value == pytest.approx(loss(100, 300), rel=0.03)
    assert each.inputs["price.q"].value == pytest.approx(loss(-50, 400), rel=0.03)


def test_never_negative_never_falling_never_above_certainty(normal: Simulation) -> None:
    for of in (CHOICE, "portfolio", "a", "b"):
        found = knowing(normal, of)
        top = found.decisions[of].evpi.value
        for group, names in found.members.items():
            parts = [found.inputs[name].value for name in names]
            assert all(0.0 <= part <= found.groups[group].value <= top + 1e-9 for part in parts)


def test_of_two_inputs_that_vary_together_one_tells_of_the_other(load: Load) -> None:
    text = NORMAL + "correlations: [{of: [price.p, price.q], rank: 0.9}]\n"
    found = knowing(simulate(load(text)), "portfolio")
    # Pearson 0.908 on the normal scale: the sum's sd is 684; given p, 300 + 0.908·400 of it is known
    rho = 2 * math.sin(math.pi * 0.9 / 6)
    assert found.inputs["price.p"].value == pytest.approx(loss(50, 300 + rho * 400), rel=0.04)
    assert found.inputs["price.q"].value == pytest.approx(loss(50, 400 + rho * 300), rel=0.04)


NAMES = {
    "evidence.cbt_juv": "evidence",
    "evidence.one+two": "evidence",
    "price.prison_day": "prices",
    "interventions.a.costs.Drift i 2027.amount": "costs",
    "interventions.a.flows.Drift.2026": "flows",
    "interventions.a.completion": "delivery",
    "interventions.a.participants.2026": "delivery",
    "interventions.a.effects.violence.transfer": "carry_over",
    "interventions.a.effects.violence.displacement": "carry_over",
    "interventions.a.effects.violence.baseline": "baselines",
    "interventions.a.effects.violence.baseline.incidents": "baselines",
    "interventions.a.effects.violence.reporting_rate": "baselines",
    "interventions.a.effects.no_new_crime.success_rate.with": "evidence",
    "interventions.a.effects.no_new_crime.change.0": "evidence",
    "interventions.a.effects.violence.consequences.prison_day.quantity": "consequences",
    "outcomes.violence.consequences.prison_day.quantity": "consequences",
    "target_groups.youth.reconviction": "baselines",
    "reported_crime.Aarhus.burglary": "baselines",
    "guide.2023.rate.0": "other",
}


def test_every_name_has_its_kind() -> None:
    assert {name: group_of(name) for name in NAMES} == NAMES
    assert set(NAMES.values()) == set(GROUPS)


@pytest.mark.parametrize(
    "name", ["odense-tryg-ungdom", "aarhus-indbrud", "aalborg-natteliv", "mentor-recidiv-dk"]
)
def test_no_input_of_the_scenarios_but_rates_is_of_no_kind(name: str) -> None:

    scenario = cba.load(_path(name))
    other = [found for found in scenario.inputs if group_of(found) == "other"]
    assert all(".rate." in found for found in other)


def _path(name: str) -> str:
    from cba.resources import data_path

    return str(data_path("scenarios") / f"{name}.yaml")


# population


def test_the_decision_is_scaled_by_people_and_years(load: Load) -> None:
    scenario = load(
        NORMAL.replace("rate: 0 %", "rate: 10 %").replace("participants: 1\n", "participants: 20\n")
    )
    assert participants_of(scenario, "a") == 20.0
    assert participants_of(scenario, CHOICE) == 40.0
    assert scale_of(scenario, "a", None, None, 0).factor == 1.0
    three = scale_of(scenario, "a", 3, 10.0, 0)
    assert three.factor == pytest.approx(0.5 * (1 + 1 / 1.1 + 1 / 1.21))
    assert scale_of(scenario, "a", 3, None, 1).factor == pytest.approx(1 / 1.1 + 1 / 1.21)


# trials


RATE = f"""\
{TOP}draws: 16384
assumptions:
  discounting: {{rate: 0 %}}
  prices: {{p: {{estimate: 1000, payer: stat, {GRADED}}}}}
interventions:
  - id: a
    participants: 100
    costs: [{{what: C, amount: 250, per: participant, payer: kommune, {GRADED}}}]
    effects:
      - outcome: no_new_crime
        success_rate:
          with: {{estimate: 40 %, low: 20.4 %, high: 59.6 %, distribution: normal}}
          without: 10 %
        {GRADED}
        consequences: [{{price: p, quantity: -1}}]
"""


def tried(load: Load, name: str, of: str = "a", text: str = RATE, **how: float) -> LocalTrial:
    most = int(how.pop("most", 1000))
    return local_trial(simulate(load(text)), of, name, most=most, **how)


def by_hand(n: float) -> float:
    """The worth of a trial of n: the net value is 100,000·(θ − 0.25), θ ~ N(0.3, 0.1²) before."""
    spread = (0.4 * 0.6 + 0.1 * 0.9) / (n / 2)
    return loss(100_000 * 0.05, 100_000 * 0.1 * math.sqrt(0.01 / (0.01 + spread)))


def test_a_trial_is_worth_what_the_normal_case_says(load: Load) -> None:
    found = tried(load, "no_new_crime")
    assert found.question.scale == "difference"
    for n, worth in zip(found.sizes.tolist(), found.worth.tolist(), strict=True):
        assert worth == pytest.approx(by_hand(n), rel=0.04), n
    assert np.all(np.diff(found.worth) >= 0.0)
    assert found.ceiling == pytest.approx(loss(5_000, 10_000), rel=0.03)
    assert found.best is None


def test_the_best_size_is_the_best_of_all_sizes_one_by_one(load: Load) -> None:
    found = tried(load, "no_new_crime", cost=100.0, cost_per_participant=5.0, most=400)
    assert found.best is not None
    nets = {n: by_hand(n) - 100.0 - 5.0 * n for n in range(2, 401, 2)}
    assert nets[found.best.n] == pytest.approx(max(nets.values()), rel=0.03)
    assert found.best.cost == pytest.approx(100.0 + 5.0 * found.best.n)
    assert found.best.net == pytest.approx(found.best.worth - found.best.cost)


def test_a_dear_trial_is_not_made(load: Load) -> None:
    best = tried(load, "no_new_crime", cost=1e6, cost_per_participant=5.0).best
    assert best is not None
    assert (best.n, best.net) == (0, 0.0)


def test_the_worth_grows_with_how_often_the_decision_is_taken(load: Load) -> None:
    once, often = tried(load, "no_new_crime"), tried(load, "no_new_crime", scale=7.0)
    assert often.worth.tolist() == pytest.approx((7.0 * once.worth).tolist())
    assert often.ceiling == pytest.approx(7.0 * once.ceiling)


def test_a_trial_on_one_share_measures_it_among_all(load: Load) -> None:
    found = tried(load, "interventions.a.effects.no_new_crime.success_rate.with")
    (n, worth) = next(
        (n, w) for n, w in zip(found.sizes.tolist(), found.worth.tolist(), strict=True) if n == 80
    )
    spread = 0.4 * 0.6 / n
    by_hand_here = loss(5_000, 100_000 * 0.1 * math.sqrt(0.01 / (0.01 + spread)))
    assert worth == pytest.approx(by_hand_here, rel=0.04)


def test_transfer_and_effect_together_are_what_is_measured_here(load: Load) -> None:
    """With half the effect expected here, the trial measures half the difference."""
    half = tried(
        load,
        "no_new_crime",
        text=RATE.replace("        consequences", "        transfer: 50 %\n        consequences"),
    )
    assert half.question.estimate == pytest.approx(0.15)
    assert float(half.question.draws.std()) == pytest.approx(0.05, rel=0.03)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("price.p", "nothing that a trial measures"),
        ("interventions.a.participants", "nothing that a trial measures"),
        ("interventions.a.completion", "not uncertain"),
        ("no_new_crme", "did you mean 'no_new_crime'"),
    ],
)
def test_what_no_trial_measures_is_said(name: str, said: str, load: Load) -> None:
    with pytest.raises(NoTrial, match=said):
        tried(load, name)


def test_an_effect_in_a_place_is_no_trial_of_people() -> None:
    simulation = simulate(cba.load(_path("aarhus-indbrud"), settings="draws=200"))
    with pytest.raises(NoTrial, match="counted in people"):
        local_trial(simulation, CHOICE, "maerkning.burglary")
    with pytest.raises(NoTrial, match="name one: 'maerkning.burglary' or 'gentagne_ofre.burglary'"):
        local_trial(simulation, CHOICE, "burglary")


def test_a_trial_is_about_the_intervention_that_it_names() -> None:
    scenario = cba.load(_path("odense-tryg-ungdom"))
    assert intervention_of(scenario, "mentor.reconviction") == "mentor"
    assert intervention_of(scenario, "evidence.cbt_juv") == "cbt"
    assert intervention_of(scenario, "reconviction") is None
    simulation = simulate(scenario, draws=2000)
    chosen, adopted = (local_trial(simulation, of, "mentor.reconviction") for of in (CHOICE, "mentor"))
    assert chosen.worth.tolist() == adopted.worth.tolist()
    assert chosen.most == 30


NAMED = "interventions.a.effects.reconviction.estimate"


def test_a_measure_of_the_good_event_has_the_risk_of_that_event(load: Load) -> None:
    """A relative risk of not reoffending, where 30 % reoffend: the trial counts the 70 %."""
    text = (
        f"{TOP}interventions:\n  - id: a\n    participants: 100\n"
        "    effects:\n      - outcome: reconviction\n"
        "        measure: relative_risk\n        estimate: 1.1\n        low: 1.0\n        high: 1.2\n"
        f"        direction: higher_is_better\n        {GRADED}\n"
        "        baseline: {share: 30 %, within: 24 months}\n"
    )
    found = local_trial(simulate(load(text), draws=500), "a", NAMED)
    cells = 0.3 / 0.7 + (1 - 0.77) / 0.77
    assert float(found.question.variance(np.array([100.0]))[0]) == pytest.approx(cells / 50)
    assert found.question.estimate == pytest.approx(math.log(1.1))


def test_the_odds_ratio_of_a_study_has_the_variance_of_its_table() -> None:
    simulation = simulate(cba.load(_path("odense-tryg-ungdom")), draws=500)
    found = local_trial(simulation, CHOICE, "evidence.cbt_juv", most=100)
    assert found.question.estimate == pytest.approx(math.log(0.636))
    # 50 in each arm at a baseline of 42 %
    treated = 0.42 * 0.636 / (0.58 + 0.42 * 0.636)
    cells = 1 / 21 + 1 / 29 + 1 / (50 * treated) + 1 / (50 * (1 - treated))
    assert float(found.question.variance(np.array([100.0]))[0]) == pytest.approx(cells)
