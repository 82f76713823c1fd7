"""What linking looks things up in, and where it puts problems and warnings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from cba.errors import Problem, unknown
from cba.inputs import Conversion, Passport, inputs_in
from cba.interventions import Price
from cba.model import Assumptions, Model, ModelFile
from cba.money import COUNTRY_OF, CannotConvert, PriceIndex
from cba.places import Place
from cba.reading.statement import Statement
from cba.registers import Registers
from cba.scenario import ScenarioFile
from cba.statements import OutcomeStatement, PriceStatement, TargetGroupStatement

OLD_PRICE_YEARS = 10

_COUNTED = ("money", "count", "number")
_DANISH_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")


@dataclass(slots=True)
class Context:
    """One scenario being linked.

    Attributes:
        place: the scenario's place; None where it names none.
        prices: prices linked so far, by id.
        problems: what is wrong; linking goes on to find more.
        warnings: what is legal but doubtful.
    """

    registers: Registers
    file: ScenarioFile
    model_file: ModelFile
    model: Model
    index: PriceIndex
    horizon: int
    place: Place | None = None
    prices: dict[str, Price] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    @property
    def said(self) -> Assumptions:
        """The scenario's assumptions."""
        return self.file.assumptions

    def problem(self, statement: Statement, key: str, message: str) -> None:
        """Add a problem with a key of a statement."""
        self.problems.append(statement.problem(key, message))

    def lacks(self, statement: Statement, key: str, message: str) -> None:
        """Add a problem with what is missing, shown at a key of a statement."""
        self.problems.append(statement.problem(key, message, lacking=True))

    def warn(self, statement: Statement, key: str, message: str) -> None:
        """Add a warning about a key of a statement."""
        self.warnings.append(statement.problem(key, message))

    def unknown(self, statement: Statement, key: str, what: str, name: str, known: Iterable[str]) -> None:
        """Add a problem with a name that does not exist."""
        self.problem(statement, key, unknown(what, name, list(known)))

    def stated_prices(self) -> dict[str, PriceStatement]:
        """Prices that the model file or the scenario states; the scenario's count."""
        return {**self.model_file.prices, **self.said.prices}

    def outcomes(self) -> Mapping[str, OutcomeStatement]:
        """Outcomes of the register, the model file and the scenario; the last one named counts."""
        return {**self.registers.outcomes, **self.model_file.outcomes, **self.said.outcomes}

    def target_groups(self) -> Mapping[str, TargetGroupStatement]:
        """Target groups of the register, the model file and the scenario; the last one named counts."""
        return {**self.registers.target_groups, **self.model_file.target_groups, **self.said.target_groups}

    def conversions(
        self, statement: Statement, key: str, year: int, currency: str | None, country: str | None
    ) -> tuple[Conversion, ...]:
        """Return the steps to price-year kroner; a problem where there is no way."""
        try:
            return self.index.conversions(year, currency or "DKK", country, self.file.price_year)
        except CannotConvert as error:
            blamed = "currency" if currency and currency not in COUNTRY_OF else "country" if country else key
            self.problem(statement, blamed if blamed in statement.raw else "amount", str(error))
            return ()

    def warn_if_left_out(
        self, statement: Statement, key: str, what: str, shares: Mapping[str, float], nature: str
    ) -> None:
        """Warn when the lens does not count a payer or nature, so that the amount is left out."""
        lens = self.model.lens
        missing = [payer for payer, share in shares.items() if share and payer not in lens.payers]
        if nature not in lens.natures:
            missing = [nature]
            key = "nature" if "nature" in statement.raw else key
        if missing:
            names = " and ".join(missing)
            self.warn(statement, key, f"{what} is left out: the model {self.model.id} does not count {names}")

    def warn_of_thousands(self, linked: object) -> None:
        """Warn of every `22.000`, which a Danish reader means as twenty-two thousand."""
        for item in inputs_in(linked):
            written = item.passport.written
            if item.kind in _COUNTED and not item.passport.register and _DANISH_THOUSANDS.fullmatch(written):
                message = f"{written} is read as {item.estimate:g}; is {written.replace('.', '')} meant?"
                self.warnings.append(Problem(item.passport.where, item.name, message))

    def warn_if_old(self, statement: Statement, key: str, what: str, year: int) -> None:
        """Warn of a price more than ten years older than the scenario's price year."""
        if self.file.price_year - year > OLD_PRICE_YEARS:
            self.warn(statement, key, f"{what} is in {year} prices, more than {OLD_PRICE_YEARS} years old")

    def area(self, statement: Statement, area: str | None) -> str:
        """Return a consequence area that exists; `andet` where none is named."""
        if area is None:
            return "andet"
        known = {*self.registers.areas, *self.model.areas}
        if area not in known:
            self.unknown(statement, "area", "area", area, known)
        return area

    def graded(self, passport: Passport, statement: Statement, key: str, what: str) -> Passport:
        """Complete a passport from the register row its source names; warn when nobody graded the number."""
        known = self.completed(passport)
        if known.grade is None:
            self.warn(statement, key, f"{what} is an own number without `grade`")
        return known

    def completed(self, passport: Passport) -> Passport:
        """Return a passport with the register row that its source names, and that row's grade."""
        for table, rows in (("prices", self.registers.prices), ("figures", self.registers.figures)):
            row = rows.get(passport.source or "")
            if row is not None:
                return replace(passport, register=f"{table}.{row.id}", grade=passport.grade or row.grade)
        return passport
