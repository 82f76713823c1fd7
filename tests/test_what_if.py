"""The pieces of `what_if`: put together again they are the engine's own result, over any horizon."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import cba

from .mixed import CASES, mixed

Appraise = Callable[..., cba.Appraisal]


def _row(amounts: list[float], years: int) -> Any:
    return np.pad(np.array(amounts), (0, years - len(amounts)))


def _together(item: dict[str, Any], payer: str, years: int) -> Any:
    """One intervention by itself: a payer's net by year, not discounted."""
    net = _row(item["benefits"].get(payer, []), years)
    for costs in ("costs", "costs_by_participants"):
        net = net - _row(item[costs].get(payer, []), years)
    for effect in item["effects"].values():
        worth, change = _row(effect["worth"].get(payer, []), years), _row(effect["change"], years)
        net = net + np.convolve(change, worth)[:years]
    return net


@pytest.mark.parametrize(("model", "how"), CASES)
def test_the_pieces_make_the_result_of_each_intervention(
    model: str, how: tuple[str, ...], appraise: Appraise
) -> None:
    document = appraise(mixed(model), *how).to_dict()
    pieces, horizon = document["what_if"], document["scenario"]["horizon"]
    years = pieces["horizon"]["highest"]
    discount = np.array(pieces["discount_factors"])
    assert len(discount) == years >= horizon >= pieces["horizon"]["lowest"]
    for id, item in pieces["interventions"].items():
        for payer, result in document["interventions"][id]["by_payer"].items():
            found = float((discount * _together(item, payer, years))[:horizon].sum())
            assert found == pytest.approx(result["npv"], rel=1e-9, abs=1e-6)


def test_a_longer_period_is_what_the_engine_says_of_it(appraise: Appraise) -> None:
    document = appraise(mixed("soem")).to_dict()
    pieces = document["what_if"]
    longest = pieces["horizon"]["highest"]
    again = appraise(mixed("soem"), f"horizon={longest}").to_dict()
    assert again["what_if"]["discount_factors"][:longest] == pytest.approx(pieces["discount_factors"])
    for id, item in pieces["interventions"].items():
        other = again["what_if"]["interventions"][id]
        for payer in document["model"]["payers"]:
            expected = _together(other, payer, again["what_if"]["horizon"]["highest"])[:longest]
            assert _together(item, payer, longest) == pytest.approx(expected)


def test_an_effect_is_not_moved_beyond_all_that_happens(appraise: Appraise) -> None:
    text = (
        "scenario: {id: all, title: {da: Alt, en: All}}\nprice_year: 2025\nstart: 2026\nhorizon: 3\n"
        "interventions:\n  - id: a\n    participants: 10\n    effects:\n"
        "      - {outcome: reconviction, measure: relative_risk, estimate: 0.2, direction: lower_is_better,\n"
        "         grade: D, source: test, baseline: {share: 40 %, within: 12 months}}\n"
    )
    assert appraise(text).to_dict()["what_if"]["interventions"]["a"]["most_effect"] == 1.25
