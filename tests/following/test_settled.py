"""Years that have passed stand as they were; what comes stays as planned."""

from __future__ import annotations

from pathlib import Path

import pytest

import cba
from cba.following.actuals import read_actuals
from cba.following.settled import settled, stopped

from ..conftest import Load, Write
from ..snippets import GRADED

TEXT = f"""\
scenario: {{id: x}}
price_year: 2025
start: 2024
horizon: 6
assumptions: {{discounting: {{rate: 0 %}}}}
interventions:
  - id: a
    participants: [10, 10, 10]
    completion: 80 %
    costs:
      - {{what: Forløb, amount: 100, per: completer, payer: kommune, {GRADED}}}
      - {{what: Drift, amount: 1000, per: year, payer: {{kommune: 50 %, stat: 50 %}}, {GRADED}}}
    effects:
      - outcome: no_new_crime
        success_rate: 50 %
        {GRADED}
        consequences: [{{price: p, quantity: -1}}]
  - id: b
    flows: [{{what: F, payer: stat, kind: cost, amounts: [500, 500], {GRADED}}}]
"""
PRICES = f"prices: {{p: {{estimate: 5000, payer: stat, {GRADED}}}}}"
SCENARIO = TEXT.replace("assumptions: {", f"assumptions: {{{PRICES}, ")
HEAD = "year,intervention,measure,value,of,price_year\n"


def known(load: Load, write: Write, *rows: str) -> tuple[cba.Appraisal, cba.Appraisal]:
    scenario = load(SCENARIO)
    write(HEAD + "".join(f"{row}\n" for row in rows), "actuals.csv")
    after = settled(scenario, read_actuals(Path("actuals.csv"), scenario))
    return cba.appraise(scenario), cba.appraise(after)


def spent(appraisal: cba.Appraisal) -> list[float]:
    by_year: list[float] = appraisal.interventions["a"].ledger.costs.sum(axis=0).tolist()
    return by_year


def test_participants_and_completers_take_the_place_of_the_plan(load: Load, write: Write) -> None:
    before, after = known(load, write, "2024,a,participants,6,,", "2024,a,completed,3,6,")
    fewer = 8 - 3
    assert after.interventions["a"].npv - before.interventions["a"].npv == pytest.approx(
        fewer * 100 - fewer * 0.5 * 5000
    )
    avoided = [r.interventions["a"].outcomes["no_new_crime"].avoided for r in (before, after)]
    assert avoided == pytest.approx([12.0, 1.5 + 8.0])


def test_those_still_under_way_are_expected_to_complete_as_believed(load: Load, write: Write) -> None:
    before, after = known(load, write, "2024,a,participants,10,,", "2024,a,completed,3,4,")
    assert after.interventions["a"].npv == pytest.approx(before.interventions["a"].npv)


def test_a_cost_takes_the_place_of_the_years_costs_and_is_borne_as_planned(load: Load, write: Write) -> None:
    before, after = known(load, write, "2024,a,cost,3600,,2025")
    planned = 8 * 100 + 1000
    assert after.interventions["a"].npv - before.interventions["a"].npv == pytest.approx(planned - 3600)
    paid = after.interventions["a"].by_payer["kommune"].pv_costs
    assert paid == pytest.approx(2 * 1300 + 3600 * 1300 / planned)
    assert spent(after)[:4] == pytest.approx([3600, 1800, 1800, 0])


def test_a_cost_of_explicit_flows(load: Load, write: Write) -> None:
    _, after = known(load, write, "2025,b,cost,700,,2025")
    assert after.interventions["b"].pv_costs == pytest.approx(500 + 700)


def test_kroner_of_the_year_become_price_year_kroner(load: Load, write: Write) -> None:
    _, after = known(load, write, "2024,a,cost,1000,,")
    index = after.scenario.registers.price_index
    factor = index[2025].consumer_prices["dk"] / index[2024].consumer_prices["dk"]
    assert spent(after)[0] == pytest.approx(1000 * factor)


def test_stopping_leaves_what_was_begun(load: Load, write: Write) -> None:
    scenario = load(SCENARIO)
    found = cba.appraise(stopped(scenario, 2024)).interventions["a"]
    assert found.starters == 10
    assert found.pv_costs == pytest.approx(1800)
    assert found.outcomes["no_new_crime"].avoided == pytest.approx(4)


BAD = [
    ("2023,a,participants,6,,", "2:1: year: must be a year of the scenario, 2024–2029"),
    ("2024,c,participants,6,,", "2:6: intervention: unknown intervention 'c'"),
    ("2024,a,participant,6,,", "2:8: measure: unknown measure 'participant'; did you mean 'participants'"),
    ("2024,a,participants,6.5,,", "2:21: value: must be a whole number"),
    ("2024,a,completed,7,6,", "2:20: of: must be at least the value (7), found 6"),
    ("2024,a,completed,7,,", "2:1: year: needs `of`"),
    ("2024,a,cost,1e3,,", "2:13: value: must be a number such as 1234.5, found '1e3'"),
    ("2027,a,cost,100,,", "2:1: year: "),
    ("2024,a,successes,1,2,", "must name the outcome: no_new_crime"),
    ("2024,a,participants,6,,\n2024,a,participants,7,,", "3:8: measure: the same figure as on row 2"),
]


@pytest.mark.parametrize(("row", "said"), BAD)
def test_every_error_has_its_row_and_column(load: Load, write: Write, row: str, said: str) -> None:
    with pytest.raises(cba.InputError) as caught:
        known(load, write, row)
    assert said in str(caught.value)


def test_all_errors_are_told_at_once(load: Load, write: Write) -> None:
    rows = [row for row, _ in BAD[:5]]
    with pytest.raises(cba.InputError) as caught:
        known(load, write, *rows)
    assert {p.where.line for p in caught.value.problems if p.where} == set(range(2, 7))
