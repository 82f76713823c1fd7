"""Writes the template: sheets to fill in with drop-downs, notes and an example row."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from cba import __version__
from cba.registers import Registers, load_registers
from cba.reports.language import language
from cba.reports.template.layout import HEADER, SHEETS, WORDS, YEARS, Column, Layout
from cba.reports.workbook.book import Book
from cba.reports.workbook.finishing import finish
from cba.reports.workbook.formulas import Formula
from cba.reports.workbook.looks import SOFT

if TYPE_CHECKING:
    from cba.reports.workbook.grid import Sheet

ROWS = 200
"""Rows that may be filled in on each sheet."""

_PATTERNS = {"share": "0.0%", "money": "#,##0.##", "number": "General", "year": "0", "whole": "0"}
_FIRST: dict[str, Any] = {"id": "", "model": "soem", "price_year": 2025, "start": 2027, "horizon": 11}


def build(language_code: str, *, filled: bool) -> bytes:
    """Return the template; see `cba.reports.template.build_template`."""
    lang = language(language_code)
    book = Book(lang, {"scenario": {"id": "cba"}})
    from cba.reports.template.example import EXAMPLE

    rows = EXAMPLE if filled else {}
    _guide(book)
    header = _header(book, rows.get("scenario", {}))
    lists = _lists(book, load_registers())
    for layout in SHEETS:
        _sheet(book, layout, lists, header, rows.get(layout.key))
    book.workbook.move_sheet(lang.say("Lists"), offset=len(SHEETS))
    return _saved(book)


def _guide(book: Book) -> None:
    """Write what to do, step by step."""
    say = book.lang.say
    sheet = book.sheet(say("How to"), [110], portrait=True)
    row = book.title(sheet, say("How to fill this in"))
    for text in (
        say(
            "1. Fill in the blue cells of the other sheets. Grey text below each heading says what to write."
        ),
        say("2. Empty cells are fine where the note says so. Leave the headings as they are."),
        say("3. Drop-downs and the sheet of lists show the names that the registers know."),
        say("4. Shares are written as per cent, such as 80 %%. Amounts are whole kroner."),
        say("5. Save, then run: cba excel import my.xlsx --out scenario.yaml"),
        say("6. What cannot be read is told by sheet and cell. Then run: cba run scenario.yaml --out result"),
    ):
        book.text(sheet, row, 1, text)
        row += 1
    book.printed(sheet)
    book.protect(sheet)


def _header(book: Book, values: dict[str, Any]) -> str:
    """Write the sheet about the scenario; return the address of the first year."""
    say = book.lang.say
    sheet = book.sheet(say("Scenario"), [26, 44, 70], portrait=True)
    row = book.title(sheet, say("Scenario"), say("What the calculation is about."))
    row = book.header(sheet, row, [say("What"), say("Value"), say("Note")], words=(1, 2, 3))
    start = ""
    for column in HEADER:
        book.text(sheet, row, 1, say(column.label))
        value: Any = values.get(column.key, _FIRST.get(column.key, ""))
        _open(book, sheet, row, 2, value, column)
        book.dress(sheet.at(row, 2), horizontal="left")
        book.dress(book.text(sheet, row, 3, say(column.note)), color=SOFT, indent=1)
        if column.key == "start":
            start = f"{quote_sheetname(sheet.title)}!$B${row}"
        row += 1
    book.printed(sheet)
    book.protect(sheet)
    return start


def _open(book: Book, sheet: Sheet, row: int, column: int, value: Any, about: Column) -> None:
    """Write a cell to fill in."""
    if isinstance(value, (int, float)):
        cell = book.number(sheet, row, column, value, _PATTERNS.get(about.kind, "General"))
    else:
        cell = book.text(sheet, row, column, value or "", wrap=False)
        if not value:
            cell.value = None
        book.dress(cell, pattern=book.pattern(_PATTERNS.get(about.kind, "General")))
    book.dress(cell, fill="DCEBF7", boxed=True, open=True)


def _lists(book: Book, registers: Registers) -> dict[str, str]:
    """Write the sheet of lists; return the range of each."""
    say, lang = book.lang.say, book.lang
    sheet = book.sheet(say("Lists"), [34, 44] * 6)
    book.title(sheet, say("Lists"), say("Names that the registers know, and what they stand for."))
    places = [(place.name, str(place.level)) for place in registers.places.all()]
    found: dict[str, list[tuple[str, str]]] = {
        "outcome": [
            (id, lang.text(o.title.both() if o.title else id)) for id, o in registers.outcomes.items()
        ],
        "evidence": [(id, lang.text(row.names)) for id, row in registers.evidence.items()],
        "target_group": [
            (id, lang.text(g.title.both() if g.title else id)) for id, g in registers.target_groups.items()
        ],
        "area": [(id, lang.text(area.names)) for id, area in registers.areas.items()],
        "place": places,
        "payer": [(id, lang.text(payer.names)) for id, payer in registers.payers.items()],
    }
    titles = {
        "outcome": say("Outcome"), "evidence": say("Evidence"), "target_group": say("Target group"),
        "area": say("Area"), "place": say("Place"), "payer": say("Payer"),
    }  # fmt: skip
    ranges = {}
    for number, (key, rows) in enumerate(found.items()):
        column = 1 + 2 * number
        for offset, text in enumerate((titles[key], say("Meaning"))):
            book.dress(book.text(sheet, 4, column + offset, text), bold=True)
        for row, (id, words) in enumerate(rows, 5):
            book.text(sheet, row, column, id, wrap=False)
            book.dress(book.text(sheet, row, column + 1, words, wrap=False), color=SOFT)
        letter = get_column_letter(column)
        ranges[key] = f"{quote_sheetname(sheet.title)}!${letter}$5:${letter}${4 + len(rows)}"
    book.printed(sheet, header_row=4)
    book.protect(sheet)
    return ranges


def _sheet(book: Book, layout: Layout, lists: dict[str, str], start: str, filled: Any) -> None:
    """Write one sheet of rows to fill in."""
    say = book.lang.say
    years = YEARS if layout.key == "flows" else 0
    widths = [*(column.width for column in layout.columns), *[12] * years]
    sheet = book.sheet(say(layout.title), widths)
    header = book.title(sheet, say(layout.title), say(layout.note))
    words = [n for n, c in enumerate(layout.columns, 1) if c.kind not in _PATTERNS]
    book.header(sheet, header, [say(column.label) for column in layout.columns], words)
    for number, column in enumerate(layout.columns, 1):
        note = book.text(sheet, header + 1, number, say(column.note))
        book.dress(note, color=SOFT, italic=True, size=9)
    book.fit(sheet, header + 1)
    _years(book, sheet, header, len(layout.columns) + 1, years, start)
    first = header + 2
    rows = filled if filled is not None else [layout.example]
    for offset in range(ROWS):
        values = rows[offset] if offset < len(rows) else ()
        _row(book, sheet, first + offset, layout, values, years)
    for number, column in enumerate(layout.columns, 1):
        _choices(book, sheet, column, number, first, lists)
    book.printed(sheet, header_row=header)
    sheet.print_area = f"A1:{get_column_letter(len(widths))}{first + 25}"
    book.protect(sheet)


def _row(book: Book, sheet: Sheet, row: int, layout: Layout, values: Any, years: int) -> None:
    columns = (*layout.columns, *[Column("", "", "money", "")] * years)
    for number, column in enumerate(columns, 1):
        value = values[number - 1] if number <= len(values) else ""
        shown = WORDS.get(column.kind, {}).get(value) if isinstance(value, str) else None
        _open(book, sheet, row, number, book.lang.say(shown) if shown else value, column)


def _years(book: Book, sheet: Sheet, row: int, column: int, years: int, start: str) -> None:
    for n in range(years):
        value = float(_FIRST["start"] + n)
        before = f"{get_column_letter(column + n - 1)}{row}+1" if n else start
        book.calculated(sheet, row, column + n, Formula(before, value), "0")
        cell = sheet.at(row, column + n)
        book.dress(cell, bold=True, color="FFFFFF", fill="0B4F7A")


def _choices(
    book: Book, sheet: Sheet, column: Column, number: int, first: int, lists: dict[str, str]
) -> None:
    """Give a column its drop-down, and the note that shows when a cell is chosen."""
    say, letter = book.lang.say, get_column_letter(number)
    if column.kind in lists:
        rule = DataValidation(type="list", formula1=f"={lists[column.kind]}", allow_blank=True)
    elif column.kind in WORDS:
        words = ",".join(say(word) for word in WORDS[column.kind].values())
        rule = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
    elif column.kind in ("share",):
        rule = DataValidation(
            type="decimal", operator="between", formula1="0", formula2="1", allow_blank=True
        )
        rule.error = say("The value must be between %(low)s and %(high)s.", low="0 %", high="100 %")
    else:
        rule = DataValidation(allow_blank=True)
    # other values are told with the nearest name when the workbook is read
    rule.errorStyle = "warning"
    rule.showErrorMessage, rule.showInputMessage = True, True
    rule.promptTitle, rule.prompt = say(column.label)[:32], say(column.note)[:255]
    rule.add(f"{letter}{first}:{letter}{first + ROWS - 1}")
    sheet.add_data_validation(rule)


def _saved(book: Book) -> bytes:
    properties = book.workbook.properties
    properties.creator, properties.language = f"cba {__version__}", book.lang.code
    stamp = datetime(2026, 1, 1, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return finish(book, [], stamp)
