"""Sobol indices on test functions with analytic values, and against SALib on the same sample."""

from collections.abc import Mapping

import numpy as np
import pytest

from cba.inputs import Array
from cba.uncertainty.variance import first_order, sobol_indices

from .samples import SIZES, scores

A, B = 7.0, 0.1
G = np.array([0.0, 1.0, 4.5, 9.0, 99.0, 99.0])


def ishigami(x: Mapping[str, Array]) -> Array:
    return np.asarray(np.sin(x["a"]) + A * np.sin(x["b"]) ** 2 + B * x["c"] ** 4 * np.sin(x["a"]))


def ishigami_indices() -> tuple[Array, Array]:
    one = 0.5 * (1 + B * np.pi**4 / 5) ** 2
    two, both = A**2 / 8, B**2 * np.pi**8 * (1 / 18 - 1 / 50)
    every = one + two + both
    return np.array([one, two, 0.0]) / every, np.array([one + both, two, both]) / every


def sobol_g(x: Mapping[str, Array]) -> Array:
    return np.asarray(np.prod([(np.abs(4 * x[str(i)] - 2) + G[i]) / (1 + G[i]) for i in range(6)], axis=0))


def g_indices() -> tuple[Array, Array]:
    parts = 1 / (3 * (1 + G) ** 2)
    every = np.prod(1 + parts) - 1
    return parts / every, parts * np.prod(1 + parts) / (1 + parts) / every


def uniforms(names: str, seed: int, low: float = 0.0, high: float = 1.0) -> dict[str, Array]:
    """Two halves of one scrambled Sobol sequence would do as well; here two Latin hypercubes in batches."""
    from scipy.special import ndtr

    return {
        name: low + (high - low) * ndtr(z) for name, z in zip(names, scores(len(names), seed), strict=True)
    }


def test_ishigami() -> None:
    a, b = uniforms("abc", 1, -np.pi, np.pi), uniforms("abc", 2, -np.pi, np.pi)
    found = sobol_indices(ishigami, a, b, [["a"], ["b"], ["c"]], SIZES)
    first, total = ishigami_indices()
    assert found.first_half is not None
    assert found.total_half is not None
    assert np.all(np.abs(found.first[:, 0] - first) < 2 * found.first_half[:, 0] + 0.002)
    assert np.all(np.abs(found.total[:, 0] - total) < 2 * found.total_half[:, 0] + 0.002)
    assert found.first_half.max() < 0.06
    assert found.evaluations == 5 * 8192


def test_sobol_g() -> None:
    a, b = uniforms("012345", 3), uniforms("012345", 4)
    found = sobol_indices(sobol_g, a, b, [[str(i)] for i in range(6)], SIZES)
    first, total = g_indices()
    assert np.allclose(found.first[:, 0], first, atol=0.03)
    assert np.allclose(found.total[:, 0], total, atol=0.03)


def test_linear_functions_and_groups_of_dependent_inputs() -> None:
    """Three results at once; the twins a, b have correlation 0.8 and stand together: Var(a + b) = 3.6."""

    def columns(seed: int) -> dict[str, Array]:
        z = scores(3, seed)
        return {"a": z[0], "b": 0.8 * z[0] + 0.6 * z[1], "c": z[2]}

    def results(x: Mapping[str, Array]) -> Array:
        return 1e9 + np.array([x["a"] + x["b"] + 2 * x["c"], 3 * x["c"], np.zeros_like(x["a"])])

    found = sobol_indices(results, columns(5), columns(6), [["a", "b"], ["c"]], SIZES)
    expected = np.array([[3.6 / 7.6, 0.0, 0.0], [4 / 7.6, 1.0, 0.0]])
    assert np.allclose(found.first, expected, atol=0.03)
    assert np.allclose(found.total, expected, atol=0.03)
    assert found.groups == (("a", "b"), ("c",))


def test_every_input_in_exactly_one_group() -> None:
    a, b = uniforms("ab", 1), uniforms("ab", 2)
    for groups in ([["a"]], [["a", "b"], ["b"]], [["a"], ["b"], ["d"]]):
        with pytest.raises(ValueError, match="exactly one group"):
            sobol_indices(lambda x: x["a"], a, b, groups)


def test_without_batches_there_are_no_intervals() -> None:
    a, b = uniforms("ab", 1), uniforms("ab", 2)
    found = sobol_indices(lambda x: x["a"] + x["b"], a, b, [["a"], ["b"]])
    assert found.first_half is None
    assert np.allclose(found.first, 0.5, atol=0.04)


@pytest.mark.parametrize("groups", [[["a"], ["b"], ["c"]], [["a", "c"], ["b"]]])
def test_agrees_with_salib_on_the_same_sample(groups: list[list[str]]) -> None:
    analyze = pytest.importorskip("SALib.analyze.sobol").analyze
    a, b = uniforms("abc", 7, -np.pi, np.pi), uniforms("abc", 8, -np.pi, np.pi)
    names = [next(str(i) for i, g in enumerate(groups) if n in g) for n in "abc"]
    problem = {"num_vars": 3, "names": list("abc"), "bounds": [[-np.pi, np.pi]] * 3, "groups": names}
    rows = [ishigami(a), *(ishigami({**a, **{n: b[n] for n in group}}) for group in groups), ishigami(b)]
    other = analyze(problem, np.array(rows).T.ravel(), calc_second_order=False, num_resamples=10, seed=1)
    found = sobol_indices(ishigami, a, b, groups, SIZES)
    # SALib centres on the mean of all results, here on those of A and B: hence not to the last digit.
    assert np.allclose(found.first[:, 0], other["S1"], atol=5e-4)
    assert np.allclose(found.total[:, 0], other["ST"], atol=1e-9)


def test_intervals_hold_over_100_seeds() -> None:
    sizes = [64] * 8
    first, total = np.array([0.2, 0.8]), np.array([0.2, 0.8])
    held = np.zeros(2)
    for seed in range(100):
        z, y = scores(2, 2 * seed, sizes), scores(2, 2 * seed + 1, sizes)
        a, b = {"a": z[0], "b": 2 * z[1]}, {"a": y[0], "b": 2 * y[1]}
        found = sobol_indices(lambda x: x["a"] + x["b"], a, b, [["a"], ["b"]], sizes)
        assert found.first_half is not None
        assert found.total_half is not None
        held += [
            np.mean(np.abs(found.first[:, 0] - first) <= found.first_half[:, 0]),
            np.mean(np.abs(found.total[:, 0] - total) <= found.total_half[:, 0]),
        ]
    assert np.all(held >= 88)


def test_first_order_from_given_draws() -> None:
    x = uniforms("abc", 9, -np.pi, np.pi)
    found = first_order(list(x.values()), ishigami(x), SIZES)
    assert found.se is not None
    assert np.all(np.abs(found.share - ishigami_indices()[0]) < 3.5 * found.se + 0.005)
    x = uniforms("012345", 10)
    found = first_order(list(x.values()), sobol_g(x), SIZES)
    assert np.allclose(found.share, g_indices()[0], atol=0.02)


def test_first_order_of_many_inputs_is_right_and_unbiased() -> None:
    z = scores(300, 11)
    weights = np.zeros(300)
    weights[:4] = [1.0, 2.0, 3.0, 4.0]
    found = first_order([np.exp(row) for row in z], 1e9 * (weights @ z + z[5] ** 2), SIZES)
    assert found.se is not None
    expected = np.array([1.0, 4.0, 9.0, 16.0, 0.0, 2.0]) / 32
    assert np.all(np.abs(found.share[:6] - expected) < 3.5 * found.se[:6] + 0.005)
    assert abs(found.share[6:].mean()) < 3 * found.share[6:].std() / np.sqrt(294)
    assert found.share[6:].std() < 0.001
    assert found.se[6:].mean() == pytest.approx(found.share[6:].std(), rel=0.5)


def test_first_order_of_heavy_tails() -> None:
    """A sum of two lognormals: shares in proportion to their variances."""
    z = scores(2, 12, [4096] * 8)
    found = first_order(list(z), np.exp(0.8 * z[0]) + np.exp(0.5 * z[1]), [4096] * 8)
    parts = np.array([(np.exp(s * s) - 1) * np.exp(s * s) for s in (0.8, 0.5)])
    assert found.se is not None
    assert np.all(np.abs(found.share - parts / parts.sum()) < 4 * found.se + 0.01)


def test_nothing_varies() -> None:
    z = scores(1, 13)[0]
    found = first_order([z, np.ones_like(z)], z, [8192])
    assert found.share[0] == pytest.approx(1.0, abs=1e-3)
    assert found.share[1] == pytest.approx(0.0, abs=1e-2)
    assert found.se is None
    assert first_order([z], np.full_like(z, 4.0), SIZES).share.tolist() == [0.0]
