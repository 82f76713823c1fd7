"""Calculation models: who is counted, how years are discounted, which factors apply. A model is data."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from cba.errors import Problem
from cba.reading.numbers import NumberField, Quantity, Whole
from cba.reading.statement import Statement, Words
from cba.statements import Id, OutcomeStatement, Payer, PriceStatement, TargetGroupStatement

Timing = Literal["start", "mid", "end"]


class Rate(Quantity):
    """A yearly real discount rate."""

    LOWEST: ClassVar[float] = -0.99
    HIGHEST: ClassVar[float] = 1.0
    KIND: ClassVar[str] = "rate"


class RateStep(Statement):
    """A discount rate from year n on."""

    from_: Annotated[Whole, Field(ge=0)] = Field(alias="from")
    """The first n with this rate."""
    rate: Rate
    """The yearly rate."""


class Discounting(Statement):
    """How future years are discounted."""

    rate: Rate | None = None
    """One rate for all years."""
    rates: list[RateStep] | None = None
    """Rates by span of years; the first from 0."""
    timing: Timing | None = None
    """`start` (n = 0 undiscounted), `mid` (n + ½) or `end` (n + 1)."""

    def _check(self, problems: list[Problem]) -> None:
        if self.rate is not None and self.rates is not None:
            problems.append(self.problem("rates", "state either `rate` or `rates`"))
        starts = [step.from_ for step in self.rates or []]
        if self.rates is not None and (not starts or starts[0] != 0):
            problems.append(self.problem("rates", "the first step must be `from: 0`"))
        if starts != sorted(set(starts)):
            problems.append(self.problem("rates", f"the steps must rise from year to year, found {starts}"))


class EvidenceAdjustment(Statement):
    """Factor on effects by the grade of their evidence; 1 is no adjustment."""

    A: NumberField | None = None
    """Factor on evidence of grade A."""
    B: NumberField | None = None
    """Factor on evidence of grade B."""
    C: NumberField | None = None
    """Factor on evidence of grade C."""
    D: NumberField | None = None
    """Factor on evidence of grade D."""

    def _check(self, problems: list[Problem]) -> None:
        for grade in ("A", "B", "C", "D"):
            value = getattr(self, grade)
            if value is not None and not 0 <= value <= 2:
                problems.append(self.problem(grade, f"must be between 0 and 2, got {value.written}"))

    def stated(self) -> dict[str, float]:
        """Return the factors that are stated, by grade."""
        values = {grade: getattr(self, grade) for grade in "ABCD"}
        return {grade: float(value) for grade, value in values.items() if value is not None}


class Assumptions(Statement):
    """What a model assumes; a scenario's `assumptions` override any of it in the same shape."""

    payers: list[Payer] | None = None
    """Whom the model counts, in the order of the reports."""
    lens: Literal["budget", "welfare"] | None = None
    """`budget`: public cash only; `welfare`: all parties, with tax factors."""
    discounting: Discounting | None = None
    """Rates and timing; the guide's rates when absent."""
    guide: Whole | None = None
    """Year of the Finance Ministry's guide: 2023 or 2017."""
    net_tax_factor: NumberField | None = None
    """Factor on public resource amounts (nettoafgiftsfaktor); the guide's when absent."""
    tax_distortion: NumberField | None = None
    """Tax distortion factor on net public outlay; the guide's when absent."""
    evidence_adjustment: EvidenceAdjustment | None = None
    """Factor on effects by grade."""
    exchange: Literal["market", "ppp"] | None = None
    """Market exchange rates or purchasing-power parities."""
    horizon: Annotated[Whole, Field(ge=1, le=200)] | None = None
    """Number of years counted when the scenario names none."""
    prices: dict[str, PriceStatement] = Field(default_factory=dict)
    """Prices that add to or replace the register's."""
    outcomes: dict[str, OutcomeStatement] = Field(default_factory=dict)
    """Outcomes that add to or replace the register's."""
    target_groups: dict[str, TargetGroupStatement] = Field(default_factory=dict)
    """Target groups that add to or replace the register's."""
    areas: dict[str, Words] = Field(default_factory=dict)
    """Consequence areas beyond the register's."""

    def _check(self, problems: list[Problem]) -> None:
        for key in ("net_tax_factor", "tax_distortion"):
            value = getattr(self, key)
            if value is not None and not 0.5 <= value <= 3:
                problems.append(self.problem(key, f"must be a factor between 0.5 and 3, got {value.written}"))

    @classmethod
    def _expand(cls, data: Any) -> Any:
        return data


class ModelFile(Assumptions):
    """A calculation model."""

    id: Id
    """The model's name."""
    title: Words
    """Title in Danish and English."""
