"""A small scenario with every kind of intervention, for what the optimiser is given."""

from ..snippets import GRADED, PLACES, STUDY, WINDOW

HEAD = """\
scenario: {id: plan}
price_year: 2025
start: 2026
horizon: 8
place: Odense
draws: 400
"""
PEOPLE = f"""\
  - id: talks
    title: {{da: Samtaler, en: Talks}}
    dkr_goals: [1]
    target_group: youth_reconvicted
    participants: 30
    years: 3
    completion: {{estimate: 80 %, low: 60 %, high: 95 %}}
    costs:
      - {{what: Start, amount: 200000, per: start, payer: kommune, {GRADED}}}
      - {{what: Drift, amount: 50000, per: year, payer: {{kommune: 50 %, stat: 50 %}}, {GRADED}}}
      - {{what: Person, amount: 9000, low: 8000, high: 12000, per: participant, payer: kommune, {GRADED}}}
      - {{what: Forløb, amount: 4000, per: completer, payer: region, {GRADED}}}
    effects:
      - {{outcome: reconviction, {STUDY}, low: 0.4, high: 0.9, {WINDOW}, duration: 2, fade: 10 %}}
"""
CAMERAS = f"""\
  - id: cameras
    years: 2
    costs: [{{what: Kamera, amount: 300000, per: year, payer: kommune, {GRADED}}}]
    effects: [{{{PLACES}, low: 0.7, high: 0.9, baseline: {{incidents: place, share: 30 %}}}}]
"""
LIGHTS = f"""\
  - id: lights
    years: 3
    costs: [{{what: Lys, amount: 100000, per: year, payer: kommune, {GRADED}}}]
    effects: [{{{PLACES.replace("0.8", "0.9")}, baseline: {{incidents: place, share: 20 %}}}}]
"""
CASE = f"""\
  - id: case
    flows:
      - {{what: Drift, payer: kommune, kind: cost, amounts: [100000, 90000], {GRADED}}}
      - {{what: Sparet, payer: stat, kind: benefit, area: social, amounts: [0, 0, 400000], {GRADED}}}
"""
INTERVENTIONS = f"interventions:\n{PEOPLE}{CAMERAS}{LIGHTS}{CASE}"


def plan(allocation: str = "budget: 1000000", head: str = HEAD, more: str = "") -> str:
    """The scenario with what stands under `allocation`, as lines."""
    lines = "".join(f"  {line}\n" for line in allocation.splitlines())
    return f"{head}{INTERVENTIONS}allocation:\n{lines}{more}"
