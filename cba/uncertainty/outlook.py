"""What a simulation says, as plain data: the `uncertainty` keys of results.json."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from cba.document import Outlook
from cba.inputs import Array, inputs_in
from cba.interventions import PORTFOLIO
from cba.uncertainty.batches import bands, mean, standard_error, summary
from cba.uncertainty.gaps import gaps
from cba.uncertainty.sample import samples
from cba.uncertainty.simulation import Simulation
from cba.uncertainty.value_of_information import evpi_adopt
from cba.uncertainty.variance import first_order
from cba.uncertainty.years import Years, years_over

MOST_DRIVERS = 10
MOST_GAPS = 20
YEARLY_DRAWS = 16_384
DRIVER_DRAWS = 2_048
PARTS = 8


def outlook(simulation: Simulation) -> Outlook | None:
    """Return what the simulation says for results.json; None when no input is uncertain."""
    draws = simulation.draws
    if not draws.names:
        return None
    said = {
        "draws": draws.count,
        "sampler": draws.sampler,
        "seed": draws.seed,
        "batches": len(draws.sizes),
        "uncertain_inputs": len(draws.names),
        "fixed_inputs": len(simulation.scenario.inputs) - len(draws.names),
        "correlations": [
            {"of": list(pair.of), "rank": float(pair.rank), "achieved": draws.achieved_rank(*pair.of)}
            for pair in simulation.scenario.file.correlations
        ],
    }
    return Outlook(said, _by_result(simulation))


def _by_result(simulation: Simulation) -> dict[str, dict[str, Any]]:
    """Return the `uncertainty` block of each intervention and of the portfolio, by id."""
    values = simulation.inputs(YEARLY_DRAWS)
    years = years_over(simulation.scenario, values, min(YEARLY_DRAWS, simulation.draws.count))
    leading = drivers(simulation, values)
    kept = samples(simulation)
    blocks = {
        id: _block(simulation, id, next(years)) | {"drivers": leading[id], "sample": kept.get(id)}
        for id in simulation.ids
    }
    blocks[PORTFOLIO]["gaps"] = gaps(simulation, values, _asked_about(leading))
    return blocks


def _asked_about(leading: Mapping[str, list[dict[str, Any]]]) -> list[str]:
    """Return the inputs that move the portfolio most, and the first two of each intervention."""
    of_each = [row["input"] for id, rows in leading.items() if id != PORTFOLIO for row in rows[:2]]
    return [*(row["input"] for row in leading[PORTFOLIO]), *of_each][:MOST_GAPS]


def _block(simulation: Simulation, id: str, years: Years) -> dict[str, Any]:
    npv, sizes = simulation.npv[id], simulation.sizes
    total, first = simulation.total(id), slice(0, YEARLY_DRAWS)
    worth = evpi_adopt(total, sizes)
    return {
        "npv": summary(total, sizes) | {"min": float(total.min()), "max": float(total.max())},
        "prob_npv_positive": mean(total > 0.0),
        "prob_npv_positive_se": standard_error(total > 0.0, sizes),
        "prob_npv_positive_by_payer": {
            payer: mean(row > 0.0) for payer, row in zip(simulation.payers, npv, strict=True)
        },
        "by_payer": {payer: summary(row, sizes) for payer, row in zip(simulation.payers, npv, strict=True)},
        "bcr": _ratio(total[first], simulation.costs[id][first]),
        "outcomes": {
            outcome: bands(avoided[first]) | {"prob_avoided_positive": mean(avoided > 0.0)}
            for outcome, avoided in simulation.avoided[id].items()
        },
        "evpi": worth.value,
        "evpi_se": worth.se,
        **years.to_dict(simulation.scenario.start, simulation.payers),
    }


def _ratio(total: Array, costs: Array) -> dict[str, float] | None:
    """Return percentiles of benefits per krone of cost; None when costs are not positive in every draw."""
    return bands((total + costs) / costs) if bool((costs > 0.0).all()) else None


def drivers(simulation: Simulation, values: Mapping[str, Array]) -> dict[str, list[dict[str, Any]]]:
    """Return, by id, the inputs with the largest share of the variance of the net present value, falling.

    The share is the first-order index, from at most `DRIVER_DRAWS` of the draws; its standard error by
    jackknife over eight parts of them.
    """
    used = slice(0, DRIVER_DRAWS)
    columns = {name: column[used] for name, column in values.items()}
    everywhere = {item.name for item in inputs_in(simulation.scenario.model.rates)}
    found = {}
    for item in simulation.scenario.interventions:
        names = everywhere | {own.name for own in inputs_in(item)}
        here = {name: column for name, column in columns.items() if name in names}
        found[item.id] = _ranked(here, simulation.total(item.id)[used])
    return found | {PORTFOLIO: _ranked(columns, simulation.total()[used])}


def _ranked(columns: dict[str, Array], total: Array) -> list[dict[str, Any]]:
    if float(np.ptp(total)) == 0.0:
        return []
    sizes = [len(part) for part in np.array_split(total, PARTS)]
    found = first_order(list(columns.values()), total, sizes)
    errors = [None] * len(columns) if found.se is None else found.se.tolist()
    shares = zip(columns, found.share.tolist(), errors, strict=True)
    ranked = sorted(shares, key=lambda row: (-row[1], row[0]))
    return [
        {"input": name, "share": share, "se": error}
        for name, share, error in ranked[:MOST_DRIVERS]
        if share > 0.0
    ]
