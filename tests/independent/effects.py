"""From a printed effect to the change of an outcome, year by year."""

import math
from dataclasses import dataclass, field
from typing import Any

from .places import incidents_a_year
from .plain import Plain, in_per_cent, months, number


@dataclass
class Change:
    """One intervention's change of one outcome, and what overlap needs to know about it."""

    intervention: str
    outcome: str
    kind: str  # people | place | success
    events: list[float]  # change of the outcome in year n, + = more of it (successes for `success`)
    base: float | None  # events per exposed unit and year, or incidents a year in the place
    reduction: list[float]  # people: r at τ years since entry; place: r in year n
    exposed: list[float] = field(default_factory=list)  # people entering in year y
    place_base: tuple[Any, ...] = ()  # equal for rows that share a register base
    consequences: list[Plain] = field(default_factory=list)


def persistence(effect: Plain, duration: float, tau: int) -> float:
    """φ[τ] with the last year counted in part."""
    lag = int(effect.get("lag", 0))
    if tau < lag:
        return 0.0
    part_of_year = min(1.0, max(0.0, duration - (tau - lag)))
    return float((1.0 - number(effect.get("fade", 0))) ** (tau - lag) * part_of_year)


def adjustment(effect: Plain, settings: Plain) -> float:
    """Transferability times the model's adjustment for the grade of the evidence."""
    by_grade = settings["evidence_adjustment"].get(effect.get("grade"), 1.0)
    return number(effect.get("transfer", 1.0)) * number(by_grade)


def is_turned(effect: Plain, better: str) -> bool:
    """Whether the printed measure is about the opposite event of the outcome."""
    good_is_less: bool = effect["direction"] == "lower_is_better"
    return good_is_less != (better == "fewer")


def odds_ratio_of(effect: Plain, turned: bool) -> float:
    """An odds ratio, or Chinn's for a standardised mean difference, for the outcome's own event."""
    printed = number(effect["estimate"])
    ratio = printed
    if effect["measure"] == "standardised_mean_difference":
        ratio = math.exp(printed * math.pi / math.sqrt(3.0))
    return 1.0 / ratio if turned else ratio


def direct_ratio(effect: Plain) -> float:
    """A measure that already is a ratio of risks or rates."""
    if effect["measure"] == "percentage_change":
        return 1.0 + in_per_cent(effect["estimate"])
    return number(effect["estimate"])


def risk_ratio_at(effect: Plain, turned: bool, p0: float) -> float:
    """RR of the outcome among people of whom a share p0 would have it."""
    measure = effect["measure"]
    if measure in ("odds_ratio", "standardised_mean_difference"):
        ratio = odds_ratio_of(effect, turned)
        return ratio / (1.0 - p0 + p0 * ratio)
    if measure == "hazard_ratio":
        hazard = number(effect["estimate"])
        if turned:
            return float(p0 ** (hazard - 1.0))
        return float((1.0 - (1.0 - p0) ** hazard) / p0)
    if turned:
        return (1.0 - (1.0 - p0) * direct_ratio(effect)) / p0
    return direct_ratio(effect)


def rate_ratio(effect: Plain, turned: bool) -> float:
    """Every measure taken as a ratio of rates, where events or incidents are counted."""
    if effect["measure"] in ("odds_ratio", "standardised_mean_difference"):
        return odds_ratio_of(effect, turned)
    assert not turned, effect
    return direct_ratio(effect)


def per_exposed(
    effect: Plain, better: str, settings: Plain, horizon: int
) -> tuple[list[float], float | None]:
    """Change per exposed unit at τ = 0 … H−1, and the baseline b it starts from (None: unknown)."""
    scale = adjustment(effect, settings)
    if "change" in effect:
        given = [number(units) * scale for units in effect["change"]["by_year"]]
        return (given + [0.0] * horizon)[:horizon], None
    turned = is_turned(effect, better)
    baseline = effect.get("baseline")
    if isinstance(baseline, dict) and "events" in baseline:
        rate = number(baseline["events"])
        yearly = (rate_ratio(effect, turned) - 1.0) * rate
        duration = number(effect.get("duration", 1))
        return [yearly * scale * persistence(effect, duration, tau) for tau in range(horizon)], rate
    share = None
    if baseline is not None:
        share = number(baseline["share"] if isinstance(baseline, dict) else baseline)
    window = window_years(effect, baseline)
    duration = number(effect["duration"]) if "duration" in effect else window or 1.0
    if effect["measure"] == "percentage_points":
        points = in_per_cent(effect["estimate"]) * (-1.0 if turned else 1.0)
        yearly = points / window if window else points
    else:
        assert share is not None
        yearly = (risk_ratio_at(effect, turned, share) - 1.0) * share / window
    rate_or_none = share / window if share is not None and window else None
    return [yearly * scale * persistence(effect, duration, tau) for tau in range(horizon)], rate_or_none


def window_years(effect: Plain, baseline: Any) -> float:
    """W in years: `within`, else the study's follow-up, else 0 for no window."""
    if isinstance(baseline, dict) and "within" in baseline:
        return months(baseline["within"]) / 12.0
    return months(effect.get("follow_up", 0)) / 12.0


def place_change(effect: Plain, head: Plain, years: list[int], settings: Plain, horizon: int) -> Change:
    """The place rule: the same street is covered again next year, so the largest φ counts."""
    baseline = effect["baseline"]
    shared_base: tuple[Any, ...] = ()
    if baseline["incidents"] == "place":
        reported = incidents_a_year(settings["place"], effect["outcome"], baseline.get("years"))
        shared_base = (effect["outcome"], tuple(baseline.get("years") or ()))
    else:
        reported = number(baseline["incidents"])
    true_incidents = reported / number(effect.get("reporting_rate", 1))
    ratio = rate_ratio(effect, is_turned(effect, head["better"]))
    strength = number(baseline.get("share", 1)) * (1.0 - ratio) * adjustment(effect, settings)
    strength *= 1.0 - number(effect.get("displacement", 0))
    duration = number(effect.get("duration", 1))
    reduction = []
    for n in range(horizon):
        largest = 0.0
        for year in years:
            if year <= n:
                largest = max(largest, persistence(effect, duration, n - year))
        reduction.append(strength * largest)
    events = [-true_incidents * r for r in reduction]
    return Change(
        head["id"], effect["outcome"], "place", events, true_incidents, reduction, place_base=shared_base
    )


def cohorts(exposed: list[float], per_unit: list[float]) -> list[float]:
    """People enter in cohorts and cohorts add up."""
    total = [0.0] * len(exposed)
    for n in range(len(exposed)):
        for y in range(n + 1):
            total[n] += exposed[y] * per_unit[n - y]
    return total


def success_share(effect: Plain) -> float:
    """Net success rate: with minus without, or the share given."""
    rate = effect["success_rate"]
    if isinstance(rate, dict) and "with" in rate:
        return number(rate["with"]) - number(rate["without"])
    return number(rate)


def change_of(
    effect: Plain, head: Plain, starters: list[float], years: list[int], settings: Plain, horizon: int
) -> Change:
    """One effect of one intervention as a change per year; `head` has id, completion and better."""
    baseline = effect.get("baseline")
    if isinstance(baseline, dict) and "incidents" in baseline:
        return place_change(effect, head, years, settings, horizon)
    share = 1.0 if effect.get("applies_to") == "starters" else head["completion"]
    exposed = [people * share for people in starters]
    if "success_rate" in effect:
        net = success_share(effect) * adjustment(effect, settings)
        once = [net] + [0.0] * (horizon - 1)
        return Change(
            head["id"], effect["outcome"], "success", cohorts(exposed, once), 1.0, once, exposed=exposed
        )
    per_unit, rate = per_exposed(effect, head["better"], settings, horizon)
    reduction = [-change / rate for change in per_unit] if rate else []
    return Change(
        head["id"], effect["outcome"], "people", cohorts(exposed, per_unit), rate, reduction, exposed=exposed
    )
