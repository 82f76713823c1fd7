"""What was observed moves the draws as the closed forms say, and a grid where there is none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import stats

import cba
from cba.following.actuals import read_actuals
from cba.following.following import Followed, follow
from cba.following.posterior import resampled
from cba.inputs import Array

from ..conftest import Load, Write
from ..snippets import GRADED, TOP

HEAD = "year,intervention,measure,outcome,value,of,low,high\n"
PEOPLE = f"""\
{TOP}draws: 20000
interventions:
  - id: a
    participants: [50, 50]
    COMPLETION
    costs: [{{what: C, amount: 100, per: completer, payer: kommune, {GRADED}}}]
    effects:
      - outcome: no_new_crime
        success_rate: RATE
        {GRADED}
        consequences: []
"""
PLACE = f"""\
{TOP}draws: 20000
interventions:
  - id: a
    years: 3
    effects:
      - {{outcome: burglary, measure: relative_risk, RISK, direction: lower_is_better, {GRADED},
         baseline: {{incidents: INCIDENTS}}, transfer: TRANSFER, consequences: []}}
"""
QUANTILES = np.array([0.025, 0.25, 0.5, 0.75, 0.975])


def people(completion: str = "completion: 100 %", rate: str = "50 %") -> str:
    return PEOPLE.replace("COMPLETION", completion).replace("RATE", rate)


def place(risk: str = "estimate: 1", incidents: str = "200", transfer: str = "100 %") -> str:
    return PLACE.replace("RISK", risk).replace("INCIDENTS", incidents).replace("TRANSFER", transfer)


def followed(load: Load, write: Write, text: str, *rows: str) -> Followed:
    scenario = load(text)
    write(HEAD + "".join(f"{row}\n" for row in rows), "actuals.csv")
    return follow(scenario, read_actuals(Path("actuals.csv"), scenario))


def column(found: Followed, ending: str) -> Array:
    [name] = [name for name in found.posterior.columns if name.endswith(ending)]
    return found.posterior.columns[name]


def test_completion_is_beta_binomial(load: Load, write: Write) -> None:
    text = people("completion: {estimate: 80 %, se: 0.05, distribution: beta}")
    rows = ("2026,a,completed,,30,50,,", "2027,a,completed,,33,50,,")
    found = followed(load, write, text, *rows)
    total = 0.8 * 0.2 / 0.05**2 - 1
    exact = stats.beta(0.8 * total + 63, 0.2 * total + 37)
    [update] = found.posterior.updates
    assert update.how == "beta-binomial"
    assert update.posterior == pytest.approx((0.8 * total + 63, 0.2 * total + 37), rel=1e-4)
    assert np.quantile(column(found, "completion"), QUANTILES) == pytest.approx(
        exact.ppf(QUANTILES), abs=1e-3
    )
    assert found.posterior.effective == found.promised.draws.count


def test_a_rate_of_success_is_beta_binomial(load: Load, write: Write) -> None:
    rate = "{with: {estimate: 60 %, se: 0.1, distribution: beta}, without: 40 %}"
    found = followed(load, write, people(rate=rate), "2026,a,successes,no_new_crime,18,40,,")
    total = 0.6 * 0.4 / 0.1**2 - 1
    exact = stats.beta(0.6 * total + 18, 0.4 * total + 22)
    assert [update.how for update in found.posterior.updates] == ["beta-binomial"]
    assert np.quantile(column(found, "with"), QUANTILES) == pytest.approx(exact.ppf(QUANTILES), abs=2e-3)


def test_incidents_are_gamma_poisson(load: Load, write: Write) -> None:
    text = place(incidents="{estimate: 200, se: 30, distribution: gamma}", risk="estimate: 0.9")
    rows = ("2026,a,incidents,burglary,150,,,", "2027,a,incidents,burglary,160,,,")
    found = followed(load, write, text, *rows)
    shape, rate = (200 / 30) ** 2, 200 / 30**2
    exact = stats.gamma(shape + 310, scale=1 / (rate + 2 * 0.9))
    [update] = found.posterior.updates
    assert update.how == "gamma-poisson"
    assert np.quantile(column(found, "incidents"), QUANTILES) == pytest.approx(exact.ppf(QUANTILES), rel=2e-3)


def test_an_effect_measured_here_is_normal_on_the_log_scale(load: Load, write: Write) -> None:
    text = place(risk="estimate: 0.8, low: 0.6, high: 1.0666666667")
    found = followed(load, write, text, "2026,a,effect,burglary,1.0,,0.8,1.25")
    width = 2 * stats.norm.ppf(0.975)
    before, here = np.log(1.0666666667 / 0.6) / width, np.log(1.25 / 0.8) / width
    precision = before**-2 + here**-2
    middle = (np.log(0.8) * before**-2) / precision
    exact = stats.norm(middle, precision**-0.5)
    [update] = found.posterior.updates
    assert update.how == "normal on the log scale"
    got = np.log(column(found, ""))
    assert np.quantile(got, QUANTILES) == pytest.approx(exact.ppf(QUANTILES), abs=2e-3)


def test_what_is_not_exact_agrees_with_a_grid(load: Load, write: Write) -> None:
    transfer = "{estimate: 50 %, low: 0 %, high: 100 %, distribution: uniform}"
    text = place(risk="estimate: 0.6", transfer=transfer)
    found = followed(
        load, write, text, "2026,a,incidents,burglary,185,,,", "2027,a,incidents,burglary,170,,,"
    )
    grid = np.linspace(0, 1, 20_001)
    mean = 200 * (1 - 0.4 * grid)
    weight = np.asarray(stats.poisson.pmf(185, mean) * stats.poisson.pmf(170, mean))
    weight /= weight.sum()
    got = column(found, "transfer")
    assert [update.how for update in found.posterior.updates] == ["importance weights"]
    assert got.mean() == pytest.approx(float(weight @ grid), abs=2e-3)
    assert got.std() == pytest.approx(float(np.sqrt(weight @ grid**2 - (weight @ grid) ** 2)), rel=0.02)
    assert found.posterior.effective == pytest.approx(
        20_000 * np.mean(weight) ** 2 / np.mean(weight**2), rel=0.02
    )


def test_weights_and_the_exact_way_agree(load: Load, write: Write) -> None:
    text = people("completion: {estimate: 80 %, se: 0.05, distribution: beta}")
    found = followed(load, write, text, "2026,a,completed,,30,50,,")
    prior = found.promised.draws.column("interventions.a.completion")
    weights = np.asarray(stats.binom.pmf(30, 50, prior))
    weights /= weights.sum()
    by_weights = prior[resampled(weights, 1)]
    exact = column(found, "completion")
    assert by_weights.mean() == pytest.approx(exact.mean(), abs=2e-3)
    assert by_weights.std() == pytest.approx(exact.std(), rel=0.03)


def test_resampling_keeps_shares() -> None:
    weights = np.array([0.5, 0.25, 0.125, 0.125])
    counts = np.bincount(resampled(np.repeat(weights / 100, 100), 3) // 100, minlength=4)
    assert counts == pytest.approx(400 * weights, abs=1)


def test_a_number_without_an_interval_learns_nothing(load: Load, write: Write) -> None:
    found = followed(load, write, people(), "2026,a,completed,,30,50,,")
    assert [update.how for update in found.posterior.updates] == ["fixed"]


def test_few_fitting_draws_lead_to_more(load: Load, write: Write) -> None:
    transfer = "{estimate: 50 %, low: 0 %, high: 100 %, distribution: uniform}"
    text = place(risk="estimate: 0.2", incidents="90000", transfer=transfer).replace("20000", "1000")
    found = followed(load, write, text, "2026,a,incidents,burglary,54000,,,")
    assert found.promised.draws.count > 1_000
    assert found.posterior.effective >= 400
    assert column(found, "transfer").mean() == pytest.approx(0.5, abs=0.01)


def test_the_same_bytes_again(load: Load, write: Write) -> None:
    text = place(risk="estimate: 0.8, low: 0.6, high: 1.05")
    one, other = (followed(load, write, text, "2026,a,incidents,burglary,150,,,") for _ in range(2))
    assert np.array_equal(one.forecast.total(), other.forecast.total())
    assert isinstance(one.promised.scenario, cba.Scenario)
