"""Every warning of the formats and conventions: where it stands, what it says, and nothing else."""

import pytest

import cba

from ..conftest import Load
from ..snippets import (
    GRADED,
    PEOPLE,
    PLACES,
    STUDY,
    SUCCESS,
    TOP,
    cost,
    effect,
    flow,
    intervention,
    on_place,
    unmarked,
)

MONEY = f"what: x, payer: stat, kind: cost, {GRADED}"
NO_PRICE = "{outcome: bullying, success_rate: 3 %, grade: D"
CLAIM = "consequences: []"

SILENT = {
    "people": effect(PEOPLE),
    "people of a target group": intervention(
        f"target_group: high_risk_released\nparticipants: 5\neffects: [{{outcome: reconviction, {STUDY}}}]"
    ),
    "a place": on_place(f"{PLACES}, {CLAIM}, baseline: {{incidents: 545}}"),
    "a success rate": effect(SUCCESS),
    "a municipality's incidents": on_place(
        f"{PLACES}, {CLAIM}, baseline: {{incidents: place}}", TOP + "place: Odense\n"
    ),
    "a price of exactly ten years": cost(
        "what: C, amount: 3, per: year, payer: stat, grade: D, price_year: 2015"
    ),
    "a flow": flow(f"{MONEY}, amounts: [1]"),
    "a foreign effect with transfer": effect(
        "outcome: reconviction, evidence: cbt_juv, transfer: 80 %, baseline: {share: 42 %, within: 12 months}"
    ),
    "an effect as long as its follow-up": effect(f"{PEOPLE}, follow_up: 24, duration: 2"),
    "percent with its sign": effect(
        PEOPLE.replace("odds_ratio, estimate: 0.6", "percentage_change, estimate: -0.5 %")
    ),
    "an amount whose source is graded": cost(
        "what: C, amount: 3, per: year, payer: stat, source: prison_day"
    ),
    "people all of whom complete": effect(f"{PEOPLE}, applies_to: completers"),
    "other people who overlap": intervention(
        f"target_group: high_risk_released\nparticipants: 5\noverlaps_with: [b]\neffects: [{{{PEOPLE}}}]"
    )
    + f"  - {{id: b, target_group: high_risk_released, participants: 5, effects: [{{{PEOPLE}}}]}}\n",
    "the victim in the welfare lens": cost(
        "what: C, amount: 3, per: year, payer: offer, nature: intangible, grade: D",
        TOP + "model: samfundsoekonomi\n",
    ),
}

CASES = {
    # evidence
    "a foreign effect without transfer": (
        effect("outcome: reconviction, evidence: ¦cbt_juv, baseline: {share: 42 %, within: 12 months}"),
        ["a foreign effect (USA, Canada, UK, NZ) without `transfer`"],
    ),
    "one small study": (
        effect("outcome: reconviction, evidence: ¦mentor_primus_motor"),
        ["one small study"],
    ),
    "another outcome than was measured": (
        effect(
            f"outcome: theft, evidence: ¦cbt_juv, transfer: 80 %, {CLAIM}, "
            "baseline: {share: 42 %, within: 12 months}"
        ),
        ["not theft"],
    ),
    "an effect longer than its follow-up": (
        effect(f"{PEOPLE}, follow_up: 24, fade: 40 %, duration: ¦3".replace("42 %", "12 %")),
        ["the effect lasts 3 years, the study followed up 24 months"],
    ),
    "a lag beyond the follow-up": (
        effect(f"{PEOPLE}, follow_up: 24, lag: 1, duration: ¦2"),
        ["the effect lasts 3 years, the study followed up 24 months"],
    ),
    "another window than the study's": (
        effect(
            f"outcome: reconviction, {STUDY}, follow_up: 36, baseline: ¦{{share: 42 %, within: 24 months}}"
        ),
        ["the baseline is within 24 months, the study followed up 36 months"],
    ),
    "an inline estimate over the register's": (
        effect(
            "outcome: reconviction, evidence: cbt_juv, transfer: 80 %, grade: B, estimate: ¦0.9, "
            "baseline: {share: 42 %, within: 12 months}"
        ),
        ["overrides `estimate` of the evidence row 'cbt_juv'"],
    ),
    "an inline interval over the register's": (
        effect(
            "outcome: reconviction, evidence: cbt_juv, transfer: 80 %, low: ¦0.5, high: ¦0.9, "
            "baseline: {share: 42 %, within: 12 months}"
        ),
        ["overrides `low` of the evidence row 'cbt_juv'", "overrides `high` of the evidence row 'cbt_juv'"],
    ),
    "an inline follow-up over the register's": (
        effect(
            "outcome: reconviction, evidence: cbt_juv, transfer: 80 %, follow_up: ¦24 months, baseline: 42 %"
        ),
        ["overrides `follow_up` of the evidence row 'cbt_juv'"],
    ),
    "a trial by intention to treat, for completers": (
        intervention(
            f"participants: 100\ncompletion: 80 %\neffects: [{{outcome: burglary, "
            f"evidence: ¦property_marking_dk, baseline: {{events: 0.03}}, {CLAIM}}}]"
        ),
        ["analysed by intention to treat"],
    ),
    # measures
    "an odds ratio of incidents": (
        on_place(
            f"{PLACES}, {CLAIM}, baseline: {{incidents: 5}}".replace(
                "relative_risk, estimate: ", "odds_ratio, estimate: ¦"
            )
        ),
        ["the odds ratio is used as a rate ratio on a number of incidents"],
    ),
    "a hazard ratio of incidents": (
        on_place(
            f"{PLACES}, {CLAIM}, baseline: {{incidents: 5}}".replace(
                "relative_risk, estimate: ", "hazard_ratio, estimate: ¦"
            )
        ),
        ["the hazard ratio is used as a rate ratio"],
    ),
    "a standardised difference of events": (
        effect(
            "outcome: reconviction, measure: standardised_mean_difference, estimate: ¦-0.3, "
            "direction: lower_is_better, grade: D, baseline: {events: 0.3}"
        ),
        ["the standardised mean difference is used as a rate ratio on yearly events"],
    ),
    "a share for a percentage": (
        effect(PEOPLE.replace("odds_ratio, estimate: 0.6", "percentage_change, estimate: ¦-0.2")),
        ["-0.2 is read as -0.2 per cent"],
    ),
    "a share for percentage points": (
        effect(PEOPLE.replace("odds_ratio, estimate: 0.6", "percentage_points, estimate: ¦-0.2")),
        ["-0.2 is read as -0.2 per cent"],
    ),
    "more events than people": (
        effect(f"{PEOPLE}, duration: ¦9"),
        ["counts events, not people"],
    ),
    "displacement of people": (
        effect(f"{PEOPLE}, displacement: ¦10 %, reporting_rate: ¦80 %"),
        ["applies to incidents in a place", "applies to incidents in a place"],
    ),
    # money
    "an old cost": (
        cost("what: C, amount: 3, per: year, payer: stat, grade: D, price_year: ¦2014"),
        ["the cost 'C' is in 2014 prices, more than 10 years old"],
    ),
    "an old flow, once": (
        flow(f"{MONEY}, amounts: [1, 2, 3], price_year: ¦2014"),
        ["the flow 'x' is in 2014 prices"],
    ),
    "an old price of the register": (
        effect(
            "outcome: no_new_crime, success_rate: 3 %, grade: D, "
            "consequences: [{price: ¦prison_open_2013, quantity: -3}]"
        ),
        ["the price 'prison_open_2013' is in 2012 prices"],
    ),
    "an old price of the scenario's own": (
        effect(
            "outcome: no_new_crime, success_rate: 3 %, grade: D, consequences: [{price: foo, quantity: -3}]"
        )
        + "assumptions: {prices: {foo: {estimate: 9, payer: stat, grade: C, price_year: ¦2014}}}\n",
        ["the price 'foo' is in 2014 prices"],
    ),
    "a payer whom the lens leaves out": (
        cost("what: C, amount: 3, per: year, payer: ¦borger, grade: D"),
        ["borger"],
    ),
    "a part of a cost left out": (
        cost("what: C, amount: 3, per: year, payer: ¦{kommune: 50 %, erhverv: 50 %}, grade: D"),
        ["erhverv"],
    ),
    "a flow of a payer left out": (
        flow("what: x, payer: ¦offer, kind: benefit, amounts: [1], grade: D"),
        ["offer"],
    ),
    "a price of a payer left out": (
        effect("outcome: ¦no_new_crime, success_rate: 3 %, grade: D")
        + "assumptions: {prices: {prison_day: {estimate: 9, payer: erhverv, grade: C}}}\n",
        ["erhverv"],
    ),
    "a nature that the lens leaves out": (
        cost("what: C, amount: 3, per: year, payer: stat, nature: ¦intangible, grade: D"),
        ["intangible"],
    ),
    # own numbers
    "an ungraded cost": (cost("what: C, amount: ¦3, per: year, payer: stat"), ["own number without `grade`"]),
    "an ungraded flow": (
        flow("what: x, payer: stat, kind: cost, amounts: ¦[1, 2]"),
        ["own number without `grade`"],
    ),
    "an ungraded effect": (
        effect(PEOPLE.replace(f", {GRADED}", "").replace("0.6", "¦0.6")),
        ["own number without `grade`"],
    ),
    "an ungraded success rate": (
        effect(SUCCESS.replace(f", {GRADED}", "").replace("{with", "¦{with")),
        ["own number without `grade`"],
    ),
    "an ungraded change": (
        effect("outcome: reconviction, change: ¦{by_year: [-1]}"),
        ["own number without `grade`"],
    ),
    "an ungraded price": (
        effect(
            "outcome: no_new_crime, success_rate: 3 %, grade: D, consequences: [{price: foo, quantity: -3}]"
        )
        + "assumptions: {prices: {foo: {estimate: ¦9, payer: stat}}}\n",
        ["own number without `grade`"],
    ),
    # counted twice, places
    "two outcomes with one price": (
        intervention(
            "participants: 1\neffects: ¦[{outcome: reconviction, success_rate: 3 %, grade: D}, "
            "{outcome: no_new_crime, success_rate: 3 %, grade: D}]"
        ),
        ["'reconviction' and 'no_new_crime' both lead to 'prison_day': is it counted twice?"],
    ),
    "the same people twice": (
        intervention(f"target_group: high_risk_released\nparticipants: 5\neffects: [{{{PEOPLE}}}]")
        + f"  - {{id: b, target_group: ¦high_risk_released, participants: 5, effects: [{{{PEOPLE}}}]}}\n",
        ["they count as different people unless `overlaps_with` says otherwise"],
    ),
    "what follows was measured on other people": (
        intervention(
            "target_group: youth_reconvicted\nparticipants: 5\n"
            f"effects: [{{outcome: ¦reconviction, {STUDY}}}]"
        ),
        ["measured on high_risk_released and released_from_prison; this group is youth_reconvicted"],
    ),
    "a region's incidents": (
        on_place(f"{PLACES}, {CLAIM}, baseline: ¦{{incidents: place}}", TOP + "place: Region Syddanmark\n"),
        ["8.7 %"],
    ),
    "the country's incidents": (
        on_place(f"{PLACES}, {CLAIM}, baseline: ¦{{incidents: place}}", TOP + "place: Danmark\n"),
        ["8.7 %"],
    ),
}


@pytest.mark.parametrize("name", SILENT)
def test_nothing_doubtful_nothing_said(name: str, load: Load) -> None:
    assert [warning.headline() for warning in load(SILENT[name]).warnings] == []


@pytest.mark.parametrize("name", CASES)
def test_a_warning_says_where_and_what(name: str, load: Load) -> None:
    marked, messages = CASES[name]
    text, spots = unmarked(marked)
    warnings = load(text).warnings
    found = [(w.where.line, w.where.column) if w.where else None for w in warnings]
    assert found == spots, [warning.headline() for warning in warnings]
    for warning, message in zip(warnings, messages, strict=True):
        assert message in warning.message


def test_warnings_stand_in_the_results_too(load: Load) -> None:

    document = cba.appraise(load(cost("what: C, amount: 3, per: year, payer: stat"))).to_dict()
    assert [warning["where"] for warning in document["warnings"]] == ["scenario.yaml:8:27"]
    assert "interventions[0].costs[0].amount" in document["warnings"][0]["message"]


def test_a_warning_keeps_no_result_back(load: Load) -> None:

    scenario = load(cost("what: C, amount: 3, per: year, payer: borger, grade: D"))
    assert cba.appraise(scenario).portfolio.npv == 0.0
    welfare = load(
        cost("what: C, amount: 3, per: year, payer: borger, grade: D", TOP + "model: samfundsoekonomi\n")
    )
    assert cba.appraise(welfare).portfolio.npv == -3.0
    assert not welfare.warnings
