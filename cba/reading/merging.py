"""Several files, one statement: `extends`, variants and `--set`, with every value's position kept.

Mappings merge key by key. The lists of interventions, effects, costs and flows merge by `id`, `outcome` and
`what`; other lists are replaced. `!remove` drops an item or key, `!replace` replaces instead of merging. An
overlay may name list items as keys: `interventions: {mst: {completion: 80 %}}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from cba.errors import InputError, Position, Problem, Source, unknown
from cba.reading.composing import read_text
from cba.reading.positions import Mapping, Number, Remove, Replace, Sequence, set_paths

IDENTITY = {"interventions": "id", "effects": "outcome", "costs": "what", "flows": "what"}

_STEP = re.compile(r'"([^"]*)"|\[(\d+)\]|([^.\[\]"]+)')


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


def setting(text: str, root: Mapping, problems: list[Problem]) -> Mapping | None:
    """Turn `--set path=value` into an overlay for `root`.

    Args:
        text: such as `interventions.mst.effects.reconviction.transfer=50 %`; list items go by their id,
            outcome or what, or by index (`costs[0]`); a name with a dot stands in quotation marks.
        root: what the setting will be laid on.
        problems: gets what is wrong with it.
    """
    source = Source("--set", (text,))
    path, equals, written = text.partition("=")
    if not equals or not path.strip():
        problems.append(Problem(Position(source, 1, 1), "", "must be path=value, such as horizon=20"))
        return None
    try:
        value = read_text(written.strip() or "null", "--set")
    except InputError as error:
        problems += [Problem(Position(source, 1, len(path) + 2), path, p.message) for p in error.problems]
        return None
    at = Position(source, 1, len(path) + 2)
    steps = [quoted or index or bare for quoted, index, bare in _STEP.findall(path.strip())]
    return _overlay(steps, moved(value, at), root, at, problems)


def moved(value: Any, at: Position) -> Any:
    """Say of a value read from a command line that it stands at `at`."""
    if isinstance(value, Number):
        value.where = at
    elif isinstance(value, Mapping):
        value.where = at
        for key, item in value.items():
            value.key_at[key] = value.value_at[key] = at
            moved(item, at)
    elif isinstance(value, Sequence):
        value.where = at
        value.value_at = [at] * len(value)
        for item in value:
            moved(item, at)
    return value


def _overlay(
    steps: list[str], value: Any, root: Any, at: Position, problems: list[Problem]
) -> Mapping | None:
    """Nest `value` under the steps, with list items named by identity."""
    names: list[str] = []
    here: Any = root
    under = ""
    for step in steps:
        if isinstance(here, Sequence):
            name, here = _item(step, here, under, at, problems)
            if name is None:
                return None
            names.append(name)
        else:
            names.append(step)
            here = here.get(step) if isinstance(here, Mapping) else None
        under = step
    overlay = _nested(names, value, at, root)
    assert isinstance(overlay, Mapping)
    return overlay


def _item(
    step: str, items: Sequence, under: str, at: Position, problems: list[Problem]
) -> tuple[str | None, Any]:
    names = [identity(item, IDENTITY.get(under, "id")) for item in items]
    if step in names:
        return step, items[names.index(step)]
    if step.isdigit() and int(step) < len(items):
        return f"[{step}]", items[int(step)]
    known = [name for name in names if name] or [str(index) for index in range(len(items))]
    problems.append(Problem(at, "", unknown(under.rstrip("s") or "item", step, known)))
    return None, None


def _nested(names: list[str], value: Any, at: Position, here: Any) -> Any:
    if not names:
        return Replace(value, at) if isinstance(value, Sequence) else value
    first, rest = names[0], names[1:]
    if isinstance(here, Sequence) and first.startswith("["):
        return _indexed(int(first[1:-1]), rest, value, at, here)
    child = _child(here, first)
    result = Mapping(at)
    result.put(first, _nested(rest, value, at, child), at, at)
    return result


def _child(here: Any, name: str) -> Any:
    if isinstance(here, Mapping):
        return here.get(name)
    if isinstance(here, Sequence):
        for key in ("id", "outcome", "what"):
            for item in here:
                if identity(item, key) == name:
                    return item
    return None


def _indexed(index: int, rest: list[str], value: Any, at: Position, here: Sequence) -> Replace:
    """Lists without names are replaced by a copy with one item changed."""
    result = Sequence(here.where)
    for number, (item, where) in enumerate(zip(here, here.value_at, strict=True)):
        if number != index:
            result.put(item, where)
            continue
        new = _nested(rest, value, at, item)
        if isinstance(item, Mapping) and isinstance(new, Mapping):
            new = Merger().merge(item, new)
        result.put(new, at)
    return Replace(result, at)


def finished(root: Mapping, problems: list[Problem]) -> Mapping:
    """Return the merged root, ready for validation: no marks left, every mapping told its path."""
    unwrapped(root, problems)
    set_paths(root)
    return root
