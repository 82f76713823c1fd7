"""The sheet of consequences: people by year, change in outcomes, the quantities that follow, in formulas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from cba.reports.effect_rows import outcome_names
from cba.reports.facts import Document
from cba.reports.workbook.assumptions import Inputs
from cba.reports.workbook.book import Book, Place, Text
from cba.reports.workbook.cells import FIRST, TOTAL, Row, Years, followed
from cba.reports.workbook.effects import Conversion, Effects
from cba.reports.workbook.formulas import Formula, least, most, when
from cba.reports.workbook.overlaps import shared_out

WIDTHS = (66, 20, 14)


@dataclass
class People:
    """Who starts and completes, and when an intervention runs; rows of years."""

    starters: Row
    operating: Row
    first: Row
    completers: Row


@dataclass
class Change:
    """What one effect changes.

    Attributes:
        change: events by year; negative is fewer.
        exposed: people by year of entry; None for a place.
        reduction: share of a person's events avoided by year since entry, or of the place's by year; None
            where nothing can overlap it.
        quantities: units of each price that follow, in the order of the effect's consequences.
        together: change and quantities that are left beside overlapping interventions; itself where nothing
            overlaps.
    """

    change: Row
    exposed: Row | None
    reduction: Row | None
    quantities: list[Row] = field(default_factory=list)
    together: Change | None = None


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
    writer = Years(book, sheet, horizon, row + 1, book.raw[sheet.title])
    number = writer.put(say("Year number"), [Formula(str(n), float(n)) for n in range(horizon)], pattern="0")
    found = Consequences(number)
    for key, intervention in book.document["interventions"].items():
        writer.subtitle(intervention["title"])
        _Intervention(book, writer, inputs, effects, found, key).write()
    _together(book, writer, inputs, effects, found)
    _outcomes(book, writer, found)
    book.printed(sheet, header_row=row, columns=FIRST + horizon - 1)
    book.protect(sheet)
    return found


def header_of_years(book: Book, writer: Years, row: int, labels: Sequence[Text]) -> None:
    """Write a header row with the calendar years."""
    start = book.document["scenario"]["start"]
    years = [str(start + n) for n in range(writer.horizon)]
    book.header(writer.sheet, row, [*labels, *years], words=(1, 2))


@dataclass
class _Intervention:
    """Writes the rows of one intervention."""

    book: Book
    writer: Years
    inputs: Inputs
    effects: Effects
    found: Consequences
    key: str

    def write(self) -> None:
        """Write people, then each effect with its quantities."""
        plan = self.book.document["calculation"]["interventions"][self.key]
        self.found.people[self.key] = people = self._people(plan)
        for effect in plan["effects"]:
            conversion = self.effects[self.key, effect["outcome"]]
            names = outcome_names(self.book.document, effect["outcome"])
            change = self._change(plan, people, effect, conversion, self.book.lang.text(names["title"]))
            self.found.changes[self.key, effect["outcome"]] = change
            quantities(self.book, self.writer, self.inputs, effect, change)

    def _people(self, plan: Document) -> People:
        say, horizon = self.book.lang.say, self.writer.horizon
        names = plan["participants"] or [None] * horizon
        starts = [Formula("0", 0.0) if name is None else self.inputs[name] for name in names]
        starters = self.writer.put(
            say("Starters"), starts, unit=say("persons"), pattern="#,##0.##", summed=True
        )
        without = [1.0 if n < plan["years"] else 0.0 for n in range(horizon)]
        if plan["participants"]:
            running = when(starters.here > 0.0, 1.0, 0.0)
            if sum(without) and not starters.values.any():
                running = Formula("1", np.array(without))
            formula: Formula | list[Formula] = running
        else:
            formula = [Formula(f"{value:g}", value) for value in without]
        operating = self.writer.put(say("In operation (1 = yes)"), formula, pattern="0")
        # the first year is one where nothing was in operation up to the year before
        so_far = np.cumsum(operating.values)
        only = Formula(f"SUM({operating.so_far})", so_far)
        started = when(only.equals(operating.here), operating.here, 0.0)
        first = self.writer.put(say("First year in operation"), started, pattern="0")
        completed = starters.here * self.inputs[plan["completion"]]
        completers = self.writer.put(
            say("Completers"), completed, unit=say("persons"), pattern="#,##0.##", summed=True
        )
        return People(starters, operating, first, completers)

    def _change(
        self, plan: Document, people: People, effect: Document, conversion: Conversion, title: str
    ) -> Change:
        exposed = people.starters if effect["applies_to"] == "starters" else people.completers
        if effect["kind"] == "success":
            return self._success(effect, exposed, conversion, title)
        if effect["kind"] == "explicit":
            return self._explicit(plan, people, effect, exposed, conversion, title)
        say = self.book.lang.say
        lasting = self._put(
            say("%(outcome)s: part of the effect left", outcome=title), self._persistence(effect)
        )
        assert conversion.change is not None
        if effect["baseline"]["kind"] == "place":
            return self._place(people, lasting, conversion, title)
        each = self._put(
            say("%(outcome)s: change for each person, by year since entry", outcome=title),
            lasting.here * conversion.change,
            pattern="0.000000",
        )
        change = self._convolved(title, exposed, each)
        return Change(change, exposed, self._reduction(effect, lasting, conversion, title))

    def _put(self, label: str, formula: Formula, pattern: str = "0.0000") -> Row:
        return self.writer.put(label, formula, pattern=pattern)

    def _persistence(self, effect: Document) -> Formula:
        """Return the part of the effect left by year since entry: it begins, lasts, fades and ends."""
        path = self._path(effect)
        lag, duration = self.inputs[f"{path}.lag"], self.inputs[f"{path}.duration"]
        year = self.found.years.here
        # 0 to the power of 0 is an error in Excel, and 1 where an effect fades at once
        faded = when(year.equals(lag), 1.0, (1.0 - self.inputs[effect["fade"]]) ** (year - lag))
        part = least(1.0, most(0.0, duration - (year - lag)))
        return when(year < lag, 0.0, part * faded)

    def _path(self, effect: Document) -> str:
        return f"interventions.{self.key}.effects.{effect['outcome']}"

    def _convolved(self, title: str, exposed: Row, each: Row) -> Row:
        """Write the change by year: every cohort's change in the years since its entry, added up."""
        reverse = backwards(self.book, self.writer, each)
        values = np.convolve(exposed.values, each.values)[: self.writer.horizon]
        return self._changed(title, followed(exposed, reverse), values)

    def _changed(self, title: str, texts: Formula | list[str], values: np.ndarray | None = None) -> Row:
        label = self.book.lang.say("%(outcome)s: change", outcome=title)
        return self.writer.put(label, texts, values=values, pattern="#,##0.0000", summed=True, bold=True)

    def _success(self, effect: Document, exposed: Row, conversion: Conversion, title: str) -> Change:
        assert conversion.change is not None
        change = self._changed(title, exposed.here * conversion.change)
        sign = -1.0 if effect["better"] == "fewer" else 1.0
        once = when(self.found.years.here.equals(0.0), conversion.change * sign, 0.0)
        label = self.book.lang.say("%(outcome)s: share avoided, by year since entry", outcome=title)
        return Change(change, exposed, self._put(label, once))

    def _explicit(
        self,
        plan: Document,
        people: People,
        effect: Document,
        exposed: Row,
        conversion: Conversion,
        title: str,
    ) -> Change:
        say, horizon = self.book.lang.say, self.writer.horizon
        stated = [self.inputs[name] for name in effect["by_year"][:horizon]]
        stated += [Formula("0", 0.0)] * (horizon - len(stated))
        label = say("%(outcome)s: change for each, by year since entry", outcome=title)
        profile = self.writer.put(label, stated, pattern="0.0000")
        counted = self._put(
            say("%(outcome)s: the same, counted", outcome=title), profile.here * conversion.counted
        )
        if plan["participants"]:
            return Change(self._convolved(title, exposed, counted), exposed, None)
        texts, values = _covered(people.operating, backwards(self.book, self.writer, counted), counted)
        return Change(self._changed(title, texts, values), None, None)

    def _place(self, people: People, lasting: Row, conversion: Conversion, title: str) -> Change:
        """Write the change of a place: covered again is not reduced twice, so the strongest effect counts."""
        say = self.book.lang.say
        assert conversion.change is not None
        assert conversion.rate is not None
        reverse = backwards(self.book, self.writer, lasting)
        texts, values = _covered(people.operating, reverse, lasting)
        reach = self.writer.put(
            say("%(outcome)s: effect in the place that year", outcome=title),
            texts,
            values=values,
            pattern="0.0000",
        )
        reduction = self._put(
            say("%(outcome)s: share of the place's avoided", outcome=title), reach.here * conversion.change
        )
        return Change(self._changed(title, -(reduction.here * conversion.rate)), None, reduction)

    def _reduction(self, effect: Document, lasting: Row, conversion: Conversion, title: str) -> Row | None:
        """Write the share of a person's events avoided, where another intervention overlaps it."""
        if not overlapped(self.book.document, self.key, effect["outcome"]):
            return None
        label = self.book.lang.say("%(outcome)s: share avoided, by year since entry", outcome=title)
        assert conversion.change is not None
        if conversion.reduction is not None:
            return self._put(label, lasting.here * conversion.reduction * conversion.counted)
        assert conversion.rate is not None
        return self._put(label, -(lasting.here * conversion.change / conversion.rate))


def backwards(book: Book, writer: Years, row: Row) -> Row:
    """Write a row's years in reverse, for sums over cohorts."""
    values = row.values[::-1]
    texts = [row.at(writer.horizon - 1 - n).text.replace("$", "") for n in range(writer.horizon)]
    label = book.lang.say("the row above, backwards (for the sum over cohorts)")
    return writer.put(label, texts, values=values, pattern="0.0000")


def _covered(operating: Row, reverse: Row, profile: Row) -> tuple[list[str], np.ndarray]:
    """Return the largest effect of any operating year so far, harm counted by its size."""
    horizon = len(profile.values)
    last = horizon - 1
    shifted = np.zeros((horizon, horizon))
    for year in range(horizon):
        shifted[year, year:] = operating.values[year] * profile.values[: horizon - year]
    high, low = shifted.max(axis=0, initial=0.0), shifted.min(axis=0, initial=0.0)
    texts = []
    for n in range(horizon):
        product = f"{operating.part(0, n)}*{reverse.part(last - n, last)}"
        best = f"SUMPRODUCT(MAX({product}))"
        if (profile.values < 0).any():
            worst = f"SUMPRODUCT(MIN({product}))"
            best = f"IF({best}>=-{worst},MAX(0,{best}),{worst})"
        texts.append(best)
    return texts, np.where(high >= -low, high, low)


def overlapped(document: Document, key: str, outcome: str) -> bool:
    """Tell whether an effect overlaps another."""
    return any([key, outcome] in group["members"] for group in document["calculation"]["overlaps"])


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
