"""What a check looks at, and what it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from cba.errors import Position
from cba.evidence import EvidenceRow
from cba.interventions import Effect, Intervention
from cba.linking import Scenario
from cba.result import Result
from cba.scenario import EffectStatement, InterventionStatement
from cba.uncertainty.simulation import Simulation

Level = Literal["stop", "look", "hand", "note"]
"""`stop`: mend it before the result is used; `look`: a doubt to answer; `hand`: only a person can answer;
`note`: good to know."""

LEVELS: tuple[Level, ...] = ("stop", "look", "hand", "note")


@dataclass(frozen=True)
class Finding:
    """One thing that a check found.

    Attributes:
        code: what; the words for it are the reports'.
        level: how serious.
        where: `file:line:col`; empty where there is no one place.
        values: what the words need: numbers, texts in both languages, names.
        intervention: the intervention it is about.
    """

    code: str
    level: Level
    where: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    intervention: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "code": self.code,
            "level": self.level,
            "where": self.where,
            "intervention": self.intervention,
            "values": dict(self.values),
        }


@dataclass(frozen=True)
class Used:
    """An effect as stated and as linked, with the rows of evidence behind it."""

    said: InterventionStatement
    item: Intervention
    stated: EffectStatement
    effect: Effect
    rows: tuple[EvidenceRow, ...]

    def finding(self, code: str, level: Level, key: str | None = None, **values: Any) -> Finding:
        """Return a finding at a key of the effect."""
        named = {"outcome": dict(self.effect.outcome.titles), **values}
        return Finding(code, level, str(self.stated.at(key)), named, self.item.id)


@dataclass(frozen=True)
class Case:
    """A scenario under review: as stated, as calculated, and over draws."""

    scenario: Scenario
    results: Mapping[str, Result]
    simulation: Simulation

    @property
    def pairs(self) -> Iterator[tuple[InterventionStatement, Intervention]]:
        """Interventions as stated and as linked."""
        return zip(self.scenario.file.interventions, self.scenario.interventions, strict=True)

    @cached_property
    def effects(self) -> tuple[Used, ...]:
        """All effects."""
        known = self.scenario.registers.evidence
        return tuple(
            Used(said, item, stated, effect, tuple(known[id] for id in stated.evidence_ids if id in known))
            for said, item in self.pairs
            for stated, effect in zip(said.effects, item.effects, strict=True)
        )


def at(where: Position | None) -> str:
    """Return a position as text."""
    return str(where or "")
