"""Inputs: numbers with their passports, as the engine takes them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from cba.errors import Position

Array: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Conversion:
    """One step from the amount as given to price-year kroner.

    Attributes:
        step: what was done, such as `price index dk 2013 → 2025`.
        factor: what the amount was multiplied by.
        before: unit before the step, such as `2013 DKK`.
        after: unit after it.
    """

    step: str
    factor: float
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Passport:
    """Where a number comes from.

    Attributes:
        where: the place in a scenario, model or register file.
        written: the text there.
        register: the register row, such as `prices.prison_day`; None for the user's own number.
        source: reference in words or a register id.
        grade: A official, B study, C secondary, D derived or assumed; None when nobody graded it.
        note: remark.
        overrides: values that this one took the place of, oldest first: text and place.
    """

    where: Position | None = None
    written: str = ""
    register: str | None = None
    source: str | None = None
    grade: str | None = None
    note: str | None = None
    overrides: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Input:
    """A named number.

    Attributes:
        name: `evidence.<id>`, `price.<id>`, else the path by id, outcome and what. One name is one draw.
        estimate: the number as given (`conversions` lead to price-year kroner).
        kind: share, difference, count, money, rate, number, or the measure of an effect.
        low, high: interval or limits as given.
        se: standard error as given.
        distribution: as stated; None leaves it to the kind.
        passport: where it comes from.
        conversions: steps to price-year kroner; empty for what is not money.
    """

    name: str
    estimate: float
    kind: str
    low: float | None = None
    high: float | None = None
    se: float | None = None
    distribution: str | None = None
    passport: Passport = field(default_factory=Passport)
    conversions: tuple[Conversion, ...] = ()

    @property
    def factor(self) -> float:
        """The product of the conversions."""
        return math.prod(step.factor for step in self.conversions)

    @property
    def value(self) -> float:
        """The estimate in the engine's unit: price-year kroner for money."""
        return self.estimate * self.factor


Values: TypeAlias = Callable[[Input], float]
"""Gives the number that stands for an input."""


def at_estimates(item: Input) -> float:
    """Return the input's value at its estimate."""
    return item.value


def with_changes(changes: Mapping[str, float]) -> Values:
    """Return values at the estimates but for the inputs named, whose numbers are in the engine's unit."""
    return lambda item: changes.get(item.name, item.value)
