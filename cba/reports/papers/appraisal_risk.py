"""Critical variables, switching values, scenarios and the probability distribution of an appraisal."""

from __future__ import annotations

from cba.project_appraisal import distribution
from cba.reports.curve_charts import curve_chart
from cba.reports.facts import Document
from cba.reports.language import N_, Language
from cba.reports.papers import appraisal_facts as facts
from cba.reports.papers.paper import Cell, Curves, Figure, Section, Table

_VARIABLES = {"effect": N_("Effect: %(of)s"), "cost": N_("Cost: %(of)s"), "price": N_("Price: %(of)s")}
_MOST = 12


def sensitivity(lang: Language, document: Document) -> Section:
    """Return which variables are critical, and where each turns the result round."""
    variables = facts.variables(document)
    rows: list[list[Cell]] = [
        [
            _variable(lang, document, item),
            Figure(item.elasticity, "number", 2),
            lang.say("yes") if item.critical else lang.say("no"),
            "–"
            if item.switching is None or item.switching < -1.0
            else lang.percent(item.switching, 1, plus=True),
        ]
        for item in variables[:_MOST]
    ]
    critical = [_variable(lang, document, item) for item in variables if item.critical]
    text = (
        lang.say("Critical variables: %(names)s.", names=lang.listed(critical[:_MOST]))
        if critical
        else lang.say("No variable is critical.")
    )
    table = Table(
        "sensitivity-table",
        lang.say("Sensitivity and switching values"),
        [
            lang.say("Variable"),
            lang.say("1 per cent moves the result by, per cent"),
            lang.say("Critical"),
            lang.say("Switching value"),
        ],
        rows,
        note=lang.say(
            "At the calculation's own discount rate. Critical: 1 per cent moves the net "
            "present value by at least 1 per cent. Switching value: the change at which the "
            "net present value is zero; – where none is possible."
        ),
    )
    return Section(
        "sensitivity",
        lang.say("Critical variables and switching values"),
        text=[text],
        tables=[table] if rows else [],
    )


def _variable(lang: Language, document: Document, item: facts.Variable) -> str:
    driver = item.driver
    table, key = ("prices", "name") if driver.kind == "price" else ("interventions", "title")
    named = document[table][driver.of][key]
    return lang.say(_VARIABLES[driver.kind], of=lang.text(named))


def risk(lang: Language, document: Document) -> Section:
    """Return the scenarios and how the net present value is distributed over the draws."""
    heading = lang.say("Scenarios and probability distribution")
    drawn = document["portfolio"].get("uncertainty")
    if not drawn:
        gap = lang.say("Intervals on the uncertain numbers, so that probabilities can be calculated")
        return Section("risk", heading, gaps=[gap])
    npv, reference = drawn["npv"], document["portfolio"]["measures"]["npv"]
    scenarios: list[list[Cell]] = [
        [lang.say("Pessimistic: 5 of 100 recalculations are worse"), Figure(npv["p05"])],
        [lang.say("Reference: the best estimates"), Figure(reference)],
        [lang.say("Optimistic: 5 of 100 recalculations are better"), Figure(npv["p95"])],
    ]
    words = {
        "reference": lang.say("Reference value"),
        "mean": lang.say("Mean"),
        "p50": lang.say("Median"),
        "sd": lang.say("Standard deviation"),
        "min": lang.say("Minimum"),
        "max": lang.say("Maximum"),
    }
    values = {"reference": reference, **npv}
    spread: list[list[Cell]] = [[word, Figure(values[key])] for key, word in words.items()]
    below = 1.0 - drawn["prob_npv_positive"]
    spread.append([lang.say("Probability that the net present value is not positive"), lang.chance(below)])
    label = [lang.say("Measure"), lang.say("Net present value")]
    rate = facts.own_rate(document)
    note = (
        lang.say("At the calculation's own discount rates.")
        if rate is None
        else lang.say("At the calculation's own discount rate of %(rate)s.", rate=lang.percent(rate, 2))
    )
    return Section(
        "risk",
        heading,
        tables=[
            Table(
                "scenarios-table",
                lang.say("Scenarios"),
                [lang.say("Scenario"), lang.say("Net present value")],
                scenarios,
            ),
            Table("distribution-table", lang.say("Probability distribution"), label, spread, note=note),
        ],
        curves=_curve(lang, document),
    )


def _curve(lang: Language, document: Document) -> list[Curves]:
    totals = facts.drawn_totals(document)
    if not totals or max(totals) - min(totals) < 1.0:
        return []
    points = distribution(totals)
    values, shares = [value for value, _ in points], [share for _, share in points]
    name = lang.say("share of the recalculations at or below")
    scale = lang.scale(values)
    title = lang.say("How the net present value is distributed, %(unit)s", unit=scale.label)
    chart = curve_chart(values, {name: shares}, lambda v: lang.scaled(v, scale), lang.percent, shares=True)
    text = lang.say(
        "Half of the recalculations give %(middle)s or less.", middle=lang.headline(values[len(values) // 2])
    )
    return [Curves("distribution", title, text, chart)]
