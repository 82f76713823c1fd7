"""The sheet of cash flows: each amount by year, who it falls to, and the results by payer, in formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from openpyxl.utils import get_column_letter, quote_sheetname

from cba.inputs import Array
from cba.reports.facts import Document
from cba.reports.workbook.assumptions import Inputs
from cba.reports.workbook.book import Book, Place
from cba.reports.workbook.cells import FIRST, WIDTHS, Row, Years, header_of_years
from cba.reports.workbook.changes import Change
from cba.reports.workbook.consequences import Consequences
from cba.reports.workbook.discounting import Discounting
from cba.reports.workbook.discounting import add as add_discounting
from cba.reports.workbook.formulas import COLUMN, Formula, products, sign, size, when
from cba.reports.workbook.looks import SOFT

PUBLIC = ("kommune", "region", "stat")
DISTORTION_PAYER = "oevrige"
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


@dataclass
class Block:
    """The results by year of the portfolio or of one intervention; rows of years.

    Attributes:
        streams: the streams of an intervention; those of all for the portfolio.
        running: discounted running total by payer.
        cumulated: undiscounted running total by payer.
        signs: −1, 0 or 1 by year, the last one kept where the net result is nothing.
    """

    key: str
    benefits: dict[str, Row]
    costs: dict[str, Row]
    nets: dict[str, Row]
    all_benefits: Row
    all_costs: Row
    net: Row
    cumulative: Row
    discounted: Row
    cumulative_discounted: Row
    signs: Row
    cumulated: dict[str, Row]
    running: dict[str, Row]
    streams: list[Stream] = field(default_factory=list)


@dataclass
class CashFlows:
    """What other sheets need of this one.

    Attributes:
        discounting: the discount factors.
        blocks: by intervention; `portfolio` for all together.
        columns: letters of the columns behind the years, by what stands in them.
        first, last: rows of all interventions' blocks.
        header: the row of the years.
    """

    discounting: Discounting
    sheet: str
    header: int
    columns: dict[str, str]
    blocks: dict[str, Block] = field(default_factory=dict)
    first: int = 0
    last: int = 0

    def over(self, column: str, first: int, last: int) -> str:
        """Return a range of one of the columns behind the years."""
        letter = self.columns[column]
        return f"{quote_sheetname(self.sheet)}!${letter}${first}:${letter}${last}"


def add(book: Book, inputs: Inputs, found: Consequences, amounts: Mapping[str, Formula]) -> CashFlows:
    """Write the sheet: discount factors, all together, then each intervention."""
    return _Sheet(book, inputs, found, amounts).write()


class _Sheet:
    """Writes the sheet from the top down."""

    def __init__(
        self, book: Book, inputs: Inputs, found: Consequences, amounts: Mapping[str, Formula]
    ) -> None:
        self.book, self.inputs, self.found, self.amounts = book, inputs, found, amounts
        self.plan = book.document["calculation"]
        self.payers: list[str] = self.plan["lens"]["payers"]
        self.horizon: int = book.document["scenario"]["horizon"]
        self.key = ""
        self._in_portfolio: dict[str, dict[tuple[str, str], Array]] = {}
        self.distorted = book.document["model"]["tax_distortion"] is not None and (
            DISTORTION_PAYER in self.payers
        )

    def write(self) -> CashFlows:
        """Write everything; the portfolio's place is kept free until the interventions are known."""
        book, say = self.book, self.book.lang.say
        behind = self._behind()
        widths = [*WIDTHS, *[13] * self.horizon, *[12] * len(behind)]
        sheet = book.sheet(say("Cash flows"), widths)
        year = book.document["scenario"]["price_year"]
        note = say("Kroner, %(year)s prices. Everything is a formula. Each column is a year.", year=year)
        header = book.title(sheet, say("Cash flows"), note)
        self.writer = Years(book, sheet, self.horizon, header + 1)
        labels = [say("Year"), say("Kind"), say("Total")]
        header_of_years(book, self.writer, header, labels)
        self._headings(header, list(behind.values()))
        discounting = add_discounting(book, self.writer, self.inputs)
        columns = {name: get_column_letter(FIRST + self.horizon + n) for n, name in enumerate(behind)}
        self.flows = CashFlows(discounting, sheet.title, header, columns)
        top = self.writer.row
        self.writer.row += 5 * len(self.payers) + 11
        self.flows.first = self.writer.row
        for key in book.document["interventions"]:
            self.flows.blocks[key] = self._intervention(key)
        self.flows.last = self.writer.row
        self.writer.row = top
        portfolio = self._portfolio()
        self.flows.blocks = {"portfolio": portfolio, **self.flows.blocks}
        book.printed(sheet, header_row=header, columns=FIRST + self.horizon + len(behind) - 1)
        book.protect(sheet)
        return self.flows

    def _behind(self) -> dict[str, str]:
        """Return the columns behind the years, with their headings."""
        say, names = self.book.lang.say, self.book.document["names"]["payers"]
        shares = {
            f"to:{p}": say("Falls to: %(payer)s", payer=self.book.lang.text(names[p])) for p in self.payers
        }
        if self.distorted:
            shares["distortion"] = say("Tax distortion, a krone")
        return shares | {
            "booked": say("Present value, counted"),
            "worth": say("Adds to the net result"),
            "role": say("Role"),
            "area": say("Area"),
            "price": say("Price"),
            "together": say("Counts together (1 = yes)"),
            "code": say("Code"),
        }

    def _headings(self, header: int, labels: Sequence[str]) -> None:
        for offset, text in enumerate(labels):
            cell = self.book.text(self.writer.sheet, header, FIRST + self.horizon + offset, text)
            self.book.dress(cell, bold=True, color="FFFFFF", fill="0B4F7A", vertical="bottom")
        columns = FIRST + self.horizon + len(labels)
        self.book.fit(self.writer.sheet, header, columns)

    def _intervention(self, key: str) -> Block:
        """Write one intervention: its streams, then its results."""
        self.key = key
        self.writer.subtitle(self.book.document["interventions"][key]["title"])
        streams: list[Stream] = []
        for group in (self._benefits, self._overlapped, self._costs, self._together):
            streams += group(key)
        alone = [stream for stream in streams if stream.alone]
        gains = [stream for stream in alone if stream.role != COST]
        costs = [stream for stream in alone if stream.role == COST]
        own = self._by_payer(gains, costs)
        left = [stream for stream in streams if not stream.alone]
        block = self._results(key, own, portfolio=not left)
        if left:
            kept = [stream for stream in gains if stream.together]
            self._beside(self._by_payer([*kept, *left], costs))
        block.streams = streams
        return block

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
        factors = self._factors(booking)
        for payer, factor in factors.items():
            self._behind_cell(number, f"to:{payer}", factor, "0.00##")
        ends = [f"to:{payer}" for payer in self.payers]
        counted = Formula(
            f"SUM({self._cell(ends[0], number)}:{self._cell(ends[-1], number)})",
            sum(f.number for f in factors.values()),
        )
        value = products(self.flows.discounting.used.all, row.all)
        booked = counted * value
        self._behind_cell(number, "booked", booked, "#,##0")
        adds, distortion = (-counted if role == COST else counted), None
        if self.distorted:
            cost = self._distortion(booking, role)
            self._behind_cell(number, "distortion", cost, "0.00##")
            distortion = cost.number
            adds = adds - Formula(self._cell("distortion", number), distortion)
        worth = adds * value
        self._behind_cell(number, "worth", worth, "#,##0")
        for column, text in (("role", role), ("area", area), ("price", price)):
            self._behind_text(number, column, text)
        self.book.number(self.writer.sheet, number, self._column("together"), float(together), "0")
        shares = {payer: factor.number for payer, factor in factors.items()}
        return Stream(
            self.key, row, source, flow, outcome, per, role, area, price, together, alone, shares, distortion,
            booked.number, worth.number,
        )  # fmt: skip

    def _column(self, name: str) -> int:
        return FIRST + self.horizon + list(self.flows.columns).index(name)

    def _cell(self, name: str, row: int) -> str:
        return f"${self.flows.columns[name]}{row}"

    def _behind_cell(self, row: int, name: str, formula: Formula, pattern: str) -> None:
        self.book.calculated(self.writer.sheet, row, self._column(name), formula, pattern)

    def _behind_text(self, row: int, name: str, text: str) -> None:
        if text:
            cell = self.book.text(self.writer.sheet, row, self._column(name), text, wrap=False)
            self.book.dress(cell, color=SOFT)

    def _factors(self, booking: Document) -> dict[str, Formula]:
        """Return what of a krone falls to each payer; public resources carry the net tax factor."""
        lens, shares = self.plan["lens"], _booked(booking)
        counted = booking["nature"] in lens["natures"]
        factors = {}
        for payer in self.payers:
            share = shares.get(payer, 0.0) if counted else 0.0
            factor = Formula(f"{share:.15g}", share, 5 if share >= 0 else 2)
            taxed = share and payer in PUBLIC and booking["nature"] == "resource"
            key = "assumptions.net_tax_factor"
            factors[payer] = factor * self.inputs[key] if taxed and key in self.inputs.cells else factor
        return factors

    def _distortion(self, booking: Document, role: str) -> Formula:
        """Return the cost that the distortion adds for each krone of net public outlay."""
        outlay = sum(share for payer, share in _booked(booking).items() if payer in PUBLIC)
        if booking["nature"] not in self.plan["lens"]["natures"] or not outlay:
            return Formula("0", 0.0)
        signed = outlay if role == COST else -outlay
        return (self.inputs["assumptions.tax_distortion"] - 1.0) * signed

    def _by_payer(
        self, gains: Sequence[Stream], costs: Sequence[Stream]
    ) -> dict[str, tuple[Formula, Formula]]:
        """Return benefits and costs of each payer by year."""
        everything = [*gains, *costs]
        found = {}
        for payer in self.payers:
            outlay = self._sum(costs, f"to:{payer}", lambda s, p=payer: s.factors[p])
            if self.distorted and payer == DISTORTION_PAYER:
                outlay = outlay + self._sum(everything, "distortion", lambda s: s.distortion or 0.0)
            found[payer] = self._sum(gains, f"to:{payer}", lambda s, p=payer: s.factors[p]), outlay
        return found

    def _sum(self, streams: Sequence[Stream], column: str, factor: Any) -> Formula:
        """Return `Σ factor · amount` over streams, one SUMPRODUCT for each run of rows."""
        if not streams:
            return Formula("0", np.zeros(self.horizon))
        values = np.sum([factor(stream) * stream.row.values for stream in streams], axis=0)
        letter = self.flows.columns[column]
        runs = [
            f"SUMPRODUCT(${letter}{a}:${letter}{b},{COLUMN}{a}:{COLUMN}{b})"
            for a, b in _runs(stream.row.number for stream in streams)
        ]
        return Formula("+".join(runs), values, 2 if len(runs) > 1 else 5)

    def _portfolio(self) -> Block:
        """Write all together: every row with a payer's code, added up over the interventions."""
        self.writer.subtitle(self.book.lang.say("All together"))
        blocks = self.flows.blocks
        by_payer = {}
        for payer in self.payers:
            parts = []
            for kind in ("benefit", "cost"):
                values = sum((self._in_portfolio[key][kind, payer] for key in blocks), np.zeros(self.horizon))
                code = self._cells("code")
                rows = f"{COLUMN}${self.flows.first}:{COLUMN}${self.flows.last}"
                parts.append(Formula(f'SUMIF({code},"{kind}:{payer}",{rows})', values))
            by_payer[payer] = (parts[0], parts[1])
        block = self._results("portfolio", by_payer, portfolio=False)
        block.streams = [stream for key in blocks for stream in blocks[key].streams]
        return block

    def _cells(self, name: str) -> str:
        letter = self.flows.columns[name]
        return f"${letter}${self.flows.first}:${letter}${self.flows.last}"

    def _results(
        self, key: str, by_payer: Mapping[str, tuple[Formula, Formula]], *, portfolio: bool
    ) -> Block:
        """Write benefits, costs and net by payer and in all, running totals and signs."""
        say, put = self.book.lang.say, self._put
        benefits = {
            p: put(say("Benefits, %(payer)s", payer=self._name(p)), g) for p, (g, _) in by_payer.items()
        }
        costs = {p: put(say("Costs, %(payer)s", payer=self._name(p)), c) for p, (_, c) in by_payer.items()}
        if portfolio:
            self._coded(key, benefits, costs)
        nets = {
            p: put(say("Net, %(payer)s", payer=self._name(p)), benefits[p].here - costs[p].here)
            for p in self.payers
        }
        gains = put(say("Benefits"), _added(benefits.values()), bold=True)
        outlays = put(say("Costs"), _added(costs.values()), bold=True)
        net = put(say("Net result"), gains.here - outlays.here, bold=True)
        cumulative = self._running(say("Running total"), net)
        factor = self.flows.discounting.used
        discounted = put(say("Discounted"), factor.here * net.here)
        total = self._running(say("Running total, discounted"), discounted)
        signs = self._signs(net, [*benefits.values(), *costs.values()])
        cumulated = {
            p: self._running(say("Running total, %(payer)s", payer=self._name(p)), nets[p])
            for p in self.payers
        }
        running = {p: self._discounted(self._name(p), nets[p]) for p in self.payers}
        return Block(
            key,
            benefits,
            costs,
            nets,
            gains,
            outlays,
            net,
            cumulative,
            discounted,
            total,
            signs,
            cumulated,
            running,
        )

    def _name(self, payer: str) -> str:
        return self.book.lang.text(self.book.document["names"]["payers"][payer])

    def _put(self, label: str, formula: Formula, *, bold: bool = False) -> Row:
        return self.writer.put(label, formula, pattern="#,##0", summed=True, bold=bold)

    def _running(self, label: str, row: Row) -> Row:
        return self.writer.put(label, Formula(f"SUM({row.so_far})", np.cumsum(row.values)), pattern="#,##0")

    def _discounted(self, name: str, row: Row) -> Row:
        """Write a payer's running total, discounted; its label is the payer's name, for the chart."""
        used = self.flows.discounting.used
        text = f"SUMPRODUCT({used.so_far},{row.so_far})"
        unit = self.book.lang.say("running total, discounted")
        return self.writer.put(
            name, Formula(text, np.cumsum(used.values * row.values)), unit=unit, pattern="#,##0"
        )

    def _signs(self, net: Row, rows: Sequence[Row]) -> Row:
        """Write the sign of the net result, the last one kept where it is nothing but rounding dust."""
        volume = np.sum([np.abs(row.values) for row in rows], axis=0)
        first, last = rows[0].number, rows[-1].number
        dust = Formula(f"SUMPRODUCT(ABS({COLUMN}{first}:{COLUMN}{last}))", volume) * 1e-13
        values, texts, before = [], [], 0.0
        plain = when(size(net.here) <= dust, Formula("\ue001", 0.0), sign(net.here))
        for n in range(self.horizon):
            now = float(np.sign(net.values[n]))
            before = before if abs(net.values[n]) <= volume[n] * 1e-13 else now
            values.append(before)
            column = get_column_letter(FIRST + n)
            earlier = f"{get_column_letter(FIRST + n - 1)}{self.writer.row}" if n else "0"
            texts.append(plain.text.replace(COLUMN, column).replace("\ue001", earlier))
        label = self.book.lang.say("Sign of the net result")
        return self.writer.put(label, texts, values=np.array(values), pattern="0")

    def _coded(self, key: str, benefits: Mapping[str, Row], costs: Mapping[str, Row]) -> None:
        """Give rows the code by which they are added up over the interventions."""
        for kind, rows in (("benefit", benefits), ("cost", costs)):
            for payer, row in rows.items():
                self._behind_text(row.number, "code", f"{kind}:{payer}")
                self._in_portfolio.setdefault(key, {})[kind, payer] = row.values

    def _beside(self, by_payer: Mapping[str, tuple[Formula, Formula]]) -> None:
        """Write benefits and costs as they count beside overlapping interventions."""
        say = self.book.lang.say
        key = self.key
        rows = [
            {
                p: self._put(
                    say("%(what)s, beside the others", what=say(words, payer=self._name(p))), pair[n]
                )
                for p, pair in by_payer.items()
            }
            for n, words in enumerate(("Benefits, %(payer)s", "Costs, %(payer)s"))
        ]
        self._coded(key, rows[0], rows[1])


def _booked(booking: Document) -> dict[str, float]:
    """Return payers with their shares; a transfer or tax again, turned, on its counterpart."""
    shares = dict(booking["shares"])
    if booking["nature"] in ("transfer", "tax"):
        other = booking["counterpart"]
        shares[other] = shares.get(other, 0.0) - sum(booking["shares"].values())
    return shares


def _runs(numbers: Iterator[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _added(rows: Any) -> Formula:
    found = list(rows)
    text = f"SUM({COLUMN}{found[0].number}:{COLUMN}{found[-1].number})"
    return Formula(text, np.sum([row.values for row in found], axis=0))


def check_running(book: Book, block: Block, result: Document) -> None:
    """Ask for checks of the running totals and of each payer at the last year."""
    last = result["by_year"][-1]
    for name, row in (
        ("cumulative", block.cumulative),
        ("cumulative_discounted", block.cumulative_discounted),
    ):
        place = Place(row.sheet, row.number, FIRST + len(row.values) - 1)
        book.check(f"{block.key}_{name}_{last['year']}", place, float(row.values[-1]), last[name])
