"""Gaps in what is known, ranked by what it is worth to close each: for results.json and the policy paper.

`cba voi` answers the same for every input and from all draws; here it is the inputs that move the result
most, from the first draws, so that every run can afford it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from typing import Any

from cba.inputs import Array
from cba.uncertainty.knowing import CHOICE, kind_of, options_of
from cba.uncertainty.simulation import Simulation
from cba.uncertainty.value_of_information import evpi, evpi_each, evppi_family

DRAWS = 4_096


def gaps(simulation: Simulation, values: Mapping[str, Array], names: Iterable[str]) -> dict[str, Any]:
    """Return what knowing everything, and each of some inputs, is worth for choosing among interventions.

    Args:
        simulation: draws of the scenario.
        values: the first draws of all uncertain inputs by name.
        names: the inputs that are asked about.

    Returns:
        `draws`, `evpi`, `evpi_se`, and `inputs`: input, value and se, the most worth first; kroner.
    """
    count = min(DRAWS, simulation.draws.count)
    sizes = _cut(simulation.sizes, count)
    options = options_of(simulation, CHOICE)[:, :count]
    columns = {name: values[name][:count] for name in dict.fromkeys(names)}
    decision = kind_of(simulation, CHOICE)
    found = evppi_family(
        options,
        columns,
        {name: (name,) for name in columns},
        sizes,
        decision,
        dependent=[group.names for group in simulation.draws.groups],
    )
    top = evpi_each(options, sizes) if decision == "each" else evpi(options, sizes)
    ranked = sorted(found.items(), key=lambda item: (-item[1].value, item[0]))
    return {
        "draws": count,
        "evpi": top.value,
        "evpi_se": top.se,
        "inputs": [{"input": name, "value": worth.value, "se": worth.se} for name, worth in ranked],
    }


def _cut(sizes: Iterable[int], count: int) -> tuple[int, ...]:
    """Return the sizes of the batches within the first draws."""
    ends = [min(end, count) for end in itertools.accumulate(sizes)]
    return tuple(b - a for a, b in itertools.pairwise([0, *ends]) if b > a)
