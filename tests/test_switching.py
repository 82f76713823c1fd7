"""Switching values hold when the scenario is run again with them."""

from collections.abc import Callable

import pytest

import cba

from .mixed import CASES, mixed
from .snippets import GRADED, PEOPLE, effect, intervention

Appraise = Callable[..., cba.Appraisal]


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
