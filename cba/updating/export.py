"""An export of Statistics Denmark's StatBank: one figure a line, dimensions as codes or codes and texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cba.errors import InputError, Position, Problem, Source, unknown

MAX_BYTES = 100_000_000
TIME, VALUE = "TID", "INDHOLD"
_CODE = re.compile(r"(\d+[A-Z]*\d*|TOT|[A-Z]{4,})(?:[ \t]+(.*))?")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?", re.ASCII)
_NOT_THERE = ("..", ".", "...", "")
_NONE = "-"
_PERIOD = re.compile(r"(\d{4})(?:([KM])(\d{1,2}))?(?:[:/-]\d{4})?", re.ASCII)
_PARTS = {"K": 4, "M": 12}


@dataclass(frozen=True, slots=True)
class Period:
    """A year, or one of its quarters or months.

    Attributes:
        part: which of them, from 1; 0 for the whole year.
        parts: how many a year has; 1 for the whole year.
    """

    year: int
    part: int = 0
    parts: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: its dimensions' codes and texts (the text is the code where there is no other)."""

    number: int
    codes: Mapping[str, str]
    texts: Mapping[str, str]
    period: Period
    value: float | None


@dataclass(frozen=True, slots=True)
class Export:
    """A table as it was exported."""

    source: Source
    columns: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The dimensions but time."""
        return tuple(name for name in self.columns if name not in (TIME, VALUE))

    def problem(self, line: int, column: str, message: str) -> Problem:
        """Return a problem with a field."""
        return Problem(_at(self.source, line, self.columns.index(column)), column, message)

    def values(self, dimension: str) -> dict[str, str]:
        """Return the texts of a dimension by code."""
        return {line.codes[dimension]: line.texts[dimension] for line in self.lines}


def read_export(path: Path) -> Export:
    """Read an export; a figure that StatBank does not have is None.

    Raises:
        InputError: it is missing, too large, of another format, or lines cannot be read; all of them.
    """
    source = Source(str(path), tuple(_text(path).splitlines()))
    header = [_bare(name).upper() for name in source.line(1).split(";")]
    if TIME not in header or VALUE not in header:
        message = (
            "must begin with the names of the columns, TID and INDHOLD among them, separated by semicolons: "
            "save the table from StatBank as 'Semikolonsepareret (database)' with codes"
        )
        raise InputError([Problem(Position(source, 1, 1), "", message)])
    problems: list[Problem] = []
    lines = tuple(_lines(source, header, problems))
    if not lines and not problems:
        problems.append(Problem(None, source.name, "has no figures"))
    if problems:
        raise InputError(problems)
    return Export(source, tuple(header), lines)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError([Problem(None, str(path), f"is larger than {MAX_BYTES // 10**6} MB")])
        data = path.read_bytes()
    except OSError as error:
        raise InputError([Problem(None, str(path), f"cannot be read: {error.strerror}")]) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")  # StatBank's own encoding of CSV


def _bare(field: str) -> str:
    return field.strip().strip('"').strip()


def _lines(source: Source, header: Sequence[str], problems: list[Problem]) -> Iterable[Line]:
    for number, text in enumerate(source.lines[1:], start=2):
        if not text.strip():
            continue
        fields = [_bare(field) for field in text.split(";")]
        if len(fields) != len(header):
            message = f"must have {len(header)} fields separated by semicolons, found {len(fields)}"
            problems.append(Problem(Position(source, number, 1), "", message))
            continue
        named = dict(zip(header, fields, strict=True))
        period, (readable, value) = _period(named[TIME]), _value(named[VALUE])
        if period is None:
            message = (
                f"must be a year, quarter or month such as 2025, 2025K1 or 2025M01, found '{named[TIME]}'"
            )
            problems.append(Problem(_at(source, number, header.index(TIME)), TIME, message))
        if not readable:
            message = f"must be a number, found '{named[VALUE]}'"
            problems.append(Problem(_at(source, number, header.index(VALUE)), VALUE, message))
        if period is not None and readable:
            pairs = {name: _code(field) for name, field in named.items() if name not in (TIME, VALUE)}
            codes = {name: code for name, (code, _) in pairs.items()}
            yield Line(number, codes, {name: text for name, (_, text) in pairs.items()}, period, value)


def _at(source: Source, number: int, column: int) -> Position:
    before = source.line(number).split(";")[:column]
    return Position(source, number, sum(len(field) + 1 for field in before) + 1)


def _period(text: str) -> Period | None:
    found = _PERIOD.fullmatch(text)
    if found is None:
        return None
    kind = found[2]
    part = int(found[3] or 0)
    if kind and not 1 <= part <= _PARTS[kind]:
        return None
    return Period(int(found[1]), part, _PARTS[kind] if kind else 1)


def _value(text: str) -> tuple[bool, float | None]:
    """Return whether a field can be read, and its number: None where StatBank has none."""
    if text in _NOT_THERE:
        return True, None
    if text == _NONE:
        return True, 0.0
    return (True, float(text.replace(",", "."))) if _NUMBER.fullmatch(text) else (False, None)


def _code(field: str) -> tuple[str, str]:
    found = _CODE.fullmatch(field)
    return (found[1], found[2] or found[1]) if found else (field, field)


def narrowed(
    export: Export, kept: Iterable[str], picks: Mapping[str, str], totals: Sequence[str]
) -> tuple[Line, ...]:
    """Return the lines in which every dimension that is not kept stands at its pick, or at its total.

    So no level of a hierarchy is counted beside another.

    Raises:
        InputError: a dimension has several values and none of them is its total.
    """
    wanted: dict[str, str] = {}
    problems = []
    for name in export.dimensions:
        values = export.values(name)
        if name in kept or len(values) == 1:
            continue
        total = next((code for code in totals if code in values), None)
        chosen = picks.get(name, total)
        if chosen is None or chosen not in values:
            some = ", ".join(list(values)[:8]) + (" …" if len(values) > 8 else "")
            asked = f"'{chosen}'" if chosen else f"a total ({', '.join(totals[:2])})"
            message = f"{unknown('value', asked, ()) if chosen else 'has several values but not ' + asked}"
            message += f"; the export has {some}. Export the total too, or choose one with --pick {name}=CODE"
            problems.append(Problem(Position(export.source, 1, 1), name, message))
        else:
            wanted[name] = chosen
    if problems:
        raise InputError(problems)
    return tuple(
        line for line in export.lines if all(line.codes[name] == code for name, code in wanted.items())
    )
