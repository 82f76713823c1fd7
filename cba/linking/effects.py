"""Effects: a statement, a baseline, the adjustments and what follows."""

from __future__ import annotations

from cba.effects import (
    CannotTurn,
    Explicit,
    PeopleBaseline,
    Persistence,
    Points,
    Relative,
    Success,
    persistence,
    relative_risk,
)
from cba.effects import Statement as EffectForm
from cba.inputs import Passport, as_input, at_estimates
from cba.interventions import Effect, Outcome, Study
from cba.linking.baselines import Found, find_baseline, people_baseline, place_baseline, stated_share
from cba.linking.context import Context
from cba.linking.doubts import warn_duration, warn_of_other_people, warn_of_use, warn_rate_ratio
from cba.linking.prices import link_consequences
from cba.linking.sizes import Size, link_size
from cba.scenario import EffectStatement, InterventionStatement
from cba.statements import OutcomeStatement

_WHOLE = 1.0 + 1e-12
_INSTEAD_OF_BY_YEAR = ("lag", "duration", "fade")


def link_effect(
    context: Context, said: InterventionStatement, effect: EffectStatement, path: str
) -> Effect | None:
    """Return an effect ready to calculate; problems where it cannot be."""
    stated = context.outcomes.get(effect.outcome)
    if stated is None:
        context.unknown(effect, "outcome", "outcome", effect.outcome, context.outcomes)
        if effect.evidence is not None:
            link_size(context, effect, path)
        return None
    outcome = _outcome(effect.outcome, stated)
    form, study = _form(context, said, effect, stated, outcome, path)
    per_success = isinstance(form, Success) and outcome.better == "fewer" and effect.consequences is not None
    consequences = link_consequences(
        context,
        effect.consequences if effect.consequences is not None else stated.consequences or [],
        f"{path}.consequences"
        if effect.consequences is not None
        else f"outcomes.{effect.outcome}.consequences",
        user=effect,
        key="outcome",
        sign=-1.0 if per_success else 1.0,
    )
    if form is None:
        return None
    if effect.consequences is None:
        warn_of_other_people(context, said, effect, stated)
    warn_of_use(context, said, effect, form)
    grade = study.grade
    return Effect(
        outcome=outcome,
        statement=form,
        transfer=stated_share(effect, "transfer", path, default=1.0),
        adjustment=context.model.evidence_adjustment[grade] if grade else 1.0,
        applies_to=effect.applies_to,
        consequences=consequences,
        study=study,
        reason=effect.reason.both() if effect.reason else None,
    )


def _outcome(id: str, stated: OutcomeStatement) -> Outcome:
    titles = stated.title.both() if stated.title else {"da": id, "en": id}
    unit = stated.unit.both() if stated.unit else titles
    units = stated.units.both() if stated.units else unit
    return Outcome(id, titles, unit, units, stated.better or "fewer", stated.dkr_goal)


def _form(
    context: Context,
    said: InterventionStatement,
    effect: EffectStatement,
    stated: OutcomeStatement,
    outcome: Outcome,
    path: str,
) -> tuple[EffectForm | None, Study]:
    relative = effect.evidence is not None or effect.estimate is not None or effect.measure is not None
    ways = [relative, effect.success_rate is not None, effect.change is not None]
    if sum(ways) > 1:
        message = "state the effect in one way: `evidence` or `estimate`, or `success_rate`, or `change`"
        context.problem(effect, "success_rate" if effect.success_rate else "change", message)
        return None, Study()
    if relative or not any(ways):
        size = link_size(context, effect, path)
        return (_measured(context, said, effect, stated, outcome, size, path) if size else None), (
            size.study if size else Study()
        )
    _refuse_timing(context, effect)
    study = _own_study(context, effect, "success_rate" if effect.success_rate is not None else "change")
    if effect.success_rate is not None:
        if said.participants is None:
            context.lacks(effect, "success_rate", "a success rate needs `participants`")
        return _success(effect, path), study
    assert effect.change is not None
    name = f"{path}.change"
    by_year = tuple(
        as_input(effect.change, "by_year", item, f"{name}.{tau}")
        for tau, item in enumerate(effect.change.by_year)
    )
    return Explicit(by_year), study


def _own_study(context: Context, effect: EffectStatement, key: str) -> Study:
    passport = context.graded(Passport(source=effect.source, grade=effect.grade), effect, key, "the effect")
    row = context.registers.reference(effect.source)
    return Study(
        source=row.text if row else effect.source, url=row.url if row else None, grade=passport.grade
    )


def _success(effect: EffectStatement, path: str) -> Success | None:
    rate = effect.success_rate
    assert rate is not None
    name = f"{path}.success_rate"
    if rate.net is not None:
        return Success(None, None, as_input(effect, "success_rate", rate.net, name))
    if rate.with_ is None or rate.without is None:
        return None
    return Success(
        as_input(rate, "with", rate.with_, f"{name}.with"),
        as_input(rate, "without", rate.without, f"{name}.without"),
        None,
    )


def _refuse_timing(context: Context, effect: EffectStatement) -> None:
    what = "a success rate" if effect.success_rate is not None else "an explicit change"
    for key in _INSTEAD_OF_BY_YEAR:
        if getattr(effect, key) is not None:
            context.problem(effect, key, f"does not go with {what}; say when with `by_year`")


def _measured(
    context: Context,
    said: InterventionStatement,
    effect: EffectStatement,
    stated: OutcomeStatement,
    outcome: Outcome,
    size: Size,
    path: str,
) -> EffectForm | None:
    """Return an effect that is measured against a baseline."""
    turned = (size.direction == "lower_is_better") != (outcome.better == "fewer")
    found = find_baseline(context, said, effect, stated)
    points = size.measure == "percentage_points"
    if found is None and said.target_group and said.target_group not in context.target_groups:
        return None  # told already: with the right group there may be a baseline
    if found is None and not points:
        ask = "`42 %`, `{events: 0.3}` or `{incidents: 545}`"
        context.lacks(effect, "outcome", f"the effect needs a `baseline`, such as {ask}")
        return None
    if found is not None and found.statement.incidents is not None:
        if points:
            message = (
                "percentage points are of a share of people; incidents need a ratio or percentage change"
            )
            context.problem(effect, "baseline", message)
            return None
        return _on_place(context, said, effect, found, size, turned, path)
    return _on_people(context, said, effect, found, size, turned, path)


def _persistence(effect: EffectStatement, window: float | None, path: str) -> Persistence:
    duration = float(effect.duration) if effect.duration is not None else window / 12.0 if window else 1.0
    fade = stated_share(effect, "fade", path, default=0.0)
    return Persistence(int(effect.lag or 0), duration, fade)


def _on_place(
    context: Context,
    said: InterventionStatement,
    effect: EffectStatement,
    found: Found,
    size: Size,
    turned: bool,
    path: str,
) -> Relative | None:
    baseline = place_baseline(context, said, effect, found.statement, path)
    if baseline is None:
        return None
    warn_rate_ratio(context, effect, size, "a number of incidents")
    warn_duration(context, effect, size, 1.0)
    form = Relative(size.measure, size.size, turned, baseline, _persistence(effect, None, path))
    return form if _can_turn(context, effect, form) else None


def _on_people(
    context: Context,
    said: InterventionStatement,
    effect: EffectStatement,
    found: Found | None,
    size: Size,
    turned: bool,
    path: str,
) -> EffectForm | None:
    if said.participants is None:
        context.lacks(effect, "outcome", "an effect on people needs `participants`")
        return None
    baseline = PeopleBaseline(months=size.follow_up)
    if found is not None:
        baseline = people_baseline(context, effect, found, size.follow_up, path)
    if baseline.share is not None and baseline.months is None and size.measure != "percentage_points":
        share = found.statement.share.estimate if found and found.statement.share else 0.0
        written = getattr(share, "written", share)
        message = f"within how many months? write `baseline: {{share: {written}, within: 24 months}}`"
        context.problem(effect, "baseline" if found and found.own else "outcome", message)
        return None
    timing = _persistence(effect, baseline.months, path)
    warn_duration(context, effect, size, timing.duration)
    if size.measure == "percentage_points":
        return Points(size.size, turned, baseline, timing)
    if baseline.events is not None:
        warn_rate_ratio(context, effect, size, "yearly events")
    form = Relative(size.measure, size.size, turned, baseline, timing)
    return form if _can_turn(context, effect, form) and _possible(context, effect, form) else None


def _can_turn(context: Context, effect: EffectStatement, form: Relative) -> bool:
    try:
        form.reduction(at_estimates)
    except (CannotTurn, ZeroDivisionError):
        what = form.measure.replace("_", " ")
        needed = (
            ""
            if form.measure == "incidence_rate_ratio"
            else "; it needs a baseline share of people above 0 %"
        )
        key = "direction" if effect.direction else "evidence"
        context.problem(effect, key, f"a {what} of the opposite event cannot be turned round{needed}")
        return False
    return True


def _possible(context: Context, effect: EffectStatement, form: Relative) -> bool:
    """Refuse an effect that would make it happen to more than everybody; warn of events beyond people."""
    baseline = form.baseline
    assert isinstance(baseline, PeopleBaseline)
    if baseline.share is None or baseline.months is None:
        return True
    p0 = baseline.share.value
    if not 0.0 <= p0 <= 1.0:
        return False
    risk = relative_risk(form.measure, form.size.value, p0, turned=form.turned) * p0
    key = "estimate" if effect.estimate is not None else "evidence"
    if not -1e-12 <= risk <= _WHOLE:
        message = (
            f"with a baseline of {p0:.4g} the effect gives a risk of {risk:.4g}; a risk is between 0 and 1"
        )
        context.problem(effect, key, message)
        return False
    timing = form.persistence
    years = persistence(context.horizon, timing.lag, timing.duration, timing.fade.value)
    if float(years.sum()) * p0 * 12.0 / baseline.months > _WHOLE:
        context.warn(
            effect, "duration", "over its duration the baseline counts events, not people (sum above 1)"
        )
    return True
