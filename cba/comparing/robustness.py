"""How surely one option is better than others, draw by draw: the same draw of an input in all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cba.comparing.members import Option
from cba.inputs import Array
from cba.uncertainty.acceptability import acceptability
from cba.uncertainty.options import NOTHING


def robustness(options: Sequence[Option], payer: str | None = None) -> dict[str, Any] | None:
    """Return who is best in how many draws, who beats whom, and what choosing each is expected to lose.

    Doing nothing, worth 0, is always an option. Only options that share their draws take part; the largest
    such set when there are several.

    Args:
        options: of one lens and price year.
        payer: whose net value; that of all together when absent.

    Returns:
        None when fewer than one option has draws.
    """
    members = _largest([option for option in options if option.drawn is not None])
    if not members:
        return None
    npv = np.array([_values(option, payer) for option in members])
    drawn = members[0].drawn
    assert drawn is not None
    names = [option.name for option in members]
    curve = acceptability(npv, None, [0.0], True, drawn.sizes)
    rows = [NOTHING, *names]
    with_nothing = np.vstack([np.zeros(npv.shape[1]), npv])
    error = curve.probability_se
    return {
        "draws": npv.shape[1],
        "seed": drawn.seed,
        "sampler": drawn.sampler,
        "members": names,
        "best": dict(zip(rows, curve.probability[:, 0].tolist(), strict=True)),
        "best_se": None if error is None else dict(zip(rows, error[:, 0].tolist(), strict=True)),
        "best_on_average": rows[int(curve.best[0])],
        "expected_loss": dict(zip(rows, _expected_loss(with_nothing).tolist(), strict=True)),
        "beats": _beats(rows, with_nothing),
    }


def _values(option: Option, payer: str | None) -> Array:
    assert option.drawn is not None
    if payer is None:
        total = option.total
        assert total is not None
        return total
    return np.asarray(option.drawn.npv[option.id][option.drawn.payers.index(payer)])


def _largest(options: Sequence[Option]) -> list[Option]:
    """Return the most options that share their draws; the first set of that size."""
    sets: dict[tuple[object, ...], list[Option]] = {}
    for option in options:
        assert option.drawn is not None
        sets.setdefault(option.drawn.common, []).append(option)
    return max(sets.values(), key=len, default=[])


def _expected_loss(npv: Array) -> Array:
    """Return what each row is expected to lose against the best of each draw, shape (R,)."""
    return np.asarray((npv.max(axis=0) - npv).mean(axis=1))


def _beats(rows: Sequence[str], npv: Array) -> Mapping[str, Mapping[str, float]]:
    """Return the share of draws in which each row is above each other; ties count for neither."""
    return {
        name: {other: float(np.mean(own > theirs)) for other, theirs in zip(rows, npv, strict=True)}
        for name, own in zip(rows, npv, strict=True)
    }
