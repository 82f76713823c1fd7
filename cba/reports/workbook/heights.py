"""How high a row must be for its text; programs do not all find out on opening."""

from __future__ import annotations

from functools import cache
from textwrap import wrap

from cba.reports.workbook.looks import Look

LINE = 15.0
"""Height of a line, points."""

PLAIN, BOLD = 1.05, 1.2
"""Width of a letter; a column's width is in digits."""

_SIZE = 11.0
"""Of letters that fill a line, points."""

_MOST_LINES = 27
"""No program makes a row much higher."""


def height(words: str, look: Look, width: float) -> float:
    """Return how high a text is, points, where the column is so wide."""
    size = look.size / _SIZE
    letter = (BOLD if look.bold else PLAIN) * size
    return min(_lines(words, width / letter), _MOST_LINES) * LINE * max(1.0, size)


@cache
def _lines(text: str, width: float) -> int:
    """Return how many lines a text fills where so many letters stand side by side."""
    return sum(
        1 if len(part) <= width else len(wrap(part, max(1, int(width)))) or 1 for part in text.split("\n")
    )
