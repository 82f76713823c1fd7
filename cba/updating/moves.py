"""How figures move from one set of register rows to another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cba.places import CRIME_COLUMNS
from cba.updating.overlay import Cells

SUM = "sum"
"""Stands in a move's id for the sum of all municipalities of the rows, by year and the year it is against."""

_NUMBERS: Mapping[str, tuple[str, ...]] = {
    "prices.csv": ("value", "low", "high", "price_year"),
    "figures.csv": ("value", "low", "high"),
    "foreign_unit_costs.csv": ("value",),
    "evidence.csv": ("estimate", "low", "high"),
    "price_index.csv": ("cpi_2015_100",),
    "reported_crime.csv": (*CRIME_COLUMNS, "population"),
}


@dataclass(frozen=True, slots=True)
class Move:
    """One number before and after; None where there was, or is, none."""

    table: str
    id: str
    column: str
    before: float | None
    after: float | None

    @property
    def change(self) -> float | None:
        """The change as a share of what it was."""
        if not self.before or self.after is None:
            return None
        return self.after / self.before - 1.0


def moves(table: str, before: Mapping[str, Cells], after: Mapping[str, Cells]) -> Iterator[Move]:
    """Yield the numbers of `after` that are new or other than before; for crime the sums by year too."""
    if table == "reported_crime.csv":
        yield from _by_year(before, after)
    for id, row in after.items():
        for column in _NUMBERS.get(table, ()):
            old, new = _number(before.get(id), column), _number(row, column)
            if old != new:
                yield Move(table, id, column, old, new)


def _by_year(before: Mapping[str, Cells], after: Mapping[str, Cells]) -> Iterator[Move]:
    """Yield the sums of each year against what was known of it, or else of the year before."""
    for year in sorted({row["year"] for row in after.values()}):
        codes = [row["code"] for row in after.values() if row["year"] == year]
        known = any(f"{code}/{year}" in before for code in codes)
        against = year if known else str(int(year) - 1)
        for column in _NUMBERS["reported_crime.csv"]:
            new = _sum([after[f"{code}/{year}"] for code in codes], column)
            old = _sum([before[f"{c}/{against}"] for c in codes if f"{c}/{against}" in before], column)
            if old != new:
                yield Move("reported_crime.csv", f"{SUM}/{year}/{against}", column, old, new)


def _sum(rows: Sequence[Cells], column: str) -> float | None:
    return sum(_number(row, column) or 0.0 for row in rows) if rows else None


def _number(row: Cells | None, column: str) -> float | None:
    text = row.get(column) if row else None
    return float(text) if text else None
