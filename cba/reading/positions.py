"""Values that know where they stood: mappings and lists with positions, numbers with their text."""

from __future__ import annotations

from typing import Any

from cba.errors import Position, Problem


class Mapping(dict[str, Any]):
    """A mapping with the position of itself, of each key and of each value.

    Attributes:
        where: where the mapping begins.
        key_at: position of each key.
        value_at: position of each value.
        earlier: for each key, the values it overrode, oldest first, with their positions.
        path: its place in the structure, such as `interventions[2].effects[0]`; set by `set_paths`.
        short: whether it stands for a bare value, such as `{estimate: 3}` for `3`.
    """

    __slots__ = ("earlier", "key_at", "path", "short", "value_at", "where")

    def __init__(self, where: Position) -> None:
        """Begin an empty mapping at a position."""
        super().__init__()
        self.where = where
        self.key_at: dict[str, Position] = {}
        self.value_at: dict[str, Position] = {}
        self.earlier: dict[str, tuple[tuple[Any, Position], ...]] = {}
        self.path = ""
        self.short = False

    def problem(self, key: str, message: str, *, lacking: bool = False) -> Problem:
        """Return a problem with the value of `key`, or with the mapping where it lacks the key."""
        path = self.path if self.short else f"{self.path}.{key}".lstrip(".")
        return Problem(self.value_at.get(key, self.where), path, message, lacking)

    def put(self, key: str, value: Any, key_at: Position, value_at: Position) -> None:
        """Set a value with its positions."""
        self[key] = value
        self.key_at[key] = key_at
        self.value_at[key] = value_at

    def without(self, *keys: str) -> Mapping:
        """Return a copy that lacks some keys."""
        copy = Mapping(self.where)
        copy.path, copy.short, copy.earlier = self.path, self.short, self.earlier
        for key, value in self.items():
            if key not in keys:
                copy.put(key, value, self.key_at[key], self.value_at[key])
        return copy


class Sequence(list[Any]):
    """A list with the position of itself and of each item."""

    __slots__ = ("value_at", "where")

    def __init__(self, where: Position) -> None:
        """Begin an empty list at a position."""
        super().__init__()
        self.where = where
        self.value_at: list[Position] = []

    def put(self, value: Any, value_at: Position) -> None:
        """Add an item with its position."""
        self.append(value)
        self.value_at.append(value_at)


def set_paths(value: Any, path: str = "") -> None:
    """Tell every mapping and number below `value` its place in the structure."""
    if isinstance(value, Mapping):
        value.path = path
        for key, item in value.items():
            set_paths(item, f"{path}.{key}" if path else key)
    elif isinstance(value, Sequence):
        for index, item in enumerate(value):
            set_paths(item, f"{path}[{index}]")
    elif isinstance(value, Number):
        value.path = path


class Number(float):
    """A number as it was written: `15 %` is 0.15, its `written` is "15 %"; whole numbers say so."""

    __slots__ = ("number", "path", "percent", "where", "whole", "written")

    where: Position
    path: str
    written: str
    percent: bool
    whole: bool
    number: float  # what stands before the per-cent sign


class Remove:
    """`!remove`: drops the thing of that name in the file that is extended."""

    __slots__ = ("payload", "where")

    def __init__(self, payload: Any, where: Position) -> None:
        """Keep what was named and where."""
        self.payload = payload
        self.where = where


class Replace:
    """`!replace`: takes the place of the earlier value instead of merging with it."""

    __slots__ = ("payload", "where")

    def __init__(self, payload: Any, where: Position) -> None:
        """Keep the new value and where it stands."""
        self.payload = payload
        self.where = where
