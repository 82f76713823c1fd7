"""The change in outcomes that each effect brings, in formulas by year."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from cba.reports.effect_rows import outcome_names
from cba.reports.facts import Document
from cba.reports.workbook.assumptions import Inputs
from cba.reports.workbook.book import Book
from cba.reports.workbook.cells import Row, Years, backwards, followed
from cba.reports.workbook.effects import Conversion
from cba.reports.workbook.formulas import Formula, least, most, when
from cba.reports.workbook.overlaps import overlapped
from cba.reports.workbook.people import People


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
class Changes:
    """Writes the change of each effect of one intervention.

    Attributes:
        years: the numbers of the years.
        key: the intervention.
        plan: its calculation.
        people: who starts and completes it.
    """

    book: Book
    writer: Years
    inputs: Inputs
    years: Row
    key: str
    plan: Document
    people: People

    def write(self, effect: Document, conversion: Conversion) -> Change:
        """Write the change by year of one effect, and what it is computed from."""
        people = self.people
        title = self.book.lang.text(outcome_names(self.book.document, effect["outcome"])["title"])
        exposed = people.starters if effect["applies_to"] == "starters" else people.completers
        if effect["kind"] == "success":
            return self._success(effect, exposed, conversion, title)
        if effect["kind"] == "explicit":
            return self._explicit(effect, exposed, conversion, title)
        say = self.book.lang.say
        lasting = self._put(
            say("%(outcome)s: part of the effect left", outcome=title), self._persistence(effect)
        )
        assert conversion.change is not None
        if effect["baseline"]["kind"] == "place":
            return self._place(lasting, conversion, title)
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
        year = self.years.here
        # 0 to the power of 0 is an error in Excel, and 1 where an effect fades at once
        faded = when(year.equals(lag), 1.0, (1.0 - self.inputs[effect["fade"]]) ** (year - lag))
        part = least(1.0, most(0.0, duration - (year - lag)))
        return when(year < lag, 0.0, part * faded)

    def _path(self, effect: Document) -> str:
        return f"interventions.{self.key}.effects.{effect['outcome']}"

    def _convolved(self, title: str, exposed: Row, each: Row) -> Row:
        """Write the change by year: every cohort's change in the years since its entry, added up."""
        reverse = backwards(self.writer, each)
        values = np.convolve(exposed.values, each.values)[: self.writer.horizon]
        return self._changed(title, followed(exposed, reverse), values)

    def _changed(self, title: str, texts: Formula | list[str], values: np.ndarray | None = None) -> Row:
        label = self.book.lang.say("%(outcome)s: change", outcome=title)
        return self.writer.put(label, texts, values=values, pattern="#,##0.0000", summed=True, bold=True)

    def _success(self, effect: Document, exposed: Row, conversion: Conversion, title: str) -> Change:
        assert conversion.change is not None
        change = self._changed(title, exposed.here * conversion.change)
        sign = -1.0 if effect["better"] == "fewer" else 1.0
        once = when(self.years.here.equals(0.0), conversion.change * sign, 0.0)
        label = self.book.lang.say("%(outcome)s: share avoided, by year since entry", outcome=title)
        return Change(change, exposed, self._put(label, once))

    def _explicit(self, effect: Document, exposed: Row, conversion: Conversion, title: str) -> Change:
        say, horizon = self.book.lang.say, self.writer.horizon
        stated = [self.inputs[name] for name in effect["by_year"][:horizon]]
        stated += [Formula("0", 0.0)] * (horizon - len(stated))
        label = say("%(outcome)s: change for each, by year since entry", outcome=title)
        profile = self.writer.put(label, stated, pattern="0.0000")
        counted = self._put(
            say("%(outcome)s: the same, counted", outcome=title), profile.here * conversion.counted
        )
        if self.plan["participants"]:
            return Change(self._convolved(title, exposed, counted), exposed, None)
        texts, values = _covered(self.people.operating, backwards(self.writer, counted), counted)
        return Change(self._changed(title, texts, values), None, None)

    def _place(self, lasting: Row, conversion: Conversion, title: str) -> Change:
        """Write the change of a place: covered again is not reduced twice, so the strongest effect counts."""
        say = self.book.lang.say
        assert conversion.change is not None
        assert conversion.rate is not None
        reverse = backwards(self.writer, lasting)
        texts, values = _covered(self.people.operating, reverse, lasting)
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
