"""98 places × 50 interventions × 10,000 draws from common draws; run `python -m benchmarks.national`."""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

import numpy as np

import cba
from cba.registers import load_registers
from cba.uncertainty.sweep import sweep

WITHOUT_CRIME_ROWS = "Christiansø"
OUTCOMES = ("burglary", "violence", "theft", "total", "weapons")


def text(place: str, interventions: int) -> str:
    """Return a place's scenario: interventions against reported crime, evidence and prices national."""
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
        *(_intervention(i) for i in range(interventions)),
    ]
    return "\n".join(lines) + "\n"


def _intervention(i: int) -> str:
    ratio = 0.70 + 0.004 * i
    return (
        f"  - id: i{i}\n    years: 4\n"
        f"    costs: [{{what: Drift, amount: {{estimate: {300000 + 10000 * i}, low: 200000, high: 900000}}, "
        "per: year, payer: kommune, grade: D}]\n"
        f"    effects:\n      - {{outcome: {OUTCOMES[i % 5]}, measure: relative_risk, estimate: {ratio:.3f}, "
        f"low: {ratio - 0.15:.3f}, high: {ratio + 0.18:.3f}, direction: lower_is_better, grade: D, "
        "baseline: {incidents: place, share: 10 %}, "
        f"consequences: [{{price: p{i % 5}, quantity: 1}}]}}"
    )


def main() -> None:
    """Print the time and memory of the sweep, after the scenarios are loaded."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=10_000)
    parser.add_argument("--interventions", type=int, default=50)
    given = parser.parse_args()
    every = load_registers().places.all()
    places = [p.name for p in every if p.level == "municipality" and p.name != WITHOUT_CRIME_ROWS]
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "national.yaml"
        scenarios = []
        for place in places:
            path.write_text(text(place, given.interventions), encoding="utf-8")
            scenarios.append(cba.load(path))
    loaded = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(scenarios)} places loaded in {time.perf_counter() - begun:.1f} s, {loaded:,.0f} MB")
    begun = time.perf_counter()
    found = [simulation.total().mean() for simulation in sweep(scenarios, draws=given.draws, seed=1)]
    taken = time.perf_counter() - begun
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"sweep over {given.draws:,} draws: {taken:.2f} s, largest memory {most:,.0f} MB")
    print(f"mean net present value from {np.min(found) / 1e6:,.1f} to {np.max(found) / 1e6:,.1f} million kr.")


if __name__ == "__main__":
    main()
