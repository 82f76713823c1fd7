"""What the native charts have in common: size, unit, faint lines, a title that leaves room for the chart."""

from __future__ import annotations

from openpyxl.chart import BarChart, LineChart
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.legend import Legend
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.chart.text import Text as ChartText
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun

from cba.reports.facts import payer_results
from cba.reports.workbook.book import Book

WIDTH, HEIGHT = 14, 9
"""Of a chart, centimetres."""

ROWS = 20
"""How many rows of a sheet a chart covers."""

_THOUSANDS = {"": "", "thousand": ",", "million": ",,", "billion": ",,,"}
"""Each closing comma of a number format divides by a thousand."""


def finish_chart(book: Book, chart: LineChart | BarChart) -> None:
    """Give a chart its size, its unit, faint lines and a legend below."""
    results = payer_results(book.document["portfolio"], book.document["model"]["payers"])
    scale = book.lang.scale(amount for p in results for amount in (p.npv, p.pv_costs, p.pv_benefits))
    chart.width, chart.height = WIDTH, HEIGHT
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.number_format = book.pattern("#,##0" + _THOUSANDS[scale.name])
    chart.y_axis.title = heading(scale.label)
    faint = LineProperties(solidFill="D9D9D9")
    chart.y_axis.majorGridlines = ChartLines(spPr=GraphicalProperties(ln=faint))
    chart.legend = Legend(legendPos="b")
    chart.x_axis.tickLblPos = "low"


def heading(text: str) -> Title:
    """Return a chart's title in a size that leaves room for the chart."""
    paragraph = Paragraph(
        pPr=ParagraphProperties(defRPr=CharacterProperties(sz=1200, b=True)),
        r=[RegularTextRun(rPr=CharacterProperties(sz=1200, b=True), t=text)],
    )
    return Title(tx=ChartText(rich=RichText(p=[paragraph])), overlay=False)
