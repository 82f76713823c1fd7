"""An overlay being written: rows in the registers' own format, their source, and a log of imports."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cba.errors import InputError, Problem
from cba.evidence import EvidenceRow
from cba.loading import fingerprint
from cba.places import CrimeYear, Municipality
from cba.price_index import IndexYear
from cba.register_layers import LOG, Layer
from cba.register_rows import FigureRow, ForeignCostRow, PriceRow, SourceRow
from cba.register_tables import read_records
from cba.registers import FOLDER
from cba.resources import data_path

Cells = dict[str, str]
"""One row's fields by column."""

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "sources.csv": SourceRow.COLUMNS,
    "figures.csv": FigureRow.COLUMNS,
    "prices.csv": PriceRow.COLUMNS,
    "foreign_unit_costs.csv": ForeignCostRow.COLUMNS,
    "evidence.csv": EvidenceRow.COLUMNS,
    "price_index.csv": IndexYear.COLUMNS,
    "municipalities.csv": Municipality.COLUMNS,
    "reported_crime.csv": CrimeYear.COLUMNS,
}
_KEYS = {
    "price_index.csv": ("year",),
    "municipalities.csv": ("code",),
    "reported_crime.csv": ("code", "year"),
}
_LOG_COLUMNS = ("imported", "vintage", "file", "sha256", "tables", "rows", "source")


@dataclass(frozen=True, slots=True)
class Note:
    """Something an import or a check says: its kind, which the reports have words for, and values."""

    kind: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Import:
    """What an import found: rows by table and id, and what there is to say.

    Attributes:
        left: what was not imported, and why.
    """

    rows: dict[str, dict[str, Cells]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    left: list[Note] = field(default_factory=list)

    def add(self, table: str, cells: Mapping[str, str]) -> None:
        """Add a row, its columns in the register's order; those not named are empty."""
        full = {column: cells.get(column, "") for column in COLUMNS[table]}
        self.rows.setdefault(table, {})[key_of(table, full)] = full

    @property
    def count(self) -> int:
        """Number of rows, sources left out."""
        return sum(len(rows) for table, rows in self.rows.items() if table != "sources.csv")


def key_of(table: str, cells: Mapping[str, str]) -> str:
    """Return a row's id within its table."""
    return "/".join(cells[column] for column in _KEYS.get(table, ("id",)))


def base_layer() -> Layer:
    """Return the toolkit's own registers as the lowest layer."""
    return Layer(data_path("models") / "registers", FOLDER)


def stored_rows(table: str, layers: Iterable[Layer]) -> dict[str, Cells]:
    """Return a table's rows as text by id, later layers on top.

    Raises:
        InputError: a table cannot be read.
    """
    found: dict[str, Cells] = {}
    problems: list[Problem] = []
    for layer in layers:
        if layer.has(table):
            records = read_records(layer.folder / table, f"{layer.name}/{table}", COLUMNS[table], problems)
            rows = ({column: record.text(column) or "" for column in COLUMNS[table]} for record in records)
            found |= {key_of(table, row): row for row in rows}
    if problems:
        raise InputError(problems)
    return found


def overlay_files(
    folder: Path, found: Import, files: Sequence[Path], vintage: str, imported: str, source: str
) -> dict[str, bytes]:
    """Return the overlay's files with an import laid on what is in the folder already."""
    here = Layer(folder, str(folder))
    content = {}
    for table, rows in sorted(found.rows.items()):
        merged = stored_rows(table, [here]) | rows
        content[table] = _csv(COLUMNS[table], merged.values())
    log = _log(folder / LOG)
    for file in files:
        tables = ";".join(sorted(found.rows))
        line = (imported, vintage, file.name, fingerprint(file), tables, str(found.count), source)
        log.append(dict(zip(_LOG_COLUMNS, line, strict=True)))
    return {**content, LOG: _csv(_LOG_COLUMNS, log)}


def _log(path: Path) -> list[Cells]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [{key: row.get(key) or "" for key in _LOG_COLUMNS} for row in csv.DictReader(file)]


def _csv(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({c: " ".join(row[c].split()) for c in columns} for row in rows)
    return text.getvalue().encode("utf-8")
