"""The sheet of the plan: what the optimiser chose and why, as values; nothing here follows changed cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from cba.reports import plan_rows
from cba.reports.plan_names import titles
from cba.reports.plan_reasons import reason
from cba.reports.plan_words import sentences
from cba.reports.workbook.book import Book, Place, Text

if TYPE_CHECKING:
    from cba.reports.workbook.grid import Sheet

_KRONER = "#,##0"
_VALUE = "#,##0.00"
_CHANCE = "0.0%"
Cell = Text | float
Columns = Sequence[tuple[str, str | None]]
"""Heading and number format of each column; None for text."""


def add(book: Book) -> None:
    """Write the sheet."""
    say, block = book.lang.say, book.document["allocation"]
    sheet = book.sheet(say("Allocation"), [44, 24, *[16] * 8, 90])
    note = say("Values from the optimiser, not formulas: they do not follow changed cells.")
    row = book.title(sheet, say("Allocation"), note)
    for sentence in sentences(book.lang, block):
        book.text(sheet, row, 1, sentence, wrap=False)
        row += 1
    if block["status"] != "infeasible":
        row = _numbers(book, sheet, row + 1)
        row = _options(book, sheet, row + 1)
        row = _payers(book, sheet, row + 1)
        row = _rules(book, sheet, row + 1)
        row = _alternatives(book, sheet, row + 1)
        row = _spending(book, sheet, row + 1)
    _frontier(book, sheet, row + 1)
    book.printed(sheet)
    sheet.freeze(3)


def _numbers(book: Book, sheet: Sheet, row: int) -> int:
    """Write the plan's own numbers, each a named cell."""
    say, block = book.lang.say, book.document["allocation"]
    lines = (
        ("objective", say("Value of the plan"), _VALUE),
        ("bound", say("No plan is worth more than"), _VALUE),
        ("gap", say("Relative gap"), "0.0000%"),
        ("budget", say("Budget"), _KRONER),
        ("spent", say("Spent"), _KRONER),
        ("unspent", say("Left"), _KRONER),
        ("value_p05", say("Value of the plan, 5th percentile"), _VALUE),
        ("value_p95", say("Value of the plan, 95th percentile"), _VALUE),
        ("regret", say("Expected regret"), _VALUE),
        ("value_holdout", say("Value on draws that did not choose it"), _VALUE),
    )
    over = block["value_over_draws"] or {"p05": None, "p95": None}
    numbers = block | {"value_p05": over["p05"], "value_p95": over["p95"]}
    for key, label, pattern in lines:
        if numbers[key] is not None:
            book.text(sheet, row, 1, label)
            book.number(sheet, row, 2, numbers[key], pattern)
            book.define(f"allocation_{key}", Place(sheet.title, row, 2))
            book.rule(sheet, row, 2)
            row += 1
    return row


def _options(book: Book, sheet: Sheet, row: int) -> int:
    say, block = book.lang.say, book.document["allocation"]
    columns: Columns = (
        (say("Option"), None), (say("Standing"), None), (say("Scale"), _VALUE), (say("Cost"), _KRONER),
        (say("Value"), _VALUE), (say("Loss without it"), _VALUE), (say("Chosen in draws"), _CHANCE),
        (say("Effect × to be chosen"), "0.00"), (say("Cost × to be chosen"), "0.00"),
        (say("More money to be chosen"), _CHANCE), (say("Reason"), None),
    )  # fmt: skip
    return _table(book, sheet, row, say("Options"), columns, map(_option(book), plan_rows.ranked(block)))


def _option(book: Book) -> Any:
    block = book.document["allocation"]

    def cells(name: str) -> list[Cell]:
        option = block["options"][name]
        known = option["standing"] or {"benefit": None, "cost": None, "money": None}
        return [
            option["title"], plan_rows.standing(book.lang, option)[1], option["scale"], option["cost"],
            option["value"], option["replacement_loss"], option["chosen_share_of_draws"], known["benefit"],
            known["cost"], known["money"], reason(book.lang, block, name),
        ]  # fmt: skip

    return cells


def _payers(book: Book, sheet: Sheet, row: int) -> int:
    say, result = book.lang.say, book.document["allocation"]["result"]
    if result is None:
        return row
    columns: Columns = (
        (say("Payer"), None), (say("Benefits"), _KRONER), (say("Costs"), _KRONER), (say("Net"), _KRONER),
        (say("Chance of a gain"), _CHANCE),
    )  # fmt: skip
    names = book.document["names"]["payers"]
    lines = [
        [names.get(p, p), r["pv_benefits"], r["pv_costs"], r["npv"], r.get("prob_npv_positive")]
        for p, r in result["by_payer"].items()
    ]
    return _table(book, sheet, row, say("The plan, payer by payer, kroner, present value"), columns, lines)


def _rules(book: Book, sheet: Sheet, row: int) -> int:
    say, block = book.lang.say, book.document["allocation"]
    columns: Columns = (
        (say("Rule"), None), (say("Name"), None), (say("Used"), _VALUE), (say("Limit"), _VALUE),
        (say("Slack"), _VALUE), (say("One more is worth"), "0.0000"), (say("holds from"), _VALUE),
        (say("holds to"), _VALUE), (say("If divisible"), "0.0000"), (say("Gain without the rule"), _VALUE),
    )  # fmt: skip
    lines = [
        [
            rule["words"], rule["name"], rule["left"], rule["limit"], rule["slack"], rule["marginal"],
            *(rule["range"] or [None, None]), rule["trend"], rule["gain_without"],
        ]
        for rule in block["rules"]
    ]  # fmt: skip
    return _table(book, sheet, row, say("Rules"), columns, lines)


def _alternatives(book: Book, sheet: Sheet, row: int) -> int:
    say, block = book.lang.say, book.document["allocation"]
    columns: Columns = (
        (say("With"), None), (say("Without"), None), (say("Worth less by"), _VALUE), (say("Cost"), _KRONER),
    )  # fmt: skip
    lines = [
        [titles(book.lang, block, o["added"]), titles(book.lang, block, o["removed"]), o["loss"], o["spent"]]
        for o in block["alternatives"]
    ]
    return _table(book, sheet, row, say("Plans that are nearly as good"), columns, lines)


def _spending(book: Book, sheet: Sheet, row: int) -> int:
    say, block = book.lang.say, book.document["allocation"]
    names = book.document["names"]["payers"] if "names" in book.document else {}
    lines: list[list[Cell]] = [[year, amount] for year, amount in block["spent_by_year"].items()]
    lines += [[names.get(payer, payer), amount] for payer, amount in block["spent_by_payer"].items()]
    columns: Columns = ((say("Year or payer"), None), (say("Paid"), _KRONER))
    return _table(book, sheet, row, say("What is paid, and when"), columns, lines)


def _frontier(book: Book, sheet: Sheet, row: int) -> int:
    say, block = book.lang.say, book.document["allocation"]
    columns: Columns = (
        (say("Budget"), _KRONER), (say("Value"), _VALUE), (say("Each more krone brought"), "0.0000"),
    )  # fmt: skip
    lines = [[point["budget"], point["value"], point["marginal"]] for point in block["frontier"]]
    return _table(book, sheet, row, say("What other budgets would buy"), columns, lines)


def _table(
    book: Book, sheet: Sheet, row: int, title: str, columns: Columns, lines: Iterable[Sequence[Cell]]
) -> int:
    """Write a table; nothing where it has no lines."""
    found = list(lines)
    if not found:
        return row
    book.subtitle(sheet, row, title)
    words = {number for number, (_, pattern) in enumerate(columns, 1) if pattern is None}
    row = book.header(sheet, row + 1, [label for label, _ in columns], words)
    for line in found:
        for column, ((_, pattern), value) in enumerate(zip(columns, line, strict=True), 1):
            if pattern is None or isinstance(value, (str, dict)):
                book.text(sheet, row, column, value, wrap=column > 1)  # type: ignore[arg-type]
            elif value is not None:
                book.number(sheet, row, column, value, pattern)  # type: ignore[arg-type]
        book.rule(sheet, row, len(columns))
        row += 1
    return row
