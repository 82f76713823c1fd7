"""`--set NAME=VALUE` takes every name that the analyses print: set to its own value, nothing moves."""

from pathlib import Path

import pytest

import cba
from cba.distributions import is_uncertain
from cba.effects import PeopleBaseline, Relative
from cba.inputs import Input
from cba.linking import load as load_file

from ..conftest import Load, Write
from .test_intervals_arrive import EVERYTHING, SHORT

SCENARIOS = sorted((Path(__file__).parents[2] / "scenarios").rglob("*.yaml"))
SCENARIOS = [path for path in SCENARIOS if path.parent.name != "common"]
MODELS = ("soem", "samfundsoekonomi")


def own_value(item: Input) -> float:
    """As printed: a price of the register in the scenario's price year, all else as the file has it."""
    return item.value if item.name.startswith("price.") else item.estimate


def npv(scenario: cba.Scenario) -> list[float]:
    found = cba.appraise(scenario)
    document = found.to_dict()
    parts = [document["portfolio"], *document["interventions"].values()]
    return [part["measures"]["npv"] for part in parts]


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_own_value_changes_nothing(path: Path, model: str) -> None:
    before = load_file(path, model=model)
    settings = [f"{name}={own_value(item)!r}" for name, item in before.inputs.items()]
    after = load_file(path, model=model, settings=settings)
    assert list(after.inputs) == list(before.inputs)
    for name, item in before.inputs.items():
        assert after.inputs[name].value == pytest.approx(item.value, rel=1e-12), name
    assert npv(after) == pytest.approx(npv(before), rel=1e-9, abs=1e-3)


@pytest.mark.parametrize("model", MODELS)
def test_every_input_of_a_scenario_is_moved_by_its_name(model: str, load: Load) -> None:
    for text in (EVERYTHING, *SHORT.values()):
        for name, item in load(text).inputs.items():
            value = own_value(item) * 0.99
            setting = f"{name}={value!r}"
            if name.endswith("costs.Three.amount"):  # its `distribution` stands beside it and needs a width
                setting = f"{name}={{estimate: {value!r}, se: 7}}"
            moved = load(text, setting).inputs[name]
            assert moved.value == pytest.approx(item.value * 0.99)


def test_an_interval_may_be_set_too(load: Load) -> None:
    stated = "{estimate: 9000, low: 8000, high: 11000, distribution: triangular}"
    names = ("price.prison_day", "interventions.c.flows.Saved.2026", "interventions.a.costs.Two.amount")
    for name in names:
        item = load(EVERYTHING, f"{name}={stated}").inputs[name]
        assert (item.estimate, item.low, item.high, item.distribution) == (9000, 8000, 11000, "triangular")
        assert is_uncertain(item)


def test_a_plain_number_has_no_interval(load: Load) -> None:
    for name in (
        "evidence.property_marking_dk",
        "interventions.a.completion",
        "target_groups.ours.offending",
    ):
        item = load(EVERYTHING, f"{name}=0.8").inputs[name]
        assert not is_uncertain(item)


def test_a_number_of_a_register_becomes_the_users_own(load: Load) -> None:
    scenario = load(EVERYTHING, "price.prison_day=2000")
    price = scenario.prices["prison_day"]
    assert price.own
    assert price.amount.value == 2000
    assert price.amount.passport.register is None
    assert "1469" in price.amount.passport.overrides[0][0]
    burglary = load(EVERYTHING, "evidence.property_marking_dk=0.9").interventions[1].effects[0]
    assert burglary.study.own


def test_money_in_another_year(load: Load) -> None:
    plain = load(EVERYTHING, "price.prison_day=1469").inputs["price.prison_day"]
    dated = load(EVERYTHING, "price.prison_day={estimate: 1469, price_year: 2015}").inputs["price.prison_day"]
    given = load(EVERYTHING).inputs["price.prison_day"]
    assert plain.value == 1469
    assert dated.value == pytest.approx(given.value)


def test_a_price_year_stays_with_a_cost(load: Load) -> None:
    text = EVERYTHING.replace(
        "amount: {estimate: 100, low: 80, high: 130, distribution: normal}",
        "amount: {estimate: 100, low: 80, high: 130, price_year: 2015}",
    )
    name = "interventions.a.costs.Two.amount"
    before, after = load(text).inputs[name], load(text, f"{name}=200").inputs[name]
    assert after.value == pytest.approx(2 * before.value)
    assert not is_uncertain(after)


def test_a_baseline_keeps_its_window(load: Load) -> None:
    name = "interventions.a.effects.reconviction.baseline"
    for value in ("50 %", "{estimate: 50 %, low: 40 %, high: 60 %}"):
        statement = load(EVERYTHING, f"{name}={value}").interventions[0].effects[0].statement
        assert isinstance(statement, Relative)
        assert isinstance(statement.baseline, PeopleBaseline)
        assert statement.baseline.share is not None
        assert statement.baseline.share.value == 0.5
        assert statement.baseline.months == 24


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("price.prisonday=1", "unknown input 'price.prisonday'; did you mean 'price.prison_day'"),
        ("evidence.property_marking_dk=-1", "must be at least 0, got -1"),
        ("target_groups.ours.offending=120 %", "must be between 0 % and 100 %, got 120 %"),
        ("target_groups.ours.offending=many", "must be a number, found 'many'"),
        ("price.prison_day={estimate: 5, low: 6, high: 7}", "must be low ≤ estimate ≤ high"),
        ("price.prison_day={estimate: 5, upper: 7}", "unknown key 'upper'"),
        ("interventions.c.flows.Saved.2040=5", "unknown"),
        (
            "interventions.a.effects.no_new_crime.consequences.prisonday.quantity=1",
            "unknown consequence 'prisonday'; did you mean 'prison_day'?",
        ),
    ],
)
def test_what_cannot_be_set(setting: str, said: str, write: Write) -> None:
    with pytest.raises(cba.InputError) as caught:
        load_file(write(EVERYTHING), settings=setting)
    assert said in str(caught.value)
    assert "--set:1:" in str(caught.value)
