"""An edited results workbook into a scenario: the scenario behind it, with what was changed set on top."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cba.errors import InputError, Problem
from cba.excel.checked import Imported, checked
from cba.excel.numbers import number_in, yaml_number
from cba.reading.composing import read_text
from cba.reading.merging import Merger, finished
from cba.reading.positions import Mapping
from cba.reading.setting import InputSetting, setting
from cba.reading.workbooks import Page
from cba.reading.writing import to_yaml

SETTINGS = ("inputs.", "assumptions.", "interventions.")
_VALUE, _GIVEN, _LOW, _SETTING = 1, 4, 5, 11
"""Indices of the columns on the sheet of assumptions."""

SCENARIO_SHEETS = ("Scenariefil", "Scenario file")
ASSUMPTION_SHEETS = ("Forudsætninger", "Assumptions")
_FIRST_LINE = 5


@dataclass(frozen=True, slots=True)
class Change:
    """One changed cell: where, what, from what to what, and how `--set` says it."""

    cell: str
    label: str
    before: float
    after: float
    path: str
    interval: tuple[float, float] | None

    @property
    def setting(self) -> str:
        """The change as `--set` takes it; an interval that does not hold the new number is widened."""
        after = yaml_number(self.after)
        if self.interval is None or self.interval[0] <= self.after <= self.interval[1]:
            return f"{self.path}={after}"
        low, high = (
            yaml_number(end) for end in (min(self.interval[0], self.after), max(self.interval[1], self.after))
        )
        return f"{self.path}={{estimate: {after}, low: {low}, high: {high}}}"


def is_results(pages: Sequence[Page]) -> bool:
    """Tell whether a workbook is one that `cba run` wrote."""
    titles = {page.title for page in pages}
    return bool(titles & set(SCENARIO_SHEETS) and titles & set(ASSUMPTION_SHEETS))


def import_edited(path: Path, pages: Sequence[Page]) -> Imported:
    """Return the scenario of an edited results workbook.

    Raises:
        InputError: a cell does not hold a number, or its number is not possible.
    """
    text = _embedded(pages)
    problems: list[Problem] = []
    changes = list(_changes(path, next(p for p in pages if p.title in ASSUMPTION_SHEETS), problems))
    root = read_text(text, str(path))
    if not isinstance(root, Mapping):
        raise InputError(
            [Problem(None, str(path), "the scenario on the sheet of the scenario file is damaged")]
        )
    for change in changes:
        overlay = setting(change.setting, root, problems)
        if overlay is not None and not isinstance(overlay, InputSetting):
            root = Merger().merge(root, overlay)
    finished(root, problems)
    cells = {_in_file(change.path, root): change.cell for change in changes}
    text = _commented(path, to_yaml(root), changes)
    return checked(path, text, cells, tuple(map(_line, changes)), problems)


def _embedded(pages: Sequence[Page]) -> str:
    page = next(page for page in pages if page.title in SCENARIO_SHEETS)
    lines = {number: cells[0] if cells else None for number, cells in page.rows if number >= _FIRST_LINE}
    last = max(lines, default=0)
    return "\n".join(str(lines.get(number) or "") for number in range(_FIRST_LINE, last + 1)) + "\n"


def _changes(path: Path, page: Page, problems: list[Problem]) -> Iterator[Change]:
    for number, cells in page.rows:
        name = cells[_SETTING] if len(cells) > _SETTING else None
        if not isinstance(name, str) or not name.startswith(SETTINGS):
            continue
        cell, before = page.cell(number, _VALUE + 1), number_in(cells[_GIVEN])
        after = number_in(cells[_VALUE])
        if before is None:
            problems.append(
                Problem(None, f"{path}: {page.cell(number, _GIVEN + 1)}", "must be left as it was")
            )
        elif after is None:
            found = "nothing" if cells[_VALUE] is None else f"'{cells[_VALUE]}'"
            message = f"must be a number such as {yaml_number(before)}, found {found}"
            problems.append(Problem(None, f"{path}: {cell}: {cells[0]}", message))
        elif after != before:
            ends = number_in(cells[_LOW]), number_in(cells[_LOW + 1])
            stated = (ends[0], ends[1]) if ends[0] is not None and ends[1] is not None else None
            interval = stated if name.startswith("inputs.") else None
            yield Change(cell, str(cells[0]), before, after, name, interval)


def _in_file(path: str, root: Mapping) -> str:
    """Return a path of `--set` as problems name it: list items by number, names without quotation marks."""
    if path.startswith("inputs."):
        return path.replace('"', "")
    here: Any = root
    found = ""
    for step in path.split("."):
        if isinstance(here, list):
            index = next(n for n, item in enumerate(here) if step in (item.get("id"), item.get("outcome")))
            here, found = here[index], f"{found}[{index}]"
        else:
            here, found = here.get(step) if isinstance(here, dict) else None, f"{found}.{step}".lstrip(".")
    return found


def _line(change: Change) -> str:
    return f"{change.cell}: {change.label}: {yaml_number(change.before)} → {yaml_number(change.after)}"


def _commented(path: Path, text: str, changes: Sequence[Change]) -> str:
    """Return the scenario with what was changed on top, and a remark at each number set by name."""
    head = [f"# Imported from {path.name}."]
    head.append(
        f"# Changed in the workbook: {len(changes)}." if changes else "# Nothing was changed in the workbook."
    )
    head += [f"#   {_line(change)}".replace("\n", " ") for change in changes]
    return "\n".join(head) + "\n" + text
