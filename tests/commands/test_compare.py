"""`cba compare` from outside: scenarios, variants, models, earlier results, places."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import cba

from ..conftest import Run, Write
from ..reports.page import read
from ..snippets import SCENARIO

ROOT = Path(__file__).resolve().parents[2]
NORMAL = """\
scenario: {{id: {id}, title: {{da: {id}, en: {id}}}}}
price_year: 2025
start: 2026
horizon: 1
draws: 4000
interventions:
  - id: a
    participants: 100
    costs: [{{what: C, amount: {cost}, per: year, payer: kommune, grade: D}}]
    effects:
      - outcome: no_new_crime
        success_rate: {{estimate: 50 %, low: 30 %, high: 70 %, distribution: normal}}
        grade: D
        consequences: [{{price: gain, quantity: -1, spread: 1}}]
assumptions: {{prices: {{gain: {{estimate: 100, price_year: 2025, payer: stat, area: andet}}}}}}
"""


@pytest.fixture(autouse=True)
def _files(write: Write) -> None:
    write(SCENARIO, "scenario.yaml")
    write(NORMAL.format(id="cheap", cost=4000), "cheap.yaml")
    write(NORMAL.format(id="dear", cost=6000), "dear.yaml")


def data(run: Run, *words: str) -> dict[str, Any]:
    done = run("compare", *words, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_common_draws_decide_who_is_best(run: Run) -> None:
    """The same success, 2,000 kr. dearer: never better, though the ranges overlap widely."""
    found = data(run, "cheap.yaml", "dear.yaml")
    [group] = found["groups"]
    assert group["league"] == ["cheap", "dear"]
    robust = group["robustness"]
    # 100 people, 100 kr. per success: 40 % of them pay the 4,000 kr.
    expected = 1 - cdf(0.4, 0.5, 0.4 / 3.92)
    assert robust["best"]["cheap"] == pytest.approx(expected, abs=0.004)
    assert robust["best"]["dear"] == 0.0
    assert robust["beats"]["cheap"]["dear"] == 1.0
    assert robust["beats"]["dear"]["cheap"] == 0.0
    assert robust["expected_loss"]["dear"] - robust["expected_loss"]["cheap"] == pytest.approx(2000.0)


def cdf(x: float, mean: float, sd: float) -> float:
    import math

    return 0.5 * (1 + math.erf((x - mean) / sd / math.sqrt(2)))


def test_a_ratio_never_stands_alone(run: Run) -> None:
    """The better ratio of a small thing, the greater net result of a large one: both orders are said."""
    text = NORMAL.format(id="big", cost=22000).replace("participants: 100", "participants: 500")
    Path("big.yaml").write_text(text)
    found = data(run, "cheap.yaml", "big.yaml", "--rank", "bcr")
    assert found["groups"][0]["league"] == ["cheap", "big"]
    done = run("compare", "cheap.yaml", "big.yaml", "--draws", "100")
    said = " ".join(done.stdout.split())
    assert "The highest ratio has: cheap; the highest net result: big." in said
    assert said.index("1 big") < said.index("2 cheap")


def test_variants_and_models_are_grouped_by_what_they_count(run: Run) -> None:
    words = ("scenario.yaml", "--variant", "weak", "--model", "soem", "--model", "samfundsoekonomi")
    found = data(run, *words, "--draws", "200")
    assert [len(group["league"]) for group in found["groups"]] == [2, 2]
    assert {option["scenario"]["variant"] for option in found["options"].values()} == {None, "weak"}
    assert "model" in {doubt["about"] for doubt in found["doubts"]}
    assert (
        data(run, "scenario.yaml@weak", "scenario.yaml@harm", "--draws", "50")["groups"][0]["league"][0]
        == "x.weak"
    )


def test_one_scenario_is_compared_by_its_interventions(run: Run) -> None:
    path = str(ROOT / "scenarios" / "odense-tryg-ungdom.yaml")
    found = data(run, path, "--draws", "400")
    assert set(found["options"]) == {"mst", "cbt", "mentor", "ssp"}
    assert found["options"]["ssp"]["evidence"]["without_effect"] == ["ssp"]
    assert found["options"]["mst"]["dkr_goals"] == [1]
    appraisal = cba.appraise(cba.load(path))
    for id, option in found["options"].items():
        assert option["measures"]["npv"] == appraisal.interventions[id].npv
    done = run("compare", path, "--draws", "100", "--language", "da", COLUMNS="80")
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "ingen dom over dem" in " ".join(done.stdout.split())


def test_earlier_results_take_part_with_the_draws_they_saved(run: Run) -> None:
    for name, more in (("cheap", ("--save-draws", "npz")), ("dear", ())):
        done = run("run", f"{name}.yaml", "--out", name, "--formats", "json", "--quiet", *more)
        assert done.returncode == 0, done.stderr
    found = data(run, "cheap", "dear", "dear.yaml")
    [group] = found["groups"]
    assert group["robustness"]["members"] == ["cheap", "dear-3"]
    assert group["robustness"]["beats"]["cheap"]["dear-3"] == 1.0
    assert {"about": "draws", "values": ["dear-2"]} in found["doubts"]
    alive = data(run, "cheap.yaml", "dear.yaml")
    assert found["options"]["cheap"]["uncertainty"]["npv"] == alive["options"]["cheap"]["uncertainty"]["npv"]
    assert found["options"]["dear-2"]["uncertainty"]["npv"]["p05"] == pytest.approx(
        alive["options"]["dear"]["uncertainty"]["npv"]["p05"]
    )
    shutil.copy("cheap/results.json", "dear/results.json")
    Path("dear/draws.npz").write_bytes(b"no archive")
    done = run("compare", "cheap", "dear")
    assert done.returncode == 2
    assert "does not hold the draws of these results" in done.stderr


def test_files_are_written_together_and_amounts_in_the_workbook_are_whole(run: Run) -> None:
    done = run("compare", "cheap.yaml", "dear.yaml", "--draws", "200", "--out", "c")
    assert done.returncode == 0, done.stderr
    names = {path.name for path in Path("c").iterdir()}
    assert names == {"comparison.json", "comparison.xlsx", "comparison.da.html", "comparison.en.html"}
    document = json.loads(Path("c/comparison.json").read_text())
    sheets = load_workbook(io.BytesIO(Path("c/comparison.xlsx").read_bytes()))
    assert sheets.sheetnames[0] == "Rangliste"
    values = [[cell.value for cell in row] for row in sheets["Rangliste"].iter_rows(min_row=5)]
    assert [row[3] for row in values] == [
        document["options"][n]["measures"]["npv"] for n in ("cheap", "dear")
    ]
    page = read(Path("c/comparison.en.html").read_text(encoding="utf-8"))
    assert not list(page.all("script"))
    assert len(list(page.all("svg"))) == 1
    assert run("compare", "cheap.yaml", "dear.yaml", "--out", "c").returncode == 2


def test_places_from_their_own_baselines(run: Run) -> None:
    path = str(ROOT / "scenarios" / "aarhus-indbrud.yaml")
    found = data(run, path, "--across", "Odense,Samsø", "--across", "landsdel:Fyn", "--draws", "300")
    rows = {row["place"]: row for row in found["places"]}
    assert set(rows) == {"Odense", "Samsø", "Fyn"}
    for name in ("Odense", "Samsø"):
        alone = cba.appraise(cba.load(path, settings=f"place={name}"))
        assert rows[name]["npv"] == pytest.approx(alone.portfolio.npv)
        assert rows[name]["interventions"]["maerkning"]["npv"] == alone.interventions["maerkning"].npv
    assert rows["Odense"]["incidents"]["burglary"] > rows["Samsø"]["incidents"]["burglary"]
    done = run("compare", path, "--across", "regioner", "--draws", "100", "--out", "r", COLUMNS="80")
    assert done.returncode == 0, done.stderr
    assert "Region Sjælland" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("scenario.yaml",), "has one intervention; name something to compare it with"),
        (("cheap.yaml", "cheap.yml"), "cheap.yml"),
        (("cheap.yaml", "dear.yaml", "--payer", "borger"), "unknown payer 'borger'"),
        (("cheap.yaml", "--across", "Odence"), "did you mean 'Odense'?"),
        (("cheap.yaml", "dear.yaml", "--across", "Odense"), "takes one scenario file"),
        (("cheap.yaml", "--across", "Odense"), "the result is the same everywhere"),
    ],
)
def test_what_cannot_be_compared_is_said(run: Run, words: tuple[str, ...], said: str) -> None:
    done = run("compare", *words)
    assert done.returncode == 2, done.stdout
    assert said in done.stderr
    assert "Traceback" not in done.stderr
