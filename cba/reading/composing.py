"""YAML to plain values that remember file, line and column.

YAML 1.2 is read strictly: no `yes`/`no` booleans, no merge keys, no duplicate keys, no tags but `!remove` and
`!replace`, and limits on size, nesting and aliases, so that a hostile file costs nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from cba.errors import InputError, Position, Problem, Source
from cba.reading.positions import Mapping, Number, Remove, Replace, Sequence

MAX_BYTES = 5_000_000
MAX_DEPTH = 50
MAX_ALIAS_NODES = 1_000
MAX_TEXT = 10_000

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NUMBER = re.compile(
    r"[-+]?(?:\d+(?:_\d+)*(?:\.\d+(?:_\d+)*)?|\.\d+)(?:[eE][-+]?\d+)?(?P<percent>[ \t\u00a0]*%)?", re.ASCII
)
_INTEGER = re.compile(r"[-+]?\d+(?:_\d+)*", re.ASCII)
_AFTER_COMMA = re.compile(r"[0-9]{1,3}( ?%)?")
_OLD_BOOLEANS = {"yes", "no", "on", "off"}


def read_file(path: Path, name: str | None = None, problems: list[Problem] | None = None) -> Mapping:
    """Read a YAML file whose top level is a mapping.

    Args:
        path: the file.
        name: how to name it in messages; the path as given where None.
        problems: gets what does not keep the file from being read; raised with the rest where None.

    Raises:
        InputError: the file is missing, too large, not UTF-8, or not YAML as described above.
    """
    source = Source(name or str(path))
    start = Position(source, 1, 1)
    try:
        if not path.is_file():
            what = "is a folder, not a file" if path.is_dir() else "no such file"
            raise InputError([Problem(None, source.name, what)])
        if path.stat().st_size > MAX_BYTES:
            raise InputError([Problem(start, "", f"the file is larger than {MAX_BYTES // 10**6} MB")])
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        message = "not UTF-8 text; save the file with the encoding UTF-8"
        raise InputError([Problem(Position(source, line, 1), "", message)]) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError([Problem(None, source.name, f"cannot be read: {reason}")]) from None
    value = read_text(text, source.name, problems)
    if not isinstance(value, Mapping):
        raise InputError([Problem(start, "", "the file must be a mapping (`key: value` lines)")])
    return value


def read_text(text: str, name: str, problems: list[Problem] | None = None) -> Any:
    """Read one YAML document from text; see `read_file`."""
    source = Source(name, tuple(text.splitlines()))
    composer = _Composer(source)
    try:
        value = composer.document(yaml.parse(text, Loader=_LOADER))
    except yaml.reader.ReaderError as error:
        raise InputError([_unreadable(source, text, error)]) from None
    except yaml.MarkedYAMLError as error:
        raise InputError([*composer.problems, _not_yaml(source, error)]) from None
    if composer.problems and problems is None:
        raise InputError(composer.problems)
    if problems is not None:
        problems += composer.problems
    return value


def _unreadable(source: Source, text: str, error: yaml.reader.ReaderError) -> Problem:
    before = text[: error.position] if isinstance(error.position, int) else ""
    where = Position(source, before.count("\n") + 1, len(before) - before.rfind("\n"))
    return Problem(where, "", "a control character that YAML does not allow; delete it")


def _not_yaml(source: Source, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    where = Position(source, mark.line + 1, mark.column + 1) if mark else Position(source, 1, 1)
    told = ", ".join(part for part in (error.context, error.problem) if part)
    if source.line(where.line)[where.column - 1 : where.column] == "\t" or "\\t" in told or "tab" in told:
        told += " (indent with spaces, not tabs)"
    return Problem(where, "", f"not valid YAML: {told}")


class _Composer:
    """Builds values from parser events; gathers problems instead of stopping at the first."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self._anchors: dict[str, tuple[Any, Position, int]] = {}
        self._open: set[str] = set()
        self._nodes = 0
        self._expanded = 0

    def document(self, events: Iterator[Any]) -> Any:
        value: Any = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._problem(self._at(event), "a file holds one document; remove the line `---`")
                    break
                value = self._node(next(events), events, 1)[0]
        return value

    def _at(self, event: Any) -> Position:
        mark = event.start_mark
        return Position(self.source, mark.line + 1, mark.column + 1)

    def _problem(self, where: Position, message: str) -> None:
        self.problems.append(Problem(where, "", message))

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> tuple[Any, Position]:
        where = self._at(event)
        if depth > MAX_DEPTH:
            raise InputError([Problem(where, "", f"nested deeper than {MAX_DEPTH} levels")])
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, where)
        self._nodes += 1
        first = self._nodes
        if event.anchor:
            self._open.add(event.anchor)
        value = self._value(event, events, where, depth)
        if event.anchor:
            self._open.discard(event.anchor)
            self._anchors[event.anchor] = (value, where, self._nodes - first + 1)
        return self._tagged(event, value, where), where

    def _value(self, event: Any, events: Iterator[Any], where: Position, depth: int) -> Any:
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, where, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, where, depth)
        return self._scalar(event, where)

    def _alias(self, event: Any, where: Position) -> tuple[Any, Position]:
        if event.anchor in self._open:
            self._problem(where, f"the alias *{event.anchor} stands inside itself")
            return None, where
        if event.anchor not in self._anchors:
            self._problem(where, f"the alias *{event.anchor} has no anchor &{event.anchor} above it")
            return None, where
        value, at, size = self._anchors[event.anchor]
        self._expanded += size
        self._nodes += size
        if self._expanded > MAX_ALIAS_NODES:
            raise InputError([Problem(where, "", f"aliases expand to more than {MAX_ALIAS_NODES:,} values")])
        return value, at

    def _tagged(self, event: Any, value: Any, where: Position) -> Any:
        tag = event.tag
        if tag in (None, "!"):
            return value
        if tag == "!remove":
            return Remove(value, where)
        if tag == "!replace":
            return Replace(value, where)
        self._problem(where, f"the tag {tag} is not allowed; only !remove and !replace are")
        return value

    def _mapping(self, events: Iterator[Any], where: Position, depth: int) -> Mapping:
        mapping = Mapping(where)
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key_at = self._at(event)
            key = self._key(event, events, depth)
            value, value_at = self._node(next(events), events, depth + 1)
            if key is None or (value is None and self._decimal_comma(mapping, key)):
                continue
            if key in mapping:
                first = mapping.key_at[key]
                self._problem(key_at, f"the key '{key}' is already on line {first.line}; keep one of them")
                continue
            mapping.put(key, value, key_at, value_at)
        return mapping

    def _decimal_comma(self, mapping: Mapping, key: str) -> bool:
        """Tell whether `{amount: 1,5}` was cut at its decimal comma, and say how to write it."""
        before = next(reversed(mapping), None)
        if before is None or not isinstance(mapping[before], Number) or not _AFTER_COMMA.fullmatch(key):
            return False
        number = mapping[before].written
        at = mapping.value_at[before]
        self._problem(at, f"'{number},{key}' has a decimal comma; write {number}.{key}")
        return True

    def _key(self, event: Any, events: Iterator[Any], depth: int) -> str | None:
        where = self._at(event)
        if not isinstance(event, yaml.ScalarEvent):
            self._node(event, events, depth + 1)
            self._problem(where, "a key must be a plain word or a year")
            return None
        if event.value == "<<" and event.implicit[0]:
            self._problem(where, "merge keys (<<) are not read; use `extends` or write the values")
            return None
        if event.implicit[0] and event.value.lower() in _OLD_BOOLEANS:
            self._problem(where, _boolean_message(event.value))
        return str(event.value)

    def _sequence(self, events: Iterator[Any], where: Position, depth: int) -> Sequence:
        sequence = Sequence(where)
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            sequence.put(*self._node(event, events, depth + 1))
        return sequence

    def _scalar(self, event: Any, where: Position) -> Any:
        text: str = event.value
        if len(text) > MAX_TEXT:
            self._problem(where, f"a text may have at most {MAX_TEXT:,} characters, this has {len(text):,}")
        if event.style not in (None, ""):
            return text
        if text in ("", "~", "null", "Null", "NULL"):
            return None
        if text in ("true", "True", "TRUE", "false", "False", "FALSE"):
            return text.lower() == "true"
        if text.lower() in _OLD_BOOLEANS:
            self._problem(where, _boolean_message(text))
        found = number(text, where)
        return text if found is None else found


def _boolean_message(text: str) -> str:
    meant = "true" if text.lower() in ("yes", "on") else "false"
    return f'`{text}` means true or false to some YAML programs and text to others; write {meant} or "{text}"'


def number(text: str, where: Position) -> Number | None:
    """Return the number that a plain YAML text stands for, or None when it is not one.

    Args:
        text: such as `0.15`, `15 %`, `1_000_000` or `-2e6`.
        where: where it was written.
    """
    match = _NUMBER.fullmatch(text)
    if not match:
        return None
    percent = match["percent"] is not None
    bare = text[: match.start("percent")] if percent else text
    value = float(bare.replace("_", ""))
    # in decimals, so that `0.7 %` and `0.007` are the same number
    result = Number(float(Decimal(bare) / 100) if percent and math.isfinite(value) else value)
    result.where, result.path = where, ""
    result.written, result.percent, result.number = text, percent, value
    result.whole = not percent and _INTEGER.fullmatch(text) is not None
    return result
