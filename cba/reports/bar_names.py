"""Names that stand above their bars, on as many lines as they take."""

from __future__ import annotations

import textwrap

from cba.reports.charts import WIDTH, Tick

LETTER = 6.4
"""Width of an average letter of a name."""

_LINE = 13.0
_LONGEST = int(WIDTH / LETTER)


def named(name: str, y: float) -> tuple[tuple[Tick, ...], float]:
    """Return the lines of a name whose first one stands at y, and where the last one stands."""
    lines = textwrap.wrap(name, _LONGEST) or [""]
    placed = tuple(Tick(y + _LINE * k, 0.0, line) for k, line in enumerate(lines))
    return placed, placed[-1].at
