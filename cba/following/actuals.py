"""What was achieved: a tidy table with one figure a row, read with every error by row and column."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, get_args

from cba.effects import RATIO_MEASURES, PeopleBaseline, PlaceBaseline, Points, Relative, Success
from cba.errors import InputError, Problem, unknown
from cba.interventions import Effect, Intervention
from cba.linking import Scenario
from cba.reading.sheet import Sheet, columns_of, read_sheet

Measure = Literal["participants", "completed", "cost", "events", "successes", "incidents", "effect"]
MEASURES: tuple[Measure, ...] = get_args(Measure)

REQUIRED = ("year", "intervention", "measure", "value")
OPTIONAL = ("outcome", "of", "low", "high", "price_year", "payer", "source", "note")
_WITH_OUTCOME = ("events", "successes", "incidents", "effect")
_COUNTS = ("participants", "completed", "successes", "incidents")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Actual:
    """One figure of one year.

    Attributes:
        value: people, kroner, events or a measured effect.
        of: how many were followed or finished; person-years where the baseline is events a year.
        where: the place in the table, for traces.
        cost_factor: what kroner are multiplied by to be price-year kroner.
    """

    where: str
    year: int
    intervention: str
    measure: Measure
    outcome: str | None
    value: float
    of: float | None
    low: float | None
    high: float | None
    payer: str | None
    source: str | None
    cost_factor: float = 1.0


def read_actuals(path: Path, scenario: Scenario) -> list[Actual]:
    """Read what was achieved in a scenario.

    Args:
        path: CSV or Excel with the columns of `REQUIRED` and any of `OPTIONAL`.
        scenario: what was promised.

    Raises:
        InputError: with every cell that is wrong.
    """
    sheet = read_sheet(path)
    columns, problems = _columns(sheet)
    if not problems and not sheet.rows:
        problems.append(Problem(None, str(path), "has no figures; write one a row below the headings"))
    if problems:
        raise InputError(problems)
    found: list[Actual] = []
    seen: dict[tuple[Any, ...], int] = {}
    for number, cells in sheet.rows:
        row = _Row(sheet, number, columns, cells, problems)
        actual = _actual(row, scenario)
        if actual is None:
            continue
        key = (actual.year, actual.intervention, actual.measure, actual.outcome)
        if key in seen:
            row.problem("measure", f"the same figure as on row {seen[key]}; add them up")
        seen.setdefault(key, number)
        found.append(actual)
    if not problems:
        _check_together(found, sheet, problems)
    if problems:
        raise InputError(problems)
    return found


def _columns(sheet: Sheet) -> tuple[dict[str, int], list[Problem]]:
    columns = {name.strip().casefold(): at for name, at in columns_of(sheet).items()}
    known = (*REQUIRED, *OPTIONAL)
    strange = {name: at for name, at in columns.items() if name not in known}
    problems = [sheet.problem(1, at, unknown("column", name, known)) for name, at in strange.items()]
    missing = [name for name in REQUIRED if name not in columns]
    problems += [sheet.problem(1, 0, f"the column '{name}' is missing") for name in missing]
    return columns, problems


class _Row:
    """One row; its readers gather problems."""

    def __init__(
        self,
        sheet: Sheet,
        number: int,
        columns: Mapping[str, int],
        cells: Sequence[Any],
        problems: list[Problem],
    ) -> None:
        self.sheet, self.number, self.columns, self.cells, self.problems = (
            sheet,
            number,
            columns,
            cells,
            problems,
        )

    @property
    def where(self) -> str:
        return f"{self.sheet.source.name}:{self.number}"

    def problem(self, column: str, message: str) -> None:
        found = self.sheet.problem(self.number, self.columns.get(column, 0), message)
        lacking = column not in self.columns and found.where is not None
        self.problems.append(replace(found, path=column) if lacking else found)

    def text(self, column: str) -> str | None:
        at = self.columns.get(column)
        cell = self.cells[at] if at is not None and at < len(self.cells) else None
        if cell is None:
            return None
        if isinstance(cell, float) and cell.is_integer():
            return str(int(cell))
        return str(cell).strip() or None

    def number_of(self, column: str) -> float | None:
        text = self.text(column)
        if text is None:
            return None
        if not _NUMBER.fullmatch(text):
            self.problem(column, f"must be a number such as 1234.5, found '{text}'")
            return None
        return float(text)

    def one_of(self, column: str, known: Sequence[str]) -> str | None:
        text = self.text(column)
        if text is None:
            self.problem(column, "must not be empty")
        elif text not in known:
            self.problem(column, unknown(column, text, known))
            return None
        return text


def _actual(row: _Row, scenario: Scenario) -> Actual | None:
    before = len(row.problems)
    by_id = {item.id: item for item in scenario.interventions}
    id = row.one_of("intervention", list(by_id))
    measure = row.one_of("measure", MEASURES)
    year = _year(row, scenario)
    numbers = {name: row.number_of(name) for name in ("value", "of", "low", "high")}
    value = numbers["value"]
    if row.text("value") is None:
        row.problem("value", "must not be empty; leave out a row that is not known")
    outcome = _outcome(row, by_id.get(id or ""), measure)
    _check_numbers(row, measure, numbers)
    factor = _factor(row, scenario, year) if measure == "cost" and year else 1.0
    payer = row.text("payer")
    if payer is not None and payer not in scenario.registers.payers:
        row.problem("payer", unknown("payer", payer, scenario.registers.payers))
    if len(row.problems) > before or not (id and measure and year) or value is None:
        return None
    kind: Measure = next(name for name in MEASURES if name == measure)
    return Actual(
        row.where,
        year,
        id,
        kind,
        outcome,
        value,
        numbers["of"],
        numbers["low"],
        numbers["high"],
        payer,
        row.text("source"),
        factor,
    )


def _year(row: _Row, scenario: Scenario) -> int | None:
    number = row.number_of("year")
    first, last = scenario.start, scenario.start + scenario.horizon - 1
    if row.text("year") is None:
        row.problem("year", "must not be empty")
        return None
    if number is None:
        return None
    if not (number.is_integer() and first <= number <= last):
        row.problem("year", f"must be a year of the scenario, {first}–{last}, found {number:g}")
        return None
    return int(number)


def _check_numbers(row: _Row, measure: str | None, numbers: Mapping[str, float | None]) -> None:
    value, of = numbers["value"], numbers["of"]
    if value is None or measure is None:
        return
    if measure != "cost" and value < 0:
        row.problem("value", f"must not be negative, found {value:g}")
    if measure in _COUNTS and not float(value).is_integer():
        row.problem("value", f"must be a whole number, found {value:g}")
    if measure in ("events", "successes") and of is None:
        row.problem("of", "must say how many were followed")
    if of is not None and (of <= 0 or (measure in ("completed", "successes") and value > of)):
        row.problem("of", f"must be at least the value ({value:g}), found {of:g}")
    if measure == "effect":
        _check_effect(row, value, numbers["low"], numbers["high"])


def _check_effect(row: _Row, value: float, low: float | None, high: float | None) -> None:
    if low is None or high is None:
        row.problem("low", "a measured effect needs its 95 % interval, `low` and `high`")
    elif not 0 < low <= value <= high or low == high:
        row.problem("low", f"must be 0 < low ≤ value ≤ high, found {low:g}, {value:g}, {high:g}")


def _outcome(row: _Row, intervention: Intervention | None, measure: str | None) -> str | None:
    """Return the outcome; a problem where it is missing, or is not followed so."""
    text = row.text("outcome")
    if measure is None or intervention is None:
        return text
    if measure not in _WITH_OUTCOME:
        if text is not None:
            row.problem("outcome", f"goes with {', '.join(_WITH_OUTCOME)}, not with {measure}")
        return None
    effects = {effect.outcome.id: effect for effect in intervention.effects}
    if text is None:
        row.problem("outcome", f"must name the outcome: {', '.join(effects) or 'there is none'}")
    elif text not in effects:
        row.problem("outcome", unknown("outcome", text, list(effects)))
    elif measure not in (fitting := measures_of(effects[text])):
        by = " or ".join(fitting) or "nothing"
        row.problem("measure", f"'{text}' of {intervention.id} is followed by {by}, not {measure}")
    return text


def measures_of(effect: Effect) -> tuple[str, ...]:
    """Return what can be observed of an effect."""
    statement = effect.statement
    if isinstance(statement, Success):
        return ("successes",) if statement.with_rate is not None else ()
    if isinstance(statement, Points):
        return ("events",) if statement.baseline.share is not None else ()
    if not isinstance(statement, Relative):
        return ()
    measured = ("effect",) if statement.measure in RATIO_MEASURES and not statement.turned else ()
    if isinstance(statement.baseline, PlaceBaseline):
        return ("incidents", *measured)
    assert isinstance(statement.baseline, PeopleBaseline)
    return ("events", *measured)


def _factor(row: _Row, scenario: Scenario, year: int) -> float:
    """Return what brings kroner of a year to the scenario's price year."""
    from cba.money import CannotConvert, PriceIndex

    number = row.number_of("price_year")
    given = int(number) if number is not None else year
    index = PriceIndex(scenario.registers.price_index, scenario.model.exchange)
    try:
        steps = index.conversions(given, "DKK", None, scenario.price_year)
    except CannotConvert as error:
        column = "price_year" if number is not None else "year"
        hint = "" if number is not None else "; state `price_year`, or import the price index"
        row.problem(column, f"{error}{hint}")
        return 1.0
    return math.prod(step.factor for step in steps)


def _check_together(found: Sequence[Actual], sheet: Sheet, problems: list[Problem]) -> None:
    """Check that no more complete than began."""
    began = {(a.year, a.intervention): a.value for a in found if a.measure == "participants"}
    for actual in found:
        people = began.get((actual.year, actual.intervention))
        number = int(actual.where.rpartition(":")[2])
        if actual.measure == "completed":
            if people is None and actual.of is None:
                message = f"needs `of`, or a row with the participants of {actual.year}"
                problems.append(sheet.problem(number, 0, message))
            elif people is not None and (actual.of or actual.value) > people:
                message = f"more than the {people:g} participants of {actual.year}"
                problems.append(sheet.problem(number, 0, message))
