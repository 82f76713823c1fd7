"""Kinds of inputs that are learned about in different ways: by trials, by accounts, by counting."""

from __future__ import annotations

import re
from collections.abc import Iterable

GROUPS = (
    "evidence",
    "carry_over",
    "baselines",
    "prices",
    "consequences",
    "costs",
    "flows",
    "delivery",
    "other",
)
"""Evidence of effects; how much of it carries over here; how often it happens without; unit prices; what one
event leads to; what the intervention costs; amounts stated year by year; how many take part and complete."""

_PATTERNS = tuple(
    (re.compile(pattern), group)
    for pattern, group in (
        (r"evidence\..+", "evidence"),
        (r"price\..+", "prices"),
        (r"(target_groups|reported_crime)\..+", "baselines"),
        (r".+\.consequences\..+", "consequences"),
        (r"interventions\.[^.]+\.costs\..+", "costs"),
        (r"interventions\.[^.]+\.flows\..+", "flows"),
        (r"interventions\.[^.]+\.(completion|participants)(\..+)?", "delivery"),
        (r".+\.effects\.[^.]+\.(transfer|fade|displacement)", "carry_over"),
        (r".+\.effects\.[^.]+\.(baseline(\..+)?|reporting_rate)", "baselines"),
        (r".+\.effects\.[^.]+\.(estimate|success_rate|change)(\..+)?", "evidence"),
    )
)


def group_of(name: str) -> str:
    """Return which of `GROUPS` an input belongs to."""
    return next((group for pattern, group in _PATTERNS if pattern.fullmatch(name)), "other")


def grouped(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the inputs of each group that has any, in the order of `GROUPS`."""
    members: dict[str, list[str]] = {}
    for name in names:
        members.setdefault(group_of(name), []).append(name)
    return {group: tuple(members[group]) for group in GROUPS if group in members}
