"""Where every number came from: the passports of all inputs of a scenario, by name."""

from __future__ import annotations

from typing import Any

from cba.inputs import Input
from cba.linking import Scenario


def trace(scenario: Scenario) -> dict[str, dict[str, Any]]:
    """Return the trace of `results.json`: for each input its value, place, register row, source and steps."""
    return {name: entry(item) | _reference(scenario, item) for name, item in scenario.inputs.items()}


def _reference(scenario: Scenario, item: Input) -> dict[str, str | None]:
    """Return the source in words: the publication behind a register id, or the text as given."""
    row = scenario.registers.reference(item.passport.source)
    return {"reference": row.text if row else item.passport.source}


def entry(item: Input) -> dict[str, Any]:
    """Return one input's passport as plain data; what nobody stated is None."""
    passport, where = item.passport, item.passport.where
    return {
        "value": item.value,
        "estimate": item.estimate,
        "low": item.low,
        "high": item.high,
        "distribution": item.distribution,
        "kind": item.kind,
        "written": passport.written or None,
        "file": where.source.name if where else None,
        "line": where.line if where else None,
        "column": where.column if where else None,
        "register": passport.register,
        "source": passport.source,
        "grade": passport.grade,
        "note": passport.note,
        "conversions": conversions(item),
        "pool": None if passport.pool is None else passport.pool.data(),
        "overrides": [{"written": written, "where": place} for written, place in passport.overrides],
    }


def conversions(item: Input) -> list[dict[str, Any]]:
    """Return the steps to price-year kroner as plain data."""
    return [
        {
            "step": step.step,
            "factor": step.factor,
            "from": step.before,
            "to": step.after,
            "kind": step.kind,
            "country": step.country,
            "forecast": step.forecast,
        }
        for step in item.conversions
    ]
