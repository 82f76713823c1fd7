"""The value of knowing more against closed forms, quadrature and nested simulation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from cba.inputs import Array
from cba.uncertainty.value_of_information import (
    Worth,
    evpi,
    evpi_adopt,
    evpi_each,
    evppi,
    evppi_family,
)

from .samples import SIZES, expected_gain, scores

WEIGHTS = np.array([1.0, 2.0, 0.5, 3.0])


def near(found: Worth, expected: float, slack: float = 0.0, errors: float = 3.5) -> bool:
    assert found.se is not None
    return abs(found.value - expected) <= errors * found.se + slack


@pytest.mark.parametrize("mean", [-2.0, -0.3, 0.0, 1.0, 4.0])
def test_evpi_of_a_normal(mean: float) -> None:
    npv = 1e6 * (mean + 1.5 * scores(1, 1)[0])
    assert near(evpi_adopt(npv, SIZES), 1e6 * expected_gain(mean, 1.5), 300.0)


def test_evpi_of_two_options_is_that_of_their_difference() -> None:
    z = scores(2, 2)
    npv = np.array([100 + 3 * z[0], 101 + 4 * z[1]])
    assert near(evpi(npv, SIZES, with_nothing=False), expected_gain(1.0, 5.0))
    # Far above zero, doing nothing changes nothing; deep below, nothing is worth knowing.
    assert evpi(npv, SIZES) == evpi(npv, SIZES, with_nothing=False)
    assert evpi(npv - 1000, SIZES) == Worth(0.0, 0.0)


def test_evpi_within_a_portfolio_is_the_sum_of_its_parts() -> None:
    z = scores(3, 3)
    npv = np.array([[0.5], [-1.0], [2.0]]) + z
    parts = [evpi_adopt(row, SIZES).value for row in npv]
    each = evpi_each(npv, SIZES)
    assert each.value == pytest.approx(sum(parts))
    assert near(each, sum(expected_gain(m, 1.0) for m in (0.5, -1.0, 2.0)))
    assert each.value > evpi_adopt(npv.sum(axis=0), SIZES).value


@given(st.integers(0, 10_000), st.integers(1, 4), st.floats(-3, 3))
def test_evpi_is_the_textbook_formula_and_never_negative(seed: int, options: int, mean: float) -> None:
    npv = mean + np.random.default_rng(seed).standard_normal((options, 40))
    top = np.maximum(npv.max(axis=0), 0.0).mean() - max(npv.mean(axis=1).max(), 0.0)
    assert evpi(npv).value == pytest.approx(top, abs=1e-12)
    parts = np.maximum(npv, 0.0).mean(axis=1) - np.maximum(npv.mean(axis=1), 0.0)
    assert evpi_each(npv).value == pytest.approx(parts.sum(), abs=1e-12)
    assert evpi(npv).value >= 0
    assert evpi(npv).se is None


@pytest.mark.parametrize("group", [[0], [1], [3], [0, 2], [1, 3], [0, 1, 2, 3]])
@pytest.mark.parametrize("mean", [0.0, -1.0])
def test_evppi_of_a_linear_normal(group: list[int], mean: float) -> None:
    z = scores(4, 4)
    npv = mean + WEIGHTS @ z
    expected = expected_gain(mean, float(np.sqrt(np.sum(WEIGHTS[group] ** 2))))
    assert near(evppi(npv, [np.exp(0.5 * z[i]) for i in group], SIZES), expected, 2e-3)
    # Beside the other inputs the same is found with a much smaller error.
    columns = {str(i): np.exp(0.5 * z[i]) for i in range(4)}
    found = evppi_family(npv, columns, {"asked": map(str, group)}, SIZES)["asked"]
    assert near(found, expected, 2e-3)
    assert found.se is not None
    assert found.se < 0.03


def test_evppi_of_several_options() -> None:
    """Two options that share one input: their expectations given it are normal, and so the difference."""
    z = scores(3, 5)
    npv = np.array([50 + 2 * z[0] + z[1], 50.5 - 1 * z[0] + z[2]])
    assert near(evppi(npv, [z[0]], SIZES), expected_gain(0.5, 3.0), 2e-3)
    assert near(evppi(npv, [z[1]], SIZES), expected_gain(0.5, 1.0), 2e-3)
    apart = evppi(npv - 50, [z[0]], SIZES, "each")
    assert near(apart, expected_gain(0.0, 2.0) + expected_gain(0.5, 1.0), 2e-3)


def lognormals(z: Array) -> Array:
    """Net benefit of two lognormal factors less a lognormal cost, all three of mean 1."""
    return np.asarray(np.exp(0.6 * z[0] - 0.18) * np.exp(0.4 * z[1] - 0.08) - np.exp(0.3 * z[2] - 0.045))


def test_evppi_of_a_product_of_lognormals() -> None:
    """Given one factor, the expectation is that factor less 1; given both, their product less 1."""
    z = scores(3, 6)
    npv = lognormals(z)

    def spread(sd: float) -> float:
        # E max(0, X − 1) for X lognormal with mean 1: Φ(σ/2) − Φ(−σ/2).
        return float(norm.cdf(sd / 2) - norm.cdf(-sd / 2))

    columns = {str(i): np.exp(z[i]) for i in range(3)}
    groups = {"first": ["0"], "second": ["1"], "both": ["0", "1"], "cost": ["2"], "all": ["0", "1", "2"]}
    found = evppi_family(npv, columns, groups, SIZES)
    assert near(found["first"], spread(0.6), 2e-3)
    assert near(found["second"], spread(0.4), 2e-3)
    assert near(found["both"], spread(np.sqrt(0.36 + 0.16)), 2e-3)
    assert near(found["cost"], spread(0.3), 2e-3)
    top = evpi_adopt(npv, SIZES)
    assert found["all"].value <= top.value
    assert found["all"].value == pytest.approx(top.value, rel=0.002)


def test_evppi_agrees_with_nested_simulation() -> None:
    """A net benefit with a kink and three factors, against 400 × 4,000 nested draws."""

    def net(a: Array, b: Array, c: Array) -> Array:
        return np.asarray(np.minimum(np.exp(0.5 * a), 2.0) * (1 + 0.3 * b) * np.exp(0.4 * c) - 1.3)

    random = np.random.default_rng(8)
    known = norm.ppf((np.arange(400) + 0.5) / 400)
    b, c = random.standard_normal((2, 4_000))
    inner = np.array([net(np.full(4_000, a), b, c).mean() for a in known])
    nested = np.maximum(inner, 0).mean() - max(inner.mean(), 0.0)
    z = scores(3, 9)
    assert near(evppi(net(*z), [z[0]], SIZES), nested, 4e-3)


def test_a_useless_input_is_worth_nothing() -> None:
    """Even where the decision hangs in the balance; EVPI is 0.4, and what remains is about 1 % of it."""
    alone, many, beside = [], [], []
    for seed in range(16):
        z = scores(31, seed)
        npv = z[0] + 0.1 * z[0] * z[2]
        alone.append(evppi(npv, [z[1]], SIZES).value)
        many.append(evppi(npv, list(z[3:]), SIZES).value)
        columns = {str(i): z[i] for i in range(3)}
        beside.append(evppi_family(npv, columns, {"useless": ["1"]}, SIZES)["useless"].value)
    assert np.mean(alone) < 0.004
    assert np.mean(many) < 0.008
    assert np.mean(beside) < 0.0004
    sure = [evppi(1.0 + scores(2, s)[0], [scores(2, s)[1]], SIZES).value for s in range(5)]
    assert max(sure) < 1e-12


def test_never_falling_when_inputs_are_added() -> None:
    z = scores(8, 10, [128] * 8)
    npv = 0.2 + z[0] * (1 + 0.5 * z[1]) + 0.05 * z[2]
    columns = {f"x{i}": z[i] for i in range(8)}
    groups = {f"first {n}": [f"x{i}" for i in range(n)] for n in range(9)}
    groups |= {f"only {i}": [f"x{i}"] for i in range(8)}
    found = evppi_family(npv, columns, groups, [128] * 8)
    top = evpi_adopt(npv, [128] * 8).value
    for small, inside in groups.items():
        assert 0 <= found[small].value <= top
        for large, around in groups.items():
            if set(inside) <= set(around):
                assert found[small].value <= found[large].value
    assert list(found) == list(groups)
    assert found["first 0"].value == 0.0


def test_a_dependent_input_tells_of_the_other() -> None:
    """y hangs on a alone, and b is a's twin with correlation 0.8: knowing b is worth something too."""
    z = scores(3, 12)
    twin = 0.8 * z[0] + 0.6 * z[1]
    npv = z[0] + z[2]
    columns = {"a": z[0], "b": twin, "c": z[2]}
    groups = {"b": ["b"], "a": ["a"]}
    found = evppi_family(npv, columns, groups, SIZES, dependent=[["a", "b"]])
    assert near(found["b"], expected_gain(0.0, 0.8), 2e-3)
    assert near(found["a"], expected_gain(0.0, 1.0), 2e-3)


def test_fixed_inputs_and_results() -> None:
    z = scores(1, 13)[0]
    assert evppi(z, [np.full_like(z, 3.0)], SIZES).value == 0.0
    assert evppi(np.full_like(z, 5.0), [z], SIZES).value == 0.0
    assert evppi_family(z, {"a": z * 0 + 1}, {"a": ["a"], "none": []}, SIZES)["none"].value == 0.0


@pytest.mark.parametrize("stratified", [True, False])
def test_coverage_of_the_standard_errors_over_200_seeds(stratified: bool) -> None:
    """Value ± 2.365 se (t, 7 degrees of freedom) holds the true value in about 95 of 100."""
    sizes = [256] * 8
    held = {"evpi": 0, "alone": 0, "group": 0}
    for seed in range(200):
        z = scores(4, 1000 + seed, sizes, stratified=stratified)
        npv = -1.0 + WEIGHTS @ z
        columns = {str(i): z[i] for i in range(4)}
        family = evppi_family(npv, columns, {"group": ["0", "1"]}, sizes)
        found = {"evpi": evpi_adopt(npv, sizes), "alone": evppi(npv, [z[3]], sizes), "group": family["group"]}
        squares = {"evpi": float(np.sum(WEIGHTS**2)), "alone": 9.0, "group": 5.0}
        for name, worth in found.items():
            held[name] += near(worth, expected_gain(-1.0, float(np.sqrt(squares[name]))), errors=2.3646)
    assert min(held.values()) >= 180


def test_a_hundred_inputs_with_products() -> None:
    z = scores(100, 14)
    x = np.exp(0.3 * z)
    npv = np.sum([x[5 * k] * x[5 * k + 1] * x[5 * k + 2] - 1.145 for k in range(20)], axis=0)
    top = evpi_adopt(npv, SIZES).value
    found = evppi(npv, list(x), SIZES).value
    assert found == pytest.approx(top, rel=0.04)
    # Every third factor left out: the product of two is known, the third stands at its mean.
    kept = [x[i] for i in range(100) if i % 5 != 2]
    inner = np.sum([x[5 * k] * x[5 * k + 1] * np.exp(0.045) - 1.145 for k in range(20)], axis=0)
    expected = np.maximum(inner, 0).mean() - max(inner.mean(), 0)
    assert near(evppi(npv, kept, SIZES), float(expected), 0.02 * float(expected))
