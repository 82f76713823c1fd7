"""What a result hangs on, against closed forms, loops over the engine, and the scenario run again."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

import cba
from cba.inputs import Input
from cba.uncertainty.around import TOTAL, Around
from cba.uncertainty.sensitivity import sensitivity
from cba.uncertainty.switching import Switch, switching_values
from cba.uncertainty.tornado import elasticities, tornado
from cba.uncertainty.two_way import two_way

from ..conftest import Load
from ..mixed import CASES, mixed
from ..snippets import GRADED, TOP

HALVES = "{kommune: 50 %, stat: 50 %}"

# npv = 100 starters · (80 % · 30 % · 90,000 − 20,000) = 160,000; undiscounted, all in the first year
LINE = f"""\
{TOP}assumptions:
  discounting: {{rate: 0 %}}
  prices:
    year: {{estimate: 90000, low: 60000, high: 120000, payer: {HALVES}, area: social, {GRADED}}}
interventions:
  - id: a
    participants: 100
    completion: {{estimate: 80 %, low: 70 %, high: 90 %, distribution: pert}}
    costs: [{{what: C, amount: 20000, low: 15000, high: 24000, per: participant, payer: kommune, {GRADED}}}]
    effects:
      - outcome: no_new_crime
        success_rate: 30 %
        {GRADED}
        consequences: [{{price: year, quantity: -1}}]
"""
COST = "interventions.a.costs.C.amount"
RATE = "interventions.a.effects.no_new_crime.success_rate"
COMPLETION = "interventions.a.completion"
STARTERS = "interventions.a.participants"


@pytest.fixture
def line(load: Load) -> Around:
    return Around(load(LINE))


def found(switches: dict[str, dict[str, Switch]], name: str, result: str = TOTAL) -> Switch:
    (full,) = [key for key in switches if key == name or key.startswith(f"{name}.")]
    return switches[full][result]


# one way


def test_the_estimates_give_the_net_value_by_hand(line: Around) -> None:
    assert line.base == pytest.approx(
        {"total": 160_000.0, "kommune": -920_000.0, "region": 0.0, "stat": 1_080_000.0}
    )


def test_the_tornado_of_a_straight_line_by_hand(line: Around) -> None:
    bars = tornado(line)
    price, cost = bars["price.year"], bars[COST]
    assert price.low is not None
    assert price.high is not None
    assert (price.low.npv[TOTAL], price.high.npv[TOTAL]) == pytest.approx((-560_000.0, 880_000.0))
    assert (price.low.npv["stat"], price.high.npv["kommune"]) == pytest.approx((720_000.0, -560_000.0))
    assert cost.swing(TOTAL) == pytest.approx(900_000.0)
    assert cost.swing("stat") == 0.0
    assert cost.minus is not None
    assert cost.minus.npv[TOTAL] == pytest.approx(360_000.0)
    assert bars[STARTERS].low is None
    assert bars[STARTERS].swing(TOTAL, shifted=True) == pytest.approx(32_000.0)


def test_a_share_is_not_moved_beyond_everybody(load: Load) -> None:
    bars = tornado(Around(load(LINE, "interventions.a.completion={estimate: 95 %, low: 90 %, high: 99 %}")))
    plus, minus = bars[COMPLETION].plus, bars[COMPLETION].minus
    assert plus is not None
    assert minus is not None
    assert (plus.value, plus.clipped) == (1.0, True)
    assert not minus.clipped
    assert minus.value == pytest.approx(0.855)


@pytest.mark.parametrize(("model", "how"), CASES)
def test_all_moves_agree_with_the_engine_called_one_by_one(
    model: str, how: tuple[str, ...], load: Load
) -> None:
    scenario = load(mixed(model), *how)
    around = Around(scenario)
    for name, bar in tornado(around).items():
        for moved in (bar.minus, bar.plus):
            if moved is not None:
                alone = cba.appraise(scenario, at=_with(name, moved.value)).portfolio
                assert moved.npv[TOTAL] == pytest.approx(alone.npv, rel=1e-9, abs=1e-3), name
                for payer, share in alone.by_payer.items():
                    assert moved.npv[payer] == pytest.approx(share.npv, rel=1e-9, abs=1e-3), name


def _with(name: str, value: float) -> Callable[[Input], float]:
    return lambda item: value if item.name == name else item.value


# switching values


def test_switching_values_of_a_straight_line_by_hand(line: Around) -> None:
    switches = switching_values(line)
    expected = {
        "price.year": (20_000 / 0.24, True),
        COST: (21_600.0, True),
        COMPLETION: (20_000 / 27_000, True),
        RATE: (20_000 / 72_000, None),
    }
    for name, (value, likely) in expected.items():
        switch = found(switches, name)
        assert switch.value == pytest.approx(value, rel=1e-12), name
        assert (switch.status, switch.likely) == ("found", likely), name


def test_what_cannot_turn_the_result_is_said(line: Around, load: Load) -> None:
    switches = switching_values(line)
    assert found(switches, STARTERS).values == (0.0,)
    assert found(switches, COST, "stat").status == "no_influence"
    assert found(switches, RATE, "region").status == "no_influence"
    # the municipality would need a success rate of 20,000 / 36,000 to gain
    assert found(switches, RATE, "kommune").value == pytest.approx(20 / 36)
    dear = switching_values(Around(load(LINE, *_cost(80_000))))
    assert (found(dear, RATE).status, found(dear, RATE).values) == ("none", ())
    assert found(dear, "price.year").value == pytest.approx(80_000 / 0.24)
    assert found(dear, "price.year").likely is False


SETTINGS = {
    "price.placement_year": "assumptions.prices.placement_year.estimate",
    "price.pain": "assumptions.prices.pain.estimate",
    "interventions.family.completion": "interventions.family.completion",
    "interventions.family.costs.Forløb.amount": "interventions.family.costs.Forløb.amount",
    "interventions.family.costs.Opstart.amount": "interventions.family.costs.Opstart.amount",
    "interventions.family.effects.violence.estimate": "interventions.family.effects.violence.estimate",
    "interventions.family.effects.violence.baseline": "interventions.family.effects.violence.baseline.share",
    "interventions.family.effects.violence.transfer": "interventions.family.effects.violence.transfer",
    "interventions.family.effects.out_of_home_placement.transfer": (
        "interventions.family.effects.out_of_home_placement.transfer"
    ),
    "interventions.family.effects.out_of_home_placement.success_rate.with": (
        "interventions.family.effects.out_of_home_placement.success_rate.with"
    ),
    "interventions.case.flows.Skat.2027": "interventions.case.flows.Skat.amounts",
    "rate": "assumptions.discounting.rate",
}


@pytest.mark.parametrize("result", [TOTAL, "kommune"])
@pytest.mark.parametrize(("model", "how"), CASES)
def test_a_switching_value_put_back_gives_zero(
    model: str, how: tuple[str, ...], result: str, load: Load
) -> None:
    scenario = load(mixed(model), *how)
    around = Around(scenario)
    switches, checked = switching_values(around), 0
    for name, path in SETTINGS.items():
        full = next(key for key in switches if key == name or (name == "rate" and "rate.0" in key))
        item = around.inputs[full]
        for value in switches[full][result].values:
            given = value / item.factor
            if full in ("interventions.family.costs.Opstart.amount",) and given < 0:
                continue
            text = f"[0, {given!r}]" if path.endswith("amounts") else repr(given)
            again = cba.appraise(load(mixed(model), *how, f"{path}={text}")).portfolio
            npv = again.npv if result == TOTAL else again.by_payer[result].npv
            assert npv == pytest.approx(0.0, abs=1e-6 * again.pv_costs), (name, value)
            checked += 1
    assert checked >= 5, "choose other numbers"


def test_the_discount_rate_has_its_switching_value_the_internal_rate(load: Load) -> None:
    text = mixed("soem")
    scenario = load(text, "assumptions.discounting.rate=3 %")
    name = next(key for key in Around(scenario).inputs if "rate" in key and "success" not in key)
    switch = switching_values(Around(scenario, "family"))[name][TOTAL]
    irr = cba.appraise(scenario).interventions["family"].irr
    assert (switch.value is None) == (irr.rate is None or not -0.99 <= irr.rate <= 1)
    if switch.value is not None:
        assert switch.value == pytest.approx(irr.rate, rel=1e-9)


# one odds ratio in two outcomes, one welcome and one not, so the net value bends back
BENT = f"""\
{TOP}assumptions:
  discounting: {{rate: 0 %}}
  prices:
    gain: {{estimate: 100000, payer: stat, {GRADED}}}
    harm: {{estimate: -110000, payer: kommune, {GRADED}}}
interventions:
  - id: a
    participants: 100
    effects:
      - outcome: reconviction
        evidence: cbt_juv
        transfer: 100 %
        baseline: {{share: 10 %, within: 12 months}}
        consequences: [{{price: gain, quantity: 1}}]
      - outcome: violence
        evidence: cbt_juv
        transfer: 100 %
        baseline: {{share: 80 %, within: 12 months}}
        consequences: [{{price: harm, quantity: 1}}]
"""


def test_several_switching_values_are_all_given_the_nearest_first(load: Load) -> None:
    around = Around(load(BENT))
    switch = switching_values(around)["evidence.cbt_juv"][TOTAL]
    # 1 − RR = (1 − p)(1 − OR)/(1 − p + p·OR): zero at 1, and where 9/(0.9 + 0.1·OR) = 17.6/(0.2 + 0.8·OR)
    assert sorted(switch.values) == pytest.approx([1.0, 14.04 / 5.44], rel=1e-12)
    estimate = around.inputs["evidence.cbt_juv"].value
    assert sorted(switch.values, key=lambda v: abs(v - estimate)) == list(switch.values)
    for value in switch.values:
        assert around.at({"evidence.cbt_juv": np.array([value])})["evidence.cbt_juv"][0] == pytest.approx(
            0.0, abs=1e-3
        )


def test_the_nearest_switching_value_may_be_the_larger_one(load: Load) -> None:
    # besides 1 the net value is zero at 0.2: 9/(0.9 + 0.02) = 0.2·b/(0.2 + 0.16)
    harm = 1000 * 9 / 0.92 * 0.36 / 0.2 / 0.8
    around = Around(load(BENT, f"assumptions.prices.harm.estimate={-harm!r}"))
    assert switching_values(around)["evidence.cbt_juv"][TOTAL].values == pytest.approx((1.0, 0.2))


def test_where_the_sign_changes_in_a_jump_there_is_no_switching_value(load: Load) -> None:
    """Of two years' effects on the same place the larger counts: at −1 the second overtakes the first."""
    text = (
        f"{TOP}assumptions:\n  discounting: {{rate: 0 %}}\n"
        f"  prices: {{c: {{estimate: 1000, payer: stat, {GRADED}}}}}\n"
        "interventions:\n  - id: a\n    years: 2\n    effects:\n      - outcome: violence\n"
        f"        change: {{by_year: [1, -0.9]}}\n        {GRADED}\n"
        "        consequences: [{price: c, quantity: 1}]\n"
    )
    around = Around(load(text))
    name = "interventions.a.effects.violence.change.1"
    before, after = around.at({name: np.array([-0.99, -1.01])})[name][0]
    assert (before, after) == pytest.approx((-1010.0, 1020.0))
    assert switching_values(around)[name][TOTAL].status == "none"


def test_a_pole_is_no_switching_value(load: Load) -> None:
    """True incidents are the reported over the share reported: near a share of zero there is a pole."""
    text = (
        f"{TOP}interventions:\n  - id: a\n    years: 1\n"
        f"    costs: [{{what: C, amount: 1000, per: year, payer: kommune, {GRADED}}}]\n"
        f"    effects: [{{outcome: burglary, measure: relative_risk, estimate: 1.2, direction: "
        f"lower_is_better, {GRADED}, baseline: {{incidents: 100}}, reporting_rate: 50 %, "
        f"consequences: [{{price: c, quantity: 1}}]}}]\n"
        f"assumptions: {{prices: {{c: {{estimate: 10, payer: stat, {GRADED}}}}}}}\n"
    )
    switches = switching_values(Around(load(text)))
    (name,) = [key for key in switches if key.endswith("reporting_rate")]
    assert switches[name][TOTAL].status == "none"


# elasticity


def test_elasticities_of_a_straight_line_by_hand(line: Around) -> None:
    found = elasticities(line)
    # benefits of 2.16 m and costs of 2 m against a net of 0.16 m
    assert found["price.year"][TOTAL].value == pytest.approx(13.5)
    assert found["price.year"][TOTAL].change == pytest.approx(21_600.0)
    assert found[COST][TOTAL].value == pytest.approx(-12.5)
    assert found[STARTERS][TOTAL].value == pytest.approx(1.0)
    assert all(found[name][TOTAL].critical for name in ("price.year", COST, STARTERS))
    assert not found[COST]["stat"].critical
    # the municipality's net is −0.92 m: a dearer year of 1 % adds 10,800
    assert found["price.year"]["kommune"].value == pytest.approx(1.08 / 0.92)


def test_an_elasticity_just_below_one_is_not_critical(load: Load) -> None:
    # net = 2.16 m − cost: at a cost of 1.08 m both elasticities are 2 and 1; a little less, below 1
    at_limit, below = (
        elasticities(Around(load(LINE, *_cost(cost))))[COST][TOTAL] for cost in (10_800, 10_700)
    )
    assert at_limit.value == pytest.approx(-1.0)
    assert (at_limit.critical, below.critical) == (True, False)


def _cost(amount: float) -> tuple[str, ...]:
    """Settings that put the cost outside its interval, and the interval with it."""
    return (
        f"{COST}={amount}",
        f"{COST.removesuffix('amount')}low=1000",
        f"{COST.removesuffix('amount')}high=90000",
    )


def test_nothing_can_be_said_in_per_cent_of_zero(load: Load) -> None:
    around = Around(load(LINE, f"{COST}=21600"))
    assert around.base[TOTAL] == pytest.approx(0.0, abs=1e-6)
    found = elasticities(around)["price.year"][TOTAL]
    assert found.value is None
    assert not found.critical
    assert found.change == pytest.approx(21_600.0)
    idle = elasticities(Around(load(LINE, f"{RATE}=0 %")))
    (name,) = [key for key in idle if key.startswith(RATE)]
    assert idle[name][TOTAL].value is None


def test_an_input_that_cannot_rise_is_judged_by_its_fall(load: Load) -> None:
    completion = elasticities(Around(load(LINE, "interventions.a.completion=100 %")))[COMPLETION][TOTAL]
    assert completion.change == pytest.approx(27_000.0)
    assert completion.value == pytest.approx(27 / 7)


@pytest.mark.parametrize(("model", "how"), CASES)
def test_elasticity_is_the_larger_of_both_directions(model: str, how: tuple[str, ...], load: Load) -> None:
    scenario = load(mixed(model), *how)
    around, curved = Around(scenario), 0
    for name, found in elasticities(around).items():
        value, largest = around.inputs[name].value, around.ranges[name].highest
        if not value or value * 1.01 > largest:
            continue
        less, more = (cba.appraise(scenario, at=_with(name, f * value)).portfolio.npv for f in (0.99, 1.01))
        steps = (around.base[TOTAL] - less, more - around.base[TOTAL])
        expected = max(steps, key=abs) / abs(around.base[TOTAL]) / 0.01
        assert found[TOTAL].value == pytest.approx(expected, rel=1e-6, abs=1e-9), name
        assert found[TOTAL].change == pytest.approx(steps[1], rel=1e-6, abs=1e-3), name
        curved += abs(steps[0] - steps[1]) > 1e-4 * abs(steps[0])
    assert curved, "choose an input that bends the net value"


def test_what_was_stated_in_older_prices_is_given_back_in_them(load: Load) -> None:
    text = LINE.replace("per: participant,", "per: participant, price_year: 2015,")
    found = sensitivity(load(text)).to_dict()
    item, switch = found["inputs"][COST], found["switching"][COST][TOTAL]
    assert item["factor"] > 1.1
    assert (item["low"], item["high"]) == pytest.approx((15_000 * item["factor"], 24_000 * item["factor"]))
    assert switch["value"] == pytest.approx(21_600.0)
    assert switch["as_given"] == pytest.approx(21_600.0 / item["factor"])
    again = load(text, f"{COST}={switch['as_given']!r}")
    assert cba.appraise(again).portfolio.npv == pytest.approx(0.0, abs=1e-6)


# two ways


def test_the_grid_agrees_with_the_closed_form_and_its_zero_line(line: Around) -> None:
    grid = two_way(line, "price.year", COST, 5)
    assert grid.across.tolist() == pytest.approx([60_000, 75_000, 90_000, 105_000, 120_000])
    assert grid.down.tolist() == pytest.approx([15_000, 17_250, 19_500, 21_750, 24_000])
    by_hand = 100 * (0.24 * grid.across[np.newaxis, :] - grid.down[:, np.newaxis])
    assert grid.npv[0] == pytest.approx(by_hand)
    pieces = grid.zero_line(0)
    assert pieces
    for piece in pieces:
        for across, down in piece:
            assert 0.24 * across == pytest.approx(down)
    ends = sorted(point for piece in pieces for point in piece)
    assert ends[0][1] == pytest.approx(15_000.0)
    assert ends[-1][0] == pytest.approx(24_000 / 0.24)


def test_a_fixed_input_is_moved_by_half(line: Around) -> None:
    grid = two_way(line, STARTERS, RATE if RATE in line.inputs else f"{RATE}.net", 3)
    assert grid.across.tolist() == [50.0, 100.0, 150.0]
    assert grid.down.tolist() == pytest.approx([0.15, 0.3, 0.45])
