"""From a scenario file on disk to a checked statement: files, `extends`, variant, `--set`."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cba.errors import InputError, Position, Problem, Source, unknown
from cba.reading.composing import read_file
from cba.reading.merging import Merger, finished
from cba.reading.positions import Mapping, set_paths
from cba.reading.positions import Sequence as PositionedList
from cba.reading.setting import InputSetting, setting


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file that took part, and the fingerprint of its content."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Merged:
    """A scenario's text after all overlays, and the files it came from (this file first).

    Attributes:
        inputs: numbers for inputs that no file states.
        problems: what is wrong so far; the rest was read all the same, to find more.
    """

    root: Mapping
    files: tuple[FileRead, ...]
    variants: tuple[str, ...]
    inputs: tuple[InputSetting, ...]
    problems: tuple[Problem, ...]


def read_scenario(path: str | Path, *, variant: str | None = None, settings: Sequence[str] = ()) -> Merged:
    """Read a scenario file and lay everything that changes it on top.

    Args:
        path: the scenario file.
        variant: the name of one of its variants.
        settings: `path=value` texts, as for `--set`.

    Raises:
        InputError: the scenario file itself cannot be read.
    """
    problems: list[Problem] = []
    files: list[FileRead] = []
    merger = Merger()
    root = _read(str(path), (), merger, files, problems)
    if root is None:
        raise InputError(problems)
    names = _variant_names(root)
    if variant is not None:
        root = _with_variant(root, variant, names, merger, problems)
    root, inputs = with_settings(root, settings, merger, problems)
    # done with; the marks in variants belong to overlays that were not chosen
    root = root.without("variants", "extends")
    finished(root, problems)
    problems += merger.problems
    return Merged(root, tuple(dict.fromkeys(files)), names, tuple(inputs), tuple(problems))


def with_settings(
    root: Mapping, settings: Sequence[str], merger: Merger, problems: list[Problem]
) -> tuple[Mapping, list[InputSetting]]:
    """Lay `path=value` texts on a scenario; return it, and what they say of inputs that no file states."""
    inputs: list[InputSetting] = []
    for text in settings:
        found = setting(text, root, problems)
        if isinstance(found, InputSetting):
            inputs.append(found)
        elif found is not None:
            root = merger.merge(root, found)
    return root, inputs


def fingerprint(path: str | Path) -> str:
    """Return the SHA-256 of a file's bytes, as hexadecimal text."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def _read(
    name: str, above: tuple[str, ...], merger: Merger, files: list[FileRead], problems: list[Problem]
) -> Mapping | None:
    """Read one file with all it extends; None where it cannot be read."""
    try:
        root = read_file(Path(name), name, problems)
    except InputError as error:
        problems += error.problems
        return None
    files.append(FileRead(name, fingerprint(name)))
    set_paths(root)
    result: Mapping | None = None
    for parent, at in _parents(root, problems):
        location = os.path.normpath(os.path.join(os.path.dirname(name), parent))  # noqa: PTH118,PTH120
        base = _parent(location, at, (*above, name), merger, files, problems)
        if base is not None:
            result = base if result is None else merger.merge(result, base)
    return root if result is None else merger.merge(result, root)


def _parents(root: Mapping, problems: list[Problem]) -> list[tuple[str, Position]]:
    stated = root.get("extends")
    if stated is None:
        return []
    if isinstance(stated, str):
        return [(stated, root.value_at["extends"])]
    if not isinstance(stated, PositionedList):
        problems.append(root.problem("extends", "must be a list of files"))
        return []
    found = []
    for item, at in zip(stated, stated.value_at, strict=True):
        if isinstance(item, str) and item:
            found.append((item, at))
        else:
            problems.append(Problem(at, "extends", "must be the path of a file"))
    return found


def _parent(
    location: str,
    at: Position,
    above: tuple[str, ...],
    merger: Merger,
    files: list[FileRead],
    problems: list[Problem],
) -> Mapping | None:
    real = os.path.realpath(location)
    chain = [os.path.realpath(name) for name in above]
    if real in chain:
        circle = " → ".join([*above[chain.index(real) :], location])
        problems.append(Problem(at, "extends", f"the files extend each other in a circle: {circle}"))
        return None
    if not Path(location).is_file():
        folder = Path(location).parent
        near = [p.name for p in folder.glob("*.yaml")] if folder.is_dir() else []
        problems.append(
            Problem(at, "extends", f"no such file: {location}; {unknown('file', Path(location).name, near)}")
        )
        return None
    return _read(location, above, merger, files, problems)


def _variant_names(root: Mapping) -> tuple[str, ...]:
    stated = root.get("variants")
    return tuple(stated) if isinstance(stated, Mapping) else ()


def _with_variant(
    root: Mapping, variant: str, names: tuple[str, ...], merger: Merger, problems: list[Problem]
) -> Mapping:
    overlay = root["variants"].get(variant) if variant in names else None
    if isinstance(overlay, Mapping):
        return merger.merge(root, overlay)
    if variant in names:
        problems.append(root["variants"].problem(variant, "must be a mapping (`key: value` lines)"))
    else:
        at = Position(Source("--variant", (variant,)), 1, 1)
        problems.append(
            Problem(at, "", unknown("variant", variant, names) if names else "the scenario has no variants")
        )
    return root
