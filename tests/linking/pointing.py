"""One check for all bad input: exactly one problem, at the mark, at the path, with the message."""

import pytest

import cba

from ..conftest import Load
from ..snippets import GRADED, PLACES, TOP, effect, top, unmarked

I0 = "interventions[0]"
C0 = f"{I0}.costs[0]"
E0 = f"{I0}.effects[0]"
F0 = f"{I0}.flows[0]"
PRICED = "outcome: no_new_crime, success_rate: 0.03, grade: D, consequences: [{%s}]"
MONEY = f"what: x, payer: stat, kind: cost, {GRADED}"
BURGLARY = f"{PLACES}, baseline: {{incidents: 545}}"
FLOW = f"interventions:\n  - {{id: a, flows: [{{{MONEY}, amounts: [1]}}]}}\n"
UNPRICED = "{outcome: bullying, change: {by_year: [-1]}, grade: D}"
DENMARK = TOP + "place: Danmark\n"


def own_price(text: str) -> str:
    return effect(PRICED % "price: foo, quantity: -3") + f"assumptions: {{prices: {{foo: {text}}}}}\n"


def assumptions(text: str) -> str:
    return top(f"assumptions: {{{text}}}")


def check(marked: str, path: str, message: str, load: Load) -> None:
    """Load a text that has one fault, marked, and see that it alone is told."""
    text, spots = unmarked(marked)
    with pytest.raises(cba.InputError) as caught:
        load(text)
    found = [(p.where and (p.where.line, p.where.column), p.path) for p in caught.value.problems]
    assert found == [(spots[0], path)]
    assert message in caught.value.problems[0].message
