"""What the result hangs on: every input moved alone, in pairs and all together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from cba.inputs import Array
from cba.linking import Scenario
from cba.uncertainty.around import Around
from cba.uncertainty.draws import Sampler
from cba.uncertainty.importance import Importance, importance
from cba.uncertainty.switching import Switch, change, switching_values
from cba.uncertainty.tornado import Bar, Elasticity, Moved, elasticities, tornado
from cba.uncertainty.two_way import TwoWay, two_way


@dataclass(frozen=True)
class Sensitivity:
    """What the result of an intervention or the portfolio hangs on.

    Attributes:
        around: the scenario, the result and its inputs.
        bars: input → its row of the tornado.
        switching: input → result → where the net value is zero.
        elasticity: input → result → per cent by one per cent.
        two_way: a grid of two inputs, when asked for.
        importance: shares of the variance; None when nothing is uncertain.
    """

    around: Around
    bars: Mapping[str, Bar]
    switching: Mapping[str, Mapping[str, Switch]]
    elasticity: Mapping[str, Mapping[str, Elasticity]]
    two_way: TwoWay | None
    importance: Importance | None

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data; what is undefined is None."""
        around = self.around
        return {
            "of": around.of,
            "npv": dict(around.base),
            "inputs": {name: self._input(name) for name in around.inputs},
            "tornado": {name: _bar(bar, around.results) for name, bar in self.bars.items()},
            "switching": {
                name: {result: self._switch(name, switch) for result, switch in found.items()}
                for name, found in self.switching.items()
            },
            "elasticity": {
                name: {
                    result: {"elasticity": e.value, "change": e.change, "critical": e.critical}
                    for result, e in found.items()
                }
                for name, found in self.elasticity.items()
            },
            "two_way": _grid(self.two_way, around.results) if self.two_way else None,
            "importance": self.importance.to_dict() if self.importance else None,
        }

    def _input(self, name: str) -> dict[str, Any]:
        item, span = self.around.inputs[name], self.around.ranges[name]
        return {
            "kind": item.kind,
            "estimate": item.estimate,
            "factor": item.factor,
            "value": item.value,
            "low": span.low,
            "high": span.high,
            "lowest": span.lowest,
            "highest": span.highest,
        }

    def _switch(self, name: str, switch: Switch) -> dict[str, Any]:
        item, value = self.around.inputs[name], switch.value
        return {
            "status": switch.status,
            "value": value,
            "as_given": None if value is None else value / item.factor,
            "change": None if value is None else change(value, item.value),
            "likely": switch.likely,
            "values": list(switch.values),
        }


def sensitivity(
    scenario: Scenario,
    *,
    of: str = "portfolio",
    pair: tuple[str, str] | None = None,
    points: int = 11,
    sampler: Sampler = "lhs",
) -> Sensitivity:
    """Return what a result hangs on.

    Args:
        scenario: from `cba.load`, with its number of draws and seed.
        of: an intervention's id, or `portfolio`.
        pair: two inputs for the grid.
        points: grid points to either side of it.
        sampler: how to draw: `lhs`, `sobol` or `random`.
    """
    around = Around(scenario, of)
    return Sensitivity(
        around,
        tornado(around),
        switching_values(around),
        elasticities(around),
        two_way(around, *pair, points) if pair else None,
        importance(around, sampler),
    )


def _bar(bar: Bar, results: tuple[str, ...]) -> dict[str, Any]:
    return {
        "low": _moved(bar.low),
        "high": _moved(bar.high),
        "minus": _moved(bar.minus),
        "plus": _moved(bar.plus),
        "swing": {result: bar.swing(result) for result in results},
        "swing_shifted": {result: bar.swing(result, shifted=True) for result in results},
    }


def _moved(moved: Moved | None) -> dict[str, Any] | None:
    if moved is None:
        return None
    return {"value": moved.value, "clipped": moved.clipped, "npv": dict(moved.npv)}


def _grid(grid: TwoWay, results: tuple[str, ...]) -> dict[str, Any]:
    return {
        "across": grid.names[0],
        "down": grid.names[1],
        "across_values": grid.across.tolist(),
        "down_values": grid.down.tolist(),
        "npv": {result: _finite(grid.npv[row]) for row, result in enumerate(results)},
        "zero_line": {
            result: [[list(a), list(b)] for a, b in grid.zero_line(row)] for row, result in enumerate(results)
        },
    }


def _finite(npv: Array) -> list[list[float | None]]:
    return [[v if np.isfinite(v) else None for v in line] for line in npv.tolist()]
