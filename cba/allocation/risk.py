"""Mean and worst draws together, by cuts.

With φ the mean of the worst share of draws, φ ≤ mean over W of value(x) holds for every set W of that
many draws; the tightest at a plan is that of its own worst draws. Cuts are added at the best plans of the
linear program first, where solving is quick, then at those in whole numbers until the bound is met.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from cba.allocation import core
from cba.allocation.columns import Terms
from cba.allocation.highs import Outcome, Session
from cba.allocation.problem import Amounts, Array
from cba.allocation.program import Program

LINEAR_ROUNDS = 60
WHOLE_ROUNDS = 60
CLOSE = 1e-7


@dataclass(frozen=True, slots=True)
class Drawn:
    """The draws of everything that is drawn, in units of the objective."""

    draws: Array
    """(drawn amounts, draws)."""
    picks: Any
    """Sparse (drawn amounts, columns): how columns become what the draws multiply."""
    certain: Array
    """By column: what is the same in every draw."""

    def values(self, x: Array) -> Array:
        """A plan's value in every draw."""
        found: Array = (self.picks @ x) @ self.draws + float(self.certain @ x)
        return found

    def weights(self, draws: Array) -> Array:
        """By column: the value under weights of the draws."""
        found: Array = (self.draws @ draws) @ self.picks + self.certain
        return found


def drawn(program: Program) -> Drawn:
    """Gather the draws of a program's options."""
    from scipy.sparse import csr_array

    count = len(program.matrices.costs)
    certain = np.zeros(count)
    rows: list[Array] = []
    triplets: list[tuple[int, int, float]] = []

    def note(amounts: Amounts, uncertain: Terms, sure: Terms) -> None:
        for column, weight in sure:
            certain[column] += weight / program.unit
        if amounts.draws is not None:
            triplets.extend((len(rows), column, weight) for column, weight in uncertain)
            rows.append(amounts.draws)

    for option, place in zip(program.options, program.columns.options, strict=True):
        fixed, full = option.fixed, option.full
        note(fixed, place.terms(fixed=1.0), [] if fixed.draws is not None else place.terms(fixed=fixed.value))
        by_cost = place.terms(benefit=-full.cost_value, cost=full.cost_value)
        whole = place.terms(benefit=full.benefit, cost=full.cost_value)
        note(full, place.terms(benefit=1.0), by_cost if full.draws is not None else whole)
    for both, overlap in zip(program.products, program.problem.overlaps, strict=True):
        certain[both] -= overlap.loss / program.unit
    where = ([row for row, _, _ in triplets], [column for _, column, _ in triplets])
    picks = csr_array(([weight for _, _, weight in triplets], where), shape=(len(rows), count))
    size = max(program.problem.with_draws(), 1)
    return Drawn(np.array(rows).reshape(len(rows), size) / program.unit, picks, certain)


def worst_weights(values: Array, share: float) -> Array:
    """Weights that sum to 1 on the worst `share` of draws; a draw may count in part."""
    wanted = share * len(values)
    weights = np.zeros(len(values))
    order = np.argsort(values, kind="stable")
    weights[order] = np.clip(wanted - np.arange(len(values)), 0.0, 1.0) / wanted
    return weights


@dataclass(slots=True)
class _Cuts:
    """Cuts of one program, added as plans are met."""

    program: Program
    session: Session
    draws: Drawn
    share: float

    def at(self, x: Array) -> tuple[float, float]:
        """Add the cut of a plan's worst draws; how much φ was above it, and the true φ."""
        column = self.program.risk_column
        assert column is not None
        weights = worst_weights(self.draws.values(x), self.share)
        by_column = self.draws.weights(weights)
        true = float(by_column @ x)
        over = float(x[column]) - true
        if over > CLOSE * max(1.0, abs(true)):
            self.add(by_column)
        return over, true

    def add(self, by_column: Array) -> None:
        """φ is at most the value under these weights."""
        terms: Terms = [(int(c), -float(by_column[c])) for c in np.flatnonzero(by_column)]
        column = self.program.risk_column
        assert column is not None
        self.session.add_row([*terms, (column, 1.0)], -np.inf, 0.0)


def solve(program: Program, session: Session, seconds: float) -> Outcome:
    """The best plan for (1−λ)·mean + λ·mean of the worst draws."""
    ends = time.monotonic() + seconds
    cuts = _cuts(program, session)
    session.whole(False)
    _linear(cuts, ends)
    session.whole(True)
    return _in_whole_numbers(cuts, ends)


def linear(program: Program, session: Session, seconds: float) -> Outcome:
    """The same in a session that has let whole numbers be any."""
    return _linear(_cuts(program, session), time.monotonic() + seconds)


def _cuts(program: Program, session: Session) -> _Cuts:
    """Cuts, with the first: the worst draws are at most the mean."""
    assert program.problem.risk is not None
    cuts = _Cuts(program, session, drawn(program), program.problem.risk[0])
    size = cuts.draws.draws.shape[1]
    cuts.add(cuts.draws.weights(np.full(size, 1.0 / size)))
    return cuts


def _linear(cuts: _Cuts, ends: float) -> Outcome:
    found = cuts.session.solve(ends - time.monotonic())
    for _ in range(LINEAR_ROUNDS):
        if found.status != "optimal" or cuts.at(found.x)[0] <= CLOSE or time.monotonic() > ends:
            break
        found = cuts.session.solve(ends - time.monotonic())
    return found


def _in_whole_numbers(cuts: _Cuts, ends: float) -> Outcome:
    """Cut and solve until the best plan found meets the bound."""
    program, best = cuts.program, None
    column, gap = program.risk_column, program.problem.gap_asked()
    assert column is not None
    for _ in range(WHOLE_ROUNDS):
        found = core.solve(cuts.session, gap / 2, ends - time.monotonic())
        if not found.found:
            return found if best is None else replace(best, status="feasible")
        _, true = cuts.at(found.x)
        value = found.objective + float(program.matrices.costs[column]) * (true - float(found.x[column]))
        x = found.x.copy()
        x[column] = true
        bound = found.bound if best is None else min(found.bound, best.bound)
        if best is None or value > best.objective:
            best = replace(found, x=x, objective=value)
        best = replace(best, bound=max(bound, best.objective), status="optimal")
        if best.bound - best.objective <= gap * abs(best.objective) + 1e-9 or time.monotonic() > ends:
            break
        cuts.session.start_from(best.x)
    assert best is not None
    near = best.bound - best.objective <= 2 * gap * abs(best.objective) + 1e-8
    return best if near else replace(best, status="feasible")
