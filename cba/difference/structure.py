"""Two linked scenarios side by side: where they are built differently, and what lies between them.

Numbers with a name are no part of this: a named input is changed by its name, wherever it occurs. Here is the
rest: interventions, effects, costs and consequences that are there or not, how long an effect lasts, who pays
which share. Each place where the two differ is a path; a scenario in between has some of them as the first
and the others as the second.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, Literal

from cba.effects import Explicit, PeopleBaseline, PlaceBaseline, Points, Relative, Success
from cba.inputs import Input, inputs_in
from cba.interventions import Consequence, Cost, Effect, Flow, Intervention, Outcome, Price
from cba.linking import Scenario
from cba.model import Model

_WORDS: dict[type, frozenset[str]] = {
    Price: frozenset({"names", "unit", "basis", "derivation", "price_year", "currency", "own", "area"}),
    Cost: frozenset({"what", "in_kind", "price_year", "currency", "own"}),
    Flow: frozenset({"what", "own", "area"}),
    Outcome: frozenset({"titles", "unit", "units", "dkr_goal"}),
    Effect: frozenset({"study", "reason"}),
    Consequence: frozenset({"assumption"}),
    PlaceBaseline: frozenset({"from_register", "years"}),
    Model: frozenset(f.name for f in dataclasses.fields(Model)) - {"lens", "rates", "timing"},
}
"""Fields that no amount of money hangs on."""

_WHOLE = (PeopleBaseline, PlaceBaseline, Consequence, Success, Explicit, Points)
"""What makes sense only as a whole: half of one baseline and half of another is none."""

_TOGETHER: dict[type, Mapping[str, tuple[str, ...]]] = {
    Intervention: {"participants": ("participants", "operating")},
    Relative: {"size": ("measure", "size", "turned")},
}
"""Fields that make sense only together, and the name that a path gives them."""

_KEYS: dict[type, Callable[[Any], str]] = {
    Intervention: lambda item: str(item.id),
    Effect: lambda item: str(item.outcome.id),
    Cost: lambda item: str(item.what.get("da") or item.what.get("en")),
    Flow: lambda item: str(item.what.get("da") or item.what.get("en")),
    Consequence: lambda item: str(item.price.id),
}


_ABSENT: Any = object()


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of two things: the fields or the key it stands under, both sides, and its path."""

    names: tuple[str, ...]
    first: Any
    second: Any
    path: str

    @property
    def whole(self) -> bool:
        """Whether it is on one side only, or made of fields that are taken together."""
        return len(self.names) > 1 or self.first is _ABSENT or self.second is _ABSENT


@dataclass(frozen=True, slots=True)
class Built:
    """A place where two scenarios are built differently.

    Attributes:
        path: where, by id, outcome and what.
        first, second: what stands there where it is a plain number or word; None for what has parts.
        sort: `added`, `removed` or `changed`.
    """

    path: str
    first: float | str | None
    second: float | str | None
    sort: Literal["added", "removed", "changed"]


def differing(first: Scenario, second: Scenario) -> list[Built]:
    """Return the places at which two scenarios are built differently, the model first."""
    return [
        *_differing(first.model, second.model, "model"),
        *_differing(first.interventions, second.interventions, "interventions"),
    ]


def between(first: Scenario, second: Scenario, taken: Set[str]) -> Scenario:
    """Return the first scenario with some paths as in the second.

    Args:
        first: all of it where nothing is taken.
        second: all of it, apart from its words, where every path is taken.
        taken: paths of `differing`.
    """
    return dataclasses.replace(
        first,
        interventions=_between(first.interventions, second.interventions, "interventions", taken),
        model=_between(first.model, second.model, "model", taken),
    )


def _shape(value: Any) -> object:
    """Return what can be compared: inputs by their name, without words."""
    if isinstance(value, Input):
        return ("input", value.name)
    if dataclasses.is_dataclass(value):
        kept = [f.name for f in dataclasses.fields(value) if f.name not in _WORDS.get(type(value), ())]
        return (type(value).__name__, *((name, _shape(getattr(value, name))) for name in kept))
    if isinstance(value, (tuple, list)):
        return tuple(_shape(item) for item in value)
    if isinstance(value, Mapping):
        return tuple(sorted((str(key), _shape(item)) for key, item in value.items()))
    return value


def _differing(first: Any, second: Any, path: str) -> Iterator[Built]:
    if _shape(first) == _shape(second):
        return
    if not _has_parts(first, second):
        yield _built(path, first, second)
        return
    for part in _parts(first, second, path):
        if part.whole:
            yield _built(part.path, part.first, part.second)
        else:
            yield from _differing(part.first, part.second, part.path)


def _built(path: str, first: Any, second: Any) -> Built:
    sort: Literal["added", "removed", "changed"] = "changed"
    if first is _ABSENT or second is _ABSENT:
        sort = "added" if first is _ABSENT else "removed"
    return Built(path, _plain(first), _plain(second), sort)


def _plain(value: Any) -> float | str | None:
    """Return a plain number or word, or the only number of fields that are taken together."""
    found = list(inputs_in(value)) if isinstance(value, (Input, tuple)) else []
    if len({item.name for item in found}) == 1:
        return found[0].value
    return value if isinstance(value, (int, float, str)) and not isinstance(value, bool) else None


def _between(first: Any, second: Any, path: str, taken: Set[str]) -> Any:
    if not any(place == path or place.startswith(f"{path}.") for place in taken):
        return first
    if not _has_parts(first, second):
        return second if path in taken else first
    mixed: dict[tuple[str, ...], Any] = {}
    for part in _parts(first, second, path):
        if part.whole:
            mixed[part.names] = part.second if part.path in taken else part.first
        else:
            mixed[part.names] = _between(part.first, part.second, part.path, taken)
    if isinstance(first, tuple):
        return tuple(item for item in mixed.values() if item is not _ABSENT)
    changes: dict[str, Any] = {}
    for names, value in mixed.items():
        changes |= dict(zip(names, value, strict=True)) if len(names) > 1 else {names[0]: value}
    return dataclasses.replace(first, **changes)


def _has_parts(first: Any, second: Any) -> bool:
    """Tell whether two things that differ have parts that can be taken one by one."""
    if type(first) is not type(second) or isinstance(first, (Input, *_WHOLE)):
        return False
    if isinstance(first, tuple):
        return bool(first or second) and _keyed(first) and _keyed(second)
    return dataclasses.is_dataclass(first)


def _keyed(items: Sequence[Any]) -> bool:
    """Tell whether every item of a list has a key of its own."""
    if not all(type(item) in _KEYS for item in items):
        return False
    keys = [_KEYS[type(item)](item) for item in items]
    return len(set(keys)) == len(keys)


def _parts(first: Any, second: Any, path: str) -> Iterator[_Part]:
    """Yield the items of two lists by their key, or the fields of two objects that differ."""
    if isinstance(first, tuple):
        assert isinstance(second, tuple)
        a = {_KEYS[type(item)](item): item for item in first}
        b = {_KEYS[type(item)](item): item for item in second}
        for key in dict.fromkeys([*a, *b]):
            yield _Part((key,), a.get(key, _ABSENT), b.get(key, _ABSENT), f"{path}.{key}")
        return
    groups = _TOGETHER.get(type(first), {})
    left_out = _WORDS.get(type(first), frozenset()).union(*groups.values())
    singles = {f.name: (f.name,) for f in dataclasses.fields(first) if f.name not in left_out}
    for title, names in {**groups, **singles}.items():
        sides = [tuple(getattr(item, name) for name in names) for item in (first, second)]
        if _shape(sides[0]) != _shape(sides[1]):
            together = len(names) > 1
            before, after = sides if together else (sides[0][0], sides[1][0])
            yield _Part(names, before, after, f"{path}.{title}")
