"""The sheet of consequences: people by year, change in outcomes, the quantities that follow, in formulas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from cba.reports.effect_rows import outcome_names
from cba.reports.facts import Document
from cba.reports.workbook.assumptions import Inputs
from cba.reports.workbook.book import Book, Place, Text
from cba.reports.workbook.cells import FIRST, TOTAL, WIDTHS, Row, Years, header_of_years
from cba.reports.workbook.changes import Change, Changes
from cba.reports.workbook.effects import Effects
from cba.reports.workbook.formulas import Formula
from cba.reports.workbook.overlaps import shared_out
from cba.reports.workbook.people import People, add_people
from cba.reports.workbook.quantities import quantities


@dataclass
class Consequences:
    """The rows of the sheet that money follows from, by intervention, and by intervention and outcome."""

    years: Row
    people: dict[str, People] = field(default_factory=dict)
    changes: dict[tuple[str, str], Change] = field(default_factory=dict)


def add(book: Book, inputs: Inputs, effects: Effects) -> Consequences:
    """Write the sheet; name each total `<intervention>_<outcome>_avoided` and check it."""
    say, horizon = book.lang.say, book.document["scenario"]["horizon"]
    sheet = book.sheet(say("Consequences"), [*WIDTHS, *[11] * horizon])
    note = say("Everything is a formula. Each column is a year; years since entry are counted from 0.")
    row = book.title(sheet, say("Consequences"), note)
    header_of_years(book, Years(book, sheet, horizon), row, [say("Year"), say("Unit"), say("Total")])
    writer = Years(book, sheet, horizon, row + 1)
    number = writer.put(say("Year number"), [Formula(str(n), float(n)) for n in range(horizon)], pattern="0")
    found = Consequences(number)
    for key, intervention in book.document["interventions"].items():
        writer.subtitle(intervention["title"])
        plan = book.document["calculation"]["interventions"][key]
        found.people[key] = people = add_people(book, writer, inputs, plan)
        changes = Changes(book, writer, inputs, number, key, plan, people)
        for effect in plan["effects"]:
            outcome = effect["outcome"]
            found.changes[key, outcome] = change = changes.write(effect, effects[key, outcome])
            quantities(book, writer, inputs, effect, change)
    _together(book, writer, inputs, effects, found)
    _outcomes(book, writer, found)
    book.printed(sheet, header_row=row, columns=FIRST + horizon - 1)
    book.protect(sheet)
    return found


def _together(book: Book, writer: Years, inputs: Inputs, effects: Effects, found: Consequences) -> None:
    """Write what overlap leaves of each change, and the quantities that follow."""
    plans = book.document["calculation"]
    for group in plans["overlaps"]:
        outcome = outcome_names(book.document, group["members"][0][1])["title"]
        title = book.lang.text(outcome)
        writer.subtitle(book.lang.say("Overlap: %(outcome)s", outcome=title))
        members = [found.changes[key, id] for key, id in group["members"]]
        rates = [effects[key, id].rate for key, id in group["members"]]
        names = [book.lang.text(book.document["interventions"][key]["title"]) for key, _ in group["members"]]
        factor = shared_out(book, writer, group, members, rates, names)
        for (key, id), own, name in zip(group["members"], members, names, strict=True):
            label = book.lang.say("%(intervention)s: change beside the others", intervention=name)
            left = writer.put(
                label, own.change.here * factor.here, pattern="#,##0.0000", summed=True, bold=True
            )
            own.together = Change(left, own.exposed, own.reduction)
            effect = next(e for e in plans["interventions"][key]["effects"] if e["outcome"] == id)
            quantities(book, writer, inputs, effect, own.together)


def _outcomes(book: Book, writer: Years, found: Consequences) -> None:
    """Write what is avoided by year, of each intervention alone and of all, with names and checks."""
    say = book.lang.say
    writer.subtitle(say("Avoided, or gained of a good outcome (positive is better)"))
    for key, title, outcome, result in _parts(book):
        names = outcome_names(book.document, outcome)
        parts = _changes(found, key, outcome)
        added = parts[0].here
        for part in parts[1:]:
            added = added + part.here
        avoided = -added if _fewer(book, outcome) else added
        label = f"{book.lang.text(title)}: {book.lang.text(names['title'])}"
        row = writer.put(label, avoided, unit=names["unit"], pattern="#,##0.00", summed=True, bold=True)
        place = Place(row.sheet, row.number, TOTAL)
        book.define(f"{key}_{outcome}_avoided", place)
        book.check(f"{key}_{outcome}_avoided", place, float(row.values.sum()), result["avoided"])


def _changes(found: Consequences, key: str, outcome: str) -> list[Row]:
    if key != "portfolio":
        return [found.changes[key, outcome].change]
    changes = [change for (_, id), change in found.changes.items() if id == outcome]
    return [(change.together or change).change for change in changes]


def _fewer(book: Book, outcome: str) -> bool:
    return bool(book.document["names"]["outcomes"][outcome]["better"] == "fewer")


def _parts(book: Book) -> Iterator[tuple[str, Text, str, Document]]:
    document = book.document
    results = [(key, i["title"], i) for key, i in document["interventions"].items()]
    for key, title, result in [*results, ("portfolio", book.lang.say("All together"), document["portfolio"])]:
        for outcome, found in result["outcomes"].items():
            yield key, title, outcome, found
