"""Price indices, exchange rates and purchasing-power parities by year.

Sources: World Bank (consumer prices, parities), Federal Reserve (exchange rates), Økonomistyrelsen (the
state's assumption for the newest Danish year).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from cba.errors import Position
from cba.register_tables import Record

COUNTRIES = ("dk", "us", "gb", "se", "no", "de", "nl", "fi", "ea")
STATUSES = ("published", "forecast")

# column of each currency and how many units its rate is quoted per
_EXCHANGE = {
    "USD": ("dkk_per_usd", 1.0),
    "EUR": ("dkk_per_eur", 1.0),
    "GBP": ("dkk_per_gbp", 1.0),
    "SEK": ("dkk_per_100sek", 100.0),
    "NOK": ("dkk_per_100nok", 100.0),
}
_PARITY = {
    "dk": "ppp_dkk_per_intl_usd",
    "gb": "ppp_gbp_per_intl_usd",
    "se": "ppp_sek_per_intl_usd",
    "no": "ppp_nok_per_intl_usd",
    "nl": "ppp_eur_nl_per_intl_usd",
    "de": "ppp_eur_de_per_intl_usd",
}
_CONSUMER = {"dk": "cpi_2015_100", **{country: f"cpi_{country}_2015_100" for country in COUNTRIES[1:]}}


@dataclass(frozen=True, slots=True)
class IndexYear:
    """One year; what a year does not have is absent from the mapping.

    Attributes:
        status: of the Danish consumer price index: published, forecast, or None where there is none.
        consumer_prices: index by country, 2015 = 100.
        exchange: DKK per one unit of a currency, the year's mean.
        exchange_months: months behind that mean.
        parities: national currency per international dollar, by country.
        source, exchange_source: ids of sources.
    """

    where: Position
    year: int
    status: str | None
    consumer_prices: Mapping[str, float]
    exchange: Mapping[str, float]
    exchange_months: int | None
    parities: Mapping[str, float]
    source: str | None
    exchange_source: str | None

    COLUMNS = (
        *("year", "cpi_inflation_pct", "status", "gdp_deflator_pct", "gdp_deflator_2015_100", "fx_months"),
        *_CONSUMER.values(),
        *(column for column, _ in _EXCHANGE.values()),
        *_PARITY.values(),
        *("source", "exchange_source"),
    )

    @property
    def id(self) -> str:
        """The year as text."""
        return str(self.year)

    @classmethod
    def read(cls, record: Record, sources: Collection[str]) -> IndexYear:
        """Read a row of `price_index.csv`."""
        year = record.year("year")
        if year is None:
            record.needed("year")
        exchange = {
            currency: rate / per
            for currency, (column, per) in _EXCHANGE.items()
            if (rate := _positive(record, column)) is not None
        }
        return cls(
            record.where,
            year or 0,
            record.one_of("status", STATUSES),
            _present(record, _CONSUMER),
            exchange,
            record.whole("fx_months"),
            # an international dollar has the purchasing power of a dollar in the United States
            {"us": 1.0, **_present(record, _PARITY)},
            record.one_of("source", sources),
            record.one_of("exchange_source", sources, "source"),
        )


def _present(record: Record, columns: Mapping[str, str]) -> dict[str, float]:
    found = {key: _positive(record, column) for key, column in columns.items()}
    return {key: value for key, value in found.items() if value is not None}


def _positive(record: Record, column: str) -> float | None:
    value = record.number(column)
    if value is not None and value <= 0:
        record.problem(column, f"must be more than 0, got {value:g}")
        return None
    return value
