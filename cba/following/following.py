"""A scenario before and after what was achieved: promised draws, forecast, and the forecast if it ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cba.following.actuals import Actual
from cba.following.posterior import Observed, Posterior, posterior
from cba.following.settled import settled, stopped
from cba.interventions import Effect, Intervention
from cba.linking import Scenario
from cba.uncertainty.draws import Draws, Sampler
from cba.uncertainty.simulation import Simulation, over, uncertain_inputs

LEAST_EFFECTIVE = 400
"""Effective draws below which more are drawn."""

MOST_DRAWS = 2**19


@dataclass(frozen=True)
class Followed:
    """A scenario before and after what was achieved.

    Attributes:
        promised: the scenario's own draws.
        forecast: after the actual figures, draws after the observations.
        ended: the same, if nothing more is begun after the last year followed.
    """

    actuals: tuple[Actual, ...]
    promised: Simulation
    forecast: Simulation
    ended: Simulation
    posterior: Posterior

    @property
    def last_year(self) -> int:
        """The last year with a figure."""
        return max(actual.year for actual in self.actuals)


def follow(scenario: Scenario, actuals: Sequence[Actual], sampler: Sampler = "lhs") -> Followed:
    """Return the forecast after what was achieved.

    Args:
        scenario: what was promised; its distributions are the priors.
        actuals: at least one figure, from `read_actuals`.
        sampler: as for the simulation.

    Raises:
        InputError: see `settled`.
    """
    known = settled(scenario, actuals)
    observed = observations(scenario, actuals)
    count = scenario.file.draws
    while True:
        draws = Draws(
            uncertain_inputs(scenario).values(),
            count,
            scenario.file.seed,
            sampler,
            scenario.file.correlations,
        )
        after = posterior(draws, observed)
        if after.effective >= LEAST_EFFECTIVE or count * 4 > MOST_DRAWS:
            break
        count *= 4
    last = max(actual.year for actual in actuals)
    return Followed(
        tuple(actuals),
        over(scenario, draws),
        over(known, draws, values=after.columns),
        over(stopped(known, last), draws, values=after.columns),
        after,
    )


def observations(scenario: Scenario, actuals: Sequence[Actual]) -> list[Observed]:
    """Return the figures that the forecast learns from, each with what it is of."""
    by_id = {item.id: item for item in scenario.interventions}
    began = {(a.year, a.intervention): a.value for a in actuals if a.measure == "participants"}
    found = []
    for actual in actuals:
        item = by_id[actual.intervention]
        effect = _effect(item, actual)
        if actual.measure == "completed" and actual.of is None:
            actual = _of(actual, began[actual.year, actual.intervention])
        if effect is not None or actual.measure == "completed":
            found.append(Observed(actual, item, effect, scenario.start))
    return found


def _of(actual: Actual, number: float) -> Actual:
    from dataclasses import replace

    return replace(actual, of=number)


def _effect(item: Intervention, actual: Actual) -> Effect | None:
    return next((e for e in item.effects if e.outcome.id == actual.outcome), None)
