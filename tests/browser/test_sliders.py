"""The sliders agree with the engine to the krone, anywhere and in any combination."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import cba
from cba.reports.factsheet import render_factsheet

from .positions import Moved, Position, chosen, move, settings, whole

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
HALF = 0.5 + 1e-3
TRIES = 12

# every kind of overlap: three that share people in pairs, with different starters, baselines and harm
TOGETHER = """\
scenario: {id: together, title: {da: Sammen, en: Together}}
price_year: 2025
start: 2026
horizon: 8
interventions:
"""
ONE = """\
  - id: {id}
    participants: {participants}
    completion: 80 %
    overlaps_with: [{others}]
    costs: [{{what: Drift, amount: 20000, per: completer, payer: kommune, grade: D, source: test}},
            {{what: Start, amount: 90000, per: start, payer: {{kommune: 60 %, stat: 40 %}}, grade: D,
              source: test}}]
    effects:
      - {{outcome: reconviction, measure: relative_risk, estimate: {ratio}, direction: lower_is_better,
          grade: D, source: test, baseline: {{share: 40 %, within: 24 months}}, duration: 4, fade: 20 %,
          lag: {lag}, transfer: 60 %, consequences: [{{price: prison_day, quantity: 100, spread: 3}}]}}
"""
GROUP = TOGETHER + "".join(
    ONE.format(id=id, participants=people, others=others, ratio=ratio, lag=lag)
    for id, people, others, ratio, lag in (
        ("a", "[30, 45]", "b", 0.7, 0),
        ("b", "{2026: 20, 2028: 60}", "a, c", 0.8, 1),
        ("c", "50", "b", 1.15, 0),
    )
)
CASES = {
    **{
        f"{name}.{model}": (name, model)
        for name in ("odense-tryg-ungdom", "aarhus-indbrud", "aalborg-natteliv", "kommunal-businesscase")
        for model in ("soem", "samfundsoekonomi")
    },
    "mentor-recidiv-dk": ("mentor-recidiv-dk", "soem"),
    "scared-straight": ("scared-straight", "soem"),
    "together.soem": ("", "soem"),
    "together.samfundsoekonomi": ("", "samfundsoekonomi"),
}


@pytest.fixture
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The case's scenario file."""
    name = request.node.callspec.params["case"][0]
    if name:
        return SCENARIOS / f"{name}.yaml"
    (tmp_path / "together.yaml").write_text(GROUP, encoding="utf-8")
    return tmp_path / "together.yaml"


def _open(page: Any, document: dict[str, Any], language: str = "da") -> None:
    page.set_content(render_factsheet(document, language))


def _agrees(shown: dict[str, int], document: dict[str, Any]) -> None:
    results = document["portfolio"]
    expected = {payer: results["by_payer"][payer]["npv"] for payer in shown if payer != "all"}
    expected["all"] = results["measures"]["npv"]
    assert {p: abs(shown[p] - expected[p]) <= HALF for p in shown} == dict.fromkeys(shown, True), (
        shown,
        expected,
    )


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_sliders_agree_with_the_engine_to_the_krone(page: Any, path: Path, case: tuple[str, str]) -> None:
    scenario = cba.load(path, model=case[1])
    document = cba.appraise(scenario).to_dict()
    _open(page, document)
    # a transferability cannot exceed 100 %; beyond it see the next test
    most = {
        id: min([int(100 * item["most_effect"]), *(int(100 / e["transfer"]) for e in said["effects"])])
        for (id, item), said in zip(
            document["what_if"]["interventions"].items(), document["interventions"].values(), strict=True
        )
        if item["most_effect"] is not None
    }
    for seed in range(TRIES):
        position = chosen(document, seed, most_effect=most)
        again = cba.load(path, model=case[1], settings=settings(scenario, document, position))
        _agrees(move(page, position), cba.appraise(again).to_dict())


@pytest.mark.parametrize("case", [CASES["aalborg-natteliv.soem"], CASES["together.soem"]])
@pytest.mark.parametrize("effect", [130, 200])
def test_effects_beyond_what_is_expected_agree_too(
    page: Any, path: Path, case: tuple[str, str], effect: int
) -> None:
    """The engine's own way to scale all effects at once is the adjustment by grade."""
    document = cba.appraise(cba.load(path, model=case[1])).to_dict()
    _open(page, document)
    pieces = document["what_if"]["interventions"]
    effect = min([effect, *(int(100 * p["most_effect"]) for p in pieces.values() if p["most_effect"])])
    moved = {
        id: Moved(
            None if item["participants"] is None else whole(item) or 100,
            None if item["most_effect"] is None else effect,
            100,
        )
        for id, item in pieces.items()
    }
    adjusted = [f"assumptions.evidence_adjustment.{grade}={effect / 100}" for grade in "ABCD"]
    again = cba.appraise(cba.load(path, model=case[1], settings=adjusted)).to_dict()
    _agrees(move(page, Position(moved, document["scenario"]["horizon"])), again)
    assert effect > 100
