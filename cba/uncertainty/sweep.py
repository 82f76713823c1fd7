"""Many scenarios over common draws: the same interventions in every municipality, say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cba.inputs import Array, Input
from cba.linking import Scenario
from cba.uncertainty.draws import Draws, Sampler
from cba.uncertainty.simulation import Simulation, over, uncertain_inputs

_Key = tuple[object, ...]


def sweep(
    scenarios: Iterable[Scenario], *, draws: int, seed: int, sampler: Sampler = "lhs"
) -> Iterator[Simulation]:
    """Yield the simulation of each scenario, one at a time, all from common draws.

    An input of the same name and distribution has the same draws in every scenario, as it has when each is
    simulated by itself; here it is also drawn only once as long as it is in use. Keep of each simulation
    what is needed: all of them together can be larger than memory.

    Args:
        scenarios: from `cba.load`; they can be made while this runs.
        draws: how many for each.
        seed: of the draws.
        sampler: `lhs`, `random` or `sobol`; with Sobol, and for scenarios with correlations, each scenario
            draws its own.
    """
    shared: dict[_Key, Array] = {}
    for scenario in scenarios:
        items = uncertain_inputs(scenario)
        own = Draws(items.values(), draws, seed, sampler, scenario.file.correlations)
        if sampler == "sobol" or own.groups:
            yield over(scenario, own, threads=1)
            continue
        keys = {name: _key(item) for name, item in items.items()}
        shared = {key: shared[key] if key in shared else own.column(name) for name, key in keys.items()}
        yield over(scenario, own, values={name: shared[key] for name, key in keys.items()}, threads=1)


def _key(item: Input) -> _Key:
    return (item.name, item.kind, item.estimate, item.low, item.high, item.se, item.distribution, item.factor)
