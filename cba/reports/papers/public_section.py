"""What an outcome investment means for the public payers: payments and savings by year."""

from __future__ import annotations

import numpy as np

from cba.reports.curve_charts import curve_chart
from cba.reports.facts import ROUNDING, Document
from cba.reports.frequency import how_often
from cba.reports.language import Language
from cba.reports.papers.contract_facts import Contract
from cba.reports.papers.paper import Cell, Curves, Figure, Section, Table, present


def public(lang: Language, document: Document, found: Contract) -> Section:
    """Return what public payers pay and save, and how often the savings exceed the payments."""
    heading = lang.say("The public payers: payments and savings by year")
    text = [_affordable(lang, found)]
    if found.settlement is None or found.terms is None:
        return Section("public", heading, text=present(text))
    gains = found.public
    assert gains is not None
    lead = lang.say(
        "Savings exceed the payments %(often)s; on average the public "
        "payers together are left with %(amount)s.",
        often=how_often(lang, float((gains > 0.0).mean()), gains.size),
        amount=lang.headline(float(gains.mean())),
    )
    return Section(
        "public",
        heading,
        lead=[lead],
        text=present(text),
        tables=[_by_year(lang, document, found)],
        curves=_cash_curve(lang, document, found),
    )


def _affordable(lang: Language, found: Contract) -> str:
    if found.affordable is None:
        return ""
    if found.affordable <= 0.0:
        return lang.say("The outcomes save the public payers nothing, so any payment is a net cost to them.")
    return lang.say(
        "A payment of %(amount)s per outcome would leave the public payers with neither gain "
        "nor loss at the best estimates.",
        amount=lang.headline(found.affordable),
    )


def _by_year(lang: Language, document: Document, found: Contract) -> Table:
    settled, terms = found.settlement, found.terms
    assert settled is not None
    assert terms is not None
    paid, start = settled.by_payer(terms), document["scenario"]["start"]
    low, high = np.quantile(settled.repaid, [0.05, 0.95], axis=0)
    names = [lang.text(document["names"]["payers"][payer]) for payer in paid]
    rows: list[list[Cell]] = []
    for n in range(settled.repaid.shape[1]):
        saved = sum(float(row[n]) for row in found.savings.values() if n < row.size)
        amounts = [float(row[n]) for row in paid.values()]
        if max(abs(x) for x in (*amounts, saved, settled.invested[n])) < ROUNDING:
            continue
        rows.append(
            [
                str(start + n),
                Figure(float(settled.invested[n])),
                *(Figure(a) for a in amounts),
                Figure(float(low[n])),
                Figure(float(high[n])),
                Figure(saved),
            ]
        )
    headings = [
        lang.say("Year"),
        lang.say("Investor pays in"),
        *(lang.say("Repaid by: %(payer)s", payer=name) for name in names),
        lang.say("Repaid, lower end"),
        lang.say("Repaid, upper end"),
        lang.say("Public savings"),
    ]
    note = lang.say(
        "Repaid by each payer: the mean of the recalculations. Ends: 90 of 100 are between "
        "them, by year. Savings: at the best estimates."
    )
    return Table("cash-table", lang.say("Payments by year, not discounted"), headings, rows, note=note)


def _cash_curve(lang: Language, document: Document, found: Contract) -> list[Curves]:
    assert found.settlement is not None
    years = found.settlement.repaid.shape[1]
    saved = np.zeros(years)
    for row in found.savings.values():
        saved[: row.size] += row
    repaid = np.cumsum(found.settlement.repaid.mean(axis=0))
    series = {
        lang.say("public savings up to the year"): np.cumsum(saved).tolist(),
        lang.say("repaid to the investor up to the year, mean"): repaid.tolist(),
    }
    scale = lang.scale([*np.cumsum(saved), *repaid])
    start = document["scenario"]["start"]
    chart = curve_chart(
        [start + n for n in range(years)],
        series,
        lambda year: str(round(year)),
        lambda v: lang.scaled(v, scale),
    )
    title = lang.say("Savings and repayments up to each year, %(unit)s", unit=scale.label)
    text = lang.say(
        "By %(year)s public payers have saved %(saved)s and repaid %(repaid)s on average.",
        year=start + years - 1,
        saved=lang.headline(float(saved.sum())),
        repaid=lang.headline(float(repaid[-1])),
    )
    return [Curves("cash", title, text, chart)]
