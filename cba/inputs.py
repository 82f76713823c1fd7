"""Inputs: numbers with their passports, as the engine takes them."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, TypeVar, cast

import numpy as np
import numpy.typing as npt

from cba.errors import Position
from cba.pooling import PooledStudies
from cba.reading.numbers import Quantity
from cba.reading.positions import Number
from cba.reading.statement import Statement, describe

T = TypeVar("T")

Array: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Conversion:
    """One step from the amount as given to price-year kroner.

    Attributes:
        kind: what was done: moved by consumer prices, or exchanged at the market rate or at parity.
        factor: what the amount was multiplied by.
        before: unit before the step, such as `2013 DKK`.
        after: unit after it.
        country: whose prices, such as `dk`.
        forecast: whether the factor rests on a year that is only forecast.
    """

    kind: Literal["consumer_prices", "market_rate", "parity"]
    factor: float
    before: str
    after: str
    country: str
    forecast: bool = False

    @property
    def step(self) -> str:
        """The step in words."""
        words = {
            "consumer_prices": f"consumer prices ({self.country})",
            "market_rate": "market exchange rate",
            "parity": f"purchasing-power parity ({self.country})",
        }
        return words[self.kind] + (", partly forecast" if self.forecast else "")


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
        pool: the studies behind a pooled effect.
    """

    where: Position | None = None
    written: str = ""
    register: str | None = None
    source: str | None = None
    grade: str | None = None
    note: str | None = None
    overrides: tuple[tuple[str, str], ...] = ()
    pool: PooledStudies | None = None


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


Value: TypeAlias = float | Array
"""One number, or one per draw, shape (D,)."""

Values: TypeAlias = Callable[[Input], Value]
"""Gives the number, or the draws, that stand for an input."""


def at_estimates(item: Input) -> float:
    """Return the input's value at its estimate."""
    return item.value


def inputs_in(value: object) -> Iterator[Input]:
    """Yield every input in linked objects, however deep, in reading order; one may come more than once."""
    if isinstance(value, Input):
        yield value
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from inputs_in(item)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from inputs_in(item)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for name in value.__dataclass_fields__:
            yield from inputs_in(getattr(value, name))


def with_inputs(value: T, found: Mapping[str, Input]) -> T:
    """Return linked objects, however deep, with inputs replaced by those of the same name."""
    if isinstance(value, Input):
        return cast(T, found.get(value.name, value))
    if isinstance(value, (tuple, list)):
        return cast(T, type(value)(with_inputs(item, found) for item in value))
    if isinstance(value, Mapping):
        return cast(T, {key: with_inputs(item, found) for key, item in value.items()})
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = {name: getattr(value, name) for name in value.__dataclass_fields__}
        new = {name: with_inputs(part, found) for name, part in parts.items()}
        return dataclasses.replace(value, **{name: new[name] for name in parts if new[name] != parts[name]})
    return value


def as_input(
    statement: Statement, key: str, quantity: Quantity, name: str, *, passport: Passport | None = None
) -> Input:
    """Return a stated quantity as an input that knows where it was written and what it overrode.

    Args:
        statement: the statement that has the quantity.
        key: under which key.
        quantity: the number with its interval.
        name: the input's name.
        passport: in place of the one read off the statement.
    """
    return Input(
        name=name,
        estimate=float(quantity.estimate),
        kind=quantity.KIND,
        low=_optional(quantity.low),
        high=_optional(quantity.high),
        se=_optional(quantity.se),
        distribution=quantity.distribution,
        passport=passport or passport_of(statement, key, quantity),
    )


def passport_of(statement: Statement, key: str, quantity: Quantity | None = None) -> Passport:
    """Return the passport of what stands under a key; the statement's own source counts where it has none."""
    source, grade, note = (
        getattr(quantity, field, None) or getattr(statement, field, None)
        for field in ("source", "grade", "note")
    )
    return Passport(
        where=statement.at(key),
        written=_as_written(statement.raw.get(key)),
        source=source,
        grade=grade,
        note=note,
        overrides=tuple((_as_written(value), str(at)) for value, at in statement.raw.earlier.get(key, ())),
    )


def _as_written(value: object) -> str:
    return describe(value.get("estimate", value) if isinstance(value, dict) else value)


def assumed(name: str, value: float, kind: str) -> Input:
    """Return an input nobody stated: the convention's default."""
    return Input(name, value, kind, passport=Passport(note="default"))


def _optional(value: Number | None) -> float | None:
    return None if value is None else float(value)
