"""Inputs with an interval, and their distributions and draws."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from cba.distributions import CannotFit, Distribution, distribution_of
from cba.inputs import Input
from cba.uncertainty.draws import Sampler

SCORES = np.linspace(-5.9, 5.9, 2_000)
SAMPLERS: tuple[Sampler, ...] = ("lhs", "sobol", "random")

MIXED = [
    Input("evidence.a", 0.7, "odds_ratio", 0.5, 0.9),
    Input("price.b", 100.0, "money", 80.0, 150.0),
    Input("share.c", 0.5, "share", 0.2, 1.0),
    Input("rate.d", 0.035, "rate", 0.02, 0.05),
    Input("count.e", 3.0, "count", 0.0, 8.0),
    Input("certain.f", 3.0, "count"),
    Input("money.g", 3.0, "money", 1.0, 8.0, distribution="triangular"),
]


def normals(count: int, prefix: str = "n") -> list[Input]:
    return [Input(f"{prefix}{i:03}", 0.0, "number", se=1.0) for i in range(count)]


def uncertain(
    kind: str,
    estimate: float,
    low: float | None = None,
    high: float | None = None,
    name: str | None = None,
    **more: float,
) -> Input:
    return Input("x", estimate, kind, low, high, distribution=name, **more)  # type: ignore[arg-type]


def fit(*what: object, **more: float) -> Distribution:
    return distribution_of(uncertain(*what, **more))  # type: ignore[arg-type]


def refusal(*what: object, **more: float) -> str:
    with pytest.raises(CannotFit) as caught:
        fit(*what, **more)
    return str(caught.value)


def assert_as_scipy(ours: Distribution, theirs: object, scale: float) -> None:
    """The whole distribution and its tails, nearer than a millionth of the range."""
    below = theirs.ppf(stats.norm.cdf(SCORES[SCORES < 0]))  # type: ignore[attr-defined]
    above = theirs.isf(stats.norm.sf(SCORES[SCORES >= 0]))  # type: ignore[attr-defined]
    exact = np.concatenate([below, above])
    assert np.abs(ours.quantiles(SCORES) - exact).max() < 1e-6 * scale
