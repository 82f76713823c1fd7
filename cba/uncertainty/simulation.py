"""A scenario over draws of its uncertain inputs (method §5)."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock, local

import numpy as np

from cba.distributions import is_uncertain
from cba.inputs import Array, Input
from cba.interventions import PORTFOLIO
from cba.linking import Scenario
from cba.uncertainty.draws import Draws, Sampler
from cba.uncertainty.evaluation import Evaluation, evaluate_into

BLOCK = 16_384
"""Draws calculated at a time: enough to hide the cost of a call, few enough to stay near the processor."""

_KEPT = 2**25 - 2**16
"""Bytes freed once; glibc takes no notice of more than 2**25."""

Progress = Callable[[int, int], None]
"""Is told how many draws are done, of how many; from any thread."""


@dataclass(frozen=True)
class Simulation:
    """Results over draws, in the order of the draws' independent batches; None of it is at the estimates.

    Attributes:
        scenario: what was simulated.
        draws: the draws behind it; `draws.sizes` are the batches.
        payers: rows of `npv`, in order.
        npv: by id of each intervention alone, then `portfolio`: net present value by payer, shape (P, D).
        costs: present value of intervention costs of all payers, shape (D,).
        avoided: units avoided (or gained) by outcome, shape (D,).
        first: the first draws of every uncertain input, those that were calculated together.
    """

    scenario: Scenario
    draws: Draws
    payers: tuple[str, ...]
    npv: Mapping[str, Array]
    costs: Mapping[str, Array]
    avoided: Mapping[str, Mapping[str, Array]]
    first: Mapping[str, Array]

    @property
    def ids(self) -> tuple[str, ...]:
        """Interventions in order, then `portfolio`."""
        return tuple(self.npv)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Draws in each independent batch."""
        return self.draws.sizes

    def total(self, id: str = PORTFOLIO) -> Array:
        """Return the net present value of all payers, shape (D,)."""
        return np.asarray(self.npv[id].sum(axis=0))

    def inputs(self, most: int | None = None) -> dict[str, Array]:
        """Return the draws of every uncertain input by name, shape (D,), in price-year kroner for money.

        Args:
            most: of the first so many draws only; all when absent.
        """
        count = min(most or self.draws.count, self.draws.count)
        columns = self.first
        if any(column.size < count for column in columns.values()):
            begins = itertools.accumulate(self.sizes, initial=0)
            columns = self.draws.batches([index for index, begin in enumerate(begins) if begin < count])
        return {name: column[:count] for name, column in columns.items()}

    def __repr__(self) -> str:
        """Return the scenario, the draws and the chance that all together pays."""
        chance = float((self.total() > 0.0).mean())
        return f"<Simulation of {self.scenario.id}: {self.draws.count:,} draws, pays in {chance:.0%} of them>"


def simulate(
    scenario: Scenario,
    *,
    draws: int | None = None,
    seed: int | None = None,
    sampler: Sampler = "lhs",
    threads: int | None = None,
    progress: Progress | None = None,
) -> Simulation:
    """Calculate a scenario over draws of its uncertain inputs.

    Each named input is drawn once per draw wherever it occurs. The result is the same, to the byte, for any
    number of threads.

    Args:
        scenario: from `cba.load`.
        draws: how many; the scenario's when absent. Sobol rounds up, see `Simulation.draws.count`.
        seed: of the draws; the scenario's when absent.
        sampler: `lhs` (Latin hypercube), `sobol` (scrambled) or `random`.
        threads: how many at most; all processors when absent.
        progress: is told how far it is.
    """
    drawn = Draws(
        uncertain_inputs(scenario).values(),
        draws or scenario.file.draws,
        scenario.file.seed if seed is None else seed,
        sampler,
        scenario.file.correlations,
    )
    return over(scenario, drawn, threads=threads, progress=progress)


def uncertain_inputs(scenario: Scenario) -> dict[str, Input]:
    """Return the inputs that have a distribution, by name."""
    return {name: item for name, item in scenario.inputs.items() if is_uncertain(item)}


def over(
    scenario: Scenario,
    draws: Draws,
    *,
    values: Mapping[str, Array] | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Simulation:
    """Calculate a scenario over given draws, as `simulate` does.

    Args:
        scenario: from `cba.load`.
        draws: of its uncertain inputs.
        values: the draws' columns by name where they exist already, shape (D,).
        threads: see `simulate`.
        progress: see `simulate`.
    """
    _keep_memory()
    gathered = _Gathered(scenario, draws, values, progress)
    # the first draws come last, so that they are left in their thread's room
    jobs = list(_jobs(draws.sizes))[::-1]
    workers = min(threads or os.cpu_count() or 1, len(jobs))
    if workers == 1:
        for job in jobs:
            gathered.run(job)
    else:
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(gathered.run, jobs))
    found = gathered.results
    return Simulation(scenario, draws, found.payers, found.npv, found.costs, found.avoided, gathered.first)


def _keep_memory() -> None:
    """Let the C library keep what a block frees for the next block, where it works as glibc does.

    It returns small pieces to the system at once, and to get them again takes longer than to calculate, until
    a large piece has been freed once; from then on it keeps up to twice as much. The piece is never touched.
    """
    np.empty(_KEPT // 8)


@dataclass(frozen=True, slots=True)
class _Job:
    """Consecutive batches that are drawn and calculated together, and where their draws begin."""

    batches: tuple[int, ...]
    start: int


def _jobs(sizes: Sequence[int]) -> Iterator[_Job]:
    """Yield the batches in runs of at most a block, or one by one when a batch is larger."""
    run: list[int] = []
    start = length = 0
    for index, size in enumerate(sizes):
        if run and length + size > BLOCK:
            yield _Job(tuple(run), start)
            run, start, length = [], start + length, 0
        run.append(index)
        length += size
    if run:
        yield _Job(tuple(run), start)


class _Gathered:
    """The results that jobs fill, each its own part."""

    def __init__(
        self,
        scenario: Scenario,
        draws: Draws,
        values: Mapping[str, Array] | None,
        progress: Progress | None,
    ) -> None:
        self.scenario, self.draws, self.values, self.progress = scenario, draws, values, progress
        self.done, self.lock, self.rooms = 0, Lock(), local()
        self.results = Evaluation.room_for(scenario, draws.count)
        self.first: Mapping[str, Array] = {}

    def run(self, job: _Job) -> None:
        length = sum(self.draws.sizes[index] for index in job.batches)
        values = self._values(job, length)
        if job.start == 0:
            self.first = values
        for begin in range(0, length, BLOCK):
            end = min(begin + BLOCK, length)
            block = {name: column[begin:end] for name, column in values.items()}
            room = self.results.part(slice(job.start + begin, job.start + end))
            evaluate_into(room, self.scenario, block, end - begin)
            self._tell(end - begin)

    def _values(self, job: _Job, length: int) -> Mapping[str, Array]:
        """Return the columns of the inputs in a job; they stand until this thread's next job."""
        if self.values is not None:
            return {name: column[job.start : job.start + length] for name, column in self.values.items()}
        room = getattr(self.rooms, "room", None)
        if room is None or room.shape[1] < length:
            room = self.rooms.room = np.empty((len(self.draws.names), length))
        return self.draws.batches(job.batches, room)

    def _tell(self, calculated: int) -> None:
        if self.progress is None:
            return
        with self.lock:
            self.done += calculated
            self.progress(self.done, self.draws.count)
