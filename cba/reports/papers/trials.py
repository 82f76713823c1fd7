"""How large a trial of each effect must be to settle whether it pays, from a results document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cba.reports.facts import Document, people
from cba.reports.papers.advice import scale_in_plan, unpriced
from cba.sample_size import TrialSize, of_rates, of_shares

Why = Literal["", "not priced", "no break-even", "beyond reach", "no baseline", "too large"]


@dataclass(frozen=True, slots=True)
class TrialPlan:
    """One effect and the trial that would settle it.

    Attributes:
        intervention: its id.
        outcome: the outcome's id.
        counted: `people` with the outcome, or `events`.
        within: months within which people are counted; None for events, and where it is not stated.
        without: share or number of events a year without the intervention; None where it is not stated.
        size: the trial; None where there is none.
        years: years that the intervention arm takes at the scale of the plan, else of the scenario.
        why: why there is no trial.
    """

    intervention: str
    outcome: str
    counted: Literal["people", "events"]
    within: float | None
    without: float | None
    size: TrialSize | None
    years: float | None
    why: Why


def trial_plans(document: Document) -> list[TrialPlan]:
    """Return a trial for every effect of every intervention, in the scenario's order."""
    return [
        _plan(id, item, effect, people(item) * scale_in_plan(document, id))
        for id, item in document["interventions"].items()
        for effect in item["effects"]
        if effect["statement"] != "change"
    ]


def _plan(id: str, item: Document, effect: Document, starting: float) -> TrialPlan:
    outcome, base = effect["outcome"], effect["baseline"] or {}
    if base.get("kind") in ("incidents", "events"):
        return _of_events(id, item, effect, starting)
    shares, within = _shares(item, effect), base.get("within_months")
    if shares is None:
        known = base.get("share") is not None or effect["statement"] == "success_rate"
        return TrialPlan(id, outcome, "people", within, base.get("share"), None, None, _lack(item, known))
    without, expected, break_even = shares
    if not 0.0 <= break_even <= 1.0:
        return TrialPlan(id, outcome, "people", within, without, None, None, "beyond reach")
    size = of_shares(without, expected, break_even)
    yearly = starting / max(len(item["operating_years"]), 1)
    years = size.per_arm / yearly if size and yearly > 0.0 else None
    return TrialPlan(id, outcome, "people", within, without, size, years, "" if size else "too large")


def _lack(item: Document, known: bool) -> Why:
    if unpriced(item):
        return "not priced"
    return "no break-even" if known or item["switching"]["effect_share"] is None else "no baseline"


def _shares(item: Document, effect: Document) -> tuple[float, float, float] | None:
    """Return the share without, as expected, and at break-even; None where one of them is not known."""
    rate, scale = effect["success_rate"], item["switching"]["effect_share"]
    if effect["statement"] == "success_rate":
        without, found = rate.get("without"), item["switching"]["success_rate"]
        if without is None or found is None:
            return None
        return without, without + rate["net"], found
    base = (effect["baseline"] or {}).get("share")
    if base is None or scale is None:
        return None
    if effect["statement"] == "percentage_points":
        change = effect["estimate"] / 100.0 * effect["transfer"] * (effect["evidence_adjustment"] or 1.0)
    else:
        change = base * effect["relative_change"]
    return base, base + change, base + change * scale


def _of_events(id: str, item: Document, effect: Document, starting: float) -> TrialPlan:
    base, scale, change = effect["baseline"], item["switching"]["effect_share"], effect["relative_change"]
    yearly = base["incidents"] * base["share"] if base["kind"] == "incidents" else base["events"]
    reach = yearly if base["kind"] == "incidents" else yearly * starting
    size, years, why = _events_trial(item, reach, change, scale)
    return TrialPlan(id, effect["outcome"], "events", None, yearly, size, years, why)


def _events_trial(
    item: Document, reach: float, change: float | None, scale: float | None
) -> tuple[TrialSize | None, float | None, Why]:
    """Return the size, the years it takes, and why there is none."""
    if change is None or scale is None:
        return None, None, _lack(item, known=True)
    if 1.0 + change * scale <= 0.0:
        return None, None, "beyond reach"
    size = of_rates(1.0 + change, 1.0 + change * scale)
    if size is None:
        return None, None, "too large"
    return size, size.per_arm / reach if reach > 0.0 else None, ""
