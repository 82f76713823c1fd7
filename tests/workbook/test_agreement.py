"""The workbook and the engine give the same results, as LibreOffice computes the workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import cba
from cba.reports.workbook import build_workbook
from cba.reports.workbook.input_list import Listed, listed
from cba.reports.workbook.names import usable

from .office import Trial, needs_office, tried

ROOT = Path(__file__).resolve().parents[2]
FILES = [*sorted((ROOT / "scenarios").glob("*.yaml")), ROOT / "scenarios" / "tutorial" / "scenario.yaml"]
MODELS = ("soem", "samfundsoekonomi")
MEASURES = (
    "npv", "pv_benefits", "pv_costs", "bcr", "irr", "payback_year", "discounted_payback_year",
    "npv_per_participant", "equivalent_yearly",
)  # fmt: skip
SWITCHING = ("effect_share", "cost_factor", "success_rate")

Document = Mapping[str, Any]


def document_of(path: Path, model: str, *settings: str) -> Document:
    return cba.appraise(cba.load(path, model=model, settings=settings)).to_dict()


def expected(document: Document) -> Iterator[tuple[str, float | None]]:
    """Yield every named result and the engine's number."""
    for key, result in [("portfolio", document["portfolio"]), *document["interventions"].items()]:
        name = key.replace("-", "_")
        for measure in MEASURES:
            yield f"{name}_{measure}", result["measures"][measure]
        for measure in SWITCHING:
            yield f"{name}_{measure}", result["switching"][measure]
        for payer, found in result["by_payer"].items():
            for measure, value in found.items():
                yield f"{name}_{measure}_{payer}", value
        for outcome, found in result["outcomes"].items():
            yield f"{name}_{outcome}_avoided", found["avoided"]
            yield f"{name}_{outcome}_cost_per_avoided", found["cost_per_avoided"]


def differences(found: Mapping[str, float | str], document: Document) -> tuple[int, float, list[str]]:
    """Return cells compared, the worst relative difference, and what disagrees."""
    worst, wrong, count = 0.0, [], 0
    scale = max(abs(document["portfolio"]["measures"][m]) for m in ("pv_benefits", "pv_costs"))
    for name, engine in expected(document):
        ours = found[name]
        if engine is None or isinstance(ours, str):
            undefined = engine is None and isinstance(ours, str) and not ours.startswith("error")
            several = ours in ("ikke entydig", "not unique")
            # IRR of a spreadsheet does not find what loses more than 99 % a year, and the cell says so
            steep = ours in ("ikke fundet", "not found") and engine is not None and engine < -0.99
            if not undefined and not (name.endswith("irr") and (several or steep)):
                wrong.append(f"{name}: {ours} in the workbook, {engine} in the engine")
            continue
        count += 1
        # what is nothing but the rounding of large sums is compared to those
        near = scale * 1e-15 if abs(engine) < 1e-6 * scale else 0.0
        off = max(0.0, abs(ours - engine) - near) / max(abs(engine), 1e-9)
        worst = max(worst, off)
        if off > 1e-9:
            wrong.append(f"{name}: {ours!r} in the workbook, {engine!r} in the engine")
    return count, worst, wrong


def moved(item: Listed) -> float:
    """Return another value that the input may have: inside its interval, off its limits."""
    value, passport = float(item.value), item.passport
    low, high = passport.get("low"), passport.get("high")
    if low is not None and high is not None and high > low:
        return float((value + (high if high - value > value - low else low)) / 2)
    if item.kind == "whole_years":
        return value + 1
    if item.kind == "years":
        return value + 0.75
    if item.kind == "rate":
        return value + 0.01
    if item.kind in ("share", "difference"):
        return value * 0.9 if value else 0.15
    if item.kind in ("percentage_change", "percentage_points"):
        return value * 0.8 if value else -5.0
    if not value:
        return 3.0
    return value * (1.07 if item.kind != "count" else 1.25)


def written(item: Listed, value: float) -> str:
    """Return a value as `--set` takes it."""
    return f"{item.setting}={value!r}"


CASES = [(path, model) for path in FILES for model in MODELS]


@needs_office
def test_every_result_of_every_scenario_agrees(capsys: pytest.CaptureFixture[str]) -> None:
    documents = [document_of(path, model) for path, model in CASES]
    trials = [
        Trial(build_workbook(document, "da"), [name for name, _ in expected(document)], [None])
        for document in documents
    ]
    for (path, model), document, answers in zip(CASES, documents, tried(trials), strict=True):
        count, worst, wrong = differences(answers[0], document)
        assert not wrong, (path.name, model, wrong)
        assert count > 20
        with capsys.disabled():
            print(f"\n{path.stem}, {model}: {count} results, worst relative difference {worst:.1e}", end="")


@needs_office
@pytest.mark.parametrize("model", MODELS)
def test_after_any_single_change_the_results_are_those_of_set(model: str) -> None:
    documents = [document_of(path, model) for path in FILES]
    # of large scenarios a few, since the formulas are the same; so too with more payers
    several = {path: _every(path, model) for path in FILES}
    changes = [
        [(item, moved(item)) for item in [*listed(document)][:: several[path]]]
        for path, document in zip(FILES, documents, strict=True)
    ]
    trials = [
        Trial(
            build_workbook(document, "da"),
            [name for name, _ in expected(document)],
            [(cell_of(document, item), value) for item, value in made],
        )
        for document, made in zip(documents, changes, strict=True)
    ]
    wrong, compared = [], 0
    for path, made, answers in zip(FILES, changes, tried(trials), strict=True):
        for (item, value), found in zip(made, answers, strict=True):
            count, _, differs = differences(found, document_of(path, model, written(item, value)))
            compared += count
            wrong += [f"{path.stem}, {written(item, value)}: {text}" for text in differs]
    assert not wrong, "\n".join(wrong[:20])
    assert compared > 5_000


def cell_of(document: Document, item: Listed) -> str:
    """Return the defined name of an input's cell, as the workbook has it."""
    return usable(item.name)


def _every(path: Path, model: str) -> int:
    size = len(path.read_text("utf-8"))
    if model == "soem":
        return 1 if size < 20_000 else 60
    return 1 if size < 4_500 else 8 if size < 20_000 else 200
