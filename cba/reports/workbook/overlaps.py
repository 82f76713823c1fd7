"""Rows for interventions that overlap: reductions multiply, and each gets its share of what is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from cba.reports.facts import Document
from cba.reports.workbook.cells import Row, Years, backwards, followed
from cba.reports.workbook.formulas import Formula, least, size, when

if TYPE_CHECKING:
    from cba.reports.workbook.book import Book
    from cba.reports.workbook.changes import Change

_CANCELLED = 1e-9
"""Where harm and benefit cancel, there is nothing to share out."""


def overlapped(document: Document, key: str, outcome: str) -> bool:
    """Tell whether an effect overlaps another."""
    return any([key, outcome] in group["members"] for group in document["calculation"]["overlaps"])


def shared_out(
    book: Book,
    writer: Years,
    group: Document,
    members: Sequence[Change],
    rates: Sequence[Formula | None],
    names: Sequence[str],
) -> Row:
    """Write the factor on each member's own change by year: combined ÷ sum of own."""
    say = book.lang.say
    if group["one_figure"]:
        own = [member.reduction.here for member in members if member.reduction]
        left = 1.0 - own[0]
        for part in own[1:]:
            left = left * (1.0 - part)
        combined = writer.put(say("Combined reduction"), 1.0 - left, pattern="0.0000")
    else:
        own = [_events(group, member, n) for n, member in enumerate(members)]
        combined = _by_sets(book, writer, group, members, rates, names, own)
    added = writer.put(say("Sum of each alone"), _sum(own), pattern="#,##0.0000")
    sized = writer.put(say("Sum of their sizes"), _sum([size(part) for part in own]), pattern="#,##0.0000")
    factor = when(size(added.here) > sized.here * _CANCELLED, combined.here / added.here, 1.0)
    return writer.put(say("Part left beside the others"), factor, pattern="0.0000")


def _events(group: Document, member: Change, n: int) -> Formula:
    """Return the events that a member avoids alone, by year."""
    return -member.change.here if group["signs"][n] < 0 else member.change.here


def _sum(parts: Sequence[Formula]) -> Formula:
    first, *others = parts
    return sum(others, first)


def _by_sets(
    book: Book,
    writer: Years,
    group: Document,
    members: Sequence[Change],
    rates: Sequence[Formula | None],
    names: Sequence[str],
    own: Sequence[Formula],
) -> Row:
    """Write the combined events: each alone, less what two would both avoid, plus what three would."""
    combined = _sum(own)
    for chosen in group["sets"]:
        label = " + ".join(names[n] for n in chosen)
        shared = _shared(book, writer, [members[n] for n in chosen], [rates[n] for n in chosen], label)
        combined = combined - shared.here if len(chosen) % 2 == 0 else combined + shared.here
    return writer.put(book.lang.say("Combined"), combined, pattern="#,##0.0000")


def _shared(
    book: Book, writer: Years, chosen: Sequence[Change], rates: Sequence[Formula | None], label: str
) -> Row:
    """Write the events that all of a set would avoid: those whom every one of them reaches."""
    say = book.lang.say
    rate, product = rates[0] or Formula("1", 1.0), _share(chosen[0])
    for other, change in zip(rates[1:], chosen[1:], strict=True):
        rate, product = rate + (other or 1.0), product * _share(change)
    each = writer.put(
        say("%(names)s: events that both avoid, each", names=label),
        product * (rate / float(len(chosen))),
        pattern="0.000000",
    )
    people = [change.exposed for change in chosen if change.exposed is not None]
    if not people:
        return each
    fewest = writer.put(
        say("%(names)s: people who get both", names=label),
        least(*(row.here for row in people)),
        pattern="#,##0.##",
    )
    values = np.convolve(fewest.values, each.values)[: writer.horizon]
    reverse = backwards(writer, each)
    label = say("%(names)s: events counted in both", names=label)
    return writer.put(label, followed(fewest, reverse), values=values, pattern="#,##0.0000")


def _share(change: Change) -> Formula:
    assert change.reduction is not None
    return change.reduction.here
