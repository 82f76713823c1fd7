"""Whether the evidence is about what is done here, for whom, and how strong it is."""

from __future__ import annotations

from collections.abc import Iterator

from cba.effects import PERCENT_MEASURES, RATIO_MEASURES, Points, Relative
from cba.review.findings import Case, Finding, Used

_WEAK = ("C", "D")


def outcome_match(case: Case) -> Iterator[Finding]:
    """Compare what the studies measured with what is counted here."""
    for used in case.effects:
        if not used.rows:
            yield used.finding("outcome_own", "look")
        for row in used.rows:
            if row.outcome is not None and row.outcome != used.effect.outcome.id:
                yield used.finding("outcome_other", "stop", "evidence", measured=row.measured_outcome)
            elif row.outcome is None:
                yield used.finding("outcome_unsorted", "hand", "evidence", measured=row.measured_outcome)
    for said, item in case.pairs:
        if not item.effects and not item.flows:
            yield Finding("effect_none", "look", str(said.at()), {}, item.id)
        for stated, flow in zip(said.flows, item.flows, strict=True):
            if flow.kind == "benefit":
                yield Finding("benefit_stated", "look", str(stated.at()), {"what": dict(flow.what)}, item.id)


def group_match(case: Case) -> Iterator[Finding]:
    """Show whom the studies were of beside who is reached here: only a person can compare them."""
    groups = case.scenario.target_groups
    for said, item in case.pairs:
        if item.effects and said.participants is not None and said.target_group is None:
            yield Finding("group_none", "look", str(said.at()), {}, item.id)
    for used in case.effects:
        group = groups.get(used.said.target_group or "")
        here = dict(group.title.both()) if group and group.title else None
        if here is None and used.said.description:
            here = dict(used.said.description.both())
        for row in used.rows:
            values = {"studied": row.target_group or row.names["en"], "here": here or used.item.id}
            yield used.finding("group_compare", "hand", "evidence", **values)
    for used in {used.item.id: used for used in reversed(case.effects)}.values():
        yield used.finding("comparator", "hand", design=used.effect.study.design or "?")


def transfer(case: Case) -> Iterator[Finding]:
    """Ask for a reasoned share wherever an effect was found elsewhere."""
    for used in case.effects:
        foreign = [row for row in used.rows if row.foreign]
        where = "; ".join(dict.fromkeys(c for row in foreign for c in row.countries)) or "?"
        stated = used.stated.transfer
        if foreign and stated is None:
            yield used.finding("transfer_none", "stop", "evidence", countries=where)
        elif foreign and used.stated.reason is None:
            yield used.finding("transfer_unreasoned", "look", "transfer", countries=where)
        if stated is None:
            continue
        share = used.effect.transfer
        if foreign and share.value >= 1.0:
            yield used.finding("transfer_full", "look", "transfer", countries=where)
        elif share.value < 1.0 and share.low is None and share.se is None:
            yield used.finding("transfer_fixed", "look", "transfer", share=share.value)


def strength(case: Case) -> Iterator[Finding]:
    """Look at grade, size and interval of the evidence, and at values put in place of it."""
    for used in case.effects:
        grade = used.effect.study.grade
        if grade is None:
            yield used.finding("grade_none", "look")
        elif grade in _WEAK:
            yield used.finding("grade_weak", "look", grade=grade)
        for row in used.rows:
            if len(used.rows) == 1 and row.small:
                yield used.finding("study_small", "look", "evidence", studies=row.studies or "1")
        yield from _interval(used)


def _interval(used: Used) -> Iterator[Finding]:
    form = used.effect.statement
    if not isinstance(form, (Relative, Points)):
        return
    size = form.size
    if size.low is None and size.se is None:
        yield used.finding("interval_none", "look", "evidence" if used.rows else "estimate")
    if size.low is not None and size.high is not None:
        measure = form.measure if isinstance(form, Relative) else "percentage_points"
        nothing = 1.0 if measure in RATIO_MEASURES else 0.0
        if size.low < nothing < size.high and measure in (*RATIO_MEASURES, *PERCENT_MEASURES, _SMD):
            yield used.finding("interval_covers_nothing", "look", "evidence" if used.rows else "estimate")
    if used.rows and used.stated.estimate is not None:
        yield used.finding("estimate_overridden", "look", "estimate")


_SMD = "standardised_mean_difference"
