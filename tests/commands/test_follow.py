"""`cba follow` from outside, on the example with two years of figures."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ..conftest import Run, Write
from ..reports.page import read

EXAMPLE = Path(__file__).parents[2] / "scenarios" / "follow-up"


@pytest.fixture(autouse=True)
def _example(write: Write) -> None:
    write("")
    for name in ("scenario.yaml", "actuals.csv"):
        shutil.copy(EXAMPLE / name, name)


def data(run: Run, *words: str) -> dict[str, Any]:
    done = run("follow", "scenario.yaml", "actuals.csv", "--json", "--draws", "4000", *words)
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_promised_and_achieved_by_year(run: Run) -> None:
    found = data(run)
    people = [(row["year"], row["promised"], row["achieved"], row["light"]) for row in found["participants"]]
    assert people == [(2023, 20.0, 14.0, "act"), (2024, 24.0, 23.0, "on_course")]
    seen = {(row["measure"], row["year"]): row for row in found["observed"]}
    assert seen["events", 2023]["without"] == pytest.approx(6.7)
    assert seen["events", 2023]["promised"] == pytest.approx(10 * (0.67 - 0.5 * 0.38))
    assert seen["incidents", 2024]["light"] == "watch"
    whole = found["forecast"]["portfolio"]
    assert 0 < whole["pays"] < 1
    assert whole["light"] in ("on_course", "watch", "act")
    assert found["scenario"]["files"][-1]["path"] == "actuals.csv"


def test_bad_news_lowers_the_chance_and_good_news_raises_it(run: Run) -> None:
    text = Path("actuals.csv").read_text(encoding="utf-8")
    chances = []
    for reconvicted in (7, 5, 1):
        Path("actuals.csv").write_text(
            text.replace("reconviction,5,10", f"reconviction,{reconvicted},10"), "utf-8"
        )
        chances.append(data(run)["forecast"]["mentor"]["pays"])
    assert chances == sorted(chances)
    assert chances[0] < chances[2] - 0.1


def test_words_do_not_rest_on_colour(run: Run) -> None:
    done = run("follow", "scenario.yaml", "actuals.csv", "--draws", "2000", "--language", "da", COLUMNS="80")
    assert (done.returncode, done.stderr) == (0, "")
    words = " ".join(done.stdout.replace("\u00a0", " ").split())
    assert "○ grib ind" in words
    assert "● på sporet" in words
    assert "Brugte penge er brugt" in words
    assert max(len(line.rstrip()) for line in done.stdout.splitlines()) <= 80


def test_the_page_stands_alone(run: Run) -> None:
    words = ("follow", "scenario.yaml", "actuals.csv", "--draws", "2000", "--out", "out")
    assert run(*words).returncode == 0
    assert {path.name for path in Path("out").iterdir()} == {
        "follow.json",
        "follow.da.html",
        "follow.en.html",
    }
    for code in ("da", "en"):
        page = read(Path(f"out/follow.{code}.html").read_text(encoding="utf-8"))
        assert not page.all("script", "link", "img")
        assert all(chart.all("title") and chart.all("desc") for chart in page.all("svg"))
    before = Path("out/follow.json").read_bytes()
    assert run(*words).returncode == 2
    assert run(*words, "--force").returncode == 0
    assert Path("out/follow.json").read_bytes() == before


def test_a_workbook_will_do(run: Run) -> None:
    rows = [line.split(",") for line in Path("actuals.csv").read_text(encoding="utf-8").splitlines()]
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append([float(cell) if cell.replace(".", "").isdigit() else cell or None for cell in row[:9]])
    book.save("actuals.xlsx")
    plain = data(run)
    done = run("follow", "scenario.yaml", "actuals.xlsx", "--json", "--draws", "4000")
    assert json.loads(done.stdout)["forecast"] == plain["forecast"]
    sheet["E3"] = "ti"
    book.save("actuals.xlsx")
    done = run("follow", "scenario.yaml", "actuals.xlsx")
    assert done.returncode == 2
    assert "Sheet!E3: value: must be a number such as 1234.5, found 'ti'" in done.stderr


def test_a_table_without_figures_is_told(run: Run, write: Write) -> None:
    write("year,intervention,measure,value\n", "actuals.csv")
    done = run("follow", "scenario.yaml", "actuals.csv")
    assert (done.returncode, done.stdout) == (2, "")
    assert "actuals.csv: has no figures" in done.stderr


def test_a_measure_that_does_not_fit_is_told(run: Run, write: Write) -> None:
    write("year,intervention,measure,outcome,value,of\n2023,maerkning,events,burglary,5,9\n", "actuals.csv")
    done = run("follow", "scenario.yaml", "actuals.csv")
    assert done.returncode == 2
    assert "'burglary' of maerkning is followed by incidents or effect, not events" in done.stderr
