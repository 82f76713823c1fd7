"""results.json read back, for reports that are made later."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cba.errors import InputError, Position, Problem, Source
from cba.results_format import FORMAT

MOST_BYTES = 200_000_000
_NAME = "results.json"
_KEYS = (
    "format", "engine", "created", "scenario", "model", "draws", "seed", "simulation", "names",
    "interventions", "portfolio", "prices", "allocation", "funding", "trace", "warnings",
)  # fmt: skip


def results_file(source: Path) -> Path:
    """Return the results.json that a path means: the file itself, or the one in a folder.

    Raises:
        InputError: there is none; where the folder holds several side by side, it says which.
    """
    if source.is_file():
        return source
    if not source.is_dir():
        raise InputError([Problem(None, str(source), "no such file or folder")])
    if (source / _NAME).is_file():
        return source / _NAME
    inside = sorted(str(path.parent) for path in source.glob(f"*/{_NAME}"))
    hint = f"; name one of {', '.join(inside)}" if inside else "; `cba run` writes it"
    raise InputError([Problem(None, str(source), f"holds no {_NAME}{hint}")])


def read_results(path: Path) -> dict[str, Any]:
    """Return a results document from its file.

    Raises:
        InputError: the file cannot be read, is no JSON, or is no results document of this version.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError([Problem(None, str(path), f"is larger than {MOST_BYTES // 10**6} MB")])
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError([Problem(None, str(path), f"cannot be read: {error}")]) from None
    try:
        document = json.loads(text, parse_constant=_refused)
    except RecursionError:
        raise InputError([Problem(None, str(path), "is nested too deeply")]) from None
    except json.JSONDecodeError as error:
        at = Position(Source(str(path), tuple(text.splitlines())), error.lineno, error.colno)
        raise InputError([Problem(at, "", f"is no JSON: {error.msg}")]) from None
    except ValueError as error:
        raise InputError([Problem(None, str(path), str(error))]) from None
    _check(path, document)
    return dict(document)


def _refused(name: str) -> float:
    raise ValueError(f"holds {name}; undefined values are null")


def _check(path: Path, document: Any) -> None:
    if not isinstance(document, dict) or "format" not in document:
        raise InputError([Problem(None, str(path), "is no results document; `cba run` writes one")])
    if document["format"] != FORMAT:
        message = f"has format {document['format']!r}, this version reads {FORMAT}"
        raise InputError([Problem(None, str(path), message)])
    lacking = [key for key in _KEYS if key not in document]
    if lacking:
        message = (
            f"lacks {', '.join(lacking)}: it is a table's plan or was written by an earlier version; "
            "run the scenario again"
        )
        raise InputError([Problem(None, str(path), message)])
