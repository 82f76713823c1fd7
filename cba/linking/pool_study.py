"""What is told of a pool of studies: its passport, its study for the reports, and doubts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cba.evidence import EvidenceRow
from cba.inputs import Passport
from cba.interventions import Study
from cba.linking.context import Context
from cba.linking.studies import doubt
from cba.pooling import PooledStudies
from cba.scenario import EffectStatement

_FEW = 5


def passport_of_pool(
    context: Context, effect: EffectStatement, rows: Sequence[EvidenceRow], studies: PooledStudies
) -> Passport:
    """Return the passport of a pool: its rows, their publications and how it came out."""
    return Passport(
        where=effect.at("evidence"),
        written=", ".join(row.id for row in rows),
        register=f"evidence.{'+'.join(studies.ids)}",
        source=_sources(context, rows),
        grade=_worst(rows),
        note=studies.summary,
        pool=studies,
    )


def study_of_pool(
    context: Context,
    effect: EffectStatement,
    rows: Sequence[EvidenceRow],
    studies: PooledStudies,
    follow_up: float | None,
) -> Study:
    """Return the studies of a pool as one, for the reports."""
    known = [context.registers.sources.get(id) for id in dict.fromkeys(row.source or "" for row in rows)]
    only = known[0] if len(known) == 1 else None
    return Study(
        id="+".join(studies.ids),
        names={language: _listed(row.names[language] for row in rows) for language in ("da", "en")},
        source=_sources(context, rows),
        year=str(only.year) if only and only.year else None,
        url=only.url if only else None,
        countries=_listed(country for row in rows for country in row.countries) or None,
        design=_listed(row.design for row in rows) or None,
        studies=_listed(row.studies for row in rows) or None,
        follow_up=follow_up,
        grade=effect.grade or _worst(rows),
        own=False,
    )


def _sources(context: Context, rows: Sequence[EvidenceRow]) -> str | None:
    known = [(row.source, context.registers.sources.get(row.source or "")) for row in rows]
    return _listed(source.text if source else id for id, source in known) or None


def _listed(texts: Iterable[str | None]) -> str:
    """Return different texts in a line."""
    return "; ".join(dict.fromkeys(text for text in texts if text))


def _worst(rows: Sequence[EvidenceRow]) -> str | None:
    """Return the lowest grade: a pool is no better than the weakest study that it rests on."""
    return max((row.grade for row in rows if row.grade), default=None)


def warn_of_pool(
    context: Context, effect: EffectStatement, rows: Sequence[EvidenceRow], studies: PooledStudies
) -> None:
    """Warn of studies that may not be independent, of different outcomes, and of few studies."""
    first: dict[str | None, EvidenceRow] = {}
    for index, row in enumerate(rows):
        other = first.setdefault(row.source, row)
        if row.source and other is not row:
            message = f"'{row.id}' and '{other.id}' are from one publication: the same people may count twice"
            doubt(context, effect, index, message)
        if (row.n_studies or 1) > 1:
            message = (
                f"'{row.id}' is itself a review of {row.n_studies} studies: it is pooled as one, its "
                "interval is of a mean, and other rows may be among its studies"
            )
            doubt(context, effect, index, message)
    measured = dict.fromkeys(row.measured_outcome for row in rows)
    if len(measured) > 1:
        context.warn(effect, "evidence", f"the studies measured different things: {', '.join(measured)}")
    if len(rows) < _FEW:
        context.warn(effect, "evidence", _few(len(rows), studies.result.degrees))


def _few(number: int, degrees: int | None) -> str:
    if degrees is None:
        return (
            "two studies cannot show how much places differ: the interval for a new place is by the normal "
            "distribution and probably too narrow"
        )
    plural = "degree" if degrees == 1 else "degrees"
    return (
        f"{number} studies hardly show how much places differ: the interval for a new place is by t with "
        f"{degrees} {plural} of freedom, and wide"
    )
