"""What a trial that a municipality makes itself is worth before it starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from cba.inputs import Array
from cba.linking import Scenario
from cba.uncertainty.additive import Additive
from cba.uncertainty.knowing import is_choice, participants_of, users_of
from cba.uncertainty.simulation import Simulation
from cba.uncertainty.trial import NEARLY, BestSize, Trial, best_size, trial
from cba.uncertainty.trial_questions import NoTrial, Question, question_of

__all__ = ["SIZES", "LocalTrial", "NoTrial", "Question", "local_trial"]

SIZES = (40, 80, 120, 200, 400, 800, 1_600, 3_200, 6_400)
"""Participants for which the worth is listed."""


@dataclass(frozen=True)
class LocalTrial:
    """What a trial is worth before it starts.

    Attributes:
        question: what it measures.
        sizes: participants, shape (T,).
        worth: kroner, scaled, shape (T,).
        se: standard errors, shape (T,); None with fewer than two batches.
        ceiling: the worth of knowing the answer exactly, kroner, scaled.
        best: the size with the greatest net value; None when the costs are not stated.
        most: the most participants considered.
    """

    question: Question
    sizes: Array
    worth: Array
    se: Array | None
    ceiling: float
    best: BestSize | None
    most: int

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data."""
        best, question = self.best, self.question
        errors = [None] * len(self.sizes) if self.se is None else self.se.tolist()
        return {
            "measures": question.name,
            "scale": question.scale,
            "estimate": question.estimate,
            "follow_up_months": question.months,
            "inputs": sorted(question.inputs),
            "participants_max": self.most,
            "worth": [
                {"participants": int(n), "evsi": worth, "se": se}
                for n, worth, se in zip(self.sizes.tolist(), self.worth.tolist(), errors, strict=True)
            ],
            "ceiling": self.ceiling,
            "best": best
            and {
                "participants": best.n,
                "evsi": best.worth,
                "cost": best.cost,
                "net": best.net,
                "enough": {"participants": best.enough, "share_of_net": NEARLY},
            },
        }


def local_trial(
    simulation: Simulation,
    of: str,
    name: str,
    *,
    most: int | None = None,
    scale: float = 1.0,
    cost: float | None = None,
    cost_per_participant: float | None = None,
) -> LocalTrial:
    """Return what trials of different sizes are worth before they start.

    Args:
        simulation: draws of the scenario.
        of: the decision: `choice`, `portfolio` or an intervention's id.
        name: an input, an outcome, or `intervention.outcome`.
        most: the most participants that there can be; those of the interventions concerned when absent.
        scale: how many times the decision is taken.
        cost: kroner of any trial at all; without this and the next, only the worth is given.
        cost_per_participant: kroner of each participant.

    Raises:
        NoTrial: no trial of people can measure this.
    """
    columns = simulation.inputs()
    question = question_of(simulation.scenario, columns, of, name)
    trials = [
        _trial(simulation, columns, question, simulation.total(id))
        for id in _decided(simulation, of, question)
    ]

    def evsi(participants: Array) -> Array:
        spread = question.variance(np.asarray(participants, dtype=np.float64))
        return np.asarray(sum((t.evsi(spread) for t in trials), np.zeros(len(spread))))

    most = most or _available(simulation.scenario, question)
    sizes = np.array(sorted({n for n in SIZES if n < most} | {most}), dtype=np.float64)
    known = cost is not None or cost_per_participant is not None
    best = best_size(evsi, cost or 0.0, cost_per_participant or 0.0, most, scale) if known else None
    errors = _errors(trials, question.variance(sizes))
    return LocalTrial(
        question,
        sizes,
        scale * evsi(sizes),
        None if errors is None else scale * errors,
        scale * sum(t.evppi for t in trials),
        best,
        most,
    )


def _trial(simulation: Simulation, columns: Mapping[str, Array], question: Question, npv: Array) -> Trial:
    """Prepare trials for one decision; what other inputs contribute is taken out of the draws."""
    behind = set(question.inputs)
    for group in simulation.draws.groups:
        if behind & set(group.names):
            behind |= set(group.names)
    others = Additive(columns, npv[np.newaxis]).without(behind)
    return trial(question.draws, npv, simulation.sizes, others=others)


def _decided(simulation: Simulation, of: str, question: Question) -> list[str]:
    """Return whose net values are decided on and depend on the question."""
    if not is_choice(simulation, of):
        return [of]
    return users_of(simulation.scenario, question.inputs)


def _available(scenario: Scenario, question: Question) -> int:
    """Return the people of the scenario that the question is about, at least two."""
    ids = [id for id in [question.name.partition(".")[0]] if any(i.id == id for i in scenario.interventions)]
    return max(
        2, int(sum(participants_of(scenario, id) for id in ids or users_of(scenario, question.inputs)))
    )


def _errors(trials: list[Trial], spread: Array) -> Array | None:
    errors = [t.standard_error(spread) for t in trials]
    if any(e is None for e in errors) or not errors:
        return None
    return np.asarray(np.sqrt(sum(e**2 for e in errors if e is not None)))
