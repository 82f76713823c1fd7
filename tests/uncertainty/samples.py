"""Draws made without the engine's own sampler: independent batches, stratified or plain."""

import numpy as np

from cba.inputs import Array

SIZES = [1024] * 8


def scores(inputs: int, seed: int, sizes: list[int] = SIZES, *, stratified: bool = True) -> Array:
    """Standard-normal draws (inputs, D): each batch a Latin hypercube of its own, or plain."""
    from scipy.special import ndtri

    random = np.random.default_rng(seed)
    if not stratified:
        return random.standard_normal((inputs, sum(sizes)))
    batches = []
    for size in sizes:
        order = random.permuted(np.tile(np.arange(size), (inputs, 1)), axis=1)
        batches.append(ndtri((order + random.random((inputs, size))) / size))
    return np.concatenate(batches, axis=1)


def expected_gain(mean: float, sd: float) -> float:
    """The EVPI of a normal net benefit, do it or not: σφ(μ/σ) − |μ|Φ(−|μ|/σ)."""
    from scipy.stats import norm

    away = abs(mean)
    return float(sd * norm.pdf(away / sd) - away * norm.cdf(-away / sd))
