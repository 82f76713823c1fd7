"""What is legal but doubtful about an effect."""

from __future__ import annotations

from cba.effects import PlaceBaseline, Relative
from cba.effects import Statement as EffectForm
from cba.linking.context import Context
from cba.linking.sizes import Size
from cba.scenario import EffectStatement, InterventionStatement
from cba.statements import OutcomeStatement

_ON_PLACES_ONLY = ("displacement", "reporting_rate")


def warn_rate_ratio(context: Context, effect: EffectStatement, size: Size, what: str) -> None:
    """Warn when a measure of people's risk stands in as a ratio of rates."""
    if size.measure in ("odds_ratio", "hazard_ratio", "standardised_mean_difference"):
        key = "evidence" if effect.estimate is None else "estimate"
        context.warn(effect, key, f"the {size.measure.replace('_', ' ')} is used as a rate ratio on {what}")


def warn_duration(context: Context, effect: EffectStatement, size: Size, duration: float) -> None:
    """Warn when the effect lasts longer than the study looked; `duration` (years) is the default."""
    if effect.duration is not None:
        duration = float(effect.duration)
    lasts = float(effect.lag or 0) + duration
    if size.follow_up and lasts > size.follow_up / 12.0 + 1e-9:
        key = "duration" if effect.duration is not None else "outcome"
        message = f"the effect lasts {lasts:g} years, the study followed up {size.follow_up:g} months"
        context.warn(effect, key, message)


def warn_of_other_people(
    context: Context, said: InterventionStatement, effect: EffectStatement, stated: OutcomeStatement
) -> None:
    """Warn when what follows from an event was measured on another target group than this one."""
    for item in stated.consequences or []:
        if said.target_group and item.measured_on and said.target_group not in item.measured_on:
            units = f"{item.quantity.estimate:g} {item.price}" if item.quantity else item.price
            message = (
                f"the register lets {units} follow, measured on {' and '.join(item.measured_on)}; "
                f"this group is {said.target_group}: state `consequences`"
            )
            context.warn(effect, "outcome", message)


def warn_of_use(
    context: Context, said: InterventionStatement, effect: EffectStatement, form: EffectForm
) -> None:
    """Warn of keys that do nothing here, and of an intention-to-treat effect given to completers only."""
    on_place = isinstance(form, Relative) and isinstance(form.baseline, PlaceBaseline)
    for key in _ON_PLACES_ONLY:
        if not on_place and getattr(effect, key) is not None:
            context.warn(effect, key, "has no effect here; it applies to incidents in a place")
    rows = [context.registers.evidence[id] for id in effect.evidence_ids if id in context.registers.evidence]
    itt = any(row.analysis == "itt" for row in rows) and effect.estimate is None
    partial = said.completion is not None and said.completion.estimate < 1.0
    if itt and partial and not on_place and effect.applies_to == "completers":
        message = (
            "the trial was analysed by intention to treat, so its effect already counts those who dropped "
            "out; `applies_to: starters` fits it"
        )
        context.warn(effect, "evidence", message)
