"""Formulas that know their value: each prints itself for a cell and has computed what the cell will show.

A formula may stand for one cell or for a whole row of years. A row's formula is written once, with a mark
where the column of the year goes, and its value is an array over the years. So the workbook's own result is
known without a spreadsheet program, and what is shown beside each formula is what the formula gives.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from cba.inputs import Array

Operand: TypeAlias = "Formula | float"

COLUMN = "\ue000"
"""Stands for the letters of the year's column."""

_ATOM, _POWER, _PRODUCT, _SUM, _COMPARISON = 5, 4, 3, 2, 1


@dataclass(frozen=True, slots=True)
class Formula:
    """A piece of a formula and its value.

    Attributes:
        text: as it stands in a cell, without the equals sign.
        value: a number, a text, or an array over years.
        binds: how strongly its outermost operator binds; decides where parentheses go.
    """

    text: str
    value: float | str | Array
    binds: int = _ATOM

    def __add__(self, other: Operand) -> Formula:
        """Return the sum."""
        return _joined(self, "+", other, _SUM)

    def __sub__(self, other: Operand) -> Formula:
        """Return the difference."""
        return _joined(self, "-", other, _SUM)

    def __mul__(self, other: Operand) -> Formula:
        """Return the product."""
        return _joined(self, "*", other, _PRODUCT)

    def __truediv__(self, other: Operand) -> Formula:
        """Return the quotient."""
        return _joined(self, "/", other, _PRODUCT)

    def __pow__(self, other: Operand) -> Formula:
        """Return the power."""
        return _joined(self, "^", other, _POWER)

    def __neg__(self) -> Formula:
        """Return the opposite; programs do not agree on −x^2, so a power gets parentheses."""
        plain = self.binds >= _PRODUCT and self.binds != _POWER
        assert not isinstance(self.value, str)
        return Formula(f"-{self.text}" if plain else f"-({self.text})", -self.value, _SUM)

    def __radd__(self, other: float) -> Formula:
        """Return the sum."""
        return _formula(other) + self

    def __rsub__(self, other: float) -> Formula:
        """Return the difference."""
        return _formula(other) - self

    def __rmul__(self, other: float) -> Formula:
        """Return the product."""
        return _formula(other) * self

    def __rtruediv__(self, other: float) -> Formula:
        """Return the quotient."""
        return _formula(other) / self

    def __lt__(self, other: Operand) -> Formula:
        """Return whether it is smaller."""
        return _joined(self, "<", other, _COMPARISON)

    def __gt__(self, other: Operand) -> Formula:
        """Return whether it is larger."""
        return _joined(self, ">", other, _COMPARISON)

    def __le__(self, other: Operand) -> Formula:
        """Return whether it is not larger."""
        return _joined(self, "<=", other, _COMPARISON)

    def __ge__(self, other: Operand) -> Formula:
        """Return whether it is not smaller."""
        return _joined(self, ">=", other, _COMPARISON)

    def equals(self, other: Operand) -> Formula:
        """Return whether it is the same."""
        return _joined(self, "=", other, _COMPARISON)

    @property
    def number(self) -> float:
        """The value, where it is one number."""
        assert not isinstance(self.value, str)
        return float(self.value)

    @property
    def years(self) -> Array:
        """The value, where it is an array over years."""
        return np.asarray(self.value, dtype=np.float64)


def number(value: float) -> str:
    """Return a number as formulas write it: the shortest text that reads back the same."""
    text = repr(float(value))
    return text.removesuffix(".0").replace("e", "E")


def _formula(value: Operand) -> Formula:
    if isinstance(value, Formula):
        return value
    return Formula(number(value), float(value), _ATOM if value >= 0 else _SUM)


_OPERATIONS = {
    "+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide, "^": np.power,
    "<": np.less, ">": np.greater, "<=": np.less_equal, ">=": np.greater_equal, "=": np.equal,
}  # fmt: skip


_PLAIN: dict[str, Callable[[float, float], float]] = {"+": operator.add, "-": operator.sub, "*": operator.mul}
"""What numbers do the same way as arrays, whatever they are."""


def _joined(left: Operand, sign: str, right: Operand, binds: int) -> Formula:
    one, other = _formula(left), _formula(right)
    before = one.text if one.binds >= binds and (binds != _POWER or one.binds > binds) else f"({one.text})"
    after = other.text if other.binds > binds else f"({other.text})"
    return Formula(f"{before}{sign}{after}", _value(one.value, sign, other.value), binds)


def _value(one: float | str | Array, sign: str, other: float | str | Array) -> float | str | Array:
    if type(one) is float and type(other) is float and sign in _PLAIN:
        # numpy takes ten times as long for two numbers
        return _PLAIN[sign](one, other)
    with np.errstate(all="ignore"):
        value = _OPERATIONS[sign](one, other)
    return value if np.ndim(value) else value.item()


def _call(name: str, parts: Sequence[Operand], value: float | Array) -> Formula:
    text = ",".join(_formula(part).text for part in parts)
    return Formula(f"{name}({text})", value if np.ndim(value) else np.asarray(value).item())


def when(condition: Formula, yes: Operand | str, no: Operand | str) -> Formula:
    """Return `IF(condition, yes, no)`; texts are written in quotation marks."""
    sides = [words(side) if isinstance(side, str) else _formula(side) for side in (yes, no)]
    text = f"IF({condition.text},{sides[0].text},{sides[1].text})"
    if np.ndim(condition.value):
        return Formula(text, np.where(condition.value, sides[0].years, sides[1].years))
    return Formula(text, sides[0].value if condition.value else sides[1].value)


def words(text: str) -> Formula:
    """Return a text as formulas write it."""
    doubled = text.replace('"', '""')
    return Formula(f'"{doubled}"', text)


def least(*parts: Operand) -> Formula:
    """Return `MIN` of single values, year by year where they are rows."""
    return _call("MIN", parts, np.min(np.broadcast_arrays(*(_formula(p).value for p in parts)), axis=0))


def most(*parts: Operand) -> Formula:
    """Return `MAX` of single values, year by year where they are rows."""
    return _call("MAX", parts, np.max(np.broadcast_arrays(*(_formula(p).value for p in parts)), axis=0))


def exponential(part: Formula) -> Formula:
    """Return `EXP`."""
    return _call("EXP", [part], np.exp(part.value))


def size(part: Formula) -> Formula:
    """Return `ABS`."""
    return _call("ABS", [part], np.abs(part.value))


def sign(part: Formula) -> Formula:
    """Return `SIGN`."""
    return _call("SIGN", [part], np.sign(part.value))


def total(part: Formula) -> Formula:
    """Return `SUM` over a range."""
    return _call("SUM", [part], np.sum(part.years))


def largest(part: Formula) -> Formula:
    """Return `MAX` over a range."""
    return _call("MAX", [part], np.max(part.years))


def smallest(part: Formula) -> Formula:
    """Return `MIN` over a range."""
    return _call("MIN", [part], np.min(part.years))


def products(*parts: Formula) -> Formula:
    """Return `SUMPRODUCT` over ranges of the same size."""
    return _call("SUMPRODUCT", parts, np.sum(np.prod([part.years for part in parts], axis=0)))


def quotient(one: Formula, other: Formula) -> Formula:
    """Return a quotient whose value is nothing where it would not be used."""
    value = one.number / other.number if other.number else 0.0
    return Formula((one / other if other.number else one / Formula(other.text, 1.0)).text, value, 3)
