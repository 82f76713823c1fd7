"""The gaps of the register: effects, intervals, Danish studies, baselines and prices that are missing."""

from __future__ import annotations

from collections.abc import Iterator

from cba.evidence import EvidenceRow
from cba.gaps.gap import KINDS, Gap, Kind
from cba.linking.context import OLD_PRICE_YEARS
from cba.registers import Registers


def register_gaps(registers: Registers, year: int) -> list[Gap]:
    """Return the gaps of a register, by kind in the order of `cba.gaps.gap.KINDS`.

    Args:
        registers: the tables.
        year: as seen from which prices are old.
    """
    found = [
        *_effects(registers),
        *_danish(registers),
        *_baselines(registers),
        *_prices(registers, year),
        *_not_priced(registers),
    ]
    return sorted(found, key=lambda gap: KINDS.index(gap.kind))


def _effects(registers: Registers) -> Iterator[Gap]:
    for row in registers.evidence.values():
        if row.estimate is None:
            yield _of_row("effect_missing", row, measured=row.measured_outcome)
            continue
        if row.unusable is not None:
            yield _of_row("effect_unusable", row, measure=row.measure)
        if not row.has_interval:
            yield _of_row("interval_missing", row, estimate=row.estimate)
        if row.small:
            yield _of_row("study_small", row, studies=row.studies or "1")


def _of_row(kind: Kind, row: EvidenceRow, **detail: object) -> Gap:
    return Gap(kind, row.names, row.id, str(row.where), detail, row.dkr_goals)


def _danish(registers: Registers) -> Iterator[Gap]:
    """Yield interventions with an estimate from elsewhere and none from Denmark, by outcome."""
    groups: dict[tuple[str, str], list[EvidenceRow]] = {}
    for row in registers.evidence.values():
        if row.estimate is not None:
            groups.setdefault((row.names["en"], row.outcome or row.measured_outcome), []).append(row)
    for (_, outcome), rows in groups.items():
        if all(row.foreign for row in rows):
            first = rows[0]
            known = registers.outcomes.get(outcome)
            titles = known.title.both() if known and known.title else {"da": outcome, "en": outcome}
            countries = "; ".join(dict.fromkeys(country for row in rows for country in row.countries)) or "?"
            yield Gap(
                "danish_missing",
                first.names,
                first.id,
                str(first.where),
                {"outcome": titles, "countries": countries, "rows": len(rows)},
                tuple(sorted({goal for row in rows for goal in row.dkr_goals})),
            )


def _baselines(registers: Registers) -> Iterator[Gap]:
    """Yield target groups of which no starting point is known for an outcome that has one somewhere."""
    outcomes = {id for group in registers.target_groups.values() for id in group.baselines}
    for id, outcome in registers.outcomes.items():
        if id in outcomes or outcome.baseline is not None or outcome.reported_crime is not None:
            continue
        titles = outcome.title.both() if outcome.title else {"da": id, "en": id}
        goals = (int(outcome.dkr_goal),) if outcome.dkr_goal else ()
        yield Gap("baseline_missing", titles, id, str(outcome.at()), {}, goals)


def _prices(registers: Registers, year: int) -> Iterator[Gap]:
    for row in registers.prices.values():
        where = str(row.where)
        if row.missing:
            yield Gap("price_missing", row.names, row.id, where, {"missing": list(row.missing)})
        elif row.price_year is not None and year - row.price_year > OLD_PRICE_YEARS:
            yield Gap("price_old", row.names, row.id, where, {"year": row.price_year})
        elif row.grade == "D":
            yield Gap("price_weak", row.names, row.id, where, {"grade": row.grade})


def _not_priced(registers: Registers) -> Iterator[Gap]:
    """Yield outcomes that nothing priced follows from, and what else has no price."""
    for id, outcome in registers.outcomes.items():
        titles = outcome.title.both() if outcome.title else {"da": id, "en": id}
        goals = (int(outcome.dkr_goal),) if outcome.dkr_goal else ()
        for words in outcome.not_priced:
            yield Gap("not_priced", titles, id, str(outcome.at()), {"what": words.both()}, goals)
        if not outcome.consequences and not outcome.not_priced:
            yield Gap("not_priced", titles, id, str(outcome.at()), {}, goals)
