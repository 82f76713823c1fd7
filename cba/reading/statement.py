"""The base of everything a file may state: frozen, no unknown keys, and aware of where it was written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, Self, TypeVar, cast

from pydantic import (
    BaseModel,
    ConfigDict,
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    PrivateAttr,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError

from cba.errors import InputError, Position, Problem, Source, unknown
from cba.reading.positions import Mapping, Number
from cba.reading.positions import Sequence as PositionedList

MAX_ATTEMPTS = 8
NOWHERE = Mapping(Position(Source(""), 1, 1))
Language = Literal["da", "en"]


def refuse(message: str) -> PydanticCustomError:
    """Return the error for a validator to raise; the message is shown as it is."""
    return PydanticCustomError("refused", "{message}", {"message": message})


class Statement(BaseModel):
    """Something a scenario or model file says.

    Unknown keys do not stop the reading of the rest: they are collected with the other problems.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", use_attribute_docstrings=True)

    # a factory, since pydantic copies a plain default deeply for every statement
    _raw: Mapping = PrivateAttr(default_factory=lambda: NOWHERE)

    @model_validator(mode="wrap")
    @classmethod
    def _remember_where(
        cls, data: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo
    ) -> Self:
        given = cls._expand(data)
        if given is not data and isinstance(data, Number) and hasattr(data, "where"):
            given = _short(given, data)
        if isinstance(given, Mapping):
            given = cls._without_unknown(given, info)
        result = handler(given)
        if isinstance(given, Mapping):
            result._raw = given
            result._check(problems_of(info))
        return result

    @classmethod
    def _expand(cls, data: Any) -> Any:
        """Turn a short form (a bare number, a bare text) into the full mapping."""
        return data

    @classmethod
    def _without_unknown(cls, data: Mapping, info: ValidationInfo) -> Mapping:
        allowed = _keys(cls)
        strange = [key for key in data if key not in allowed]
        if not strange:
            return data
        for key in strange:
            path = f"{data.path}.{key}".lstrip(".")
            hint = "; a text with a comma inside { } needs quotation marks" if data[key] is None else ""
            problems_of(info).append(Problem(data.key_at[key], path, unknown("key", key, allowed) + hint))
        return data.without(*strange)

    def _check(self, problems: list[Problem]) -> None:
        """Add problems between fields; overridden where there are such rules."""

    @classmethod
    def _short_form(cls) -> dict[str, Any] | None:
        """Return the JSON schema of the short form, where there is one."""
        return None

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Allow the short form beside the full mapping."""
        full = handler.resolve_ref_schema(handler(core_schema))
        short = cls._short_form()
        return full if short is None else {"anyOf": [short, full], "description": full.get("description", "")}

    @property
    def raw(self) -> Mapping:
        """The mapping this was read from, with all positions."""
        return self._raw

    def at(self, key: str | None = None) -> Position:
        """Return where `key` was written, or where the statement begins."""
        return self._raw.value_at.get(key, self._raw.where) if key else self._raw.where

    def problem(self, key: str, message: str, *, lacking: bool = False) -> Problem:
        """Return a problem with one of the keys."""
        return self._raw.problem(key, message, lacking=lacking)


class Words(Statement):
    """A text in Danish and English; a bare text stands for both."""

    da: str | None = None
    """The Danish text."""
    en: str | None = None
    """The English text."""

    @classmethod
    def _expand(cls, data: Any) -> Any:
        return {"da": data, "en": data} if isinstance(data, str) else data

    @classmethod
    def _short_form(cls) -> dict[str, Any]:
        return {"type": "string"}

    def _check(self, problems: list[Problem]) -> None:
        if self.da is None and self.en is None:
            problems.append(Problem(self.at(), self.raw.path, "a text is missing: write `da:` and `en:`"))

    def both(self) -> dict[str, str]:
        """Return `{"da": …, "en": …}`; a language that is missing borrows the other's text."""
        return {"da": self.da or self.en or "", "en": self.en or self.da or ""}

    def key(self) -> str:
        """Return the text that identifies a list item."""
        return self.da or self.en or ""


@cache
def _keys(kind: type[Statement]) -> tuple[str, ...]:
    """Return the keys a statement may have."""
    return tuple(field.alias or name for name, field in kind.model_fields.items())


def _short(given: dict[str, Any], data: Number) -> Mapping:
    """Return the full form of a bare number, with the number's position."""
    full = Mapping(data.where)
    full.path, full.short = data.path, True
    for key, value in given.items():
        full.put(key, value, data.where, data.where)
    return full


S = TypeVar("S", bound=Statement)


def problems_of(info: ValidationInfo) -> list[Problem]:
    """Return the list in which a reading gathers its problems."""
    return cast("list[Problem]", info.context) if info.context is not None else []


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
        return Problem(where, path, f"small letters a–z, digits, - and _ only, found '{detail['input']}'")
    return Problem(where, path, str(detail["msg"]))


def describe(value: Any) -> str:
    """Return what a value is, in the reader's words."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return str(getattr(value, "written", repr(value)))


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
