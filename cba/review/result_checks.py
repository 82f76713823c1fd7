"""Who loses, how easily the answer turns, and what is not told."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from cba.inputs import Array
from cba.interventions import PORTFOLIO
from cba.review.findings import Case, Finding, Level, at

FRAGILE, SHAKY = 0.20, 0.05
"""Shares of draws with the other sign: above the first the sign is not to be relied on; above the second it
is worth saying. Both are this toolkit's own choice."""

_ROUNDING = 0.5

_PLANNED = re.compile(r"interventions\..+\.participants(\..+)?|.+\.transfer")
"""What is decided, and the share of an effect that is expected here: its reason is asked for elsewhere."""


def losers(case: Case) -> Iterator[Finding]:
    """Name every payer that loses, and say it loudest where all together gain."""
    for id, result in case.results.items():
        if id == PORTFOLIO and len(case.results) == 2:
            continue
        for payer, share in result.by_payer.items():
            if share.npv < -_ROUNDING:
                gains = result.npv > _ROUNDING
                values = {"payer": payer, "loss": share.npv, "total": result.npv, "of": id}
                yield Finding(
                    "loser", "look" if gains else "note", "", values, None if id == PORTFOLIO else id
                )


def fragility(case: Case) -> Iterator[Finding]:
    """Count the draws in which the sign is another one than at the estimates."""
    fixed = len(case.scenario.inputs) - len(case.simulation.draws.names)
    if not case.simulation.draws.names:
        yield Finding("nothing_varied", "stop", "", {"inputs": len(case.scenario.inputs)})
        return
    for id, result in case.results.items():
        if id == PORTFOLIO and len(case.results) == 2:
            continue
        share = flips(case.simulation.total(id), result.npv)
        level: Level = "look" if share > FRAGILE else "note"
        code = "fragile" if share > FRAGILE else "shaky" if share > SHAKY else "steady"
        values = {"of": id, "share": share, "amount": result.npv}
        yield Finding(code, level, "", values)
    yield Finding("inputs_fixed", "note", "", {"fixed": fixed, "inputs": len(case.scenario.inputs)})


def flips(draws: Array, estimate: float) -> float:
    """Return the share of draws whose sign is not that of the estimate.

    Args:
        draws: net values, shape (D,).
        estimate: the net value at the estimates.
    """
    return float(np.mean(draws <= 0.0 if estimate > 0.0 else draws > 0.0))


def sources(case: Case) -> Iterator[Finding]:
    """List every own number that neither names a source nor says what it is."""
    for name, item in case.scenario.inputs.items():
        passport = item.passport
        if passport.where is None or passport.register is not None or _PLANNED.fullmatch(name):
            continue
        if passport.source is None and passport.note is None:
            yield Finding(
                "source_none", "look", at(passport.where), {"input": name, "written": passport.written}
            )


def told(case: Case) -> Iterator[Finding]:
    """Look for what a reader of the result needs to be told."""
    head = case.scenario.file.scenario
    where = str(head.at())
    for key in ("question", "author", "contact", "funding"):
        if getattr(head, key) is None:
            yield Finding(f"no_{key}", "look" if key == "question" else "note", where)
    if not head.not_included:
        yield Finding("nothing_left_out", "look", where)
    for said, item in case.pairs:
        if not said.dkr_goals:
            yield Finding("no_goal", "note", str(said.at()), {}, item.id)
        if said.description is None:
            yield Finding("no_description", "look", str(said.at()), {}, item.id)


def assumptions(case: Case) -> Iterator[Finding]:
    """List what the scenario changes in the model, and values that took another's place."""
    said = case.scenario.file.assumptions
    for key in sorted(said.model_fields_set - {"prices"}):
        yield Finding("assumption", "look", str(said.at(key)), {"key": key})
    for id, price in case.scenario.prices.items():
        row = case.scenario.registers.prices.get(id)
        if price.own and row is not None and row.value is not None:
            values = {"input": price.amount.name, "before": row.value, "after": price.amount.passport.written}
            yield Finding("register_overridden", "look", at(price.amount.passport.where), values)


def warned(case: Case) -> Iterator[Finding]:
    """Pass on what the engine doubted when it read the scenario."""
    for warning in case.scenario.warnings:
        yield Finding("warning", "note", at(warning.where), {"said": warning.message})
