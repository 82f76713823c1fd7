"""Several models or variants side by side: what `compare.json` holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def comparison(documents: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return the measures of several runs side by side.

    Args:
        documents: results documents by the name of their folder.
    """
    first = next(iter(documents.values()))
    return {
        "format": first["format"],
        "engine": first["engine"],
        "created": first["created"],
        "scenario": first["scenario"]["id"],
        "runs": {
            name: {
                "path": f"{name}/results.json",
                "model": document["model"]["id"],
                "variant": document["scenario"]["variant"],
                "portfolio": _side(document["portfolio"]),
                "interventions": {id: _side(item) for id, item in document["interventions"].items()},
            }
            for name, document in documents.items()
        },
    }


def _side(result: Mapping[str, Any]) -> dict[str, Any]:
    keys = ("measures", "by_payer", "outcomes", "uncertainty")
    return {key: result[key] for key in keys}
