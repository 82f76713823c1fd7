"""Who starts and completes an intervention, and when it runs, in formulas by year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cba.reports.facts import Document
from cba.reports.workbook.assumptions import Inputs
from cba.reports.workbook.book import Book
from cba.reports.workbook.cells import Row, Years
from cba.reports.workbook.formulas import Formula, when


@dataclass
class People:
    """Who starts and completes, and when an intervention runs; rows of years."""

    starters: Row
    operating: Row
    first: Row
    completers: Row


def add_people(book: Book, writer: Years, inputs: Inputs, plan: Document) -> People:
    """Write who starts and completes, and the years in operation."""
    say, horizon = book.lang.say, writer.horizon
    names = plan["participants"] or [None] * horizon
    starts = [Formula("0", 0.0) if name is None else inputs[name] for name in names]
    starters = writer.put(say("Starters"), starts, unit=say("persons"), pattern="#,##0.##", summed=True)
    without = [1.0 if n < plan["years"] else 0.0 for n in range(horizon)]
    if plan["participants"]:
        running = when(starters.here > 0.0, 1.0, 0.0)
        if sum(without) and not starters.values.any():
            running = Formula("1", np.array(without))
        formula: Formula | list[Formula] = running
    else:
        formula = [Formula(f"{value:g}", value) for value in without]
    operating = writer.put(say("In operation (1 = yes)"), formula, pattern="0")
    # the first year is one where nothing was in operation up to the year before
    so_far = np.cumsum(operating.values)
    only = Formula(f"SUM({operating.so_far})", so_far)
    started = when(only.equals(operating.here), operating.here, 0.0)
    first = writer.put(say("First year in operation"), started, pattern="0")
    completed = starters.here * inputs[plan["completion"]]
    completers = writer.put(
        say("Completers"), completed, unit=say("persons"), pattern="#,##0.##", summed=True
    )
    return People(starters, operating, first, completers)
