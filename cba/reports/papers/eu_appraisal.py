"""The annex with an economic appraisal as European funds ask for it."""

from __future__ import annotations

from cba.measures import Irr
from cba.project_appraisal import Economic, Financial
from cba.reports import story
from cba.reports.facts import Document
from cba.reports.language import N_, Language
from cba.reports.papers import appraisal_facts as facts
from cba.reports.papers import appraisal_risk
from cba.reports.papers.method_section import method, not_counted
from cba.reports.papers.paper import Cell, Figure, Paper, Section, Table, missing, present

_KINDS = {
    "grant": N_("grant"),
    "own": N_("own"),
    "public": N_("other public"),
    "private": N_("private"),
    "loan": N_("loan"),
}


def eu_appraisal(lang: Language, document: Document) -> Paper:
    """Return the appraisal annex of a results document."""
    flows = facts.flows(document)
    found = facts.financial_of(document, flows)
    social = facts.economic_of(document)
    sections = [
        _indicators(lang, document, found, social),
        _investment(lang, document, flows, found),
        _capital(lang, document, flows, found),
        _economy(lang, document, social),
        appraisal_risk.sensitivity(lang, document),
        appraisal_risk.risk(lang, document),
        not_counted(lang, document),
        method(lang, document),
    ]
    return Paper(
        "eu-appraisal", lang.say("Annex, economic appraisal"), document["scenario"]["title"], sections
    )


def _rate(lang: Language, irr: Irr) -> str:
    if irr.status == "several":
        return lang.say("several rates")
    return lang.say("none") if irr.rate is None else lang.percent(irr.rate, 1)


def _indicators(lang: Language, document: Document, found: Financial, social: Economic | None) -> Section:
    rates = document["funding"]["appraisal"]
    money, own = Figure(found.investment.npv), Figure(found.capital.npv)
    rows: list[list[Cell]] = [
        ["FNPV(C)", lang.say("Financial net present value of the investment"), money],
        ["FRR(C)", lang.say("Financial rate of return of the investment"), _rate(lang, found.investment.irr)],
        ["FNPV(K)", lang.say("Financial net present value of the operator's own capital"), own],
        [
            "FRR(K)",
            lang.say("Financial rate of return of the operator's own capital"),
            _rate(lang, found.capital.irr),
        ],
    ]
    gap = lang.say("to be filled in")
    ratio = social.benefit_cost if social else None
    rows += [
        ["ENPV", lang.say("Economic net present value"), Figure(social.net.npv) if social else gap],
        ["ERR", lang.say("Economic rate of return"), _rate(lang, social.net.irr) if social else gap],
        [
            "B/C",
            lang.say("Benefits per krone of cost"),
            gap if not social else lang.say("not defined") if ratio is None else lang.number(ratio, 2),
        ],
    ]
    table = Table(
        "indicators-table",
        lang.say("Indicators"),
        [lang.say("Indicator"), lang.say("What it is"), lang.say("Value")],
        rows,
    )
    source = "" if rates["own"] else lang.say("Source of the rates: %(source)s.", source=rates["source"])
    text = lang.say(
        "Real discount rates: financial %(financial)s, social %(social)s. The first year is not discounted.",
        financial=lang.percent(rates["financial_rate"], 2),
        social=lang.percent(rates["social_rate"], 2),
    )
    return Section("indicators", lang.say("The indicators"), text=present([text, source]), tables=[table])


def _years(document: Document) -> list[int]:
    return [row["year"] for row in document["portfolio"]["by_year"]]


def _investment(lang: Language, document: Document, flows: facts.Flows, found: Financial) -> Section:
    names = lang.listed(story.payer_name(lang, document, p, first=False) for p in flows.payers)
    columns = zip(_years(document), flows.costs, flows.benefits, found.investment.flows, strict=True)
    rows: list[list[Cell]] = [
        [str(year), Figure(-float(cost)), Figure(float(benefit)), Figure(float(net))]
        for year, cost, benefit, net in columns
    ]
    rows.append([lang.say("Present value"), "", "", Figure(found.investment.npv)])
    table = Table(
        "investment-table",
        lang.say("Cash flows of the investment, not discounted"),
        [lang.say("Year"), lang.say("Costs"), lang.say("Savings and income"), lang.say("Net (C)")],
        rows,
        total=1,
    )
    followed = lang.say("The analysis follows the money of %(payers)s.", payers=names)
    needs = (
        lang.say("The project does not pay for itself for the operator: it needs support.")
        if found.investment.npv < 0.0
        else lang.say("The project pays for itself for the operator without support.")
    )
    prices = (
        "" if flows.factor == 1.0 else lang.say("In market prices: the model's net tax factor is taken out.")
    )
    return Section(
        "investment",
        lang.say("Return on the investment (C)"),
        text=present([followed, prices, needs]),
        tables=[table],
        gaps=missing(
            [
                (flows.stated or None, lang.say("The operator: whose money the financial analysis follows")),
                (flows.market or None, lang.say("The financial analysis: calculate with the model soem")),
            ]
        ),
    )


def _capital(lang: Language, document: Document, flows: facts.Flows, found: Financial) -> Section:
    heading = lang.say("Financing, return on capital (K) and sustainability")
    if not flows.sources:
        gap = lang.say("The financing, by source and year: grant, own money, loans")
        return Section("capital", heading, gaps=[gap])
    points = [
        lang.say(
            "%(what)s (%(kind)s): %(amount)s",
            what=lang.text(item["what"]),
            kind=_kind(lang, item["kind"]),
            amount=lang.headline(sum(item["amounts"])),
        )
        for item in flows.sources
    ]
    return Section(
        "capital",
        heading,
        lead=[_sustainable(lang, document, found)],
        points=points,
        tables=[_financing(lang, document, flows, found)],
        gaps=_lack(lang, document, found),
    )


def _financing(lang: Language, document: Document, flows: facts.Flows, found: Financial) -> Table:
    """Return sources and uses by year; loans only where there are some."""
    money = flows.money
    loans = {lang.say("Loans"): money.loans, lang.say("Loan service"): -money.service}
    columns = {
        lang.say("Grants"): money.grants,
        lang.say("Own money"): money.own,
        **(loans if money.loans.any() or money.service.any() else {}),
        lang.say("Net (K)"): found.capital.flows,
        lang.say("Cumulated cash"): found.cumulated,
    }
    rows: list[list[Cell]] = [
        [str(year), *(Figure(float(amounts[n])) for amounts in columns.values())]
        for n, year in enumerate(_years(document))
    ]
    blank: list[Cell] = [""] * (len(columns) - 2)
    rows.append([lang.say("Present value"), *blank, Figure(found.capital.npv), ""])
    caption = lang.say("Financing and cash by year, not discounted")
    return Table("capital-table", caption, [lang.say("Year"), *columns], rows, total=1)


def _kind(lang: Language, kind: str) -> str:
    word = _KINDS[kind]
    return lang.say(word)


def _sustainable(lang: Language, document: Document, found: Financial) -> str:
    if found.sustainable:
        return lang.say("The project is financially sustainable: the cumulated cash is never negative.")
    year, amount = min(zip(_years(document), found.cumulated, strict=True), key=lambda pair: pair[1])
    return lang.say(
        "The project is not financially sustainable as it stands: in %(year)s the cumulated "
        "cash is %(amount)s.",
        year=year,
        amount=lang.headline(float(amount)),
    )


def _lack(lang: Language, document: Document, found: Financial) -> list[str]:
    if found.sustainable:
        return []
    year = next(y for y, cash in zip(_years(document), found.cumulated, strict=True) if cash < -0.5)
    return [
        lang.say(
            "Money for the years from %(year)s on, so that the cumulated cash is not negative", year=year
        )
    ]


def _economy(lang: Language, document: Document, found: Economic | None) -> Section:
    heading = lang.say("Return to society (E)")
    if found is None:
        text = lang.say(
            "The calculation counts public budgets only. The economic analysis counts "
            "everybody, without taxes and transfers between them."
        )
        gap = lang.say("The economic analysis: calculate with the model samfundsoekonomi")
        return Section("economy", heading, text=[text], gaps=[gap])
    rows: list[list[Cell]] = [
        [str(row["year"]), Figure(-row["costs"]), Figure(row["benefits"]), Figure(row["net"])]
        for row in document["portfolio"]["by_year"]
    ]
    rows.append(
        [lang.say("Present value"), Figure(-found.pv_costs), Figure(found.pv_benefits), Figure(found.net.npv)]
    )
    table = Table(
        "economy-table",
        lang.say("Economic flows, price-corrected, not discounted"),
        [lang.say("Year"), lang.say("Costs"), lang.say("Benefits"), lang.say("Net (E)")],
        rows,
        total=1,
    )
    pays = (
        lang.say("Society gains: the economic net present value is positive.")
        if found.net.npv > 0.0
        else lang.say("Society does not gain: the economic net present value is not positive.")
    )
    return Section("economy", heading, lead=[pays], tables=[table])
