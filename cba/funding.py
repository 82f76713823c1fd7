"""What a scenario says about an application, as plain data: the `funding` of results.json."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cba.funding_rules import programme, rules, rules_block
from cba.funding_statements import Appraisal, plain
from cba.linking import Scenario


def funding_block(scenario: Scenario) -> dict[str, Any]:
    """Return the funding of a scenario; `stated` is None where the scenario says nothing about it.

    Yearly series are lists with one amount for each year counted.
    """
    stated = scenario.file.funding
    grant = stated.grant if stated else None
    found = dict(plain(stated)) if stated else None
    if stated and stated.appraisal and found:
        found["appraisal"]["financing"] = _financing(stated.appraisal, scenario)
    return {
        "stated": found,
        "rules": rules_block(),
        "programme": plain(programme(grant.programme)) if grant else None,
        "appraisal": _rates(stated.appraisal if stated else None),
    }


def _rates(said: Appraisal | None) -> dict[str, Any]:
    given = rules().appraisal
    own = said is not None and (said.financial_rate is not None or said.social_rate is not None)
    return {
        "financial_rate": plain((said and said.financial_rate) or given.financial_rate),
        "social_rate": plain((said and said.social_rate) or given.social_rate),
        "source": given.source,
        "own": own,
    }


def _financing(said: Appraisal, scenario: Scenario) -> list[dict[str, Any]]:
    return [
        {
            "what": item.what.both(),
            "kind": item.kind,
            "amounts": _by_year(item.amounts, scenario),
            "repayments": _by_year(item.repayments or [], scenario),
        }
        for item in said.financing
    ]


def _by_year(stated: Sequence[Any] | Mapping[str, Any], scenario: Scenario) -> list[float]:
    """Return one amount for each year of the horizon; checked when the scenario was linked."""
    amounts = [0.0] * scenario.horizon
    pairs = (
        ((int(year) - scenario.start, item) for year, item in stated.items())
        if isinstance(stated, Mapping)
        else enumerate(stated)
    )
    for n, item in pairs:
        amounts[n] = float(item.estimate)
    return amounts
