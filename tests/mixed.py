"""A scenario with something of everything, and the models to take it through."""

from .snippets import GRADED

MIXED = f"""\
scenario: {{id: mixed}}
model: MODEL
place: Odense
price_year: 2025
start: 2026
horizon: 12
assumptions:
  prices:
    placement_year: {{estimate: 600000, payer: {{kommune: 70 %, stat: 30 %}}, area: social, {GRADED}}}
    benefit: {{estimate: 90000, payer: {{kommune: 60 %, stat: 40 %}}, nature: transfer, {GRADED}}}
    pain: {{estimate: 40000, payer: offer, nature: intangible, area: offer_og_ejendom, {GRADED}}}
interventions:
  - id: family
    participants: [20, 30, 25]
    completion: 80 %
    costs:
      - {{what: Forløb, amount: 110000, per: participant, payer: {{kommune: 80 %, stat: 20 %}}, {GRADED}}}
      - {{what: Opstart, amount: 280000, per: start, payer: kommune, price_year: 2015, {GRADED}}}
      - {{what: Frivillige, amount: 1000, per: completer, payer: borger, in_kind: true, {GRADED}}}
    effects:
      - outcome: out_of_home_placement
        success_rate: {{with: 75 %, without: 55 %}}
        {GRADED}
        consequences:
          - {{price: placement_year, by_year: [-1, -1, -0.5]}}
          - {{price: benefit, quantity: -2, spread: 4}}
      - outcome: violence
        {GRADED}
        measure: odds_ratio
        estimate: 0.8
        direction: lower_is_better
        baseline: {{share: 30 %, within: 24 months}}
        consequences: [{{price: pain, quantity: 1}}]
  - id: case
    flows:
      - {{what: Drift, payer: region, kind: cost, amounts: [300000, 200000, 100000], {GRADED}}}
      - {{what: Skat, payer: stat, kind: benefit, nature: tax, amounts: [0, 250000], {GRADED}}}
"""
MODELS = ("soem", "samfundsoekonomi")
GUIDE_2017 = ("assumptions.guide=2017", "assumptions.net_tax_factor=1.325")
CASES = [("soem", ()), ("samfundsoekonomi", ()), ("samfundsoekonomi", GUIDE_2017)]


def mixed(model: str) -> str:
    return MIXED.replace("MODEL", model)
