"""A user's own figures laid on the toolkit's registers: a folder of tables in the registers' own format.

A row of an overlay takes the place of the row with the same id, whole; a row with a new id is added. Nothing
else in the toolkit asks whether a figure comes from an overlay: the row says where it stands.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cba.errors import InputError, Position, Problem, unknown
from cba.loading import FileRead, fingerprint

TABLES = (
    "sources.csv",
    "figures.csv",
    "prices.csv",
    "foreign_unit_costs.csv",
    "evidence.csv",
    "price_index.csv",
    "municipalities.csv",
    "reported_crime.csv",
)
LOG = "imports.csv"
"""What was imported into an overlay, when and from which file; not a table of the registers."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A folder of register tables.

    Attributes:
        folder: where it is.
        name: how to name it in messages and traces.
        files: its tables with their fingerprints; empty for the toolkit's own.
    """

    folder: Path
    name: str
    files: tuple[FileRead, ...] = ()

    def has(self, table: str) -> bool:
        """Tell whether the layer says anything about a table."""
        return (self.folder / table).is_file()


def read_layer(folder: str | Path, where: Position | None = None, path: str = "") -> Layer:
    """Return an overlay.

    Args:
        folder: the overlay's folder.
        where: where it is named, for messages.
        path: under which key.

    Raises:
        InputError: no such folder, no table in it, or a table of a strange name.
    """
    at, name = Path(folder), str(folder)
    if not at.is_dir():
        near = [p.name for p in at.parent.iterdir() if p.is_dir()] if at.parent.is_dir() else []
        message = f"no such folder: {name}; {unknown('folder', at.name, near)}"
        raise InputError([Problem(where, path, message)])
    tables = sorted(p.name for p in at.glob("*.csv"))
    strange = [table for table in tables if table not in (*TABLES, LOG)]
    problems = [Problem(where, path, f"{name}: {unknown('table', table, TABLES)}") for table in strange]
    known = [table for table in tables if table in TABLES]
    if not known and not problems:
        problems.append(Problem(where, path, f"{name}: no table of the registers in it, such as prices.csv"))
    if problems:
        raise InputError(problems)
    return Layer(at, name, tuple(FileRead(f"{name}/{table}", fingerprint(at / table)) for table in known))


def read_layers(named: Iterable[tuple[str, Position]]) -> tuple[Layer, ...]:
    """Return the overlays that files name, each relative to the file that names it; the last counts most.

    Raises:
        InputError: with the problems of all of them.
    """
    found: list[Layer] = []
    problems: list[Problem] = []
    for text, where in named:
        beside = os.path.normpath(Path(where.source.name).parent / text)
        try:
            found.append(read_layer(beside, where, "registers"))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return tuple(dict.fromkeys(found))
