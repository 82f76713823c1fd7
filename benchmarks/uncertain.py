"""Scenarios of any size with many uncertain inputs, for the benchmark of simulation."""

from __future__ import annotations

PAYERS = ("kommune", "region", "stat")
OPERATING = 3
LASTS = 5
FADE = 0.10
WINDOW = 24
UNITS = (4, 3)
"""Units of a price that follow from an event, and over how many years."""


def scenario_text(interventions: int, outcomes: int = 8, horizon: int = 20, place: str = "Odense") -> str:
    """Return a scenario in which each intervention changes each outcome; every outcome leads to a price."""
    lines = [
        "scenario: {id: many}",
        f"place: {place}",
        "price_year: 2025",
        "start: 2026",
        f"horizon: {horizon}",
        "assumptions:",
        "  prices:",
        *(_price(n) for n in range(outcomes)),
        "  outcomes:",
        *(f"    o{n}: {{title: O{n}, consequences: []}}" for n in range(outcomes)),
        "interventions:",
    ]
    for i in range(interventions):
        lines += _intervention(i, outcomes)
    return "\n".join(lines) + "\n"


def _price(n: int) -> str:
    amount = 10_000 * (n + 1)
    return (
        f"    p{n}: {{estimate: {amount}, low: {amount * 8 // 10}, high: {amount * 14 // 10}, unit: unit, "
        f"payer: {PAYERS[n % 3]}, price_year: 2025, source: own, grade: D}}"
    )


def _intervention(i: int, outcomes: int) -> list[str]:
    cost = 20_000 + 1_000 * i
    return [
        f"  - id: i{i}",
        f"    participants: {30 + i}",
        f"    years: {OPERATING}",
        "    completion: {estimate: 85 %, low: 70 %, high: 95 %, grade: D}",
        "    costs:",
        f"      - {{what: Each, amount: {cost}, low: {cost * 8 // 10}, high: {cost * 13 // 10}, "
        "per: participant, payer: kommune, grade: D}",
        "      - {what: Start, amount: 200000, low: 150000, high: 300000, per: start, payer: kommune, "
        "grade: D}",
        "    effects:",
        *(line for n in range(outcomes) for line in _effect(i, n)),
    ]


def _effect(i: int, n: int) -> list[str]:
    ratio = 0.60 + 0.02 * ((i + n) % 15)
    return [
        f"      - outcome: o{n}",
        f"        measure: relative_risk\n        estimate: {ratio:.2f}\n        low: {ratio * 0.8:.3f}",
        f"        high: {min(1.25 * ratio, 1.2):.3f}\n        direction: lower_is_better\n        grade: D",
        f"        baseline: {{share: {{estimate: 42 %, low: 38 %, high: 46 %}}, within: {WINDOW} months}}",
        f"        duration: {LASTS}\n        fade: {FADE}",
        "        transfer: {estimate: 80 %, low: 60 %, high: 95 %}",
        f"        consequences: [{{price: p{n}, quantity: {UNITS[0]}, spread: {UNITS[1]}}}]",
    ]
