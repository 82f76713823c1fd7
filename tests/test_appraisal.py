"""One scenario through one model: sums, lenses, measures against other hands, invariances."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cba
from cba.model import DEFAULT_HORIZON

from .mixed import CASES, GUIDE_2017, MODELS, mixed
from .snippets import GRADED, PEOPLE, TOP, effect, flow

Appraise = Callable[..., cba.Appraisal]


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
