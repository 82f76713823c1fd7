"""Inputs that vary together: rank correlations become one matrix for each group that hangs together."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from cba.distributions import is_uncertain
from cba.errors import Problem, unknown
from cba.inputs import Array, Input
from cba.scenario import Correlation

# below this an eigenvalue is a rounding of zero: a rank of exactly 1 or −1 is allowed
_ROUNDING = 1e-9
_JITTER = 1e-12


class Correlated(Protocol):
    """Two inputs and their rank correlation."""

    @property
    def of(self) -> Sequence[str]:
        """The names of the two inputs."""

    @property
    def rank(self) -> float:
        """Spearman's rank correlation, from −1 to 1."""


@dataclass(frozen=True, slots=True)
class CorrelationGroup:
    """Inputs that hang together by one or more correlations.

    Attributes:
        names: the inputs, sorted.
        ranks: shape (n, n), Spearman's rank correlations; pairs that nobody named have 0.
    """

    names: tuple[str, ...]
    ranks: Array

    @property
    def matrix(self) -> Array:
        """Pearson's correlations of the normal scores, shape (n, n): 2·sin(π·rank/6)."""
        return pearson(self.ranks)

    @property
    def possible(self) -> bool:
        """Whether numbers can be correlated so: no mixture of them has a negative variance."""
        return possible(self.ranks)

    def factor(self) -> Array:
        """Return L, shape (n, n), lower triangular: L·z of independent scores z has the correlations."""
        size = len(self.names)
        matrix = self.matrix + _JITTER * np.eye(size)
        return np.asarray(np.linalg.cholesky(matrix / (1.0 + _JITTER)))

    def mixed(self, scores: Array) -> Array:
        """Return the correlated scores L·z, shape (n, D), of independent ones."""
        # not by the matrix product, whose last digits depend on the number of processors
        return np.asarray(np.einsum("ij,jk->ik", self.factor(), scores))

    def largest_factor(self) -> float:
        """Return the number from 0 to 1 that all ranks must be multiplied by, at most, to be possible."""
        low, high = 0.0, 1.0
        while high - low > 1e-6:
            middle = 0.5 * (low + high)
            off = middle * self.ranks
            np.fill_diagonal(off, 1.0)
            low, high = (middle, high) if possible(off) else (low, middle)
        return low


def pearson(ranks: Array) -> Array:
    """Return the correlations of normal scores that have these rank correlations."""
    found = np.asarray(2.0 * np.sin(np.pi / 6.0 * ranks))
    np.fill_diagonal(found, 1.0)
    return found


def possible(ranks: Array) -> bool:
    """Return whether a symmetric matrix of rank correlations has no negative eigenvalue as scores."""
    return bool(np.linalg.eigvalsh(pearson(ranks))[0] >= -_ROUNDING)


def correlation_groups(pairs: Iterable[Correlated]) -> list[CorrelationGroup]:
    """Return the groups of inputs that correlations tie together, by their first name."""
    stated = {frozenset(pair.of): float(pair.rank) for pair in pairs}
    groups: list[set[str]] = []
    for pair in stated:
        touched = [group for group in groups if group & pair]
        groups = [group for group in groups if not group & pair] + [set(pair).union(*touched)]
    return [_group(tuple(sorted(group)), stated) for group in sorted(groups, key=min)]


def _group(names: tuple[str, ...], stated: Mapping[frozenset[str], float]) -> CorrelationGroup:
    ranks = np.eye(len(names))
    for i, first in enumerate(names):
        for j, second in enumerate(names[:i]):
            ranks[i, j] = ranks[j, i] = stated.get(frozenset((first, second)), 0.0)
    return CorrelationGroup(names, ranks)


def correlation_problems(correlations: Sequence[Correlation], inputs: Mapping[str, Input]) -> list[Problem]:
    """Return what is wrong with a scenario's correlations.

    Args:
        correlations: as stated.
        inputs: every input of the scenario by name.
    """
    problems: list[Problem] = []
    sound: dict[frozenset[str], Correlation] = {}
    for stated in correlations:
        found = _of_problems(stated, inputs, sound) + _rank_problems(stated)
        problems += found
        if not found:
            sound[frozenset(stated.of)] = stated
    for group in correlation_groups(sound.values()):
        if not group.possible:
            last = [stated for pair, stated in sound.items() if pair & set(group.names)][-1]
            problems.append(last.problem("rank", _impossible(group)))
    return problems


def _of_problems(
    stated: Correlation, inputs: Mapping[str, Input], earlier: Mapping[frozenset[str], Correlation]
) -> list[Problem]:
    names = stated.of
    if len(names) != 2:
        return [stated.problem("of", f"must be the names of two inputs, found {len(names)}")]
    if names[0] == names[1]:
        return [stated.problem("of", f"must be two different inputs, found '{names[0]}' twice")]
    strange = [unknown("input", name, inputs) for name in names if name not in inputs]
    if strange:
        return [stated.problem("of", message) for message in strange]
    still = [name for name in names if not is_uncertain(inputs[name])]
    if still:
        message = "'{}' is not uncertain, so nothing can vary with it; state its `low` and `high`"
        return [stated.problem("of", message.format(name)) for name in still]
    if frozenset(names) in earlier:
        return [stated.problem("of", f"the correlation of '{names[0]}' and '{names[1]}' is stated twice")]
    return []


def _rank_problems(stated: Correlation) -> list[Problem]:
    rank = stated.rank
    if -1.0 <= rank <= 1.0:
        return []
    return [stated.problem("rank", f"must be between -1 and 1, got {rank.written}")]


def _impossible(group: CorrelationGroup) -> str:
    most = math.floor(100.0 * group.largest_factor()) / 100.0
    names = ", ".join(f"'{name}'" for name in group.names)
    zeros = [
        f"'{group.names[j]}' and '{group.names[i]}'"
        for i in range(len(group.names))
        for j in range(i)
        if group.ranks[i, j] == 0.0
    ]
    unnamed = f"; nothing is stated of {' or of '.join(zeros[:3])}, which counts as 0" if zeros else ""
    return (
        f"no numbers can be correlated so: {names}{unnamed}. "
        f"It fits when each of their ranks is multiplied by {most:g} or less"
    )
