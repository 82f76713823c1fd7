"""`cba run --save-draws` from outside: what the file holds is what was drawn and what came of it."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import cba

from ..conftest import Run, Write
from ..snippets import GRADED

BATCHES = 8

# an uncertain number of every kind: rate, participants, completion, costs, ratio, baselines, fade, transfer,
# quantity, price, shares, share of a place, displacement, reporting rate and amounts by year
TEXT = f"""\
scenario: {{id: all}}
model: soem
place: Odense
price_year: 2025
start: 2026
horizon: 6
draws: 400
assumptions:
  discounting: {{rate: {{estimate: 3.5 %, low: 2 %, high: 5 %}}, timing: start}}
  prices:
    prison_day: {{estimate: 1700, low: 1200, high: 2200, {GRADED}}}
interventions:
  - id: a
    participants: {{estimate: 20, low: 15, high: 25}}
    years: 2
    completion: {{estimate: 85 %, low: 70 %, high: 90 %, distribution: pert}}
    costs:
      - {{what: C, amount: 15000, low: 11000, high: 26000, per: participant, payer: kommune, price_year: 2018,
         {GRADED}}}
      - {{what: D, amount: 28000, se: 3000, distribution: gamma, per: start, payer: kommune, {GRADED}}}
    effects:
      - outcome: reconviction
        evidence: cbt_juv
        baseline: {{share: {{estimate: 42 %, low: 35 %, high: 50 %}}, within: 24 months}}
        duration: 4
        fade: {{estimate: 15 %, low: 5 %, high: 25 %}}
        transfer: {{estimate: 80 %, low: 60 %, high: 100 %}}
        consequences: [{{price: prison_day, quantity: {{estimate: 150, low: 100, high: 200}}, spread: 3}}]
      - outcome: no_new_crime
        {GRADED}
        success_rate: {{with: {{estimate: 71 %, low: 60 %, high: 80 %}},
                       without: {{estimate: 33 %, low: 25 %, high: 40 %}}}}
        consequences: [{{price: prison_day, quantity: {{estimate: -24, low: -30, high: -20}}}}]
  - id: b
    participants: 30
    effects:
      - outcome: reconviction
        evidence: cbt_juv
        baseline: {{share: 30 %, within: 12 months}}
        transfer: 50 %
  - id: c
    years: 2
    costs: [{{what: E, amount: 40000, low: 30000, high: 60000, distribution: uniform, per: year,
             payer: kommune, {GRADED}}}]
    effects:
      - outcome: burglary
        evidence: property_marking_dk
        baseline: {{incidents: place, share: {{estimate: 30 %, low: 20 %, high: 40 %}}}}
        displacement: {{estimate: 10 %, low: 0 %, high: 30 %}}
        reporting_rate: {{estimate: 90 %, low: 80 %, high: 98 %}}
  - id: d
    flows:
      - {{what: F, payer: kommune, kind: benefit, {GRADED},
         amounts: [0, {{estimate: 400000, low: 300000, high: 600000}}]}}
"""
KINDS = 20
"""Uncertain inputs of the text."""


@pytest.fixture(autouse=True)
def _scenario(write: Write) -> None:
    write(TEXT)


def saved(run: Run, *words: str) -> dict[str, Any]:
    done = run("run", "scenario.yaml", "--formats", "json", "--quiet", "--out", "out", *words)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(Path("out/results.json").read_text(encoding="utf-8"))
    return found


def test_each_draw_put_back_is_an_appraisal(run: Run) -> None:
    """One evidence row is one draw in both interventions; every kind of number arrives in the result."""
    saved(run, "--save-draws", "npz")
    scenario = cba.load("scenario.yaml")
    with np.load("out/draws.npz") as file:
        names, outputs = file["input_names"].tolist(), file["output_names"].tolist()
        assert len(names) == KINDS
        assert np.ptp(file["inputs"], axis=1).min() > 0
        for draw in (0, 199, 399):
            drawn = dict(zip(names, file["inputs"][:, draw].tolist(), strict=True))
            settings = [line for name in names for line in _settings(scenario, name, drawn[name])]
            alone = cba.appraise(cba.load("scenario.yaml", settings=settings)).results
            for name, value in zip(outputs, file["outputs"][:, draw].tolist(), strict=True):
                kind, id, *which = name.split(".")
                result = alone[id]
                expected = (
                    result.by_payer[which[0]].npv
                    if kind == "npv"
                    else result.pv_costs
                    if kind == "costs"
                    else result.outcomes[which[0]].avoided
                )
                assert value == pytest.approx(expected, rel=1e-9, abs=1e-6), name


def _settings(scenario: cba.Scenario, name: str, value: float) -> list[str]:
    """Set an input to what was drawn; a cost stands in the prices of its year and keeps its interval."""
    own = value if name.startswith("price.") else value / scenario.inputs[name].factor
    lines = [f"{name}={own!r}"]
    if scenario.inputs[name].low is not None and name.endswith(".amount"):
        lines += [f"{name.removesuffix('amount')}{end}={own!r}" for end in ("low", "high")]
    return lines


def test_the_results_are_those_of_the_draws(run: Run) -> None:
    document = saved(run, "--save-draws", "npz")
    with np.load("out/draws.npz") as file:
        outputs = dict(zip(file["output_names"].tolist(), file["outputs"], strict=True))
        batch = file["batch"]
    for id, part in [("portfolio", document["portfolio"]), *document["interventions"].items()]:
        said = part["uncertainty"]
        rows = {payer: outputs[f"npv.{id}.{payer}"] for payer in said["by_payer"]}
        total = np.sum(list(rows.values()), axis=0)
        for found, npv in [(said["npv"], total), *((said["by_payer"][p], rows[p]) for p in rows)]:
            means = [npv[batch == n].mean() for n in range(BATCHES)]
            expected = {f"p{share:02}": np.percentile(npv, share) for share in (5, 10, 50, 90, 95)}
            expected |= {"mean": npv.mean(), "sd": npv.std(ddof=1)}
            expected["se"] = np.std(means, ddof=1) / np.sqrt(BATCHES)
            assert {key: found[key] for key in expected} == pytest.approx(expected, rel=1e-6, abs=1e-6)
        assert said["prob_npv_positive"] == np.mean(total > 0)
        assert said["prob_npv_positive_by_payer"] == {p: np.mean(npv > 0) for p, npv in rows.items()}
        assert said["evpi"] == pytest.approx(np.maximum(total, 0).mean() - max(total.mean(), 0), abs=1e-6)


@pytest.mark.skipif(importlib.util.find_spec("pyarrow") is None, reason="pyarrow is not installed")
def test_parquet_has_the_same_as_npz(run: Run) -> None:
    import pandas as pd

    saved(run, "--save-draws", "npz")
    with np.load("out/draws.npz") as file:
        inputs = dict(zip(file["input_names"].tolist(), file["inputs"], strict=True))
        outputs = dict(zip(file["output_names"].tolist(), file["outputs"], strict=True))
        batch = file["batch"]
    saved(run, "--save-draws", "parquet", "--force")
    table = pd.read_parquet("out/draws.parquet")
    expected = {"batch": batch, **{f"input.{name}": column for name, column in inputs.items()}, **outputs}
    assert list(table.columns) == list(expected)
    assert all(np.array_equal(table[name].to_numpy(), column) for name, column in expected.items())


@pytest.mark.skipif(importlib.util.find_spec("pyarrow") is not None, reason="pyarrow is installed")
def test_parquet_without_pyarrow_is_refused_before_anything_is_calculated(run: Run) -> None:
    done = run("run", "scenario.yaml", "--save-draws", "parquet", "--out", "out")
    assert done.returncode == 2
    assert "parquet needs pyarrow" in done.stderr
    assert not Path("out").exists()
