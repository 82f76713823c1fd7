"""What an import moved, and what a check of the registers found, as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cba.updating.moves import SUM

if TYPE_CHECKING:
    from cba.linking import Scenario
    from cba.register_layers import Layer
    from cba.registers import Registers
    from cba.updating.checking import Finding, ScenarioMove
    from cba.updating.importing import Prepared


def import_document(prepared: Prepared, folder: str, vintage: str) -> dict[str, Any]:
    """Return an import as plain data; moves of sums come first, then the largest changes."""
    moved = sorted(prepared.moved, key=_by_size)
    return {
        "overlay": folder,
        "vintage": vintage,
        "source": prepared.source,
        "title": prepared.title,
        "rows": {table: len(rows) for table, rows in prepared.found.rows.items() if table != "sources.csv"},
        "moves": [asdict(move) | {"change": move.change} for move in moved],
        "notes": [asdict(note) for note in prepared.found.notes],
        "left": [asdict(note) for note in prepared.found.left],
    }


def _by_size(move: Any) -> tuple[bool, float, str, str]:
    change = move.change
    return (
        not move.id.startswith(f"{SUM}/"),
        -abs(change) if change is not None else 0.0,
        move.id,
        move.column,
    )


def check_document(
    registers: Registers, layers: Sequence[Layer], scenarios: Sequence[Path]
) -> dict[str, Any]:
    """Return what a check found: old figures, loose rows and scenarios that move.

    Raises:
        InputError: a scenario cannot be calculated; of all of them.
    """
    from cba.document import created
    from cba.updating.checking import orphans, stale

    today = date.fromisoformat(created()[:10])
    moved, used = _scenario_moves(layers, scenarios)
    return {
        "overlays": [layer.name for layer in layers],
        "rows": _counts(layers),
        "stale": [_finding(item) for item in stale(registers, layers, used, today)],
        "orphans": [_finding(item) for item in orphans(registers, layers, used)],
        "scenarios": [
            asdict(move) | {"labels": _labels(move, scenario)}
            for move, scenario in zip(moved, used, strict=True)
        ],
    }


def _scenario_moves(
    layers: Sequence[Layer], scenarios: Sequence[Path]
) -> tuple[list[ScenarioMove], list[Scenario]]:
    from cba.errors import InputError, Problem
    from cba.updating.checking import scenario_move

    problems: list[Problem] = []
    moved, used = [], []
    for path in scenarios:
        try:
            move, scenario = scenario_move(path, layers)
        except InputError as error:
            problems += error.problems
            continue
        moved.append(move)
        used.append(scenario)
    if problems:
        raise InputError(problems)
    return moved, used


def _labels(move: ScenarioMove, scenario: Scenario) -> dict[str, dict[str, str]]:
    """Return readable names of the inputs that move."""
    from cba.appraisal import appraise
    from cba.reports.heading import headed

    names = [name for name, _, _ in move.inputs]
    labels: dict[str, dict[str, str]] = headed(appraise(scenario).to_dict(), {}, names)["labels"]
    return labels


def _counts(layers: Sequence[Layer]) -> dict[str, int]:
    from cba.updating.overlay import COLUMNS, stored_rows

    counts = {table: len(stored_rows(table, layers)) for table in COLUMNS}
    return {table: count for table, count in counts.items() if count}


def _finding(item: Finding) -> dict[str, Any]:
    return {"table": item.table, "id": item.id, "where": item.where, "why": asdict(item.why)}
