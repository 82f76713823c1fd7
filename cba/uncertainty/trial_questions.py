"""What a trial of people could measure: the effect as it is here, an effect size, or a share."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from cba.effects import PeopleBaseline, Points, Relative, Success
from cba.errors import nearest
from cba.inputs import Array, Input, Value, Values, at_estimates, inputs_in
from cba.interventions import Effect, Intervention
from cba.linking import Scenario
from cba.uncertainty import sampling_variance as variance

_LEAST = 1e-9


class NoTrial(ValueError):
    """No trial of people can measure this; the message says why and what could be measured."""


@dataclass(frozen=True)
class Question:
    """What a trial would measure.

    Attributes:
        name: the input, or `intervention.outcome` for the effect as it is here.
        scale: `difference` between two shares, `log_ratio`, `share`, or `smd`.
        estimate: the quantity at the estimates.
        draws: what is believed of it now, shape (D,).
        variance: participants, both arms together → sampling variance of the trial's estimate.
        inputs: the inputs behind it.
        months: how long the participants are followed; None where nobody says.
    """

    name: str
    scale: str
    estimate: float
    draws: Array
    variance: Callable[[Array], Array]
    inputs: frozenset[str]
    months: float | None


def question_of(scenario: Scenario, columns: Mapping[str, Array], of: str, name: str) -> Question:
    """Return what a trial of this would measure, and what is believed of it now.

    Args:
        scenario: the scenario.
        columns: draws by input, each shape (D,).
        of: the decision; where it is an intervention, an outcome is meant of that one.
        name: an input, an outcome, or `intervention.outcome`.

    Raises:
        NoTrial: no trial of people can measure this.
    """
    pairs = _effects(scenario, of, name)
    if len(pairs) > 1:
        named = " or ".join(f"'{item.id}.{effect.outcome.id}'" for item, effect in pairs)
        raise NoTrial(f"several interventions change '{name}'; name one: {named}")
    found = _local_effect(*pairs[0], columns) if pairs else _of_input(scenario, name, columns)
    if not np.ptp(found.draws):
        raise NoTrial(
            f"'{name}' is not uncertain in the calculation, so nothing can be learned of it: "
            "state its `low` and `high`"
        )
    return found


def intervention_of(scenario: Scenario, name: str) -> str | None:
    """Return the one intervention that a trial of this is about; None where there are several or none."""
    ids = {item.id for item, _ in _effects(scenario, "", name)}
    ids |= {item.id for item in scenario.interventions if name in {found.name for found in inputs_in(item)}}
    return ids.pop() if len(ids) == 1 else None


def _effects(scenario: Scenario, of: str, name: str) -> list[tuple[Intervention, Effect]]:
    """Return the effects that a name means: an outcome, of one intervention or of the one decided on."""
    every = [(item, effect) for item in scenario.interventions for effect in item.effects]
    exact = [(i, e) for i, e in every if name == f"{i.id}.{e.outcome.id}"]
    named = [(i, e) for i, e in every if e.outcome.id == name]
    decided = [(i, e) for i, e in named if i.id == of]
    return exact or decided or named


def _at(columns: Mapping[str, Array]) -> Values:
    return lambda item: columns.get(item.name, item.value)


def _local_effect(item: Intervention, effect: Effect, columns: Mapping[str, Array]) -> Question:
    """Return the effect as it is here, transferability and all: what a local trial measures."""
    statement, name = effect.statement, f"{item.id}.{effect.outcome.id}"
    behind = frozenset(
        found.name for found in inputs_in((statement, effect.transfer)) if found.name in columns
    )
    if isinstance(statement, Relative) and isinstance(statement.baseline, PeopleBaseline):
        return _relative(statement, statement.baseline, effect, columns, name, behind)
    if isinstance(statement, (Points, Success)):
        return _difference(effect, columns, name, behind)
    raise NoTrial(
        f"'{name}' is an effect on incidents in a place or a yearly number; a trial is counted in people. "
        "What knowing each input is worth is in the table"
    )


def _relative(
    statement: Relative,
    baseline: PeopleBaseline,
    effect: Effect,
    columns: Mapping[str, Array],
    name: str,
    behind: frozenset[str],
) -> Question:
    """Return the difference between two shares, or between two rates of events as the ratio's logarithm."""
    if baseline.share is not None:
        return _difference(effect, columns, name, behind)

    def ratio(at: Values) -> Value:
        return np.maximum(1.0 - statement.reduction(at) * effect.expected_here(at), 1e-6)

    assert baseline.events is not None
    rate, months = baseline.events.value, effect.study.follow_up or 12.0
    here = float(ratio(at_estimates))
    return Question(
        name,
        "log_ratio",
        math.log(here),
        _filled(np.log(ratio(_at(columns))), columns),
        lambda n: variance.log_rate_ratio(n, max(rate, _LEAST), months / 12.0, here),
        behind,
        months,
    )


def _difference(effect: Effect, columns: Mapping[str, Array], name: str, behind: frozenset[str]) -> Question:
    """Return the difference between the shares of two arms who have the outcome."""
    here, without = float(_gap(effect, at_estimates)), _without(effect)
    statement = effect.statement
    months = None if isinstance(statement, Success) else getattr(statement.baseline, "months", None)  # type: ignore[union-attr]
    return Question(
        name,
        "difference",
        here,
        _filled(_gap(effect, _at(columns)), columns),
        lambda n: variance.risk_difference(n, without, here),
        behind,
        months,
    )


def _gap(effect: Effect, at: Values) -> Value:
    """Return by how much the share with the outcome differs because of the intervention."""
    statement, here = effect.statement, effect.expected_here(at)
    if isinstance(statement, Success):
        return statement.rate(at) * here
    if isinstance(statement, Points):
        return (-1.0 if statement.turned else 1.0) * at(statement.size) / 100.0 * here
    assert isinstance(statement, Relative)
    assert isinstance(statement.baseline, PeopleBaseline)
    assert statement.baseline.share is not None
    return -statement.reduction(at) * at(statement.baseline.share) * here


def _without(effect: Effect) -> float:
    """Return the share with the outcome in the comparison arm; the least favourable where nobody says."""
    statement = effect.statement
    if isinstance(statement, Success):
        stated = statement.without_rate
    else:
        stated = getattr(statement.baseline, "share", None)  # type: ignore[union-attr]
    return float(stated.value) if stated is not None else (1.0 - float(_gap(effect, at_estimates))) / 2.0


def _filled(values: Value, columns: Mapping[str, Array]) -> Array:
    size = len(next(iter(columns.values()))) if columns else 1
    return np.array(np.broadcast_to(np.asarray(values, dtype=np.float64), (size,)))


def _of_input(scenario: Scenario, name: str, columns: Mapping[str, Array]) -> Question:
    """Return one input by itself: an effect size as the studies measured it, or a share."""
    users = [(i, e) for i in scenario.interventions for e in i.effects if name in _names(e)]
    known = {found.name: found for found in inputs_in(scenario.interventions)}
    if name not in known:
        near = nearest(name, [*known, *(e.outcome.id for i in scenario.interventions for e in i.effects)])
        ending = f"; did you mean {' or '.join(map(repr, near))}?" if near else ""
        raise NoTrial(f"no input or outcome is called '{name}'{ending}")
    item = known[name]
    if item.kind == "share" and not _is_evidence(name):
        raise NoTrial(
            f"'{name}' is nothing that a trial measures; name an outcome, an effect or a completion rate"
        )
    draws = _filled(_at(columns)(item), columns)
    blank = Question(
        name, "share", item.value, draws, lambda n: variance.share(n, item.value), frozenset([name]), None
    )
    if item.kind == "share":
        return blank
    effect = users[0][1] if users else None
    if effect is None or not isinstance(effect.statement, (Relative, Points)):
        raise NoTrial(
            f"'{name}' is nothing that a trial measures; name an outcome, an effect or a completion rate"
        )
    return _effect_size(blank, item, effect)


def _effect_size(blank: Question, item: Input, effect: Effect) -> Question:
    """Return an effect size on the scale on which its estimate is near normal."""
    risk = _risk(effect)
    spreads: dict[str, Callable[[Array], Array]] = {
        "odds_ratio": lambda n: variance.log_odds_ratio(n, risk, item.value),
        "relative_risk": lambda n: variance.log_relative_risk(n, risk, item.value),
        "percentage_change": lambda n: variance.log_relative_risk(n, risk, 1.0 + item.value / 100.0),
        "hazard_ratio": lambda n: variance.log_hazard_ratio(n, risk, item.value),
        "incidence_rate_ratio": lambda n: variance.log_rate_ratio(n, risk, 1.0, item.value),
        "standardised_mean_difference": lambda n: variance.standardised_mean_difference(n, item.value),
        "percentage_points": lambda n: 1e4 * variance.risk_difference(n, risk, item.value / 100.0),
    }
    kinds = {"standardised_mean_difference": "smd", "percentage_points": "difference"}
    return replace(
        blank,
        scale=kinds.get(item.kind, "log_ratio"),
        estimate=float(variance.natural_scale(item.kind, item.value)),
        draws=variance.natural_scale(item.kind, blank.draws),
        variance=spreads[item.kind],
        months=effect.study.follow_up,
    )


def _risk(effect: Effect) -> float:
    """Return the comparison arm's risk (or rate) of the event that the measure is about."""
    statement = effect.statement
    assert isinstance(statement, (Relative, Points))
    baseline = statement.baseline
    if not isinstance(baseline, PeopleBaseline):
        raise NoTrial(
            f"the effect on {effect.outcome.id} is on incidents in a place; a trial is counted in people. "
            "What knowing each input is worth is in the table"
        )
    stated = baseline.share or baseline.events
    risk = stated.value if stated is not None else 0.5
    return 1.0 - risk if statement.turned and baseline.share is not None else risk


def _names(effect: Effect) -> set[str]:
    return {found.name for found in inputs_in(effect.statement)}


def _is_evidence(name: str) -> bool:
    """Tell whether a share is a success or completion rate, which can be measured among participants."""
    return ".success_rate" in name or name.endswith(".completion")
