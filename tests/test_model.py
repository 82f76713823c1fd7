"""Models: what a scenario's assumptions override, which guide counts, and models of one's own."""

from collections.abc import Callable

import pytest

import cba
from cba.linking import known_models

from .conftest import Load, Write
from .snippets import GRADED, TOP, effect, flow, intervention, top, unmarked

OWN = """\
id: own
title: {da: Egen, en: Own}
lens: welfare
payers: [stat, offer]
guide: 2023
net_tax_factor: 1.1
discounting: {rate: 2 %, timing: mid}
horizon: 6
evidence_adjustment: {C: 50 %}
prices: {foo: {estimate: 10, payer: stat, area: egen, grade: D}}
areas: {egen: {da: Eget, en: Own area}}
outcomes:
  noise: {title: {da: Støj, en: Noise}, better: fewer, consequences: [{price: foo, quantity: 2}]}
target_groups:
  neighbours: {title: {da: Naboer, en: Neighbours}, baselines: {noise: {share: 50 %, within: 12 months}}}
"""
NOISE = (
    "measure: relative_risk, estimate: 0.5, direction: lower_is_better, outcome: noise, grade: D, "
    "applies_to: starters"
)
USES_OWN = intervention(
    f"target_group: neighbours\nparticipants: 10\neffects: [{{{NOISE}}}]", TOP.replace("horizon: 10\n", "")
)


def rates(scenario: cba.Scenario) -> list[tuple[int, float]]:
    return [(start, rate.value) for start, rate in scenario.model.rates]


GUIDE_2023 = [(0, 0.035), (36, 0.025), (71, 0.015)]
GUIDE_2013 = [(0, 0.04), (36, 0.03), (71, 0.02)]
GUIDE_2021 = [(0, 0.035), (36, 0.025)]
FACTOR = "assumptions.net_tax_factor=1.325"


@pytest.mark.parametrize("model", ["soem", "samfundsoekonomi"])
def test_the_models_take_the_guide_of_2023(model: str, load: Load) -> None:
    found = load(top(f"model: {model}")).model
    assert rates(load(top(f"model: {model}"))) == GUIDE_2023
    assert (found.timing, found.guide, found.horizon, found.exchange) == ("start", 2023, 11, "market")
    assert set(found.evidence_adjustment.values()) == {1.0}


def test_what_each_lens_adjusts(load: Load) -> None:
    soem = load(top("model: soem")).model
    assert (soem.lens_id, soem.net_tax_factor, soem.tax_distortion) == ("budget", None, None)
    welfare = load(top("model: samfundsoekonomi")).model
    assert (welfare.lens_id, welfare.net_tax_factor, welfare.tax_distortion) == ("welfare", 1.28, 1.0)


def test_a_span_begins_after_the_year_the_guide_names() -> None:
    """3.5 % for years 0–35, 2.5 % for 36–70, 1.5 % after."""
    assert [start for start, _ in GUIDE_2023] == [0, 35 + 1, 70 + 1]


@pytest.mark.parametrize(("start", "expected"), [(2017, GUIDE_2013), (2020, GUIDE_2013), (2021, GUIDE_2021)])
def test_the_guide_of_2017_by_the_year_of_the_start(
    start: int, expected: list[tuple[int, float]], load: Load
) -> None:
    scenario = load(top("model: samfundsoekonomi"), "assumptions.guide=2017", FACTOR, f"start={start}")
    assert rates(scenario) == expected
    assert (scenario.model.net_tax_factor, scenario.model.tax_distortion) == (1.325, 1.1)


def test_a_stated_rate_counts_before_the_guides(load: Load) -> None:
    both = ("assumptions.guide=2017", FACTOR, "assumptions.discounting.rate=1 %")
    assert rates(load(top("model: samfundsoekonomi"), *both)) == [(0, 0.01)]
    steps = "assumptions.discounting.rates=[{from: 0, rate: 5 %}, {from: 3, rate: 1 %}]"
    assert rates(load(top(""), steps)) == [(0, 0.05), (3, 0.01)]


def test_a_timing_alone_keeps_the_guides_rates(load: Load) -> None:
    scenario = load(top(""), "assumptions.discounting.timing=end")
    assert rates(scenario) == GUIDE_2023
    assert scenario.model.timing == "end"
    assert scenario.model.discount_factors(3)[0] == pytest.approx(1 / 1.035)


@pytest.mark.parametrize(
    ("setting", "attribute", "value"),
    [
        ("net_tax_factor=1.1", "net_tax_factor", 1.1),
        ("tax_distortion=1.2", "tax_distortion", 1.2),
        ("exchange=ppp", "exchange", "ppp"),
        ("horizon=7", "horizon", 7),
    ],
)
def test_assumptions_override_the_model(setting: str, attribute: str, value: object, load: Load) -> None:
    scenario = load(top("model: samfundsoekonomi"), f"assumptions.{setting}")
    assert getattr(scenario.model, attribute) == value


def test_a_grade_that_is_not_adjusted_keeps_its_factor(load: Load) -> None:
    found = load(top(""), "assumptions.evidence_adjustment.C=50 %").model.evidence_adjustment
    assert found == {"A": 1, "B": 1, "C": 0.5, "D": 1}


def test_other_payers_may_be_counted(load: Load) -> None:
    text = flow(f"what: x, payer: erhverv, kind: cost, amounts: [9], {GRADED}")
    assert cba.appraise(load(text)).portfolio.npv == 0
    assert cba.appraise(load(text, "assumptions.payers=[stat, erhverv]")).portfolio.npv == -9


def test_the_scenarios_horizon_counts_before_the_models(load: Load) -> None:
    assert load(top(""), "assumptions.horizon=7").horizon == 10
    short = TOP.replace("horizon: 10\n", "")
    assert load(top("", short)).horizon == 11
    assert load(top("", short), "assumptions.horizon=7").horizon == 7


def test_the_model_may_be_chosen_from_outside(load: Load) -> None:
    assert load(top("model: soem"), model="samfundsoekonomi").model.id == "samfundsoekonomi"
    with pytest.raises(cba.InputError, match="--model: unknown model 'som'; did you mean 'soem'?"):
        load(top(""), model="som")
    assert {"soem", "samfundsoekonomi"} <= set(known_models())


# a model of one's own


def test_a_model_is_a_file(load: Load, write: Write) -> None:
    write(OWN, "mine/own.yaml")
    scenario = load("model: mine/own.yaml\n" + USES_OWN)
    assert (scenario.model.id, scenario.horizon, scenario.model.timing) == ("own", 6, "mid")
    assert rates(scenario) == [(0, 0.02)]
    result = cba.appraise(scenario).portfolio
    assert list(result.by_payer) == ["stat", "offer"]
    # 10 people, half of 50 % avoided, grade D unadjusted, two units at 10 kr × 1.1, half a year at 2 %
    assert result.npv == pytest.approx(10 * 0.25 * 2 * 10 * 1.1 / 1.02**0.5)
    assert list(result.by_area) == ["egen"]
    document = cba.appraise(scenario).to_dict()
    assert document["names"]["outcomes"]["noise"]["title"]["en"] == "Noise"
    assert document["names"]["areas"]["egen"] == {"da": "Eget", "en": "Own area"}
    group = document["interventions"]["a"]["target_group"]
    assert group == {"id": "neighbours", "title": {"da": "Naboer", "en": "Neighbours"}}


def test_a_model_is_found_beside_the_scenario(write: Write) -> None:
    write(OWN, "case/own.yaml")
    path = write("model: own.yaml\n" + USES_OWN, "case/scenario.yaml")
    assert cba.load(path).model.id == "own"


def test_the_scenarios_price_counts_before_the_models(load: Load, write: Write) -> None:
    write(OWN, "own.yaml")
    text = "model: own.yaml\n" + USES_OWN
    twice = cba.appraise(load(text, "assumptions.prices.foo={estimate: 20, payer: stat, grade: D}")).portfolio
    assert twice.npv == pytest.approx(2 * cba.appraise(load(text)).portfolio.npv)


@pytest.mark.parametrize(
    ("line", "path", "message"),
    [
        ("¦lense: welfare", "lense", "unknown key 'lense'; did you mean 'lens'?"),
        ("lens: ¦budgets", "lens", "did you mean 'budget'?"),
        ("payers: [stat, ¦ofer]", "payers[1]", "did you mean 'offer'"),
        ("guide: ¦2020", "guide", "no guide of 2020"),
        ("guide: ¦2017", "guide", "no sourced net tax factor"),
        ("horizon: ¦201", "horizon", "200"),
    ],
)
def test_a_bad_model_file_is_pointed_at(line: str, path: str, message: str, load: Load, write: Write) -> None:
    text, spots = unmarked(f"id: own\ntitle: Eget\n{line}\n")
    write(text, "own.yaml")
    with pytest.raises(cba.InputError) as caught:
        load(top("model: own.yaml"))
    (problem,) = caught.value.problems
    assert str(problem.where) == f"own.yaml:{spots[0][0]}:{spots[0][1]}"
    assert (problem.path, message in problem.message) == (path, True), problem.message


def test_a_model_file_that_is_missing(problems: Callable[..., list[str]]) -> None:
    (only,) = problems(top("model: gone.yaml"))
    assert only.startswith("scenario.yaml:5:8: model: ")


def test_an_effect_says_which_rates_it_used(load: Load) -> None:
    trace = cba.appraise(load(effect(f"outcome: no_new_crime, success_rate: 3 %, {GRADED}"))).to_dict()[
        "trace"
    ]
    (first,) = [entry for name, entry in trace.items() if name == "guide.2023.rate.0"]
    assert (first["value"], first["register"]) == (0.035, "figures.disc_rate_2023_0_35")
