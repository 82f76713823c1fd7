"""What differs between two results documents: settings, files, numbers with their passports, results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Document = Mapping[str, Any]

_SETTINGS = {
    "variant": ("scenario", "variant"),
    "model": ("model", "id"),
    "model_file": ("model", "sha256"),
    "lens": ("model", "lens"),
    "place": ("scenario", "place"),
    "price_year": ("scenario", "price_year"),
    "start": ("scenario", "start"),
    "horizon": ("scenario", "horizon"),
    "timing": ("model", "discounting", "timing"),
    "guide": ("model", "guide"),
    "net_tax_factor": ("model", "net_tax_factor"),
    "tax_distortion": ("model", "tax_distortion"),
    "draws": ("draws",),
    "seed": ("seed",),
    "engine": ("engine", "version"),
}
_RANGE = ("low", "high", "distribution")
_PASSPORT = ("register", "source", "grade", "note")


def listing(first: Document, second: Document) -> dict[str, Any]:
    """Return everything that differs between two results documents, as plain data.

    Args:
        first: what the change starts from.
        second: what it leads to.
    """
    return {
        "settings": list(_settings(first, second)),
        "files": list(_files(first, second)),
        "inputs": list(_inputs(first["trace"], second["trace"])),
        "results": _results(first, second),
    }


def _settings(first: Document, second: Document) -> Iterator[dict[str, Any]]:
    for name, path in _SETTINGS.items():
        a, b = _at(first, path), _at(second, path)
        if a != b:
            yield {"name": name, "first": a, "second": b}


def _at(document: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        document = document.get(key) if isinstance(document, Mapping) else None
    return document


def _files(first: Document, second: Document) -> Iterator[dict[str, Any]]:
    a, b = ({file["path"]: file["sha256"] for file in d["scenario"]["files"]} for d in (first, second))
    for path in dict.fromkeys([*a, *b]):
        if a.get(path) != b.get(path):
            yield {"path": path, "first": a.get(path), "second": b.get(path)}


def _inputs(first: Document, second: Document) -> Iterator[dict[str, Any]]:
    for name in dict.fromkeys([*first, *second]):
        a, b = first.get(name), second.get(name)
        sort = _sort(a, b)
        if sort:
            yield {
                "name": name,
                "sort": sort,
                "of": _owner(b or a or {}),
                "kind": (b or a or {}).get("kind"),
                "first": _entry(a),
                "second": _entry(b),
            }


def _sort(a: Document | None, b: Document | None) -> str | None:
    """Return what happened to an input: added, removed, or whether its value, range or passport changed."""
    if a is None or b is None:
        return "added" if a is None else "removed"
    if a["value"] != b["value"]:
        return "value"
    if any(a.get(key) != b.get(key) for key in _RANGE):
        return "range"
    return "passport" if any(a.get(key) != b.get(key) for key in _PASSPORT) else None


def _owner(entry: Document) -> str:
    """Return whose number it is: the registers', or the files' that a user writes."""
    return "register" if "registers/" in str(entry.get("file") or "") else "scenario"


def _entry(entry: Document | None) -> dict[str, Any] | None:
    if entry is None:
        return None
    kept = ("value", "estimate", *_RANGE, *_PASSPORT)
    where = ":".join(str(entry[key]) for key in ("file", "line", "column") if entry.get(key))
    return {key: entry.get(key) for key in kept} | {"where": where}


def _results(first: Document, second: Document) -> dict[str, Any]:
    payers = dict.fromkeys([*first["portfolio"]["by_payer"], *second["portfolio"]["by_payer"]])
    ids = dict.fromkeys([*first["interventions"], *second["interventions"]])
    return {
        "npv": _pair(*(d["portfolio"]["measures"]["npv"] for d in (first, second))),
        "chance": _pair(*map(_chance, (first, second))),
        "by_payer": {
            payer: _pair(*(_npv(d["portfolio"]["by_payer"].get(payer)) for d in (first, second)))
            for payer in payers
        },
        "interventions": {
            id: _pair(*(_npv(d["interventions"].get(id, {}).get("measures")) for d in (first, second)))
            for id in ids
        },
    }


def _pair(first: float | None, second: float | None) -> dict[str, float | None]:
    return {"first": first, "second": second}


def _npv(result: Document | None) -> float | None:
    return float(result["npv"]) if result else None


def _chance(document: Document) -> float | None:
    block = document["portfolio"].get("uncertainty")
    return float(block["prob_npv_positive"]) if block else None
