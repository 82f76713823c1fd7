"""Correlated inputs: groups, what cannot be, and rank correlations that are reached."""

import itertools
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cba.correlations import correlation_groups, correlation_problems
from cba.inputs import Input
from cba.reading.composing import read_text
from cba.reading.validating import read_as
from cba.scenario import Correlation
from cba.uncertainty.draws import Draws, Sampler

ITEMS = [
    Input("a", 0.7, "odds_ratio", 0.5, 0.9),
    Input("b", 100.0, "money", 80.0, 150.0),
    Input("c", 0.5, "share", 0.2, 1.0),
    Input("d", 0.0, "number", se=1.0),
    Input("e", 7.0, "count", 5.0, 9.0),
    Input("certain", 7.0, "count"),
]


@dataclass
class Pair:
    of: list[str]
    rank: float


def pairs(**ranks: float) -> list[Pair]:
    return [Pair(list(names), rank) for names, rank in ranks.items()]


def headlines(text: str) -> list[str]:
    stated = [read_as(Correlation, item) for item in read_text(text, "s.yaml")]
    found = correlation_problems(stated, {item.name: item for item in ITEMS})
    return [problem.headline().removeprefix("s.yaml:") for problem in found]


# groups


def test_inputs_that_hang_together_are_one_group() -> None:
    first, second = correlation_groups(pairs(ed=0.1, ba=0.5, cb=-0.4))
    assert first.names == ("a", "b", "c")
    assert first.ranks.tolist() == [[1.0, 0.5, 0.0], [0.5, 1.0, -0.4], [0.0, -0.4, 1.0]]
    assert second.names == ("d", "e")
    assert correlation_groups([]) == []


def test_the_order_of_pairs_does_not_matter() -> None:
    stated = pairs(ab=0.5, bc=-0.4, cd=0.2, ef=0.1, fg=0.3)
    expected = [(g.names, g.ranks.tolist()) for g in correlation_groups(stated)]
    for order in itertools.permutations(stated):
        assert [(g.names, g.ranks.tolist()) for g in correlation_groups(order)] == expected


def test_ranks_become_correlations_of_normal_scores() -> None:
    (group,) = correlation_groups(pairs(ab=0.5))
    assert group.matrix[0, 1] == pytest.approx(2 * np.sin(np.pi / 12))
    assert np.diag(group.matrix).tolist() == [1.0, 1.0]
    # Spearman's correlation of a bivariate normal is 6/π·asin(ρ/2)
    assert 6 / np.pi * np.arcsin(group.matrix[0, 1] / 2) == pytest.approx(0.5)


@given(st.lists(st.floats(-0.3, 0.3), min_size=6, max_size=6))
def test_the_factor_is_a_root_of_the_matrix(ranks: list[float]) -> None:
    (group,) = correlation_groups(
        [Pair(list(p), r) for p, r in zip(itertools.combinations("abcd", 2), ranks, strict=True)]
    )
    root = group.factor()
    assert np.allclose(root @ root.T, group.matrix, atol=1e-11)
    assert np.array_equal(root, np.tril(root))
    assert group.possible


# what cannot be


def test_sound_correlations_have_no_problems() -> None:
    assert (
        headlines("- {of: [a, b], rank: 0.6}\n- {of: [b, c], rank: -60 %}\n- {of: [d, e], rank: 1}\n") == []
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- {of: [a], rank: 0.5}", "1:8: of: must be the names of two inputs, found 1"),
        ("- {of: [a, b, c], rank: 0.5}", "1:8: of: must be the names of two inputs, found 3"),
        ("- {of: [a, a], rank: 0.5}", "1:8: of: must be two different inputs, found 'a' twice"),
        ("- {of: [a, certan], rank: 0.5}", "1:8: of: unknown input 'certan'; did you mean 'certain'?"),
        (
            "- {of: [a, certain], rank: 0.5}",
            "1:8: of: 'certain' is not uncertain, so nothing can vary with it; state its `low` and `high`",
        ),
        ("- {of: [a, b], rank: 1.2}", "1:22: rank: must be between -1 and 1, got 1.2"),
        ("- {of: [a, b], rank: -101 %}", "1:22: rank: must be between -1 and 1, got -101 %"),
        (
            "- {of: [a, b], rank: 0.5}\n- {of: [b, a], rank: 0.4}",
            "2:8: of: the correlation of 'b' and 'a' is stated twice",
        ),
    ],
)
def test_problems(text: str, expected: str) -> None:
    assert headlines(text) == [expected]


def test_every_problem_is_told() -> None:
    assert len(headlines("- {of: [x1, y1], rank: 7}\n- {of: [a], rank: 2}")) == 5


def test_what_no_numbers_can_be_names_the_group_and_how_far_to_shrink() -> None:
    (told,) = headlines("- {of: [a, b], rank: 0.9}\n- {of: [d, e], rank: 0.9}\n- {of: [b, c], rank: 0.9}")
    assert told == (
        "3:22: rank: no numbers can be correlated so: 'a', 'b', 'c'; nothing is stated of 'a' and 'c', which "
        "counts as 0. It fits when each of their ranks is multiplied by 0.76 or less"
    )
    assert headlines("- {of: [a, b], rank: 0.684}\n- {of: [b, c], rank: 0.684}") == []
    (three,) = headlines("- {of: [a, b], rank: -0.9}\n- {of: [b, c], rank: -0.9}\n- {of: [a, c], rank: -0.9}")
    assert "'a', 'b', 'c'. It fits" in three


@given(st.lists(st.floats(-1.0, 1.0), min_size=3, max_size=3))
def test_shrinking_helps_and_less_does_not(ranks: list[float]) -> None:
    stated = [Pair(list(p), r) for p, r in zip(("ab", "ac", "bc"), ranks, strict=True)]
    (group,) = correlation_groups(stated)
    if group.possible:
        group.factor()
        return
    most = group.largest_factor()
    (shrunk,) = correlation_groups([Pair(pair.of, pair.rank * most) for pair in stated])
    (less,) = correlation_groups([Pair(pair.of, pair.rank * (most + 1e-3)) for pair in stated])
    assert shrunk.possible
    assert not less.possible


def test_draws_refuse_what_cannot_be() -> None:
    with pytest.raises(ValueError, match="no numbers can be correlated so: a, b, c"):
        Draws(ITEMS, 8, 1, correlations=pairs(ab=0.9, bc=0.9))


# reached


@pytest.mark.parametrize("sampler", ["lhs", "sobol", "random"])
@pytest.mark.parametrize("rank", [-0.95, -0.5, 0.0, 0.3, 0.6, 0.95])
def test_the_rank_correlation_is_reached(sampler: Sampler, rank: float) -> None:
    draws = Draws(ITEMS, 32_768, 1, sampler, pairs(ab=rank))
    theirs = stats.spearmanr(draws.column("a"), draws.column("b")).statistic
    assert draws.achieved_rank("a", "b") == pytest.approx(theirs, abs=1e-7)
    assert theirs == pytest.approx(rank, abs=4 / np.sqrt(32_768))


def test_a_group_of_three_and_one_beside() -> None:
    draws = Draws(ITEMS, 65_536, 2, correlations=pairs(ab=0.6, bc=-0.5, de=0.8))
    asked = {"ab": 0.6, "bc": -0.5, "de": 0.8, "ac": 0.0, "ad": 0.0, "ce": 0.0}
    for names, rank in asked.items():
        assert draws.achieved_rank(*names) == pytest.approx(rank, abs=4 / 256)


@pytest.mark.parametrize("rank", [-1.0, 1.0])
def test_inputs_may_move_as_one(rank: float) -> None:
    draws = Draws(ITEMS, 4_000, 1, correlations=pairs(ab=rank))
    for batch in map(draws.batch, range(8)):
        assert stats.spearmanr(batch["a"], batch["b"]).statistic == pytest.approx(rank, abs=1e-12)
    assert draws.achieved_rank("a", "b") == pytest.approx(rank, abs=1e-5)


def test_each_keeps_its_own_values_and_strata() -> None:
    alone, together = Draws(ITEMS, 4_000, 1), Draws(ITEMS, 4_000, 1, correlations=pairs(ab=0.6, bd=0.3))
    for index in range(8):
        for name in alone.names:
            assert np.array_equal(np.sort(alone.batch(index)[name]), np.sort(together.batch(index)[name]))


def test_who_is_not_correlated_is_not_moved_nor_is_the_first_of_a_group() -> None:
    alone, together = Draws(ITEMS, 4_000, 1), Draws(ITEMS, 4_000, 1, correlations=pairs(ca=0.6, ad=0.3))
    for name in ("a", "b", "e"):
        assert alone.column(name).tobytes() == together.column(name).tobytes()
    for name in ("c", "d"):
        assert alone.column(name).tobytes() != together.column(name).tobytes()


def test_a_correlation_of_zero_moves_nothing() -> None:
    alone, together = Draws(ITEMS, 4_000, 1), Draws(ITEMS, 4_000, 1, correlations=pairs(ab=0.0))
    for name in alone.names:
        assert alone.column(name).tobytes() == together.column(name).tobytes()


def test_correlations_of_what_is_not_drawn_are_left_out() -> None:
    draws = Draws(ITEMS[:3], 800, 1, correlations=[*pairs(ad=0.9), Pair(["b", "certain"], 0.5)])
    assert draws.groups == ()
    assert draws.column("a").tobytes() == Draws(ITEMS, 800, 1).column("a").tobytes()


@pytest.mark.parametrize("sampler", ["lhs", "sobol", "random"])
@pytest.mark.parametrize("count", [1, 2, 9, 17])
def test_few_draws(sampler: Sampler, count: int) -> None:
    draws = Draws(ITEMS, count, 1, sampler, pairs(ab=0.6, bc=0.2))
    assert np.isfinite([draws.column(name) for name in draws.names]).all()
