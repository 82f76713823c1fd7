"""The net present value when one input at a time is moved and all others stand at their estimates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from cba.inputs import Array, Input
from cba.linking import Scenario
from cba.uncertainty.evaluation import Evaluation, evaluate
from cba.uncertainty.ranges import Range, range_of

TOTAL = "total"
"""The result of all payers together, beside the payers' own."""

_AT_ONCE = 4096
"""Points evaluated in one pass: large enough for the arithmetic to count, small enough for the cache."""


@dataclass(frozen=True)
class Around:
    """A scenario's net value around its estimates.

    Attributes:
        scenario: what is calculated.
        of: an intervention, or `portfolio`.
    """

    scenario: Scenario
    of: str = "portfolio"

    @property
    def inputs(self) -> Mapping[str, Input]:
        """All inputs by name."""
        return self.scenario.inputs

    @cached_property
    def ranges(self) -> dict[str, Range]:
        """Where each input may lie."""
        return {name: range_of(item) for name, item in self.inputs.items()}

    @property
    def results(self) -> tuple[str, ...]:
        """The rows of all arrays: the total, then each payer."""
        return (TOTAL, *self.scenario.model.lens.payers)

    @cached_property
    def base(self) -> dict[str, float]:
        """The net present value at the estimates, by result."""
        rows = self._rows(evaluate(self.scenario, {}, size=1))[:, 0]
        return dict(zip(self.results, rows.tolist(), strict=True))

    def at(self, points: Mapping[str, Array]) -> dict[str, Array]:
        """Return the net value with one input at a time at each of its points.

        Args:
            points: input name → values in the engine's unit, shape (n,).

        Returns:
            input name → shape (R, n), rows as `results`; not finite where the value is undefined.
        """
        found: dict[str, Array] = {}
        for names in _batches({name: values.size for name, values in points.items()}):
            owners = np.repeat(np.arange(len(names)), [points[name].size for name in names])
            rows = self.pairs(names, owners, np.concatenate([points[name] for name in names]))
            cuts = np.cumsum([points[name].size for name in names])[:-1]
            found |= dict(zip(names, np.split(rows, cuts, axis=1), strict=True))
        return found

    def pairs(self, names: Sequence[str], owners: npt.NDArray[np.intp], values: Array) -> Array:
        """Return the net value at points, each of which moves one input.

        Args:
            names: the inputs that are moved.
            owners: for each point the place of its input in `names`, shape (n,).
            values: for each point the input's value, shape (n,).

        Returns:
            shape (R, n), rows as `results`.
        """
        used = {index: names[index] for index in np.unique(owners).tolist()}
        moved = {
            name: np.where(owners == index, values, self.inputs[name].value) for index, name in used.items()
        }
        return self.together(moved, values.size)

    def together(self, values: Mapping[str, Array], size: int) -> Array:
        """Return the net value with several inputs moved at once, shape (R, size)."""
        with np.errstate(all="ignore"):
            return self._rows(evaluate(self.scenario, values, size=size))

    def _rows(self, found: Evaluation) -> Array:
        return np.vstack([found.total(self.of), found.npv[self.of]])


def _batches(sizes: Mapping[str, int]) -> Iterator[list[str]]:
    """Yield names whose points together fill one pass."""
    batch: list[str] = []
    filled = 0
    for name, size in sizes.items():
        if batch and filled + size > _AT_ONCE:
            yield batch
            batch, filled = [], 0
        batch.append(name)
        filled += size
    if batch:
        yield batch
