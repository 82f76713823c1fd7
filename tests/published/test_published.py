"""Figures that others have printed, calculated again by the engine; each with its source and tolerance.

Not here: the Justice Ministry's 505,300 kr per person (its inputs are not published).
"""

from collections.abc import Callable

import pytest

import cba
from cba.registers import load_registers

Appraise = Callable[..., cba.Appraisal]

# Den Sociale Investeringsfond (2022), calculated with SØM: 420 released prisoners at the highest risk;
# 67 % of them reoffend without and 29 % with the intervention; 245 prison days per success; t = 0 … 10.
DSI = """\
scenario: {id: dsi}
model: soem
price_year: 2022
start: 2022
assumptions: {discounting: {rate: 0 %}}
interventions:
  - id: mentor
    participants: 420
    effects:
      - outcome: no_new_crime
        success_rate: {with: 71 %, without: 33 %}
        grade: D
        consequences: [{price: som_prison_day_implied, quantity: -245, spread: 10}]
"""

GANGS = (
    *("gang_cost_victims_property_2016", "gang_cost_prison_exit_2016", "gang_cost_police_exit_2016"),
    *(
        "gang_cost_police_charges_2016",
        "gang_cost_prosecution_2016",
        "gang_cost_courts_2016",
        "gang_cost_prison_2016",
    ),
)


def figure(id: str) -> float:
    value = load_registers().figures[id].value
    assert value is not None
    return value


def test_dsi_160_fewer_reoffenders(appraise: Appraise) -> None:
    found = appraise(DSI).portfolio.outcomes["no_new_crime"]
    assert found.avoided == pytest.approx(160, abs=0.5)


def test_dsi_prison_days_are_70_per_cent_of_84_million(appraise: Appraise) -> None:
    result = appraise(DSI).portfolio
    share = result.pv_benefits / figure("dsi_total_10y") * 100
    assert figure("dsi_total_10y") == 84e6
    assert share == pytest.approx(figure("dsi_share_prison_days"), abs=0.5)
    assert share == pytest.approx(70, abs=0.5)


def test_dsi_prison_days_are_the_states_and_the_prison_services(appraise: Appraise) -> None:
    """90 % falls on the state and 84 % on police, courts and prisons: prison days are within both."""
    result = appraise(DSI).portfolio
    assert result.by_payer["stat"].npv == pytest.approx(result.npv)
    assert result.by_area == {"kriminalforsorg": pytest.approx(result.pv_benefits)}
    assert 70 <= figure("dsi_share_justice") == 84 <= figure("dsi_share_state") == 90


def test_dsi_days_are_spread_over_ten_years(appraise: Appraise) -> None:
    rows = appraise(DSI).to_dict()["portfolio"]["by_year"]
    assert len(rows) == 11
    assert [row["benefits"] for row in rows[:10]] == pytest.approx([420 * 0.38 * 24.5 * 1500] * 10)
    assert rows[10]["benefits"] == 0


# De Utrolige År (Rambøll 2012): 10,000 children at 30,000 kr; a net gain of 158,000 kr each.
CHILDREN = """\
scenario: {id: dua}
model: soem
price_year: 2012
start: 2012
horizon: 1
assumptions: {prices: {gain: {estimate: GAIN, payer: stat, grade: D}}}
interventions:
  - id: parents
    participants: 10_000
    costs: [{what: Forløb, amount: COST, per: participant, payer: kommune, source: dua_child_2012}]
    effects:
      - {outcome: bullying, change: {by_year: [-1]}, grade: D, consequences: [{price: gain, quantity: 1}]}
"""


def test_de_utrolige_aar(appraise: Appraise) -> None:
    cost, net = load_registers().prices["dua_child_2012"].value, figure("dua_net_2012")
    assert (cost, net) == (30_000, 158_000)
    assert cost is not None
    result = appraise(CHILDREN.replace("COST", str(cost)).replace("GAIN", str(cost + net))).portfolio
    assert result.pv_costs == pytest.approx(300e6, rel=1e-12)
    assert result.npv == pytest.approx(1.58e9, rel=1e-12)
    assert round(result.npv / 1e9, 1) == 1.6
    assert result.npv_per_participant == pytest.approx(158_000, rel=1e-12)


# FFT (Socialstyrelsen): 30 families at 70 %, 30 at 80 %, then three years of 45 at 85 %.
FAMILIES = """\
scenario: {id: fft}
price_year: 2016
start: 2016
horizon: 5
assumptions: {discounting: {rate: 0 %}}
interventions:
"""
FAMILY = """\
  - id: YEAR
    participants: WHO
    completion: SHARE %
    costs: [{what: Forløb, amount: 1, per: completer, payer: kommune, grade: D}]
"""


def test_fft_159_families_complete(appraise: Appraise) -> None:
    years = {
        "first": ("{2016: 30}", "70"),
        "second": ("{2017: 30}", "80"),
        "later": ("{2018: 45, 2019: 45, 2020: 45}", "85"),
    }
    text = FAMILIES + "".join(
        FAMILY.replace("YEAR", id).replace("WHO", who).replace("SHARE", share)
        for id, (who, share) in years.items()
    )
    families = appraise(text).portfolio.pv_costs
    assert families == pytest.approx(159.75, abs=1e-9)
    assert int(families) == 159


# Gang crime 2016 (Ritzau 2018, after the Justice Ministry): seven items.
def test_gang_crime_sums_exactly(appraise: Appraise) -> None:
    payers = {id: "offer" if "victims" in id else "stat" for id in GANGS}
    flows = "".join(
        f"      - {{what: {id}, payer: {payers[id]}, kind: cost, source: {id}, "
        f"amounts: [{figure(id):.0f}]}}\n"
        for id in GANGS
    )
    text = (
        "scenario: {id: gangs}\nprice_year: 2016\nstart: 2016\nhorizon: 1\n"
        "assumptions: {payers: [stat, offer]}\n"
        f"interventions:\n  - id: gangs\n    flows:\n{flows}"
    )
    result = appraise(text).portfolio
    assert len(GANGS) == 7
    assert result.pv_costs == 314_751_672 == figure("gang_cost_total_2016")
    assert result.by_payer["offer"].pv_costs == 4_960_906


# The Finance Ministry's guide (2023): 3.5 % in years 0–35, 2.5 % in 36–70, 1.5 % after; net tax factor 1.28.
def test_the_finance_ministrys_rates(appraise: Appraise) -> None:
    text = DSI.replace("assumptions: {discounting: {rate: 0 %}}\n", "horizon: 100\n")
    factors = appraise(text).portfolio.calendar.discount
    expected = {0: 1.0, 35: 1.035**-35, 36: 1.035**-35 / 1.025, 70: 1.035**-35 * 1.025**-35}
    expected[99] = expected[70] * 1.015**-29
    for n, factor in expected.items():
        assert factors[n] == pytest.approx(factor, rel=1e-12), n
    assert figure("naf_2023") == 1.28


# Chinn (2000): a standardised mean difference times 1.81 is a log odds ratio.
def test_chinns_conversion() -> None:
    from cba.effects import relative_risk

    ratio = relative_risk("standardised_mean_difference", 0.5, 1e-12)
    assert ratio == pytest.approx(2.71828 ** (1.81 * 0.5), rel=0.003)
