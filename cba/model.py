"""Calculation models: who is counted, how years are discounted, which factors apply. A model is data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from cba.cashflow import Lens
from cba.errors import Problem
from cba.inputs import Array, Input, Passport, Values, as_input, at_estimates
from cba.measures import discount_factors
from cba.money import Exchange
from cba.reading.numbers import NumberField, Rate, Whole, plain_number
from cba.reading.statement import Statement, Words
from cba.register_lists import Guide, RateRow
from cba.statements import (
    PUBLIC_PAYERS,
    Id,
    OutcomeStatement,
    Payer,
    PriceStatement,
    TargetGroupStatement,
)

Timing = Literal["start", "mid", "end"]


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
    """Factor on effects (on RR − 1) by the grade of their evidence; 1, the default, shrinks nothing."""

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


class ModelFile(Assumptions):
    """A calculation model."""

    id: Id
    """The model's name."""
    title: Words
    """Title in Danish and English."""
    registers: list[str] = Field(default_factory=list)
    """Folders with own figures laid on the registers, the last on top; below those of a scenario."""


@dataclass(frozen=True, slots=True)
class Model:
    """A calculation model with a scenario's assumptions laid on top.

    Attributes:
        rates: (first n, yearly real rate) steps.
        net_tax_factor, tax_distortion: None where the lens does not adjust.
        evidence_adjustment: factor on effects by grade.
        areas: consequence areas beyond the register's, with their names.
    """

    id: str
    titles: Mapping[str, str]
    lens_id: Literal["budget", "welfare"]
    lens: Lens
    rates: tuple[tuple[int, Input], ...]
    timing: Timing
    guide: int
    net_tax_factor: float | None
    tax_distortion: float | None
    evidence_adjustment: Mapping[str, float]
    exchange: Exchange
    horizon: int
    sha256: str
    areas: Mapping[str, Mapping[str, str]]

    def discount_factors(self, horizon: int, at: Values = at_estimates) -> Array:
        """Return DF[n], shape (H,)."""
        return discount_factors(horizon, [(start, at(rate)) for start, rate in self.rates], self.timing)


DEFAULT_HORIZON = 11
DEFAULT_GUIDE = 2023
_BUDGET_NATURES = frozenset({"resource", "transfer", "tax"})


def resolve_model(
    file: ModelFile,
    said: Assumptions,
    guides: Mapping[int, Guide],
    start: int,
    sha256: str,
    problems: list[Problem],
) -> Model:
    """Lay a scenario's assumptions on a model file.

    Args:
        file: the model.
        said: the scenario's assumptions.
        guides: the Finance Ministry's guides by year.
        start: the scenario's first year.
        sha256: the model file's fingerprint.
        problems: gets what is wrong.
    """
    stated = said if said.guide is not None else file
    year = stated.guide or DEFAULT_GUIDE
    if year not in guides:
        known = ", ".join(str(known) for known in guides)
        problems.append(stated.problem("guide", f"no guide of {year}; there is {known}"))
        year = DEFAULT_GUIDE
    guide = guides[year]
    lens_id = said.lens or file.lens or "budget"
    payers = tuple(said.payers or file.payers or PUBLIC_PAYERS)
    tax_factor, distortion = _tax_factors(file, said, guide, problems)
    welfare = lens_id == "welfare"
    lens = (
        Lens(payers, _BUDGET_NATURES | {"intangible"}, tax_factor, distortion)
        if welfare
        else Lens(payers, _BUDGET_NATURES)
    )
    return Model(
        id=file.id,
        titles=file.title.both(),
        lens_id=lens_id,
        lens=lens,
        rates=_rates(file, said, guide, start),
        timing=_timing(file, said),
        guide=year,
        net_tax_factor=tax_factor if welfare else None,
        tax_distortion=distortion if welfare else None,
        evidence_adjustment=dict.fromkeys("ABCD", 1.0) | _adjustment(file) | _adjustment(said),
        exchange=said.exchange or file.exchange or "market",
        horizon=said.horizon or file.horizon or DEFAULT_HORIZON,
        sha256=sha256,
        areas={id: words.both() for id, words in {**file.areas, **said.areas}.items()},
    )


def _adjustment(stated: Assumptions) -> dict[str, float]:
    return stated.evidence_adjustment.stated() if stated.evidence_adjustment else {}


def _tax_factors(
    file: ModelFile, said: Assumptions, guide: Guide, problems: list[Problem]
) -> tuple[float, float]:
    """Return net tax factor and distortion: the scenario's, else a named guide's, else the model's."""
    named = said.guide is not None
    of_file = None if named else file.net_tax_factor
    factor = said.net_tax_factor or of_file or guide.net_tax_factor
    if factor is None:
        message = (
            f"the guide of {guide.year} has no sourced net tax factor: state assumptions.net_tax_factor too"
        )
        problems.append((said if named else file).problem("guide", message))
        factor = plain_number(1.0)
    of_file = None if named else file.tax_distortion
    return float(factor), float(said.tax_distortion or of_file or guide.tax_distortion or 1.0)


def _timing(file: ModelFile, said: Assumptions) -> Timing:
    for stated in (said.discounting, file.discounting):
        if stated is not None and stated.timing is not None:
            return stated.timing
    return "start"


def _rates(file: ModelFile, said: Assumptions, guide: Guide, start: int) -> tuple[tuple[int, Input], ...]:
    for stated, who in ((said, "assumptions"), (file, "model")):
        if stated.discounting is not None and (steps := _stated_rates(stated.discounting, who)):
            return steps
        if stated.guide is not None:
            break
    return tuple((row.from_, _guide_rate(guide, row)) for row in guide.rates_for(start))


def _guide_rate(guide: Guide, row: RateRow) -> Input:
    passport = Passport(guide.where, f"{row.rate:g}", f"figures.{row.figure}", guide.source, "A")
    return Input(f"guide.{guide.year}.rate.{row.from_}", row.rate, "rate", passport=passport)


def _stated_rates(discounting: Discounting, who: str) -> tuple[tuple[int, Input], ...]:
    name = f"{who}.discounting"
    if discounting.rate is not None:
        return ((0, as_input(discounting, "rate", discounting.rate, f"{name}.rate")),)
    return tuple(
        (step.from_, as_input(step, "rate", step.rate, f"{name}.rates.{step.from_}"))
        for step in discounting.rates or []
    )
