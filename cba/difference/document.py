"""A difference as plain data: what changed, and what each change carries of the change in net value."""

from __future__ import annotations

from typing import Any

import numpy as np

from cba.difference.attribution import Attribution, CannotSplit, attribute
from cba.difference.listing import listing
from cba.difference.sides import Written, sides
from cba.interventions import PORTFOLIO
from cba.runs import Run

_LEAST = 0.5
"""Kroner; a rest below it is rounding."""


def difference(first: Run, second: Run, *, of: str = PORTFOLIO, by: str = "input") -> dict[str, Any]:
    """Return what differs between two runs, and how much of the change in net value each change carries.

    Args:
        first: what the change starts from.
        second: what it leads to.
        of: whose net value: `portfolio` or an intervention.
        by: `input`, or `kind` to take the numbers of a kind together.
    """
    return {
        "of": of,
        "first": _head(first),
        "second": _head(second),
        "changes": listing(first.document, second.document),
        "attribution": _attribution(first, second, of, by),
    }


def _head(run: Run) -> dict[str, Any]:
    document = run.document
    keys = ("id", "title", "variant", "place", "price_year", "start", "horizon")
    return {
        "said": run.said,
        "engine": document["engine"]["version"],
        "created": document["created"],
        "model": {"id": document["model"]["id"], "title": document["model"]["title"]},
        "scenario": {key: document["scenario"].get(key) for key in keys},
        "earlier": run.folder is not None,
    }


def _attribution(first: Run, second: Run, of: str, by: str) -> dict[str, Any]:
    found = sides(first, second)
    if found is None:
        return {"method": None, "reason": "gone", "detail": None, "causes": []}
    try:
        split = attribute(*found, of=of, by=by)
    except CannotSplit as error:
        return {"method": None, "reason": "apart", "detail": str(error), "causes": []}
    return _split(split, first, second, of) | {
        "by": by,
        "written": [isinstance(side, Written) for side in found],
    }


def _split(split: Attribution, first: Run, second: Run, of: str) -> dict[str, Any]:
    """Return the causes, largest first, and what neither of them carries: the engine, or how it is built."""
    shares = split.shares
    order = np.argsort(-np.abs(shares.share[:, 0]), kind="stable").tolist()
    change = [_recorded(second, of, r) - _recorded(first, of, r) for r in split.results]
    rest = np.array(change) - (split.second - split.first)
    rest[np.abs(rest) < _LEAST] = 0.0
    return {
        "method": shares.method,
        "orders": shares.orders,
        "reason": None,
        "detail": None,
        "results": list(split.results),
        "change": dict(zip(split.results, change, strict=True)),
        "rest": dict(zip(split.results, rest.tolist(), strict=True)),
        "causes": [
            {
                "name": cause.name,
                "sort": cause.sort,
                "change": cause.change,
                "of": [atom.partition(":")[2] for atom in cause.atoms],
                "first": cause.first,
                "second": cause.second,
                "share": dict(zip(split.results, shares.share[n].tolist(), strict=True)),
                "se": float(shares.se[n, 0]),
                "alone": float(shares.alone[n, 0]),
                "last": float(shares.last[n, 0]),
            }
            for n, cause in ((n, split.causes[n]) for n in order)
        ],
    }


def _recorded(run: Run, of: str, result: str) -> float:
    """Return a net value of a run's document; 0 where it has no such intervention or payer."""
    document = run.document
    found = document["portfolio"] if of == PORTFOLIO else document["interventions"].get(of)
    if found is None:
        return 0.0
    if result == "total":
        return float(found["measures"]["npv"])
    return float(found["by_payer"].get(result, {"npv": 0.0})["npv"])
