"""Plain scenario values as numbers: "15 %", "24 months", "2015/16", {estimate: …}."""

import csv
from pathlib import Path
from typing import Any

Plain = dict[str, Any]


def table(name: str) -> list[dict[str, str]]:
    """The rows of one of the tables beside this file."""
    with (Path(__file__).parent / "data" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def number(value: Any) -> float:
    """A number, a share written in per cent, or the estimate of a mapping."""
    if isinstance(value, dict):
        return number(value["estimate"])
    if isinstance(value, str):
        assert value.endswith("%"), value
        return float(value[:-1]) / 100.0
    return float(value)


def in_per_cent(value: Any) -> float:
    """A number that is in per cent by nature: -20 and "-20 %" are both -0.2."""
    if isinstance(value, str) and value.endswith("%"):
        return float(value[:-1]) / 100.0
    return float(value) / 100.0


def months(value: Any) -> float:
    """ "24 months" or 24."""
    if isinstance(value, str):
        return float(value.removesuffix("months"))
    return float(value)


def calendar_year(value: Any) -> int:
    """2015 or "2015/16"; the first of two years counts."""
    return int(str(value)[:4])


def by_year(value: Any, start: int, horizon: int) -> list[float]:
    """A list from the first year on, or a mapping from calendar year, as one number a year."""
    result = [0.0] * horizon
    if isinstance(value, dict):
        for year, amount in value.items():
            result[int(year) - start] += number(amount)
    else:
        for n, amount in enumerate(value):
            result[n] += number(amount)
    return result


def payer_shares(payer: Any) -> dict[str, float]:
    """One payer, or a split that sums to 100 %."""
    if isinstance(payer, str):
        return {payer: 1.0}
    return {name: number(share) for name, share in payer.items()}
