"""Sums of amounts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import numpy as np

from cba.allocation.problem import NOTHING, Amounts, Array

Key = TypeVar("Key")
Parts = list[tuple[float, Amounts]]


def added(parts: Iterable[tuple[float, Amounts]]) -> Amounts:
    """Return `Σ factor · amounts`."""
    kept = [(factor, amounts) for factor, amounts in parts if factor]
    if len(kept) == 1 and kept[0][0] == 1.0:
        return kept[0][1]

    def total(of: Callable[[Amounts], float]) -> float:
        return sum(factor * of(amounts) for factor, amounts in kept)

    return Amounts(
        benefit=total(lambda a: a.benefit),
        cost_value=total(lambda a: a.cost_value),
        cost=total(lambda a: a.cost),
        spend=_mapped([(f, a.spend) for f, a in kept if a.spend]),
        resources=_mapped([(f, a.resources) for f, a in kept if a.resources]),
        second=total(lambda a: a.second),
        second_cost=total(lambda a: a.second_cost),
        draws=_drawn([(f, a.draws) for f, a in kept if a.draws is not None]),
        variants=_listed([(f, a.variants) for f, a in kept if a.variants]),
    )


def _mapped(parts: list[tuple[float, Mapping[Key, float]]]) -> Mapping[Key, float]:
    if not parts:
        return NOTHING
    if len(parts) == 1 and parts[0][0] == 1.0:
        return parts[0][1]
    found: dict[Key, float] = {}
    for factor, amounts in parts:
        for key, amount in amounts.items():
            found[key] = found.get(key, 0.0) + factor * amount
    return found


def _drawn(parts: list[tuple[float, Array]]) -> Array | None:
    if not parts:
        return None
    total = parts[0][0] * parts[0][1]
    for factor, values in parts[1:]:
        total += factor * values
    return np.asarray(total)


def _listed(parts: list[tuple[float, tuple[float, ...]]]) -> tuple[float, ...]:
    if not parts:
        return ()
    scaled = [[factor * value for value in values] for factor, values in parts]
    return tuple(sum(column) for column in zip(*scaled, strict=True))
