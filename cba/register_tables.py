"""CSV tables whose every field knows its file, line and column; an empty field is a missing value."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Protocol, TypeVar

from cba.errors import Position, Problem, Source, unknown
from cba.reading.sheet import field_starts
from cba.spelling import ID, not_an_id

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_WHOLE = re.compile(r"-?\d+", re.ASCII)


class Row(Protocol):
    """A row with an id that knows where it stands."""

    @property
    def id(self) -> str:
        """The row's name within its table."""

    @property
    def where(self) -> Position:
        """Where the row begins."""


R = TypeVar("R", bound=Row)


class Record:
    """One line of a table; its readers gather problems instead of stopping at the first.

    Attributes:
        line: line number in the file, from 1.
        problems: the list that all records of one reading share.
    """

    __slots__ = ("_columns", "_source", "_values", "line", "problems")

    def __init__(
        self,
        source: Source,
        line: int,
        columns: Mapping[str, int],
        values: Sequence[str],
        problems: list[Problem],
    ) -> None:
        """Keep the line's fields beside the places of their columns."""
        self._source = source
        self._columns = columns
        self._values = values
        self.line = line
        self.problems = problems

    @property
    def where(self) -> Position:
        """Where the line begins."""
        return Position(self._source, self.line, 1)

    def at(self, column: str) -> Position:
        """Return where a field begins."""
        starts = field_starts(self._source.line(self.line))
        return Position(self._source, self.line, starts[self._columns[column]])

    def problem(self, column: str, message: str) -> None:
        """Gather a problem with a field."""
        self.problems.append(Problem(self.at(column), column, message))

    def text(self, column: str) -> str | None:
        """Return a field, or None where it is missing."""
        return self._values[self._columns[column]].strip() or None

    def needed(self, column: str) -> str:
        """Return a field that must not be missing."""
        value = self.text(column)
        if value is None:
            self.problem(column, "must not be empty")
        return value or ""

    def identifier(self, column: str = "id") -> str:
        """Return an id: small letters, digits, `-` and `_`."""
        value = self.needed(column)
        if value and not re.fullmatch(ID, value):
            self.problem(column, not_an_id(value))
        return value

    def number(self, column: str) -> float | None:
        """Return a decimal number, or None where it is missing."""
        value = self.text(column)
        if value is None:
            return None
        if _NUMBER.fullmatch(value):
            return float(value)
        hint = f"; write {value.replace(',', '.')}" if re.fullmatch(r"-?\d+,\d+", value) else ""
        self.problem(column, f"must be a number, found '{value}'{hint}")
        return None

    def whole(self, column: str) -> int | None:
        """Return a whole number, or None where it is missing."""
        value = self.text(column)
        if value is None or _WHOLE.fullmatch(value):
            return int(value) if value else None
        self.problem(column, f"must be a whole number, found '{value}'")
        return None

    def year(self, column: str) -> int | None:
        """Return a year, or None where it is missing."""
        value = self.whole(column)
        if value is not None and not 1900 <= value <= 2200:
            self.problem(column, f"must be a year such as 2025, found {value}")
        return value

    def one_of(self, column: str, allowed: Collection[str], what: str | None = None) -> str | None:
        """Return a field that must be one of the names allowed, or None where it is missing."""
        value = self.text(column)
        if value is not None and value not in allowed:
            self.problem(column, unknown(what or column, value, allowed))
        return value

    def rising(self, *columns: str) -> None:
        """Gather a problem when the numbers that are there do not rise, such as low, value, high."""
        written = [(column, self.text(column) or "") for column in columns]
        stated = [(column, float(text)) for column, text in written if _NUMBER.fullmatch(text)]
        for (before, low), (column, high) in pairwise(stated):
            if low > high:
                self.problem(column, f"must not be less than {before} ({low:g}), found {high:g}")


def read_records(path: Path, name: str, columns: Sequence[str], problems: list[Problem]) -> list[Record]:
    """Read a table of one record a line, with a header line.

    Args:
        path: the CSV file, UTF-8.
        name: how to name it in messages.
        columns: the columns it must have, in any order.
        problems: where to gather what is wrong.

    Returns:
        The records that have the right number of fields; none where the header is wrong.
    """
    source = _source(path, name, problems)
    if source is None:
        return []
    lines = source.lines
    header = next(csv.reader(lines[:1]), [])
    if wrong := _header_problems(source, header, columns):
        problems += wrong
        return []
    places = {column: index for index, column in enumerate(header)}
    reader, records, before = csv.reader(lines[1:]), [], 0
    for values in reader:
        line, before, began = before + 2, reader.line_num, before
        if len(values) != len(header) or reader.line_num != began + 1:
            message = f"must be one line of {len(header)} fields, found {len(values)}"
            problems.append(Problem(Position(source, line, 1), "", message))
        else:
            records.append(Record(source, line, places, values, problems))
    return records


def _source(path: Path, name: str, problems: list[Problem]) -> Source | None:
    try:
        return Source(name, tuple(path.read_bytes().decode("utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError) as error:
        reason = (error.strerror if isinstance(error, OSError) else "not UTF-8 text") or "cannot be read"
        problems.append(Problem(None, name, reason))
        return None


def _header_problems(source: Source, header: Sequence[str], columns: Sequence[str]) -> list[Problem]:
    starts = field_starts(source.line(1))
    missing = [column for column in columns if column not in header]
    found = [Problem(Position(source, 1, 1), "", f"the column '{column}' is missing") for column in missing]
    for index, column in enumerate(header):
        if column not in columns:
            found.append(Problem(Position(source, 1, starts[index]), "", unknown("column", column, columns)))
        elif column in header[:index]:
            at = Position(source, 1, starts[index])
            found.append(Problem(at, "", f"the column '{column}' is there twice"))
    return found


def by_id(rows: Iterable[R], problems: list[Problem]) -> dict[str, R]:
    """Return rows by id, in the table's order; gather a problem for each id that is there twice."""
    found: dict[str, R] = {}
    for row in rows:
        if row.id in found:
            first = found[row.id].where.line
            problems.append(Problem(row.where, "id", f"the id '{row.id}' is already on line {first}"))
        else:
            found[row.id] = row
    return found
