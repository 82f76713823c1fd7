"""One scenario through one model: the result object."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cba.cashflow import cost_streams, effect_streams
from cba.document import document
from cba.inputs import Array, Values, at_estimates
from cba.interventions import Effect, Intervention, change
from cba.linking import Scenario
from cba.overlap import overlap_factors
from cba.result import Calendar, EffectChange, Result

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Appraisal:
    """A scenario's results: each intervention and the portfolio.

    Attributes:
        scenario: what was calculated.
        interventions: results by intervention id, each alone.
        portfolio: all together, overlap counted.
        overlap_loss: units of each outcome that overlap takes away, over the horizon.
    """

    scenario: Scenario
    interventions: Mapping[str, Result]
    portfolio: Result
    overlap_loss: Mapping[str, float]

    def to_dict(self) -> dict[str, Any]:
        """Return the document that `results.json` holds, and that every report is made from."""
        return document(self.scenario, self.interventions, self.portfolio, self.overlap_loss)

    @property
    def measures(self) -> pd.DataFrame:
        """One row per intervention and the portfolio: net value, benefits, costs, ratio, payback."""
        from cba.frames import measures

        return measures(self.results)

    @property
    def by_payer(self) -> pd.DataFrame:
        """Net present value: one row per intervention and the portfolio, one column per payer."""
        from cba.frames import by_payer

        return by_payer(self.results)

    @property
    def by_year(self) -> pd.DataFrame:
        """One row per year: the portfolio's costs, benefits and net, and the net of each payer."""
        from cba.frames import by_year

        return by_year(self.portfolio)

    @property
    def results(self) -> dict[str, Result]:
        """Interventions, then the portfolio, by id."""
        return {**self.interventions, "portfolio": self.portfolio}

    def __repr__(self) -> str:
        """Return the scenario, the model and one line per result."""
        scenario = self.scenario
        head = f"<Appraisal of {scenario.id} through {scenario.model.id}, {scenario.price_year} prices"
        return "\n  ".join([head, *(repr(result) for result in self.results.values())]) + ">"


def appraise(scenario: Scenario, at: Values = at_estimates) -> Appraisal:
    """Calculate a scenario through its model.

    Args:
        scenario: from `cba.load`.
        at: values of the inputs; their estimates by default.
    """
    calendar = Calendar(scenario.start, scenario.model.discount_factors(scenario.horizon))
    lens = scenario.model.lens
    costs = {i.id: cost_streams(i, at) for i in scenario.interventions}
    changes = {i.id: _changes(i, at) for i in scenario.interventions}
    starters = {i.id: float(i.starters(at).sum()) for i in scenario.interventions}
    alone = {
        i.id: Result(i.id, costs[i.id], changes[i.id], starters[i.id], calendar, lens, at)
        for i in scenario.interventions
    }
    factors = overlap_factors(scenario.interventions, at)
    everything = [item for id in changes for item in changes[id]]
    combined = [_scaled(item, factors, at) for item in everything]
    portfolio = Result(
        "portfolio",
        [stream for id in costs for stream in costs[id]],
        combined,
        sum(starters.values()),
        calendar,
        lens,
        at,
    )
    return Appraisal(scenario, alone, portfolio, _overlap_loss(everything, combined))


def _changes(intervention: Intervention, at: Values) -> list[EffectChange]:
    return [_effect_change(intervention, e, change(intervention, e, at), at) for e in intervention.effects]


def _effect_change(intervention: Intervention, effect: Effect, by_year: Array, at: Values) -> EffectChange:
    return EffectChange(intervention, effect, by_year, tuple(effect_streams(effect, by_year, at)))


def _scaled(item: EffectChange, factors: Mapping[tuple[str, str], Array], at: Values) -> EffectChange:
    factor = factors.get((item.intervention.id, item.effect.outcome.id))
    if factor is None:
        return item
    by_year = item.change * factor
    streams = tuple(effect_streams(item.effect, by_year, at))
    return EffectChange(item.intervention, item.effect, by_year, streams, overlapped=True)


def _overlap_loss(alone: Sequence[EffectChange], together: Sequence[EffectChange]) -> dict[str, float]:
    loss: dict[str, float] = {}
    for before, after in zip(alone, together, strict=True):
        if before is not after:
            id = before.effect.outcome.id
            loss[id] = loss.get(id, 0.0) + float((before.avoided - after.avoided).sum())
    return loss
