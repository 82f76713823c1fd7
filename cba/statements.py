"""Statements that scenario files, model files and registers share."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from cba.errors import Problem, unknown
from cba.reading.numbers import (
    NUMBER_SCHEMA,
    Count,
    Grade,
    Money,
    Months,
    PriceYear,
    Quantity,
    Share,
    Whole,
    plain_number,
)
from cba.reading.statement import Statement, Words, refuse
from cba.spelling import ID

Id = Annotated[str, Field(pattern=f"^{ID}$")]
Payer = Literal["kommune", "region", "stat", "borger", "offer", "erhverv", "oevrige"]
Nature = Literal["resource", "transfer", "tax", "intangible"]
Country = Literal["us", "gb", "se", "no", "de", "nl", "fi", "ea", "dk"]
Area = Annotated[str, Field(min_length=1)]

PUBLIC_PAYERS: tuple[Payer, ...] = ("kommune", "region", "stat")
SHARE_TOLERANCE = 1e-9


class PayerShares(Statement):
    """Who pays, and which share; the shares sum to 100 %."""

    kommune: Share | None = None
    """The municipality's share."""
    region: Share | None = None
    """The region's share."""
    stat: Share | None = None
    """The state's share."""
    borger: Share | None = None
    """The participating citizen's share."""
    offer: Share | None = None
    """The victim's share."""
    erhverv: Share | None = None
    """Business' and insurers' share."""
    oevrige: Share | None = None
    """Everybody else's share."""

    @classmethod
    def _expand(cls, data: Any) -> Any:
        if isinstance(data, str) and data not in cls.model_fields:
            raise refuse(unknown("payer", data, cls.model_fields))
        return {data: plain_number(1.0)} if isinstance(data, str) else data

    @classmethod
    def _short_form(cls) -> dict[str, Any]:
        return {"enum": list(cls.model_fields)}

    def shares(self) -> dict[str, float]:
        """Return the shares that are stated, by payer."""
        stated = {payer: getattr(self, payer) for payer in type(self).model_fields}
        return {payer: float(share.estimate) for payer, share in stated.items() if share}


def read_payers(statement: Statement, problems: list[Problem], key: str = "payer") -> None:
    """Add a problem when the payer shares do not sum to 100 %."""
    shares = getattr(statement, key).shares()
    total = sum(shares.values())
    if abs(total - 1.0) > SHARE_TOLERANCE:
        message = f"the payers' shares must sum to 100 %, found {total * 100:g} %"
        problems.append(statement.problem(key, message))


class Amount(Statement):
    """What a cost and a flow have in common: money with its passport."""

    payer: PayerShares
    """Who pays: a payer id, or a split such as `{kommune: 50 %, stat: 50 %}`."""
    nature: Nature = "resource"
    """`resource`, `transfer`, `tax` or `intangible`."""
    counterpart: Payer = "borger"
    """Who receives a transfer or tax."""
    price_year: PriceYear | None = None
    """The year in whose prices the amount is stated; the scenario's when absent."""
    currency: str | None = None
    """Currency code; DKK when absent."""
    country: Country | None = None
    """Whose price index converts a foreign amount; follows the currency when absent."""
    source: str | None = None
    """Where the amount comes from: a register id or a reference in words."""
    note: str | None = None
    """A remark that follows the amount."""
    grade: Grade | None = None
    """A official, B study, C secondary source, D derived or assumed."""


def _incidents_form(value: Any) -> str:
    return "<place>" if isinstance(value, str) and value.isalpha() else "<number>"


Incidents = Annotated[
    Annotated[Count, Tag("<number>")] | Annotated[Literal["place"], Tag("<place>")],
    Discriminator(_incidents_form),
]


class Baseline(Statement):
    """How often the outcome happens without the intervention.

    A bare share is within the study's follow-up. `{share, within}` names the window, `{events}` counts events
    per exposed unit and year, `{incidents}` counts reported incidents a year in the place.
    """

    share: Share | None = None
    """Share of people within the window; with `incidents`, the share of incidents covered."""
    within: Months | None = None
    """The window in months, such as `24 months`."""
    events: Count | None = None
    """Events per exposed unit and year."""
    incidents: Incidents | None = None
    """Reported incidents a year: a number, or `place` for the register's figure."""
    years: list[Whole] | None = None
    """Years of the register to average, with `incidents: place`; the three latest when absent."""
    source: str | None = None
    """Where the baseline comes from."""
    note: str | None = None
    """A remark that follows the baseline."""

    @classmethod
    def _expand(cls, data: Any) -> Any:
        quantity = isinstance(data, dict) and {"estimate", "low", "high"} & set(data)
        return data if isinstance(data, dict) and not quantity else {"share": data}

    @classmethod
    def _short_form(cls) -> dict[str, Any]:
        return NUMBER_SCHEMA

    def _check(self, problems: list[Problem]) -> None:
        if self.within is not None and self.within <= 0:
            problems.append(self.problem("within", f"must be more than 0 months, got {self.within.written}"))
        stated = [key for key in ("events", "incidents") if getattr(self, key) is not None]
        if len(stated) == 2 or (not stated and self.share is None) or (stated == ["events"] and self.share):
            problems.append(
                Problem(
                    self.at(),
                    self.raw.path,
                    "state one of: a share of people, `events`, or `incidents`",
                    lacking=not stated,
                )
            )


class Consequence(Statement):
    """A priced quantity that follows from one more event (or, on a success rate, one success)."""

    price: str
    """An id of the price register or of `assumptions.prices`."""
    quantity: Quantity | None = None
    """Units of the price in all; negative is a saving."""
    spread: Whole | None = None
    """Spread in equal parts over this many years, from the year of the event."""
    by_year: list[Quantity] | None = None
    """Units in the year of the event, the year after …; in place of `quantity`."""
    source: str | None = None
    """Where the quantity comes from."""
    assumption: Words | None = None
    """Why the quantity is assumed, when it has no source that fits."""
    measured_on: list[str] = Field(default_factory=list)
    """Target groups that the quantity was measured on; using it for others is warned about."""

    def _check(self, problems: list[Problem]) -> None:
        if (self.quantity is None) == (self.by_year is None):
            problems.append(
                Problem(
                    self.at(),
                    self.raw.path,
                    "state either `quantity` (with `spread`) or `by_year`",
                    lacking=self.quantity is None,
                )
            )
        if self.spread is not None and not 1 <= self.spread <= 200:
            problems.append(self.problem("spread", f"must be 1 to 200 years, got {self.spread}"))
        if self.spread is not None and self.by_year is not None:
            problems.append(self.problem("spread", "goes with `quantity`, not with `by_year`"))


class PriceStatement(Money):
    """A price that a model file or a scenario states itself: money per unit, and who bears it."""

    payer: PayerShares | None = None
    """Who bears the price; the register's when absent."""
    country: Country | None = None
    """Whose price index converts a foreign price."""
    area: Area | None = None
    """Consequence area (konsekvensområde)."""
    nature: Nature | None = None
    """`resource`, `transfer`, `tax` or `intangible`; resource when absent and not in the register."""
    counterpart: Payer = "borger"
    """Who receives a transfer or tax."""

    def _check(self, problems: list[Problem]) -> None:
        super()._check(problems)
        if self.payer is not None:
            read_payers(self, problems)


class OutcomeStatement(Statement):
    """An outcome: what changes, which consequences follow, and which goal it serves."""

    title: Words | None = None
    """Name in Danish and English."""
    unit: Words | None = None
    """What one unit is called."""
    units: Words | None = None
    """What several units are called; as one when absent."""
    better: Literal["fewer", "more"] | None = None
    """Whether fewer or more of it is the aim."""
    dkr_goal: Annotated[Whole, Field(ge=1, le=6)] | None = None
    """The DKR goal 1–6 that it serves."""
    reported_crime: str | None = None
    """Column of the reported-crime register, where there is one."""
    baseline: Baseline | None = None
    """How often it happens when neither effect nor target group says so."""
    consequences: list[Consequence] | None = None
    """What follows from one more event; positive is use."""
    not_priced: list[Words] = Field(default_factory=list)
    """What follows too, but has no price."""


class TargetGroupStatement(Statement):
    """Who is reached, with baseline rates by outcome."""

    title: Words | None = None
    """Name in Danish and English."""
    description: Words | None = None
    """Who they are and how the rates were measured."""
    baselines: dict[str, Baseline] = Field(default_factory=dict)
    """Baseline of each outcome."""
