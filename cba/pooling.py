"""Several studies of one effect, pooled by random effects (docs/method.md, Several studies of one effect)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Z95 = 1.959963984540054
FEWEST_FOR_T = 3

_GRID = 400
_HALVINGS = 200

_Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pool:
    """The random-effects mean of k studies and what it means for a new place, on the scale of the analysis.

    Attributes:
        mean, se: the mean effect and its standard error.
        tau2: variance of the true effects between studies, by restricted maximum likelihood.
        i2: share of the studies' spread that is not chance, 0 to 1: τ² / (τ² + variance in a typical study).
        q: Cochran's heterogeneity statistic.
        weights: each study's share of the mean, in the order given.
        confidence: 95 % interval of the mean (normal).
        prediction: 95 % interval of the true effect in a new place (Higgins, Thompson & Spiegelhalter 2009).
        degrees: of freedom of the t behind `prediction`, k − 2; None for the normal (two studies).
    """

    mean: float
    se: float
    tau2: float
    i2: float
    q: float
    weights: tuple[float, ...]
    confidence: tuple[float, float]
    prediction: tuple[float, float]
    degrees: int | None

    @property
    def tau(self) -> float:
        """Standard deviation of the true effects between studies."""
        return math.sqrt(self.tau2)


@dataclass(frozen=True, slots=True)
class PooledStudies:
    """A pool with its studies by name; the properties are in the measure's own unit.

    Attributes:
        ids: the rows of the evidence register, sorted.
        effects, errors: each study's effect and standard error on the scale of the analysis.
        result: the pool, on the same scale.
        logarithmic: whether that scale is the logarithm of a ratio.
    """

    ids: tuple[str, ...]
    effects: tuple[float, ...]
    errors: tuple[float, ...]
    result: Pool
    logarithmic: bool

    def unit(self, value: float) -> float:
        """Return a value of the analysis in the measure's own unit."""
        return math.exp(value) if self.logarithmic else value

    @property
    def estimate(self) -> float:
        """The mean effect; of ratios the geometric mean."""
        return self.unit(self.result.mean)

    @property
    def confidence(self) -> tuple[float, float]:
        """The 95 % interval of the mean effect."""
        low, high = self.result.confidence
        return self.unit(low), self.unit(high)

    @property
    def prediction(self) -> tuple[float, float]:
        """The 95 % interval of the effect in a new place."""
        low, high = self.result.prediction
        return self.unit(low), self.unit(high)

    @property
    def summary(self) -> str:
        """The pool in a line."""
        low, high = self.confidence
        log = " (log scale)" if self.logarithmic else ""
        return (
            f"pooled from {len(self.ids)} studies by random effects (REML): mean {self.estimate:.3g}, "
            f"95 % confidence {low:.3g} to {high:.3g}; τ = {self.result.tau:.2g}{log}, "
            f"I² = {self.result.i2 * 100:.0f} %; the interval is for a new place"
        )

    @property
    def shares(self) -> str:
        """Each study with its effect and its share of the mean, in a line."""
        return "; ".join(
            f"{id} {self.unit(effect):.3g} ({weight * 100:.0f} %)"
            for id, effect, weight in zip(self.ids, self.effects, self.result.weights, strict=True)
        )

    def data(self) -> dict[str, object]:
        """Return the pool as plain data.

        The standard errors and `tau` are on the scale of the analysis, the rest is in the measure's own unit.
        """
        rows = zip(self.ids, self.effects, self.errors, self.result.weights, strict=True)
        return {
            "method": "REML",
            "scale": "log" if self.logarithmic else "natural",
            "studies": [
                {"id": id, "estimate": self.unit(effect), "se": error, "weight": weight}
                for id, effect, error, weight in rows
            ],
            "mean": self.estimate,
            "se": self.result.se,
            "confidence": list(self.confidence),
            "prediction": list(self.prediction),
            "degrees_of_freedom": self.result.degrees,
            "tau": self.result.tau,
            "i2": self.result.i2,
            "q": self.result.q,
        }


def pool(effects: Sequence[float], errors: Sequence[float]) -> Pool:
    """Pool the effects of two or more independent studies.

    Args:
        effects: on a scale where they are about normal: logarithms of ratios, or differences.
        errors: their standard errors, on the same scale.

    Raises:
        ValueError: fewer than two studies, or a standard error that is not above zero.
    """
    y, v = np.asarray(effects, np.float64), np.square(np.asarray(errors, np.float64))
    if y.size < 2 or y.shape != v.shape:
        raise ValueError("pooling needs two or more effects, each with its standard error")
    if not (np.isfinite(y).all() and np.isfinite(v).all() and (v > 0.0).all()):
        raise ValueError("effects must be finite, and standard errors above zero")
    tau2 = _between(y, v)
    weights = 1.0 / (v + tau2)
    total = float(weights.sum())
    mean, se = float(weights @ y) / total, 1.0 / math.sqrt(total)
    degrees = y.size - 2 if y.size >= FEWEST_FOR_T else None
    spread = _quantile(degrees) * math.sqrt(tau2 + se * se)
    return Pool(
        mean=mean,
        se=se,
        tau2=tau2,
        i2=tau2 / (tau2 + _typical(v)),
        q=_heterogeneity(y, v),
        weights=tuple((weights / total).tolist()),
        confidence=(mean - Z95 * se, mean + Z95 * se),
        prediction=(mean - spread, mean + spread),
        degrees=degrees,
    )


def _between(y: _Array, v: _Array) -> float:
    """Return the τ² ≥ 0 with the highest restricted likelihood.

    Few studies can give a likelihood with several peaks, where Fisher scoring stops at the nearest. So the
    highest point of a grid is found first, and then the zero of the slope beside it, by halving.
    """
    highest = 10.0 * (float(y.var(ddof=1)) + float(v.max()))
    grid = np.concatenate([[0.0], np.geomspace(1e-6 * float(v.min()), highest, _GRID)])
    best = int(np.argmax(_likelihood(grid, y, v)))
    low, high = float(grid[max(best - 1, 0)]), float(grid[min(best + 1, _GRID)])
    if _slope(low, y, v) <= 0.0:
        return low
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        if middle in (low, high):
            break
        low, high = (middle, high) if _slope(middle, y, v) > 0.0 else (low, middle)
    return 0.5 * (low + high)


def _likelihood(tau2: _Array, y: _Array, v: _Array) -> _Array:
    """Return twice the restricted log-likelihood at each τ², up to a constant."""
    w = 1.0 / (v + tau2[:, None])
    total = w.sum(axis=1)
    around = y - (w @ y / total)[:, None]
    return np.asarray(np.log(w).sum(axis=1) - np.log(total) - (w * np.square(around)).sum(axis=1))


def _slope(tau2: float, y: _Array, v: _Array) -> float:
    """Return the derivative of twice the restricted log-likelihood."""
    w = 1.0 / (v + tau2)
    total = w.sum()
    around = y - w @ y / total
    return float(np.square(w) @ np.square(around) + np.square(w).sum() / total - total)


def _typical(v: _Array) -> float:
    """Return the variance within a typical study (Higgins & Thompson 2002, equation 9)."""
    w = 1.0 / v
    return float((v.size - 1) * w.sum() / (w.sum() ** 2 - np.square(w).sum()))


def _heterogeneity(y: _Array, v: _Array) -> float:
    w = 1.0 / v
    return float(w @ np.square(y - w @ y / w.sum()))


def _quantile(degrees: int | None) -> float:
    """Return the 97.5 % point of t; of the normal where there are no degrees of freedom."""
    if degrees is None:
        return Z95
    from scipy.special import stdtrit

    return float(stdtrit(degrees, 0.975))
