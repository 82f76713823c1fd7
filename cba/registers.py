"""The registers: prices, figures, evidence, sources, places, outcomes, target groups and guides, by id.

Each table is read when it is first asked for, and checked then: all that is wrong with it is reported at
once, with file, line and column. Overlays with a user's own figures lie on top, see `register_layers`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cba.errors import InputError, Problem
from cba.evidence import EvidenceRow
from cba.places import CrimeYear, Municipality, Places
from cba.price_index import IndexYear
from cba.reading.composing import read_file
from cba.reading.positions import Mapping as PositionedMapping
from cba.reading.positions import set_paths
from cba.register_layers import Layer
from cba.register_lists import (
    Goal,
    Guide,
    Named,
    check_outcomes,
    check_target_groups,
    read_goals,
    read_guides,
    read_named,
)
from cba.register_rows import FigureRow, ForeignCostRow, PriceRow, SourceRow
from cba.register_tables import R, Record, Row, by_id, read_records
from cba.resources import data_path

if TYPE_CHECKING:
    from cba.reading.validating import S
    from cba.statements import OutcomeStatement, TargetGroupStatement

FOLDER = "models/registers"
REPORTED_IN_ALL = "reported_all_{year}"
"""The figure with all offences reported in a year, those of no known municipality among them."""


class Registers:
    """The register tables of one folder, with overlays on top.

    Every table is a mapping by id in the file's order. Reading one raises `InputError` with all its problems.

    Attributes:
        overlays: the user's own figures, the last on top.
    """

    def __init__(self, folder: Path, name: str, overlays: Sequence[Layer] = ()) -> None:
        """Point at a folder; nothing is read yet.

        Args:
            folder: where the tables are.
            name: how to name the folder in messages and traces.
            overlays: what is laid on top, the last on top of all.
        """
        self._base = Layer(folder, name)
        self.overlays = tuple(overlays)
        self._covered: dict[tuple[str, str], list[Row]] = {}

    def _table(self, table: str, columns: tuple[str, ...], read: Callable[[Record], R]) -> dict[str, R]:
        found: dict[str, R] = {}
        with _gathered() as problems:
            for layer in (self._base, *(layer for layer in self.overlays if layer.has(table))):
                records = read_records(layer.folder / table, f"{layer.name}/{table}", columns, problems)
                rows = by_id((read(record) for record in records), problems)
                for id in rows.keys() & found.keys():
                    self._covered.setdefault((table, id), []).append(found[id])
                found |= rows
        return found

    def covered(self, table: str, id: str) -> Sequence[Any]:
        """Return the rows that an overlay's row took the place of, lowest first; of tables read so far."""
        return self._covered.get((table, id), ())

    def _list(self, table: str) -> PositionedMapping:
        root = read_file(self._base.folder / table, f"{self._base.name}/{table}")
        set_paths(root)
        return root

    @cached_property
    def sources(self) -> Mapping[str, SourceRow]:
        """Publications."""
        return self._table("sources.csv", SourceRow.COLUMNS, SourceRow.read)

    @cached_property
    def payers(self) -> Mapping[str, Named]:
        """Whose money it is, in the order of reports."""
        with _gathered() as problems:
            return read_named(self._list("payers.yaml"), problems)

    @cached_property
    def areas(self) -> Mapping[str, Named]:
        """Consequence areas (konsekvensområder)."""
        with _gathered() as problems:
            return read_named(self._list("areas.yaml"), problems)

    @cached_property
    def goals(self) -> Mapping[int, Goal]:
        """The goals of the Danish Crime Prevention Council, by number."""
        with _gathered() as problems:
            return read_goals(self._list("goals.yaml"), problems)

    @cached_property
    def figures(self) -> Mapping[str, FigureRow]:
        """Rates, totals, counts and parameters of method."""
        return self._table(
            "figures.csv", FigureRow.COLUMNS, lambda record: FigureRow.read(record, self.payers, self.sources)
        )

    @cached_property
    def prices(self) -> Mapping[str, PriceRow]:
        """Unit prices, among them those known to be missing."""
        return self._table(
            "prices.csv",
            PriceRow.COLUMNS,
            lambda record: PriceRow.read(record, self.payers, self.areas, self.sources),
        )

    @cached_property
    def foreign_costs(self) -> Mapping[str, ForeignCostRow]:
        """Foreign unit costs of crime."""
        return self._table(
            "foreign_unit_costs.csv",
            ForeignCostRow.COLUMNS,
            lambda record: ForeignCostRow.read(record, self.sources),
        )

    @cached_property
    def evidence(self) -> Mapping[str, EvidenceRow]:
        """Effects of interventions, and gaps in what is known."""
        return self._table(
            "evidence.csv",
            EvidenceRow.COLUMNS,
            lambda record: EvidenceRow.read(record, self._outcome_list, self.sources),
        )

    @cached_property
    def price_index(self) -> Mapping[int, IndexYear]:
        """Price indices, exchange rates and parities, by year."""
        rows = self._table(
            "price_index.csv", IndexYear.COLUMNS, lambda record: IndexYear.read(record, self.sources)
        )
        return {row.year: row for row in rows.values()}

    @cached_property
    def places(self) -> Places:
        """Municipalities and larger places with their reported crime."""
        municipalities = self._table(
            "municipalities.csv", Municipality.COLUMNS, lambda record: Municipality.read(record, self.sources)
        )
        crime = self._table(
            "reported_crime.csv",
            CrimeYear.COLUMNS,
            lambda record: CrimeYear.read(record, municipalities, self.sources),
        )
        return Places(municipalities, crime)

    @cached_property
    def unknown_place_year(self) -> int:
        """The latest year of which it is known how many offences were reported in all."""
        years = self.places.years
        return max((y for y in years if REPORTED_IN_ALL.format(year=y) in self.figures), default=years[-1])

    @cached_property
    def unknown_place_share(self) -> float:
        """Share of the offences reported in that year that belong to no known municipality."""
        places, year = self.places, self.unknown_place_year
        figure = self.figures.get(REPORTED_IN_ALL.format(year=year))
        everywhere = figure.value if figure else None
        known = places.reported(places.resolve("Danmark"), "total", [year])
        return 1.0 - known / everywhere if everywhere else 0.0

    @cached_property
    def guides(self) -> Mapping[int, Guide]:
        """The Finance Ministry's guides, by year."""
        with _gathered() as problems:
            return read_guides(self._list("guides.yaml"), self.figures, self.sources, problems)

    @cached_property
    def _outcome_list(self) -> PositionedMapping:
        return self._list("outcomes.yaml")

    @cached_property
    def outcomes(self) -> Mapping[str, OutcomeStatement]:
        """What interventions change, with the consequences of one more event."""
        from cba.statements import OutcomeStatement

        with _gathered() as problems:
            found = _statements(OutcomeStatement, self._outcome_list, problems)
            check_outcomes(found, self.prices, self._references, problems)
            return found

    @cached_property
    def target_groups(self) -> Mapping[str, TargetGroupStatement]:
        """Who is reached, with baseline rates."""
        from cba.statements import TargetGroupStatement

        with _gathered() as problems:
            found = _statements(TargetGroupStatement, self._list("target_groups.yaml"), problems)
            check_target_groups(found, self._outcome_list, self._references, problems)
            return found

    @cached_property
    def _references(self) -> list[str]:
        return [*self.figures, *self.prices, *self.sources]

    def reference(self, source: str | None) -> SourceRow | None:
        """Return the publication of a source id, or the one behind a figure, price or evidence row."""
        if source is None:
            return None
        row = self.figures.get(source) or self.prices.get(source) or self.evidence.get(source)
        return self.sources.get((row.source or "") if row else source)

    def check(self) -> None:
        """Read and check every table.

        Raises:
            InputError: with the problems of all tables.
        """
        tables = [name for name, kind in vars(Registers).items() if isinstance(kind, cached_property)]
        problems: list[Problem] = []
        for table in tables:
            try:
                getattr(self, table)
            except InputError as error:
                problems += error.problems
        if problems:
            raise InputError(problems)


@contextmanager
def _gathered() -> Iterator[list[Problem]]:
    """Give a list for problems, and raise them all when there are any."""
    problems: list[Problem] = []
    yield problems
    if problems:
        raise InputError(problems)


def _statements(kind: type[S], root: PositionedMapping, problems: list[Problem]) -> dict[str, S]:
    from cba.reading.validating import read_as

    found: dict[str, S] = {}
    for key, item in root.items():
        if not isinstance(item, PositionedMapping):
            problems.append(root.problem(key, "must be a mapping (`key: value` lines)"))
            continue
        try:
            found[key] = read_as(kind, item)
        except InputError as error:
            problems += error.problems
    return found


@lru_cache(maxsize=8)
def load_registers(folder: Path | None = None, overlays: tuple[Layer, ...] = ()) -> Registers:
    """Return the registers of a folder with overlays on top; the toolkit's own where none is given.

    The same object is returned for the same folder and content of overlays, so that each table is read once.
    """
    if folder is None:
        return Registers(data_path("models") / "registers", FOLDER, overlays)
    return Registers(folder, str(folder), overlays)
