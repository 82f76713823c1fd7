"""A scenario that came out of a workbook: read as any scenario is, its problems told by sheet and cell."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cba.errors import InputError, Problem
from cba.linking import load


@dataclass(frozen=True, slots=True)
class Imported:
    """What a workbook became.

    Attributes:
        text: the scenario as YAML, with comments.
        changes: what was changed, one line each.
        warnings: what is legal but doubtful.
    """

    text: str
    changes: tuple[str, ...]
    warnings: tuple[str, ...]


def checked(
    path: Path,
    text: str,
    cells: Mapping[str, str],
    changes: tuple[str, ...] = (),
    before: Sequence[Problem] = (),
) -> Imported:
    """Return the scenario once it was read without problems.

    Args:
        path: the workbook.
        text: the scenario.
        cells: path in the scenario → the cell that it came from, such as `Effekter!C5`.
        changes: what was changed.
        before: problems found so far; told together with those found now.

    Raises:
        InputError: with every problem at its cell.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "scenario.yaml"
        file.write_text(text, encoding="utf-8")
        try:
            scenario = load(file)
        except InputError as error:
            told = {problem.path for problem in before}
            found = [_at_cell(path, problem, cells) for problem in error.problems]
            later = [p for p in dict.fromkeys(found) if not any(p.path.startswith(t) for t in told)]
            raise InputError([*before, *later]) from None
    if before:
        raise InputError(before)
    warnings = tuple(f"{w.path}: {w.message}" for w in scenario.warnings)
    return Imported(text, changes, warnings)


def _at_cell(path: Path, problem: Problem, cells: Mapping[str, str]) -> Problem:
    """Return a problem at the cell of the longest path that holds the problem's own."""
    steps = problem.path
    while steps:
        if steps in cells:
            rest = problem.path[len(steps) :].lstrip(".")
            return Problem(
                None, f"{path}: {cells[steps]}", f"{rest}: {problem.message}" if rest else problem.message
            )
        shorter = re.sub(r"(\.[^.\[\]]+|\[\d+\])$", "", steps)
        steps = "" if shorter == steps else shorter
    return Problem(None, f"{path}: {problem.path}" if problem.path else str(path), problem.message)
