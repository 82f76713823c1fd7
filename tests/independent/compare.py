"""Every computed key of results.json against the reference, with a line for each that differs."""

from collections.abc import Iterator
from typing import Any

from .plain import Plain

# Kroner below this are rounding; so is this part of what a payer turns over, and of any number.
LEAST_KRONER = 1e-6
OF_TURNOVER = 1e-13
RELATIVE = 1e-9
RATIOS = (
    "bcr",
    "irr",
    "success_rate",
    "effect_share",
    "cost_factor",
    "avoided",
    "discount_factor",
    "outcomes",
)
KEYS = ("measures", "by_payer", "by_area", "by_year", "outcomes", "switching", "overlap_loss")


def close(found: Any, expected: Any, least: float) -> bool:
    """Equal, or numbers apart by no more than rounding."""
    if isinstance(found, (int, float)) and isinstance(expected, (int, float)):
        return abs(found - expected) <= max(least, RELATIVE * abs(expected))
    return bool(found == expected)


def least_difference(where: str, kroner: float) -> float:
    """Kroner have a floor; ratios and counts only that of their own size around one."""
    is_ratio = any(word in where.split(".") for word in RATIOS)
    return RELATIVE if is_ratio and not where.endswith("cost_per_avoided") else kroner


def absent(where: str) -> Any:
    """What a key that one side leaves out stands for: areas and outcomes without anything are zero."""
    return 0.0 if "by_area" in where or "overlap_loss" in where else None


def differences(found: Any, expected: Any, where: str, kroner: float) -> Iterator[str]:
    """Where two documents differ; keys that only the engine writes, such as dkr_goal, are left out."""
    if isinstance(expected, dict):
        for key in expected:
            here = f"{where}.{key}"
            yield from differences(found.get(key, absent(here)), expected[key], here, kroner)
        if "by_area" in where:
            for key in set(found) - set(expected) - {"pv_benefits"}:
                yield from differences(found[key]["pv_benefits"], 0.0, f"{where}.{key}", kroner)
    elif isinstance(expected, list):
        if len(found) != len(expected):
            yield f"{where}: {len(found)} entries, reference {len(expected)}"
        for i, value in enumerate(expected[: len(found)]):
            yield from differences(found[i], value, f"{where}[{i}]", kroner)
    elif not close(found, expected, least_difference(where, kroner)):
        yield f"{where}: {found!r}, reference {expected!r}"


def all_differences(found: Plain, expected: Plain) -> list[str]:
    """One line for each key of each intervention and of the portfolio that differs."""
    lines: list[str] = []
    pairs = [(name, found["interventions"][name], own) for name, own in expected["interventions"].items()]
    for name, theirs, ours in [*pairs, ("portfolio", found["portfolio"], expected["portfolio"])]:
        turned_over = sum(abs(net) for row in ours["by_year"] for net in row["net_by_payer"].values())
        kroner = max(LEAST_KRONER, OF_TURNOVER * turned_over)
        for key in KEYS:
            if key in ours:
                lines += differences(theirs.get(key), ours[key], f"{name}.{key}", kroner)
    return lines
