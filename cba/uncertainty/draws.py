"""Draws of all uncertain inputs, each by its own stream.

A stream is keyed by (seed, name, batch): adding, removing or reordering inputs moves no other input's draws,
and batches can be drawn in any order by any number of threads. The batches are independent of each other, so
that the spread of a statistic over them is its standard error.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from cba.correlations import Correlated, CorrelationGroup, correlation_groups
from cba.distributions import Distribution, distribution_of, is_uncertain
from cba.distributions.quantiles import scores
from cba.errors import unknown
from cba.inputs import Array, Input
from cba.uncertainty.batches import slices
from cba.uncertainty.strata import Strata
from cba.uncertainty.streams import stream

if TYPE_CHECKING:
    from scipy.stats.qmc import Sobol

BATCHES = 8

Sampler = Literal["lhs", "sobol", "random"]
SAMPLERS: tuple[Sampler, ...] = get_args(Sampler)


class Draws:
    """Draws of the uncertain inputs of one or several scenarios; safe to use from several threads.

    Attributes:
        names: the uncertain inputs, sorted.
        sizes: draws in each of the independent batches.
        count: draws in all; `sobol` rounds each batch up to a power of two.
        distributions: the inputs' distributions by name.
        groups: the inputs that are correlated.
    """

    def __init__(
        self,
        inputs: Iterable[Input],
        count: int,
        seed: int,
        sampler: Sampler = "lhs",
        correlations: Sequence[Correlated] = (),
    ) -> None:
        """Fit the distributions; nothing is drawn yet.

        Args:
            inputs: certain ones are left out; of several with one name the first counts.
            count: draws asked for, at least 1.
            seed: not negative.
            sampler: `lhs` (Latin hypercube), `sobol` (scrambled) or `random`.
            correlations: rank correlations; those of an input that is not drawn are left out.

        Raises:
            CannotFit: an input's interval and distribution do not go together.
            ValueError: no draws, no such sampler, too many inputs for Sobol or impossible correlations.
        """
        if count < 1:
            raise ValueError(f"must draw at least once, got {count}")
        if sampler not in SAMPLERS:
            raise ValueError(unknown("sampler", sampler, SAMPLERS))
        drawn: dict[str, Input] = {}
        for item in inputs:
            if is_uncertain(item):
                drawn.setdefault(item.name, item)
        self.names: tuple[str, ...] = tuple(sorted(drawn))
        self.distributions: dict[str, Distribution] = {n: distribution_of(drawn[n]) for n in self.names}
        self.seed, self.sampler = seed, sampler
        self.sizes = _sizes(count, power_of_two=sampler == "sobol")
        self.count = sum(self.sizes)
        self.groups = tuple(correlation_groups(pair for pair in correlations if drawn.keys() >= set(pair.of)))
        for group in self.groups:
            if not group.possible:
                raise ValueError(f"no numbers can be correlated so: {', '.join(group.names)}")
        self._group_of = {name: group for group in self.groups for name in group.names}
        self._strata = {size: Strata(size) for size in set(self.sizes)}
        if sampler == "sobol":
            _sobol(len(self.names), seed, 0)

    def batch(self, index: int) -> dict[str, Array]:
        """Return the values of every input in one batch, shape (size,), in the engine's unit."""
        return self.batches([index])

    def batches(self, indexes: Sequence[int], room: Array | None = None) -> dict[str, Array]:
        """Return the values of every input in some batches, shape (Σ sizes,), in the engine's unit.

        Args:
            indexes: which batches, in the order wanted.
            room: where to write them, shape (inputs, Σ sizes) or more, a row in one piece for each of
                `names`. A room that is used again costs no new memory, which can take as long as drawing.
        """
        sizes = [self.sizes[index] for index in indexes]
        if room is None:
            room = np.empty((len(self.names), sum(sizes)))
        for index, place in zip(indexes, slices(sizes), strict=True):
            self._fill(index, room[:, place])
        return dict(zip(self.names, room[:, : sum(sizes)], strict=True))

    def _fill(self, index: int, room: Array) -> None:
        rows = dict(zip(self.names, room, strict=True))
        if self.sampler == "sobol":
            for name, z in self._sobol_scores(index).items():
                rows[name][:] = self.distributions[name].quantiles(z)
            return
        for name, row in rows.items():
            if name not in self._group_of:
                self._alone(name, index, row)
        for group in self.groups:
            for name, values in self._together(group, index).items():
                rows[name][:] = values

    def column(self, name: str) -> Array:
        """Return all draws of one input, shape (count,), batch after batch."""
        return np.concatenate([self._part(name, index) for index in range(len(self.sizes))])

    def achieved_rank(self, first: str, second: str) -> float:
        """Return the rank correlation that the draws of two inputs have."""
        ranks = [np.argsort(np.argsort(self.column(name))) for name in (first, second)]
        return float(np.corrcoef(ranks[0], ranks[1])[0, 1])

    def _part(self, name: str, index: int) -> Array:
        if self.sampler == "sobol":
            return self.distributions[name].quantiles(self._sobol_scores(index)[name])
        group = self._group_of.get(name)
        if group:
            return self._together(group, index)[name]
        return self._alone(name, index, np.empty(self.sizes[index]))

    def _alone(self, name: str, index: int, row: Array) -> Array:
        """Write one batch of an input into a row, shape (size,), and return it."""
        rng = stream(self.seed, name, index)
        if self.sampler == "random":
            row[:] = self.distributions[name].quantiles(scores(rng.random(row.size)))
        else:
            self._strata[row.size].values(rng, name, self.distributions[name], row)
            rng.shuffle(row)
        return row

    def _together(self, group: CorrelationGroup, index: int) -> dict[str, Array]:
        """Return one batch of the inputs of a group, by a Gaussian copula.

        In a Latin hypercube an input keeps its own values, one in each stratum, in the order of its
        correlated scores. The first input of the group has the draws that it would have alone.
        """
        size = self.sizes[index]
        streams = [stream(self.seed, name, index) for name in group.names]
        if self.sampler == "random":
            drawn = np.array([scores(rng.random(size)) for rng in streams])
            mixed = group.mixed(drawn)
            return {n: self.distributions[n].quantiles(z) for n, z in zip(group.names, mixed, strict=True)}
        strata = self._strata[size]
        middles = strata.middles()
        rising = [
            strata.values(rng, name, self.distributions[name], np.empty(size))
            for rng, name in zip(streams, group.names, strict=True)
        ]
        mixed = group.mixed(np.array([rng.permutation(middles) for rng in streams]))
        found = {}
        for name, values, z in zip(group.names, rising, mixed, strict=True):
            found[name] = np.empty(size)
            found[name][np.argsort(z, kind="stable")] = values
        return found

    def _sobol_scores(self, index: int) -> dict[str, Array]:
        """Return one batch of scores by name, correlated where they are to be."""
        points = _sobol(len(self.names), self.seed, index).random(self.sizes[index])
        # points lie on a grid: half a step up, none is at 0
        rows = np.ascontiguousarray(points.T) + 2.0**-31
        found = dict(zip(self.names, scores(rows), strict=True))
        for group in self.groups:
            mixed = group.mixed(np.array([found[name] for name in group.names]))
            found |= dict(zip(group.names, mixed, strict=True))
        return found


def _sizes(count: int, *, power_of_two: bool) -> tuple[int, ...]:
    """Return the batches' sizes, at most one apart."""
    batches = min(BATCHES, count)
    sizes = [(count + batches - 1 - index) // batches for index in range(batches)]
    return tuple(1 << (size - 1).bit_length() for size in sizes) if power_of_two else tuple(sizes)


def _sobol(dimensions: int, seed: int, index: int) -> Sobol:
    """Return a scrambled Sobol sequence of its own for a batch."""
    from scipy.stats.qmc import Sobol

    if dimensions > Sobol.MAXDIM:
        raise ValueError(
            f"Sobol has at most {Sobol.MAXDIM} dimensions, found {dimensions} uncertain inputs; "
            "take the sampler `lhs`, which has no limit"
        )
    # scipy spawns from the seed of a generator, which those of numpy's own can do
    start = int(stream(seed, "sobol", index).integers(2**63))
    return Sobol(dimensions, scramble=True, rng=np.random.default_rng(start))
