"""The sheet of assumptions: every number that is used, as a named cell that the results follow."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any, Protocol

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from cba.reports import certainty
from cba.reports.input_names import label
from cba.reports.language import N_
from cba.reports.story import payer_name
from cba.reports.workbook.book import Book, Place
from cba.reports.workbook.formulas import Formula
from cba.reports.workbook.input_list import Listed, aliases, listed, pattern, unit
from cba.reports.workbook.looks import SOFT

if TYPE_CHECKING:
    from cba.reports.workbook.grid import Sheet

TIMINGS = {
    "start": N_("at the start of the year"),
    "mid": N_("in the middle of the year"),
    "end": N_("at the end of the year"),
}
LENSES = {"budget": N_("public budgets"), "welfare": N_("society as a whole")}
EXCHANGE = {"market": N_("market rates"), "ppp": N_("purchasing-power parities")}

VALUE, CHANGED, GIVEN, SETTING = 2, 4, 5, 12
"""Columns: the cell to change, whether it is changed, the value as calculated, and the path of `--set`."""

_RANGES = {
    "share": ("decimal", 0.0, 1.0),
    "difference": ("decimal", -1.0, 1.0),
    "rate": ("decimal", -0.99, 1.0),
    "count": ("decimal", 0.0, 1e15),
    "years": ("decimal", 0.0, 200.0),
    "whole_years": ("whole", 0, 200),
    "factor": ("decimal", 0.0, 3.0),
    "percentage_change": ("decimal", -100.0, 1e6),
    "percentage_points": ("decimal", -100.0, 100.0),
    "money": ("decimal", -1e15, 1e15),
    "number": ("decimal", -1e15, 1e15),
    "standardised_mean_difference": ("decimal", -100.0, 100.0),
}
_RATIO = ("decimal", 1e-9, 1e6)
_FACTOR_NAMES = {
    "assumptions.net_tax_factor": N_("Net tax factor"),
    "assumptions.tax_distortion": N_("Tax distortion factor"),
}


class Cells(Protocol):
    """The cells of assumptions by name; see `Inputs`."""

    def __getitem__(self, key: str) -> Formula:
        """Return the cell of an input."""


@dataclass
class Inputs:
    """The cells of the sheet, for the formulas of the others.

    Attributes:
        cells: by the input's name in the trace, or the path of an assumption.
        used: money in the scenario's prices, once the sheet of prices is written.
        changed: the number of changed cells, as a formula; None until the sheet is written.
    """

    cells: dict[str, Formula] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    items: dict[str, Listed] = field(default_factory=dict)
    used: dict[str, Formula] = field(default_factory=dict)
    changed: Formula | None = None

    def __getitem__(self, key: str) -> Formula:
        """Return the cell of an input, by its name."""
        return self.cells[key]


def add(book: Book) -> Inputs:
    """Write the sheet; return its cells."""
    say = book.lang.say
    sheet = book.sheet(say("Assumptions"), [62, 16, 20, 12, 16, 12, 12, 44, 9, 44, 30, 40])
    note = say("Change the blue cells: everything follows. Nothing else can be changed on this sheet.")
    row = book.title(sheet, say("Assumptions"), note)
    book.dress(
        book.text(sheet, row - 1, 1, certainty.shrinkage(book.lang, book.document), wrap=False), color=SOFT
    )
    row = _general(book, sheet, row + 1) + 1
    labels = [
        say("One assumption"), say("Value"), say("Unit"), say("Changed"), say("As calculated"), say("Low"),
        say("High"), say("Source"), say("Grade"), say("Note"), say("Where"), say("Name in the scenario"),
    ]  # fmt: skip
    header = row
    row = book.header(sheet, row, labels, words=(1, 3, 4, 8, 9, 10, 11, 12))
    inputs = Inputs()
    for group, items in groupby(listed(book.document), key=lambda item: item.group):
        book.subtitle(sheet, row, _group(book, group))
        row += 1
        for item in items:
            _line(book, sheet, row, item, inputs)
            row += 1
    for name, key in aliases(book.document):
        if name != inputs.items[key].name:
            book.define(name, inputs.places[key])
    _finish(book, sheet, header, row, inputs)
    return inputs


def _group(book: Book, group: str) -> Any:
    if group == "general":
        return book.lang.say("Discounting and factors")
    if group == "prices":
        return book.lang.say("Unit prices")
    return book.document["interventions"][group]["title"]


def _line(book: Book, sheet: Sheet, row: int, item: Listed, inputs: Inputs) -> None:
    """Write one assumption; its name is the one that formulas use."""
    lang, passport = book.lang, item.passport
    book.text(sheet, row, 1, label_of(book, item))
    cell = book.number(sheet, row, VALUE, item.value, pattern(item))
    book.mark_input(cell)
    given = book.number(sheet, row, GIVEN, item.value, pattern(item))
    book.dress(given, color=SOFT)
    for column, text in (
        (3, unit(lang, book.document, item)),
        (8, _source(book, passport)),
        (9, passport.get("grade")),
        (
            10,
            passport.get("note")
            if passport.get("note") != "default"
            else lang.say("the convention's default"),
        ),
        (11, _where(passport)),
        (SETTING, item.setting),
    ):
        book.dress(book.text(sheet, row, column, text), color=SOFT, horizontal="left", indent=1)
    for column, end in ((6, "low"), (7, "high")):
        if passport.get(end) is not None:
            book.dress(book.number(sheet, row, column, passport[end], pattern(item)), color=SOFT)
    changed = lang.say("changed")
    formula = f'IF(B{row}=E{row},"","▲ {changed}")'
    book.formula(sheet, row, CHANGED, formula, "", "General")
    book.dress(sheet.at(row, CHANGED), horizontal="left", indent=1)
    place = Place(sheet.title, row, VALUE)
    name = book.define(item.name, place)
    inputs.cells[item.key] = Formula(name, float(item.value))
    inputs.places[item.key], inputs.items[item.key] = place, replace(item, name=name)
    book.rule(sheet, row, SETTING)


def label_of(book: Book, item: Listed) -> str:
    """Return an assumption in words."""
    say = book.lang.say
    if item.key in _FACTOR_NAMES:
        return say(_FACTOR_NAMES[item.key])
    if item.key.startswith("assumptions.evidence_adjustment."):
        grade = item.key.rpartition(".")[2]
        return say("Share of the effect counted, evidence grade %(grade)s", grade=grade)
    for ending, words in ((".lag", say("Lag, years")), (".duration", say("Duration, years"))):
        if not item.passport and item.key.endswith(ending):
            fade = label(book.document, item.key.removesuffix(ending) + ".fade", book.lang)
            return f"{words}: {fade.partition(': ')[2]}"
    return label(book.document, item.key, book.lang)


def _source(book: Book, passport: Any) -> str:
    if not passport:
        return ""
    return passport["reference"] or (book.lang.say("own assumption") if not passport["register"] else "")


def _where(passport: Any) -> str:
    return f"{passport['file']}:{passport['line']}" if passport.get("file") else ""


def _finish(book: Book, sheet: Sheet, header: int, end: int, inputs: Inputs) -> None:
    """Set what cells take, colour what is changed, and count it."""
    say, last = book.lang.say, end - 1
    ranges: dict[tuple[str, float, float], list[str]] = {}
    for key, place in inputs.places.items():
        kind = _RANGES.get(inputs.items[key].kind, _RATIO)
        ranges.setdefault(kind, []).append(f"B{place.row}")
    for (allowed, lowest, highest), rows in ranges.items():
        ends = {"low": f"{lowest:g}", "high": f"{highest:g}"}
        form: Any = allowed
        rule = DataValidation(type=form, operator="between", formula1=ends["low"], formula2=ends["high"])
        rule.showErrorMessage, rule.allow_blank = True, False
        rule.errorTitle = say("Not a possible value")
        rule.error = say("The value must be between %(low)s and %(high)s.", **ends)
        rule.sqref = _areas(rows)
        sheet.add_data_validation(rule)
    coloured: Any = FormulaRule
    changed = coloured([f"$B{header + 1}<>$E{header + 1}"])
    changed.dxf = _highlight()
    sheet.conditional_formatting.add(f"B{header + 1}:D{last}", changed)
    cells = f"'{sheet.title}'!$B${header + 1}:$B${last}<>'{sheet.title}'!$E${header + 1}:$E${last}"
    inputs.changed = Formula(f"SUMPRODUCT(({cells})*1)", 0.0)
    book.printed(sheet, header_row=header)
    sheet.freeze(header, 2)
    book.protect(sheet)


def _areas(cells: list[str]) -> Any:
    """Return cells of one column as few ranges as there are gaps."""
    from openpyxl.worksheet.cell_range import MultiCellRange

    rows = sorted(int(cell[1:]) for cell in cells)
    parts: list[list[int]] = []
    for row in rows:
        if parts and row == parts[-1][1] + 1:
            parts[-1][1] = row
        else:
            parts.append([row, row])
    return MultiCellRange(" ".join(f"B{a}:B{b}" for a, b in parts))


def _highlight() -> Any:
    from openpyxl.styles.differential import DifferentialStyle

    return DifferentialStyle(font=Font(color="7A3E00", bold=True), fill=PatternFill(bgColor="FFE9C7"))


def _general(book: Book, sheet: Sheet, row: int) -> int:
    document, lang = book.document, book.lang
    scenario, model = document["scenario"], document["model"]
    timing, lens, exchange = (
        table.get(key, key)
        for table, key in (
            (TIMINGS, model["discounting"]["timing"]),
            (LENSES, model["lens"]),
            (EXCHANGE, model["exchange"]),
        )
    )
    payers = lang.listed(payer_name(lang, document, p, first=False) for p in model["payers"])
    facts: list[tuple[str, Any]] = [
        (lang.say("Model"), lang.text(model["title"])),
        (lang.say("Point of view"), lang.say(lens)),
        (lang.say("Counted"), payers),
        (lang.say("Place"), lang.text(scenario["place"]) or None),
        (lang.say("Price year"), scenario["price_year"]),
        (lang.say("Currency"), scenario["currency"]),
        (lang.say("First year"), scenario["start"]),
        (lang.say("Number of years"), scenario["horizon"]),
        (lang.say("Amounts fall"), lang.say(timing)),
        (lang.say("Ministry of Finance guide"), model["guide"]),
        (lang.say("Foreign currency"), lang.say(exchange)),
    ]
    for title, value in facts:
        book.text(sheet, row, 1, title)
        if isinstance(value, str):
            book.text(sheet, row, 2, value, wrap=False)
        else:
            book.dress(book.number(sheet, row, 2, value, "General"), horizontal="left")
        book.rule(sheet, row, 2)
        row += 1
    return row
