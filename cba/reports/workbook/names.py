"""Names of cells, as spreadsheet programs allow them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from cba.spelling import plain

_LONGEST_NAME = 240
"""Spreadsheet programs take 255; the rest is room to make equal names differ."""

_NOT_IN_NAMES = re.compile("[^A-Za-z0-9]")


@dataclass
class Names:
    """The names that are taken."""

    _taken: dict[str, int] = field(default_factory=dict)

    def unique(self, name: str) -> str:
        """Return a name as programs allow it and as no other cell has it, and take it."""
        unique = first = usable(name)
        number = self._taken.get(first.casefold(), 0)
        while unique.casefold() in self._taken:
            number += 1
            unique = f"{first}_{number if number > 1 else ''}"
        self._taken[first.casefold()] = number
        self._taken[unique.casefold()] = 0
        return unique


def usable(name: str) -> str:
    """Return the name as spreadsheet programs allow it: letters a–z, digits and _, no digit first."""
    plain_name = _NOT_IN_NAMES.sub("_", _plain(name))
    return (f"_{plain_name}" if plain_name[0].isdigit() else plain_name)[:_LONGEST_NAME]


def _plain(name: str) -> str:
    """Return a name without Danish letters; capitals stay."""
    return name if name.isascii() else plain(name)
