"""One scenario through one model: sums, lenses, switching values that hold when run again, invariances."""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cba
from cba.model import DEFAULT_HORIZON

from .snippets import GRADED, PEOPLE, TOP, effect, flow, intervention

Appraise = Callable[..., cba.Appraisal]

MIXED = f"""\
scenario: {{id: mixed}}
model: MODEL
place: Odense
price_year: 2025
start: 2026
horizon: 12
assumptions:
  prices:
    placement_year: {{estimate: 600000, payer: {{kommune: 70 %, stat: 30 %}}, area: social, {GRADED}}}
    benefit: {{estimate: 90000, payer: {{kommune: 60 %, stat: 40 %}}, nature: transfer, {GRADED}}}
    pain: {{estimate: 40000, payer: offer, nature: intangible, area: offer_og_ejendom, {GRADED}}}
interventions:
  - id: family
    participants: [20, 30, 25]
    completion: 80 %
    costs:
      - {{what: Forløb, amount: 110000, per: participant, payer: {{kommune: 80 %, stat: 20 %}}, {GRADED}}}
      - {{what: Opstart, amount: 280000, per: start, payer: kommune, price_year: 2015, {GRADED}}}
      - {{what: Frivillige, amount: 1000, per: completer, payer: borger, in_kind: true, {GRADED}}}
    effects:
      - outcome: out_of_home_placement
        success_rate: {{with: 75 %, without: 55 %}}
        {GRADED}
        consequences:
          - {{price: placement_year, by_year: [-1, -1, -0.5]}}
          - {{price: benefit, quantity: -2, spread: 4}}
      - outcome: violence
        {GRADED}
        measure: odds_ratio
        estimate: 0.8
        direction: lower_is_better
        baseline: {{share: 30 %, within: 24 months}}
        consequences: [{{price: pain, quantity: 1}}]
  - id: case
    flows:
      - {{what: Drift, payer: region, kind: cost, amounts: [300000, 200000, 100000], {GRADED}}}
      - {{what: Skat, payer: stat, kind: benefit, nature: tax, amounts: [0, 250000], {GRADED}}}
"""
MODELS = ("soem", "samfundsoekonomi")
GUIDE_2017 = ("assumptions.guide=2017", "assumptions.net_tax_factor=1.325")
CASES = [("soem", ()), ("samfundsoekonomi", ()), ("samfundsoekonomi", GUIDE_2017)]


def mixed(model: str) -> str:
    return MIXED.replace("MODEL", model)


def results(appraisal: cba.Appraisal) -> list[cba.Result]:
    return list(appraisal.results.values())


# sums


@pytest.mark.parametrize(("model", "settings"), CASES)
def test_payers_sum_to_the_total(model: str, settings: tuple[str, ...], appraise: Appraise) -> None:
    for result in results(appraise(mixed(model), *settings)):
        rows = result.by_payer.values()
        assert sum(row.npv for row in rows) == pytest.approx(result.npv, rel=1e-12)
        assert sum(row.pv_benefits for row in rows) == pytest.approx(result.pv_benefits, rel=1e-12)
        assert sum(row.pv_costs for row in rows) == pytest.approx(result.pv_costs, rel=1e-12)
        assert result.npv == pytest.approx(result.pv_benefits - result.pv_costs, rel=1e-12)


@pytest.mark.parametrize(("model", "settings"), CASES)
def test_areas_sum_to_the_benefits(model: str, settings: tuple[str, ...], appraise: Appraise) -> None:
    for result in results(appraise(mixed(model), *settings)):
        assert sum(result.by_area.values()) == pytest.approx(result.pv_benefits, rel=1e-9, abs=1e-6)


@pytest.mark.parametrize(("model", "settings"), CASES)
def test_years_sum_to_the_total(model: str, settings: tuple[str, ...], appraise: Appraise) -> None:
    document = appraise(mixed(model), *settings).to_dict()
    for result in [*document["interventions"].values(), document["portfolio"]]:
        years = result["by_year"]
        assert [row["n"] for row in years] == list(range(12))
        assert [row["year"] for row in years] == list(range(2026, 2038))
        npv = sum(row["net"] * row["discount_factor"] for row in years)
        assert npv == pytest.approx(result["measures"]["npv"], rel=1e-9)
        assert years[-1]["cumulative_discounted"] == pytest.approx(npv, rel=1e-9)
        for row in years:
            assert row["net"] == pytest.approx(row["benefits"] - row["costs"], abs=1e-6)
            assert sum(row["net_by_payer"].values()) == pytest.approx(row["net"], abs=1e-6)


@pytest.mark.parametrize("model", MODELS)
def test_without_overlap_the_portfolio_is_the_sum(model: str, appraise: Appraise) -> None:
    found = appraise(mixed(model))
    alone = list(found.interventions.values())
    assert found.portfolio.npv == pytest.approx(sum(r.npv for r in alone), rel=1e-12)
    assert found.portfolio.starters == sum(r.starters for r in alone) == 75


def test_every_payer_of_the_lens_has_a_row(appraise: Appraise) -> None:
    assert list(appraise(mixed("soem")).portfolio.by_payer) == ["kommune", "region", "stat"]
    everybody = ["kommune", "region", "stat", "borger", "offer", "erhverv", "oevrige"]
    assert list(appraise(mixed("samfundsoekonomi")).portfolio.by_payer) == everybody


# the lenses, by hand

RESOURCE = f"what: x, payer: stat, kind: cost, amounts: [1000], {GRADED}"
WELFARE = TOP + "model: samfundsoekonomi\n"


def rows(appraisal: cba.Appraisal) -> dict[str, float]:
    return {payer: row.npv for payer, row in appraisal.portfolio.by_payer.items() if row.npv}


def test_public_cash_is_unadjusted(appraise: Appraise) -> None:
    assert rows(appraise(flow(RESOURCE))) == {"stat": -1000}


def test_welfare_multiplies_public_resources(appraise: Appraise) -> None:
    assert rows(appraise(flow(RESOURCE, WELFARE))) == {"stat": -1280}


def test_the_guide_of_2017_distorts(appraise: Appraise) -> None:
    assert rows(appraise(flow(RESOURCE, WELFARE), *GUIDE_2017)) == {
        "stat": pytest.approx(-1325),
        "oevrige": pytest.approx(-100),
    }


def test_the_distortion_is_part_of_costs_and_of_the_ratio(appraise: Appraise) -> None:
    gain = f", {GRADED}}}\n      - {{what: y, payer: erhverv, kind: benefit, amounts: [2850], {GRADED}"
    result = appraise(flow(RESOURCE.replace(f", {GRADED}", "") + gain, WELFARE), *GUIDE_2017).portfolio
    assert result.pv_costs == pytest.approx(1425)
    assert result.bcr == pytest.approx(2.0)


@pytest.mark.parametrize("nature", ["transfer", "tax"])
def test_transfers_net_out_in_welfare(nature: str, appraise: Appraise) -> None:
    text = flow(f"{RESOURCE}, nature: {nature}", WELFARE)
    assert rows(appraise(text)) == {"stat": -1000, "borger": 1000}
    assert appraise(text).portfolio.npv == 0.0
    assert rows(appraise(flow(f"{RESOURCE}, nature: {nature}"))) == {"stat": -1000}


@given(
    first=st.integers(1, 98),
    second=st.integers(1, 98),
    amounts=st.lists(st.integers(1, 10**7), min_size=2, max_size=2),
)
@settings(max_examples=15)
def test_transfers_leave_no_trace_in_the_rate_of_return(first: int, second: int, amounts: list[int]) -> None:
    """Rounding of 1e-11 kroner is not another change of sign."""
    shares = [first, second * (99 - first) // 100 + 1]
    split = f"{{kommune: {shares[0]} %, region: {shares[1]} %, stat: {100 - sum(shares)} %}}"
    cents = [amount / 10 for amount in amounts]
    text = flow(
        f"what: c, payer: borger, kind: cost, amounts: [1000000], {GRADED}}}\n"
        f"      - {{what: b, payer: borger, kind: benefit, amounts: [0, 0, 1210000], {GRADED}}}\n"
        f"      - {{what: t, payer: {split}, nature: transfer, kind: cost, {GRADED}, "
        f"amounts: [0, 0, 0, {cents[0]}, {cents[1]}]",
        WELFARE,
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.yaml"
        path.write_text(text)
        result = cba.appraise(cba.load(path)).portfolio
    assert result.irr.status == "one"
    assert result.irr.rate == pytest.approx(0.1)
    assert result.payback_year == 2028


# measures against other hands


@pytest.mark.parametrize("model", MODELS)
def test_npv_against_numpy_financial(model: str, appraise: Appraise) -> None:
    for timing, shift in (("start", 1.0), ("end", 1 / 1.04)):
        how = ("assumptions.discounting.rate=4 %", f"assumptions.discounting.timing={timing}")
        result = appraise(mixed(model), *how).portfolio
        assert result.npv == pytest.approx(npf.npv(0.04, result.net) * shift, rel=1e-9)


def test_the_rate_of_return_makes_the_value_zero(appraise: Appraise) -> None:
    result = appraise(mixed("soem")).portfolio
    assert result.irr.status == "one"
    assert result.irr.rate is not None
    assert npf.npv(result.irr.rate, result.net) == pytest.approx(0.0, abs=1e-3)
    assert result.irr.rate == pytest.approx(npf.irr(result.net), rel=1e-6)


def test_the_equivalent_yearly_result_has_the_same_value(appraise: Appraise) -> None:
    result = appraise(mixed("samfundsoekonomi")).portfolio
    yearly = np.full(12, result.equivalent_yearly)
    assert float(yearly @ result.calendar.discount) == pytest.approx(result.npv)


def test_value_per_participant_is_per_starter(appraise: Appraise) -> None:
    family = appraise(mixed("soem")).interventions["family"]
    assert family.npv_per_participant == pytest.approx(family.npv / 75)
    assert appraise(mixed("soem")).interventions["case"].npv_per_participant is None


def test_cost_per_outcome_is_undefined_without_avoided(appraise: Appraise) -> None:
    good = appraise(effect(PEOPLE)).portfolio.outcomes["reconviction"]
    assert good.cost_per_avoided == pytest.approx(100 / good.avoided)
    harm = appraise(effect(PEOPLE.replace("0.6", "1.5"))).portfolio.outcomes["reconviction"]
    assert harm.avoided < 0
    assert harm.cost_per_avoided is None


def test_a_negative_benefit_gives_a_negative_ratio(appraise: Appraise) -> None:
    result = appraise(effect(PEOPLE.replace("0.6", "1.5"))).portfolio
    assert result.bcr is not None
    assert result.bcr == pytest.approx(result.pv_benefits / 100)
    assert result.bcr < 0


def test_saved_costs_lower_costs_and_may_undo_the_ratio(appraise: Appraise) -> None:
    text = flow(f"what: x, payer: stat, kind: cost, amounts: [1000, -3000], {GRADED}")
    result = appraise(text).portfolio
    assert result.pv_costs == pytest.approx(1000 - 3000 / 1.035)
    assert result.bcr is None
    assert result.switching.cost_factor is None


def test_paid_back_later_when_discounted(appraise: Appraise) -> None:
    text = flow(f"what: x, payer: stat, kind: benefit, amounts: [-100, 60, 45, 10], {GRADED}")
    result = appraise(text, "assumptions.discounting.rate=10 %").portfolio
    assert (result.payback_year, result.discounted_payback_year) == (2028, None)
    result = appraise(text, "assumptions.discounting.rate=3 %").portfolio
    assert (result.payback_year, result.discounted_payback_year) == (2028, 2028)
    assert result.by_payer["stat"].payback_year == 2028
    assert result.by_payer["kommune"].payback_year == 2026


def test_who_loses_never_gets_its_money_back(appraise: Appraise) -> None:
    rows = appraise(mixed("soem")).interventions["case"].by_payer
    assert (rows["region"].payback_year, rows["region"].discounted_payback_year) == (None, None)
    assert (rows["stat"].payback_year, rows["stat"].discounted_payback_year) == (2026, 2026)


# switching values, run again


def at(value: float | None) -> str:
    assert value is not None
    return repr(value)


@pytest.mark.parametrize(("model", "how"), CASES)
def test_at_the_switching_price_nobody_gains(model: str, how: tuple[str, ...], appraise: Appraise) -> None:
    text = mixed(model)
    before = appraise(text, *how)
    found = before.portfolio.switching.prices
    # the budget lens counts no pain: no price of it makes the value zero
    assert (found["pain"] is None) == (model == "soem")
    for id, price in found.items():
        if price is None:
            continue
        again = appraise(text, *how, f"assumptions.prices.{id}.estimate={at(price)}")
        assert again.portfolio.npv == pytest.approx(0.0, abs=1e-6 * before.portfolio.pv_costs), id


@pytest.mark.parametrize(("model", "how"), CASES)
def test_at_the_switching_rate_nobody_gains(model: str, how: tuple[str, ...], appraise: Appraise) -> None:
    text = mixed(model)
    for result in ("family", "portfolio"):
        before = appraise(text, *how).results[result]
        rate = before.switching.success_rate
        path = "interventions.family.effects.out_of_home_placement.success_rate.with"
        again = appraise(text, *how, f"{path}={at(rate)}").results[result]
        assert again.npv == pytest.approx(0.0, abs=1e-6 * before.pv_costs)


@pytest.mark.parametrize(("model", "how"), CASES)
def test_at_the_switching_cost_nobody_gains(model: str, how: tuple[str, ...], appraise: Appraise) -> None:
    text = mixed(model)
    before = appraise(text, *how).interventions["family"]
    factor = before.switching.cost_factor
    assert factor is not None
    amounts = {"Forløb": 110000, "Opstart": 280000, "Frivillige": 1000}
    scaled = [
        f"interventions.family.costs.{what}.amount={amount * factor!r}" for what, amount in amounts.items()
    ]
    again = appraise(text, *how, *scaled).interventions["family"]
    assert again.npv == pytest.approx(0.0, abs=1e-6 * before.pv_costs)


def test_cost_factor_scales_flows_of_kind_cost_too(appraise: Appraise) -> None:
    text = mixed("soem")
    before = appraise(text).interventions["case"]
    factor = before.switching.cost_factor
    assert factor is not None
    flows = ",".join(str(amount * factor) for amount in (300000, 200000, 100000))
    again = appraise(text, f"interventions.case.flows.Drift.amounts=[{flows}]").interventions["case"]
    assert again.npv == pytest.approx(0.0, abs=1e-3)


@pytest.mark.parametrize(("model", "how"), CASES)
def test_at_the_switching_effect_nobody_gains(model: str, how: tuple[str, ...], appraise: Appraise) -> None:
    """The effect share scales what comes from effects: as transfer does, where it is below one."""
    text = mixed(model)
    before = appraise(text, *how).interventions["family"]
    share = before.switching.effect_share
    assert share is not None
    assert 0 < share < 1, "choose other numbers"
    both = ("out_of_home_placement", "violence")
    scaled = [f"interventions.family.effects.{outcome}.transfer={share!r}" for outcome in both]
    again = appraise(text, *how, *scaled).interventions["family"]
    assert again.npv == pytest.approx(0.0, abs=1e-6 * before.pv_costs)


def test_without_effects_there_is_no_effect_to_switch(appraise: Appraise) -> None:
    switching = appraise(mixed("soem")).interventions["case"].switching
    assert (switching.effect_share, switching.success_rate) == (None, None)
    assert not switching.prices


def test_harm_has_no_switching_effect(appraise: Appraise) -> None:
    assert appraise(effect(PEOPLE.replace("0.6", "1.5"))).portfolio.switching.effect_share is None


def test_a_bare_success_rate_switches_as_the_difference(appraise: Appraise) -> None:
    text = intervention(
        f"participants: 10\neffects:\n  - {{outcome: no_new_crime, success_rate: 30 %, {GRADED}}}"
    ).replace("amount: 100", "amount: 900000")
    rate = appraise(text).portfolio.switching.success_rate
    again = appraise(text, f"interventions.a.effects.no_new_crime.success_rate={at(rate)}").portfolio
    assert again.npv == pytest.approx(0.0, abs=1e-3)


def test_two_success_rates_have_no_switching_value(appraise: Appraise) -> None:
    text = intervention(
        f"participants: 10\neffects:\n  - {{outcome: no_new_crime, success_rate: 30 %, {GRADED}}}\n"
        f"  - {{outcome: gang_membership, success_rate: 30 %, {GRADED}}}"
    )
    assert appraise(text).portfolio.switching.success_rate is None


# invariances


@pytest.mark.parametrize("model", MODELS)
def test_twice_the_people_at_the_same_yearly_price_is_twice_the_value(model: str, appraise: Appraise) -> None:
    text = mixed(model)
    no_start = "interventions.family.costs.Opstart.amount=0"
    one = appraise(text, no_start).interventions["family"]
    two = appraise(text, no_start, "interventions.family.participants=[40, 60, 50]").interventions["family"]
    assert two.npv == pytest.approx(2 * one.npv, rel=1e-12)
    assert two.npv_per_participant == pytest.approx(one.npv_per_participant, rel=1e-12)
    assert two.bcr == pytest.approx(one.bcr, rel=1e-12)


def test_another_price_year_moves_every_amount_alike(appraise: Appraise) -> None:
    stated = TOP.replace("2025", "2020")
    moved = effect(PEOPLE, TOP).replace("amount: 100", "amount: 100, price_year: 2020")
    before = appraise(
        effect(PEOPLE, stated).replace("amount: 100", "amount: 100, price_year: 2020")
    ).portfolio
    after = appraise(moved).portfolio
    assert after.npv / before.npv == pytest.approx(121.32 / 103.43, rel=1e-9)
    assert after.bcr == pytest.approx(before.bcr, rel=1e-12)


@pytest.mark.parametrize("model", MODELS)
def test_a_later_start_changes_the_years_only(model: str, appraise: Appraise) -> None:
    before, after = (appraise(mixed(model), f"start={year}").portfolio for year in (2026, 2030))
    assert after.npv == before.npv
    assert after.payback_year == (before.payback_year and before.payback_year + 4)


def test_a_longer_horizon_adds_later_years_only(appraise: Appraise) -> None:
    short, longer = (appraise(mixed("soem"), f"horizon={years}").portfolio for years in (4, 12))
    assert longer.net[:4] == pytest.approx(short.net)


def test_years_after_the_horizon_are_cut_off(appraise: Appraise) -> None:
    result = appraise(
        effect(f"outcome: no_new_crime, success_rate: 50 %, {GRADED}"),
        "horizon=3",
        "assumptions.discounting.rate=0",
    ).portfolio
    full = appraise(
        effect(f"outcome: no_new_crime, success_rate: 50 %, {GRADED}"),
        "horizon=30",
        "assumptions.discounting.rate=0",
    ).portfolio
    assert result.pv_benefits == pytest.approx(full.pv_benefits * 3 / 10)


def test_without_a_horizon_the_models_counts(appraise: Appraise) -> None:
    text = effect(PEOPLE, TOP.replace("horizon: 10\n", ""))
    assert appraise(text).portfolio.calendar.horizon == DEFAULT_HORIZON == 11


# the document


def keys(value: Any) -> Any:
    """The document's shape: numbers and texts left out."""
    if isinstance(value, dict):
        return {key: keys(item) for key, item in value.items()}
    return None


def finite(value: Any) -> bool:
    if isinstance(value, dict):
        return all(finite(item) for item in value.values())
    if isinstance(value, list):
        return all(finite(item) for item in value)
    return (
        value is None
        or isinstance(value, (str, bool, int))
        or (isinstance(value, float) and np.isfinite(value))
    )


@pytest.mark.parametrize(("model", "how"), CASES)
def test_the_document_is_plain_and_finite(model: str, how: tuple[str, ...], appraise: Appraise) -> None:
    document = appraise(mixed(model), *how).to_dict()
    assert finite(document)
    assert json.loads(json.dumps(document, allow_nan=False)) == document


def test_nothing_priced_is_finite_too(appraise: Appraise) -> None:
    bullied = f"{{outcome: bullying, change: {{by_year: [-1]}}, {GRADED}}}"
    text = f"{TOP}interventions:\n  - {{id: a, effects: [{bullied}]}}\n"
    measures = appraise(text).to_dict()["portfolio"]["measures"]
    assert finite(measures)
    assert (measures["npv"], measures["bcr"], measures["irr_status"]) == (0.0, None, "none")


def test_the_document_has_the_keys_of_the_formats(appraise: Appraise) -> None:
    document = appraise(mixed("soem")).to_dict()
    assert set(document) >= {
        *("format", "engine", "created", "scenario", "model", "draws", "seed", "interventions", "portfolio"),
        *("allocation", "trace", "warnings"),
    }
    assert document["format"] == 1
    assert document["created"] == "2023-11-14T22:13:20+00:00"
    for result in (document["interventions"]["family"], document["portfolio"]):
        assert set(result["measures"]) >= {
            *("npv", "pv_benefits", "pv_costs", "bcr", "irr", "irr_status", "payback_year"),
            *("discounted_payback_year", "npv_per_participant", "participants", "equivalent_yearly"),
        }
        assert set(result["by_payer"]) == {"kommune", "region", "stat"}
        assert set(result["by_payer"]["stat"]) >= {"npv", "pv_benefits", "pv_costs", "payback_year"}
        assert set(result["by_year"][0]) >= {
            *("year", "n", "discount_factor", "costs", "benefits", "net", "net_by_payer"),
            *("cumulative", "cumulative_discounted"),
        }
        for outcome in result["outcomes"].values():
            assert set(outcome) >= {"avoided", "by_year", "cost_per_avoided", "dkr_goal"}
        assert set(result["switching"]) >= {"effect_share", "cost_factor", "success_rate", "prices"}


def test_the_trace_says_where_numbers_stand(appraise: Appraise) -> None:
    document = appraise(mixed("soem"), "interventions.family.completion=90 %").to_dict()
    completion = document["trace"]["interventions.family.completion"]
    assert (completion["value"], completion["file"]) == (0.9, "--set")
    assert completion["overrides"] == [{"written": "80 %", "where": "scenario.yaml:15:17"}]
    price = document["trace"]["price.placement_year"]
    assert (price["file"], price["line"], price["value"]) == ("scenario.yaml", 9, 600000)
    start = document["trace"]["interventions.family.costs.Opstart.amount"]
    assert start["estimate"] == 280000
    (step,) = start["conversions"]
    assert step["factor"] == pytest.approx(1.2132)
    assert start["value"] == pytest.approx(280000 * step["factor"])


def test_a_scenario_run_twice_is_the_same(appraise: Appraise) -> None:
    texts = [json.dumps(appraise(mixed("samfundsoekonomi")).to_dict()) for _ in range(2)]
    assert texts[0] == texts[1]


# for notebooks


@pytest.mark.parametrize("model", MODELS)
def test_data_frames_hold_the_same_numbers(model: str, appraise: Appraise) -> None:
    found = appraise(mixed(model))
    assert list(found.measures.index) == ["family", "case", "portfolio"]
    assert found.measures.loc["portfolio", "npv"] == found.portfolio.npv
    assert found.by_payer.loc["family"].sum() == pytest.approx(found.interventions["family"].npv)
    assert list(found.by_year.index) == list(range(2026, 2038))
    assert found.by_year["net"].tolist() == pytest.approx(found.portfolio.net.tolist())
    payers = list(found.portfolio.payers)
    assert found.by_year[payers].sum(axis=1).tolist() == pytest.approx(found.portfolio.net.tolist())


def test_objects_say_what_they_are(appraise: Appraise) -> None:
    found = appraise(mixed("soem"))
    assert repr(found).startswith("<Appraisal of mixed through soem, 2025 prices\n  <family: net ")
    assert repr(found.scenario) == "<Scenario mixed: family, case; 2026, 12 years, model soem>"
    assert "kommune" in repr(found.portfolio)
