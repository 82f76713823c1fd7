"""The first sheet: the answer in words, the key figures, who wins and loses, and two charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.chart import BarChart, LineChart, Reference, Series
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties

from cba.reports import certainty, story
from cba.reports.facts import payer_results
from cba.reports.factsheet import COLOURS
from cba.reports.workbook.book import Book
from cba.reports.workbook.cash_flows import CashFlows
from cba.reports.workbook.cells import FIRST
from cba.reports.workbook.drawing import ROWS, finish_chart, heading

if TYPE_CHECKING:
    from cba.reports.workbook.grid import Sheet

_DASHES = ("solid", "dash", "sysDot", "dashDot", "sysDash", "lgDash", "lgDashDot")


def open_sheet(book: Book) -> Sheet:
    """Add the sheet, so that it stands first; it is filled when the results' cells are known."""
    return book.sheet(book.lang.say("At a glance"), [34, 20, 20, 20, 16, 20, 16])


def fill(book: Book, sheet: Sheet, cash_flows: CashFlows) -> list[str]:
    """Write the sheet; return the charts' text alternatives in order."""
    row = _words(book, sheet)
    row = _figures(book, sheet, row + 1)
    first, row = _payers(book, sheet, row + 1)
    descriptions = _charts(book, sheet, row + 1, first, cash_flows)
    sheet.print_area = f"A1:G{row + ROWS + 2}"
    sheet.page_setup.fitToHeight = 1
    return descriptions


def _words(book: Book, sheet: Sheet) -> int:
    """Write the question, the answer and who goes against it."""
    lang, document, say = book.lang, book.document, book.lang.say
    scenario = document["scenario"]
    row = book.title(sheet, lang.text(scenario["question"] or scenario["title"]))
    about = [
        lang.text(scenario["place"]),
        lang.day(document["created"]),
        lang.text(document["model"]["title"]),
    ]
    stamp = say("Scenario") + " – " + say("calculated from assumptions, not evaluated locally")
    split = story.split(lang, document)
    lines = [
        (" · ".join(part for part in about if part), False),
        (stamp, False),
        (story.verdict(lang, document), True),
        (story.which_pay(lang, document), False),
        *((f"▼ {sentence}", True) for sentence in split.losses),
        *((f"▲ {sentence}", False) for sentence in split.gains),
        (split.rest, False),
        *((sentence, bold) for sentence, bold in _sure(book)),
    ]
    row = 2
    for text, bold in lines:
        if text:
            row = book.paragraph(sheet, row, 7, text, bold=bold, size=12 if bold else 11)
    return row


def _sure(book: Book) -> list[tuple[str, bool]]:
    """Return how sure the result is, the payers that most likely lose first and in bold."""
    lang, document = book.lang, book.document
    chances = certainty.worst_first(certainty.payers(document))
    signs = {"loses": "▼ ", "gains": "▲ ", "even": ""}
    lines = [
        (signs[chance.likely] + certainty.payer_sentence(lang, document, chance), chance.likely == "loses")
        for chance in chances
        if len(chances) > 1
    ]
    about = f"{certainty.interval(lang, document)} {certainty.paid_back(lang, document)}".strip()
    return [
        *lines,
        (about, False),
        *(
            (text, False)
            for text in (certainty.driver_sentence(lang, document), certainty.basis(lang, document))
        ),
    ]


def _figures(book: Book, sheet: Sheet, row: int) -> int:
    """Write the key figures as references to the sheet of results."""
    say, year = book.lang.say, book.document["scenario"]["price_year"]
    labels = {
        "portfolio_npv": say("Net result"), "portfolio_pv_benefits": say("Benefits"),
        "portfolio_pv_costs": say("Costs"),
    }  # fmt: skip
    book.subtitle(sheet, row, say("Key figures, kroner, %(year)s prices, present value", year=year))
    values = {check.name: check.workbook for check in book.checks}
    for name, label in labels.items():
        row += 1
        book.text(sheet, row, 1, label)
        book.formula(sheet, row, 2, str(book.places[name]), values[name])
        book.rule(sheet, row, 2)
    return row + 1


def _payers(book: Book, sheet: Sheet, row: int) -> tuple[int, int]:
    """Write costs, benefits and net result by payer; return the header row and the next free row."""
    say, document = book.lang.say, book.document
    book.subtitle(sheet, row, say("Who wins and who loses"))
    header = row + 1
    labels = [say("Payer"), say("Costs"), say("Benefits"), say("Net result"), say("In short")]
    row = book.header(sheet, header, labels, words=(1, 5))
    words = {"gains": "▲ " + say("gains"), "loses": "▼ " + say("loses")}
    for payer in payer_results(document["portfolio"], document["model"]["payers"]):
        book.text(sheet, row, 1, document["names"]["payers"].get(payer.id, payer.id))
        for column, name in ((2, "pv_costs"), (3, "pv_benefits"), (4, "npv")):
            source = f"portfolio_{name}_{payer.id}" if name != "npv" else f"portfolio_npv_{payer.id}"
            book.formula(sheet, row, column, str(book.places[source]), getattr(payer, name))
        words["even"] = "= " + (say("breaks even") if payer.touched else say("not affected"))
        formula = f'IF(ABS(D{row})<0.5,"{words["even"]}",IF(D{row}>0,"{words["gains"]}","{words["loses"]}"))'
        book.formula(sheet, row, 5, formula, words[payer.standing], "General")
        book.dress(sheet.at(row, 5), horizontal="left", indent=1)
        book.rule(sheet, row, 5)
        row += 1
    return header, row


def _charts(book: Book, sheet: Sheet, row: int, header: int, cash_flows: CashFlows) -> list[str]:
    """Draw two native charts bound to the cells."""
    say, document = book.lang.say, book.document
    payers = document["model"]["payers"]
    line = LineChart()
    line.title = heading(say("Cumulative net result by payer"))
    flows, running = book.named(cash_flows.sheet), cash_flows.blocks["portfolio"].running
    last = FIRST + document["scenario"]["horizon"] - 1
    for number, payer in enumerate(payers):
        row_of = running[payer].number
        data = Reference(flows, min_col=FIRST, max_col=last, min_row=row_of)
        series = Series(data, title=SeriesLabel(StrRef(f"'{flows.title}'!$A${row_of}")))
        series.smooth = False
        series.graphicalProperties.line.solidFill = COLOURS.get(payer, "#555555")[1:]
        series.graphicalProperties.line.dashStyle = _DASHES[number % len(_DASHES)]
        series.graphicalProperties.line.width = 28_000
        line.series.append(series)
    line.set_categories(Reference(flows, min_col=FIRST, max_col=last, min_row=cash_flows.header))
    bars = BarChart()
    bars.type = "bar"
    bars.title = heading(say("Costs and benefits by payer"))
    for column, colour in ((2, "B3541E"), (3, "0B5A8A")):
        data = Reference(sheet, min_col=column, min_row=header, max_row=header + len(payers))
        series = Series(data, title_from_data=True)
        series.graphicalProperties = GraphicalProperties(solidFill=colour)
        bars.series.append(series)
    bars.set_categories(Reference(sheet, min_col=1, min_row=header + 1, max_row=header + len(payers)))
    bars.x_axis.scaling.orientation = "maxMin"
    bars.y_axis.crosses = "max"
    for chart, anchor in ((line, f"A{row}"), (bars, f"D{row}")):
        finish_chart(book, chart)
        sheet.add_chart(chart, anchor)
    return [
        _described(book, say("Cumulative net result by payer")),
        _described(book, say("Costs and benefits by payer")),
    ]


def _described(book: Book, title: str) -> str:
    """Return a chart's text alternative: its title and where each payer ends."""
    ends = [
        story.ends(book.lang, book.document, p.id, p.npv)
        for p in payer_results(book.document["portfolio"], book.document["model"]["payers"])
    ]
    return f"{title}. {' '.join(ends)}"
