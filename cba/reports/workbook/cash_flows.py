"""The sheet of cash flows: each amount by year, who it falls to, and the results by payer, in formulas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from openpyxl.utils import quote_sheetname

from cba.reports.workbook.assumptions import Inputs
from cba.reports.workbook.book import Book
from cba.reports.workbook.bookings import Bookings
from cba.reports.workbook.cells import FIRST, WIDTHS, Years, header_of_years
from cba.reports.workbook.consequences import Consequences
from cba.reports.workbook.discounting import Discounting
from cba.reports.workbook.discounting import add as add_discounting
from cba.reports.workbook.formulas import Formula
from cba.reports.workbook.stream_columns import StreamColumns, headings
from cba.reports.workbook.streams import Streams
from cba.reports.workbook.yearly_results import Block, YearlyResults


@dataclass
class CashFlows:
    """What other sheets need of this one.

    Attributes:
        discounting: the discount factors.
        blocks: by intervention; `portfolio` for all together.
        columns: letters of the columns behind the years, by what stands in them.
        first, last: rows of all interventions' blocks.
        header: the row of the years.
    """

    discounting: Discounting
    sheet: str
    header: int
    columns: dict[str, str]
    blocks: dict[str, Block] = field(default_factory=dict)
    first: int = 0
    last: int = 0

    def over(self, column: str, first: int, last: int) -> str:
        """Return a range of one of the columns behind the years."""
        letter = self.columns[column]
        return f"{quote_sheetname(self.sheet)}!${letter}${first}:${letter}${last}"


def add(book: Book, inputs: Inputs, found: Consequences, amounts: Mapping[str, Formula]) -> CashFlows:
    """Write the sheet: discount factors, all together, then each intervention."""
    say, document = book.lang.say, book.document
    horizon, bookings = document["scenario"]["horizon"], Bookings(document, inputs)
    behind = headings(book, bookings)
    sheet = book.sheet(say("Cash flows"), [*WIDTHS, *[13] * horizon, *[12] * len(behind)])
    year = document["scenario"]["price_year"]
    note = say("Kroner, %(year)s prices. Everything is a formula. Each column is a year.", year=year)
    header = book.title(sheet, say("Cash flows"), note)
    writer = Years(book, sheet, horizon, header + 1)
    header_of_years(book, writer, header, [say("Year"), say("Kind"), say("Total")])
    columns = StreamColumns(writer, header, behind)
    discounting = add_discounting(book, writer, inputs)
    flows = CashFlows(discounting, sheet.title, header, columns.letters)
    streams = Streams(writer, bookings, columns, discounting, found, amounts)
    _blocks(flows, writer, streams, YearlyResults(writer, bookings, columns, discounting))
    book.printed(sheet, header_row=header, columns=FIRST + horizon + len(behind) - 1)
    book.protect(sheet)
    return flows


def _blocks(flows: CashFlows, writer: Years, streams: Streams, results: YearlyResults) -> None:
    """Write the blocks; the portfolio's place is kept free until the interventions are known."""
    top = writer.row
    writer.row += 5 * len(streams.bookings.payers) + 11
    flows.first = writer.row
    blocks: dict[str, Block] = {}
    for key, intervention in writer.book.document["interventions"].items():
        writer.subtitle(intervention["title"])
        blocks[key] = results.intervention(key, streams.write(key))
    flows.last = writer.row
    writer.row = top
    flows.blocks = {"portfolio": results.portfolio(blocks, flows.first, flows.last), **blocks}


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
