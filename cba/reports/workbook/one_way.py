"""The net result when one assumption has another value, in a formula of that value.

Most amounts are proportional to most assumptions. So the net result at another value follows from present
values that stand in the workbook already: live and exact, without calculating everything anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cba.reports.facts import Document
from cba.reports.workbook.assumptions import Inputs
from cba.reports.workbook.book import Book
from cba.reports.workbook.cash_flows import CashFlows, summed
from cba.reports.workbook.discounting import PERIODS
from cba.reports.workbook.effects import scale, uses
from cba.reports.workbook.formulas import Formula
from cba.reports.workbook.input_list import Listed
from cba.reports.workbook.overlaps import overlapped
from cba.reports.workbook.result_line import Results
from cba.reports.workbook.streams import COST, Stream

NetAt = Callable[[Formula], Formula]


@dataclass(frozen=True)
class OneWay:
    """An assumption, the net result at another value of it, and what is proportional to it.

    Attributes:
        net_at: takes the cell of the other value.
        part: the part of the net result that is proportional; None where it is not that simple.
    """

    item: Listed
    net_at: NetAt
    part: Formula | None


class _Moved:
    """The cells of all assumptions, one of them another cell."""

    def __init__(self, inputs: Inputs, key: str, cell: Formula) -> None:
        self._inputs, self._key, self._cell = inputs, key, cell

    def __getitem__(self, key: str) -> Formula:
        return self._cell if key == self._key else self._inputs[key]


def one_way(book: Book, inputs: Inputs, flows: CashFlows, results: Results) -> Iterator[OneWay]:
    """Yield every assumption whose other values follow from what is proportional to it."""
    finder = _Finder(book, inputs, flows, results)
    for item in inputs.items.values():
        found = finder.find(item)
        if found is not None:
            yield found


class _Finder:
    def __init__(self, book: Book, inputs: Inputs, flows: CashFlows, results: Results) -> None:
        self.book, self.inputs, self.flows = book, inputs, flows
        self.npv = results.cells["portfolio_npv"]
        self.plan = book.document["calculation"]
        self.block = flows.blocks["portfolio"]
        self.streams: dict[str, list[Stream]] = defaultdict(list)
        self.by_input: dict[str, list[Stream]] = defaultdict(list)
        for stream in self.block.streams:
            if stream.together:
                self.streams[stream.owner].append(stream)
                for name in {*stream.source, *stream.flow} - {None}:
                    self.by_input[str(name)].append(stream)
        self.people, self.effects = self._users()

    def _users(self) -> tuple[dict[str, str], dict[str, list[tuple[str, Document]]]]:
        """Return whose people an input counts, and which effects depend on it."""
        people: dict[str, str] = {}
        effects: dict[str, list[tuple[str, Document]]] = defaultdict(list)
        for key, plan in self.plan["interventions"].items():
            people.update({name: key for name in (plan["completion"], *plan["participants"]) if name})
            for effect in plan["effects"]:
                for name in uses(effect):
                    effects[name].append((key, effect))
        return people, effects

    def find(self, item: Listed) -> OneWay | None:
        """Return how the net result depends on an assumption, where that is simple."""
        if item.kind == "rate":
            return self._rate(item)
        if item.key.startswith("price."):
            part = summed(self.flows, self.block, "worth", price=item.key.removeprefix("price."))
            return self._proportional(item, part)
        of_flow = self._flow(item)
        if of_flow is not None:
            return self._proportional(item, of_flow)
        owner = self.people.get(item.key)
        linear = self.by_input.get(item.key) or [
            stream for stream in self.streams.get(owner or "", ()) if self._follows(stream, item.key)
        ]
        if linear:
            return self._proportional(item, self._worth(linear))
        return self._effects(item)

    def _rate(self, item: Listed) -> OneWay | None:
        """Return the net result at another discount rate, where one rate holds for all years."""
        rates, horizon = self.plan["rates"], self.book.document["scenario"]["horizon"]
        if item.key != rates[0]["input"] or any(0 < rate["from"] <= horizon for rate in rates):
            return None
        part = PERIODS[self.book.document["model"]["discounting"]["timing"]]
        number, net = self.flows.discounting.number.all, self.block.net.all

        def net_at(cell: Formula) -> Formula:
            years = f"({number.text}+{part:g})" if part else number.text
            factors = (1.0 + cell.number) ** -(number.years + part)
            text = f"SUMPRODUCT({net.text},(1+{cell.text})^(-{years}))"
            return Formula(text, float(factors @ net.years))

        return OneWay(item, net_at, None)

    def _flow(self, item: Listed) -> Formula | None:
        """Return the worth of one year's amount of a flow."""
        for stream in self.by_input.get(item.key, ()):
            if item.key in stream.flow:
                n = stream.flow.index(item.key)
                row, used = stream.row, self.flows.discounting.used
                first, last = (self.flows.columns[name] for name in self._payer_columns())
                own = f"'{row.sheet}'!"
                shares = Formula(
                    f"SUM({own}${first}${row.number}:${last}${row.number})", sum(stream.factors.values())
                )
                adds = -shares if stream.role == COST else shares
                if stream.distortion is not None:
                    letter = self.flows.columns["distortion"]
                    adds = adds - Formula(f"{own}${letter}${row.number}", stream.distortion)
                return used.at(n) * row.at(n) * adds
        return None

    def _payer_columns(self) -> tuple[str, str]:
        payers = self.plan["lens"]["payers"]
        return f"to:{payers[0]}", f"to:{payers[-1]}"

    def _follows(self, stream: Stream, key: str) -> bool:
        """Tell whether a stream is proportional to an assumption by itself."""
        people = self.plan["interventions"][stream.owner]
        completing, starting = key == people["completion"], set(people["participants"]) == {key, None}
        starting = starting or set(people["participants"]) == {key}
        if not (completing or starting) or self._mixed(stream.owner):
            return False
        if stream.per:
            return stream.per == "completer" or (starting and stream.per == "participant")
        effect = self._effect(stream)
        if effect is None or effect.get("baseline", {}).get("kind") == "place":
            return False
        return starting or effect["applies_to"] == "completers"

    def _mixed(self, owner: str) -> bool:
        """Tell whether something of an intervention overlaps another, so that people do not simply count."""
        effects = self.plan["interventions"][owner]["effects"]
        return any(overlapped(self.book.document, owner, effect["outcome"]) for effect in effects)

    def _effect(self, stream: Stream) -> Document | None:
        effects = self.plan["interventions"][stream.owner]["effects"]
        return next((effect for effect in effects if effect["outcome"] == stream.outcome), None)

    def _effects(self, item: Listed) -> OneWay | None:
        """Return the net result where effects depend on an assumption by their size or baseline."""
        groups: list[tuple[Document, list[Stream]]] = []
        for key, effect in self.effects.get(item.key, ()):
            if overlapped(self.book.document, key, effect["outcome"]):
                return None
            own = [s for s in self.streams[key] if s.outcome == effect["outcome"]]
            groups.append((effect, own))
        groups = [(effect, own) for effect, own in groups if own]
        if not groups:
            return None

        def net_at(cell: Formula) -> Formula:
            total = self.npv
            for effect, own in groups:
                here, there = scale(effect, self.inputs), scale(effect, _Moved(self.inputs, item.key, cell))
                undefined = here.number == 0
                ratio = there / (Formula(here.text, 1.0, here.binds) if undefined else here)
                total = total + self._worth(own) * (ratio - 1.0)
            return total

        return OneWay(item, net_at, None)

    def _worth(self, streams: list[Stream]) -> Formula:
        letter = self.flows.columns["worth"]
        cells = "+".join(f"'{s.row.sheet}'!${letter}${s.row.number}" for s in streams)
        return Formula(cells, sum(s.worth for s in streams), 5 if len(streams) == 1 else 2)

    def _proportional(self, item: Listed, part: Formula) -> OneWay | None:
        cell = self.inputs[item.key]
        if item.value == 0:
            return None

        def net_at(other: Formula) -> Formula:
            return self.npv + part * (other / cell - 1.0)

        return OneWay(item, net_at, part)
