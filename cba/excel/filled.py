"""A filled template into a scenario: rows become statements, words ids, and every cell keeps its address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cba.errors import InputError, Problem, unknown
from cba.excel.checked import Imported, checked
from cba.excel.numbers import is_empty, number_in, yaml_number
from cba.reading.workbooks import Page
from cba.reading.writing import Written, to_yaml
from cba.registers import load_registers
from cba.reports.language import language
from cba.reports.template.layout import EXAMPLES, HEADER, SHEETS, WORDS, Column, Layout

_LANGUAGES = tuple(language(code) for code in ("da", "en"))
_NUMBERS = ("number", "share", "money", "year", "whole")
_LEAST_LABELS = 3


def is_template(pages: Sequence[Page]) -> bool:
    """Tell whether a workbook has the template's sheets."""
    titles = {page.title for page in pages}
    return bool(titles & _spoken("Scenario") and titles & _spoken("Interventions"))


def _spoken(message: str) -> set[str]:
    return {lang.say(message) for lang in _LANGUAGES}


@dataclass
class _Reading:
    """A template being read: the scenario so far, where its values stand, and what is wrong."""

    path: Path
    scenario: dict[str, Any] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    interventions: dict[str, dict[str, Any]] = field(default_factory=dict)

    def problem(self, cell: str, message: str) -> None:
        self.problems.append(Problem(None, f"{self.path}: {cell}", message))


def import_filled(path: Path, pages: Sequence[Page]) -> Imported:
    """Return the scenario of a filled template.

    Raises:
        InputError: with every problem at its sheet and cell.
    """
    reading = _Reading(path)
    by_title = {page.title: page for page in pages}
    for lang in _LANGUAGES:
        if page := by_title.get(lang.say("Scenario")):
            _header(reading, page)
            break
    for layout in SHEETS:
        for page in (by_title[t] for t in _spoken(layout.title) if t in by_title):
            _rows(reading, page, layout)
    if not reading.interventions and not reading.problems:
        reading.problems.append(
            Problem(
                None, str(path), "no intervention is filled in (rows that begin with example are not read)"
            )
        )
        raise InputError(reading.problems)
    scenario = {**reading.scenario, "interventions": list(reading.interventions.values())}
    count = len(reading.interventions)
    text = (
        f"# Imported from {path.name}: {count} intervention{'s' if count != 1 else ''}.\n{to_yaml(scenario)}"
    )
    return checked(path, text, reading.cells, before=reading.problems)


def _header(reading: _Reading, page: Page) -> None:
    """Read the sheet about the scenario."""
    labels = {label: column for column in HEADER for label in _spoken(column.label)}
    head: dict[str, Any] = {}
    for number, row in page.rows:
        column = labels.get(str(row[0] or "").strip()) if row else None
        value = row[1] if column and len(row) > 1 else None
        if column is None or is_empty(value):
            continue
        cell = page.cell(number, 2)
        inside = column.key in ("id", "title", "question", "author")
        (head if inside else reading.scenario)[column.key] = _value(reading, column, value, cell)
        reading.cells[f"scenario.{column.key}" if inside else column.key] = f"{cell}: {row[0]}"
    reading.scenario["scenario"] = head


def _rows(reading: _Reading, page: Page, layout: Layout) -> None:
    """Read the rows of a sheet."""
    labels = {label: column for column in layout.columns for label in _spoken(column.label)}
    heading: dict[int, Column] | None = None
    years: dict[int, str] = {}
    for number, row in page.rows:
        texts = [str(value).strip() if value is not None else "" for value in row]
        if heading is None:
            found = {n: labels[text] for n, text in enumerate(texts) if text in labels}
            if len(found) >= _LEAST_LABELS:
                heading = found
                years = {n: year for n, value in enumerate(row) if (year := _calendar_year(value))}
            continue
        # the row below the heading says what to write
        notes = sum(text in _spoken(heading[n].note) for n, text in enumerate(texts) if n in heading)
        if notes >= _LEAST_LABELS or not texts or texts[0].lower().startswith(EXAMPLES):
            continue
        if any(not is_empty(row[n]) for n in (*heading, *years) if n < len(row)):
            _row(reading, page, layout, number, row, heading, years)
    if heading is None:
        reading.problem(page.title, "the headings are missing; leave them as the template has them")


def _calendar_year(value: Any) -> str:
    number = number_in(value)
    return str(int(number)) if number is not None and 1900 <= number <= 2200 else ""


def _row(
    reading: _Reading,
    page: Page,
    layout: Layout,
    number: int,
    row: Sequence[Any],
    heading: Mapping[int, Column],
    years: Mapping[int, str],
) -> None:
    """Read one row into the statement it belongs to."""
    said: dict[str, Any] = {}
    cells: dict[str, str] = {}
    for n, column in heading.items():
        value = row[n] if n < len(row) else None
        if is_empty(value):
            continue
        cell = page.cell(number, n + 1)
        _put(said, column.key, _value(reading, column, value, cell))
        cells[column.key] = f"{cell}: {row_label(column)}"
    if years and layout.key == "flows":
        said["amounts"], found = _amounts(reading, page, number, row, years)
        cells.update(found)
    owner = page.cell(number, 1)
    if layout.key == "interventions":
        _intervention(reading, said, cells, owner)
        return
    id = str(said.pop("intervention", ""))
    if id not in reading.interventions:
        known = list(reading.interventions)
        reading.problem(owner, unknown("intervention", id, known) if id else "the intervention is missing")
        return
    items = reading.interventions[id].setdefault(layout.key, [])
    stem = f"interventions[{list(reading.interventions).index(id)}].{layout.key}[{len(items)}]"
    items.append(said)
    reading.cells[stem] = owner
    reading.cells.update({f"{stem}.{key}": cell for key, cell in cells.items()})


def row_label(column: Column) -> str:
    """Return a column's heading in English, for messages."""
    return _LANGUAGES[1].say(column.label)


def _intervention(reading: _Reading, said: dict[str, Any], cells: Mapping[str, str], owner: str) -> None:
    id = str(said.get("id", ""))
    if not id or id in reading.interventions:
        reading.problem(
            owner, f"the short name '{id}' is already used" if id else "the short name is missing"
        )
        return
    stem = f"interventions[{len(reading.interventions)}]"
    reading.interventions[id] = said
    reading.cells[stem] = owner
    reading.cells.update({f"{stem}.{key}": cell for key, cell in cells.items()})


def _put(said: dict[str, Any], key: str, value: Any) -> None:
    first, _, rest = key.partition(".")
    if rest:
        said.setdefault(first, {})[rest] = value
    else:
        said[first] = value


def _amounts(
    reading: _Reading, page: Page, number: int, row: Sequence[Any], years: Mapping[int, str]
) -> tuple[dict[str, Any], dict[str, str]]:
    amounts: dict[str, Any] = {}
    cells: dict[str, str] = {}
    for n, year in years.items():
        value = row[n] if n < len(row) else None
        if is_empty(value):
            continue
        cell = page.cell(number, n + 1)
        amounts[Written(year)] = _number(reading, value, cell)
        cells[f"amounts.{year}"] = f"{cell}: {year}"
    return amounts, cells


def _value(reading: _Reading, column: Column, value: Any, cell: str) -> Any:
    """Return a cell's value as a scenario file writes it."""
    if column.kind in _NUMBERS:
        return _number(reading, value, cell, percent=column.kind == "share")
    if column.kind == "incidents":
        found = number_in(value)
        return Written(yaml_number(found)) if found is not None else str(value).strip()
    text = str(value).strip()
    words = _words(column.kind)
    if not words:
        return text
    return words.get(text.casefold(), text)


def _words(kind: str) -> dict[str, str]:
    """Return ids by every word for them, in both languages."""
    found = {id.casefold(): id for id in WORDS.get(kind, {})}
    for id, word in WORDS.get(kind, {}).items():
        found.update({spoken.casefold(): id for spoken in _spoken(word)})
    registers = {"payer": lambda: load_registers().payers, "area": lambda: load_registers().areas}
    if kind in registers:
        for id, item in registers[kind]().items():
            found.update({name.casefold(): id for name in (id, *item.names.values())})
    return found


def _number(reading: _Reading, value: Any, cell: str, *, percent: bool = False) -> Any:
    number = number_in(value)
    if number is None:
        reading.problem(cell, f"must be a number such as 1.234,5 or 12 %, found '{value}'")
        return Written("0")
    return Written(f"{yaml_number(number * 100)} %" if percent else yaml_number(number))
