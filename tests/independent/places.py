"""Reported crime of a municipality, a landsdel, a region or the country."""

from typing import Any

from .plain import table

PLACES = table("places.csv")
CRIME = table("crime.csv")
REGISTERED = ("total", "violence", "burglary", "theft", "drugs", "weapons")


def municipality_codes(place: Any) -> list[str]:
    """Municipality first, then landsdel, then region; `landsdel:Bornholm` forces one."""
    name = str(place)
    kinds = ["code", "name", "landsdel", "region"]
    for kind in kinds:
        if name.startswith(f"{kind}:"):
            name, kinds = name.split(":", 1)[1], [kind]
    if name == "Danmark":
        return [row["code"] for row in PLACES]
    for kind in kinds:
        codes = [row["code"] for row in PLACES if row[kind] == name]
        if codes:
            return codes
    raise KeyError(name)


def incidents_a_year(place: Any, outcome: str, years: list[int] | None) -> float:
    """The mean over the years of the reports summed over the municipalities."""
    codes = municipality_codes(place)
    if years is None:
        years = sorted({int(row["year"]) for row in CRIME})[-3:]
    total = 0.0
    for row in CRIME:
        if row["code"] in codes and int(row["year"]) in years:
            total += float(row[outcome])
    return total / len(years)
