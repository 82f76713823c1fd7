"""Price years and currencies: the factor from an amount as given to price-year kroner (conventions, money).

A foreign amount is first moved by the price index abroad to the scenario's price year, or to the last year
that index has; exchanged with that year's rate; and moved the remaining years by the Danish index.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from cba.inputs import Conversion
from cba.price_index import IndexYear

Exchange = Literal["market", "ppp"]

COUNTRY_OF = {"DKK": "dk", "USD": "us", "GBP": "gb", "SEK": "se", "NOK": "no", "EUR": "ea"}


class CannotConvert(ValueError):
    """An amount cannot be converted; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class PriceIndex:
    """The register of price indices and exchange rates.

    Attributes:
        years: the register's rows by year.
        exchange: market exchange rates or purchasing-power parities.
    """

    years: Mapping[int, IndexYear]
    exchange: Exchange = "market"

    def covers(self, year: int) -> bool:
        """Tell whether the Danish consumer price index has a year."""
        return year in self.years and "dk" in self.years[year].consumer_prices

    def conversions(
        self, year: int, currency: str, country: str | None, target: int
    ) -> tuple[Conversion, ...]:
        """Return the steps from an amount to kroner of the target price year.

        Args:
            year: price year of the amount.
            currency: its currency code.
            country: whose index moves it; follows the currency when None.
            target: the scenario's price year.

        Raises:
            CannotConvert: an unknown currency, or a year that an index or rate does not have.
        """
        if currency not in COUNTRY_OF:
            raise CannotConvert(
                f"no exchange rate for the currency '{currency}'; there is {', '.join(COUNTRY_OF)}"
            )
        home = country or COUNTRY_OF[currency]
        if currency == "DKK":
            return self._indexed("dk", "DKK", year, target)
        if home == "dk":
            raise CannotConvert(f"an amount in {currency} needs the price index of a foreign country")
        last = max((y for y, row in self.years.items() if home in row.consumer_prices), default=year)
        abroad = min(target, last)
        return (
            *self._indexed(home, currency, year, abroad),
            self._exchanged(currency, home, abroad),
            *self._indexed("dk", "DKK", abroad, target),
        )

    def _indexed(self, country: str, currency: str, year: int, target: int) -> tuple[Conversion, ...]:
        index = {
            y: row.consumer_prices[country] for y, row in self.years.items() if country in row.consumer_prices
        }
        what = f"the consumer price index ({country})"
        factor = _needed(index, target, what) / _needed(index, year, what)
        if year == target:
            return ()
        forecast = country == "dk" and "forecast" in (self.years[year].status, self.years[target].status)
        before, after = f"{year} {currency}", f"{target} {currency}"
        return (Conversion("consumer_prices", factor, before, after, country, forecast),)

    def _exchanged(self, currency: str, country: str, year: int) -> Conversion:
        before, after = f"{year} {currency}", f"{year} DKK"
        if self.exchange == "market":
            rates = {y: row.exchange[currency] for y, row in self.years.items() if currency in row.exchange}
            rate = _needed(rates, year, f"the exchange rate of {currency}")
            return Conversion("market_rate", rate, before, after, country)
        kroner, abroad = self._parity("dk", year), self._parity(country, year)
        return Conversion("parity", kroner / abroad, before, after, country)

    def _parity(self, country: str, year: int) -> float:
        parities = {y: row.parities[country] for y, row in self.years.items() if country in row.parities}
        if not parities:
            message = f"no purchasing-power parity for '{country}'; state `country:` (de or nl for EUR)"
            raise CannotConvert(message)
        return _needed(parities, year, f"the purchasing-power parity ({country})")


def _needed(series: Mapping[int, float], year: int, what: str) -> float:
    if year not in series:
        span = f"it covers {min(series)}–{max(series)}" if series else "there is none"
        raise CannotConvert(f"{what} has no figure for {year}; {span}")
    return series[year]
