"""The sheet of results: key figures of all together, of each intervention and of each payer, as formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter, quote_sheetname

from cba.reports.effect_rows import outcome_names
from cba.reports.facts import Document
from cba.reports.money_rows import COST_AT_MOST, EFFECT_AT_LEAST
from cba.reports.workbook.assumptions import Inputs
from cba.reports.workbook.book import Book, Text
from cba.reports.workbook.cash_flows import CashFlows, summed
from cba.reports.workbook.consequences import Consequences
from cba.reports.workbook.formulas import Formula, products, quotient, total, when, words
from cba.reports.workbook.looks import SOFT
from cba.reports.workbook.names import usable
from cba.reports.workbook.payback import payback
from cba.reports.workbook.rate_of_return import rate_of_return
from cba.reports.workbook.result_line import Line, Results
from cba.reports.workbook.switching import switching_values
from cba.reports.workbook.yearly_results import Block, check_running

if TYPE_CHECKING:
    from cba.reports.workbook.grid import Sheet


def add(book: Book, flows: CashFlows, found: Consequences, inputs: Inputs) -> Results:
    """Write the sheet, its names, and its rows on the sheet of checks."""
    say, document = book.lang.say, book.document
    labels = _labels(book)
    sheet = book.sheet(say("Result"), [46, *[13] * (len(labels) - 1), 3, *[14] * len(_steps(book))])
    sheet.page_setup.fitToWidth, sheet.print_title_cols = 1, None
    note = say(
        "%(year)s prices, kroner, present value at the start of %(start)s. Everything is a formula.",
        year=document["scenario"]["price_year"],
        start=document["scenario"]["start"],
    )
    header = book.title(sheet, say("Result"), note)
    row = book.header(sheet, header, labels)
    for column, text in enumerate(_steps(book), Line.STEPS):
        book.dress(book.text(sheet, header, column, text), bold=True, color=SOFT, horizontal="right")
    results = Results(sheet=sheet.title)
    for key, title, result in parts(book):
        line = Line(book, sheet, row, key, results)
        book.text(sheet, row, 1, title)
        _measures(line, flows, found, inputs, result)
        check_running(book, flows.blocks[key], result)
        book.rule(sheet, row, len(labels), bold=key == "portfolio")
        row += 1
    row = _payers(book, sheet, row + 1, flows, results)
    row = _areas(book, sheet, row + 1, flows)
    _outcomes(book, sheet, row + 1, results)
    book.printed(sheet, header_row=header, columns=len(labels))
    book.protect(sheet)
    return results


def parts(book: Book) -> list[tuple[str, Text, Document]]:
    """Return all together and each intervention: key, title, result."""
    document = book.document
    everything: list[tuple[str, Text, Document]] = [
        ("portfolio", book.lang.say("All together"), document["portfolio"])
    ]
    return everything + [(key, i["title"], i) for key, i in document["interventions"].items()]


def _labels(book: Book) -> list[Text]:
    say = book.lang.say
    return [
        say("Intervention"), say("Net result"), say("Benefits"), say("Costs"),
        say("Benefit per krone of cost"), say("Participants"), say("Net result per participant"),
        say("Yearly result"), say("Paid back"), say("Paid back, discounted"), say("Internal rate of return"),
        say(EFFECT_AT_LEAST), say(COST_AT_MOST), say("Success rate that breaks even"),
    ]  # fmt: skip


def _steps(book: Book) -> list[Text]:
    """Return the headings of the steps on the way, which stand beside what is printed."""
    say = book.lang.say
    return [
        say("Years below nothing"), say("Years below nothing, discounted"), say("Changes of sign"),
        say("Rate to begin with"), say("Rate nearly"), say("Benefits of effects"), say("Effects add"),
        say("Costs add"),
    ]  # fmt: skip


def _measures(line: Line, flows: CashFlows, found: Consequences, inputs: Inputs, result: Document) -> None:
    """Write the measures of one row."""
    say, measures, block = line.book.lang.say, result["measures"], flows.blocks[line.key]
    used, undefined = flows.discounting.used, words(say("not defined"))
    npv = line.put("npv", products(used.all, block.net.all), measures["npv"])
    gains = line.put("pv_benefits", products(used.all, block.all_benefits.all), measures["pv_benefits"])
    costs = line.put("pv_costs", products(used.all, block.all_costs.all), measures["pv_costs"])
    line.put("bcr", when(costs > 0.0, quotient(gains, costs), undefined), measures["bcr"], "0.00")
    people = line.put("participants", _starters(line, found), measures["participants"], "#,##0.##")
    each = when(people > 0.0, quotient(npv, people), undefined)
    line.put("npv_per_participant", each, measures["npv_per_participant"])
    line.put("equivalent_yearly", npv / total(used.all), measures["equivalent_yearly"])
    for name, row, net in (
        ("payback_year", block.cumulative, block.net),
        ("discounted_payback_year", block.cumulative_discounted, block.discounted),
    ):
        payback(line, name, row, net, flows.discounting.number, measures[name])
    rate_of_return(line, flows, block, measures)
    switching_values(line, flows, inputs, block, npv, costs, result["switching"])


def _starters(line: Line, found: Consequences) -> Formula:
    if line.key != "portfolio":
        return total(found.people[line.key].starters.all)
    sheet = quote_sheetname(line.sheet.title)
    letter, first = get_column_letter(line.column), line.row + 1
    value = sum(float(people.starters.values.sum()) for people in found.people.values())
    return Formula(f"SUM({sheet}!${letter}${first}:${letter}${line.row + len(found.people)})", value)


def _payers(book: Book, sheet: Sheet, row: int, flows: CashFlows, results: Results) -> int:
    """Write who wins and who loses: one row for each intervention and payer; return the next free row."""
    say, document = book.lang.say, book.document
    book.subtitle(sheet, row, say("Result of each payer"))
    labels = [
        say("Intervention and payer"), say("Net result"), say("Benefits"), say("Costs"), say("Paid back"),
        say("Paid back, discounted"),
    ]  # fmt: skip
    row = book.header(sheet, row + 1, labels)
    for key, title, result in parts(book):
        block = flows.blocks[key]
        for payer in document["model"]["payers"]:
            name = book.lang.text(document["names"]["payers"][payer])
            book.text(sheet, row, 1, f"{book.lang.text(title)}: {name}")
            line = Line(book, sheet, row, key, results)
            _payer(line, flows, block, payer, result["by_payer"][payer])
            book.rule(sheet, row, len(labels))
            row += 1
    return row


def _payer(line: Line, flows: CashFlows, block: Block, payer: str, engine: Document) -> None:
    used = flows.discounting.used
    for name, by_payer in (("npv", block.nets), ("pv_benefits", block.benefits), ("pv_costs", block.costs)):
        line.put(f"{name}_{payer}", products(used.all, by_payer[payer].all), engine[name])
    net, number = block.nets[payer], flows.discounting.number
    rows = (("payback_year", block.cumulated[payer]), ("discounted_payback_year", block.running[payer]))
    for name, row in rows:
        payback(line, f"{name}_{payer}", row, net, number, engine[name])


def _areas(book: Book, sheet: Sheet, row: int, flows: CashFlows) -> int:
    """Write the present value of benefits by area; return the next free row."""
    say, names = book.lang.say, book.document["names"]["areas"]
    book.subtitle(sheet, row, say("Benefits by area"))
    row = book.header(sheet, row + 1, [say("Intervention and area"), say("Present value, kroner")])
    for key, title, result in parts(book):
        for area, found in result["by_area"].items():
            book.text(sheet, row, 1, f"{book.lang.text(title)}: {book.lang.text(names.get(area, area))}")
            formula = summed(flows, flows.blocks[key], "booked", area=area)
            place = book.calculated(sheet, row, 2, formula)
            book.check(f"{key}_area_{area}", place, formula.number, found["pv_benefits"])
            book.rule(sheet, row, 2)
            row += 1
    return row


def _outcomes(book: Book, sheet: Sheet, row: int, results: Results) -> None:
    """Write what is avoided, and what one costs."""
    say, avoided = book.lang.say, {check.name: check for check in book.checks}
    book.subtitle(sheet, row, say("Cost for each that is avoided, or gained"))
    labels = [say("Intervention and outcome"), say("Total"), say("Cost per unit, kroner")]
    row = book.header(sheet, row + 1, labels)
    undefined = words(say("not defined"))
    for key, title, result in parts(book):
        costs = results.cells[f"{key}_pv_costs"]
        for outcome, found in result["outcomes"].items():
            about = outcome_names(book.document, outcome)
            book.text(sheet, row, 1, f"{book.lang.text(title)}: {book.lang.text(about['title'])}")
            check = avoided[usable(f"{key}_{outcome}_avoided")]
            units = Formula(str(check.place), check.workbook)
            book.calculated(sheet, row, 2, units, "#,##0.00")
            formula = when(units > 0.0, quotient(costs, units), undefined)
            place = book.calculated(sheet, row, 3, formula)
            full = book.define(f"{key}_{outcome}_cost_per_avoided", place)
            if not isinstance(formula.value, str):
                book.check(full, place, formula.number, found["cost_per_avoided"])
            book.rule(sheet, row, 3)
            row += 1
