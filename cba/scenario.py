"""What a scenario file may say. The docstrings here are the user's documentation (`cba schema`)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool

from cba.allocation.statements import Allocation
from cba.effect_statements import EffectStatement
from cba.errors import Problem
from cba.funding_statements import Funding
from cba.model import Assumptions
from cba.reading.numbers import (
    CountSeries,
    Distribution,
    Estimate,
    Money,
    MoneySeries,
    NumberField,
    PriceYear,
    Share,
    Whole,
    interval_problems,
)
from cba.reading.statement import Statement, Words
from cba.statements import (
    Amount,
    Area,
    Id,
    read_payers,
)

__all__ = ["CostStatement", "EffectStatement", "FlowStatement", "InterventionStatement", "ScenarioFile"]


class Header(Statement):
    """What the scenario is about."""

    id: Id
    """Short name, safe as a file name: small letters, digits, `-` and `_`."""
    title: Words | None = None
    """Title in Danish and English."""
    question: Words | None = None
    """The question that the decision-maker asks."""
    author: str | None = None
    """Who made the calculation."""
    contact: str | None = None
    """Whom to ask about it."""
    funding: Words | None = None
    """Who paid for the calculation, and any conflict of interest."""
    not_included: list[Words] = Field(default_factory=list)
    """What is not counted in kroner."""


class CostStatement(Amount):
    """One cost of an intervention."""

    what: Words
    """What is paid for; names the cost within the intervention."""
    amount: Money
    """Kroner per unit of `per`; a negative amount is a saved cost."""
    low: NumberField | None = None
    """Lowest plausible amount."""
    high: NumberField | None = None
    """Highest plausible amount."""
    se: NumberField | None = None
    """Standard error of a measured amount, with `distribution: normal` or `gamma`."""
    distribution: Distribution | None = None
    """Shape of the uncertainty; PERT when an interval is given."""
    per: Literal["start", "year", "participant", "completer"]
    """`start` (once, in the first operating year), `year`, `participant` (starter) or `completer`."""
    unit: str | None = None
    """What the amount is per, in words."""
    in_kind: StrictBool = False
    """True for contributions in kind, such as premises or volunteers' time."""

    def _check(self, problems: list[Problem]) -> None:
        read_payers(self, problems)
        problems += interval_problems(self, "amount", self.amount.estimate, self.low, self.high)


class FlowStatement(Amount):
    """Explicit yearly amounts: any business case."""

    what: Words
    """What it is; names the flow within the intervention."""
    kind: Literal["cost", "benefit"]
    """A cost lowers the net result, a benefit raises it."""
    amounts: MoneySeries
    """One amount a year from the start, or `{2026: 1000000, 2027: 900000}`."""
    area: Area | None = None
    """The consequence area (konsekvensområde) of a benefit."""

    def _check(self, problems: list[Problem]) -> None:
        read_payers(self, problems)


class InterventionStatement(Statement):
    """What is done, compared with what would happen otherwise."""

    id: Id
    """Short name; `portfolio` is reserved."""
    title: Words | None = None
    """Title in Danish and English."""
    description: Words | None = None
    """What, for whom, how long."""
    conditions: list[Words] = Field(default_factory=list)
    """What must be in place for it to work here."""
    dkr_goals: list[Annotated[Whole, Field(ge=1, le=6)]] = Field(default_factory=list)
    """The DKR goals 1–6 that it serves."""
    target_group: str | None = None
    """An id of the target group register; gives the baselines."""
    place: str | Whole | None = None
    """Where, when it is another place than the scenario's."""
    participants: CountSeries | None = None
    """Starters in each operating year: a number, a list from the start year, or `{2026: 30, 2027: 45}`."""
    years: Whole | None = None
    """Operating years; as many as `participants` lists, else 1."""
    completion: Share | None = None
    """Share of the starters who complete; all when absent."""
    costs: list[CostStatement] = Field(default_factory=list)
    """Costs, each named by `what`."""
    effects: list[EffectStatement] = Field(default_factory=list)
    """Effects, one for each outcome."""
    flows: list[FlowStatement] = Field(default_factory=list)
    """Explicit yearly amounts."""
    overlaps_with: list[str] = Field(default_factory=list)
    """Interventions that reach the same people or incidents."""


class InputStatement(Estimate):
    """A number in place of one that is used, by the input's name; `cba explain` lists the names.

    In the unit and price year of the one it replaces, whose interval stays where none is stated.
    """


class Correlation(Statement):
    """Two inputs that vary together."""

    of: list[str]
    """The names of two inputs."""
    rank: NumberField
    """Rank correlation, between −1 and 1."""


class ScenarioFile(Statement):
    """A scenario: interventions, a place, a start year and a horizon, calculated with a model."""

    scenario: Header
    """What the scenario is about."""
    model: str = "soem"
    """A model id (`soem`, `samfundsoekonomi`) or the path of a model file."""
    place: str | Whole | None = None
    """Name or code of a municipality; a landsdel; a region; Danmark."""
    price_year: PriceYear
    """The year in whose prices all results are stated."""
    currency: str = "DKK"
    """Currency of the results; only DKK in this version."""
    start: Annotated[Whole, Field(ge=1900, le=2200)]
    """The first year, n = 0."""
    horizon: Annotated[Whole, Field(ge=1, le=200)] | None = None
    """Number of years counted; the model's when absent."""
    draws: Annotated[Whole, Field(ge=1, le=2**22)] = 10_000
    """Number of draws in the simulation."""
    seed: Annotated[Whole, Field(ge=0)] = 1
    """Seed of the simulation."""
    registers: list[str] = Field(default_factory=list)
    """Folders with own figures laid on the registers (`cba registers import`), the last on top."""
    assumptions: Assumptions = Field(default_factory=Assumptions)
    """Overrides of the model file, in the same shape."""
    interventions: Annotated[list[InterventionStatement], Field(min_length=1)]
    """The interventions."""
    inputs: dict[str, InputStatement] = Field(default_factory=dict)
    """Numbers set by the name of the input, wherever they are used: `{evidence.cbt_juv: 0.7}`."""
    allocation: Allocation | None = None
    """Budget and rules for `cba allocate`."""
    correlations: list[Correlation] = Field(default_factory=list)
    """Inputs that vary together."""
    funding: Funding | None = None
    """What an application for money asks for beside the calculation."""
    extends: list[str] = Field(default_factory=list)
    """Files that this one builds on, merged left to right, this file last."""
    variants: dict[str, dict[str, Any]] = Field(default_factory=dict)
    """Named overrides, chosen with `--variant`."""
