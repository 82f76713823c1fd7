"""The rules of programmes that give money: data in models/funding, each rate with its source or missing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import Field

from cba.funding_statements import Line, plain
from cba.reading.composing import read_file
from cba.reading.numbers import Share, Whole
from cba.reading.positions import set_paths
from cba.reading.statement import Statement, Words
from cba.reading.validating import S, read_as
from cba.resources import data_path
from cba.statements import Id

FOLDER = "models/funding"
_RULES = "rules"


class Indirect(Statement):
    """How indirect costs are calculated."""

    rate: Share | None = None
    """Share of the direct costs; missing where the call decides it."""
    left_out: list[Line] = Field(default_factory=list)
    """Budget lines that the rate is not taken of."""


class Programme(Statement):
    """A programme of the European Union."""

    id: Id
    """Its id."""
    title: Words
    """Its name."""
    indirect: Indirect
    """How indirect costs are calculated."""
    cofinancing: Share | None = None
    """The share of eligible costs that is granted; missing where the call decides it."""
    priority: Words
    """What the application has to answer."""
    source: str | None = None
    """Where the rates come from."""
    url: str | None = None
    """The source's address."""


class RiskLevel(Statement):
    """A level of risk."""

    up_to: Whole
    """Largest sum of probability (A = 1 … E = 5) and severity (I = 1 … V = 5) on this level."""
    title: Words
    """Its name."""


class AppraisalRates(Statement):
    """Discount rates of an economic appraisal."""

    financial_rate: Share
    """Real financial discount rate."""
    social_rate: Share
    """Real social discount rate."""
    source: str
    """Where they come from."""


class Rules(Statement):
    """What all applications share."""

    lines: dict[Line, Words]
    """Budget lines of direct costs."""
    indirect: Words
    """The line of indirect costs."""
    risk_levels: list[RiskLevel]
    """Levels of risk, rising."""
    criteria: dict[str, Words]
    """Criteria of the European Crime Prevention Award."""
    criteria_source: str
    """Where they come from."""
    criteria_url: str
    """The source's address."""
    appraisal: AppraisalRates
    """Rates of an appraisal when the scenario states none."""


def programme_ids() -> list[str]:
    """Return the ids of the programmes with a file."""
    return sorted(path.stem for path in _folder().glob("*.yaml") if path.stem != _RULES)


@lru_cache
def programme(id: str) -> Programme:
    """Return a programme's rules; the id must be one of `programme_ids`."""
    return _read(Programme, id)


@lru_cache
def rules() -> Rules:
    """Return what all applications share."""
    return _read(Rules, _RULES)


def rules_block() -> Mapping[str, Any]:
    """Return the shared rules as plain data, as results.json holds them."""
    return dict(plain(rules()))


def _folder() -> Path:
    return data_path("models") / "funding"


def _read(kind: type[S], name: str) -> S:
    root = read_file(_folder() / f"{name}.yaml", f"{FOLDER}/{name}.yaml")
    set_paths(root)
    return read_as(kind, root)
