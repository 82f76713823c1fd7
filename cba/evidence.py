"""Evidence: one row is one effect of one intervention, or a gap in what is known (no estimate)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from cba.errors import Position, unknown
from cba.register_rows import DIRECTIONS, GRADES, SHOWN_MEASURES, SMALL_STUDY, USABLE_MEASURES
from cba.register_tables import Record

ANALYSES = ("itt", "treated")


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """An effect as published, in the source's direction.

    Attributes:
        outcome: the outcome of the outcome register that fits, if any.
        measured_outcome: what was measured, in the source's words.
        estimate, low, high: in the measure's own unit; percentages in per cent.
        se: standard error; of a ratio on the log scale.
        studies: studies and participants in the source's words; the counts only where it shows them.
        follow_up_months: months over which the outcome was measured.
        analysis: `itt` or `treated` where the source says which.
        countries: where the studies were made.
        grade: by the register's mechanical rule; None without an estimate.
    """

    where: Position
    id: str
    names: Mapping[str, str]
    type: str
    dkr_goals: tuple[int, ...]
    target_group: str | None
    outcome: str | None
    measured_outcome: str
    measure: str
    direction: str | None
    estimate: float | None
    low: float | None
    high: float | None
    se: float | None
    studies: str | None
    n_studies: int | None
    n_participants: int | None
    follow_up_months: float | None
    design: str | None
    analysis: str | None
    quality: str | None
    countries: tuple[str, ...]
    grade: str | None
    source: str | None
    cost: float | None
    cost_unit: str | None
    cost_currency: str | None
    cost_year: int | None
    cost_source: str | None
    note: str | None

    COLUMNS = (
        *("id", "name_da", "name_en", "type", "dkr_goals", "target_group", "outcome", "measured_outcome"),
        *("measure", "direction", "estimate", "low", "high", "se", "studies", "n_studies", "n_participants"),
        *("follow_up_months", "design", "analysis", "quality", "countries", "grade", "source", "cost"),
        *("cost_unit", "cost_currency", "cost_year", "cost_source", "note"),
    )

    @property
    def unusable(self) -> str | None:
        """Why no calculation can use the row, or None when one can."""
        if self.estimate is None:
            return "no supported estimate is known; state your own (`measure`, `estimate`, `direction`)"
        if self.measure not in USABLE_MEASURES:
            return f"it is measured as '{self.measure}', which cannot be turned into a change; state your own"
        if self.direction not in DIRECTIONS[:2]:
            return "its direction is unclear in the source; state your own"
        return None

    @property
    def foreign(self) -> bool:
        """Whether none of the studies is known to be from Denmark."""
        return not any("Denmark" in country for country in self.countries)

    @property
    def has_interval(self) -> bool:
        """Whether an interval or a standard error is known."""
        return self.se is not None or (self.low is not None and self.high is not None)

    @property
    def small(self) -> bool:
        """Whether it is one study with fewer than 200 participants or without an interval."""
        few = self.n_participants is not None and self.n_participants < SMALL_STUDY
        return self.n_studies == 1 and (few or not self.has_interval)

    @classmethod
    def read(cls, record: Record, outcomes: Collection[str], sources: Collection[str]) -> EvidenceRow:
        """Read a row of `evidence.csv`."""
        return cls(
            where=record.where,
            id=record.identifier(),
            names={language: record.needed(f"name_{language}") for language in ("da", "en")},
            type=record.needed("type"),
            dkr_goals=_goals(record),
            target_group=record.text("target_group"),
            outcome=record.one_of("outcome", outcomes),
            measured_outcome=record.needed("measured_outcome"),
            grade=record.one_of("grade", GRADES),
            source=record.one_of("source", sources),
            note=record.text("note"),
            **_effect(record),
            **_study(record),
            **_cost(record, sources),
        )


def _effect(record: Record) -> dict[str, Any]:
    record.rising("low", "estimate", "high")
    numbers = {column: record.number(column) for column in ("estimate", "low", "high", "se")}
    return {
        "measure": record.one_of("measure", USABLE_MEASURES + SHOWN_MEASURES) or "other",
        "direction": record.one_of("direction", DIRECTIONS),
        **numbers,
    }


def _study(record: Record) -> dict[str, Any]:
    return {
        "studies": record.text("studies"),
        "n_studies": record.whole("n_studies"),
        "n_participants": record.whole("n_participants"),
        "follow_up_months": record.number("follow_up_months"),
        "design": record.text("design"),
        "analysis": record.one_of("analysis", ANALYSES),
        "quality": record.text("quality"),
        "countries": _listed(record, "countries"),
    }


def _cost(record: Record, sources: Collection[str]) -> dict[str, Any]:
    return {
        "cost": record.number("cost"),
        "cost_unit": record.text("cost_unit"),
        "cost_currency": record.text("cost_currency"),
        "cost_year": record.year("cost_year"),
        "cost_source": record.one_of("cost_source", sources, "source"),
    }


def _listed(record: Record, column: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in (record.text(column) or "").split(";") if part.strip())


def _goals(record: Record) -> tuple[int, ...]:
    known = [str(goal) for goal in range(1, 7)]
    stated = _listed(record, "dkr_goals")
    for goal in stated:
        if goal not in known:
            record.problem("dkr_goals", unknown("DKR goal", goal, known))
    return tuple(int(goal) for goal in stated if goal in known)
