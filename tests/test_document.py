"""The document that results.json holds, and data frames with the same numbers."""

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import cba

from .mixed import CASES, MODELS, mixed
from .snippets import GRADED, TOP

Appraise = Callable[..., cba.Appraisal]


def keys(value: Any) -> Any:
    """The document's shape: numbers and texts left out."""
    if isinstance(value, dict):
        return {key: keys(item) for key, item in value.items()}
    return None


def finite(value: Any) -> bool:
    if isinstance(value, dict):
        return all(finite(item) for item in value.values())
    if isinstance(value, list):
        return all(finite(item) for item in value)
    return (
        value is None
        or isinstance(value, (str, bool, int))
        or (isinstance(value, float) and np.isfinite(value))
    )


@pytest.mark.parametrize(("model", "how"), CASES)
def test_the_document_is_plain_and_finite(model: str, how: tuple[str, ...], appraise: Appraise) -> None:
    document = appraise(mixed(model), *how).to_dict()
    assert finite(document)
    assert json.loads(json.dumps(document, allow_nan=False)) == document


def test_nothing_priced_is_finite_too(appraise: Appraise) -> None:
    bullied = f"{{outcome: bullying, change: {{by_year: [-1]}}, {GRADED}}}"
    text = f"{TOP}interventions:\n  - {{id: a, effects: [{bullied}]}}\n"
    measures = appraise(text).to_dict()["portfolio"]["measures"]
    assert finite(measures)
    assert (measures["npv"], measures["bcr"], measures["irr_status"]) == (0.0, None, "none")


def test_the_document_has_the_keys_of_the_formats(appraise: Appraise) -> None:
    document = appraise(mixed("soem")).to_dict()
    assert set(document) >= {
        *("format", "engine", "created", "scenario", "model", "draws", "seed", "interventions", "portfolio"),
        *("allocation", "trace", "warnings"),
    }
    assert document["format"] == 1
    assert document["created"] == "2023-11-14T22:13:20+00:00"
    for result in (document["interventions"]["family"], document["portfolio"]):
        assert set(result["measures"]) >= {
            *("npv", "pv_benefits", "pv_costs", "bcr", "irr", "irr_status", "payback_year"),
            *("discounted_payback_year", "npv_per_participant", "participants", "equivalent_yearly"),
        }
        assert set(result["by_payer"]) == {"kommune", "region", "stat"}
        assert set(result["by_payer"]["stat"]) >= {"npv", "pv_benefits", "pv_costs", "payback_year"}
        assert set(result["by_year"][0]) >= {
            *("year", "n", "discount_factor", "costs", "benefits", "net", "net_by_payer"),
            *("cumulative", "cumulative_discounted"),
        }
        for outcome in result["outcomes"].values():
            assert set(outcome) >= {"avoided", "by_year", "cost_per_avoided", "dkr_goal"}
        assert set(result["switching"]) >= {"effect_share", "cost_factor", "success_rate", "prices"}


def test_the_trace_says_where_numbers_stand(appraise: Appraise) -> None:
    document = appraise(mixed("soem"), "interventions.family.completion=90 %").to_dict()
    completion = document["trace"]["interventions.family.completion"]
    assert (completion["value"], completion["file"]) == (0.9, "--set")
    assert completion["overrides"] == [{"written": "80 %", "where": "scenario.yaml:15:17"}]
    price = document["trace"]["price.placement_year"]
    assert (price["file"], price["line"], price["value"]) == ("scenario.yaml", 9, 600000)
    start = document["trace"]["interventions.family.costs.Opstart.amount"]
    assert start["estimate"] == 280000
    (step,) = start["conversions"]
    assert step["factor"] == pytest.approx(1.2132)
    assert start["value"] == pytest.approx(280000 * step["factor"])


def test_a_scenario_run_twice_is_the_same(appraise: Appraise) -> None:
    texts = [json.dumps(appraise(mixed("samfundsoekonomi")).to_dict()) for _ in range(2)]
    assert texts[0] == texts[1]


# for notebooks


@pytest.mark.parametrize("model", MODELS)
def test_data_frames_hold_the_same_numbers(model: str, appraise: Appraise) -> None:
    found = appraise(mixed(model))
    assert list(found.measures.index) == ["family", "case", "portfolio"]
    assert found.measures.loc["portfolio", "npv"] == found.portfolio.npv
    assert found.by_payer.loc["family"].sum() == pytest.approx(found.interventions["family"].npv)
    assert list(found.by_year.index) == list(range(2026, 2038))
    assert found.by_year["net"].tolist() == pytest.approx(found.portfolio.net.tolist())
    payers = list(found.portfolio.payers)
    assert found.by_year[payers].sum(axis=1).tolist() == pytest.approx(found.portfolio.net.tolist())


def test_objects_say_what_they_are(appraise: Appraise) -> None:
    found = appraise(mixed("soem"))
    assert repr(found).startswith("<Appraisal of mixed through soem, 2025 prices\n  <family: net ")
    assert repr(found.scenario) == "<Scenario mixed: family, case; 2026, 12 years, model soem>"
    assert "kommune" in repr(found.portfolio)
