"""Which inputs carry the uncertainty of a result: of all together and of each payer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from cba.inputs import Array
from cba.uncertainty.around import Around
from cba.uncertainty.draws import Draws, Sampler
from cba.uncertainty.simulation import Simulation, over, uncertain_inputs
from cba.uncertainty.variance import SobolIndices, first_order, sobol_indices

_OTHER_SEED = 2**32
"""Added to the seed for the second, independent set of draws; no user's seed is as far from another."""

_MOST_EVALUATIONS = 2**21
"""Draws of a set times sets at most: the total order takes a whole set for every input."""

_LEAST_DRAWS = 1024
"""Draws of a set at least, however many inputs there are."""


@dataclass(frozen=True)
class Importance:
    """Shares of the variance of the net value.

    Attributes:
        simulation: the draws behind it.
        of: the intervention or portfolio.
        first: result → input → (share of the variance, its standard error); first order.
        sobol: first and total order by group of inputs that depend on each other; results as in `results`.
        results: `total`, then each payer.
    """

    simulation: Simulation
    of: str
    first: Mapping[str, Mapping[str, tuple[float, float | None]]]
    sobol: SobolIndices
    results: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data; indices of a result that does not vary are left out."""
        draws, sobol = self.simulation.draws, self.sobol
        return {
            "draws": draws.count,
            "sampler": draws.sampler,
            "seed": draws.seed,
            "batches": len(draws.sizes),
            "first_order": {
                result: {name: {"share": share, "se": se} for name, (share, se) in found.items()}
                for result, found in self.first.items()
            },
            "sobol": {
                "draws": sobol.evaluations // (len(sobol.groups) + 2),
                "evaluations": sobol.evaluations,
                "groups": [
                    {
                        "inputs": list(names),
                        "first": self._by_result(sobol.first[row], sobol.first_half, row),
                        "total": self._by_result(sobol.total[row], sobol.total_half, row),
                    }
                    for row, names in enumerate(sobol.groups)
                ],
            },
        }

    def _by_result(self, values: Array, half: Array | None, row: int) -> dict[str, dict[str, float | None]]:
        """Return a group's indices with their intervals, for the results that vary."""
        found = {}
        for column, result in enumerate(self.results):
            if result in self.first:
                value = float(values[column])
                width = None if half is None else float(half[row, column])
                low, high = (None, None) if width is None else (value - width, value + width)
                found[result] = {"share": value, "low": low, "high": high}
        return found


def importance(around: Around, sampler: Sampler = "lhs") -> Importance | None:
    """Return which inputs carry the uncertainty; None when none is uncertain.

    First order of every payer comes from the draws of a simulation; first and total order are estimated anew
    by pick-freeze, from two independent sets of draws.

    Args:
        around: the scenario, with its number of draws and seed, and the result.
        sampler: as for the simulation.
    """
    scenario = around.scenario
    items = uncertain_inputs(scenario)
    if not items:
        return None
    count, first_seed = scenario.file.draws, scenario.file.seed
    correlations = scenario.file.correlations
    simulation = over(scenario, Draws(items.values(), count, first_seed, sampler, correlations))
    fewer = min(count, max(_LEAST_DRAWS, _MOST_EVALUATIONS // (len(items) + 2)))
    # two scrambles of one Sobol sequence, paired row by row, are not independent of each other
    apart: Sampler = "lhs" if sampler == "sobol" else sampler
    sets = [
        Draws(items.values(), fewer, first_seed + shift, apart, correlations) for shift in (0, _OTHER_SEED)
    ]
    one, other = ({name: drawn.column(name) for name in drawn.names} for drawn in sets)
    found = sobol_indices(
        lambda values: around.together(values, sets[0].count), one, other, _groups(sets[0]), sets[0].sizes
    )
    return Importance(simulation, around.of, _first(simulation, around), found, around.results)


def _first(simulation: Simulation, around: Around) -> dict[str, dict[str, tuple[float, float | None]]]:
    """Return the first-order shares of all together and of each payer whose net value varies."""
    columns = simulation.inputs()
    totals = [simulation.total(around.of), *simulation.npv[around.of]]
    return {
        result: _shares(columns, npv, simulation.sizes)
        for result, npv in zip(around.results, totals, strict=True)
        if float(np.ptp(npv)) > 0.01
    }


def _shares(
    columns: Mapping[str, Array], npv: Array, sizes: tuple[int, ...]
) -> dict[str, tuple[float, float | None]]:
    """Return each input's share; the estimate for a useless input is about 0 and never printed below."""
    found = first_order(list(columns.values()), npv, sizes)
    errors = [None] * len(columns) if found.se is None else found.se.tolist()
    shares = np.clip(found.share, 0.0, 1.0).tolist()
    return dict(zip(columns, zip(shares, errors, strict=True), strict=True))


def _groups(draws: Draws) -> list[tuple[str, ...]]:
    """Return inputs that are correlated together, all others alone."""
    together = [tuple(group.names) for group in draws.groups]
    inside = {name for group in together for name in group}
    return [*together, *((name,) for name in draws.names if name not in inside)]
