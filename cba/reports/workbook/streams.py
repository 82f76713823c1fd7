"""Streams: what each effect, flow and cost amounts to by year, in formulas, and what it is worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cba.reports.facts import Document
from cba.reports.workbook.bookings import Bookings
from cba.reports.workbook.cells import Row, Years
from cba.reports.workbook.changes import Change
from cba.reports.workbook.consequences import Consequences
from cba.reports.workbook.discounting import Discounting
from cba.reports.workbook.formulas import Formula, products
from cba.reports.workbook.stream_columns import StreamColumns

EFFECT, FLOW, COST = "effect", "flow", "cost"


@dataclass(frozen=True)
class Stream:
    """A written stream of amounts.

    Attributes:
        owner: the intervention.
        row: its years.
        source: names of the inputs that its amount is proportional to, besides those of its effect.
        flow: name of the input of each year, None where there is none; empty for what is not a flow.
        outcome: of the effect it follows from; empty for costs and flows.
        per: what a cost is per; empty for what is not a cost by unit.
        role: effect, flow (a benefit stated directly) or cost.
        area: of a benefit; empty for costs.
        price: the price behind it; empty where there is none.
        together: whether it counts when all interventions are taken together.
        alone: whether it counts for the intervention by itself.
        factors: by payer, what of it falls to them.
        distortion: cost of the tax distortion for each krone; None where the lens knows none.
        booked: its present value over all counted payers.
        worth: what it adds to the net present value.
    """

    owner: str
    row: Row
    source: tuple[str, ...]
    flow: tuple[str | None, ...]
    outcome: str
    per: str
    role: str
    area: str
    price: str
    together: bool
    alone: bool
    factors: Mapping[str, float]
    distortion: float | None
    booked: float
    worth: float


class Streams:
    """Writes the streams of one intervention after the other."""

    def __init__(
        self,
        writer: Years,
        bookings: Bookings,
        columns: StreamColumns,
        discounting: Discounting,
        found: Consequences,
        amounts: Mapping[str, Formula],
    ) -> None:
        """Take what the streams are written from; `amounts` in the price level, by input."""
        self.book, self.writer, self.bookings, self.columns = writer.book, writer, bookings, columns
        self.discounting, self.found, self.amounts = discounting, found, amounts
        self.plan = self.book.document["calculation"]
        self.key = ""

    def write(self, key: str) -> list[Stream]:
        """Write the streams of an intervention; what overlaps alone, then beside the others at the end."""
        self.key = key
        streams: list[Stream] = []
        for group in (self._benefits, self._overlapped, self._costs, self._together):
            streams += group(key)
        return streams

    def _benefits(self, key: str) -> Iterator[Stream]:
        """Write the benefits that are the same alone and together."""
        item = self.plan["interventions"][key]
        for effect in item["effects"]:
            change = self.found.changes[key, effect["outcome"]]
            if change.together is None:
                yield from self._effect(effect, change, together=True, alone=True)
        for flow in item["flows"]:
            if flow["kind"] == "benefit":
                yield self._flow(flow, FLOW, flow["area"])

    def _overlapped(self, key: str) -> Iterator[Stream]:
        for effect in self.plan["interventions"][key]["effects"]:
            change = self.found.changes[key, effect["outcome"]]
            if change.together is not None:
                yield from self._effect(effect, change, together=False, alone=True)

    def _together(self, key: str) -> Iterator[Stream]:
        """Write the benefits that are left beside overlapping interventions."""
        for effect in self.plan["interventions"][key]["effects"]:
            change = self.found.changes[key, effect["outcome"]]
            if change.together is not None:
                yield from self._effect(effect, change.together, together=True, alone=False)

    def _costs(self, key: str) -> Iterator[Stream]:
        item, people = self.plan["interventions"][key], self.found.people[key]
        units = {
            "start": people.first, "year": people.operating, "participant": people.starters,
            "completer": people.completers,
        }  # fmt: skip
        for cost in item["costs"]:
            amount = units[cost["per"]].here * self.amounts[cost["amount"]]
            title = self.book.lang.text(cost["what"])
            yield self._stream(title, amount, cost, COST, source=(cost["amount"],), per=cost["per"])
        for flow in item["flows"]:
            if flow["kind"] == "cost":
                yield self._flow(flow, COST, "")

    def _effect(self, effect: Document, change: Change, *, together: bool, alone: bool) -> Iterator[Stream]:
        for item, quantity in zip(effect["consequences"], change.quantities, strict=True):
            price = self.plan["prices"][item["price"]]
            title = self.book.lang.text(self.book.document["prices"][item["price"]]["name"])
            if not alone:
                title = self.book.lang.say("%(what)s, beside the others", what=title)
            amount = -(quantity.here * self.amounts[price["amount"]])
            source = (price["amount"], *(item["quantities"] if item["spread"] else ()))
            yield self._stream(
                title, amount, price, EFFECT, price["area"], item["price"], source=source,
                outcome=effect["outcome"], together=together, alone=alone,
            )  # fmt: skip

    def _flow(self, flow: Document, role: str, area: str) -> Stream:
        none = Formula("0", 0.0)
        amounts = [none if name is None else self.amounts[name] for name in flow["amounts"]]
        title, names = self.book.lang.text(flow["what"]), tuple(flow["amounts"])
        return self._stream(title, amounts, flow, role, area, flow=names)

    def _stream(
        self,
        title: str,
        amounts: Formula | list[Formula],
        booking: Document,
        role: str,
        area: str = "",
        price: str = "",
        *,
        source: tuple[str, ...] = (),
        flow: tuple[str | None, ...] = (),
        outcome: str = "",
        per: str = "",
        together: bool = True,
        alone: bool = True,
    ) -> Stream:
        """Write a stream, and behind its years who it falls to and what it is worth."""
        say, number = self.book.lang.say, self.writer.row
        kind = say("Cost") if role == COST else say("Benefit")
        row = self.writer.put(title, amounts, unit=kind, pattern="#,##0", summed=True)
        factors = self.bookings.factors(booking)
        for payer, factor in factors.items():
            self.columns.put(f"to:{payer}", number, factor, "0.00##")
        ends = [f"to:{payer}" for payer in self.bookings.payers]
        counted = Formula(
            f"SUM({self.columns.cell(ends[0], number)}:{self.columns.cell(ends[-1], number)})",
            sum(f.number for f in factors.values()),
        )
        value = products(self.discounting.used.all, row.all)
        booked = counted * value
        self.columns.put("booked", number, booked, "#,##0")
        adds, distortion = (-counted if role == COST else counted), None
        if self.bookings.distorted:
            cost = self.bookings.distortion(booking, cost=role == COST)
            self.columns.put("distortion", number, cost, "0.00##")
            distortion = cost.number
            adds = adds - Formula(self.columns.cell("distortion", number), distortion)
        worth = adds * value
        self.columns.put("worth", number, worth, "#,##0")
        for column, text in (("role", role), ("area", area), ("price", price)):
            self.columns.text(column, number, text)
        self.columns.number("together", number, float(together))
        shares = {payer: factor.number for payer, factor in factors.items()}
        return Stream(
            self.key, row, source, flow, outcome, per, role, area, price, together, alone, shares, distortion,
            booked.number, worth.number,
        )  # fmt: skip
