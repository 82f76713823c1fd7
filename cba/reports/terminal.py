"""Lines and tables in a terminal of eighty columns: names wrap, numbers do not, and nothing is markup."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

_NAME = 20
"""Room for the longest ordinary word of a name."""

_HEADING = 10
"""A longer heading over numbers is folded."""


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

    Args:
        console: where to print.
        title: what stands above it.
        labels: the headings.
        rows: the cells.
        texts: columns after the first that hold text, which may wrap.
        narrow: whether the first column is narrow too.
    """
    if not rows:
        return
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for number, label in enumerate(labels):
        wraps = number in texts or (number == 0 and not narrow)
        table.add_column(
            Text(label if wraps else _folded(label)),
            justify="left" if wraps else "right",
            overflow="fold",
            no_wrap=not wraps,
            min_width=_NAME if number == 0 and not narrow else max(map(len, label.split()), default=1),
        )
    for row in rows:
        table.add_row(*map(Text, row))
    console.print()
    line(console, title, "bold")
    console.print(table)


def _folded(label: str) -> str:
    """Return a heading over numbers in two lines where one would be wider than the numbers."""
    words = label.split(" ")
    if len(label) <= _HEADING or len(words) < 2:
        return label
    cut = min(range(1, len(words)), key=lambda n: abs(len(" ".join(words[:n])) - len(" ".join(words[n:]))))
    return "\n".join((" ".join(words[:cut]), " ".join(words[cut:])))
