"""The sheet of cash flows: by year and payer, summed and discounted by formulas."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from cba.reports.facts import Document
from cba.reports.workbook.assumptions import Discounting
from cba.reports.workbook.book import Book, Place, Text

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_FIXED = 6
"""Year, number, factor, costs, benefits, net: the columns before those of the payers."""


@dataclass(frozen=True)
class Block:
    """The years of the portfolio or of one intervention.

    Attributes:
        sheet: the sheet's title.
        header: the row of the labels.
        first: the first year's row.
        last: the last year's row.
        columns: column letter of `factor`, `costs`, `benefits`, `net`, `cumulative`, `discounted`,
            `cumulative_discounted`, and `net:<payer>` and `running:<payer>` for each payer.
        values: the column's values, under the same names.
    """

    sheet: str
    header: int
    first: int
    last: int
    columns: dict[str, str] = field(default_factory=dict)
    values: dict[str, list[float]] = field(default_factory=dict)

    def range(self, column: str) -> str:
        """Return the years of one column as an absolute range with its sheet."""
        letter = self.columns[column]
        return f"'{self.sheet}'!${letter}${self.first}:${letter}${self.last}"

    def present_value(self, column: str) -> tuple[str, float]:
        """Return the formula for the column's present value, and its value."""
        total = sum(f * v for f, v in zip(self.values["factor"], self.values[column], strict=True))
        return f"=SUMPRODUCT({self.range('factor')},{self.range(column)})", total


def add(book: Book, discounting: Discounting) -> dict[str, Block]:
    """Write the sheet: the portfolio first, then each intervention; return where everything stands."""
    say, document = book.lang.say, book.document
    payers = document["model"]["payers"]
    sheet = book.sheet(say("Cash flows"), [12, 9, 18, *[18] * (2 * len(payers) + 6)])
    note = say(
        "%(year)s prices, kroner. Net results, running totals and present values are formulas.",
        year=document["scenario"]["price_year"],
    )
    row = book.title(sheet, say("Cash flows"), note)
    blocks = {}
    parts: list[tuple[str, Text, Document]] = [("portfolio", say("All together"), document["portfolio"])]
    parts += [(key, i["title"], i) for key, i in document["interventions"].items()]
    for key, title, result in parts:
        book.subtitle(sheet, row, title)
        blocks[key] = _block(book, sheet, row + 1, result, discounting)
        row = blocks[key].last + 4
    book.printed(sheet)
    sheet.freeze_panes = "B4"
    return blocks


def _block(book: Book, sheet: Worksheet, row: int, result: Document, discounting: Discounting) -> Block:
    payers = book.document["model"]["payers"]
    names = ["year", "n", "factor", "costs", "benefits", "net", *(f"net:{p}" for p in payers)]
    names += ["cumulative", "discounted", "cumulative_discounted", *(f"running:{p}" for p in payers)]
    first = book.header(sheet, row, _labels(book), ())
    block = Block(sheet.title, row, first, first + len(result["by_year"]) - 1)
    block.columns.update({name: get_column_letter(k) for k, name in enumerate(names, 1)})
    block.values.update({name: [] for name in names[2:]})
    for n, line in enumerate(result["by_year"]):
        _given(book, sheet, block, n, line)
        book.formula(sheet, first + n, 3, f"={discounting.places[n]}", discounting.values[n], "0.000000")
        block.values["factor"].append(discounting.values[n])
        _computed(book, sheet, block, n, payers)
    _totals(book, sheet, block, payers)
    return block


def _labels(book: Book) -> list[Text]:
    say, names = book.lang.say, book.document["names"]["payers"]
    payers = [book.lang.text(names.get(p)) or p for p in book.document["model"]["payers"]]
    return [
        say("Year"), say("Year number"), say("Discount factor"), say("Costs"), say("Benefits"),
        say("Net result"),
        *(say("Net, %(payer)s", payer=p) for p in payers),
        say("Running total"), say("Discounted"), say("Running total, discounted"),
        *payers,
    ]  # fmt: skip


def _given(book: Book, sheet: Worksheet, block: Block, n: int, line: Document) -> None:
    """Write the year's amounts as the engine computed them."""
    row = block.first + n
    book.number(sheet, row, 1, line["year"], "0")
    book.number(sheet, row, 2, line["n"], "0")
    for column, name in ((4, "costs"), (5, "benefits")):
        book.number(sheet, row, column, line[name])
        block.values[name].append(line[name])
    for offset, payer in enumerate(book.document["model"]["payers"], 1):
        amount = line["net_by_payer"].get(payer, 0.0)
        book.number(sheet, row, _FIXED + offset, amount)
        block.values[f"net:{payer}"].append(amount)


def _computed(book: Book, sheet: Worksheet, block: Block, n: int, payers: list[str]) -> None:
    """Write the year's formulas: net, running total, discounted, and the running total of each payer."""
    row, at, values = block.first + n, block.columns, block.values

    def put(name: str, formula: str, value: float) -> None:
        column = list(at).index(name) + 1
        book.formula(sheet, row, column, formula, value)
        values[name].append(value)

    def carried(name: str, term: str, amount: float) -> None:
        if n:
            put(name, f"={at[name]}{row - 1}+{term}", values[name][-1] + amount)
        else:
            put(name, f"={term}", amount)

    put("net", f"={at['benefits']}{row}-{at['costs']}{row}", values["benefits"][n] - values["costs"][n])
    carried("cumulative", f"{at['net']}{row}", values["net"][n])
    put("discounted", f"={at['factor']}{row}*{at['net']}{row}", values["factor"][n] * values["net"][n])
    carried("cumulative_discounted", f"{at['discounted']}{row}", values["discounted"][n])
    for payer in payers:
        term = f"{at['factor']}{row}*{at[f'net:{payer}']}{row}"
        carried(f"running:{payer}", term, values["factor"][n] * values[f"net:{payer}"][n])


def _totals(book: Book, sheet: Worksheet, block: Block, payers: list[str]) -> None:
    row = block.last + 1
    book.text(sheet, row, 1, book.lang.say("Total"))
    for name in ("costs", "benefits", "net", *(f"net:{p}" for p in payers), "discounted"):
        letter, column = block.columns[name], list(block.columns).index(name) + 1
        book.formula(
            sheet, row, column, f"=SUM({letter}{block.first}:{letter}{block.last})", sum(block.values[name])
        )
    book.rule(sheet, row, len(block.columns), bold=True)


def check_running(book: Book, key: str, block: Block, result: Document) -> None:
    """Ask for checks of the running totals at the last year."""
    last = result["by_year"][-1]
    for name in ("cumulative", "cumulative_discounted"):
        column = list(block.columns).index(name) + 1
        place = Place(block.sheet, block.last, column)
        book.check(f"{key}_{name}_{last['year']}", place, block.values[name][-1], last[name])
