"""The sheet of checks: every formula's result beside the engine's, and whether they agree to the øre."""

from __future__ import annotations

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle

from cba.reports.workbook.assumptions import Inputs
from cba.reports.workbook.book import Book
from cba.reports.workbook.looks import SOFT

TOLERANCE = 0.005
"""Half an øre …"""

RELATIVE = 1e-9
"""… or a billionth of the number, whichever is more."""


def add(book: Book, inputs: Inputs) -> None:
    """Write the sheet; its first four columns are fixed, because checks from outside read them."""
    say = book.lang.say
    sheet = book.sheet(say("Check"), [44, 20, 20, 16, 26, 3, 92])
    row = book.header(sheet, 1, ["name", "workbook", "engine", "difference", say("status")], (1, 5))
    agrees, differs = "✓ " + say("agrees"), "✗ " + say("differs")
    follows = "≠ " + say("follows your changes")
    for check in book.checks:
        difference = check.workbook - check.engine
        book.text(sheet, row, 1, check.name, wrap=False)
        book.formula(sheet, row, 2, str(check.place), check.workbook, "#,##0.000000")
        book.number(sheet, row, 3, check.engine, "#,##0.000000")
        book.formula(sheet, row, 4, f"B{row}-C{row}", difference, "0.000000")
        near = abs(difference) <= max(TOLERANCE, RELATIVE * abs(check.engine))
        rule = f"ABS(D{row})<=MAX({TOLERANCE},{RELATIVE}*ABS(C{row}))"
        status = f'IF({rule},"{agrees}",IF($G$5>0,"{follows}","{differs}"))'
        book.formula(sheet, row, 5, status, agrees if near else differs, "General")
        book.dress(sheet.at(row, 5), horizontal="left", indent=1)
        row += 1
    last = max(row - 1, 2)
    _summary(book, inputs, last, agrees)
    for sign, font, fill in (("✓", "14532D", "D7EEDD"), ("✗", "7F1D1D", "F6D5D1"), ("≠", "7A3E00", "FFE9C7")):
        look = DifferentialStyle(font=Font(color=font), fill=PatternFill(bgColor=fill))
        coloured = Rule("expression", dxf=look, formula=[f'LEFT($E2,1)="{sign}"'])
        sheet.conditional_formatting.add(f"E2:E{last}", coloured)
    book.printed(sheet, header_row=1)
    book.protect(sheet)


def _summary(book: Book, inputs: Inputs, last: int, agrees: str) -> None:
    """Write beside the rows how many agree, how many assumptions are changed, and what it means."""
    say, sheet = book.lang.say, book.named(book.lang.say("Check"))
    assert inputs.changed is not None
    bad = sum(abs(c.workbook - c.engine) > max(TOLERANCE, RELATIVE * abs(c.engine)) for c in book.checks)
    book.text(sheet, 2, 7, say("Rows that differ from the engine:"))
    book.formula(sheet, 3, 7, f'ROWS(E2:E{last})-COUNTIF(E2:E{last},"{agrees}")', bad, "0")
    book.text(sheet, 4, 7, say("Assumptions that you have changed:"))
    book.formula(sheet, 5, 7, inputs.changed.text, 0.0, "0")
    notes = [
        say("Each row compares a formula of this workbook with the engine's own number."),
        say("Change an assumption and the workbook follows it; the engine's numbers are those before."),
        say("The engine's results with your changes: cba excel import, then cba run."),
    ]
    for offset, note in enumerate(notes, 7):
        book.dress(book.text(sheet, offset, 7, note), color=SOFT)
    for row in (3, 5):
        book.dress(sheet.at(row, 7), horizontal="left", bold=True)
