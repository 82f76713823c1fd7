"""Inputs with an interval, and their distributions."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from cba.distributions import CannotFit, Distribution, distribution_of
from cba.inputs import Input

SCORES = np.linspace(-5.9, 5.9, 2_000)


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
