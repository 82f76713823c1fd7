"""Lines and tables in a terminal of eighty columns: names wrap, numbers do not, and nothing is markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from rich.console import Console

_NAME = 20
"""Room for the longest ordinary word of a name."""

_HEADING = 10
"""A longer heading over numbers is folded."""

_TEXT = 12
"""Least room for a text that wraps."""

_GAP = 2
"""Spaces between two columns."""

_EDGES = 2
"""Spaces at the edges of a table."""


def line(console: Console, text: str, style: str = "") -> None:
    """Print text as it is: brackets in a user's title are not markup."""
    if text:
        console.print(text, style=style or None, markup=False, highlight=False)


def print_table(
    console: Console,
    title: str,
    labels: Sequence[str],
    rows: Sequence[Sequence[str]],
    texts: Sequence[int] = (),
    *,
    narrow: bool = False,
) -> None:
    """Print a table whose first column is a name and whose others are numbers; nothing without rows.

    A table too wide for the terminal goes on in another one below, with the names repeated: a number is
    never cut.

    Args:
        console: where to print.
        title: what stands above it.
        labels: the headings.
        rows: the cells.
        texts: columns after the first that hold text, which may wrap.
        narrow: whether the first column holds numbers too.
    """
    if not rows:
        return
    console.print()
    line(console, title, "bold")
    wraps = {*texts} if narrow else {0, *texts}
    headings = [label if n in wraps else _folded(label) for n, label in enumerate(labels)]
    columns = [[heading, *(row[n] for row in rows)] for n, heading in enumerate(headings)]
    widths = [max(len(part) for cell in cells for part in cell.split("\n")) for cells in columns]
    least = [min(_TEXT if n else _NAME, w) if n in wraps else w for n, w in enumerate(widths)]
    room = console.width - _EDGES
    for shown in _fitting(least, room):
        _print(console, [(columns[n], n in wraps) for n in shown], _shared(shown, widths, least, room))


def _fitting(least: Sequence[int], room: int) -> Iterator[list[int]]:
    """Yield the columns of each table, the first one always among them."""
    columns, used = [0], least[0] + _GAP
    for number, width in enumerate(least[1:], 1):
        if len(columns) > 1 and used + width + _GAP > room:
            yield columns
            columns, used = [0], least[0] + _GAP
        columns.append(number)
        used += width + _GAP
    yield columns


def _shared(shown: Sequence[int], widths: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Return the width of each column: what it must have, and what it can use of the rest, names last."""
    found = {number: least[number] for number in shown}
    rest = max(room - sum(width + _GAP for width in found.values()), 0)
    for number in reversed(shown):
        more = min(widths[number] - found[number], rest)
        found[number] += more
        rest -= more
    return list(found.values())


def _print(console: Console, columns: Sequence[tuple[Sequence[str], bool]], widths: Sequence[int]) -> None:
    """Print columns, each a heading and cells, and whether it is text that wraps."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for (cells, text), width in zip(columns, widths, strict=True):
        justify: Literal["left", "right"] = "left" if text else "right"
        table.add_column(Text(cells[0]), justify=justify, overflow="fold", width=width)
    for row in zip(*(cells[1:] for cells, _ in columns), strict=True):
        table.add_row(*map(Text, row))
    console.print(table)


def _folded(label: str) -> str:
    """Return a heading over numbers in two lines where one would be wider than the numbers."""
    words = label.split(" ")
    if len(label) <= _HEADING or len(words) < 2:
        return label
    cut = min(range(1, len(words)), key=lambda n: abs(len(" ".join(words[:n])) - len(" ".join(words[n:]))))
    return "\n".join((" ".join(words[:cut]), " ".join(words[cut:])))
