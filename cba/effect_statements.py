"""What a scenario file may say about an effect; the docstrings are the documentation (`cba schema`)."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Discriminator, Field, Tag

from cba.errors import Problem
from cba.reading.numbers import (
    NUMBER_SCHEMA,
    Distribution,
    Grade,
    Months,
    NumberField,
    Quantity,
    Share,
    Years,
    interval_problems,
)
from cba.reading.statement import Statement, Words
from cba.statements import Baseline, Consequence

Measure = Literal[
    "odds_ratio",
    "relative_risk",
    "incidence_rate_ratio",
    "hazard_ratio",
    "standardised_mean_difference",
    "percentage_change",
    "percentage_points",
]
Direction = Literal["lower_is_better", "higher_is_better"]


def _evidence_form(value: Any) -> str:
    return "<list>" if isinstance(value, list) else "<row>"


Evidence = Annotated[
    Annotated[str, Tag("<row>")] | Annotated[list[str], Field(min_length=1), Tag("<list>")],
    Discriminator(_evidence_form),
]


class NetShare(Quantity):
    """A difference between two shares, between −100 % and 100 %."""

    LOWEST: ClassVar[float] = -1.0
    HIGHEST: ClassVar[float] = 1.0
    KIND: ClassVar[str] = "difference"


class SuccessRate(Statement):
    """The share of participants who succeed, SØM's way: with and without the intervention."""

    with_: Share | None = Field(default=None, alias="with")
    """Success rate with the intervention."""
    without: Share | None = None
    """Success rate without it."""
    net: NetShare | None = None
    """The difference, when only that is known."""

    @classmethod
    def _expand(cls, data: Any) -> Any:
        return data if isinstance(data, dict) and "estimate" not in data else {"net": data}

    @classmethod
    def _short_form(cls) -> dict[str, Any]:
        return NUMBER_SCHEMA

    def _check(self, problems: list[Problem]) -> None:
        if (self.net is None) == (self.with_ is None or self.without is None):
            message = "state both `with` and `without`, or the difference alone"
            problems.append(Problem(self.at(), self.raw.path, message, lacking=self.net is None))


class Change(Statement):
    """Explicit units per exposed unit and year, from the year of entry."""

    by_year: list[Quantity]
    """Units in the year of entry, the year after …; a fall is negative."""


class EffectStatement(Statement):
    """What the intervention changes."""

    outcome: str
    """An id of the outcome register."""
    evidence: Evidence | None = None
    """A row of the evidence register, or a list of rows, which are pooled by random effects.

    The interval of a pool is the one for a new place. Inline values override it."""
    measure: Measure | None = None
    """How the effect is expressed."""
    estimate: NumberField | None = None
    """The effect; percentages and percentage points are in per cent."""
    low: NumberField | None = None
    """Lower end of the 95 % interval."""
    high: NumberField | None = None
    """Upper end of the 95 % interval."""
    se: NumberField | None = None
    """Standard error; of a ratio on the log scale."""
    distribution: Distribution | None = None
    """Shape of the uncertainty; lognormal for ratios."""
    direction: Direction | None = None
    """Whether a lower or a higher number is the better one."""
    follow_up: Months | None = None
    """Months over which the study measured."""
    baseline: Baseline | None = None
    """How often the outcome happens without the intervention; else from the target group."""
    success_rate: SuccessRate | None = None
    """SØM's way: success with and without the intervention, or the difference."""
    change: Change | None = None
    """Explicit yearly numbers per exposed unit."""
    consequences: list[Consequence] | None = None
    """What follows per success, or per one more event; else from the outcome register."""
    lag: Years | None = None
    """Whole years before the effect begins."""
    duration: Years | None = None
    """Years the effect lasts."""
    fade: Share | None = None
    """Share of the remaining effect lost each year."""
    transfer: Share | None = None
    """Share of the studied effect expected here."""
    reason: Words | None = None
    """Why that share."""
    displacement: Share | None = None
    """Share of avoided place-based incidents that move elsewhere."""
    reporting_rate: Share | None = None
    """Reported incidents per true incident."""
    applies_to: Literal["completers", "starters"] = "completers"
    """Who gets the effect."""
    source: str | None = None
    """Where an inline effect comes from."""
    note: str | None = None
    """A remark that follows the effect."""
    grade: Grade | None = None
    """Grade of an inline effect."""

    @property
    def evidence_ids(self) -> tuple[str, ...]:
        """The rows of the evidence register that are named, in the order written."""
        if self.evidence is None:
            return ()
        return (self.evidence,) if isinstance(self.evidence, str) else tuple(self.evidence)

    def _check(self, problems: list[Problem]) -> None:
        if self.estimate is not None:
            problems += interval_problems(self, "estimate", self.estimate, self.low, self.high)
        if self.lag is not None and (self.lag < 0 or not float(self.lag).is_integer()):
            problems.append(self.problem("lag", f"must be a whole number of years, got {self.lag.written}"))
        for key in ("duration", "follow_up"):
            value = getattr(self, key)
            if value is not None and value <= 0:
                problems.append(self.problem(key, f"must be more than 0, got {value.written}"))
        rate = self.reporting_rate
        if rate is not None and not rate.estimate:
            problems.append(self.problem("reporting_rate", "must be more than 0 %, got 0 %"))
