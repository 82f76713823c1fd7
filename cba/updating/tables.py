"""What is known of StatBank's tables: which codes make a column of the registers, from `statbank.yaml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from cba.errors import InputError, Problem, unknown
from cba.reading.composing import read_file
from cba.resources import data_path
from cba.updating.export import Export

TABLES = ("STRAF11", "FOLK1A", "RECIDIV", "STRAFFO", "PRIS")


@dataclass(frozen=True, slots=True)
class Statbank:
    """The known tables by name, the special areas, and the codes that mean a total."""

    tables: Mapping[str, Mapping[str, Any]]
    country: str
    regions: tuple[str, ...]
    unknown_area: str
    totals: tuple[str, ...]


@lru_cache(maxsize=1)
def statbank() -> Statbank:
    """Return what `statbank.yaml` says."""
    root = read_file(data_path("models") / "registers" / "statbank.yaml", "models/registers/statbank.yaml")
    areas = root["areas"]
    return Statbank(
        {name: root[name] for name in TABLES},
        str(areas["country"]),
        tuple(map(str, areas["regions"])),
        str(areas["unknown"]),
        tuple(map(str, root["totals"])),
    )


def table_of(export: Export, named: str | None) -> str:
    """Return which table an export is: as named, by the file's name, else by its columns.

    Raises:
        InputError: there is no such table, or the columns fit none.
    """
    known = statbank().tables
    if named is not None:
        wanted = named.upper()
        found = next((name for name in known if wanted.startswith(name)), None)
        if found is None:
            raise InputError([Problem(None, "--table", unknown("table", named, known))])
        return found
    file = Path(export.source.name).name.upper()
    by_name = next((name for name in known if name in file), None)
    if by_name is not None:
        return by_name
    fits = [name for name in known if known[name]["needs"] and _has(export, known[name]["needs"])]
    if fits:
        return fits[0]
    if _has_any(export, known["PRIS"]["picks"]):
        return "PRIS"
    message = f"which table is it? Its columns are {', '.join(export.columns)}; name one with --table: "
    raise InputError([Problem(None, export.source.name, message + ", ".join(known))])


def _has(export: Export, names: Iterable[str]) -> bool:
    return all(name in export.dimensions for name in names)


def _has_any(export: Export, names: Iterable[str]) -> bool:
    return any(name in export.dimensions for name in names) or not export.dimensions


def needed(export: Export, table: str) -> None:
    """Raise when an export lacks a dimension that the table must have."""
    missing = [name for name in statbank().tables[table]["needs"] if name not in export.dimensions]
    if missing:
        message = f"{table} needs the column {' and '.join(missing)}; found {', '.join(export.columns)}"
        raise InputError([Problem(None, export.source.name, message)])
