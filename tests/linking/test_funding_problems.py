"""Every named error under `funding`: where it points, at which path, and what it says."""

import pytest

import cba
from cba.funding_rules import programme, programme_ids, rules

from ..conftest import Load
from ..snippets import GRADED, SUCCESS, TOP
from .pointing import check

BODY = f"""\
interventions:
  - id: mst
    participants: 10
    years: 2
    costs: [{{what: C, amount: 100, per: participant, payer: kommune, {GRADED}}}]
    effects: [{{{SUCCESS}}}]
  - {{id: ssp, years: 1, costs: [{{what: C, amount: 100, per: year, payer: kommune, {GRADED}}}]}}
"""
F = "funding"
ITEM = "{what: Pay, line: A, amount: 5}"


def said(text: str) -> str:
    return f"{TOP}{BODY}funding: {{{text}}}\n"


def package(item: str) -> str:
    return said(f"partners: [{{id: us, name: We}}], work_packages: [{{id: w, title: T, budget: [{item}]}}]")


def contract(text: str) -> str:
    return said(f"outcome_contract: {{intervention: mst, outcome: no_new_crime, {text}}}")


W0 = f"{F}.work_packages[0]"
B0 = f"{W0}.budget[0]"
C = f"{F}.outcome_contract"
CASES = {
    "unknown key": (said("¦aplicant: We"), f"{F}.aplicant", "did you mean 'applicant'?"),
    "unknown programme": (
        said("grant: {programme: ¦horison}"),
        f"{F}.grant.programme",
        "did you mean 'horizon'?",
    ),
    "share in per cent": (
        said("grant: {programme: isf, cofinancing: ¦90}"),
        f"{F}.grant.cofinancing",
        "did you mean 90 %?",
    ),
    "unknown line": (
        package("{what: x, line: ¦C4, amount: 5}"),
        f"{B0}.line",
        "allowed: A, B, C1, C2, C3, D",
    ),
    "unknown partner": (
        package("{what: x, line: A, amount: 5, partner: ¦uss}"),
        f"{B0}.partner",
        "did you mean 'us'?",
    ),
    "no partners": (
        said("work_packages: [{id: w, title: T, budget: [{what: x, line: A, amount: 5, partner: ¦us}]}]"),
        f"{B0}.partner",
        "funding.partners is empty",
    ),
    "negative amount": (
        package("{what: x, line: A, amount: ¦-5}"),
        f"{B0}.amount",
        "must not be negative, got -5",
    ),
    "amount in per cent": (package("{what: x, line: A, amount: ¦5 %}"), f"{B0}.amount", "must be an amount"),
    "another price year": (
        package("{what: x, line: A, amount: {estimate: 5, price_year: ¦2018}}"),
        f"{B0}.amount.price_year",
        "`price_year` is not used here",
    ),
    "months of work on travel": (
        package("{what: x, line: C1, amount: 5, person_months: ¦3}"),
        f"{B0}.person_months",
        "go with line A, not with C1",
    ),
    "ends before it begins": (
        said("work_packages: [{id: w, title: T, from_month: 7, to_month: ¦6}]"),
        f"{W0}.to_month",
        "must not be before from_month 7",
    ),
    "the same package twice": (
        said("work_packages: [{id: w, title: T}, {id: ¦w, title: U}]"),
        f"{F}.work_packages[1].id",
        "used twice",
    ),
    "unknown level": (
        said("indicators: [{what: x, level: ¦outcome}]"),
        f"{F}.indicators[0].level",
        "unknown value 'outcome'",
    ),
    "unknown probability": (
        said("risks: [{what: x, probability: ¦F, severity: I}]"),
        f"{F}.risks[0].probability",
        "allowed: A, B, C, D, E",
    ),
    "unknown severity": (
        said("risks: [{what: x, probability: A, severity: ¦VI}]"),
        f"{F}.risks[0].severity",
        "unknown value 'VI'",
    ),
    "operator left out": (
        said("appraisal: {operator: ¦offer}"),
        f"{F}.appraisal.operator",
        "soem does not count offer",
    ),
    "year outside": (
        said("appraisal: {financing: [{what: x, kind: own, amounts: {¦2020: 5}}]}"),
        f"{F}.appraisal.financing[0].amounts.2020",
        "outside the scenario's years",
    ),
    "repaying a grant": (
        said("appraisal: {financing: [{what: x, kind: grant, amounts: [5], repayments: ¦[1]}]}"),
        f"{F}.appraisal.financing[0].repayments",
        "go with a loan, not with grant",
    ),
    "unknown intervention": (
        said("outcome_contract: {intervention: ¦mts, outcome: no_new_crime}"),
        f"{C}.intervention",
        "did you mean 'mst'?",
    ),
    "unknown outcome": (
        said("outcome_contract: {intervention: mst, outcome: ¦new_crime}"),
        f"{C}.outcome",
        "did you mean 'no_new_crime'?",
    ),
    "nothing to pay for": (
        said("outcome_contract: {intervention: ssp, outcome: ¦no_new_crime}"),
        f"{C}.outcome",
        "'ssp' has no effect, so nothing can be paid for",
    ),
    "months that fall": (contract("months: ¦[24, 12]"), f"{C}.months", "must be rising months"),
    "no months": (contract("months: ¦[]"), f"{C}.months", "must be rising months"),
    "months beyond the horizon": (contract("months: ¦[12, 600]"), f"{C}.months", "within the horizon of"),
    "shares that do not sum": (
        contract("shares: ¦{stat: 90 %}"),
        f"{C}.shares",
        "must sum to 100 %, found 90 %",
    ),
    "victims repay": (
        contract("shares: ¦{offer: 100 %}"),
        f"{C}.shares",
        "only public payers repay, found offer",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_each_fault_is_told_alone_and_where_it_is(name: str, load: Load) -> None:
    marked, path, message = CASES[name]
    check(marked, path, message, load)


def test_an_empty_funding_block_is_no_fault(load: Load) -> None:
    scenario = load(said(""))
    assert scenario.file.funding is not None
    assert [w.message for w in scenario.warnings] == [w.message for w in load(TOP + BODY).warnings]


def test_danish_thousands_are_warned_of(load: Load) -> None:
    warnings = [w.headline() for w in load(package("{what: x, line: A, amount: 22.000}")).warnings]
    assert any(f"{B0}.amount: 22.000 is read as 22; is 22000 meant?" in text for text in warnings)


def test_programmes_have_a_source_for_every_rate_they_state() -> None:
    assert programme_ids() == ["cerv", "horizon", "interreg", "isf"]
    for id in programme_ids():
        found = programme(id)
        assert found.id == id
        stated = found.indirect.rate is not None or found.cofinancing is not None
        assert stated == (found.source is not None)
    horizon = programme("horizon").indirect
    assert (horizon.rate and float(horizon.rate.estimate), horizon.left_out) == (0.25, ["B"])


def test_shared_rules_cover_every_sum_of_probability_and_severity() -> None:
    tops = [level.up_to for level in rules().risk_levels]
    assert tops == sorted(set(tops))
    assert tops[-1] == 10
    rates = rules().appraisal
    assert (float(rates.financial_rate.estimate), float(rates.social_rate.estimate)) == (0.04, 0.03)


def test_results_hold_what_is_stated_with_years_in_order(load: Load) -> None:
    text = said(
        "appraisal: {financing: [{what: Grant, kind: grant, amounts: {2027: 7}}]}, grant: {programme: isf}"
    )
    scenario = load(text)
    funding = cba.appraise(scenario).to_dict()["funding"]
    (source,) = funding["stated"]["appraisal"]["financing"]
    assert source["amounts"][2027 - scenario.start] == 7.0
    assert len(source["amounts"]) == scenario.horizon
    assert funding["programme"]["indirect"]["rate"] is None
    assert cba.appraise(load(TOP + BODY)).to_dict()["funding"]["stated"] is None
