"""What the optimiser is given: options, rules and what counts, in kroner and calendar years.

Nothing here knows of scenarios or of a solver. Whoever builds a `Problem` (from a scenario, from a table,
by hand) states amounts in plain kroner; the program scales them inside.

A plan gives each option a scale: 0 (not chosen) or something between the smallest and the largest.
With `u` the scale as a share of the largest, `f(u)` and `g(u)` the areas under the segments' factors
(both are `u` without segments) and `z` 1 when the option is on:

    value = z·(fixed.benefit + fixed.cost_value) + f(u)·full.benefit + g(u)·full.cost_value
    cost  = z·fixed.cost + g(u)·full.cost            spend likewise; resources follow u
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Kind = Literal[
    "budget",
    "budget_year",
    "budget_payer",
    "at_most",
    "at_least",
    "exactly",
    "require",
    "share",
    "capacity",
    "lock",
]
Unit = Literal["kr", "count", "points"]
"""Kroner; units of one outcome; or whatever a table's values or a mixture of weights are."""
MONEY: tuple[Kind, ...] = ("budget", "budget_year", "budget_payer")
"""Rules that limit what is spent."""
NOTHING: Mapping[Any, float] = MappingProxyType({})
LEAST_SHARE = 1e-3
"""A divisible option without a smallest scale counts as on from this share of its largest scale."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """What something adds to a plan."""

    benefit: float = 0.0
    """Objective value before its intervention costs; diminishing returns multiply this."""
    cost_value: float = 0.0
    """Objective value of its costs: minus kroner for a net present value, 0 for an outcome."""
    cost: float = 0.0
    """Present value of intervention costs, kroner: what counts against the total budget."""
    spend: Mapping[tuple[int, str], float] = field(default_factory=lambda: NOTHING)
    """(Calendar year, payer) → undiscounted price-year kroner."""
    resources: Mapping[tuple[str, int], float] = field(default_factory=lambda: NOTHING)
    """(Resource, calendar year) → units used."""
    second: float = 0.0
    """Value in the `then` objective, before its costs."""
    second_cost: float = 0.0
    """Value of its costs in the `then` objective."""
    draws: Array | None = None
    """(D,) objective value in each draw, costs included; costs are taken as in the estimate when scaled."""
    variants: tuple[float, ...] = ()
    """Objective value in each variant of `worst_of`, costs included."""

    @property
    def value(self) -> float:
        """Objective value, costs included."""
        return self.benefit + self.cost_value

    def is_nothing(self) -> bool:
        """Whether this adds nothing at all."""
        plain = (self.benefit, self.cost_value, self.cost, self.second, self.second_cost, *self.variants)
        mapped = (*self.spend.values(), *self.resources.values())
        drawn = self.draws is not None and bool(np.any(self.draws))
        return not (any(plain) or any(mapped) or drawn)


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the scale with its own worth and cost of one more unit."""

    up_to: float
    """Where it ends, as a share of the largest scale; the last one ends at 1."""
    value: float = 1.0
    """Factor on the benefit of what is added within it."""
    cost: float = 1.0
    """Factor on the scale-dependent cost of what is added within it."""


@dataclass(frozen=True, slots=True)
class Option:
    """Something one may choose: an intervention, perhaps in a place and from a year."""

    id: str
    titles: Mapping[str, str]
    intervention: str
    place: str | None = None
    start: int | None = None
    dkr_goals: tuple[int, ...] = ()
    target_group: str | None = None
    largest: float = 1.0
    """Largest scale in its own unit (participants a year, or 1)."""
    smallest: float = 0.0
    """Smallest scale when it is on."""
    step: float | None = 1.0
    """Scales are smallest, smallest + step, … (from one step when smallest is 0); None: divisible."""
    fixed: Amounts = field(default_factory=Amounts)
    """What being on adds, whatever the scale."""
    full: Amounts = field(default_factory=Amounts)
    """What depends on the scale, at the largest."""
    segments: tuple[Segment, ...] = ()

    def least(self) -> float:
        """The smallest scale at which it is on."""
        if self.smallest > 0:
            return min(self.smallest, self.largest)
        return min(self.step, self.largest) if self.step is not None else LEAST_SHARE * self.largest

    def steps(self) -> int:
        """How many steps there are above the least scale; 0 for a divisible option."""
        if self.step is None:
            return 0
        return max(0, math.floor((self.largest - self.least()) / self.step + 1e-9))

    def parts(self) -> tuple[tuple[float, float, float], ...]:
        """The segments as (width, value factor, cost factor), as shares of the largest scale up to 1."""
        found, start = [], 0.0
        for segment in self.segments or (Segment(1.0),):
            end = min(segment.up_to, 1.0)
            if end > start:
                found.append((end - start, segment.value, segment.cost))
                start = end
        if start < 1.0 - 1e-12 and self.segments:  # beyond the last segment its factors go on
            found.append((1.0 - start, self.segments[-1].value, self.segments[-1].cost))
        return tuple(found)

    def factors(self, scale: float) -> tuple[float, float]:
        """`f(u)` and `g(u)`: how much of the full benefit and of the full cost a scale has."""
        left, benefit, cost = scale / self.largest, 0.0, 0.0
        for width, value_factor, cost_factor in self.parts():
            filled = min(left, width)
            benefit, cost, left = benefit + filled * value_factor, cost + filled * cost_factor, left - filled
        return benefit, cost


@dataclass(frozen=True, slots=True)
class Rule:
    """lower ≤ left side ≤ upper.

    The left side is the sum of what is stated here: `on`·z, `scale`·u, `cost`·(cost of the option), plus
    - kind `budget`: the cost of every option;
    - kind `budget_year`: what every option spends in `year`;
    - kind `budget_payer`: what `payer` spends on every option (in `year`, if stated);
    - kind `capacity` with `resource` and `year`: what every option uses of it in that year.
    """

    name: str
    """Unique and stable, such as `rules[2]` or `budget.by_year.2026`."""
    words: Mapping[str, str]
    """The rule for people, by language."""
    kind: Kind
    on: Mapping[str, float] = field(default_factory=lambda: NOTHING)
    scale: Mapping[str, float] = field(default_factory=lambda: NOTHING)
    cost: Mapping[str, float] = field(default_factory=lambda: NOTHING)
    """Factor on the whole cost (fixed and by scale, tiers included) of each of these options: for shares."""
    lower: float | None = None
    upper: float | None = None
    unit: str = "count"
    """`kr`, `count` or the name of a resource."""
    hard: bool = False
    """Never proposed for relaxing when no plan keeps all rules."""
    year: int | None = None
    payer: str | None = None
    resource: str | None = None

    def counts_all(self) -> bool:
        """Whether it counts something of every option, named or not."""
        return self.kind in MONEY or self.resource is not None

    def named(self) -> set[str]:
        """The options it names."""
        return {*self.on, *self.scale, *self.cost}


@dataclass(frozen=True, slots=True)
class Overlap:
    """What is lost when two options are both on."""

    first: str
    second: str
    loss: float
    """Objective value lost (at full scale of both; positive is a loss)."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Options, rules and what counts."""

    options: tuple[Option, ...]
    rules: tuple[Rule, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    budget: float | None = None
    """Kroner of present value for all costs; a rule of kind `budget` is added unless `rules` has one."""
    objective: str = "npv"
    """As written; for people only."""
    unit: Unit = "points"
    """What the objective counts in."""
    risk: tuple[float, float] | None = None
    """(α, λ): the objective is (1−λ)·mean + λ·mean of the worst α of draws."""
    worst_of: tuple[str, ...] = ()
    """Names of the variants of which the worst counts, in the order of `Amounts.variants`."""
    then: str | None = None
    """The second objective, as written; None: none."""
    frontier: tuple[float, ...] = ()
    """Budgets for which the best plan is wanted."""
    seed: int = 1
    gap: float | None = None
    """Relative gap asked for; None: 1e-6 up to 200 options, else 1e-4."""
    seconds: float = 60.0

    def gap_asked(self) -> float:
        """The relative gap that counts as solved."""
        if self.gap is not None:
            return self.gap
        return 1e-6 if len(self.options) <= 200 else 1e-4

    def all_rules(self) -> tuple[Rule, ...]:
        """The rules, with the total budget among them; the total budget stands first when added here."""
        if self.budget is None or any(rule.kind == "budget" for rule in self.rules):
            return self.rules
        words = {"da": "det samlede budget", "en": "the total budget"}
        total = Rule("budget.total", words, "budget", upper=self.budget, unit="kr")
        return (total, *self.rules)

    def with_draws(self) -> int:
        """How many draws the options carry; 0 when none."""
        sizes = {len(a.draws) for o in self.options for a in (o.fixed, o.full) if a.draws is not None}
        if len(sizes) > 1:
            raise ValueError("options with different numbers of draws")
        return sizes.pop() if sizes else 0
