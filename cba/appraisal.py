"""One scenario through one model: the result object."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from cba.accounts import EffectChange, accounts_of
from cba.document import Outlook, document
from cba.inputs import Values, at_estimates
from cba.linking import Scenario
from cba.result import Calendar, Result

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

    def to_dict(self, outlook: Outlook | None = None) -> dict[str, Any]:
        """Return the document that `results.json` holds, and that every report is made from.

        Args:
            outlook: what a simulation of the same scenario says, from `cba.uncertainty.outlook.outlook`.
        """
        return document(self.scenario, self.interventions, self.portfolio, self.overlap_loss, outlook)

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
    calendar = Calendar(scenario.start, scenario.model.discount_factors(scenario.horizon, at))
    lens = scenario.model.lens
    accounts = accounts_of(scenario.interventions, at)
    alone = {
        id: Result(id, own.costs, own.changes, float(own.starters.total), calendar, lens, at)
        for id, own in accounts.alone.items()
    }
    portfolio = Result(
        "portfolio",
        [stream for own in accounts.alone.values() for stream in own.costs],
        accounts.together,
        sum(result.starters for result in alone.values()),
        calendar,
        lens,
        at,
    )
    return Appraisal(scenario, alone, portfolio, _overlap_loss(accounts.changes, accounts.together))


def _overlap_loss(alone: Sequence[EffectChange], together: Sequence[EffectChange]) -> dict[str, float]:
    loss: dict[str, float] = {}
    for before, after in zip(alone, together, strict=True):
        if before is not after:
            id = before.effect.outcome.id
            loss[id] = loss.get(id, 0.0) + float(np.sum(before.avoided.total - after.avoided.total))
    return loss
