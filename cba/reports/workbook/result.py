"""The sheet of results: key figures of all together, of each intervention and of each payer, as formulas."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from openpyxl.utils import get_column_letter, quote_sheetname

from cba.reports.effect_rows import outcome_names
from cba.reports.facts import Document
from cba.reports.language import N_
from cba.reports.money_rows import COST_AT_MOST, EFFECT_AT_LEAST
from cba.reports.workbook.assumptions import Inputs
from cba.reports.workbook.book import Book, Text, usable
from cba.reports.workbook.cash_flows import CashFlows
from cba.reports.workbook.cells import Row
from cba.reports.workbook.consequences import Consequences
from cba.reports.workbook.formulas import Formula, largest, most, products, smallest, total, when, words
from cba.reports.workbook.looks import SOFT
from cba.reports.workbook.overlaps import overlapped
from cba.reports.workbook.streams import COST, EFFECT
from cba.reports.workbook.yearly_results import Block, check_running

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_SEVERAL = N_("not unique")
_NONE = N_("none")
_NEVER = N_("never")


@dataclass
class Results:
    """Cells of the sheet that other sheets use: `<part>_<measure>` as in the names."""

    cells: dict[str, Formula] = field(default_factory=dict)
    sheet: str = ""


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
    for column, text in enumerate(_steps(book), _Line.STEPS):
        book.dress(book.text(sheet, header, column, text), bold=True, color=SOFT, horizontal="right")
    results = Results(sheet=sheet.title)
    for key, title, result in parts(book):
        line = _Line(book, sheet, row, key, results)
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


class _Line:
    """The cells of one row, from left to right; each may use those before it.

    Steps on the way stand to the right, from column `STEPS` on.
    """

    STEPS = 16

    def __init__(self, book: Book, sheet: Worksheet, row: int, key: str, results: Results) -> None:
        self.book, self.sheet, self.row, self.key, self.results = book, sheet, row, key, results
        self.column, self.step_column = 2, self.STEPS

    def put(
        self, name: str, formula: Formula, engine: float | None = None, pattern: str = "#,##0"
    ) -> Formula:
        """Write a formula, give its cell a name, and have it checked against the engine's number."""
        cell = self._write(self.column, name, formula, engine, pattern)
        self.column += 1
        return cell

    def step(self, name: str, formula: Formula, pattern: str = "#,##0") -> Formula:
        """Write a step on the way to a result."""
        cell = self._write(self.step_column, name, formula, None, pattern)
        self.step_column += 1
        return cell

    def _write(self, column: int, name: str, formula: Formula, engine: float | None, pattern: str) -> Formula:
        place = self.book.calculated(self.sheet, self.row, column, formula, pattern)
        full = self.book.define(f"{self.key}_{name}", place)
        if not isinstance(formula.value, str):
            self.book.check(full, place, formula.number, engine)
        address = f"{quote_sheetname(self.sheet.title)}!${get_column_letter(column)}${self.row}"
        cell = Formula(address, formula.value)
        self.results.cells[f"{self.key}_{name}"] = cell
        return cell


def _measures(line: _Line, flows: CashFlows, found: Consequences, inputs: Inputs, result: Document) -> None:
    """Write the measures of one row."""
    say, measures, block = line.book.lang.say, result["measures"], flows.blocks[line.key]
    used, undefined = flows.discounting.used, words(say("not defined"))
    npv = line.put("npv", products(used.all, block.net.all), measures["npv"])
    gains = line.put("pv_benefits", products(used.all, block.all_benefits.all), measures["pv_benefits"])
    costs = line.put("pv_costs", products(used.all, block.all_costs.all), measures["pv_costs"])
    line.put("bcr", when(costs > 0.0, _over(gains, costs), undefined), measures["bcr"], "0.00")
    people = line.put("participants", _starters(line, found), measures["participants"], "#,##0.##")
    each = when(people > 0.0, _over(npv, people), undefined)
    line.put("npv_per_participant", each, measures["npv_per_participant"])
    line.put("equivalent_yearly", npv / total(used.all), measures["equivalent_yearly"])
    for name, row, net in (
        ("payback_year", block.cumulative, block.net),
        ("discounted_payback_year", block.cumulative_discounted, block.discounted),
    ):
        below = line.step(f"{name}_below", _below(row, net, flows.discounting.number), "0")
        line.put(name, _year(line.book, below, len(row.values)), measures[name], "0")
    _return(line, flows, block, measures)
    _switching(line, flows, inputs, block, npv, costs, result["switching"])


def _over(one: Formula, other: Formula) -> Formula:
    """Return a quotient whose value is nothing where it would not be used."""
    value = one.number / other.number if other.number else 0.0
    return Formula((one / other if other.number else one / Formula(other.text, 1.0)).text, value, 3)


def _starters(line: _Line, found: Consequences) -> Formula:
    if line.key != "portfolio":
        return total(found.people[line.key].starters.all)
    sheet = quote_sheetname(line.sheet.title)
    letter, first = get_column_letter(line.column), line.row + 1
    value = sum(float(people.starters.values.sum()) for people in found.people.values())
    return Formula(f"SUM({sheet}!${letter}${first}:${letter}${line.row + len(found.people)})", value)


def _below(row: Row, net: Row, number: Row) -> Formula:
    """Return how many years pass before the running total stays at or above nothing, rounding dust aside."""
    dust = 1e-9 * most(1.0, largest(net.all), -smallest(net.all))
    under = np.flatnonzero(row.values < -dust.number)
    value = float(under[-1] + 1) if under.size else 0.0
    return Formula(f"SUMPRODUCT(MAX(({row.all.text}<{(-dust).text})*({number.all.text}+1)))", value)


def _year(book: Book, below: Formula, horizon: int) -> Formula:
    start = float(book.document["scenario"]["start"])
    return when(below < float(horizon), below + start, book.lang.say(_NEVER))


def _return(line: _Line, flows: CashFlows, block: Block, measures: Document) -> None:
    """Write the internal rate of return where one change of sign says that there is just one.

    A spreadsheet's IRR may not find it from its usual start, and stops when it is near. So it begins where
    all gains and all losses fell at their average times, and one step of Newton's method ends it.
    """
    say, signs, net = line.book.lang.say, block.signs, block.net.all
    number, last = flows.discounting.number.all, len(block.signs.values) - 1
    turns = int(np.sum(signs.values[1:] * signs.values[:-1] < 0)) if last else 0
    text = f"SUMPRODUCT(({signs.part(1, last)}*{signs.part(0, last - 1)}<0)*1)" if last else "0"
    changes = line.step("sign_changes", Formula(text, float(turns)), "0")
    one = changes.equals(1.0)
    other = when(changes.equals(0.0), words(say(_NONE)), words(say(_SEVERAL)))
    start = line.step("irr_start", when(one, _start(net, number), other), "0.0%")
    rate = measures["irr"] if turns == 1 else None
    found = Formula(f"IFERROR(IRR({net.text},{start.text}),IRR({net.text}))", 0.0 if rate is None else rate)
    near = line.step("irr_near", when(one, found, other), "0.0%")
    value = f"SUMPRODUCT({net.text},(1+{near.text})^(-{number.text}))"
    slope = f"SUMPRODUCT({net.text},{number.text},(1+{near.text})^(-{number.text}-1))"
    unfound = words(say("not found")).text
    polished = Formula(f"IFERROR({near.text}+{value}/{slope},{unfound})", found.value)
    line.put("irr", when(one, polished, other), rate, "0.0%")


def _start(net: Formula, number: Formula) -> Formula:
    """Return the rate if all gains fell at their average time, and all losses at theirs."""
    gains, losses = np.maximum(net.years, 0.0), np.minimum(net.years, 0.0)
    value = 0.0
    if gains.sum() > 0 > losses.sum():
        apart = (gains @ number.years) / gains.sum() - (losses @ number.years) / losses.sum()
        value = float((-gains.sum() / losses.sum()) ** (1 / apart) - 1) if apart else 0.0
    up, down = f'SUMIF({net.text},">0")', f'SUMIF({net.text},"<0")'
    times = [
        f"SUMPRODUCT(({net.text}{sign}0)*{net.text},{number.text})/{whole}"
        for sign, whole in ((">", up), ("<", down))
    ]
    return Formula(f"(-{up}/{down})^(1/({times[0]}-{times[1]}))-1", value, 2)


def _switching(
    line: _Line,
    flows: CashFlows,
    inputs: Inputs,
    block: Block,
    npv: Formula,
    costs: Formula,
    engine: Document,
) -> None:
    """Write the values at which the net result is nothing, all else as it is."""
    undefined = words(line.book.lang.say("not defined"))
    gains = line.step("effects_pv", summed(flows, block, "booked", role=EFFECT))
    effects = line.step("effects_worth", summed(flows, block, "worth", role=EFFECT))
    outlay = line.step("costs_worth", summed(flows, block, "worth", role=COST))
    share = when(gains > 0.0, _zero(npv, effects), undefined)
    line.put("effect_share", share, engine["effect_share"], "0.0%")
    factor = when(costs > 0.0, _zero(npv, outlay), undefined)
    line.put("cost_factor", factor, engine["cost_factor"], "0.0%")
    rate = _success_rate(line, flows, npv, inputs)
    line.put("success_rate", rate or undefined, engine["success_rate"] if rate else None, "0.0%")


def _zero(npv: Formula, part: Formula) -> Formula:
    """Return the factor on a part of the net result at which the whole is nothing."""
    return 1.0 - _over(npv, part)


def _success_rate(line: _Line, flows: CashFlows, npv: Formula, inputs: Inputs) -> Formula | None:
    """Return the success rate that breaks even, where just one effect is stated as one."""
    plan = line.book.document["calculation"]
    found = [
        (key, effect)
        for key, item in plan["interventions"].items()
        for effect in item["effects"]
        if effect["kind"] == "success" and line.key in (key, "portfolio")
    ]
    if len(found) != 1:
        return None
    key, effect = found[0]
    if line.key == "portfolio" and overlapped(line.book.document, key, effect["outcome"]):
        return None
    streams = [s for s in flows.blocks[key].streams if s.alone and s.outcome == effect["outcome"]]
    if not streams:
        return None
    first, last = streams[0].row.number, streams[-1].row.number
    worth = Formula(f"SUM({flows.over('worth', first, last)})", sum(s.worth for s in streams))
    net = inputs[effect["net"]] if effect["net"] else inputs[effect["with"]] - inputs[effect["without"]]
    without = inputs[effect["without"]] if effect["without"] else Formula("0", 0.0)
    found_rate = without + net * (1.0 - _over(npv, worth))
    undefined = words(line.book.lang.say("not defined"))
    return when(worth.equals(0.0), undefined, found_rate)


def summed(
    flows: CashFlows, block: Block, column: str, *, role: str = "", area: str = "", price: str = ""
) -> Formula:
    """Return a column's sum over the streams of a block that have a role, an area or a price."""
    wanted = {"role": role, "area": area, "price": price}
    criteria = {name: text for name, text in wanted.items() if text}
    portfolio = block.key == "portfolio"
    streams = [s for s in block.streams if (s.together if portfolio else s.alone)]
    value = sum(
        getattr(s, column)
        for s in streams
        if all(getattr(s, name) == text for name, text in criteria.items())
    )
    if portfolio:
        first, last = flows.first, flows.last
    elif streams:
        numbers = [s.row.number for s in streams]
        first, last = min(numbers), max(numbers)
    else:
        return Formula("0", 0.0)
    asked = "".join(f',{flows.over(name, first, last)},"{text}"' for name, text in criteria.items())
    asked += f",{flows.over('together', first, last)},1" if portfolio else ""
    return Formula(f"SUMIFS({flows.over(column, first, last)}{asked})", float(value))


def _payers(book: Book, sheet: Worksheet, row: int, flows: CashFlows, results: Results) -> int:
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
            line = _Line(book, sheet, row, key, results)
            _payer(line, flows, block, payer, result["by_payer"][payer])
            book.rule(sheet, row, len(labels))
            row += 1
    return row


def _payer(line: _Line, flows: CashFlows, block: Block, payer: str, engine: Document) -> None:
    used = flows.discounting.used
    for name, by_payer in (("npv", block.nets), ("pv_benefits", block.benefits), ("pv_costs", block.costs)):
        line.put(f"{name}_{payer}", products(used.all, by_payer[payer].all), engine[name])
    net, number = block.nets[payer], flows.discounting.number
    rows = (("payback_year", block.cumulated[payer]), ("discounted_payback_year", block.running[payer]))
    for name, row in rows:
        below = line.step(f"{name}_{payer}_below", _below(row, net, number), "0")
        line.put(f"{name}_{payer}", _year(line.book, below, len(row.values)), engine[name], "0")


def _areas(book: Book, sheet: Worksheet, row: int, flows: CashFlows) -> int:
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


def _outcomes(book: Book, sheet: Worksheet, row: int, results: Results) -> None:
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
            formula = when(units > 0.0, _over(costs, units), undefined)
            place = book.calculated(sheet, row, 3, formula)
            full = book.define(f"{key}_{outcome}_cost_per_avoided", place)
            if not isinstance(formula.value, str):
                book.check(full, place, formula.number, found["cost_per_avoided"])
            book.rule(sheet, row, 3)
            row += 1
