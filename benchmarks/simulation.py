"""How fast a simulation is beside a bare numpy kernel, and how it grows: `python -m benchmarks.simulation`.

The bare kernel draws as many normal variates as the simulation draws inputs, multiplies them by a matrix of
as many rows as there are results and sorts each row for its quantiles. Ratios of one run count; seconds do
not.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

import cba
from benchmarks.by_frame import frame, net_values
from benchmarks.uncertain import scenario_text
from cba.uncertainty.outlook import outlook
from cba.uncertainty.simulation import uncertain_inputs

FRAMES = 10
OUTCOMES = 8


def best(work: Callable[[], object], times: int = 3) -> float:
    """Return the least seconds of several runs."""
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        found.append(time.perf_counter() - begun)
    return min(found)


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


def main() -> None:
    """Print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=2**17)
    parser.add_argument("--interventions", type=int, default=20)
    given = parser.parse_args()
    scenario = loaded(scenario_text(given.interventions, OUTCOMES))
    variates, draws = len(uncertain_inputs(scenario)), given.draws
    results = (given.interventions + 1) * len(scenario.model.lens.payers)
    print(f"{given.interventions} interventions, {variates} uncertain inputs, {draws:,} draws")
    simulation = cba.simulate(scenario, draws=draws)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    bare = best(lambda: bare_kernel(variates, results, draws))
    simulated = best(lambda: cba.simulate(scenario, draws=draws))
    one = best(lambda: cba.simulate(scenario, draws=draws, threads=1))
    said = best(lambda: outlook(simulation))
    by_frame = frame_seconds(scenario, simulation, given.interventions) * draws
    print(f"bare numpy kernel          {bare:6.2f} s   1.00")
    print(f"cba.simulate               {simulated:6.2f} s   {simulated / bare:.2f}")
    print(f"cba.simulate, one thread   {one:6.2f} s   {one / bare:.2f}")
    print(f"  and everything said      {simulated + said:6.2f} s   {(simulated + said) / bare:.2f}")
    print(f"by frame and group-by      {by_frame:6.0f} s   {by_frame / bare:,.0f} (from {FRAMES} draws)")
    print("growth, seconds per million draws × interventions:")
    for count, size in ((2**13, 20), (2**15, 20), (2**17, 20), (2**15, 5), (2**15, 40)):
        item = loaded(scenario_text(size))
        taken = best(lambda item=item, count=count: cba.simulate(item, draws=count), 2)  # type: ignore[misc]
        print(f"  {count:>7,} draws × {size:>2}   {taken:6.2f} s   {taken / (count * size) * 1e6:.3f}")
    print(f"largest memory of cba.simulate {most:,.0f} MB")


if __name__ == "__main__":
    main()
