"""Small scenarios whose results are known by hand, for what a report must say."""

HEAD = """\
scenario:
  id: divided
  title: {da: Delt regning, en: Divided bill}
  question: {da: Kan det betale sig?, en: Does it pay?}
price_year: 2025
start: 2026
horizon: 4
assumptions: {discounting: {rate: 0 %}}
interventions:
"""

FLOW = "{{what: {what}, payer: {payer}, kind: {kind}, amounts: [{amounts}], grade: D, source: test}}"


def intervention(name: str, *flows: str) -> str:
    """An intervention of explicit flows; each flow is `what payer kind amounts`."""
    lines = [f"  - id: {name}", "    flows:"]
    for flow in flows:
        what, payer, kind, amounts = flow.split(maxsplit=3)
        lines.append("      - " + FLOW.format(what=what, payer=payer, kind=kind, amounts=amounts))
    return "\n".join(lines) + "\n"


def divided(cost: int = 1_000_000, gain: int = 3_000_000) -> str:
    """The municipality pays, the state gains: without discounting the net result is gain − cost."""
    return HEAD + intervention("alone", f"c kommune cost {cost}", f"b stat benefit 0, {gain}")
