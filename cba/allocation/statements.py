"""What a scenario may say under `allocation`: objective, budget and rules."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Discriminator, Field, Tag

from cba.errors import Problem
from cba.reading.numbers import Count, Money, NumberField, Share, Whole
from cba.reading.statement import Statement
from cba.statements import Payer


def _plain_or_mapping(value: Any) -> str:
    return "<mapping>" if isinstance(value, dict) else "<plain>"


Objective = Annotated[
    Annotated[dict[str, NumberField], Tag("<mapping>")] | Annotated[str, Tag("<plain>")],
    Discriminator(_plain_or_mapping),
]


class Budget(Statement):
    """The money there is: in all, by year and by payer."""

    total: Money | None = None
    """Present value of intervention costs at the start; a bare number is this."""
    by_year: dict[str, Money] = Field(default_factory=dict)
    """Undiscounted price-year money in each year."""
    by_payer: dict[Payer, Money] = Field(default_factory=dict)
    """Undiscounted price-year money of each payer."""

    @classmethod
    def _expand(cls, data: Any) -> Any:
        return data if isinstance(data, dict) else {"total": data}

    @classmethod
    def _short_form(cls) -> dict[str, Any]:
        return {"type": "number"}


class Risk(Statement):
    """How much bad draws count beside the mean."""

    cvar: Share
    """The share of worst draws whose mean counts."""
    weight: Share
    """Their weight beside the mean of all draws."""


class Scale(Statement):
    """How large an intervention may be, in participants a year."""

    min: Count | None = None
    """Smallest scale when it is on."""
    max: Count | None = None
    """Largest scale."""
    step: Count | None = None
    """Scales come in steps of this."""


class Segment(Statement):
    """A part of the scale where the value of one more participant is lower."""

    up_to: Count
    """Participants a year up to which this holds."""
    value: Share
    """Share of the full benefit."""


class Tier(Statement):
    """A part of the scale with its own cost per participant."""

    up_to: Count
    """Participants a year up to which this holds."""
    amount: Money
    """Cost per participant."""


class Reach(Statement):
    """Which options a rule is for; a bare text is an intervention."""

    intervention: str | None = None
    """This intervention."""
    dkr_goal: Annotated[Whole, Field(ge=1, le=6)] | None = None
    """Those that serve this DKR goal."""
    target_group: str | None = None
    """Those that reach this target group."""
    place: str | None = None
    """Those in this place."""

    @classmethod
    def _expand(cls, data: Any) -> Any:
        return {"intervention": data} if isinstance(data, str) else data

    @classmethod
    def _short_form(cls) -> dict[str, Any]:
        return {"type": "string"}


class Rule(Statement):
    """One rule of a plan; it states exactly one thing."""

    KINDS: ClassVar[tuple[str, ...]] = ("at_most", "at_least", "exactly", "require", "lock", "limit")

    at_most: NumberField | None = None
    """At most so many of `of`, or so large a share of `share_of`."""
    at_least: NumberField | None = None
    """At least so many of `of`, or so large a share of `share_of`."""
    exactly: NumberField | None = None
    """Exactly so many of `of`."""
    of: list[str] | str | None = None
    """The interventions it is about."""
    per: Literal["place", "plan"] = "place"
    """With `places`: whether it counts in each place by itself or in the whole plan."""
    share_of: str | None = None
    """`budget`: the number is a share of the budget."""
    for_: Reach | None = Field(default=None, alias="for")
    """What a share is for, or which intervention requires another."""
    require: str | None = None
    """The intervention that another one (`for`) requires."""
    lock: str | None = None
    """`in` or `out`: always or never chosen."""
    limit: Count | None = None
    """How much of a resource there is."""
    resource: str | None = None
    """The resource's name."""
    use: dict[str, Count] | None = None
    """Use of the resource per participant, by intervention."""

    def _check(self, problems: list[Problem]) -> None:
        stated = [kind for kind in self.KINDS if getattr(self, kind) is not None]
        if len(stated) != 1:
            kinds = ", ".join(self.KINDS)
            problems.append(Problem(self.at(), self.raw.path, f"a rule states one of: {kinds}"))
        if self.lock is not None and self.lock not in ("in", "out"):
            problems.append(self.problem("lock", f"must be in or out, found '{self.lock}'"))


class Frontier(Statement):
    """Budgets for which the best plan is shown."""

    from_: Money = Field(alias="from")
    """The smallest budget."""
    to: Money
    """The largest budget."""
    points: Annotated[Whole, Field(ge=2, le=1_000)] = 21
    """How many budgets."""


class Threshold(Statement):
    """A cost-effectiveness threshold."""

    outcome: str
    """The outcome."""
    per: Money
    """Kroner that one unit may cost."""


class Allocation(Statement):
    """Budget and rules for choosing between interventions."""

    objective: Objective = "npv"
    """`npv`, `npv:kommune`, `outcome:burglary`, or weights such as `{npv: 0.7, outcome:violence: 50000}`."""
    then: str | None = None
    """A second objective among the plans that are best on the first."""
    budget: Budget
    """The money there is."""
    risk: Risk | None = None
    """Weight on the worst draws."""
    scale: dict[str, Scale] = Field(default_factory=dict)
    """Scale of each intervention; 0 or 1 when absent."""
    diminishing: dict[str, list[Segment]] = Field(default_factory=dict)
    """Falling value of more participants."""
    tiers: dict[str, list[Tier]] = Field(default_factory=dict)
    """Costs per participant by scale."""
    rules: list[Rule] = Field(default_factory=list)
    """What a plan must keep."""
    places: list[str | Whole] = Field(default_factory=list)
    """Places to choose between; `municipalities` stands for all with reported crime."""
    starts: list[Whole] = Field(default_factory=list)
    """Start years to choose between; each intervention starts at most once in a place."""
    threshold: Threshold | None = None
    """What a unit of an outcome may cost."""
    worst_of: list[str] = Field(default_factory=list)
    """Variants of which the worst counts."""
    frontier: Frontier | None = None
    """Budgets for which the best plan is shown."""
