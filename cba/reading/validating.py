"""From positioned values to statements: all problems at once, and as much read as can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from pydantic import ValidationError

from cba.errors import InputError, Position, Problem, unknown
from cba.reading.positions import Mapping
from cba.reading.positions import Sequence as PositionedList
from cba.reading.statement import Statement, describe
from cba.spelling import not_an_id

MAX_ATTEMPTS = 8

S = TypeVar("S", bound=Statement)


def read_as(kind: type[S], data: Mapping) -> S:
    """Read a mapping as a statement; raise all problems at once.

    Raises:
        InputError: with a position for each problem.
    """
    problems: list[Problem] = []
    try:
        result = kind.model_validate(data, context=problems)
    except ValidationError as error:
        problems += [_translate(data, detail) for detail in _details(error)]
        raise InputError(problems) from None
    if problems:
        raise InputError(problems)
    return result


@dataclass(slots=True)
class Recovered:
    """A statement read in spite of problems, so that what it says can be checked further.

    Attributes:
        statement: what was left after leaving out what cannot be read; None where nothing was.
        problems: what is wrong.
        damaged: paths of what was left out, and of the mappings it was left out of.
    """

    statement: Any
    problems: list[Problem]
    damaged: set[str]

    def concerns(self, problem: Problem) -> bool:
        """Tell whether a later problem only repeats an earlier one, or comes from what was left out."""
        path = problem.path
        told = {p.path for p in self.problems if p.path}
        repeats = any(_within(path, other) or _within(other, path) for other in told if path)
        if repeats or not problem.lacking:
            return repeats
        about = path.rpartition(".")[0]
        holders = (path, about)
        return any(_within(path, hole) or any(_within(hole, h) for h in holders) for hole in self.damaged)


def _within(path: str, holder: str) -> bool:
    """Tell whether a path is a holder's own or below it."""
    return not holder or path == holder or path.startswith((f"{holder}.", f"{holder}["))


def recover(kind: type[S], data: Mapping, stand_ins: dict[str, Any]) -> Recovered:
    """Read a mapping as a statement, leaving out what cannot be read instead of stopping at it.

    Args:
        kind: the statement.
        data: the mapping.
        stand_ins: values for required keys that are missing, so that the rest can be read.
    """
    found = Recovered(None, [], set())
    for attempt in range(MAX_ATTEMPTS):
        problems: list[Problem] = []
        try:
            found.statement = kind.model_validate(data, context=problems)
        except ValidationError as error:
            details = _details(error)
            if attempt == 0:
                found.problems += [*problems, *(_translate(data, detail) for detail in details)]
            pruned = data
            for detail in details:
                pruned = _mended(pruned, detail["loc"], stand_ins, found.damaged)
            if pruned is data:
                return found
            data = pruned
        else:
            found.problems += [p for p in problems if attempt == 0 or not found.concerns(p)]
            return found
    return found


def _details(error: ValidationError) -> list[dict[str, Any]]:
    return [dict(detail) for detail in error.errors(include_url=False)]


def _mended(root: Mapping, loc: Sequence[Any], stand_ins: dict[str, Any], damaged: set[str]) -> Mapping:
    """Return the root with a stand-in for a required key, or without what cannot be read."""
    if len(loc) != 1 or loc[0] not in stand_ins:
        return _without(root, loc, damaged)
    key = str(loc[0])
    pruned = cast("Mapping", _copy_without(root, [key], damaged))
    pruned.put(key, stand_ins[key], root.where, root.where)
    damaged.add("")
    return pruned


def _without(root: Mapping, loc: Sequence[int | str], damaged: set[str]) -> Mapping:
    """Return the root without the value at a location, or without the mapping that lacks a key there."""
    steps = _steps(root, loc)
    return cast("Mapping", _copy_without(root, steps, damaged)) if steps else root


def _steps(value: Any, loc: Sequence[int | str]) -> list[int | str]:
    """Return the steps of a location that exist in the file."""
    steps: list[int | str] = []
    for step in loc:
        if isinstance(value, Mapping) and step in value:
            value = value[str(step)]
        elif isinstance(value, PositionedList) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            continue
        steps.append(step)
    return steps


def _copy_without(value: Any, steps: list[int | str], damaged: set[str]) -> Any:
    first, rest = steps[0], steps[1:]
    if isinstance(value, Mapping):
        key = str(first)
        copy = value.without(key)
        if rest:
            kept = _copy_without(value[key], rest, damaged)
            copy.put(key, kept, value.key_at[key], value.value_at[key])
        else:
            damaged.update((value.path, f"{value.path}.{key}".lstrip(".")))
        return copy
    items = PositionedList(value.where)
    for index, (item, at) in enumerate(zip(value, value.value_at, strict=True)):
        if index != first:
            items.put(item, at)
        elif rest:
            items.put(_copy_without(item, rest, damaged), at)
    return items


_WORDED = {
    "string_type": "must be a text",
    "bool_type": "must be true or false",
    "dict_type": "must be a mapping (`key: value` lines)",
    "model_type": "must be a mapping (`key: value` lines)",
    "model_attributes_type": "must be a mapping (`key: value` lines)",
    "list_type": "must be a list (lines that start with `- `)",
}

_LIMITS = {
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "too_short": "must have at least {min_length} item",
}


def _translate(root: Mapping, detail: dict[str, Any]) -> Problem:
    where, path = locate(root, detail["loc"])
    kind: str = detail["type"]
    if kind == "missing":
        return Problem(where, path, "missing: this key is required", lacking=True)
    if kind == "literal_error":
        choices = str(detail["ctx"]["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
        return Problem(where, path, unknown("value", str(detail["input"]), choices))
    if kind in _LIMITS:
        return Problem(
            where, path, f"{_LIMITS[kind].format(**detail['ctx'])}, got {describe(detail['input'])}"
        )
    if kind in _WORDED:
        return Problem(where, path, f"{_WORDED[kind]}, found {describe(detail['input'])}")
    if kind == "string_pattern_mismatch":
        return Problem(where, path, not_an_id(detail["input"]))
    return Problem(where, path, str(detail["msg"]))


def locate(root: Mapping, loc: Sequence[int | str]) -> tuple[Position, str]:
    """Return the position and path of a pydantic location; what is not in the file is passed over."""
    value: Any = root
    where, path = root.where, root.path
    for step in loc:
        if isinstance(value, Mapping) and isinstance(step, str):
            if step in value:
                where, value = value.value_at[step], value[step]
            elif step.startswith("<") or step == "[key]":
                continue
            else:
                where = value.where
                value = None
            path = f"{path}.{step}" if path else step
        elif isinstance(value, PositionedList) and isinstance(step, int):
            where, value = value.value_at[step], value[step]
            path = f"{path}[{step}]"
    return where, path
