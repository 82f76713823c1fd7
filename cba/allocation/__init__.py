"""What to buy first: options, rules, the program, its solver, and why the plan is what it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cba.allocation.results import Answer
    from cba.linking import Scenario


def allocate(
    scenario: Scenario,
    *,
    limits: Mapping[str, float] | None = None,
    gap: float | None = None,
    seconds: float = 60.0,
) -> Answer:
    """Return the best plan under a scenario's `allocation`, and what explains it.

    Args:
        scenario: from `cba.load`, with an allocation.
        limits: how much there is of named resources, in place of what the rules say.
        gap: relative gap that counts as solved; None: 1e-6 up to 200 options, else 1e-4.
        seconds: time for the plan; what explains it may take as long again.

    Returns:
        `plan` with its scales, objective, bound and gap; `result` (kroner by payer and year, as for a
        portfolio); `standings`, `dropped`, `more` and the rest of the reasons; `to_dict()` for results.json.

    Raises:
        InputError: the scenario has no allocation, or limits name an unknown resource.
        NoPlanInTime: time ran out before any plan was found.
    """
    from cba.allocation.from_scenario import case_of, with_limits
    from cba.allocation.results import answer

    case = case_of(scenario)
    problem = with_limits(case.problem, limits or {})
    return answer(replace(problem, gap=gap, seconds=seconds), case)
