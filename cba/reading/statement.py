"""The base of everything a file may state: frozen, no unknown keys, and aware of where it was written."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any, Literal, Self, cast

from pydantic import (
    BaseModel,
    ConfigDict,
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    PrivateAttr,
    ValidationInfo,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError

from cba.errors import Position, Problem, Source, unknown
from cba.reading.positions import Mapping, Number

NOWHERE = Mapping(Position(Source(""), 1, 1))
Language = Literal["da", "en"]


def refuse(message: str) -> PydanticCustomError:
    """Return the error for a validator to raise; the message is shown as it is."""
    return PydanticCustomError("refused", "{message}", {"message": message})


class Statement(BaseModel):
    """Something a scenario or model file says.

    Unknown keys do not stop the reading of the rest: they are collected with the other problems.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

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
        """Allow the short form beside the full mapping, and describe each key."""
        full = handler.resolve_ref_schema(handler(core_schema))
        for name, text in _described(cls).items():
            full["properties"][cls.model_fields[name].alias or name].setdefault("description", text)
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


def _described(kind: type[Statement]) -> dict[str, str]:
    """Return what stands in the source below each field; read only when asked, for it takes a while."""
    import ast
    import inspect
    import textwrap

    found: dict[str, str] = {}
    for base in reversed(kind.__mro__[: kind.__mro__.index(Statement)]):
        (definition,) = ast.parse(textwrap.dedent(inspect.getsource(base))).body
        body = cast("ast.ClassDef", definition).body
        for field, below in pairwise(body):
            if isinstance(field, ast.AnnAssign) and isinstance(below, ast.Expr):
                text = str(cast("ast.Constant", below.value).value)
                found[cast("ast.Name", field.target).id] = inspect.cleandoc(text)
    return {name: text for name, text in found.items() if name in kind.model_fields}


def _short(given: dict[str, Any], data: Number) -> Mapping:
    """Return the full form of a bare number, with the number's position."""
    full = Mapping(data.where)
    full.path, full.short = data.path, True
    for key, value in given.items():
        full.put(key, value, data.where, data.where)
    return full


def problems_of(info: ValidationInfo) -> list[Problem]:
    """Return the list in which a reading gathers its problems."""
    return cast("list[Problem]", info.context) if info.context is not None else []


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
