"""A sample of joint draws for results.json: what payers gain and outcomes come to in the same draw.

Percentiles of each payer cannot tell how often nobody loses, or what a contract on outcomes pays; a few
hundred joint draws can. They are every k-th draw, in whole kroner and six digits of outcomes: a picture of
the distribution, not the results themselves.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from cba.interventions import PORTFOLIO
from cba.uncertainty.simulation import Simulation

MOST_DRAWS = 500
LEAST_DRAWS = 200
MOST_NUMBERS = 24_000
"""Numbers in all, which keeps results.json below half a megabyte."""

_DIGITS = 6


def samples(simulation: Simulation) -> dict[str, dict[str, Any]]:
    """Return the samples by id of interventions and the portfolio; of the portfolio alone when they are many.

    Each has `draws`, `net_by_payer` (payers with nothing at stake left out) and `avoided` by outcome.
    """
    each = {id: _columns(simulation, id) for id in simulation.ids}
    across = sum(len(columns) for columns in each.values())
    count = min(MOST_DRAWS, simulation.draws.count, MOST_NUMBERS // max(across, 1))
    kept = simulation.ids
    if count < min(LEAST_DRAWS, simulation.draws.count):
        kept, count = (PORTFOLIO,), min(MOST_DRAWS, simulation.draws.count)
    chosen = np.linspace(0, simulation.draws.count - 1, count).round().astype(np.intp)
    return {id: _sample(simulation, id, chosen) for id in kept}


def _columns(simulation: Simulation, id: str) -> list[str]:
    touched = [
        p for p, row in zip(simulation.payers, simulation.npv[id], strict=True) if np.abs(row).max() >= 0.5
    ]
    return [*touched, *simulation.avoided[id]]


def _sample(simulation: Simulation, id: str, chosen: npt.NDArray[np.intp]) -> dict[str, Any]:
    return {
        "draws": len(chosen),
        "net_by_payer": {
            payer: [round(value) for value in row[chosen].tolist()]
            for payer, row in zip(simulation.payers, simulation.npv[id], strict=True)
            if np.abs(row).max() >= 0.5
        },
        "avoided": {
            outcome: [float(f"{value:.{_DIGITS}g}") for value in row[chosen].tolist()]
            for outcome, row in simulation.avoided[id].items()
        },
    }
