"""The evidence that an effect names: one row of the register, or several that are pooled."""

from __future__ import annotations

from dataclasses import dataclass

from cba.errors import Problem, unknown
from cba.evidence import EvidenceRow
from cba.inputs import Passport
from cba.interventions import Study
from cba.linking.context import Context
from cba.reading.positions import Sequence
from cba.scenario import EffectStatement


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the register says of an effect, from one row or from a pool of rows.

    Attributes:
        name: of the input: `evidence.` and the ids.
        ids: of the rows.
        estimate, low, high, se: in the measure's unit; percentages in per cent.
        distribution: its shape; None leaves it to the measure.
        direction: None where the source is unclear and the scenario does not say either.
        follow_up: months; None where nobody says.
    """

    name: str
    ids: frozenset[str]
    measure: str
    direction: str | None
    estimate: float
    low: float | None
    high: float | None
    se: float | None
    distribution: str | None
    follow_up: float | None
    passport: Passport
    study: Study


def named_rows(context: Context, effect: EffectStatement) -> list[EvidenceRow] | None:
    """Return the rows an effect names, in the order written; None, with problems, if they cannot be found."""
    known = context.registers.evidence
    rows = [known[id] for id in effect.evidence_ids if id in known]
    for index, id in enumerate(effect.evidence_ids):
        if id not in known:
            blame(context, effect, index, unknown("evidence", id, known))
        elif id in effect.evidence_ids[:index]:
            blame(context, effect, index, f"'{id}' is already in the list; a study counts once")
    distinct = {row.id for row in rows}
    return rows if len(rows) == len(distinct) == len(effect.evidence_ids) else None


def blame(context: Context, effect: EffectStatement, index: int, message: str) -> None:
    """Add a problem with one of the rows that an effect names."""
    context.problems.append(_at(effect, index, message))


def doubt(context: Context, effect: EffectStatement, index: int, message: str) -> None:
    """Add a warning about one of the rows that an effect names."""
    context.warnings.append(_at(effect, index, message))


def _at(effect: EffectStatement, index: int, message: str) -> Problem:
    listed = effect.raw.get("evidence")
    if not isinstance(listed, Sequence):
        return effect.problem("evidence", message)
    return Problem(listed.value_at[index], f"{effect.raw.path}.evidence[{index}]", message)


def all_usable(context: Context, effect: EffectStatement, rows: list[EvidenceRow]) -> bool:
    """Tell whether every row can be used; a problem for each that cannot.

    What a scenario says of measure or direction makes up for what the source leaves unclear.
    """
    usable = True
    for index, row in enumerate(rows):
        repaired = row.estimate is not None and (effect.measure or effect.direction)
        if row.unusable is not None and not repaired:
            blame(context, effect, index, f"the evidence row '{row.id}' cannot be used: {row.unusable}")
            usable = False
    return usable


def single(context: Context, effect: EffectStatement, row: EvidenceRow) -> Evidence:
    """Return one row as evidence."""
    assert row.estimate is not None
    passport = Passport(
        where=row.where,
        written=f"{row.estimate:g}",
        register=f"evidence.{row.id}",
        source=row.source,
        grade=row.grade,
        note=row.note,
    )
    return Evidence(
        name=f"evidence.{row.id}",
        ids=frozenset({row.id}),
        measure=effect.measure or row.measure,
        direction=effect.direction or row.direction,
        estimate=row.estimate,
        low=row.low,
        high=row.high,
        se=row.se,
        distribution=None,
        follow_up=row.follow_up_months,
        passport=passport,
        study=_study(context, effect, row),
    )


def _study(context: Context, effect: EffectStatement, row: EvidenceRow) -> Study:
    source = context.registers.sources.get(row.source or "")
    return Study(
        id=row.id,
        names=row.names,
        source=source.text if source else row.source,
        year=str(source.year) if source and source.year else None,
        url=source.url if source else None,
        countries="; ".join(row.countries) or None,
        design=row.design,
        studies=row.studies,
        follow_up=row.follow_up_months,
        grade=effect.grade or row.grade,
        own=False,
    )


def warn_of_rows(context: Context, effect: EffectStatement, rows: list[EvidenceRow]) -> None:
    """Warn of evidence that is foreign, small or about something else."""
    for index, row in enumerate(rows):
        if row.foreign and effect.transfer is None:
            where = ", ".join(row.countries) or "no named country"
            doubt(context, effect, index, f"a foreign effect ({where}) without `transfer`: it counts in full")
        if row.small and len(rows) == 1:
            message = f"the evidence is one small study ({row.studies or row.n_studies})"
            doubt(context, effect, index, message)
        if row.outcome is not None and row.outcome != effect.outcome:
            message = f"the evidence measured {row.measured_outcome}, not {effect.outcome}"
            doubt(context, effect, index, message)
