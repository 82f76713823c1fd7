"""Every number that a scenario may state reaches its input with interval, standard error and distribution."""

import pytest

import cba
from cba.distributions import is_uncertain
from cba.inputs import Input

from ..conftest import Load
from ..snippets import PEOPLE, STUDY, effect

EVERYTHING = """\
scenario: {id: x}
price_year: 2025
start: 2026
horizon: 10
assumptions:
  discounting: {rates: [{from: 0, rate: {estimate: 3.5 %, low: 2 %, high: 5 %, distribution: triangular}}]}
  prices:
    straffesag: {estimate: 20000, low: 10000, high: 30000, distribution: gamma, payer: stat, grade: D}
    retssag: {estimate: 9000, se: 800, distribution: normal, payer: stat, grade: D}
  target_groups:
    ours:
      baselines:
        offending: {share: {estimate: 20 %, low: 15 %, high: 25 %, distribution: normal}, within: 24 months}
  outcomes:
    reconviction:
      consequences: [{price: straffesag, quantity: {estimate: 2, low: 1, high: 3, distribution: uniform}}]
interventions:
  - id: a
    target_group: ours
    participants: {2026: {estimate: 30, low: 20, high: 40, distribution: pert}, 2027: {estimate: 31, se: 2}}
    completion: {estimate: 85 %, low: 70 %, high: 90 %, distribution: pert}
    costs:
      - {what: One, amount: 100, low: 90, high: 120, distribution: triangular, per: year, payer: stat,
         grade: D}
      - {what: Two, amount: {estimate: 100, low: 80, high: 130, distribution: normal}, per: year, payer: stat,
         grade: D}
      - {what: Four, amount: 100, se: 8, distribution: normal, per: start, payer: stat, grade: D}
      - {what: Three, amount: {estimate: 100, se: 7}, distribution: gamma, per: start, payer: stat, grade: D}
    effects:
      - outcome: reconviction
        measure: odds_ratio
        estimate: 0.6
        low: 0.5
        high: 0.8
        distribution: triangular
        direction: lower_is_better
        grade: D
        baseline: {share: {estimate: 42 %, low: 40 %, high: 45 %, distribution: beta}, within: 24 months}
        transfer: {estimate: 80 %, low: 60 %, high: 100 %, distribution: uniform}
        fade: {estimate: 10 %, se: 2 %}
      - outcome: offending
        measure: standardised_mean_difference
        estimate: -0.2
        se: 0.05
        distribution: normal
        direction: lower_is_better
        grade: D
      - outcome: no_new_crime
        success_rate: {with: {estimate: 71 %, low: 60 %, high: 80 %}, without: {estimate: 33 %, se: 3 %}}
        grade: D
        consequences:
          - {price: prison_day, quantity: {estimate: -245, low: -300, high: -200, distribution: pert}}
          - {price: retssag, by_year: [{estimate: -2, se: 0.3}]}
      - outcome: bullying
        change: {by_year: [{estimate: -0.3, low: -0.5, high: -0.1, distribution: normal}]}
        grade: D
        consequences: []
      - outcome: violence
        measure: incidence_rate_ratio
        estimate: 0.9
        se: 0.02
        direction: lower_is_better
        grade: D
        baseline: {events: {estimate: 0.3, low: 0.2, high: 0.4, distribution: gamma}}
  - id: b
    effects:
      - outcome: burglary
        evidence: property_marking_dk
        baseline: {incidents: {estimate: 545, low: 500, high: 600, distribution: gamma},
                   share: {estimate: 30 %, low: 20 %, high: 40 %, distribution: beta}}
        displacement: {estimate: 10 %, low: 0 %, high: 25 %, distribution: pert}
        reporting_rate: {estimate: 90 %, low: 80 %, high: 95 %, distribution: triangular}
  - id: c
    participants: 5
    effects:
      - {outcome: no_new_crime, success_rate: {estimate: 10 %, low: 5 %, high: 15 %, distribution: normal},
         grade: D}
    flows:
      - {what: Saved, kind: benefit, payer: stat, grade: D,
         amounts: [{estimate: 400, low: 300, high: 500, distribution: triangular},
                   {estimate: 500, se: 20, distribution: normal}]}
"""

A, B = "interventions.a", "interventions.b"
ARRIVES: dict[str, tuple[float | None, float | None, float | None, str | None]] = {
    "assumptions.discounting.rates.0": (0.02, 0.05, None, "triangular"),
    "price.straffesag": (10000, 30000, None, "gamma"),
    "price.retssag": (None, None, 800, "normal"),
    "target_groups.ours.offending": (0.15, 0.25, None, "normal"),
    "outcomes.reconviction.consequences.straffesag.quantity": (1, 3, None, "uniform"),
    f"{A}.participants.2026": (20, 40, None, "pert"),
    f"{A}.participants.2027": (None, None, 2, None),
    f"{A}.completion": (0.7, 0.9, None, "pert"),
    f"{A}.costs.One.amount": (90, 120, None, "triangular"),
    f"{A}.costs.Two.amount": (80, 130, None, "normal"),
    f"{A}.costs.Three.amount": (None, None, 7, "gamma"),
    f"{A}.costs.Four.amount": (None, None, 8, "normal"),
    f"{A}.effects.reconviction.estimate": (0.5, 0.8, None, "triangular"),
    f"{A}.effects.reconviction.baseline": (0.40, 0.45, None, "beta"),
    f"{A}.effects.reconviction.transfer": (0.6, 1.0, None, "uniform"),
    f"{A}.effects.reconviction.fade": (None, None, 0.02, None),
    f"{A}.effects.offending.estimate": (None, None, 0.05, "normal"),
    f"{A}.effects.no_new_crime.success_rate.with": (0.6, 0.8, None, None),
    f"{A}.effects.no_new_crime.success_rate.without": (None, None, 0.03, None),
    f"{A}.effects.no_new_crime.consequences.prison_day.quantity": (-300, -200, None, "pert"),
    f"{A}.effects.no_new_crime.consequences.retssag.quantity.0": (None, None, 0.3, None),
    f"{A}.effects.bullying.change.0": (-0.5, -0.1, None, "normal"),
    f"{A}.effects.violence.estimate": (None, None, 0.02, None),
    f"{A}.effects.violence.baseline.events": (0.2, 0.4, None, "gamma"),
    "evidence.property_marking_dk": (0.646, 0.965, 0.102, None),
    f"{B}.effects.burglary.baseline.incidents": (500, 600, None, "gamma"),
    f"{B}.effects.burglary.baseline.share": (0.2, 0.4, None, "beta"),
    f"{B}.effects.burglary.displacement": (0.0, 0.25, None, "pert"),
    f"{B}.effects.burglary.reporting_rate": (0.8, 0.95, None, "triangular"),
    "interventions.c.effects.no_new_crime.success_rate": (0.05, 0.15, None, "normal"),
    "interventions.c.flows.Saved.2026": (300, 500, None, "triangular"),
    "interventions.c.flows.Saved.2027": (None, None, 20, "normal"),
}


@pytest.fixture
def scenario(load: Load) -> cba.Scenario:
    return load(EVERYTHING)


def stated(item: Input) -> tuple[float | None, float | None, float | None, str | None]:
    return item.low, item.high, item.se, item.distribution


def test_intervals_arrive(scenario: cba.Scenario) -> None:
    found = scenario.inputs
    assert {name: stated(found[name]) for name in ARRIVES} == ARRIVES


def test_nothing_else_is_uncertain(scenario: cba.Scenario) -> None:
    """What stands at its estimate was given so: defaults, counts, a register price without interval."""
    assert {name for name, item in scenario.inputs.items() if is_uncertain(item)} == set(ARRIVES)


SHORT = {
    "assumptions.discounting.rate": effect(PEOPLE)
    + "assumptions: {discounting: {rate: {estimate: 3 %, low: 2 %, high: 4 %}}}\n",
    f"{A}.participants": effect(f"{PEOPLE}", participants="participants: {estimate: 3, low: 2, high: 4}"),
    f"{A}.effects.reconviction.baseline": effect(
        f"outcome: reconviction, {STUDY}, follow_up: 24, baseline: {{estimate: 3 %, low: 2 %, high: 4 %}}"
    ),
    "outcomes.reconviction.consequences.prison_day.quantity.0": effect(PEOPLE)
    + "assumptions: {outcomes: {reconviction: {consequences: "
    "[{price: prison_day, by_year: [{estimate: 3, low: 2, high: 4}]}]}}}\n",
}


@pytest.mark.parametrize("name", SHORT)
def test_other_forms_arrive(name: str, load: Load) -> None:
    item = load(SHORT[name]).inputs[name]
    assert (item.low, item.high) in ((2, 4), (0.02, 0.04))
    assert is_uncertain(item)


def test_the_registers_own_intervals_arrive(load: Load) -> None:
    """Prices and figures with a range in the register; a price that the scenario replaces has its own."""
    scenario = load(EVERYTHING)
    rows = {id: row for id, row in scenario.registers.prices.items() if row.low is not None}
    usable = [id for id, row in rows.items() if row.value and row.payers and row.price_year and row.nature]
    assert usable
    text = EVERYTHING.replace("price: prison_day", f"price: {usable[0]}")
    item = load(text).inputs[f"price.{usable[0]}"]
    assert (item.low, item.high) == (rows[usable[0]].low, rows[usable[0]].high)
    assert is_uncertain(item)
