"""A model file and a scenario lay what they say of an outcome, group or price on what stood before."""

from collections.abc import Callable

import pytest

import cba

BASE = """\
scenario: {id: x}
price_year: 2025
start: 2026
interventions:
  - id: a
    target_group: high_risk_released
    participants: 10
    effects:
      - {outcome: no_new_crime, success_rate: 50 %, grade: D}
      - {outcome: reconviction, measure: relative_risk, estimate: 0.8, direction: lower_is_better, grade: D}
"""


def test_an_outcome_keeps_what_is_not_stated_anew(load: Callable[..., cba.Scenario]) -> None:
    change = "assumptions.outcomes.no_new_crime.consequences=[{price: prison_day, quantity: -100}]"
    effect = load(BASE, change).interventions[0].effects[0]
    assert (effect.outcome.better, effect.outcome.dkr_goal) == ("more", 1)
    assert [item.quantities[0].value for item in effect.consequences] == [-100.0]
    assert effect.consequences[0].spread == 1


def test_a_target_group_keeps_its_other_baselines(load: Callable[..., cba.Scenario]) -> None:
    change = "assumptions.target_groups.high_risk_released.baselines={burglary: {events: 0.3}}"
    scenario = load(BASE, change)
    assert set(scenario.target_groups["high_risk_released"].baselines) == {"reconviction", "burglary"}
    assert cba.appraise(scenario).portfolio.outcomes["reconviction"].avoided > 0


@pytest.mark.parametrize("payer", ["region", "kommune"])
def test_a_price_keeps_its_payer_from_the_model_file(
    write: Callable[..., object], load: Callable[..., cba.Scenario], payer: str
) -> None:
    prices = f"prices: {{prison_day: {{estimate: 5, payer: {payer}, grade: D}}}}\n"
    write("id: own\ntitle: Own\nlens: budget\n" + prices, "own.yaml")
    scenario = load(BASE, "assumptions.prices.prison_day={estimate: 7, grade: D}", model="own.yaml")
    price = scenario.prices["prison_day"]
    assert (price.amount.value, dict(price.shares)) == (7.0, {payer: 1.0})
