"""Every computed key of results.json against the reference, with a line for each that differs."""

from collections.abc import Iterator
from typing import Any

from .plain import Plain

# Kroner below this, and differences below this, are rounding.
LEAST = 1e-6
RELATIVE = 1e-9
KEYS = ("measures", "by_payer", "by_area", "by_year", "outcomes", "switching", "overlap_loss")


def close(found: Any, expected: Any) -> bool:
    """Equal, or numbers apart by no more than rounding."""
    if isinstance(found, (int, float)) and isinstance(expected, (int, float)):
        return abs(found - expected) <= max(LEAST, RELATIVE * abs(expected))
    return bool(found == expected)


def absent(where: str) -> Any:
    """What a key that one side leaves out stands for: areas and outcomes without anything are zero."""
    return 0.0 if "by_area" in where or "overlap_loss" in where else None


def differences(found: Any, expected: Any, where: str) -> Iterator[str]:
    """Where two documents differ; keys that only the engine writes, such as dkr_goal, are left out."""
    if isinstance(expected, dict):
        for key in expected:
            here = f"{where}.{key}"
            yield from differences(found.get(key, absent(here)), expected[key], here)
        if "by_area" in where:
            for key in set(found) - set(expected) - {"pv_benefits"}:
                yield from differences(found[key]["pv_benefits"], 0.0, f"{where}.{key}")
    elif isinstance(expected, list):
        if len(found) != len(expected):
            yield f"{where}: {len(found)} entries, reference {len(expected)}"
        for i, value in enumerate(expected[: len(found)]):
            yield from differences(found[i], value, f"{where}[{i}]")
    elif not close(found, expected):
        yield f"{where}: {found!r}, reference {expected!r}"


def all_differences(found: Plain, expected: Plain) -> list[str]:
    """One line for each key of each intervention and of the portfolio that differs."""
    lines: list[str] = []
    pairs = [(name, found["interventions"][name], own) for name, own in expected["interventions"].items()]
    for name, theirs, ours in [*pairs, ("portfolio", found["portfolio"], expected["portfolio"])]:
        for key in KEYS:
            if key in ours:
                lines += differences(theirs.get(key), ours[key], f"{name}.{key}")
    return lines
