"""Each check finds what it is for, and is silent where there is nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import cba
from cba.reports.review_words import FINDINGS, QUESTIONS
from cba.review.checklist import POINTS, checklist
from cba.review.result_checks import flips

from ..conftest import Load
from ..snippets import GRADED, TOP, cost, effect, flow, intervention, on_place

SCENARIOS = sorted((Path(__file__).resolve().parents[2] / "scenarios").glob("*.yaml"))
DRAWS = "draws=64"
STUDY = f"measure: odds_ratio, estimate: 0.6, direction: lower_is_better, {GRADED}"
PEOPLE = f"outcome: reconviction, {STUDY}, baseline: {{share: 42 %, within: 24 months, source: own}}"
PLACE = f"outcome: burglary, measure: relative_risk, estimate: 0.8, direction: lower_is_better, {GRADED}"
CBT = "outcome: reconviction, evidence: cbt_juv, baseline: {share: 42 %, within: 12 months, source: own}"
TWICE = (
    f"participants: 10\neffects:\n  - {{{PEOPLE}}}\n  - {{{PEOPLE.replace('reconviction', 'no_new_crime')}}}"
)


def codes(scenario: cba.Scenario) -> set[str]:
    return {finding["code"] for point in checklist(scenario)["points"] for finding in point["findings"]}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (effect(PEOPLE), "outcome_own"),
        (intervention(""), "effect_none"),
        (effect(PEOPLE), "group_none"),
        (effect(CBT), "transfer_none"),
        (effect(f"{CBT}, transfer: 50 %"), "transfer_unreasoned"),
        (effect(f"{CBT}, transfer: 50 %"), "transfer_fixed"),
        (effect(f"{CBT}, transfer: 100 %, reason: x"), "transfer_full"),
        (effect(PEOPLE), "grade_weak"),
        (effect(PEOPLE), "interval_none"),
        (effect(f"{PEOPLE}, low: 0.3, high: 1.2"), "interval_covers_nothing"),
        (effect(f"{CBT}, estimate: 0.9, {GRADED}"), "estimate_overridden"),
        (effect(PEOPLE.replace(", source: own", "")), "baseline_unsourced"),
        (effect(CBT.replace("12 months", "24 months")), "baseline_window"),
        (effect(f"{CBT}, duration: 3"), "beyond_follow_up"),
        (effect(PEOPLE, participants="participants: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"), "cut_off"),
        (effect(PEOPLE), "completion_none"),
        (effect(PEOPLE, participants="participants: 10\ncompletion: 80 %"), "completion_fixed"),
        (on_place(f"{PLACE}, baseline: {{incidents: 100}}"), "displacement_none"),
        (on_place(f"{PLACE}, baseline: {{incidents: 100}}"), "reporting_none"),
        (effect(PEOPLE), "price_average"),
        (effect(PEOPLE), "price_ageing"),
        (flow("what: F, payer: stat, kind: benefit, amounts: [5]"), "cost_none"),
        (flow("what: F, payer: stat, kind: benefit, amounts: [5]"), "benefit_stated"),
        (cost(f"what: C, amount: 5, per: year, payer: kommune, {GRADED}"), "cost_no_start"),
        (cost(f"what: C, amount: 5, per: year, payer: kommune, {GRADED}"), "cost_fixed"),
        (cost(f"what: C, amount: 5, per: year, payer: kommune, price_year: 2010, {GRADED}"), "cost_old"),
        (effect(PEOPLE), "loser"),
        (intervention(""), "nothing_varied"),
        (effect(f"{PEOPLE}, low: 0.3, high: 1.2"), "inputs_fixed"),
        (intervention(""), "source_none"),
        (intervention("", TOP + "assumptions: {discounting: {rate: 2 %}}\n"), "assumption"),
        (effect(PEOPLE, TOP + "assumptions: {prices: {prison_day: 2000}}\n"), "register_overridden"),
        (intervention(""), "nothing_left_out"),
        (intervention(""), "no_question"),
        (effect(CBT), "warning"),
    ],
)
def test_a_fault_is_found(load: Load, text: str, code: str) -> None:
    assert code in codes(load(text, DRAWS))


def test_the_same_outcome_for_the_same_people_is_asked_about(load: Load) -> None:
    one = effect(PEOPLE, participants="participants: 10\ntarget_group: youth_reconvicted")
    two = one + one.split("interventions:\n")[1].replace("id: a", "id: b")
    found = checklist(load(two, DRAWS))
    [point] = [p for p in found["points"] if p["id"] == "double_counting"]
    assert [(f["code"], f["level"]) for f in point["findings"]] == [("same_outcome", "look")]
    silent = two.replace("  - id: b\n", "  - id: b\n    overlaps_with: [a]\n")
    assert "same_outcome" not in codes(load(silent, DRAWS))


def test_the_other_sign_is_counted() -> None:
    draws = np.array([-2.0, -1.0, 0.0, 1.0])
    assert flips(draws, 5.0) == 0.75  # nil is no gain
    assert flips(draws, -5.0) == 0.25


def test_every_finding_has_words_and_every_point_a_question() -> None:
    assert set(POINTS) == set(QUESTIONS)
    root = Path(cba.__file__).parent / "review"
    text = "".join(path.read_text() for path in root.glob("*_checks.py"))
    # what is made from a key of the header
    made = {"no_question", "no_author", "no_contact", "no_funding"}
    assert {code for code in FINDINGS if f'"{code}"' not in text} == made


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_worked_scenario_is_reviewed(path: Path) -> None:
    found = checklist(cba.load(path, settings=DRAWS))
    for point in found["points"]:
        for finding in point["findings"]:
            assert finding["code"] in FINDINGS
    assert sum(found["answers"].values()) == len(POINTS)
