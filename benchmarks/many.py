"""Scenarios of any size, for benchmarks."""

from __future__ import annotations

HEAD = """\
scenario: {id: many}
place: Odense
price_year: 2025
start: 2026
horizon: 10
interventions:
"""

ITEM = """\
  - id: item-{n}
    title: {{da: Indsats {n}, en: Intervention {n}}}
    participants: {people}
    years: 3
    completion: {{estimate: 85 %, low: 70 %, high: 90 %, distribution: pert}}
    costs:
      - {{what: Forløb, amount: 150000, low: 135000, high: 168000, per: participant, payer: kommune,
         price_year: 2018, source: mst_per_family_2018}}
      - {{what: Opstart, amount: 280000, per: start, payer: kommune, price_year: 2020, grade: D}}
    effects:
      - outcome: reconviction
        evidence: cbt_juv
        baseline: {{share: 42 %, within: 24 months}}
        fade: 15 %
        transfer: {{estimate: 80 %, low: 60 %, high: 100 %}}
    flows:
      - {{what: Drift, payer: kommune, kind: cost, amounts: {{2026: 10000, 2027: 9000}}, grade: D}}
"""


def scenario(interventions: int) -> str:
    """Return a scenario with so many interventions."""
    return HEAD + "".join(ITEM.format(n=n, people=20 + n % 30) for n in range(interventions))
