"""Columns and rows of the options themselves: on or off, steps, and how much of each segment.

An option is on (`on`, 0 or 1), runs so many steps above its least scale (`steps`, whole) and fills its
segments (`part`, shares of the largest scale). Columns that nothing needs are left out: an option that is
all or nothing is one column. Rows are tight (`part ≤ width·on` for each segment), which is what makes large
plans quick. Segments fill in order by themselves when later ones are worth less and cost more; where
they are not, `full` columns (0 or 1) keep the order.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

import numpy as np

from cba.allocation.problem import MONEY, Amounts, Option, Problem, Rule

Terms = list[tuple[int, float]]
EPS = 1e-12


@dataclass(frozen=True, slots=True)
class Part:
    """Columns whose sum is how much of a segment is filled, and the segment's factors."""

    terms: Terms
    value: float
    cost: float


@dataclass(frozen=True, slots=True)
class OptionColumns:
    """Where an option stands among the columns."""

    on: int | None
    parts: tuple[Part, ...]

    def terms(self, fixed: float = 0.0, benefit: float = 0.0, cost: float = 0.0, plain: float = 0.0) -> Terms:
        """`fixed`·z + `benefit`·f(u) + `cost`·g(u) + `plain`·u as terms."""
        found: Terms = [(self.on, fixed)] if fixed and self.on is not None else []
        for part in self.parts:
            factor = benefit * part.value + cost * part.cost + plain
            if factor:
                found += [(column, weight * factor) for column, weight in part.terms]
        return found


@dataclass(slots=True)
class Columns:
    """All columns, with the rows that belong to the options themselves."""

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    rows: list[tuple[str, Terms, float | None, float | None]] = field(default_factory=list)
    options: list[OptionColumns] = field(default_factory=list)

    def add(self, name: str, upper: float | None, whole: bool = False, lower: float | None = 0.0) -> int:
        """Add a column and return its number."""
        self.lower.append(-np.inf if lower is None else lower)
        self.upper.append(np.inf if upper is None else upper)
        self.whole.append(whole)
        self.names.append(name)
        return len(self.names) - 1

    def add_option(self, option: Option, needs_on: bool, ordered: bool) -> None:
        """Add the columns and rows of an option."""
        share, steps = option.least() / option.largest, option.steps()
        if option.step is not None and steps == 0:  # all or nothing: one column
            value, cost = (factor / share for factor in option.factors(option.least()))
            on = self.add(f"on[{option.id}]", 1.0, whole=True)
            self.options.append(OptionColumns(on, (Part([(on, share)], value, cost),)))
            return
        on_column = self.add(f"on[{option.id}]", 1.0, whole=True) if needs_on else None
        reached = self._steps(option, on_column, share, steps) if option.step is not None else None
        parts = option.parts()
        if reached is not None and len(parts) == 1:
            self.options.append(OptionColumns(on_column, (Part(reached, *parts[0][1:]),)))
            return
        filled = [self.add(f"part[{option.id},{k}]", parts[k][0]) for k in range(len(parts))]
        columns = tuple(Part([(c, 1.0)], v, g) for c, (_, v, g) in zip(filled, parts, strict=True))
        self.options.append(OptionColumns(on_column, columns))
        widths = [width for width, _, _ in parts]
        self._fill(option.id, on_column, filled, widths, reached, share)
        if not ordered:
            self._order(option.id, filled, widths)

    def _steps(self, option: Option, on: int | None, share: float, steps: int) -> Terms:
        """The scale in whole steps: the least scale when on, and steps above it."""
        step = (option.step or 0.0) / option.largest
        if on is None:  # nothing asks whether it is on, and the least scale is one step
            return [(self.add(f"steps[{option.id}]", steps + 1.0, whole=True), step)]
        column = self.add(f"steps[{option.id}]", float(steps), whole=True)
        self.rows.append((f"steps_when_on[{option.id}]", [(column, 1.0), (on, -float(steps))], None, 0.0))
        return [(on, share), (column, step)]

    def _fill(
        self,
        name: str,
        on: int | None,
        filled: list[int],
        widths: list[float],
        reached: Terms | None,
        share: float,
    ) -> None:
        """Segments only when on, and together what the steps reach or at least the smallest scale."""
        together = [(column, 1.0) for column in filled]
        if on is not None:
            for k, (column, width) in enumerate(zip(filled, widths, strict=True)):
                self.rows.append((f"part_when_on[{name},{k}]", [(column, 1.0), (on, -width)], None, 0.0))
        if reached is not None:
            self.rows.append((f"scale_in_steps[{name}]", together + [(c, -w) for c, w in reached], 0.0, 0.0))
        elif on is not None:
            self.rows.append((f"smallest[{name}]", [*together, (on, -share)], 0.0, None))

    def _order(self, name: str, filled: list[int], widths: list[float]) -> None:
        """A segment is filled only when the one before it is full."""
        pairs = zip(itertools.pairwise(filled), itertools.pairwise(widths), strict=True)
        for k, ((before, after), (width, next_width)) in enumerate(pairs):
            full = self.add(f"full[{name},{k}]", 1.0, whole=True)
            self.rows.append((f"full_before[{name},{k}]", [(before, 1.0), (full, -width)], 0.0, None))
            self.rows.append((f"only_after[{name},{k}]", [(after, 1.0), (full, -next_width)], None, 0.0))


def of_options(problem: Problem, options: tuple[Option, ...], switches: bool = False) -> Columns:
    """Lay out the columns of all options; with `switches`, each has one that says whether it is on."""
    rules = problem.all_rules()
    asked = {option.id for option in options} if switches else {name for rule in rules for name in rule.on}
    asked.update(name for overlap in problem.overlaps for name in (overlap.first, overlap.second))
    floors = [rule for rule in rules if rule.lower is not None and (rule.cost or rule.kind in MONEY)]
    found = Columns()
    for option in options:
        found.add_option(option, _needs_on(option, asked), _fills_in_order(option, floors))
    return found


def _needs_on(option: Option, asked: set[str]) -> bool:
    if option.id in asked or not option.fixed.is_nothing():
        return True
    return option.smallest > 0 and (option.step is None or abs(option.least() - option.step) > EPS)


def _fills_in_order(option: Option, floors: list[Rule]) -> bool:
    """Whether filling segments in order is best whatever the rest of the plan: no columns needed for it."""
    parts = option.parts()
    if len(parts) == 1:
        return True
    falling = all(a[1] >= b[1] and a[2] <= b[2] for a, b in itertools.pairwise(parts))
    paid_to_spend = any(rule.kind in MONEY or option.id in rule.cost for rule in floors)
    return falling and _ordinary(option.full) and not paid_to_spend


def _ordinary(full: Amounts) -> bool:
    """Benefits are not negative (in any draw or variant) and costs are costs."""
    benefits = [full.benefit, full.second, *(value - full.cost_value for value in full.variants)]
    costs = [full.cost, -full.cost_value, -full.second_cost, *full.spend.values()]
    drawn = full.draws is None or bool(np.min(full.draws) >= full.cost_value)
    return drawn and min(benefits) >= 0 and min(costs) >= 0
