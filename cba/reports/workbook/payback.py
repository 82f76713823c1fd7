"""When an intervention has paid for itself, in formulas."""

from __future__ import annotations

import numpy as np

from cba.reports.language import N_
from cba.reports.workbook.cells import Row
from cba.reports.workbook.formulas import Formula, largest, most, smallest, when
from cba.reports.workbook.result_line import Line

_NEVER = N_("never")


def payback(line: Line, name: str, running: Row, net: Row, number: Row, engine: float | None) -> None:
    """Write the year from which a running total stays at or above nothing, and the step to it.

    Args:
        line: where.
        name: of the cell.
        running: the running total.
        net: what it adds up.
        number: the numbers of the years.
        engine: the engine's year.
    """
    below = line.step(f"{name}_below", _below(running, net, number), "0")
    start = float(line.book.document["scenario"]["start"])
    never = line.book.lang.say(_NEVER)
    line.put(name, when(below < float(len(running.values)), below + start, never), engine, "0")


def _below(row: Row, net: Row, number: Row) -> Formula:
    """Return how many years pass before the running total stays at or above nothing, rounding dust aside."""
    dust = 1e-9 * most(1.0, largest(net.all), -smallest(net.all))
    under = np.flatnonzero(row.values < -dust.number)
    value = float(under[-1] + 1) if under.size else 0.0
    return Formula(f"SUMPRODUCT(MAX(({row.all.text}<{(-dust).text})*({number.all.text}+1)))", value)
