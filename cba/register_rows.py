"""The rows of the registers: frozen, typed, and aware of the line they stand on. None is a missing value."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from cba.errors import Position, unknown
from cba.register_tables import Record

NATURES = ("resource", "transfer", "tax", "intangible")
BASES = ("average", "marginal")
GRADES = ("A", "B", "C", "D")
USABLE_MEASURES = (
    "odds_ratio",
    "relative_risk",
    "incidence_rate_ratio",
    "hazard_ratio",
    "standardised_mean_difference",
    "percentage_change",
    "percentage_points",
)
SHOWN_MEASURES = (
    "number_needed_to_treat",
    "rate_difference",
    "standardised_estimate",
    "protection_factor",
    "other",
)
DIRECTIONS = ("lower_is_better", "higher_is_better", "unclear")
SHARES_SUM_TO = 1e-9
SMALL_STUDY = 200


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A publication that figures are taken from."""

    where: Position
    id: str
    title: str
    publisher: str | None
    year: int | None
    url: str | None

    COLUMNS = ("id", "title", "publisher", "year", "url")

    @property
    def text(self) -> str:
        """The source in one line: publisher, title and year."""
        named = ": ".join(part for part in (self.publisher, self.title) if part)
        return f"{named} ({self.year})" if self.year else named

    @property
    def short(self) -> str:
        """The source in a few words, for small print: publisher (or title) and year."""
        named = self.publisher or self.title
        return f"{named} ({self.year})" if self.year else named

    @classmethod
    def read(cls, record: Record) -> SourceRow:
        """Read a row of `sources.csv`."""
        return cls(
            record.where,
            record.identifier(),
            record.needed("title"),
            record.text("publisher"),
            record.year("year"),
            record.text("url"),
        )


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A rate, total, count or parameter of method."""

    where: Position
    id: str
    names: Mapping[str, str]
    category: str
    value: float | None
    low: float | None
    high: float | None
    unit: Mapping[str, str]
    year: int | None
    payers: Mapping[str, float] | None
    source: str | None
    grade: str | None
    derivation: str | None
    note: str | None

    COLUMNS = (
        *("id", "name_da", "name_en", "category", "value", "low", "high", "unit_da", "unit_en", "year"),
        *("payer", "source", "grade", "derivation", "note"),
    )

    @classmethod
    def read(cls, record: Record, payers: Collection[str], sources: Collection[str]) -> FigureRow:
        """Read a row of `figures.csv`."""
        record.rising("low", "value", "high")
        return cls(
            record.where,
            record.identifier(),
            _both(record, "name"),
            record.needed("category"),
            record.number("value"),
            record.number("low"),
            record.number("high"),
            _both(record, "unit"),
            record.year("year"),
            _payer_shares(record, payers),
            record.one_of("source", sources),
            record.one_of("grade", GRADES),
            record.text("derivation"),
            record.text("note"),
        )


@dataclass(frozen=True, slots=True)
class PriceRow:
    """The price of one unit of something.

    Attributes:
        names, unit: in Danish and English.
        value, low, high: in `currency` per unit, in prices of `price_year`.
        payers: share of each payer after refunds, sum 1.
        nature: resource, transfer, tax or intangible.
        basis: average or marginal.
        area: consequence area.
        derivation: formula of a derived value; ids in it are rows of the registers.
    """

    where: Position
    id: str
    names: Mapping[str, str]
    value: float | None
    low: float | None
    high: float | None
    unit: Mapping[str, str]
    currency: str
    price_year: int | None
    payers: Mapping[str, float] | None
    nature: str | None
    basis: str | None
    area: str | None
    source: str | None
    grade: str | None
    derivation: str | None
    note: str | None

    COLUMNS = (
        *("id", "name_da", "name_en", "value", "low", "high", "unit_da", "unit_en", "currency", "price_year"),
        *("payer", "nature", "basis", "area", "source", "grade", "derivation", "note"),
    )

    @property
    def missing(self) -> tuple[str, ...]:
        """What a calculation needs and the register does not have: of value, price_year and payer."""
        needed = {"value": self.value, "price_year": self.price_year, "payer": self.payers}
        return tuple(name for name, value in needed.items() if value is None)

    @classmethod
    def read(
        cls, record: Record, payers: Collection[str], areas: Collection[str], sources: Collection[str]
    ) -> PriceRow:
        """Read a row of `prices.csv`."""
        record.rising("low", "value", "high")
        return cls(
            record.where,
            record.identifier(),
            _both(record, "name"),
            record.number("value"),
            record.number("low"),
            record.number("high"),
            _both(record, "unit"),
            record.needed("currency"),
            record.year("price_year"),
            _payer_shares(record, payers),
            record.one_of("nature", NATURES),
            record.one_of("basis", BASES),
            record.one_of("area", areas),
            record.one_of("source", sources),
            record.one_of("grade", GRADES),
            record.text("derivation"),
            record.text("note"),
        )


@dataclass(frozen=True, slots=True)
class ForeignCostRow:
    """A foreign unit cost of crime; always to be converted and marked foreign."""

    where: Position
    id: str
    offence: str
    component: str
    value: float | None
    currency: str
    price_year: int | None
    price_period: str | None
    unit: str
    source: str | None
    confidence: str | None

    COLUMNS = (
        *("id", "offence", "component", "value", "currency", "price_year", "price_period", "unit"),
        *("source", "confidence"),
    )

    @classmethod
    def read(cls, record: Record, sources: Collection[str]) -> ForeignCostRow:
        """Read a row of `foreign_unit_costs.csv`."""
        return cls(
            record.where,
            record.identifier(),
            record.needed("offence"),
            record.needed("component"),
            record.number("value"),
            record.needed("currency"),
            record.year("price_year"),
            record.text("price_period"),
            record.needed("unit"),
            record.one_of("source", sources),
            record.text("confidence"),
        )


def _both(record: Record, column: str) -> dict[str, str]:
    return {language: record.needed(f"{column}_{language}") for language in ("da", "en")}


def _payer_shares(record: Record, payers: Collection[str]) -> dict[str, float] | None:
    """Read `stat` or `kommune:50 %;stat:50 %`."""
    text = record.text("payer")
    if text is None:
        return None
    shares: dict[str, float] = {}
    for part in text.split(";"):
        payer, _, share = part.strip().partition(":")
        if payer not in payers:
            record.problem("payer", unknown("payer", payer, payers))
        try:
            shares[payer] = float(share.strip().removesuffix("%")) / 100.0 if share else 1.0
        except ValueError:
            record.problem("payer", f"a share must be such as 50 %, found '{share.strip()}'")
    total = sum(shares.values())
    if abs(total - 1.0) > SHARES_SUM_TO and len(shares) == text.count(";") + 1:
        record.problem("payer", f"the payers' shares must sum to 100 %, found {100 * total:g} %")
    return shares
