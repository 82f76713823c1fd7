"""Every named error about effects: where it points, at which path, and what it says."""

import pytest

from ..conftest import Load
from ..snippets import PEOPLE, PLACES, STUDY, SUCCESS, TOP, WINDOW, effect, intervention, on_place
from .pointing import BURGLARY, C0, DENMARK, E0, I0, MONEY, PRICED, check

CASES = {
    # effects
    "no statement": (effect("outcome: ¦reconviction"), f"{E0}.outcome", "an effect needs one of"),
    "two statements": (
        effect(f"{PEOPLE}, success_rate: ¦10 %"),
        f"{E0}.success_rate",
        "state the effect in one way",
    ),
    "two other statements": (
        effect(f"{PEOPLE}, change: ¦{{by_year: [-1]}}"),
        f"{E0}.change",
        "state the effect in one way",
    ),
    "no direction": (
        effect(f"outcome: reconviction, measure: odds_ratio, estimate: ¦0.6, {WINDOW}"),
        f"{E0}.estimate",
        "needs a `direction`",
    ),
    "no measure": (
        effect(f"outcome: reconviction, estimate: ¦0.6, direction: lower_is_better, {WINDOW}"),
        f"{E0}.estimate",
        "needs a `measure`",
    ),
    "no baseline": (
        effect(f"outcome: ¦reconviction, {STUDY}"),
        f"{E0}.outcome",
        "the effect needs a `baseline`",
    ),
    "a bare share without a window": (
        effect(f"outcome: reconviction, {STUDY}, baseline: ¦42 %"),
        f"{E0}.baseline",
        "write `baseline: {share: 42 %, within: 24 months}`",
    ),
    "a share without a window": (
        effect(f"outcome: reconviction, {STUDY}, baseline: ¦{{share: 42 %}}"),
        f"{E0}.baseline",
        "within how many months?",
    ),
    "two baselines": (
        effect(f"outcome: reconviction, {STUDY}, baseline: ¦{{events: 0.3, incidents: 3}}"),
        f"{E0}.baseline",
        "state one of",
    ),
    "an empty baseline": (
        effect(f"outcome: reconviction, {STUDY}, baseline: ¦{{within: 24 months}}"),
        f"{E0}.baseline",
        "state one of",
    ),
    "a risk above one": (
        effect(f"{PEOPLE}".replace("odds_ratio, estimate: 0.6", "relative_risk, estimate: ¦2.5")),
        f"{E0}.estimate",
        "a risk is between 0 and 1",
    ),
    "a ratio of zero": (
        effect(PEOPLE.replace("0.6", "¦0")),
        f"{E0}.estimate",
        "a ratio must be more than 0, got 0",
    ),
    "a fall of more than everything": (
        effect(PEOPLE.replace("odds_ratio, estimate: 0.6", "percentage_change, estimate: ¦-101 %")),
        f"{E0}.estimate",
        "cannot fall by more than 100 %",
    ),
    "percentage points beyond everybody": (
        effect(PEOPLE.replace("odds_ratio, estimate: 0.6", "percentage_points, estimate: ¦-101")),
        f"{E0}.estimate",
        "between -100 and 100 percentage points",
    ),
    "percentage points of incidents": (
        on_place(
            "outcome: burglary, measure: percentage_points, estimate: -5, grade: D, "
            "direction: lower_is_better, baseline: ¦{incidents: 545}"
        ),
        f"{E0}.baseline",
        "percentage points are of a share of people",
    ),
    "rate ratio of the good event": (
        effect(PEOPLE.replace("odds_ratio", "incidence_rate_ratio").replace("lower", "¦higher")),
        f"{E0}.direction",
        "cannot be turned round",
    ),
    "relative risk of the good event on events": (
        effect(
            "outcome: reconviction, measure: relative_risk, estimate: 1.2, direction: ¦higher_is_better, "
            "grade: D, baseline: {events: 0.3}"
        ),
        f"{E0}.direction",
        "cannot be turned round",
    ),
    "evidence without an estimate": (
        effect("outcome: offending, evidence: ¦mst_meta_2014, baseline: {share: 42 %, within: 24 months}"),
        f"{E0}.evidence",
        "cannot be used: no supported estimate is known",
    ),
    "lag of a success rate": (effect(f"{SUCCESS}, lag: ¦1"), f"{E0}.lag", "say when with `by_year`"),
    "duration of a success rate": (effect(f"{SUCCESS}, duration: ¦2"), f"{E0}.duration", "by_year"),
    "fade of a success rate": (effect(f"{SUCCESS}, fade: ¦2 %"), f"{E0}.fade", "by_year"),
    "half a success rate": (
        effect("outcome: no_new_crime, grade: D, success_rate: ¦{with: 71 %}"),
        f"{E0}.success_rate",
        "state both `with` and `without`",
    ),
    "a success rate beyond everybody": (
        effect("outcome: no_new_crime, grade: D, success_rate: ¦138 %"),
        f"{E0}.success_rate",
        "must be between -100 % and 100 %, got 138 %",
    ),
    "the same outcome twice": (
        intervention(
            f"participants: 1\neffects:\n  - {{{PEOPLE}}}\n  - {{{PEOPLE}}}".replace(
                "\n  - {outcome: ", "\n  - {outcome: ¦", 2
            ).replace("¦", "", 1)
        ),
        f"{I0}.effects[1].outcome",
        "one effect for each outcome",
    ),
    "the same cost twice": (
        f"{TOP}interventions:\n  - id: a\n    costs:\n"
        "      - {what: C, amount: 3, per: year, payer: stat, grade: D}\n"
        "      - {what: ¦C, amount: 4, per: year, payer: stat, grade: D}\n",
        f"{I0}.costs[1].what",
        "'C' is already on line 8",
    ),
    "the same flow twice": (
        f"{TOP}interventions:\n  - id: a\n    flows:\n      - {{{MONEY}, amounts: [1]}}\n"
        f"      - {{{MONEY}, amounts: [1]}}\n".replace("what: x", "what: ¦x").replace("¦", "", 1),
        f"{I0}.flows[1].what",
        "'x' is already on line 8",
    ),
    "the same intervention twice": (
        f"{TOP}interventions:\n  - {{id: a, flows: [{{{MONEY}, amounts: [1]}}]}}\n"
        f"  - {{id: ¦a, flows: [{{{MONEY}, amounts: [1]}}]}}\n",
        "interventions[1].id",
        "'a' is already on line 6",
    ),
    "both ways of a consequence": (
        effect(PRICED % "price: prison_day, quantity: -3, by_year: [2]").replace("[{price", "[¦{price"),
        f"{E0}.consequences[0]",
        "state either `quantity` (with `spread`) or `by_year`",
    ),
    "no quantity": (
        effect(PRICED % "price: prison_day").replace("[{price", "[¦{price"),
        f"{E0}.consequences[0]",
        "state either `quantity`",
    ),
    "spread over no years": (
        effect(PRICED % "price: prison_day, quantity: -3, spread: ¦0"),
        f"{E0}.consequences[0].spread",
        "must be 1 to 200 years, got 0",
    ),
    "spread of yearly units": (
        effect(PRICED % "price: prison_day, by_year: [-3], spread: ¦2"),
        f"{E0}.consequences[0].spread",
        "goes with `quantity`",
    ),
    # people and places
    "an effect on people without people": (
        on_place(PEOPLE.replace("outcome: ", "outcome: ¦")),
        f"{E0}.outcome",
        "needs `participants`",
    ),
    "success without people": (
        on_place(SUCCESS.replace("rate: ", "rate: ¦")),
        f"{E0}.success_rate",
        "needs `participants`",
    ),
    "cost per participant of a place": (
        on_place(BURGLARY).replace("per: year", "per: ¦participant"),
        f"{C0}.per",
        "`per: participant` needs `participants`",
    ),
    "cost per completer of a place": (
        on_place(BURGLARY).replace("per: year", "per: ¦completer"),
        f"{C0}.per",
        "`per: completer` needs `participants`",
    ),
    "incidents of no place": (
        on_place(f"{PLACES}, baseline: ¦{{incidents: place}}"),
        f"{E0}.baseline",
        "needs a `place`",
    ),
    "incidents that are not registered": (
        on_place(f"{PLACES}, baseline: ¦{{incidents: place}}".replace("burglary", "vandalism"), DENMARK),
        f"{E0}.baseline",
        "exists for burglary, violence, theft, drugs, weapons, total, not for vandalism",
    ),
    "a place without crime rows": (
        on_place(f"{PLACES}, baseline: {{incidents: ¦place}}", TOP + "place: Christiansø\n"),
        f"{E0}.baseline.incidents",
        "Christiansø has no reported crime in the register",
    ),
    "years that are not registered": (
        on_place(f"{PLACES}, baseline: {{incidents: place, years: ¦[1990, 2025]}}", DENMARK),
        f"{E0}.baseline.years",
        "no reported crime for 1990; the register has 2016–2025",
    ),
    "incidents misspelt": (
        on_place(f"{PLACES}, baseline: {{incidents: ¦plaec}}", DENMARK),
        f"{E0}.baseline.incidents",
        "did you mean 'place'?",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_problem_says_where_and_what(name: str, load: Load) -> None:
    check(*CASES[name], load)
