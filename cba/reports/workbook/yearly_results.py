"""Benefits, costs and net result by year and payer, of each intervention and of all, in formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from openpyxl.utils import get_column_letter

from cba.inputs import Array
from cba.reports.facts import Document
from cba.reports.workbook.book import Book, Place
from cba.reports.workbook.bookings import DISTORTION_PAYER, Bookings
from cba.reports.workbook.cells import FIRST, Row, Years
from cba.reports.workbook.discounting import Discounting
from cba.reports.workbook.formulas import COLUMN, Formula, sign, size, when
from cba.reports.workbook.stream_columns import StreamColumns
from cba.reports.workbook.streams import COST, Stream


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


class YearlyResults:
    """Writes the results of one intervention after the other, then of all together."""

    def __init__(
        self, writer: Years, bookings: Bookings, columns: StreamColumns, discounting: Discounting
    ) -> None:
        """Take where the results go and what they are computed with."""
        self.book, self.writer, self.bookings, self.columns = writer.book, writer, bookings, columns
        self.discounting = discounting
        self._in_portfolio: dict[str, dict[tuple[str, str], Array]] = {}

    def intervention(self, key: str, streams: list[Stream]) -> Block:
        """Write the results of an intervention from its streams."""
        alone = [stream for stream in streams if stream.alone]
        gains = [stream for stream in alone if stream.role != COST]
        costs = [stream for stream in alone if stream.role == COST]
        own = self._by_payer(gains, costs)
        left = [stream for stream in streams if not stream.alone]
        block = self._results(key, own, portfolio=not left)
        if left:
            kept = [stream for stream in gains if stream.together]
            self._beside(key, self._by_payer([*kept, *left], costs))
        block.streams = streams
        return block

    def _by_payer(
        self, gains: Sequence[Stream], costs: Sequence[Stream]
    ) -> dict[str, tuple[Formula, Formula]]:
        """Return benefits and costs of each payer by year."""
        everything = [*gains, *costs]
        found = {}
        for payer in self.bookings.payers:
            outlay = self._sum(costs, f"to:{payer}", lambda s, p=payer: s.factors[p])
            if self.bookings.distorted and payer == DISTORTION_PAYER:
                outlay = outlay + self._sum(everything, "distortion", lambda s: s.distortion or 0.0)
            found[payer] = self._sum(gains, f"to:{payer}", lambda s, p=payer: s.factors[p]), outlay
        return found

    def _sum(self, streams: Sequence[Stream], column: str, factor: Any) -> Formula:
        """Return `Σ factor · amount` over streams, one SUMPRODUCT for each run of rows."""
        if not streams:
            return Formula("0", np.zeros(self.writer.horizon))
        values = np.sum([factor(stream) * stream.row.values for stream in streams], axis=0)
        letter = self.columns.letters[column]
        runs = [
            f"SUMPRODUCT(${letter}{a}:${letter}{b},{COLUMN}{a}:{COLUMN}{b})"
            for a, b in _runs(stream.row.number for stream in streams)
        ]
        return Formula("+".join(runs), values, 2 if len(runs) > 1 else 5)

    def portfolio(self, blocks: Mapping[str, Block], first: int, last: int) -> Block:
        """Write all together: every row with a payer's code, added up over the interventions.

        Args:
            blocks: of the interventions.
            first: row where they begin.
            last: row where they end.
        """
        self.writer.subtitle(self.book.lang.say("All together"))
        letter = self.columns.letters["code"]
        code, rows = f"${letter}${first}:${letter}${last}", f"{COLUMN}${first}:{COLUMN}${last}"
        by_payer = {}
        for payer in self.bookings.payers:
            parts = []
            for kind in ("benefit", "cost"):
                values = sum(
                    (self._in_portfolio[key][kind, payer] for key in blocks), np.zeros(self.writer.horizon)
                )
                parts.append(Formula(f'SUMIF({code},"{kind}:{payer}",{rows})', values))
            by_payer[payer] = (parts[0], parts[1])
        block = self._results("portfolio", by_payer, portfolio=False)
        block.streams = [stream for key in blocks for stream in blocks[key].streams]
        return block

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
            for p in self.bookings.payers
        }
        gains = put(say("Benefits"), _added(benefits.values()), bold=True)
        outlays = put(say("Costs"), _added(costs.values()), bold=True)
        net = put(say("Net result"), gains.here - outlays.here, bold=True)
        cumulative = self._running(say("Running total"), net)
        factor = self.discounting.used
        discounted = put(say("Discounted"), factor.here * net.here)
        total = self._running(say("Running total, discounted"), discounted)
        signs = self._signs(net, [*benefits.values(), *costs.values()])
        cumulated = {
            p: self._running(say("Running total, %(payer)s", payer=self._name(p)), nets[p])
            for p in self.bookings.payers
        }
        running = {p: self._discounted(self._name(p), nets[p]) for p in self.bookings.payers}
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
        used = self.discounting.used
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
        for n in range(self.writer.horizon):
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
                self.columns.text("code", row.number, f"{kind}:{payer}")
                self._in_portfolio.setdefault(key, {})[kind, payer] = row.values

    def _beside(self, key: str, by_payer: Mapping[str, tuple[Formula, Formula]]) -> None:
        """Write benefits and costs as they count beside overlapping interventions."""
        say = self.book.lang.say
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
