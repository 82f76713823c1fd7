"""Test cases for people who know the field: a scenario, the figures it must give, and their source."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, PlainValidator, WithJsonSchema

from cba.errors import InputError, Problem, unknown
from cba.loading import FileRead, Merged, fingerprint, read_scenario, with_settings
from cba.reading import positions
from cba.reading.composing import read_file
from cba.reading.merging import Merger, finished
from cba.reading.numbers import NUMBER_SCHEMA, NumberField, read_number
from cba.reading.positions import Number
from cba.reading.statement import Statement, Words
from cba.reading.validating import read_as

if TYPE_CHECKING:
    from cba.document import Outlook
    from cba.linking import Scenario

_ROUNDING = 1e-9
_TABLES = ("figures", "prices")


def _read_figure(value: Any) -> Number | str:
    """Return a number, or the name of a figure or price of the registers."""
    named = isinstance(value, str) and value.partition(".")[0] in _TABLES
    return str(value) if named else read_number(value)


Figure = Annotated[
    Number | str,
    PlainValidator(_read_figure),
    WithJsonSchema({"anyOf": [NUMBER_SCHEMA, {"type": "string", "pattern": r"^(figures|prices)\."}]}),
]


class Expectation(Statement):
    """One figure of the results and what it must be."""

    of: str
    """Where it stands in results.json: `portfolio.measures.npv`, `portfolio.by_year.2027.costs`."""
    value: Figure
    """What it must be: a number, or a figure of the registers such as `figures.dsi_share_state`."""
    per: Figure | None = None
    """What the result is divided by before: a number or a figure of the registers."""
    absolute: NumberField | None = None
    """How far the result may be off, in its own unit."""
    relative: NumberField | None = None
    """How far it may be off as a share of the value, such as `0.5 %`; rounding when neither is stated."""
    source: str | None = None
    """Where the figure is printed, when another than the case's."""
    note: str | None = None
    """Remark."""

    def _check(self, problems: list[Problem]) -> None:
        if self.absolute is not None and self.relative is not None:
            problems.append(self.problem("relative", "state either `absolute` or `relative`"))
        for key in ("absolute", "relative"):
            tolerance = getattr(self, key)
            if tolerance is not None and tolerance < 0:
                problems.append(self.problem(key, f"must not be negative, got {tolerance.written}"))


class Case(Statement):
    """One scenario and the figures that it must give."""

    name: Words
    """What is tested, in words."""
    source: str | None = None
    """Where the expected figures are printed: words or an id of the registers."""
    path: str | None = None
    """A scenario file, relative to this one; or state `scenario`."""
    scenario: dict[str, Any] | None = None
    """The scenario itself, laid on the file's `common`."""
    variant: str | None = None
    """A variant of the scenario file."""
    model: str | None = None
    """A model id or path, in place of the scenario's."""
    settings: list[str] = Field(default_factory=list, alias="set")
    """Overrides as for `--set`."""
    note: str | None = None
    """Remark."""
    expect: list[Expectation] = Field(min_length=1)
    """The figures."""

    def _check(self, problems: list[Problem]) -> None:
        if (self.path is None) == (self.scenario is None):
            problems.append(self.problem("expect", "a case needs either a `path` or a `scenario`"))


class CaseFile(Statement):
    """Test cases."""

    common: dict[str, Any] = Field(default_factory=dict)
    """What all scenarios of the file have in common."""
    cases: list[Case] = Field(min_length=1)
    """The cases."""


@dataclass(frozen=True, slots=True)
class Found:
    """What an expectation came to.

    Attributes:
        expected: what it must be; None where the figure of the registers has no value.
        got: what it is; None where the result is undefined.
        within: how far it may be off, in the result's unit.
    """

    case: str
    of: str
    expected: float | None
    got: float | None
    within: float
    source: str | None
    where: str

    @property
    def passed(self) -> bool:
        """Whether the figure is within its tolerance."""
        if self.expected is None or self.got is None:
            return False
        return abs(self.got - self.expected) <= self.within + _ROUNDING * abs(self.expected)


def run_cases(path: str | Path, language: str = "en") -> list[Found]:
    """Calculate every case of a file.

    Raises:
        InputError: the file, a scenario or a path in the results is wrong; all of them.
    """
    root = read_file(Path(path))
    positions.set_paths(root)
    file = read_as(CaseFile, root)
    found: list[Found] = []
    problems: list[Problem] = []
    for number, case in enumerate(file.cases):
        try:
            found += _run(case, root, number, Path(path), language)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return found


def _run(case: Case, root: positions.Mapping, number: int, path: Path, language: str) -> list[Found]:
    from cba.appraisal import appraise
    from cba.linking import link

    merged = _merged(case, root, number, path)
    scenario = link(merged, path.parent, case.variant, case.model)
    outlook = _outlook(scenario) if any("uncertainty" in item.of for item in case.expect) else None
    document = appraise(scenario).to_dict(outlook)
    problems: list[Problem] = []
    name = case.name.both()[language] or ""
    found = [_compared(item, case, name, document, scenario, problems) for item in case.expect]
    if problems:
        raise InputError(problems)
    return found


def _compared(
    item: Expectation,
    case: Case,
    name: str,
    document: Mapping[str, Any],
    scenario: Scenario,
    problems: list[Problem],
) -> Found:
    got = _looked_up(document, item, problems)
    expected, per = (_stated(item, key, scenario, problems) for key in ("value", "per"))
    if per is not None and got is not None:
        got = got / per if per else None
    return Found(
        case=name,
        of=item.of,
        expected=expected,
        got=got,
        within=_within(item, expected),
        source=_source(item.source or case.source, scenario),
        where=str(item.at("of")),
    )


def _outlook(scenario: Scenario) -> Outlook | None:
    from cba.uncertainty.outlook import outlook
    from cba.uncertainty.simulation import simulate

    return outlook(simulate(scenario))


def _merged(case: Case, root: positions.Mapping, number: int, path: Path) -> Merged:
    """Return the case's scenario: a file, or what stands in the case laid on what all have in common."""
    if case.path is not None:
        return read_scenario(path.parent / case.path, variant=case.variant, settings=case.settings)
    merger, problems = Merger(), list[Problem]()
    own: positions.Mapping = root["cases"][number]["scenario"]
    common = root.get("common")
    whole = merger.merge(common, own) if isinstance(common, positions.Mapping) else own
    whole, inputs = with_settings(whole, case.settings, merger, problems)
    if case.variant is not None:
        problems.append(case.problem("variant", "goes with `path`: a scenario written here has no variants"))
    finished(whole, problems)
    files = (FileRead(str(path), fingerprint(path)),)
    return Merged(whole, files, (), tuple(inputs), (*problems, *merger.problems))


def _looked_up(document: Mapping[str, Any], item: Expectation, problems: list[Problem]) -> float | None:
    """Return the number at a path of the results; a step of a list is its year, id or place."""
    here: Any = document
    for step in item.of.split("."):
        if isinstance(here, Mapping) and step in here:
            here = here[step]
            continue
        listed = _in_list(here, step) if isinstance(here, Sequence) and not isinstance(here, str) else None
        if listed is None:
            known = here if isinstance(here, Mapping) else _steps(here)
            problems.append(item.problem("of", unknown("step", step, [str(name) for name in known])))
            return None
        here = listed
    if here is None or (isinstance(here, int | float) and not isinstance(here, bool)):
        return None if here is None else float(here)
    problems.append(item.problem("of", "leads to no number; go on with " + ", ".join(map(str, _steps(here)))))
    return None


def _in_list(items: Sequence[Any], step: str) -> Any:
    for item in items:
        if isinstance(item, Mapping) and str(item.get("year", item.get("id"))) == step:
            return item
    return items[int(step)] if step.isdigit() and int(step) < len(items) else None


def _steps(here: Any) -> list[Any]:
    if isinstance(here, Mapping):
        return list(here)
    if isinstance(here, Sequence) and not isinstance(here, str):
        return [item.get("year", n) if isinstance(item, Mapping) else n for n, item in enumerate(here)]
    return []


def _stated(item: Expectation, key: str, scenario: Scenario, problems: list[Problem]) -> float | None:
    """Return a number as it stands, or that of a figure or price of the registers."""
    value: Number | str | None = getattr(item, key)
    if not isinstance(value, str):
        return None if value is None else float(value)
    table, _, id = value.partition(".")
    row = getattr(scenario.registers, table).get(id)
    if row is None:
        known = [f"{name}.{id}" for name in _TABLES for id in getattr(scenario.registers, name)]
        problems.append(item.problem(key, unknown("figure", value, known)))
        return None
    return None if row.value is None else float(row.value)


def _within(item: Expectation, expected: float | None) -> float:
    if item.absolute is not None:
        return float(item.absolute)
    if item.relative is not None and expected is not None:
        return math.fabs(float(item.relative) * expected)
    return 0.0


def _source(source: str | None, scenario: Scenario) -> str | None:
    row = scenario.registers.reference(source)
    return row.text if row else source
