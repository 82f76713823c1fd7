"""What is old, what hangs loose, and which scenarios an overlay would move."""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cba.register_layers import LOG, Layer
from cba.registers import Registers
from cba.updating.overlay import Note, stored_rows

if TYPE_CHECKING:
    from cba.linking import Scenario

OLD_PRICE_YEARS = 10
OLD_VINTAGE_DAYS = 366
_WORD = re.compile(r"[a-z0-9][a-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Finding:
    """A row to look at, and why."""

    table: str
    id: str
    where: str
    why: Note


@dataclass(frozen=True, slots=True)
class ScenarioMove:
    """What a scenario's net present value is without and with the overlays, in all and by payer."""

    path: str
    id: str
    titles: dict[str, str]
    before: float
    after: float
    by_payer: dict[str, tuple[float, float]]
    inputs: tuple[tuple[str, float, float], ...]


def stale(
    registers: Registers, overlays: Sequence[Layer], used: Sequence[Scenario], today: date
) -> Iterator[Finding]:
    """Yield figures that are old: of the overlays and the scenarios, or all where neither is named."""
    only = _of_interest(overlays, used)
    newest = max(year for year, row in registers.price_index.items() if row.consumer_prices.get("dk"))
    for row in registers.prices.values():
        if row.price_year and newest - row.price_year > OLD_PRICE_YEARS and (only is None or row.id in only):
            why = Note("old_price", {"year": row.price_year})
            yield Finding("prices.csv", row.id, str(row.where), why)
    for year, index in registers.price_index.items():
        if index.status == "forecast" and year < today.year:
            why = Note("forecast")
            yield Finding("price_index.csv", str(year), str(index.where), why)
    latest = registers.places.years[-1]
    if latest < today.year - 1:
        why = Note("old_crime", {"year": latest})
        yield Finding("reported_crime.csv", str(latest), "", why)
    for layer in overlays:
        yield from _old_imports(layer, today)


def _of_interest(overlays: Sequence[Layer], used: Sequence[Scenario]) -> set[str] | None:
    if not overlays and not used:
        return None
    return set(stored_rows("prices.csv", overlays)) | {id for item in used for id in item.prices}


def _old_imports(layer: Layer, today: date) -> Iterator[Finding]:
    import csv

    path = layer.folder / LOG
    if not path.is_file():
        return
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            vintage = row.get("vintage") or ""
            taken = last_day(vintage)
            if taken is not None and (today - taken).days > OLD_VINTAGE_DAYS:
                why = Note("old_vintage", {"vintage": vintage})
                yield Finding(LOG, row.get("source") or "", f"{layer.name}/{LOG}:{number}", why)


def last_day(vintage: str) -> date | None:
    """Return the day of a vintage, the last one of a month or year; None where it is none of the three."""
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", vintage, re.ASCII):
        return None
    year, month, day = (*map(int, vintage.split("-")), 0, 0)[:3]
    try:
        return date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])
    except ValueError:
        return None


def orphans(registers: Registers, overlays: Sequence[Layer], used: Sequence[Scenario]) -> Iterator[Finding]:
    """Yield rows of overlays that nothing refers to, and derived rows whose parts have moved."""
    yield from _unused_sources(registers, overlays)
    prices = stored_rows("prices.csv", overlays)
    called = {id for item in used for id in item.prices} | {
        item.passport.source for scenario in used for item in scenario.inputs.values()
    }
    for id in prices:
        if used and not registers.covered("prices.csv", id) and id not in called:
            why = Note("unused")
            yield Finding("prices.csv", id, str(registers.prices[id].where), why)
    yield from _left_behind(registers, overlays)


def _unused_sources(registers: Registers, overlays: Sequence[Layer]) -> Iterator[Finding]:
    tables = ("figures.csv", "prices.csv", "foreign_unit_costs.csv", "evidence.csv")
    named = {row["source"] for table in tables for row in stored_rows(table, overlays).values()}
    for table in ("price_index.csv", "municipalities.csv", "reported_crime.csv"):
        named |= {row["source"] for row in stored_rows(table, overlays).values()}
    for id in stored_rows("sources.csv", overlays):
        if id not in named and not registers.covered("sources.csv", id):
            why = Note("no_row")
            yield Finding("sources.csv", id, str(registers.sources[id].where), why)


def _left_behind(registers: Registers, overlays: Sequence[Layer]) -> Iterator[Finding]:
    """Yield rows that are computed from rows that an overlay has replaced."""
    tables: tuple[tuple[str, Any], ...] = (
        ("prices.csv", registers.prices),
        ("figures.csv", registers.figures),
    )
    moved = {id for table, rows in tables for id in rows if registers.covered(table, id)}
    for table, rows in tables:
        for id, row in rows.items():
            parts = [word for word in _WORD.findall(row.derivation or "") if word in moved and word != id]
            if parts and id not in moved:
                why = Note("computed",
                           {"parts": ", ".join(parts)})  # fmt: skip
                yield Finding(table, id, str(row.where), why)


def scenario_move(path: Path, overlays: Sequence[Layer]) -> tuple[ScenarioMove, Scenario]:
    """Return what overlays do to a scenario, at its estimates, and the scenario with them.

    Raises:
        InputError: the scenario cannot be calculated with or without them.
    """
    from cba.appraisal import appraise
    from cba.linking import load

    folders = [layer.folder for layer in overlays]
    after = load(path, registers=folders)
    before = load(path, settings=_without(after, overlays))
    old, new = appraise(before).portfolio, appraise(after).portfolio
    changed = tuple(
        (name, before.inputs[name].value, item.value)
        for name, item in after.inputs.items()
        if name in before.inputs and before.inputs[name].value != item.value
    )
    move = ScenarioMove(
        path=str(path),
        id=after.id,
        titles=after.file.scenario.title.both()
        if after.file.scenario.title
        else {"da": after.id, "en": after.id},
        before=old.npv,
        after=new.npv,
        by_payer={payer: (old.by_payer[payer].npv, new.by_payer[payer].npv) for payer in new.payers},
        inputs=changed,
    )
    return move, after


def _without(scenario: Scenario, overlays: Sequence[Layer]) -> list[str]:
    """Return the setting that leaves a scenario its other overlays, where it names one of these itself."""
    gone = {layer.folder.resolve() for layer in overlays}
    named = scenario.file.registers
    kept = [layer for layer in scenario.registers.overlays if layer.folder.resolve() not in gone]
    if not named or len(kept) == len(scenario.registers.overlays):
        return []
    return [f"registers={json.dumps([str(layer.folder.resolve()) for layer in kept], ensure_ascii=False)}"]
