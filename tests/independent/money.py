"""Any amount in kroner of the scenario's price year."""

from typing import Any

from .plain import Plain, calendar_year, number, table

INDEX = {int(row["year"]): row for row in table("prices.csv")}
COUNTRY_OF = {"USD": "us", "GBP": "gb", "SEK": "se", "NOK": "no", "EUR": "ea"}
QUOTED = {
    "USD": ("dkk_per_usd", 1.0),
    "EUR": ("dkk_per_eur", 1.0),
    "GBP": ("dkk_per_gbp", 1.0),
    "SEK": ("dkk_per_100sek", 100.0),
    "NOK": ("dkk_per_100nok", 100.0),
}
PARITY = {"gb": "ppp_gbp", "se": "ppp_sek", "no": "ppp_nok", "nl": "ppp_eur_nl", "de": "ppp_eur_de"}


def consumer_prices(country: str, year: int) -> float:
    """The country's consumer price index, 2015 = 100."""
    column = "cpi_2015_100" if country == "dk" else f"cpi_{country}_2015_100"
    return float(INDEX[year][column])


def last_year(country: str) -> int:
    """The last year the country's index has."""
    return max(year for year, row in INDEX.items() if row[f"cpi_{country}_2015_100"])


def kroner_per_unit(currency: str, country: str, year: int, exchange: str) -> float:
    """Market rate or purchasing-power parity of one year."""
    row = INDEX[year]
    if exchange == "market":
        column, units = QUOTED[currency]
        return float(row[column]) / units
    danish = float(row["ppp_dkk_per_intl_usd"])
    if country == "us":
        return danish
    return danish / float(row[f"{PARITY[country]}_per_intl_usd"])


def factor(price_year: int, currency: str, country: str | None, to_year: int, exchange: str) -> float:
    """Kroner of `to_year` for one unit of `currency` of `price_year`."""
    if currency == "DKK":
        return consumer_prices("dk", to_year) / consumer_prices("dk", price_year)
    home = country or COUNTRY_OF[currency]
    bridge = min(to_year, last_year(home))
    abroad = consumer_prices(home, bridge) / consumer_prices(home, price_year)
    crossing = kroner_per_unit(currency, home, bridge, exchange)
    danish = consumer_prices("dk", to_year) / consumer_prices("dk", bridge)
    return abroad * crossing * danish


def unit_factor(item: Plain, amount: Any, scenario: Plain, exchange: str) -> float:
    """The factor for an item whose price year and currency stand beside or inside its amount."""
    inside = amount if isinstance(amount, dict) else {}

    def found(key: str, otherwise: Any) -> Any:
        return item.get(key, inside.get(key, otherwise))

    return factor(
        calendar_year(found("price_year", scenario["price_year"])),
        found("currency", "DKK"),
        found("country", None),
        int(scenario["price_year"]),
        exchange,
    )


def kroner(item: Plain, key: str, scenario: Plain, exchange: str) -> float:
    """`item[key]` in kroner of the scenario's price year."""
    return number(item[key]) * unit_factor(item, item[key], scenario, exchange)
