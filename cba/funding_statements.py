"""What a scenario may say under `funding`: all that an application asks for beside the calculation itself.

Nothing here is needed to calculate. What is not stated is listed in the annex as to be filled in.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from cba.errors import Problem
from cba.reading.numbers import Count, Money, MoneySeries, Share, Whole
from cba.reading.statement import Statement, Words
from cba.statements import Id, Payer, PayerShares, read_payers

Line = Literal["A", "B", "C1", "C2", "C3", "D"]
Probability = Literal["A", "B", "C", "D", "E"]
Severity = Literal["I", "II", "III", "IV", "V"]
Level = Literal["input", "activity", "output", "result", "impact"]
Kind = Literal["grant", "own", "public", "private", "loan"]
Month = Annotated[Whole, Field(ge=0, le=600)]


class Partner(Statement):
    """An organisation that takes part."""

    id: Id
    """Short name, used in the budget."""
    name: Words
    """Its name."""
    role: Words | None = None
    """What it does in the project."""
    country: str | None = None
    """Where it is."""


class BudgetItem(Statement):
    """One line of a work package's budget."""

    what: Words
    """What is paid for."""
    line: Line
    """A personnel, B subcontracting, C1 travel, C2 equipment, C3 other goods and services, D other."""
    amount: Money
    """Kroner in all, in the scenario's prices."""
    partner: str | None = None
    """The partner that spends it."""
    person_months: Count | None = None
    """Months of work, on line A."""


class Milestone(Statement):
    """Something that is reached at a point in time."""

    what: Words
    """What is reached."""
    month: Month
    """Months from the start of the project."""


class WorkPackage(Statement):
    """A work package, or an activity of a foundation's application, with its budget."""

    id: Id
    """Short name."""
    title: Words
    """What it is."""
    description: Words | None = None
    """What is done."""
    from_month: Month | None = None
    """The month in which it begins; 1 is the first."""
    to_month: Month | None = None
    """The month in which it ends."""
    milestones: list[Milestone] = Field(default_factory=list)
    """What is reached when."""
    budget: list[BudgetItem] = Field(default_factory=list)
    """What it costs."""

    def _check(self, problems: list[Problem]) -> None:
        if self.from_month is not None and self.to_month is not None and self.to_month < self.from_month:
            message = f"must not be before from_month {self.from_month}, got {self.to_month}"
            problems.append(self.problem("to_month", message))


class Indicator(Statement):
    """How one step of the intervention logic is measured."""

    what: Words
    """What is measured."""
    level: Level
    """`input`, `activity`, `output`, `result` or `impact`."""
    baseline: Words | None = None
    """The value before, with its year."""
    target: Words | None = None
    """The value aimed at, and when."""
    source: Words | None = None
    """Where the value is read."""


class Rating(Statement):
    """How likely and how severe a risk is."""

    probability: Probability
    """A very unlikely … E very likely."""
    severity: Severity
    """I no effect … V catastrophic."""


class ProjectRisk(Rating):
    """A risk, before and after measures."""

    what: Words
    """What may happen."""
    measures: Words | None = None
    """What is done about it."""
    after: Rating | None = None
    """Probability and severity once that is done."""


class Criteria(Statement):
    """How the project meets the criteria of the European Crime Prevention Award."""

    evaluated: Words | None = None
    """How it has been, or will be, evaluated."""
    innovative: Words | None = None
    """What is new in it."""
    cooperation: Words | None = None
    """Who works together."""
    replicable: Words | None = None
    """How others can repeat it."""


class Grant(Statement):
    """An application for a grant of the European Union."""

    programme: str
    """`isf`, `cerv`, `horizon` or `interreg`: a file in models/funding."""
    cofinancing: Share | None = None
    """The share of the eligible costs that the grant pays, as the call says."""
    indirect_rate: Share | None = None
    """Indirect costs as a share of the direct ones; the programme's when it has one."""
    priority: Words | None = None
    """The priority that the project answers: EMPACT, SOCTA, or the call's own."""
    criteria: Criteria | None = None
    """The criteria of the European Crime Prevention Award."""


class Financing(Statement):
    """One source of the money, by year."""

    what: Words
    """Who pays."""
    kind: Kind
    """`grant`, `own` (the operator's), `public`, `private` or `loan`."""
    amounts: MoneySeries
    """One amount a year from the start, or `{2026: 1000000}`; undiscounted, in the scenario's prices."""
    repayments: MoneySeries | None = None
    """Repayments of a loan with interest, by year."""

    def _check(self, problems: list[Problem]) -> None:
        if self.repayments is not None and self.kind != "loan":
            problems.append(self.problem("repayments", f"go with a loan, not with {self.kind}"))


class Appraisal(Statement):
    """An economic appraisal as European funds ask for it."""

    operator: Payer | None = None
    """Whose money the financial analysis follows: a payer of the model."""
    financial_rate: Share | None = None
    """Real financial discount rate, when it is not the guide's."""
    social_rate: Share | None = None
    """Real social discount rate, when it is not the guide's."""
    financing: list[Financing] = Field(default_factory=list)
    """Where the money comes from."""


class OutcomeContract(Statement):
    """An outcome investment (effektinvestering): an investor pays, public payers repay per outcome."""

    intervention: str
    """Which intervention it is about."""
    outcome: str
    """What is paid for: an outcome of that intervention."""
    unit_payment: Money | None = None
    """Kroner for each outcome achieved, in the scenario's prices."""
    months: list[Month] | None = None
    """When outcomes are measured, in months from the start of each cohort, such as [12, 24, 36]."""
    cap: Money | None = None
    """The most that is repaid in all, kroner."""
    threshold: Share | None = None
    """Nothing is repaid below this share of the outcomes expected so far."""
    guarantee: Share | None = None
    """A first-loss guarantee: the share of the investment that a third party covers of a loss."""
    guarantor: Words | None = None
    """Who gives the guarantee."""
    shares: PayerShares | None = None
    """Which public payers repay which share."""
    investor: Words | None = None
    """Who invests."""

    def _check(self, problems: list[Problem]) -> None:
        if self.shares is not None:
            read_payers(self, problems, "shares")
        months = self.months
        if months is not None and (not months or sorted(set(months)) != months or months[0] < 1):
            problems.append(self.problem("months", "must be rising months from 1 on, such as [12, 24, 36]"))


class Funding(Statement):
    """What an application asks for beside the calculation; all of it is optional."""

    applicant: Words | None = None
    """Who applies."""
    need: Words | None = None
    """The problem that the project answers, in words."""
    citizens: Count | None = None
    """How many citizens the project reaches, when it is not the number of participants."""
    theory_of_change: Words | None = None
    """Why the activities should lead to the results."""
    partners: list[Partner] = Field(default_factory=list)
    """Who takes part."""
    work_packages: list[WorkPackage] = Field(default_factory=list)
    """Work packages, or activities, with milestones and budgets."""
    own_financing: Money | None = None
    """Kroner that the applicant and partners pay themselves (foundations)."""
    indicators: list[Indicator] = Field(default_factory=list)
    """How the steps of the intervention logic are measured."""
    risks: list[ProjectRisk] = Field(default_factory=list)
    """What may go wrong."""
    evaluation: Words | None = None
    """How it is evaluated, and by whom."""
    anchoring: Words | None = None
    """What happens after the grant."""
    dissemination: Words | None = None
    """How others hear of the results."""
    grant: Grant | None = None
    """An application for a grant of the European Union."""
    appraisal: Appraisal | None = None
    """An economic appraisal as European funds ask for it."""
    outcome_contract: OutcomeContract | None = None
    """An outcome investment (effektinvestering)."""


def plain(statement: Any) -> Any:
    """Return a statement as plain data: texts in both languages, numbers as numbers, absent as None."""
    if isinstance(statement, Words):
        return statement.both()
    if isinstance(statement, PayerShares):
        return statement.shares()
    if isinstance(statement, (Money, Count, Share)):
        return float(statement.estimate)
    if isinstance(statement, Statement):
        return {key: plain(getattr(statement, key)) for key in type(statement).model_fields}
    if isinstance(statement, dict):
        return {key: plain(value) for key, value in statement.items()}
    return [plain(item) for item in statement] if isinstance(statement, list) else statement
