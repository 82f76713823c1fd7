"""How fast a simulation is beside a bare numpy kernel, and how it grows: `python -m benchmarks.simulation`.

The bare kernel is what nobody can leave out. It draws as many normal variates as the simulation draws inputs,
multiplies them by a matrix with a row for each result that is sorted (the net present value of each payer and
of all of them, for each intervention and for all together) and sorts the rows for their quantiles. It keeps
no percentile but those, fits no distribution, stratifies nothing and knows no model; its one matrix of draws
is the fastest that plain numpy has, and like a user's call it takes new memory each time, as the simulation
does. Both are run in turn, A B A B …, in one process after one call of each to warm up; what counts is the
median of the pairs' ratios, of wall time (both may use all processors: the kernel in its matrix product) and
of processor time. Seconds are of this machine and this moment.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

import cba
from benchmarks.by_frame import frame, net_values
from benchmarks.uncertain import scenario_text
from cba.commands.main import cli
from cba.uncertainty.outlook import outlook
from cba.uncertainty.simulation import uncertain_inputs

FRAMES = 10
OUTCOMES = 8
PAIRS = 5


class Taken(NamedTuple):
    """Seconds of a call."""

    wall: float
    processor: float


def timed(work: Callable[[], object]) -> Taken:
    """Return the seconds that one call takes."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return Taken(time.perf_counter() - wall, time.process_time() - processor)


def compare(title: str, work: Callable[[], object], bare: Callable[[], object], pairs: int) -> None:
    """Print the ratios of a call to the bare kernel, in pairs."""
    found = [(timed(bare), timed(work)) for _ in range(pairs)]
    line = f"{title:<28}"
    for kind in ("wall", "processor"):
        ratios = sorted(getattr(own, kind) / getattr(base, kind) for base, own in found)
        seconds = statistics.median(getattr(own, kind) for _, own in found)
        middle = statistics.median(ratios)
        line += f"  {kind} {seconds:6.2f} s {middle:5.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})"
    print(line)


def bare_kernel(variates: int, results: int, draws: int) -> None:
    """Draw, multiply, sort: what nobody can leave out."""
    rng = np.random.default_rng(1)
    columns = rng.standard_normal((variates, draws))
    weights = rng.random((results, variates))
    ordered = np.sort(weights @ columns, axis=1)
    ordered[:, (np.array([0.05, 0.10, 0.50, 0.90, 0.95]) * (draws - 1)).astype(int)]


def loaded(text: str) -> cba.Scenario:
    """Return a scenario from its text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "many.yaml"
        path.write_text(text, encoding="utf-8")
        return cba.load(path)


def frame_seconds(scenario: cba.Scenario, simulation: cba.Simulation, interventions: int) -> float:
    """Return seconds a draw of the model in pandas, after checking that it gives the same values."""
    rows = frame(interventions, OUTCOMES, scenario.horizon)
    columns = simulation.inputs(FRAMES)
    begun = time.perf_counter()
    for draw in range(FRAMES):
        values = {name: float(column[draw]) for name, column in columns.items()}
        found = net_values(scenario, rows, values)
        expected = [simulation.total(id)[draw] for id in found.index]
        if not np.allclose(found, expected):
            raise AssertionError(f"draw {draw}: {found.tolist()} is not {expected}")
    return (time.perf_counter() - begun) / FRAMES


def command(text: str, draws: int) -> None:
    """Run `cba run` on a scenario, all files and all languages."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "many.yaml"
        path.write_text(text, encoding="utf-8")
        out = str(Path(folder) / "out")
        cli(["run", str(path), "--draws", str(draws), "--out", out, "--quiet"], standalone_mode=False)


def growth() -> None:
    """Print processor seconds per million draws × interventions, which stay alike where time is linear."""
    print("growth, processor seconds per million draws × interventions:")
    for count, size in ((2**13, 20), (2**15, 20), (2**17, 20), (2**15, 5), (2**15, 40)):
        item = loaded(scenario_text(size))
        work = lambda item=item, count=count: cba.simulate(item, draws=count)  # noqa: E731
        taken = min(timed(work).processor for _ in range(3))
        print(f"  {count:>7,} draws × {size:>2}   {taken:6.2f} s   {taken / (count * size) * 1e6:.3f}")


def main() -> None:
    """Print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=2**17)
    parser.add_argument("--interventions", type=int, default=20)
    parser.add_argument("--pairs", type=int, default=PAIRS)
    given = parser.parse_args()
    text = scenario_text(given.interventions, OUTCOMES)
    scenario, draws = loaded(text), given.draws
    variates = len(uncertain_inputs(scenario))
    results = (given.interventions + 1) * (len(scenario.model.lens.payers) + 1)
    print(f"{given.interventions} interventions, {variates} uncertain inputs, {draws:,} draws")

    def bare() -> None:
        bare_kernel(variates, results, draws)

    cold = timed(lambda: cba.simulate(scenario, draws=draws))
    print(
        f"largest memory of cba.simulate {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB"
    )
    cold_bare = timed(bare)
    print(f"first call of each: {cold.wall:.2f} s and bare {cold_bare.wall:.2f} s")
    compare("cba.simulate", lambda: cba.simulate(scenario, draws=draws), bare, given.pairs)
    compare("  one thread", lambda: cba.simulate(scenario, draws=draws, threads=1), bare, given.pairs)
    compare("  and everything said", lambda: outlook(cba.simulate(scenario, draws=draws)), bare, given.pairs)
    command(text, 100)
    compare("cba run, all files", lambda: command(text, draws), bare, max(2, given.pairs // 2))
    by_frame = frame_seconds(scenario, cba.simulate(scenario, draws=draws), given.interventions) * draws
    ratio = by_frame / statistics.median(timed(bare).wall for _ in range(3))
    print(f"by frame and group-by         wall {by_frame:6.0f} s {ratio:,.0f} (from {FRAMES} draws)")
    growth()


if __name__ == "__main__":
    main()
