"""Promised against achieved, and the forecast, as plain data with lights in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Literal

import numpy as np

from cba.following.actuals import Actual
from cba.following.following import Followed, observations
from cba.following.likelihood import Expected, expected, tail
from cba.following.posterior import Observed, Posterior
from cba.following.settled import planned_costs
from cba.inputs import Array, Input, at_estimates
from cba.interventions import Effect
from cba.linking import Scenario
from cba.uncertainty.batches import mean, summary
from cba.uncertainty.outlook import YEARLY_DRAWS
from cba.uncertainty.simulation import Simulation
from cba.uncertainty.years import years_over

Light = Literal["on_course", "watch", "act"]

ON_COURSE, WATCH = 0.90, 0.75
"""Shares of a promise, for people and money."""

LIKELY, UNLIKELY = 0.20, 0.05
"""Chances of a figure as bad as this or worse, for what has chance in it."""

SURE, EVEN = 0.80, 0.50
"""Chances that it pays."""


def followed_document(found: Followed) -> dict[str, Any]:
    """Return what the terminal, the page and the JSON say."""
    scenario = found.promised.scenario
    return {
        "draws": found.promised.draws.count,
        "seed": scenario.file.seed,
        "effective_draws": found.posterior.effective,
        "last_year": found.last_year,
        "first_year": min(actual.year for actual in found.actuals),
        "participants": _people(found),
        "costs": _costs(found),
        "observed": _observed(found),
        "updates": _updates(found),
        "forecast": _forecast(found),
        "by_year": {"promised": _years(found.promised), "forecast": _years(found.forecast, found.posterior)},
        "limits": {
            "shares": [ON_COURSE, WATCH],
            "chances": [LIKELY, UNLIKELY],
            "pays": [SURE, EVEN],
        },
    }


def _updates(found: Followed) -> list[dict[str, Any]]:
    inputs = found.promised.scenario.inputs
    return [asdict(u) | {"kind": inputs[u.names[0]].kind} for u in found.posterior.updates]


def _people(found: Followed) -> list[dict[str, Any]]:
    rows = []
    scenario = found.promised.scenario
    for actual in (a for a in found.actuals if a.measure == "participants"):
        item = next(i for i in scenario.interventions if i.id == actual.intervention)
        planned = item.participants[actual.year - scenario.start] if item.participants else None
        promised = planned.value if planned is not None else 0.0
        rows.append(_row(actual, promised, actual.value, share_light(actual.value, promised)))
    return rows


def _costs(found: Followed) -> list[dict[str, Any]]:
    """Return costs in price-year kroner, also per participant where the actual number of them is known."""
    scenario = found.promised.scenario
    began = {(a.year, a.intervention): a.value for a in found.actuals if a.measure == "participants"}
    rows = []
    for actual in (a for a in found.actuals if a.measure == "cost"):
        item = next(i for i in scenario.interventions if i.id == actual.intervention)
        n = actual.year - scenario.start
        promised, spent = float(planned_costs(item)[n]), actual.value * actual.cost_factor
        planned = item.participants[n] if item.participants else None
        people = began.get((actual.year, actual.intervention))
        each = {
            "promised_each": promised / planned.value if planned is not None and planned.value else None,
            "achieved_each": spent / people if people else None,
        }
        pair = (each["achieved_each"], each["promised_each"])
        judged = pair if pair[0] is not None and pair[1] is not None else (spent, promised)
        rows.append(_row(actual, promised, spent, cost_light(judged[0] or 0.0, judged[1] or 0.0)) | each)
    return rows


def _row(actual: Actual, promised: float, achieved: float, light: Light) -> dict[str, Any]:
    return {
        "year": actual.year,
        "intervention": actual.intervention,
        "promised": promised,
        "achieved": achieved,
        "light": light,
        "source": actual.source,
        "where": actual.where,
    }


def share_light(achieved: float, promised: float) -> Light:
    """Return the light of something of which more is better."""
    share = achieved / promised if promised else 1.0
    return "on_course" if share >= ON_COURSE else "watch" if share >= WATCH else "act"


def cost_light(spent: float, promised: float) -> Light:
    """Return the light of money: as far above the promise as people may be below it."""
    share = spent / promised if promised > 0 else (2.0 if spent > 0 else 1.0)
    return "on_course" if share <= 2.0 - ON_COURSE else "watch" if share <= 2.0 - WATCH else "act"


def chance_light(chance: float) -> Light:
    """Return the light of a figure by the chance of one as bad or worse, had the promise been true."""
    return "on_course" if chance >= LIKELY else "watch" if chance >= UNLIKELY else "act"


def pays_light(probability: float) -> Light:
    """Return the light of the whole by the chance that it pays."""
    return "on_course" if probability >= SURE else "watch" if probability >= EVEN else "act"


def _observed(found: Followed) -> list[dict[str, Any]]:
    scenario, draws = found.promised.scenario, found.promised.draws
    columns = {name: draws.column(name) for name in draws.names}
    rows = []
    for item in observations(scenario, found.actuals):
        rows.append(_observation(item, columns, scenario))
    return rows


def _observation(item: Observed, columns: Mapping[str, Array], scenario: Scenario) -> dict[str, Any]:
    def drawn(wanted: Input) -> float | Array:
        return columns.get(wanted.name, wanted.value)

    actual, effect = item.actual, item.effect
    if actual.measure == "effect":
        assert effect is not None
        return _measured(actual, effect, item, drawn)
    if effect is None:
        promise = Expected(drawn(item.intervention.completion), 0.0, False)
        plain, better = Expected(item.intervention.completion.value, 0.0, False), False
    else:
        promise = expected(item.intervention, effect, actual, scenario.start, drawn)
        plain = expected(item.intervention, effect, actual, scenario.start, at_estimates)
        better = effect.outcome.better == "fewer" and actual.measure != "successes"
    times = 1.0 if plain.counted else actual.of or 0.0
    chance = tail(promise, actual, fewer_is_better=better)
    without = None if effect is None else float(plain.without) * times
    return _row(actual, float(plain.promised) * times, actual.value, chance_light(chance)) | {
        "measure": actual.measure,
        "outcome": actual.outcome,
        "of": actual.of,
        "without": without,
        "chance": chance,
    }


def _measured(actual: Actual, effect: Effect, item: Observed, at: Any) -> dict[str, Any]:
    """Return a locally measured effect beside the promised one; the chance is of a weaker one."""
    from scipy.special import ndtr

    from cba.effects import Relative
    from cba.following.likelihood import WIDTH

    statement = effect.statement
    assert isinstance(statement, Relative)
    assert actual.low is not None
    assert actual.high is not None
    promised = 1.0 - effect.expected_here(at_estimates) * statement.reduction(at_estimates)
    ratios = np.atleast_1d(1.0 - effect.expected_here(at) * statement.reduction(at))
    spread = float(np.log(actual.high / actual.low)) / WIDTH
    chance = float(np.mean(ndtr((np.log(np.maximum(ratios, 1e-12)) - np.log(actual.value)) / spread)))
    return _row(actual, float(promised), actual.value, chance_light(chance)) | {
        "measure": "effect",
        "outcome": actual.outcome,
        "of": None,
        "without": 1.0,
        "chance": chance,
        "low": actual.low,
        "high": actual.high,
    }


def _forecast(found: Followed) -> dict[str, Any]:
    """Return each intervention and the whole: chance to pay as promised, now, and by going on from here."""
    blocks = {}
    for id in found.promised.ids:
        then, now = found.promised.total(id), found.forecast.total(id)
        onward = now - found.ended.total(id)
        pays = mean(now > 0.0)
        blocks[id] = {
            "promised": summary(then, found.promised.sizes),
            "now": _summary(now, found),
            "pays_promised": mean(then > 0.0),
            "pays": pays,
            "light": pays_light(pays),
            "onward": _summary(onward, found) if bool(np.any(onward != 0.0)) else None,
            "onward_pays": mean(onward > 0.0) if bool(np.any(onward != 0.0)) else None,
            "by_payer": {
                payer: _of_payer(a, b)
                for payer, a, b in zip(
                    found.promised.payers, found.promised.npv[id], found.forecast.npv[id], strict=True
                )
            },
        }
    return blocks


def _summary(values: Array, found: Followed) -> dict[str, float | None]:
    """Return mean, spread and percentiles; resampled draws have no batches of their own."""
    said = summary(values, found.forecast.sizes)
    effective = found.posterior.effective
    if effective < values.size and said["sd"] is not None:
        said["se"] = said["sd"] / effective**0.5
    return said


def _of_payer(then: Array, now: Array) -> dict[str, float]:
    means = {"promised": mean(then), "now": mean(now)}
    return means | {"pays_promised": mean(then > 0.0), "pays": mean(now > 0.0)}


def _years(simulation: Simulation, after: Posterior | None = None) -> list[dict[str, Any]]:
    """Return the portfolio's years over draws."""
    values = simulation.inputs(YEARLY_DRAWS) if after is None else None
    if values is None:
        assert after is not None
        values = {name: _thinned(column) for name, column in after.columns.items()}
    size = min(YEARLY_DRAWS, simulation.draws.count)
    *_, last = years_over(simulation.scenario, values, size)
    years: list[dict[str, Any]] = last.to_dict(simulation.scenario.start, simulation.payers)["by_year"]
    return years


def _thinned(column: Array) -> Array:
    """Return evenly placed draws: resampled ones stand in order of the draws they are copies of."""
    if column.size <= YEARLY_DRAWS:
        return column
    return np.asarray(column[np.linspace(0, column.size - 1, YEARLY_DRAWS).astype(int)])
