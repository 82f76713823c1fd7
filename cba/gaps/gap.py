"""One thing that is not known, and what knowing it is worth where that can be said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

Kind = Literal[
    "effect_missing",
    "effect_unusable",
    "effect_own",
    "interval_missing",
    "danish_missing",
    "study_small",
    "follow_up_short",
    "carry_over",
    "baseline_missing",
    "baseline_own",
    "price_missing",
    "price_old",
    "price_weak",
    "not_priced",
    "cost_unsure",
    "delivery_unsure",
]

KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class Gap:
    """A knowledge gap.

    Attributes:
        kind: what is not known.
        about: what it is about, in both languages.
        id: of the register row, outcome, price or intervention.
        where: `file:line:col`.
        detail: numbers and words for the sentence that explains it.
        goals: the DKR goals it bears on.
        inputs: the scenario's inputs that hang on it; none for a gap of the register.
        worth: what knowing the most important of these exactly is worth for the decision, kroner; None where
            nobody can say, because no interval is known.
        se: its standard error.
        swing: how much the net value moves when an input is moved by a tenth, kroner; None for the register.
    """

    kind: Kind
    about: Mapping[str, str]
    id: str
    where: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    goals: tuple[int, ...] = ()
    inputs: tuple[str, ...] = ()
    worth: float | None = None
    se: float | None = None
    swing: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "kind": self.kind,
            "about": dict(self.about),
            "id": self.id,
            "where": self.where,
            "detail": dict(self.detail),
            "dkr_goals": list(self.goals),
            "inputs": list(self.inputs),
            "worth": self.worth,
            "se": self.se,
            "swing": self.swing,
        }
