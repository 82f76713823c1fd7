"""A plan: what to choose and at what scale, how sure that is, and what it adds up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Status = Literal["optimal", "feasible", "infeasible"]


@dataclass(frozen=True, slots=True)
class RuleCheck:
    """One rule, recomputed."""

    name: str
    left: float
    lower: float | None
    upper: float | None
    slack: float
    """Distance to the nearest limit; negative when broken (beyond rounding)."""
    binding: bool

    @property
    def limit(self) -> float | None:
        """The limit that is nearest."""
        if self.upper is None or self.lower is None:
            return self.lower if self.upper is None else self.upper
        return self.upper if self.upper - self.left <= self.left - self.lower else self.lower


@dataclass(frozen=True, slots=True)
class Checked:
    """A plan added up from the problem alone, outside the solver."""

    value: float
    """What was maximised: mean, risk-weighted or worst of variants, overlaps taken off."""
    expected: float
    """Value at the estimates, overlaps taken off."""
    second: float
    cost: float
    spend_by_year: Mapping[int, float]
    spend_by_payer: Mapping[str, float]
    values: Mapping[str, float]
    """Value of each chosen option at the estimates, before overlaps."""
    costs: Mapping[str, float]
    """Cost of each chosen option."""
    overlap: float
    """Value lost to overlaps."""
    rules: Mapping[str, RuleCheck]


@dataclass(frozen=True, slots=True)
class Plan:
    """The best plan found, and how sure it is that there is none better."""

    status: Status
    """`optimal`: within the gap asked; `feasible`: time ran out; `infeasible`: no plan keeps the rules."""
    objective: float | None
    bound: float | None
    """No plan is better than this."""
    gap: float | None
    """(bound − objective) / |objective|."""
    seconds: float
    scales: Mapping[str, float]
    """Option id → chosen scale in its own unit; 0 = not chosen."""
    checked: Checked | None
    """None when there is no plan."""

    def chosen(self) -> tuple[str, ...]:
        """Ids of the chosen options, in order."""
        return tuple(sorted(name for name, scale in self.scales.items() if scale > 0))
