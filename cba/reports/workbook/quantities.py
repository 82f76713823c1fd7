"""The units of each price that follow from a change in events, by year."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cba.reports.facts import Document
from cba.reports.workbook.assumptions import Inputs
from cba.reports.workbook.book import Book
from cba.reports.workbook.cells import Row, Years
from cba.reports.workbook.changes import Change
from cba.reports.workbook.formulas import Formula


def quantities(book: Book, writer: Years, inputs: Inputs, effect: Document, change: Change) -> None:
    """Write the units of each price that follow from a change in events."""
    for item in effect["consequences"]:
        price = book.document["prices"][item["price"]]
        label = book.lang.say("Quantity: %(price)s", price=book.lang.text(price["name"]))
        names = [inputs[name] for name in item["quantities"]]
        signed = -1.0 if item["sign"] < 0 else 1.0
        formula: Formula | list[str]
        values = None
        if item["spread"] == 1:
            each = names[0] if signed > 0 else -names[0]
            formula = change.change.here * each
        elif item["spread"]:
            formula = _spread(change.change, names[0] * signed if signed < 0 else names[0], item["spread"])
            if isinstance(formula, list):
                values = _spread_values(change.change, names[0].number * signed, item["spread"])
        else:
            formula = _by_year(change.change, names, signed)
            used = signed * np.array([name.number for name in names[: writer.horizon]])
            values = np.convolve(change.change.values, used)[: writer.horizon]
        change.quantities.append(
            writer.put(
                label, formula, values=values, unit=_counted(book, price), pattern="#,##0.00", summed=True
            )
        )


def _counted(book: Book, price: Document) -> str:
    """Return what a price is a price of: `sag` of `kr. pr. sag`."""
    words = book.lang.text(price["unit"])
    return next((words.partition(per)[2] for per in (" pr. ", " per ") if per in words), words)


def _spread(change: Row, each: Formula, years: int) -> list[str]:
    """Return the total in equal parts over the years from each event on."""
    return [
        f"{_factor(each)}/{years}*SUM({change.part(max(0, n - years + 1), n)})"
        for n in range(len(change.values))
    ]


def _factor(each: Formula) -> str:
    return each.text if each.binds >= 3 else f"({each.text})"


def _spread_values(change: Row, each: float, years: int) -> np.ndarray:
    parts = np.full(min(years, len(change.values)), each / years)
    return np.convolve(change.values, parts)[: len(change.values)]


def _by_year(change: Row, names: Sequence[Formula], signed: float) -> list[str]:
    """Return units by year since the event, added up over events."""
    texts = []
    for n in range(len(change.values)):
        terms = [
            f"{change.at(n - t).text.replace('$', '')}*{name.text}" for t, name in enumerate(names[: n + 1])
        ]
        total = "+".join(terms)
        texts.append(f"-({total})" if signed < 0 else total)
    return texts
