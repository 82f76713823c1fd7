"""A table of options that somebody already has, as a problem.

Columns: `id`, `cost`, `value` (both at scale 1); optional `title`, `min`, `max` (scales when on; 0 or 1 when
absent), `divisible` (yes or no; whole numbers when no), `start_cost` (once, when on), `group` (at most one of
each), `requires` (ids separated by `;`), and a column for each resource that is limited.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cba.allocation.problem import Amounts, Option, Rule
from cba.allocation.problem import Problem as Allocation
from cba.errors import InputError, Problem, unknown
from cba.reading.numbers import MAX_AMOUNT
from cba.reading.sheet import Sheet, columns_of, read_sheet

NEEDED = ("id", "cost", "value")
KNOWN = (*NEEDED, "title", "min", "max", "divisible", "start_cost", "group", "requires")
YEAR = 0
"""A table has no years: what it uses, it uses in one."""

_ID = re.compile(r"[\w][\w .:/-]{0,63}")
_NUMBER = re.compile(r"[-+]?\d+(_\d+)*(\.\d+)?([eE][-+]?\d+)?", re.ASCII)
_COMMA = re.compile(r"[-+]?[\d.]*\d,\d+", re.ASCII)
_YES, _NO = ("yes", "ja", "true", "1"), ("no", "nej", "false", "0")


@dataclass(frozen=True, slots=True)
class Table:
    """A table's problem, and the columns that nothing used."""

    problem: Allocation
    ignored: tuple[str, ...]


@dataclass(slots=True)
class _Row:
    """One row being read; problems are gathered."""

    sheet: Sheet
    number: int
    cells: Sequence[Any]
    columns: Mapping[str, int]
    problems: list[Problem]

    def value(self, name: str) -> Any:
        index = self.columns.get(name)
        return None if index is None or index >= len(self.cells) else self.cells[index]

    def wrong(self, name: str, message: str) -> None:
        self.problems.append(self.sheet.problem(self.number, self.columns.get(name, 0), message))

    def text(self, name: str) -> str:
        value = self.value(name)
        if isinstance(value, float) and value.is_integer():
            value = int(value)  # a workbook's 3 is 3.0
        return "" if value is None else str(value).strip()

    def number_of(self, name: str, default: float | None) -> float:
        """Read a number; `default` None means that it is needed."""
        value = self.value(name)
        if value is None:
            if default is None:
                self.wrong(name, "must not be empty")
            return default or 0.0
        number = _number(value)
        if isinstance(number, str):
            self.wrong(name, number)
            return default or 0.0
        return number

    def yes(self, name: str) -> bool:
        text = self.text(name).casefold()
        if text and text not in (*_YES, *_NO):
            self.wrong(name, f"must be yes or no, found '{self.text(name)}'")
        return text in _YES


def _number(value: Any) -> float | str:
    """Return a number, or what is wrong with it."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return f"must be a number, found '{value}'"
    if isinstance(value, str):
        if not _NUMBER.fullmatch(value):
            meant = value.replace(".", "").replace(",", ".")
            hint = f"; write {meant}" if _COMMA.fullmatch(value) else ""
            return f"must be a number, found '{value}'{hint}"
        value = float(value.replace("_", ""))
    if not math.isfinite(value) or abs(value) > MAX_AMOUNT:
        return f"must be a number up to {MAX_AMOUNT:g}, found {value}"
    return float(value)


def read_table(path: Path, limits: Mapping[str, float] | None = None, budget: float | None = None) -> Table:
    """Read a table of options.

    Args:
        path: a .csv or .xlsx file.
        limits: how much there is of each resource, by the name of its column.
        budget: what all costs together may be.

    Raises:
        InputError: with all that is wrong, each by file, row and column (sheet and cell in a workbook).
    """
    limits = limits or {}
    sheet = read_sheet(path)
    columns = columns_of(sheet)
    problems = [
        sheet.problem(1, 0, f"the column '{name}' is missing; there is {', '.join(columns)}")
        for name in NEEDED
        if name not in columns
    ]
    resources = [name for name in columns if name not in KNOWN]
    for name in limits:
        if name not in resources:
            problems.append(Problem(None, "--limit", unknown("column", name, resources)))
    if problems:
        raise InputError(problems)
    rows = [_Row(sheet, number, cells, columns, problems) for number, cells in sheet.rows]
    read = _Read(limits)
    for row in rows:
        if any(cell is not None for cell in row.cells[len(sheet.heading) :]):
            found = (
                f"has {len(row.cells)} fields, the heading {len(sheet.heading)}; is there a decimal comma?"
            )
            problems.append(sheet.problem(row.number, len(sheet.heading), found))
            continue
        read.add(row)
    read.check_requires(rows)
    if not rows:
        problems.append(sheet.problem(1, 0, "the table has no rows"))
    if problems:
        raise InputError(problems)
    ignored = tuple(name for name in resources if name not in limits)
    return Table(
        Allocation(tuple(read.options.values()), read.rules(), budget=budget, objective="value"), ignored
    )


@dataclass(slots=True)
class _Read:
    """Options read so far, with their groups and what they require."""

    limits: Mapping[str, float]
    options: dict[str, Option] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    requires: dict[str, list[str]] = field(default_factory=dict)

    def add(self, row: _Row) -> None:
        name = row.text("id")
        if not name:
            row.wrong("id", "must not be empty")
        elif not _ID.fullmatch(name):
            row.wrong("id", f"letters, digits, spaces and . : / - _ only, at most 64, found '{name}'")
        elif name in self.options:
            row.wrong("id", f"'{name}' is there twice")
        self.options.setdefault(name, self._option(row, name))
        if group := row.text("group"):
            self.groups.setdefault(group, []).append(name)
        if requires := row.text("requires"):
            self.requires[name] = [part.strip() for part in requires.split(";") if part.strip()]

    def _option(self, row: _Row, name: str) -> Option:
        divisible = row.yes("divisible")
        smallest, largest = row.number_of("min", 0.0), row.number_of("max", 1.0)
        _check_scales(row, smallest, largest, divisible)
        cost, value = row.number_of("cost", None), row.number_of("value", None)
        start = row.number_of("start_cost", 0.0)
        for column, amount in (("cost", cost), ("start_cost", start)):
            if amount < 0:
                row.wrong(column, f"must not be negative, got {amount:g}")
        used = {(resource, YEAR): row.number_of(resource, 0.0) * largest for resource in self.limits}
        return Option(
            id=name,
            titles=dict.fromkeys(("da", "en"), row.text("title") or name),
            intervention=name,
            largest=largest if largest > 0 else 1.0,
            smallest=smallest,
            step=None if divisible else 1.0,
            fixed=Amounts(cost=start),
            full=Amounts(
                benefit=value * largest,
                cost=cost * largest,
                resources={key: amount for key, amount in used.items() if amount},
            ),
        )

    def check_requires(self, rows: Sequence[_Row]) -> None:
        for row in rows:
            for other in self.requires.get(row.text("id"), []):
                known = [name for name in self.options if name != row.text("id")]
                if other not in known:
                    row.wrong("requires", unknown("option", other, known))

    def rules(self) -> tuple[Rule, ...]:
        found = []
        for group, names in self.groups.items():
            words = {"da": f"højst én af gruppen {group}", "en": f"at most one of the group {group}"}
            found.append(Rule(f"group.{group}", words, "at_most", on=dict.fromkeys(names, 1.0), upper=1.0))
        for name, needed in self.requires.items():
            for other in needed:
                words = {"da": f"{name} kræver {other}", "en": f"{name} requires {other}"}
                on = {name: 1.0, other: -1.0}
                found.append(Rule(f"requires.{name}.{other}", words, "require", on=on, upper=0.0))
        for resource, limit in self.limits.items():
            words = {"da": f"højst {limit:g} {resource}", "en": f"at most {limit:g} {resource}"}
            found.append(
                Rule(
                    f"limit.{resource}",
                    words,
                    "capacity",
                    upper=limit,
                    unit=resource,
                    year=YEAR,
                    resource=resource,
                )
            )
        return tuple(found)


def _check_scales(row: _Row, smallest: float, largest: float, divisible: bool) -> None:
    if smallest < 0:
        row.wrong("min", f"must not be negative, got {smallest:g}")
    if largest <= 0 or largest < smallest:
        row.wrong(
            "max" if row.value("max") is not None else "min",
            f"max must be more than 0 and at least min {smallest:g}, got {largest:g}",
        )
    if not divisible:
        for name, scale in (("min", smallest), ("max", largest)):
            if not scale.is_integer():
                row.wrong(name, f"must be a whole number unless `divisible` is yes, got {scale:g}")
