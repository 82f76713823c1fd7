"""`--set PATH=VALUE`: from what is written on a command line to an overlay, or to an input of a register.

A path goes by keys; list items go by `id`, `outcome`, `what`, `price`, the year or the step that they are
for, or by index. So the name of every input whose number stands in a scenario is a path. The other names are
those of inputs whose numbers stand in a register or a model.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from cba.errors import InputError, Position, Problem, Source, unknown
from cba.reading.composing import read_text
from cba.reading.merging import IDENTITY, Merger, identity
from cba.reading.positions import Mapping, Number, Remove, Replace, Sequence

_STEP = re.compile(r'\.*(?:"([^"]*)"|\[(\d+)\]|([^.\[\]"]+))')
_YEAR = re.compile(r"[0-9]{4}")
_OF_REGISTERS = re.compile(r"(evidence|price|guide|target_groups|outcomes|reported_crime|model)\..+")
_BY_YEAR = ("participants", "amounts")
_ADDRESSED = {**IDENTITY, "consequences": "price", "rates": "from"}
_OF_THE_OLD_NUMBER = ("low", "high", "se", "distribution", "source", "note", "grade")


@dataclass(frozen=True, slots=True)
class InputSetting:
    """A number for an input that no file of the scenario states: a register or a model does."""

    name: str
    value: Any
    where: Position


def setting(text: str, root: Mapping, problems: list[Problem]) -> Mapping | InputSetting | None:
    """Turn `--set path=value` into an overlay for `root`, or a number for an input of a register.

    Args:
        text: such as `interventions.mst.effects.reconviction.transfer=50 %` or `price.prison_day=1900`; list
            items may go by index (`costs[0]`); a name with a dot may stand in quotation marks.
        root: what the setting will be laid on.
        problems: gets what is wrong with it.
    """
    source = Source("--set", (text,))
    path, equals, written = text.partition("=")
    path = path.strip()
    if not equals or not path:
        problems.append(Problem(Position(source, 1, 1), "", "must be path=value, such as horizon=20"))
        return None
    at = Position(source, 1, text.index("=") + 2)
    try:
        value = moved(read_text(written.strip() or "null", "--set"), at)
    except InputError as error:
        problems += [Problem(at, path, p.message) for p in error.problems]
        return None
    if _OF_REGISTERS.fullmatch(path):
        return InputSetting(path, value, at)
    found = _Walk(root, at, problems)
    if not found.to(path):
        return None
    overlay = _nested(found.steps, found.finished(value), at, root)
    assert isinstance(overlay, Mapping)
    return overlay


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


class _Walk:
    """The way down a path, by the steps that the file itself has."""

    def __init__(self, root: Mapping, at: Position, problems: list[Problem]) -> None:
        self.steps: list[str] = []
        self._root, self._at, self._problems = root, at, problems
        self._here: Any = root
        self._keys = ["", ""]

    def to(self, path: str) -> bool:
        """Follow a path; add a problem and return False where a list has no such item."""
        rest = path
        while rest:
            if isinstance(self._here, Sequence):
                step, rest = self._item_of(rest)
                if step is None:
                    return False
                self._down(step)
                continue
            found = _STEP.match(rest)
            if found is None:
                break
            rest = rest[found.end() :]
            for key in self._expanded(next(part for part in found.groups() if part is not None), rest):
                if isinstance(self._here, Sequence):
                    return self.to(f"{key}{rest}")
                self._down(key)
        return True

    def _expanded(self, key: str, rest: str) -> list[str]:
        """Return the keys behind one step of an input's name that leaves some out."""
        if not isinstance(self._here, Mapping) or key in self._here:
            return [key]
        if key.isdigit() and "by_year" in self._here:
            return ["by_year", key]
        if self._keys[-2] == "flows" and _YEAR.fullmatch(key):
            return ["amounts", key]
        if self._keys[-2] == "consequences" and key == "quantity" and "by_year" in self._here and rest:
            return ["by_year"]
        return [key]

    def _down(self, step: str) -> None:
        here = self._here
        self.steps.append(step)
        self._keys.append(step)
        if isinstance(here, Sequence):
            self._here = _child(here, step) if not step.startswith("[") else here[int(step[1:-1])]
        else:
            self._here = here.get(step) if isinstance(here, Mapping) else None

    def _item_of(self, rest: str) -> tuple[str | None, str]:
        """Return the list item that a path goes on with, by name or as `[index]`, and what is left."""
        items, under = self._here, self._keys[-1]
        names = [_name_of(item, under) for item in items]
        plain = rest.lstrip(".")
        for name in sorted({name for name in names if name}, key=len, reverse=True):
            if plain == name or plain.startswith((f"{name}.", f"{name}[")):
                step = name if under in IDENTITY else f"[{names.index(name)}]"
                return step, plain[len(name) :]
        found = _STEP.match(rest)
        step = next((part for part in found.groups() if part is not None), "") if found else ""
        rest = rest[found.end() :] if found else ""
        if step in names:
            return (step if under in IDENTITY else f"[{names.index(step)}]"), rest
        if under in _BY_YEAR and _YEAR.fullmatch(step) and isinstance(self._root.get("start"), Number):
            index = int(step) - int(self._root["start"])
        else:
            index = int(step) if step.isdigit() else -1
        if 0 <= index < len(items):
            return f"[{index}]", rest
        known = [name for name in names if name] or [str(index) for index in range(len(items))]
        self._problems.append(Problem(self._at, "", unknown(under.rstrip("s") or "item", step, known)))
        return None, rest

    def finished(self, value: Any) -> Any:
        """Return the value as it goes into the file, where the place has more to say than a number."""
        here = self._here
        if not isinstance(here, Mapping) or not _is_quantity(value):
            return value
        if self._keys[-1] == "baseline" and "share" in here and "incidents" not in here:
            self._down("share")
            return self.finished(value)
        if self._keys[-2] == "rates" and "rate" in here:
            self._down("rate")
            return self.finished(value)
        if isinstance(value, Number) and isinstance(here.get("estimate"), Number):
            return _in_place(value, here, self._at)
        return value


def _is_quantity(value: Any) -> bool:
    return isinstance(value, Number) or (isinstance(value, Mapping) and "estimate" in value)


def _in_place(value: Number, here: Mapping, at: Position) -> Mapping:
    """Return a number in the place of another: the unit, payer and price year stay, its interval goes."""
    overlay = Mapping(at)
    overlay.put("estimate", value, at, at)
    for key in _OF_THE_OLD_NUMBER:
        if key in here:
            overlay.put(key, Remove(None, at), at, at)
    return overlay


def _name_of(item: Any, under: str) -> str | None:
    """Return the name by which an item of a list is addressed; None where it has none."""
    key = _ADDRESSED.get(under, "id")
    value = item.get(key) if isinstance(item, Mapping) else None
    return value.written if isinstance(value, Number) else identity(item, key)


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
