"""Scenario texts to put one thing right or wrong in; `¦` marks the spot that a problem must point at."""

import cba

MARK = "¦"
GRADED = "grade: D"

TOP = """\
scenario: {id: x}
price_year: 2025
start: 2026
horizon: 10
"""
COST = f"    costs: [{{what: C, amount: 100, per: year, payer: kommune, {GRADED}}}]\n"
STUDY = f"measure: odds_ratio, estimate: 0.6, direction: lower_is_better, {GRADED}"
WINDOW = "baseline: {share: 42 %, within: 24 months}"
PEOPLE = f"outcome: reconviction, {STUDY}, {WINDOW}"
PLACES = f"outcome: burglary, measure: relative_risk, estimate: 0.8, direction: lower_is_better, {GRADED}"
SUCCESS = f"outcome: no_new_crime, success_rate: {{with: 71 %, without: 33 %}}, {GRADED}"


def top(text: str, first: str = TOP) -> str:
    """A scenario with one dull intervention and other top-level keys."""
    return f"{first}{text}\ninterventions:\n  - id: a\n{COST}"


def intervention(text: str, first: str = TOP) -> str:
    """A scenario whose only intervention also says this; a line for each key."""
    lines = "".join(f"    {line}\n" for line in text.splitlines())
    return f"{first}interventions:\n  - id: a\n{COST}{lines}"


def cost(text: str, first: str = TOP) -> str:
    """A scenario with one cost."""
    return f"{first}interventions:\n  - id: a\n    costs:\n      - {{{text}}}\n"


def flow(text: str, first: str = TOP) -> str:
    """A scenario with one flow."""
    return f"{first}interventions:\n  - id: a\n    flows:\n      - {{{text}}}\n"


def effect(text: str, first: str = TOP, participants: str = "participants: 10") -> str:
    """A scenario with one effect on people."""
    return intervention(f"{participants}\neffects:\n  - {{{text}}}", first)


def on_place(text: str, first: str = TOP) -> str:
    """A scenario with one effect on the incidents of a place."""
    return intervention(f"effects:\n  - {{{text}}}", first)


# one that runs, with two variants, and one with four faults: what the command line is given
SCENARIO = effect(f"{PEOPLE}, note: ok") + (
    "variants:\n  weak: {interventions: {a: {effects: {reconviction: {estimate: 0.9}}}}}\n"
    "  harm: {interventions: {a: {effects: {reconviction: {estimate: 1.3}}}}}\n"
)
BAD = (
    effect("outcome: reconvicton, success_rate: 3 %, fade: abc", TOP.replace("2025", "2025-01-01"))
    + "pixies: 3\n"
)


def unmarked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Take the marks out of a text; return it with the line and column of each, from 1."""
    spots = []
    while (at := text.find(MARK)) >= 0:
        before = text[:at]
        spots.append((before.count("\n") + 1, at - before.rfind("\n")))
        text = before + text[at + 1 :]
    return text, spots


def headlines(error: cba.InputError) -> list[str]:
    """The one-line form of each problem."""
    return [problem.headline() for problem in error.problems]
