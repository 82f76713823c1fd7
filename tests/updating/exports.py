"""Hand-made exports of StatBank with every level of its hierarchies in one list."""

from __future__ import annotations

from collections.abc import Mapping

HEAD = "OMRÅDE;OVERTRÆD;TID;INDHOLD"
AREAS = {"101": "101 København", "461": "461 Odense", "751": "751 Aarhus"}
CODES = {
    "TOT": 1000,
    "1": 800,  # the Penal Code, of which all below but the last two are parts
    "12": 60,
    "1210": 40,
    "1289": 20,
    "13": 500,
    "1316": 30,
    "1320": 50,
    "1332": 70,
    "1336": 90,
    "3": 200,
    "3210": 100,
    "3410": 10,
}
COLUMNS = {"total": 1000, "violence": 60, "burglary": 80, "theft": 160, "drugs": 100, "weapons": 10}
"""What each column of the register is in a quarter, by hand."""


def crime(year: int, times: Mapping[str, int], quarters: int = 4, *, text: bool = True) -> str:
    """Return STRAF11: each area's numbers are `CODES` times its own factor, in every quarter.

    The unknown municipality has factor 2; a region and the whole country are their sums.
    """
    lines = []
    known = sum(times.values())
    factors = {AREAS[code] if text else code: factor for code, factor in times.items()}
    extra = {
        "084 Region Hovedstaden": times.get("101", 0),
        "998 Uoplyst kommune": 2,
        "000 Hele landet": known + 2,
    }
    factors |= extra if text else {name[:3]: factor for name, factor in extra.items()}
    for area, factor in factors.items():
        for code, number in CODES.items():
            lines += [f"{area};{code};{year}K{q};{factor * number}" for q in range(1, quarters + 1)]
    return "\n".join([HEAD, *lines]) + "\n"


def people(year: int, numbers: Mapping[str, int]) -> str:
    """Return FOLK1A with sexes, ages and two quarters beside the totals."""
    lines = ["OMRÅDE;KØN;ALDER;CIVILSTAND;TID;INDHOLD"]
    for code, number in {**numbers, "000": sum(numbers.values())}.items():
        for sex, share in (("TOT", 1.0), ("M", 0.5), ("K", 0.5)):
            for age in ("IALT", "15"):
                first = number if age == "IALT" else 7
                lines.append(f"{code};{sex};{age};TOT;{year}K1;{round(first * share)}")
                lines.append(f"{code};{sex};{age};TOT;{year}K2;{round(first * share) + 9}")
    return "\n".join(lines) + "\n"
