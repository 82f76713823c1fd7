"""Whether intervals and distributions go together, and which inputs vary together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cba.correlations import correlation_problems
from cba.distributions import doubt, misfit
from cba.errors import Problem
from cba.inputs import Input, inputs_in
from cba.interventions import Intervention
from cba.linking.context import Context


def inputs_by_name(context: Context, interventions: Sequence[Intervention]) -> dict[str, Input]:
    """Return every input by name: model rates first, then interventions in order, each once."""
    found: dict[str, Input] = {}
    for item in inputs_in((context.model.rates, interventions)):
        found.setdefault(item.name, item)
    return found


def check_ranges(context: Context, found: Mapping[str, Input]) -> None:
    """Check the distribution of every input, and the correlations between them."""
    for item in found.values():
        if not _sound(item):
            continue
        if said := misfit(item):
            context.problems.append(Problem(item.passport.where, item.name, said))
        elif said := doubt(item):
            context.warnings.append(Problem(item.passport.where, item.name, said))
        if item.se is not None and item.low is not None and not item.passport.register:
            message = "`se` is not used beside `low` and `high`"
            context.warnings.append(Problem(item.passport.where, item.name, message))
    context.problems += correlation_problems(context.file.correlations, found)


def _sound(item: Input) -> bool:
    """Return whether the interval is one; what is not was told where it was read."""
    if item.low is None or item.high is None:
        return item.low is item.high
    return item.low <= item.estimate <= item.high
