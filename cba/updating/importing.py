"""From files to an overlay: what is read, checked with the registers, and what it moves."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cba.errors import InputError, Problem
from cba.register_layers import TABLES, Layer, read_layer
from cba.registers import FOLDER, Registers, load_registers
from cba.updating.crime import Counted, count_crime, count_people, crime_rows
from cba.updating.export import Export, read_export
from cba.updating.moves import Move, moves
from cba.updating.overlay import Import, base_layer, overlay_files, stored_rows
from cba.updating.price_list import read_prices
from cba.updating.series import consumer_prices, first_convictions, reconviction
from cba.updating.tables import statbank, table_of

_PUBLISHER = "Danmarks Statistik"
_CRIME = ("STRAF11", "FOLK1A")


@dataclass(frozen=True, slots=True)
class Prepared:
    """An import that is ready to be written.

    Attributes:
        files: content by name, for the overlay's folder.
        moved: how figures change from those in force (registers and what the overlay holds already).
    """

    found: Import
    files: Mapping[str, bytes]
    moved: tuple[Move, ...]
    source: str
    title: str


def import_statbank(
    files: Sequence[Path],
    folder: Path,
    *,
    table: str | None = None,
    picks: Mapping[str, str] | None = None,
    vintage: str,
    imported: str,
) -> Prepared:
    """Read exports of Statistics Denmark.

    Args:
        files: STRAF11, FOLK1A, RECIDIV, STRAFFO or a price index; crime and population may come together.
        folder: the overlay's folder, which may hold earlier imports.
        table: which table the files are, where neither name nor columns tell.
        picks: a code for a dimension that is not to stand at its total.
        vintage: when the figures were taken from StatBank: a year, month or day.
        imported: the time of the import.

    Raises:
        InputError: with everything that is wrong.
    """
    exports = [(table_of(export, table), export) for export in (read_export(path) for path in files)]
    names = list(dict.fromkeys(name for name, _ in exports))
    source = "_".join(["dst", *names, vintage.replace("-", "_")]).lower()
    found = Import()
    _read_all(exports, dict(picks or {}), _layers(folder), source, found)
    titles = ", ".join(f"{name}: {statbank().tables[name]['title']['da']}" for name in names)
    title = f"{titles} (udtræk {vintage})"
    url = "https://www.statistikbanken.dk/" + names[0]
    return _prepared(
        found, folder, files, vintage, imported, _source(source, title, _PUBLISHER, vintage, url)
    )


def import_prices(
    file: Path, folder: Path, *, publisher: str, title: str | None, vintage: str, imported: str
) -> Prepared:
    """Read a price list.

    Args:
        file: CSV or Excel, see `price_list.read_prices`.
        folder: see `import_statbank`.
        publisher: whose prices they are.
        title: what the list is called; the file's name when absent.
        vintage: see `import_statbank`.
        imported: see `import_statbank`.

    Raises:
        InputError: with everything that is wrong.
    """
    from cba.spelling import plain

    words = "".join(c if c.isalnum() else "_" for c in plain(f"{publisher} {title or file.stem}".casefold()))
    ascii_only = "_".join(part for part in words.encode("ascii", "ignore").decode().split("_") if part)
    source = f"{ascii_only[:48].strip('_')}_{vintage.replace('-', '_')}"
    found = Import()
    read_prices(file, stored_rows("prices.csv", _layers(folder)), source, found)
    row = _source(source, title or file.stem, publisher, vintage, "")
    return _prepared(found, folder, [file], vintage, imported, row)


def _source(id: str, title: str, publisher: str, vintage: str, url: str) -> dict[str, str]:
    return {"id": id, "title": title, "publisher": publisher, "year": vintage[:4], "url": url}


def _layers(folder: Path) -> list[Layer]:
    return [base_layer(), Layer(folder, str(folder))]


def _read_all(
    exports: Sequence[tuple[str, Export]],
    picks: Mapping[str, str],
    layers: Sequence[Layer],
    source: str,
    found: Import,
) -> None:
    """Read every export; what is wrong with any of them is raised together."""
    problems: list[Problem] = []
    counted: list[Counted] = []
    places = load_registers().places
    for name, export in exports:
        try:
            if name == "STRAF11":
                counted.append(count_crime(export, picks, places, found))
            elif name == "FOLK1A":
                counted.append(count_people(export, picks, places, found))
            elif name == "RECIDIV":
                reconviction(export, picks, source, found)
            elif name == "STRAFFO":
                first_convictions(export, picks, source, found)
            else:
                consumer_prices(export, picks, stored_rows("price_index.csv", layers), source, found)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    if counted:
        crime_rows(counted, stored_rows("reported_crime.csv", layers), source, found)


def _prepared(
    found: Import,
    folder: Path,
    files: Sequence[Path],
    vintage: str,
    imported: str,
    row: dict[str, str],
) -> Prepared:
    if not found.count:
        return Prepared(found, {}, (), row["id"], row["title"])
    found.add("sources.csv", row)
    before = _layers(folder)
    moved = [
        move
        for table, rows in found.rows.items()
        if table != "sources.csv"
        for move in moves(table, stored_rows(table, before), rows)
    ]
    content = overlay_files(folder, found, files, vintage, imported, row["id"])
    _check(folder, content)
    return Prepared(found, content, tuple(moved), row["id"], row["title"])


def _check(folder: Path, content: Mapping[str, bytes]) -> None:
    """Raise when the registers with the overlay would have anything wrong with them."""
    with tempfile.TemporaryDirectory() as draft:
        for table in TABLES:
            data = content.get(table)
            if data is None and (folder / table).is_file():
                data = (folder / table).read_bytes()
            if data is not None:
                (Path(draft) / table).write_bytes(data)
        layer = read_layer(draft)
        named = Layer(layer.folder, str(folder), layer.files)
        Registers(base_layer().folder, FOLDER, [named]).check()
