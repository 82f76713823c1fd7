"""98 places × 50 interventions × 10,000 draws from common draws; run `python -m benchmarks.national`.

Once with interventions that overlap nothing, each on incidents of its own, and once with ten interventions on
each of a place's five kinds of reported incidents, which overlap.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

import cba
from cba.registers import load_registers
from cba.uncertainty.sweep import sweep

WITHOUT_CRIME_ROWS = "Christiansø"
OUTCOMES = ("burglary", "violence", "theft", "total", "weapons")


def text(place: str, interventions: int, *, overlapping: bool = True) -> str:
    """Return a place's scenario: interventions against reported crime, evidence and prices national.

    Args:
        place: a municipality.
        interventions: how many.
        overlapping: on the place's reported incidents; else each on a stated number of its own.
    """
    lines = [
        "scenario: {id: national}",
        f'place: "{place}"',
        "price_year: 2025\nstart: 2026\nhorizon: 10",
        "assumptions:\n  prices:",
        *(
            f"    p{n}: {{estimate: {20000 + 5000 * n}, low: {15000 + 5000 * n}, high: {30000 + 5000 * n}, "
            "unit: report, payer: stat, price_year: 2025, source: own, grade: D}"
            for n in range(len(OUTCOMES))
        ),
        "interventions:",
        *(_intervention(i, "place" if overlapping else str(100 + i)) for i in range(interventions)),
    ]
    return "\n".join(lines) + "\n"


def _intervention(i: int, incidents: str) -> str:
    ratio = 0.70 + 0.004 * i
    return (
        f"  - id: i{i}\n    years: 4\n"
        f"    costs: [{{what: Drift, amount: {{estimate: {300000 + 10000 * i}, low: 200000, high: 900000}}, "
        "per: year, payer: kommune, grade: D}]\n"
        f"    effects:\n      - {{outcome: {OUTCOMES[i % 5]}, measure: relative_risk, estimate: {ratio:.3f}, "
        f"low: {ratio - 0.15:.3f}, high: {ratio + 0.18:.3f}, direction: lower_is_better, grade: D, "
        f"baseline: {{incidents: {incidents}, share: 10 %}}, "
        f"consequences: [{{price: p{i % 5}, quantity: 1}}]}}"
    )


def loaded(places: Sequence[str], interventions: int, *, overlapping: bool) -> list[cba.Scenario]:
    """Return the scenario of each place."""
    scenarios = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "national.yaml"
        for place in places:
            path.write_text(text(place, interventions, overlapping=overlapping), encoding="utf-8")
            scenarios.append(cba.load(path))
    return scenarios


def main() -> None:
    """Print the time and memory of the sweeps, after the scenarios are loaded."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=10_000)
    parser.add_argument("--interventions", type=int, default=50)
    given = parser.parse_args()
    every = load_registers().places.all()
    places = [p.name for p in every if p.level == "municipality" and p.name != WITHOUT_CRIME_ROWS]
    for overlapping in (False, True):
        scenarios = loaded(places, given.interventions, overlapping=overlapping)
        wall, processor = time.perf_counter(), time.process_time()
        found = [simulation.total().mean() for simulation in sweep(scenarios, draws=given.draws, seed=1)]
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{len(scenarios)} places, {'ten on the same incidents' if overlapping else 'nothing overlaps'}: "
            f"{wall:.2f} s (processor {processor:.2f} s), largest memory {most:,.0f} MB; "
            f"mean net present value {np.min(found) / 1e6:,.1f} to {np.max(found) / 1e6:,.1f} million kr."
        )


if __name__ == "__main__":
    main()
