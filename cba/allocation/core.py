"""Large programs: solve the linear program, then in whole numbers only what it is in doubt about.

Columns are kept at their linear value when one unit of change would cost most (by reduced cost); the few
others, the core, are solved in whole numbers. The linear bound often proves the plan at once. If not, each
column whose reduced cost is larger than what is still open between plan and bound can be kept for good,
without losing any better plan, and the rest is solved from the plan at hand.
"""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from cba.allocation.highs import Outcome, Session

LARGE = 1_000
"""From so many whole-number columns on."""
CORE = 300
SHARE = 0.1
"""So many columns (or this share of them, if more) are the core."""
ON_CORE = 0.25
"""Share of the time that the core may take."""


def solve(session: Session, gap: float, seconds: float) -> Outcome:
    """Solve a session in whole numbers, by its core first when it is large."""
    whole = np.flatnonzero(session.matrices.whole)
    if len(whole) < LARGE:
        return session.solve(seconds)
    ends = time.monotonic() + seconds
    session.whole(False)
    linear = session.solve(seconds)
    session.whole(True)
    if linear.status != "optimal":
        return session.solve(ends - time.monotonic()) if linear.status != "infeasible" else linear
    kept = _outside(linear, whole, max(CORE, round(SHARE * len(whole))))
    found = _with_kept(session, linear, kept, gap / 2, ON_CORE * (ends - time.monotonic()))
    if not found.found:
        return session.solve(ends - time.monotonic())
    open_part = linear.objective - found.objective
    if open_part <= gap * abs(found.objective):
        return replace(found, status="optimal", bound=max(linear.objective, found.objective))
    kept = whole[(np.abs(linear.reduced[whole]) > open_part + 1e-6) & _is_whole(linear.x[whole])]
    session.start_from(found.x)
    last = _with_kept(session, linear, kept, gap, ends - time.monotonic())
    return _better(found, last, linear.objective)


def _better(found: Outcome, last: Outcome, linear: float) -> Outcome:
    """The better of the core's plan and the last one, with what the last solve proved."""
    if last.status == "nothing":
        return replace(found, status="feasible", bound=linear)
    if last.status == "infeasible":  # a better plan would have been there
        return replace(found, status="optimal", bound=found.objective)
    best = found if last.objective < found.objective else last
    return replace(best, status=last.status, bound=max(min(last.bound, linear), best.objective))


def _is_whole(x: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    found: npt.NDArray[np.bool_] = np.abs(x - np.round(x)) < 1e-7
    return found


def _outside(linear: Outcome, whole: npt.NDArray[np.int64], core: int) -> npt.NDArray[np.int64]:
    """Columns outside the core: whole in the linear plan, and dear to change."""
    doubt = np.where(_is_whole(linear.x[whole]), np.abs(linear.reduced[whole]), -1.0)
    order = np.argsort(doubt, kind="stable")
    return whole[order[max(core, int((doubt < 0).sum())) :]]


def _with_kept(
    session: Session, linear: Outcome, kept: npt.NDArray[np.int64], gap: float, seconds: float
) -> Outcome:
    """Solve with some columns kept at their linear values."""
    lower, upper = session.lower[kept].copy(), session.upper[kept].copy()
    values = np.round(linear.x[kept])
    session.bounds(kept, values, values)
    asked = session.gap
    session.set_gap(gap)
    try:
        return session.solve(seconds)
    finally:
        session.set_gap(asked)
        session.bounds(kept, lower, upper)
