"""`cba sensitivity` from outside: what it prints, what it writes, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ..conftest import Run, Write
from ..reports.page import read
from ..snippets import GRADED, TOP

# 100 starters · (success rate · 90,000 − 20,000) = 700,000; the municipality pays and gains half
TEXT = f"""\
{TOP}draws: 512
assumptions:
  discounting: {{rate: 0 %}}
  prices:
    year:
      estimate: 90000
      low: 60000
      high: 120000
      payer: {{kommune: 50 %, stat: 50 %}}
      {GRADED}
interventions:
  - id: a
    title: {{da: "Kursus [b]fed[/b]", en: "Course [b]bold[/b]"}}
    participants: 100
    costs: [{{what: C, amount: 20000, low: 15000, high: 24000, per: participant, payer: kommune, {GRADED}}}]
    effects:
      - {{outcome: no_new_crime, success_rate: 30 %, {GRADED}, consequences: [{{price: year, quantity: -1}}]}}
variants:
  dear: {{interventions: {{a: {{costs: {{C: {{amount: 26000, low: 25000, high: 28000}}}}}}}}}}
"""
COST = "interventions.a.costs.C.amount"


@pytest.fixture(autouse=True)
def _scenario(write: Write) -> None:
    write(TEXT)


def data(run: Run, *words: str) -> dict[str, Any]:
    done = run("sensitivity", "scenario.yaml", "--json", *words)
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_terminal_says_what_turns_the_result_and_where(run: Run) -> None:
    done = run("sensitivity", "scenario.yaml", "--language", "da", COLUMNS="80")
    assert (done.returncode, done.stderr) == (0, "")
    text = done.stdout.replace("\u00a0", " ")
    words = " ".join(text.split())
    assert "Nettoresultatet er 700.000 kr. med de bedste skøn." in words
    assert "Én forudsætning kan alene vende resultatet" in words
    assert "66.670 kr. (−26 pct.)" in words
    assert "Kritiske forudsætninger" in words
    assert max(len(line.rstrip()) for line in text.splitlines()) <= 80
    assert not Path("out").exists()


def test_numbers_of_the_json_are_those_worked_out_by_hand(run: Run) -> None:
    found = data(run)
    assert found["npv"] == pytest.approx({"total": 7e5, "kommune": -6.5e5, "region": 0.0, "stat": 1.35e6})
    price = found["switching"]["price.year"]
    assert price["total"]["value"] == pytest.approx(200_000 / 3)
    assert price["total"]["change"] == pytest.approx(-7 / 27)
    assert (price["total"]["likely"], price["kommune"]["likely"]) == (True, False)
    assert price["kommune"]["value"] == pytest.approx(400_000 / 3)
    assert price["region"]["status"] == "no_influence"
    assert found["elasticity"][COST]["total"]["elasticity"] == pytest.approx(-20 / 7)
    assert found["tornado"]["price.year"]["swing"]["total"] == pytest.approx(1.8e6)
    assert found["labels"]["price.year"]["da"].startswith("Pris:")
    assert found["importance"]["draws"] == 512
    assert found["two_way"] is None


def test_options_change_what_is_examined(run: Run) -> None:
    assert data(run, "--variant", "dear")["npv"]["total"] == pytest.approx(1e5)
    assert data(run, "--set", "interventions.a.participants=10")["npv"]["total"] == pytest.approx(7e4)
    found = data(run, "--payer", "stat", "--of", "a", "--draws", "64", "--seed", "5")
    assert (found["result"], found["of"], found["importance"]["draws"]) == ("stat", "a", 64)
    assert data(run, "--sampler", "sobol", "--draws", "60")["importance"]["draws"] == 64


def test_a_switching_value_put_back_with_set_gives_zero(run: Run) -> None:
    price = data(run)["switching"]["price.year"]["total"]["as_given"]
    again = data(run, "--set", f"assumptions.prices.year.estimate={price!r}")
    assert again["npv"]["total"] == pytest.approx(0.0, abs=1e-6)
    assert again["elasticity"][COST]["total"]["elasticity"] is None


def test_a_value_of_the_other_sign_is_called_so(run: Run) -> None:
    harm = "interventions.a.effects.no_new_crime.consequences.0.quantity=1"
    words = " ".join(run("sensitivity", "scenario.yaml", "--set", harm).stdout.replace("\u00a0", " ").split())
    assert "−DKK 66,670" in words
    assert "opposite" in words


def test_numbers_that_vary_together_have_one_share_of_each_payers_result(run: Run, write: Write) -> None:
    """A number that this result does not use is not credited with what its companion does."""
    other = f"{{what: O, amount: 900, low: 500, high: 1400, per: year, payer: kommune, {GRADED}}}"
    apart = TEXT.replace("variants:", f"  - id: b\n    costs: [{other}]\nvariants:")
    tied = f"correlations: [{{of: [{COST}, interventions.b.costs.O.amount], rank: 0.8}}]\n"
    write(apart + tied)
    done = run("sensitivity", "scenario.yaml", "--of", "a", "--out", "out", "--language", "en")
    assert (done.returncode, done.stderr) == (0, "")
    page = read(Path("out/sensitivity.en.html").read_text(encoding="utf-8"))
    (row,) = [r for r in page.by_id("payers").all("tr") if "Cost: O, b" in r.text]
    assert row.all("th")[0].text == "Cost: C, Course [b]bold[/b] and Cost: O, b"
    write(apart)
    run("sensitivity", "scenario.yaml", "--of", "a", "--out", "out", "--language", "en", "--force")
    page = read(Path("out/sensitivity.en.html").read_text(encoding="utf-8"))
    assert not [r for r in page.by_id("payers").all("tr") if "Cost: O, b" in r.text]


def test_a_grid_of_two_with_its_zero_line(run: Run) -> None:
    found = data(run, "--two-way", "price.year", COST, "--points", "4")["two_way"]
    assert found["across_values"] == pytest.approx([60_000, 80_000, 100_000, 120_000])
    assert found["npv"]["total"][0] == pytest.approx([3e5, 9e5, 1.5e6, 2.1e6])
    for piece in found["zero_line"]["total"]:
        for price, cost in piece:
            assert 0.3 * price == pytest.approx(cost)
    done = run("sensitivity", "scenario.yaml", "--two-way", "price.year", COST, COLUMNS="80")
    assert "DKK 72,000" in done.stdout.replace("\u00a0", " ")


def test_a_folder_gets_json_and_pages_and_keeps_what_is_there(run: Run) -> None:
    Path("out").mkdir()
    Path("out/results.json").write_text("{}", encoding="utf-8")
    words = ("sensitivity", "scenario.yaml", "--out", "out", "--two-way", "price.year", COST)
    done = run(*words)
    assert done.returncode == 0
    names = {"sensitivity.json", "sensitivity.da.html", "sensitivity.en.html"}
    assert {path.name for path in Path("out").iterdir()} == {"results.json", *names}
    assert done.stdout.splitlines()[-3:] == [f"out/{name}" for name in sorted(names, key=_json_first)]
    before = {name: Path("out", name).read_bytes() for name in names}
    again = run(*words)
    assert (again.returncode, "use --force" in again.stderr) == (2, True)
    assert run(*words, "--force").returncode == 0
    assert {name: Path("out", name).read_bytes() for name in names} == before


def _json_first(name: str) -> tuple[bool, str]:
    return (not name.endswith("json"), name)


def test_the_page_stands_alone_and_says_its_charts_in_words(run: Run) -> None:
    run("sensitivity", "scenario.yaml", "--out", "out", "--of", "a", "--two-way", "price.year", COST)
    html = Path("out/sensitivity.da.html").read_text(encoding="utf-8")
    page = read(html)
    assert "[b]fed[/b]" in page.by_id("question").text
    charts = page.all("svg")
    assert len(charts) == 2
    for chart in charts:
        assert chart.all("title")[0].text
        assert chart.all("desc")[0].text
    assert len(page.all("table")) == 5
    assert not page.all("script", "link", "img")
    ids = [e.attributes["id"] for e in page.all() if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    assert "None" not in page.by_id("break-even").text
    drawn = page.by_id("two-way").all("svg")[0]
    assert len([e for e in drawn.all("rect")]) == 121
    assert any((e.attributes.get("d") or "").count("M") >= 5 for e in drawn.all("path"))


def test_without_any_interval_it_says_so_and_gives_the_rest(run: Run) -> None:
    fixed = [f"--set={path}.distribution=fixed" for path in ("assumptions.prices.year",)]
    fixed += ["--set=interventions.a.costs.C.distribution=fixed"]
    done = run("sensitivity", "scenario.yaml", *fixed, "--out", "out")
    assert done.returncode == 0
    words = " ".join(done.stdout.split())
    assert "No assumption in the calculation has an interval" in words
    assert "−10%" in words
    found = json.loads(Path("out/sensitivity.json").read_text(encoding="utf-8"))
    assert found["importance"] is None
    assert found["switching"]["price.year"]["total"]["likely"] is None
    assert read(Path("out/sensitivity.en.html").read_text(encoding="utf-8")).by_id("tornado").all("rect")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--two-way", "price.yaer", COST), "unknown input 'price.yaer'; did you mean 'price.year'?"),
        (("--two-way", COST, COST), "needs two different inputs"),
        (("--of", "b"), "unknown intervention 'b'; allowed: portfolio, a"),
        (("--payer", "komune"), "unknown payer 'komune'; did you mean 'kommune'?"),
        (("--variant", "daer"), "dear"),
        (("--set", "interventions.a.participants=x"), "must be a number"),
        (("--out", "scenario.yaml"), "is a file"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_written(words: tuple[str, ...], said: str, run: Run) -> None:
    done = run("sensitivity", "scenario.yaml", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert [str(path) for path in Path().iterdir()] == ["scenario.yaml"]
