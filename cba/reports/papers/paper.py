"""What a paper consists of: sections of sentences, lists, tables, curves, and what is to be filled in.

A paper is built once for a language; page and workbook print the same one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cba.reports.curve_charts import CurveChart
from cba.reports.frequency import per_hundred
from cba.reports.language import Language, Scale

Text = str | Mapping[str, str] | None
"""A sentence of ours, or a user's text in its languages."""

_FEW, _FEW_COLUMNS = 8, 4

FigureKind = Literal["money", "number", "share", "year"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a table.

    Attributes:
        value: the number; None is said in `absent`.
        kind: how it is printed: `money` in the table's unit, a `share` as per cent, a bare `year`.
        decimals: at most so many.
        absent: what stands in place of a missing number.
    """

    value: float | None
    kind: FigureKind = "money"
    decimals: int = 0
    absent: str = ""


Cell = Text | Figure


@dataclass(frozen=True, slots=True)
class Table:
    """A table; its first column names the rows.

    Attributes:
        id: unique within the paper.
        caption: what it shows, without the unit of money.
        columns: headings; a column whose cells are text stands to the left.
        rows: cells, one for each column.
        total: how many of the last rows are totals.
        summed: whether the last row is the sum of all above it; a workbook then adds up itself.
        note: a remark below.
    """

    id: str
    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    total: int = 0
    summed: bool = False
    note: str = ""

    @property
    def is_long(self) -> bool:
        """Return whether it may run over to the next page of paper."""
        return len(self.rows) > _FEW

    @property
    def is_narrow(self) -> bool:
        """Return whether it has so few columns that full width would part the numbers from their rows."""
        return len(self.columns) <= _FEW_COLUMNS

    @property
    def has_money(self) -> bool:
        """Return whether a unit of money belongs in the caption."""
        return any(isinstance(c, Figure) and c.kind == "money" for row in self.rows for c in row)

    def words(self) -> set[int]:
        """Return the columns of text, from 0."""
        return {
            n
            for n in range(len(self.columns))
            if n == 0 or any(row[n] and not isinstance(row[n], Figure) for row in self.rows)
        }

    def scale(self, lang: Language) -> Scale:
        """Return the unit in which the money is printed."""
        cells = (c for row in self.rows for c in row)
        return lang.scale(c.value for c in cells if isinstance(c, Figure) and c.kind == "money")


@dataclass(frozen=True, slots=True)
class Curves:
    """A chart of curves with its text alternative; the numbers are in a table of the same section."""

    id: str
    title: str
    text: str
    chart: CurveChart


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a paper.

    Attributes:
        id: unique within the paper.
        heading: its heading.
        lead: the sentences that matter most.
        text: other sentences, one paragraph each.
        points: a list of short texts.
        after: sentences after the list.
        tables: tables, in order.
        curves: charts, in order.
        gaps: what is still to be filled in.
    """

    id: str
    heading: str
    lead: Sequence[Text] = ()
    text: Sequence[Text] = ()
    points: Sequence[Text] = ()
    after: Sequence[Text] = ()
    tables: Sequence[Table] = ()
    curves: Sequence[Curves] = ()
    gaps: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper in one language.

    Attributes:
        kind: as `cba report --kind` names it.
        name: what sort of paper it is.
        title: its title.
        sections: in order.
    """

    kind: str
    name: str
    title: Text
    sections: Sequence[Section]

    @property
    def gaps(self) -> list[str]:
        """Return all that is still to be filled in."""
        return [gap for section in self.sections for gap in section.gaps]


def printed(lang: Language, figure: Figure, scale: Scale) -> str:
    """Return a number as text."""
    if figure.value is None:
        return figure.absent or "–"
    if figure.kind == "money":
        return lang.scaled(figure.value, scale)
    if figure.kind == "share":
        return lang.percent(figure.value, figure.decimals)
    if figure.kind == "year":
        return str(int(figure.value))
    return lang.trimmed(figure.value, figure.decimals)


def of_hundred(lang: Language, share: float) -> Cell:
    """Return a share of the draws as so many of 100; in words where a whole number would say none or all."""
    words = per_hundred(lang, share)
    return Figure(100.0 * share, "number") if words.isdigit() else words


def total_row(lang: Language, rows: Sequence[Sequence[Cell]]) -> list[Cell]:
    """Return a table's last row: the figures of each column added up."""
    sums: list[Cell] = [lang.say("In total")]
    for column in list(zip(*rows, strict=True))[1:]:
        figures = [cell for cell in column if isinstance(cell, Figure)]
        first = figures[0]
        sums.append(Figure(sum(cell.value or 0.0 for cell in figures), first.kind, first.decimals))
    return sums


def present(texts: Iterable[Text]) -> tuple[Text, ...]:
    """Return the texts that say something."""
    return tuple(text for text in texts if text)


def missing(pairs: Iterable[tuple[object, str]]) -> tuple[str, ...]:
    """Return the labels of what is absent: None, an empty text or an empty list."""
    return tuple(label for value, label in pairs if value is None or value == "" or value == [])
