"""What linking looks things up in, and where it puts problems and warnings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cba.errors import Position, Problem, unknown
from cba.inputs import Conversion, Input, Passport, inputs_in
from cba.interventions import Price
from cba.model import Assumptions, Model, ModelFile
from cba.money import COUNTRY_OF, CannotConvert, PriceIndex
from cba.places import Place
from cba.reading.statement import Statement
from cba.reading.validating import S
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
        outcomes, target_groups: the register's, with what the model file and the scenario say on top.
        prices: prices linked so far, by id.
        evidence_used: effects of the register linked so far, by input name: the rows behind, and the input.
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
    outcomes: Mapping[str, OutcomeStatement] = field(init=False)
    target_groups: Mapping[str, TargetGroupStatement] = field(init=False)
    prices: dict[str, Price] = field(default_factory=dict)
    evidence_used: dict[str, tuple[frozenset[str], Input]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Lay the model file's and the scenario's outcomes and target groups on the register's."""
        layers = (self.model_file, self.said)
        self.outcomes = _laid(self.registers.outcomes, [layer.outcomes for layer in layers])
        self.target_groups = _laid(self.registers.target_groups, [layer.target_groups for layer in layers])

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

    def stated_prices(self) -> Mapping[str, PriceStatement]:
        """Prices that the model file or the scenario states; what a scenario leaves out of one stays."""
        prices = dict(self.model_file.prices)
        for id, over in self.said.prices.items():
            prices[id] = _completed(over, prices[id], _OF_A_PRICE) if id in prices else over
        return prices

    def conversions(
        self, statement: Statement, key: str, year: int, currency: str | None, country: str | None
    ) -> tuple[Conversion, ...]:
        """Return the steps to price-year kroner; a problem where there is no way."""
        if not self.index.covers(self.file.price_year):
            return ()  # told once, at the scenario's price year
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
            if item.kind in _COUNTED and not item.passport.register:
                self.warn_if_thousands(item.passport.where, item.name, item.passport.written, item.estimate)

    def warn_if_thousands(self, where: Position | None, path: str, written: str, value: float) -> None:
        """Warn when a number is written as `22.000`."""
        if _DANISH_THOUSANDS.fullmatch(written):
            message = f"{written} is read as {value:g}; is {written.replace('.', '')} meant?"
            self.warnings.append(Problem(where, path, message))

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


_OF_A_PRICE = ("payer", "area", "nature", "counterpart", "unit")


def _laid(base: Mapping[str, S], layers: Sequence[Mapping[str, S]]) -> dict[str, S]:
    """Return named statements with later ones on top; what a later one does not state stays."""
    found = dict(base)
    for layer in layers:
        for id, over in layer.items():
            found[id] = _completed(over, found[id], type(over).model_fields) if id in found else over
    return found


def _completed(over: S, base: S, keys: Iterable[str]) -> S:
    """Return a statement with the keys it does not state taken from another; mappings are joined."""
    taken: dict[str, object] = {}
    for key in keys:
        before, after = getattr(base, key), getattr(over, key)
        if key not in over.model_fields_set:
            taken[key] = before
        elif isinstance(before, dict) and isinstance(after, dict):
            taken[key] = {**before, **after}
    return over.model_copy(update=taken)
