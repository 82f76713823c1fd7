"""Several files, one statement: `extends` and variants, with every value's position kept.

Mappings merge key by key. The lists of interventions, effects, costs and flows merge by `id`, `outcome` and
`what`; other lists are replaced. `!remove` drops an item or key, `!replace` replaces instead of merging. An
overlay may name list items as keys: `interventions: {mst: {completion: 80 %}}`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cba.errors import Position, Problem, unknown
from cba.reading.positions import Mapping, Number, Remove, Replace, Sequence, set_paths

IDENTITY = {"interventions": "id", "effects": "outcome", "costs": "what", "flows": "what"}


def identity(item: Any, key: str) -> str | None:
    """Return the name of a list item, such as its `id`; None where it has none."""
    if isinstance(item, (Remove, Replace)):
        item = item.payload
    if isinstance(item, str):
        return item
    value = item.get(key) if isinstance(item, Mapping) else None
    if isinstance(value, Mapping):
        value = value.get("da") or value.get("en")
    return value if isinstance(value, str) else None


class Merger:
    """Merges values; gathers problems."""

    def __init__(self) -> None:
        """Begin without problems."""
        self.problems: list[Problem] = []

    def merge(self, base: Mapping, over: Mapping) -> Mapping:
        """Return `over` laid on `base`; neither is changed."""
        return self._mappings(base, over)

    def _mappings(self, base: Mapping, over: Mapping) -> Mapping:
        result = Mapping(over.where)
        result.earlier = dict(base.earlier)
        for key, value in base.items():
            if key not in over:
                result.put(key, value, base.key_at[key], base.value_at[key])
                continue
            before = (*base.earlier.get(key, ()), *over.earlier.get(key, ()))
            merged, where = self._values(key, value, over[key], over.value_at[key])
            if isinstance(merged, Remove):
                continue
            if _is_leaf(value):
                result.earlier[key] = (*before, (value, base.value_at[key]))
            result.put(key, merged, over.key_at[key], where)
        for key, value in over.items():
            if key not in base:
                result.put(key, value, over.key_at[key], over.value_at[key])
                if key in over.earlier:
                    result.earlier[key] = over.earlier[key]
        return result

    def _values(self, key: str, base: Any, over: Any, where: Position) -> tuple[Any, Position]:
        if isinstance(over, Replace):
            return over.payload, where
        if isinstance(base, Replace):
            base = base.payload
        if isinstance(base, Mapping) and isinstance(over, Mapping):
            return self._mappings(base, over), where
        if isinstance(base, Sequence) and key in IDENTITY and isinstance(over, (Sequence, Mapping)):
            return self._keyed(base, over, key), where
        return over, where

    def _keyed(self, base: Sequence, over: Sequence | Mapping, key: str) -> Sequence:
        names = [identity(item, IDENTITY[key]) for item in base]
        items: list[tuple[Any, Position]] = list(zip(base, base.value_at, strict=True))
        for name, value, where in self._overlay_items(over, key, names):
            if name is None or name not in names:
                if isinstance(value, Remove):
                    known = [n for n in names if n]
                    self.problems.append(Problem(where, "", unknown(key.rstrip("s"), str(name), known)))
                else:
                    items.append((value, where))
                continue
            index = names.index(name)
            merged, at = self._values("", items[index][0], value, where)
            items[index] = (merged, at)
        result = Sequence(base.where)
        for value, where in items:
            if not isinstance(value, Remove):
                result.put(value, where)
        return result

    def _overlay_items(
        self, over: Sequence | Mapping, key: str, names: list[str | None]
    ) -> Iterator[tuple[str | None, Any, Position]]:
        if isinstance(over, Sequence):
            for value, where in zip(over, over.value_at, strict=True):
                yield identity(value, IDENTITY[key]), value, where
            return
        known = [name for name in names if name]
        for name, value in over.items():
            if name in known:
                yield name, value, over.value_at[name]
            else:
                message = unknown(key.rstrip("s"), name, known)
                self.problems.append(Problem(over.key_at[name], f"{key}.{name}", message))


def _is_leaf(value: Any) -> bool:
    return not isinstance(value, (Mapping, Sequence)) or isinstance(value, Number)


def unwrapped(value: Any, problems: list[Problem]) -> Any:
    """Take away the `!replace` marks that met nothing to replace; report `!remove` of what is not there."""
    if isinstance(value, Replace):
        return unwrapped(value.payload, problems)
    if isinstance(value, Mapping):
        for key, item in list(value.items()):
            if isinstance(item, Remove):
                problems.append(Problem(value.value_at[key], key, "!remove: no file before this one has it"))
                del value[key]
            else:
                value[key] = unwrapped(item, problems)
    elif isinstance(value, Sequence):
        for index, item in enumerate(value):
            if isinstance(item, Remove):
                problems.append(Problem(value.value_at[index], "", "!remove: no file before this one has it"))
            value[index] = unwrapped(item, problems)
    return value


def finished(root: Mapping, problems: list[Problem]) -> Mapping:
    """Return the merged root, ready for validation: no marks left, every mapping told its path."""
    unwrapped(root, problems)
    set_paths(root)
    return root
