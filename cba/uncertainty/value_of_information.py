"""What it is worth to know more before deciding: of everything (EVPI), or of a group of inputs (EVPPI).

Three decisions are told apart:

- **adopt**: one thing, do it or not: `max(0, npv)`. An intervention, or a portfolio all or nothing.
- **one_of**: choose at most one of K options: `max(0, npv₁ … npv_K)`.
- **each**: take or leave each of K options by itself, the choice within a portfolio: `Σ max(0, npv_k)`.

All values are per decision, in the kroner of the net benefits, and never negative: each is the mean of a
regret, which is never negative in any draw. Where the best two options are equal on average, the error of the
averages makes each a little too small, by less than its standard error. (Raiffa & Schlaifer 1961; Strong,
Oakley & Brennan 2014.)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from cba.inputs import Array
from cba.uncertainty.additive import Additive
from cba.uncertainty.batches import slices, spread_of_batches
from cba.uncertainty.conditional import Conditional, normal_scores

Decision = Literal["one_of", "each"]


@dataclass(frozen=True, slots=True)
class Worth:
    """A value of information, kroner per decision.

    Attributes:
        value: never negative.
        se: standard error from independent batches; None with fewer than two.
    """

    value: float
    se: float | None


def evpi(npv: Array, sizes: Sequence[int] = (), with_nothing: bool = True) -> Worth:
    """Return the EVPI of choosing at most one of K options: `E[max_k] − max_k E`.

    Args:
        npv: net benefits, shape (K, D).
        sizes: draws per independent batch.
        with_nothing: whether doing nothing (0) is an option too.
    """
    return _mean_of(_regret(npv, npv, "one_of", with_nothing), sizes)


def evpi_adopt(npv: Array, sizes: Sequence[int] = ()) -> Worth:
    """Return the EVPI of doing it or not, npv of shape (D,); of a portfolio's total: all or nothing."""
    return evpi(npv[None, :], sizes)


def evpi_each(npv: Array, sizes: Sequence[int] = ()) -> Worth:
    """Return the EVPI of choosing within a portfolio, `Σ_k E max(0, npv_k) − max(0, E npv_k)`, npv (K, D)."""
    return _mean_of(_regret(npv, npv, "each", True), sizes)


def evppi(
    npv: Array,
    columns: Sequence[Array],
    sizes: Sequence[int] = (),
    decision: Decision = "one_of",
    with_nothing: bool = True,
) -> Worth:
    """Return what it is worth to know a group of inputs exactly, all others staying uncertain.

    The conditional expectation comes from `Conditional`; the standard error counts the draws' and the
    regression's error alike, by the influence of each draw on the result.

    Args:
        npv: net benefits, shape (K, D), or (D,) for doing it or not.
        columns: draws of the group's inputs, each shape (D,).
        sizes: draws per independent batch.
        decision: choose at most `one_of` the options, or `each` by itself.
        with_nothing: whether doing nothing is an option too (`one_of`).
    """
    return _evppi(np.atleast_2d(npv), Conditional(columns), sizes, decision, with_nothing, None)


def _evppi(
    options: Array,
    basis: Conditional,
    sizes: Sequence[int],
    decision: Decision,
    with_nothing: bool,
    others: Array | None,
) -> Worth:
    """Return the EVPPI; `others`, (K, D), is what inputs independent of the group contribute, with mean 0."""
    fits = [basis.fit(option) for option in (options if others is None else options - others)]
    expected = np.array([fit.values for fit in fits])
    changes = _changes(expected, options, decision, with_nothing)
    gain = np.einsum("kd,kd->d", changes, expected)
    influence = gain.copy()
    for fit, change in zip(fits, changes, strict=True):
        if change.any():
            influence += fit.project(change) * fit.residual
    if others is not None:
        influence += changes.mean(axis=1) @ others
    return Worth(max(float(np.mean(gain)), 0.0), _mean_of(influence, sizes).se)


def evppi_family(
    npv: Array,
    columns: Mapping[str, Array],
    groups: Mapping[str, Iterable[str]],
    sizes: Sequence[int] = (),
    decision: Decision = "one_of",
    with_nothing: bool = True,
    dependent: Iterable[Iterable[str]] = (),
) -> dict[str, Worth]:
    """Return the EVPPI of several groups of inputs, never falling when inputs are added.

    Knowing more cannot be worth less, but estimates may say so by their error. A group is therefore given the
    greatest estimate among its own and those of the groups within it, with that one's standard error; none
    exceeds the EVPI.

    Args:
        npv: net benefits, shape (K, D) or (D,).
        columns: draws of all uncertain inputs by name, each shape (D,); those outside a group serve to take
            out what they contribute, which makes its standard error smaller (`Additive`).
        groups: input names by group id.
        sizes: draws per independent batch.
        decision: choose at most `one_of` the options, or `each` by itself.
        with_nothing: whether doing nothing is an option too (`one_of`).

        dependent: sets of inputs that are drawn dependent on each other.

    Returns:
        By group id, in the order of `groups`.
    """
    options = np.atleast_2d(npv)
    top = evpi_each(options, sizes) if decision == "each" else evpi(options, sizes, with_nothing)
    members = {name: frozenset(inputs) for name, inputs in groups.items()}
    tied = [frozenset(names) for names in dependent]
    scores = {name: normal_scores(column) for name, column in columns.items()}
    additive = Additive(columns, options, scores)
    found: dict[str, Worth] = {}
    for name in sorted(members, key=lambda name: (len(members[name]), name)):
        inside = members[name]
        related = inside.union(*(names for names in tied if names & inside))
        own = Worth(0.0, None)
        if inside:
            basis = Conditional([columns[i] for i in sorted(inside)], [scores[i] for i in sorted(inside)])
            own = _evppi(options, basis, sizes, decision, with_nothing, additive.without(related))
        within = [worth for other, worth in found.items() if members[other] <= inside]
        best = max([own, *within], key=lambda worth: worth.value)
        found[name] = best if best.value <= top.value else top
    return {name: found[name] for name in groups}


def _regret(known: Array, npv: Array, decision: Decision, with_nothing: bool) -> Array:
    """Return what deciding on `known` gains over deciding once for all, per draw (D,); never negative."""
    return np.asarray(np.einsum("kd,kd->d", _changes(known, npv, decision, with_nothing), known))


def _changes(known: Array, npv: Array, decision: Decision, with_nothing: bool) -> Array:
    """Return where each option is taken (1) or dropped (−1) against deciding once for all, shape (K, D)."""
    means = npv.mean(axis=1)
    if decision == "each":
        taken, now = (known > 0).astype(np.float64), (means > 0).astype(np.float64)
        return np.asarray(taken - now[:, None], dtype=np.float64)
    options = np.arange(len(npv))
    taken = (np.argmax(known, axis=0) == options[:, None]).astype(np.float64)
    now = (options == np.argmax(means)).astype(np.float64)
    if with_nothing:
        taken *= known.max(axis=0) > 0
        now *= float(means.max() > 0)
    return np.asarray(taken - now[:, None], dtype=np.float64)


def _mean_of(values: Array, sizes: Sequence[int]) -> Worth:
    batches = np.array([np.mean(values[batch]) for batch in slices(sizes)])
    spread = spread_of_batches(batches, sizes)
    return Worth(max(float(np.mean(values)), 0.0), None if spread is None else float(spread))
