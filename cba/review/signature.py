"""Who reviewed which inputs, and whether that still holds.

A signature here is a record, no proof of identity: a name, a day, and the fingerprints of everything that
the result was made from. Its own seal shows when the record was changed afterwards.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cba import __version__
from cba.document import created
from cba.errors import InputError, Problem
from cba.linking import Scenario

FORMAT = 1
MOST_BYTES = 16 * 1024 * 1024
_LEAST = 0.5
"""Kroner; a smaller change of the result is rounding."""

_NEEDED = ("name", "signed", "engine", "model", "files", "inputs", "npv", "seal")


def review_file(path: Path) -> Path:
    """Return where the reviews of a scenario file are kept: beside it, as `NAME.review.json`."""
    return path.with_name(f"{path.stem}.review.json")


def sign(
    scenario: Scenario, path: Path, name: str, checklist: Mapping[str, Any], remark: str | None = None
) -> dict[str, Any]:
    """Return a signature of what is calculated now.

    Args:
        scenario: what was reviewed.
        path: its file; other files are named as seen from there.
        name: who reviewed it.
        checklist: what the machine answered.
        remark: what the reviewer wants to be read with it.
    """
    record = {
        "name": name,
        "signed": created(),
        "remark": remark,
        "engine": __version__,
        "variant": scenario.variant,
        "model": {"id": scenario.model.id, "sha256": scenario.model.sha256},
        "files": {_seen_from(path, file.path): file.sha256 for file in scenario.files},
        "inputs": _inputs(scenario),
        "npv": checklist["npv"],
        "answers": dict(checklist["answers"]),
    }
    return record | {"seal": _seal(record)}


def _seen_from(path: Path, other: str) -> str:
    return Path(os.path.relpath(other, path.parent)).as_posix()


def _inputs(scenario: Scenario) -> dict[str, list[float | str | None]]:
    """Return what the result hangs on: value, interval and distribution of every input."""
    return {
        name: [item.value, item.low, item.high, item.se, item.distribution]
        for name, item in scenario.inputs.items()
    }


def _seal(record: Mapping[str, Any]) -> str:
    content = {key: value for key, value in record.items() if key != "seal"}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def read_signatures(file: Path) -> list[dict[str, Any]]:
    """Return the signatures in a file, oldest first; none where there is no file.

    Raises:
        InputError: the file is there and is no record of reviews.
    """
    if not file.exists():
        return []
    try:
        if file.stat().st_size > MOST_BYTES:
            raise ValueError("too large")
        data = json.loads(file.read_text(encoding="utf-8"))
        found = data["reviews"]
        if data["format"] != FORMAT or not all(key in record for record in found for key in _NEEDED):
            raise ValueError("another format")
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        message = f"is no record of reviews ({error}); move it away, or restore it"
        raise InputError([Problem(None, str(file), message)]) from None
    return list(found)


def file_with(signatures: list[dict[str, Any]]) -> bytes:
    """Return the file that holds signatures."""
    text = json.dumps({"format": FORMAT, "reviews": signatures}, indent=1, ensure_ascii=False)
    return (text + "\n").encode()


def standing(scenario: Scenario, path: Path, record: Mapping[str, Any], npv: float) -> dict[str, Any]:
    """Return whether a signature still holds, and what changed since.

    Args:
        scenario: what is calculated now.
        path: its file.
        record: the signature.
        npv: the net value now.

    Returns:
        Among others `state`: `holds`; `numbers` when only words changed; `broken` when a number or the result
        did; `other` when it is about another variant or model; `altered` when the record itself was changed
        after signing.
    """
    files = {_seen_from(path, file.path): file.sha256 for file in scenario.files}
    inputs = json.loads(json.dumps(_inputs(scenario)))
    moved, changed = _differing(record["inputs"], inputs), _differing(record["files"], files)
    same_case = record.get("variant") == scenario.variant and record["model"]["id"] == scenario.model.id
    same = not moved and abs(npv - float(record["npv"])) < _LEAST
    state = "other" if not same_case else "broken" if not same else "numbers" if changed else "holds"
    return {
        **{key: record.get(key) for key in ("name", "signed", "remark", "variant")},
        "model": record["model"]["id"],
        "state": state if _seal(record) == record["seal"] else "altered",
        "files": changed,
        "inputs": moved,
        "engine": None if record["engine"] == __version__ else record["engine"],
        "npv": {"signed": record["npv"], "now": npv},
    }


def _differing(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    return [name for name in dict.fromkeys([*before, *now]) if before.get(name) != now.get(name)]
