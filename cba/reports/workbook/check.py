"""The sheet of checks: every formula's result beside the engine's, and whether they agree to the øre."""

from __future__ import annotations

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle

from cba.reports.workbook.assumptions import Inputs
from cba.reports.workbook.book import Book

TOLERANCE = 0.005
"""Half an øre."""


def add(book: Book, inputs: Inputs) -> None:
    """Write the sheet; its first four columns are fixed, because checks from outside read them."""
    say = book.lang.say
    sheet = book.sheet(say("Check"), [44, 20, 20, 16, 14, 3, 60])
    row = book.header(sheet, 1, ["name", "workbook", "engine", "difference", say("status")], (1, 5))
    good, bad = "✓ " + say("agrees"), "✗ " + say("differs")
    for check in book.checks:
        difference = check.workbook - check.engine
        book.text(sheet, row, 1, check.name, wrap=False)
        book.formula(sheet, row, 2, f"={check.place}", check.workbook, "#,##0.000000")
        book.number(sheet, row, 3, check.engine, "#,##0.000000")
        book.formula(sheet, row, 4, f"=B{row}-C{row}", difference, "0.000000")
        status = good if abs(difference) <= TOLERANCE else bad
        book.formula(sheet, row, 5, f'=IF(ABS(D{row})<={TOLERANCE},"{good}","{bad}")', status, "General")
        row += 1
    notes = [
        say("Each row compares a formula of this workbook with the engine's own number."),
        say("With another discount rate the rows differ: the workbook then follows your rate."),
    ]
    for offset, note in enumerate(notes):
        book.text(sheet, 2 + offset, 7, note)
    cells = f"E2:E{max(row - 1, 2)}"
    green = DifferentialStyle(font=Font(color="14532D"), fill=PatternFill(bgColor="D7EEDD"))
    red = DifferentialStyle(font=Font(color="7F1D1D"), fill=PatternFill(bgColor="F6D5D1"))
    rule = f"ABS($D2)<={TOLERANCE}"
    sheet.conditional_formatting.add(cells, Rule("expression", dxf=green, formula=[rule]))
    sheet.conditional_formatting.add(cells, Rule("expression", dxf=red, formula=[f"NOT({rule})"]))
    book.printed(sheet, header_row=1)
