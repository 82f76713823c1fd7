"""The papers of the real scenarios: what they say, the same on page and sheet, and nothing invented."""

import copy
import io
import json
import re
from functools import lru_cache
from typing import Any

import openpyxl
import pytest

import cba
from cba.reports.language import language
from cba.reports.papers.advice import advised
from cba.reports.papers.appraisal_facts import flows
from cba.reports.papers.contract_facts import contract
from cba.reports.papers.files import KINDS, file_names, render_papers
from cba.reports.papers.kinds import PAPERS
from cba.reports.papers.page import render_page
from cba.reports.papers.paper import Figure, Paper, Table
from cba.reports.papers.sheet import build_sheet
from cba.reports.papers.transfers import proposed
from cba.reports.papers.trials import trial_plans
from cba.reports.pdf import render_pdf

from .page import Element, read
from .test_examples import MODELS, PATHS, SLIPS, document_of
from .test_hostile_text import HOSTILE
from .test_pdf import _inflated

Document = dict[str, Any]

FILLED = "odense-mentor-ansoegning"
CODES = ("da", "en")
PARTS = ("p", "li", "td", "th", "caption", "figcaption", "h2")
CLUMSY = re.compile(r"\.\.| ,| \.(?!\w)|,,|  |\(\)|: \.|\bnone recalculations|\{|\}|%%")


def paper(kind: str, document: Document, code: str = "en") -> Paper:
    return PAPERS[kind](language(code), document)


def page(kind: str, document: Document, code: str = "en") -> Element:
    return read(render_page(language(code), document, paper(kind, document, code)))


def words(element: Element) -> str:
    return element.text.replace("_", " ")


@lru_cache
def without_draws(name: str) -> str:
    return json.dumps(cba.appraise(cba.load(PATHS[name])).to_dict())


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("name", PATHS)
def test_every_paper_of_every_scenario_reads_well(name: str, model: str, code: str) -> None:
    document = document_of(name, model)
    before = copy.deepcopy(document)
    for kind in PAPERS:
        found = page(kind, document, code)
        main = found.all("main")[0]
        assert not SLIPS.search(main.text), SLIPS.search(main.text)
        parts = [part for section in main.all("section") for part in section.all(*PARTS)]
        for part in parts:
            assert not CLUMSY.search(part.text.strip()), (kind, part.text)
        ids = [e.attributes["id"] for e in found.all() if "id" in e.attributes]
        assert len(ids) == len(set(ids)), kind
        assert [e.tag for e in main.all("h1", "h2", "h3")] == ["h1"] + ["h2"] * len(
            paper(kind, document).sections
        )
        assert not found.all("script", "img", "link")
        for table in found.all("table"):
            assert all(cell.attributes.get("scope") == "col" for cell in table.all("thead")[0].all("th"))
            assert len({len(row.all("td", "th")) for row in table.all("tr")}) == 1
    assert document == before


@pytest.mark.parametrize("name", PATHS)
def test_no_draws_no_probabilities_but_every_paper(name: str) -> None:
    document = json.loads(without_draws(name))
    for kind in PAPERS:
        found = page(kind, document)
        assert not SLIPS.search(words(found.all("main")[0]))
        assert (
            " of 100 recalculations are" not in words(found.by_id("risk")) if kind == "eu-appraisal" else True
        )


@pytest.mark.parametrize("kind", PAPERS)
def test_page_and_workbook_say_the_same(kind: str) -> None:
    document, lang = document_of(FILLED, "soem"), language("da")
    made = paper(kind, document, "da")
    sheet = openpyxl.load_workbook(io.BytesIO(build_sheet(lang, document, made)), data_only=True).worksheets[
        0
    ]
    cells = [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]
    texts = {str(value) for value in cells if isinstance(value, str)}
    numbers = [value for value in cells if not isinstance(value, str)]
    for section in made.sections:
        assert section.heading in texts
        for text in (*section.lead, *section.text, *section.points, *section.after):
            assert lang.text(text) in texts
        for gap in section.gaps:
            assert f"Udfyldes: {gap}" in texts
        for table in section.tables:
            assert set(map(lang.text, table.columns)) <= texts
    figures = [c.value for t in _tables(made) for row in t.rows for c in row if isinstance(c, Figure)]
    assert numbers == pytest.approx([value for value in figures if value is not None], rel=1e-12)


def _tables(made: Paper) -> list[Table]:
    return [table for section in made.sections for table in section.tables]


def test_nothing_is_invented_where_nothing_is_stated() -> None:
    document = document_of("aarhus-indbrud", "samfundsoekonomi")
    assert document["funding"]["stated"] is None
    gaps = {kind: paper(kind, document).gaps for kind in PAPERS}
    assert gaps["policy"] == []
    assert {len(gaps[kind]) > 0 for kind in PAPERS if kind != "policy"} == {True}
    for part in (
        "The programme applied to",
        "The budget, by work package, partner and line",
        "The applicant",
    ):
        assert part in gaps["eu-grant"]
    assert not page("eu-grant", document).by_id("budget").all("table")
    assert not any(
        e.attributes.get("id") in ("investor", "public") for e in page("outcome-contract", document).all()
    )


def test_what_is_stated_is_there_and_only_the_rest_is_asked_for() -> None:
    document = document_of(FILLED, "soem")
    found = page("eu-grant", document)
    assert "1,540 120 40 220 1,920 36" in words(found.by_id("budget-table"))
    assert "Indirect costs (E) to be filled in" in words(found.by_id("sums-table"))
    assert "C × IV: high" in words(found.by_id("risk-table"))
    assert paper("eu-grant", document).gaps == [
        "Prison days per participant: baseline",
        "Prison days per participant: target",
        "The rate of indirect costs, as the call says",
        "The share that the grant pays, as the call says",
        "Participants drop out: measures",
        "Participants drop out: rating after measures",
        "The EMPACT priority or SOCTA threat that the project answers",
        "Criterion: innovative",
    ]


def test_horizon_takes_its_rate_from_all_but_subcontracting() -> None:
    scenario = cba.load(
        PATHS[FILLED], settings=["funding.grant.programme=horizon", "funding.grant.cofinancing=70 %"]
    )
    found = page("eu-grant", cba.appraise(scenario).to_dict())
    # 25 % of 1,920,000 − 120,000 = 450,000; 70 % of 2,370,000 = 1,659,000
    sums = words(found.by_id("sums-table"))
    assert "25% of DKK 1.8 million 450" in sums
    assert "All costs 2,370 Grant 70% 1,659 Own and other financing 711" in sums
    assert "Source of the rate of indirect costs: FFG" in words(found.by_id("budget"))


def test_the_recommendation_follows_the_numbers() -> None:
    advice = {item.id: item.advice for item in advised(document_of("odense-tryg-ungdom", "soem"))}
    assert advice == {"mentor": "try", "ssp": "unknown", "cbt": "refrain", "mst": "harm"}
    said = words(page("policy", document_of("odense-tryg-ungdom", "soem")).by_id("recommendation"))
    assert (
        said.index("try it together with other places")
        < said.index("neither for nor against")
        < said.index("do not start.")
    )


def test_co_financing_leaves_no_payer_with_a_loss_on_average() -> None:
    document = document_of("odense-tryg-ungdom", "soem")
    paying = proposed(document)
    assert paying.ids == ("mentor",)
    assert paying.proposal.missing == 0.0
    for payer, net in paying.net.items():
        assert net + paying.proposal.received(payer) >= -1.0
    only = proposed(document_of(FILLED, "soem"))
    assert only.draws == 500
    assert only.together[0] is not None
    assert 0.2 < only.together[0] < 0.5


def test_trials_are_planned_where_one_could_settle_it() -> None:
    plans = {(p.intervention, p.outcome): p for p in trial_plans(document_of("odense-tryg-ungdom", "soem"))}
    mentor = plans["mentor", "reconviction"]
    assert mentor.size is not None
    assert (round(mentor.size.expected, 2), mentor.without) == (0.48, 0.67)
    # the switching value of the engine: at this effect the net result is zero
    share = document_of("odense-tryg-ungdom", "soem")["interventions"]["mentor"]["switching"]["effect_share"]
    assert mentor.size.break_even == pytest.approx(0.67 - 0.19 * share)
    assert plans["cbt", "reconviction"].why == "beyond reach"
    assert plans["mst", "reconviction"].why == "no break-even"
    lit = {p.intervention: p for p in trial_plans(document_of("aalborg-natteliv", "samfundsoekonomi"))}
    assert lit["ansvarlig_udskaenkning"].counted == "events"


def test_the_contract_against_a_sum_by_hand() -> None:
    found = contract(document_of(FILLED, "soem"))
    assert found is not None
    assert found.settlement is not None
    # ten start in each of three years; half of 38 points is expected, over two years: 0.95 by 12 months
    assert found.measured.tolist() == pytest.approx([0.0, 0.95, 2.85, 4.75, 5.7])
    assert found.invested[:3].sum() == pytest.approx(found.invested.sum())
    assert found.break_even == pytest.approx(found.invested.sum() / 330_000 / 5.7)
    assert found.settlement.repaid.sum(axis=1).max() <= 2_200_000
    assert found.settlement.by_payer(found.terms) if found.terms else False
    # with nothing uncertain but the transfer, repayment in full is transfer ≥ break-even × 50 %
    assert 0.5 < found.settlement.repaid_in_full < 0.75


def test_an_appraisal_of_society_has_its_economic_analysis() -> None:
    document = document_of(FILLED, "samfundsoekonomi")
    found = page("eu-appraisal", document)
    assert "to be filled in" not in words(found.by_id("indicators-table"))
    rows = document["portfolio"]["by_year"]
    by_hand = sum(row["net"] / 1.03 ** row["n"] for row in rows)
    lang = language("en")
    printed = next(
        row
        for table in _tables(paper("eu-appraisal", document))
        if table.id == "indicators-table"
        for row in table.rows
        if row[0] == "ENPV"
    )
    assert isinstance(printed[2], Figure)
    assert printed[2].value == pytest.approx(by_hand)
    assert lang.scaled(by_hand, lang.scale([by_hand])) in words(found.by_id("indicators-table"))


def test_the_financial_analysis_is_in_market_prices_whatever_the_model() -> None:
    budget, welfare = (flows(document_of(FILLED, model)) for model in MODELS)
    assert welfare.factor == 1.28
    assert welfare.costs.tolist() == pytest.approx(budget.costs.tolist())
    assert budget.benefits.tolist() == pytest.approx(welfare.benefits.tolist(), abs=1e-6)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_users_write_is_text_in_every_paper(text: str) -> None:
    document = _replaced(document_of(FILLED, "soem"), text)
    for kind in PAPERS:
        found = page(kind, document, "da")
        assert not found.all("script", "img")
        for element in found.all():
            assert not [name for name in element.attributes if name.startswith("on")]
        assert text in found.by_id("question").all("h1")[0].all("bdi")[0].children
        assert "49" not in found.by_id("question").all("h1")[0].text
        build_sheet(language("da"), document, paper(kind, document, "da"))


def _replaced(value: Any, text: str) -> Any:
    """Put the text in every place that a user fills in: all pairs of Danish and English but names of ours."""
    document = copy.deepcopy(value)
    both = {"da": text, "en": text}
    document["scenario"] |= {
        "title": both, "question": both, "author": text, "contact": text, "funding": both, "place": text,
        "not_included": [both],
    }  # fmt: skip
    for item in document["interventions"].values():
        item |= {"title": both, "description": both, "conditions": [both]}
        for effect in item["effects"]:
            effect |= {"source": text, "url": f"javascript:{text}", "reason": both}
    document["funding"]["stated"] = _all_texts(document["funding"]["stated"], both)
    return document


def _all_texts(value: Any, both: dict[str, str]) -> Any:
    if isinstance(value, dict):
        if set(value) == {"da", "en"}:
            return both
        return {key: _all_texts(item, both) for key, item in value.items()}
    return [_all_texts(item, both) for item in value] if isinstance(value, list) else value


def test_a_workbook_holds_no_formula_from_users() -> None:
    document = _replaced(document_of(FILLED, "soem"), "=HYPERLINK(1)")
    for kind in PAPERS:
        book = openpyxl.load_workbook(
            io.BytesIO(build_sheet(language("en"), document, paper(kind, document)))
        )
        found = [c.value for row in book.worksheets[0].iter_rows() for c in row if c.data_type == "f"]
        assert all(str(formula).startswith("=SUM(") for formula in found)


@pytest.mark.parametrize("kind", PAPERS)
def test_same_results_same_bytes(kind: str) -> None:
    document = document_of(FILLED, "soem")
    formats = ("html", "xlsx")
    assert render_papers(document, [kind], CODES, formats) == render_papers(document, [kind], CODES, formats)


def test_names_of_files() -> None:
    names = list(file_names(KINDS, CODES, ("html", "xlsx")))
    assert "factsheet.da.html" in names
    assert "factsheet.da.xlsx" not in names
    assert len(names) == 2 + 5 * 4


@pytest.mark.parametrize("kind", ["policy", "outcome-contract"])
def test_the_pdf_is_tagged_titled_and_has_bookmarks(kind: str) -> None:
    pytest.importorskip("weasyprint", reason="WeasyPrint is not installed: no PDF is tested")
    document, lang = document_of(FILLED, "soem"), language("da")
    html = render_page(lang, document, paper(kind, document, "da"))
    pdf = render_pdf(html)
    assert pdf == render_pdf(html)
    plain = _inflated(pdf)
    for part in (b"/Lang (da)", b"/MarkInfo", b"pdfuaid", b"/Title", b"/Outlines"):
        assert part in plain


def test_the_policy_paper_of_four_interventions_fills_two_to_four_pages() -> None:
    weasyprint = pytest.importorskip("weasyprint", reason="WeasyPrint is not installed: no PDF is tested")
    for code in CODES:
        document = document_of("odense-tryg-ungdom", "soem")
        html = render_page(language(code), document, paper("policy", document, code))
        assert 2 <= len(weasyprint.HTML(string=html).render().pages) <= 4


FRONTIER = "frontier: {from: 2000000, to: 6000000, points: 5}"
PLAN = f"allocation={{budget: 4000000, rules: [{{lock: in, of: [ssp]}}], {FRONTIER}}}"


@lru_cache
def planned(setting: str, model: str = "soem") -> str:
    from cba.allocation import allocate
    from cba.reports.plan_reasons import with_reasons

    scenario = cba.load(PATHS["odense-tryg-ungdom"], settings=[setting], model=model)
    block = with_reasons(allocate(scenario).to_dict(), "en")
    return json.dumps(document_of("odense-tryg-ungdom", model) | {"allocation": block})


@pytest.mark.parametrize("code", CODES)
def test_a_plan_is_the_recommendation_with_its_reasons_and_its_bill(code: str) -> None:
    document = json.loads(planned(PLAN))
    plan, found = document["allocation"], page("policy", document, code)
    said = words(found.by_id("recommendation"))
    assert [id for id, option in plan["options"].items() if option["chosen"]] == ["mentor", "ssp"]
    for option in plan["options"].values():
        title, kind = language(code).text(option["title"]), option["standing"]["kind"]
        reason = option["reasons"][code].replace("\u00a0", " ")
        if option["chosen"]:
            assert title in said
            assert title in words(found.by_id("plan-table"))
            assert (reason in said) == (kind == "by_rule")
        elif kind == "not_worth":
            assert title in words(found.by_id("others-table"))
        else:
            assert f"{title}: {reason}" in words(found.by_id("others"))
    rows = {row.all("th", "td")[0].text: row for row in found.by_id("around-table").all("tbody")[0].all("tr")}
    assert list(rows) == (["75_pct.", "100_pct.", "125_pct."] if code == "da" else ["75%", "100%", "125%"])
    loses = plan["result"]["by_payer"]["kommune"]["npv"]
    assert language(code).headline(-loses).replace("\u00a0", " ") in said
    package = proposed(document)
    assert package.ids == ("mentor", "ssp")
    assert package.net["kommune"] == loses
    assert package.net["kommune"] + package.proposal.received("kommune") >= -1.0


@pytest.mark.parametrize("model", MODELS)
def test_a_plan_reckons_from_what_is_granted_to_what_each_payer_ends_with(model: str) -> None:
    document = json.loads(planned(PLAN, model))
    plan, factor = document["allocation"], document["model"]["net_tax_factor"] or 1.0
    made = paper("policy", document)
    (table,) = [t for section in made.sections for t in section.tables if t.id == "transfers"]
    rows = [[cell.value or 0.0 for cell in row if isinstance(cell, Figure)] for row in table.rows]
    for granted, costs, benefits, net, gets, after in rows:
        assert benefits - costs == pytest.approx(net, abs=1.0)
        assert net + gets == pytest.approx(after, abs=1.0)
        if granted:  # paid over three years at 3.5 per cent, some of it at once
            assert 0.93 * granted * factor < costs < granted * factor
    assert rows[-1] == pytest.approx([sum(column) for column in zip(*rows[:-1], strict=True)])
    assert rows[-1][0] == pytest.approx(sum(plan["spent_by_year"].values()))
    said = words(page("policy", document).by_id("payers"))
    paid = language("en").headline(proposed(document).proposal.total / factor).replace("\u00a0", " ")
    assert (f"{paid} is to be paid" in said) == (
        factor != 1.0 and bool(proposed(document).proposal.transfers)
    )
    decision = words(page("policy", document).by_id("recommendation"))
    assert "Proposed decision: that the 2 interventions below are carried out in 2027–2029" in decision


def test_no_plan_says_what_to_relax() -> None:
    document = json.loads(planned("allocation={budget: 1000, rules: [{lock: in, of: [ssp]}]}"))
    assert document["allocation"]["status"] == "infeasible"
    found = page("policy", document)
    assert words(found.by_id("recommendation")) != ""
    assert "budget" in words(found.by_id("plan")).lower()
    assert not SLIPS.search(found.all("main")[0].text)


def test_an_effect_without_a_price_is_for_those_who_decide_to_value() -> None:
    document = document_of("aarhus-indbrud", "soem")
    advice = {item.id: item.advice for item in advised(document)}
    assert advice["belysning"] == "unpriced"
    assert "decide what the effect is worth" in words(page("policy", document).by_id("recommendation"))


WEIGHTED = '{npv: 1, "outcome:reconviction": 300000}'


def test_a_value_with_weights_says_so_and_says_the_money_too() -> None:
    setting = f"allocation={{objective: {WEIGHTED}, budget: 4000000, scale: {{mentor: {{min: 5, max: 20}}}}}}"
    document = json.loads(planned(setting))
    plan, found = document["allocation"], page("policy", document)
    said = words(found.by_id("recommendation"))
    worth = language("en").headline(plan["objective"]).replace("\u00a0", " ")
    money = language("en").headline(plan["result"]["measures"]["npv"]).replace("\u00a0", " ")
    assert f"With the weights of the scenario it is worth {worth}." in said
    assert f"In money alone the plan's net result for all payers is {money}" in said
    assert "DKK 300,000 for each person reconvicted" in words(found.by_id("plan"))
    assert "political choice" in words(found.by_id("plan"))
    ids = [section.id for section in paper("policy", document).sections]
    assert ids.index("plan") < ids.index("payers") < ids.index("not-priced") < ids.index("alternatives")


def test_a_trial_runs_at_the_scale_of_the_plan() -> None:
    setting = (
        f"allocation={{objective: {WEIGHTED}, budget: 9000000, scale: {{mentor: {{min: 30, max: 30}}}}}}"
    )
    document = json.loads(planned(setting))
    assert document["allocation"]["options"]["mentor"]["chosen"]
    alone = {p.intervention: p for p in trial_plans(document_of("odense-tryg-ungdom", "soem"))}
    yearly = document["interventions"]["mentor"]["participants_by_year"][0]
    (plan,) = [p for p in trial_plans(document) if p.intervention == "mentor"]
    before = alone["mentor"].years
    assert plan.years is not None
    assert before is not None
    assert plan.years == pytest.approx(before * yearly / 30)


def test_without_a_plan_no_section_speaks_of_one() -> None:
    made = paper("policy", document_of("odense-tryg-ungdom", "soem"), "da")
    assert "plan" not in [section.id for section in made.sections]
    rows = next(t for t in _tables(made) if t.id == "alternatives-table").rows
    assert {str(row[0]): row[-3] for row in rows}["SSP-samtaler"] == Figure(None)
