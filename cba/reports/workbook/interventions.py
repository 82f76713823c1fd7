"""The sheets of interventions and of what they cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from openpyxl.utils import get_column_letter, quote_sheetname

from cba.reports.facts import Document, horizon, shares
from cba.reports.language import N_
from cba.reports.workbook.assumptions import Inputs
from cba.reports.workbook.book import Book, named
from cba.reports.workbook.cash_flows import CashFlows
from cba.reports.workbook.cells import TOTAL, Row
from cba.reports.workbook.consequences import Consequences
from cba.reports.workbook.formulas import Formula
from cba.reports.workbook.streams import COST, FLOW, Stream
from cba.reports.workbook.table import Column, Value, write_sheet

_PER = {
    "start": N_("start"),
    "year": N_("year"),
    "participant": N_("participant"),
    "completer": N_("completer"),
}
_NATURES = {
    "resource": N_("resource"),
    "transfer": N_("transfer"),
    "tax": N_("tax"),
    "intangible": N_("intangible"),
}
_KINDS = {"cost": N_("Cost"), "benefit": N_("Benefit")}
_FIRST_YEAR = 7
"""The column of the first year on the sheet of interventions."""


def nature(book: Book, key: str) -> str:
    """Return the nature of a cost, flow or price in words."""
    word = named(_NATURES, key)
    return book.lang.say(word)


def who(book: Book, payer: str | Mapping[str, float] | None) -> str:
    """Return who pays, with shares when the amount is split."""
    names, parts = book.document["names"]["payers"], shares(payer)
    if len(parts) == 1:
        only = next(iter(parts))
        return book.lang.text(names.get(only)) or only
    return ", ".join(f"{book.lang.text(names.get(p)) or p} {book.lang.percent(s)}" for p, s in parts.items())


def add(book: Book, inputs: Inputs, found: Consequences) -> None:
    """Write one row for each intervention, with participants by year."""
    say, (first, last) = book.lang.say, horizon(book.document)
    columns = [
        Column(say("Intervention"), 30),
        Column(say("Description"), 44),
        Column(say("Target group"), 28),
        Column(say("Conditions"), 44),
        Column(say("DKR goals"), 10),
        Column(say("Completion"), 17, "0.0%"),
        *(Column(str(year), 9, "#,##0.##") for year in range(first, last + 1)),
        Column(say("Total"), 10, "#,##0.##"),
    ]
    rows = [
        _intervention(book, i, inputs[f"interventions.{key}.completion"], found.people[key].starters, 5 + n)
        for n, (key, i) in enumerate(book.document["interventions"].items())
    ]
    note = say("Participants who start, by year.")
    book.protect(write_sheet(book, say("Interventions"), note, columns, rows).sheet)


def _intervention(
    book: Book, intervention: Document, completion: Formula, starters: Row, row: int
) -> Sequence[Value]:
    group, years = intervention["target_group"], range(len(starters.values))
    first, last = get_column_letter(_FIRST_YEAR), get_column_letter(_FIRST_YEAR + len(years) - 1)
    return [
        intervention["title"],
        intervention["description"],
        group["title"] if group else None,
        "\n".join(book.lang.text(c) for c in intervention["conditions"]),
        ", ".join(str(goal) for goal in intervention["dkr_goals"]),
        completion,
        *(starters.at(n) for n in years),
        Formula(f"SUM({first}{row}:{last}{row})", float(starters.values.sum())),
    ]


def add_costs(book: Book, inputs: Inputs, amounts: Mapping[str, Formula], flows: CashFlows) -> None:
    """Write one row for each cost and for each amount that the scenario states directly."""
    say, price_year = book.lang.say, book.document["scenario"]["price_year"]
    columns = [
        Column(say("Intervention"), 28),
        Column(say("What"), 28),
        Column(say("Kind"), 14),
        Column(say("Payer"), 18),
        Column(say("Per"), 12),
        Column(say("Amount as given"), 14, "#,##0.##"),
        Column(say("Low"), 12, "#,##0.##"),
        Column(say("High"), 12, "#,##0.##"),
        Column(say("Price year as given"), 11, "0"),
        Column(say("Currency"), 10),
        Column(say("Amount in %(year)s prices", year=price_year), 14, "#,##0.##"),
        Column(say("Total, not discounted"), 16, "#,##0"),
        Column(say("Nature"), 12),
        Column(say("In kind"), 9),
        Column(say("Source"), 40),
        Column(say("Grade"), 14),
        Column(say("Where"), 24),
    ]
    note = say("Amounts are converted to %(year)s prices.", year=book.document["scenario"]["price_year"])
    rows = list(_costs(book, inputs, amounts, flows))
    book.protect(write_sheet(book, say("Costs"), note, columns, rows).sheet)


def _costs(
    book: Book, inputs: Inputs, amounts: Mapping[str, Formula], flows: CashFlows
) -> Iterator[Sequence[Value]]:
    for key, intervention in book.document["interventions"].items():
        plan = book.document["calculation"]["interventions"][key]
        streams = flows.blocks[key].streams
        by_unit = [s for s in streams if s.per]
        for cost, stated, stream in zip(intervention["costs"], plan["costs"], by_unit, strict=True):
            used: list[Value] = [inputs[stated["amount"]], amounts[stated["amount"]]]
            yield [intervention["title"], *_cost(book, cost, used, _total(stream))]
        stated_costs = [s for s in streams if s.role == COST and not s.per]
        stated_gains = [s for s in streams if s.role == FLOW]
        for flow in intervention["flows"]:
            left = stated_costs if flow["kind"] == "cost" else stated_gains
            yield [intervention["title"], *_flow(book, flow, _total(left.pop(0)))]


def _total(stream: Stream) -> Formula:
    """Return the cell of a stream's total, not discounted."""
    row = stream.row
    cell = f"{quote_sheetname(row.sheet)}!${get_column_letter(TOTAL)}${row.number}"
    return Formula(cell, float(row.values.sum()))


def _cost(book: Book, cost: Document, used: Sequence[Value], total: Formula) -> Sequence[Value]:
    say = book.lang.say
    per = named(_PER, cost["per"])
    return [
        cost["what"],
        say("Cost"),
        who(book, cost["payer"]),
        say(per),
        used[0],
        cost["low"],
        cost["high"],
        cost["price_year_given"],
        cost["currency_given"],
        used[1],
        total,
        nature(book, cost["nature"]),
        say("yes") if cost["in_kind"] else "",
        cost["source"] or say("own assumption"),
        cost["grade"],
        cost["where"],
    ]


def _flow(book: Book, flow: Document, total: Formula) -> Sequence[Value]:
    say = book.lang.say
    kind = named(_KINDS, flow["kind"])
    as_given: list[Value] = [None] * 6
    return [
        flow["what"],
        say(kind),
        who(book, flow["payer"]),
        say("year"),
        *as_given,
        total,
        nature(book, flow["nature"]),
        "",
        flow["source"] or say("own assumption"),
        None,
        flow["where"],
    ]
