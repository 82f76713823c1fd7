"""Results that were written earlier: `results.json` read back, checked before anything relies on it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from cba.errors import InputError, Position, Problem, Source
from cba.results_format import FORMAT

RESULTS = "results.json"
MOST_BYTES = 256 * 1024 * 1024

Document = Mapping[str, Any]
"""A results document."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)


class _Measures(_Part):
    npv: float
    pv_benefits: float
    pv_costs: float
    bcr: float | None
    payback_year: int | None
    npv_per_participant: float | None
    participants: float


class _OfPayer(_Part):
    npv: float
    pv_benefits: float
    pv_costs: float
    payback_year: int | None


class _OfOutcome(_Part):
    avoided: float
    cost_per_avoided: float | None


class _Range(_Part):
    mean: float
    se: float | None
    p05: float
    p50: float
    p95: float


class _Uncertainty(_Part):
    npv: _Range
    prob_npv_positive: float
    prob_npv_positive_by_payer: dict[str, float]


class _Result(_Part):
    measures: _Measures
    by_payer: dict[str, _OfPayer]
    outcomes: dict[str, _OfOutcome]
    uncertainty: _Uncertainty | None


class _Effect(_Part):
    outcome: str
    grade: str | None
    source: str | None
    countries: str | None
    studies: str | None
    transfer: float
    own_assumption: bool


class _Intervention(_Result):
    title: dict[str, str]
    dkr_goals: list[int]
    effects: list[_Effect]


class _File(_Part):
    path: str
    sha256: str


class _Scenario(_Part):
    id: str
    title: dict[str, str]
    files: list[_File]
    variant: str | None
    price_year: int
    start: int
    horizon: int
    place: str | None


class _Model(_Part):
    id: str
    title: dict[str, str]
    lens: str
    payers: list[str]
    sha256: str


class _Names(_Part):
    payers: dict[str, dict[str, str]]
    outcomes: dict[str, dict[str, str | dict[str, str]]]


class _Engine(_Part):
    version: str


class _Passport(_Part):
    value: float
    estimate: float
    kind: str


class _Results(_Part):
    engine: _Engine
    created: str
    scenario: _Scenario
    model: _Model
    draws: int
    seed: int
    names: _Names
    interventions: dict[str, _Intervention]
    portfolio: _Result
    trace: dict[str, _Passport]


def results_files(path: Path) -> list[Path]:
    """Return the results files that a path means: itself, the one in a folder, or those of its runs.

    Raises:
        InputError: there is none.
    """
    if path.is_file():
        return [path]
    if (path / RESULTS).is_file():
        return [path / RESULTS]
    found = sorted(path.glob(f"*/{RESULTS}"))
    if not found:
        raise InputError([Problem(None, str(path), f"no {RESULTS} in this folder, nor one level below it")])
    return found


def read_results(path: Path) -> dict[str, Any]:
    """Read a results document.

    Args:
        path: the file.

    Raises:
        InputError: it cannot be read, is no JSON, of another format, or lacks what a reader relies on.
    """
    text = _text(path)
    try:
        data = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        where = Position(Source(str(path), tuple(text.splitlines())), error.lineno, error.colno)
        raise InputError([Problem(where, "", f"is no JSON: {error.msg}")]) from None
    except (ValueError, RecursionError) as error:
        raise InputError([Problem(None, str(path), f"is no results document: {error}")]) from None
    if not isinstance(data, dict) or "portfolio" not in data:
        raise InputError([Problem(None, str(path), "is no results document of `cba run`")])
    if data.get("format") != FORMAT:
        message = f"has format {data.get('format')!r}; this version reads format {FORMAT}"
        raise InputError([Problem(None, str(path), message)])
    _check(path, data)
    return data


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError([Problem(None, str(path), "is too large for a results document")])
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "is not UTF-8"
        raise InputError([Problem(None, str(path), f"cannot be read: {reason}")]) from None


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no number")


def _check(path: Path, data: dict[str, Any]) -> None:
    try:
        _Results.model_validate(data)
    except ValidationError as error:
        problems = [
            Problem(None, f"{path}: {'.'.join(map(str, found['loc']))}", found["msg"].lower())
            for found in error.errors()
        ]
        raise InputError(problems) from None
