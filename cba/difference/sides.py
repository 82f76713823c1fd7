"""The two sides of a difference: what can be calculated again, and what was only written down."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cba.appraisal import appraise
from cba.errors import InputError
from cba.linking import Scenario, load
from cba.loading import fingerprint
from cba.runs import Run

SETTINGS = ("model", "place", "price_year", "start", "horizon")
"""What holds for a whole scenario: changed as one, with every amount and year that follows from it."""

Setting = str | int | None


@dataclass
class Live:
    """A side that can be calculated again, also under the other side's settings."""

    scenario: Scenario
    settings: tuple[str, ...] = ()
    loaded: dict[tuple[tuple[str, Setting], ...], Scenario] = field(default_factory=dict)

    def under(self, changed: Mapping[str, Setting]) -> Scenario:
        """Return the scenario with some settings changed.

        Raises:
            InputError: it does not go with them.
        """
        key = tuple(sorted(changed.items()))
        if not key:
            return self.scenario
        if key not in self.loaded:
            given = [f"{name}={value}" for name, value in changed.items() if name != "model"]
            self.loaded[key] = load(
                self.scenario.files[0].path,
                variant=self.scenario.variant,
                settings=(*self.settings, *given),
                model=str(changed.get("model", self.scenario.model.id)),
            )
        return self.loaded[key]

    def value(self, scenario: Scenario, name: str) -> float | None:
        """Return an input's value in price-year kroner; None where it is not there."""
        item = scenario.inputs.get(name)
        return None if item is None else item.value

    @property
    def set_to(self) -> dict[str, Setting]:
        """The settings by name."""
        item = self.scenario
        place = item.file.place
        return {
            "model": item.model.id,
            "place": None if place is None else str(place),
            "price_year": item.price_year,
            "start": item.start,
            "horizon": item.horizon,
        }


@dataclass
class Written:
    """A side of which only the results are left: the other side's scenario with these results' numbers."""

    document: Mapping[str, Any]
    other: Live

    def under(self, changed: Mapping[str, Setting]) -> Scenario:
        """Return the other side's scenario under some settings; see `Live.under`."""
        own = {key: value for key, value in self.set_to.items() if value != self.other.set_to[key]}
        return self.other.under({**own, **changed})

    def value(self, scenario: Scenario, name: str) -> float | None:
        """Return what was written down, in the scenario's prices; None where nothing was."""
        entry, item = self.document["trace"].get(name), scenario.inputs.get(name)
        if entry is None:
            return None
        if scenario.price_year == self.document["scenario"]["price_year"] or item is None:
            return float(entry["value"])
        return float(entry["estimate"]) * item.factor

    @property
    def set_to(self) -> dict[str, Setting]:
        """The settings by name; the place as the other side writes it where it is the same."""
        head = self.document["scenario"]
        place: Setting = head["place"]
        there = self.other.scenario.place
        if there is not None and there.name == place:
            place = self.other.set_to["place"]
        return {
            "model": self.document["model"]["id"],
            "place": place,
            **{key: head[key] for key in ("price_year", "start", "horizon")},
        }


Side = Live | Written


def sides(first: Run, second: Run) -> tuple[Side, Side] | None:
    """Return two runs as sides; None when neither can be calculated again."""
    alive = [_alive(run) for run in (first, second)]
    a, b = alive
    if a is not None and b is not None:
        return a, b
    if b is not None:
        return Written(first.document, b), b
    if a is not None:
        return a, Written(second.document, a)
    return None


def _alive(run: Run) -> Live | None:
    """Return a run as it can be calculated again: a scenario, or results whose files still give them."""
    if run.scenario is not None:
        return Live(run.scenario, run.settings)
    head = run.document["scenario"]
    try:
        if any(fingerprint(file["path"]) != file["sha256"] for file in head["files"]):
            return None
        found = load(head["files"][0]["path"], variant=head["variant"], model=run.document["model"]["id"])
    except (InputError, OSError, IndexError):
        return None
    return Live(found) if _gives(found, run.document) else None


def _gives(scenario: Scenario, document: Mapping[str, Any]) -> bool:
    """Tell whether a scenario still has these inputs and gives this result."""
    trace = document["trace"]
    if trace.keys() != scenario.inputs.keys():
        return False
    same = all(_equal(item.value, trace[name]["value"]) for name, item in scenario.inputs.items())
    return same and _equal(appraise(scenario).portfolio.npv, document["portfolio"]["measures"]["npv"])


def _equal(a: float, b: float) -> bool:
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-6)
