"""Own price lists, overlays as a layer of data, and what `cba registers check` says of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import cba
from cba.register_layers import read_layer
from cba.registers import Registers, load_registers

from ..conftest import Load, Run, Write

PRISON = """\
scenario: {id: x}
price_year: 2025
start: 2026
horizon: 2
assumptions: {discounting: {rate: 0 %}}
interventions:
  - id: a
    participants: 10
    effects:
      - outcome: no_new_crime
        success_rate: 50 %
        grade: D
        consequences: [{price: prison_day, quantity: -20}]
"""


def prices(run: Run, *words: str) -> dict[str, Any]:
    done = run("registers", "import", "prices", *words, "--into", "mine", "--publisher", "Odense", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_price_of_ones_own_takes_the_place_of_the_registers(run: Run, write: Write) -> None:
    write("id,pris,prisår\nprison_day,2000,2025\n", "list.csv")
    found = prices(run, "list.csv", "--vintage", "2026-10", "--title", "Enhedspriser")
    assert [(m["id"], m["column"], m["before"], m["after"]) for m in found["moves"]] == [
        ("prison_day", "value", 1469.0, 2000.0),
        ("prison_day", "price_year", 2015.0, 2025.0),
    ]
    scenario = cba.load(write(f"registers: [mine]\n{PRISON}"))
    assert cba.appraise(scenario).portfolio.npv == pytest.approx(10 * 0.5 * 20 * 2000)
    entry = cba.appraise(scenario).to_dict()["trace"]["price.prison_day"]
    assert (entry["file"], entry["line"], entry["written"]) == ("mine/prices.csv", 2, "2000")
    assert entry["source"] == "odense_enhedspriser_2026_10"
    assert entry["overrides"][0]["written"] == "1469"
    assert entry["overrides"][0]["where"].startswith("models/registers/prices.csv:")
    row = scenario.registers.prices["prison_day"]
    assert (dict(row.payers or {}), row.names) == ({"stat": 1.0}, load_registers().prices["prison_day"].names)


def test_a_workbook_is_read_like_a_list(run: Run, write: Write) -> None:
    write("")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "navn", "pris", "enhed", "prisår", "kasse"])
    sheet.append(
        ["vejleder_time", "Vejleder, en time", 640.5, "kr. pr. time", 2025, "kommune:60 %;stat:40 %"]
    )
    book.save("list.xlsx")
    prices(run, "list.xlsx")
    row = load_registers(overlays=(read_layer("mine"),)).prices["vejleder_time"]
    assert (row.value, row.price_year, dict(row.payers or {})) == (640.5, 2025, {"kommune": 0.6, "stat": 0.4})
    sheet["C2"], sheet["E2"], sheet["F2"] = "=1+1", "i fjor", "kommunen"
    book.save("list.xlsx")
    done = run("registers", "import", "prices", "list.xlsx", "--into", "mine", "--publisher", "Odense")
    assert done.returncode == 2
    assert "Sheet!C2: a formula without a stored value" in done.stderr


def test_all_wrong_cells_are_told_by_row_and_column(run: Run, write: Write) -> None:
    write("id,pris,prisår,kasse,område\nPrison,,2025,stat,x\nny,1e3,i fjor,komune,\n", "list.csv")
    done = run("registers", "import", "prices", "list.csv", "--into", "mine", "--publisher", "Odense")
    assert done.returncode == 2
    for place in (
        "2:1: id",
        "2:8: pris",
        "2:19: område",
        "3:4: pris",
        "3:8: prisår",
        "3:15: kasse",
        "3:1: id",
    ):
        assert f"list.csv:{place}" in done.stderr, place
    assert not Path("mine").exists()


def test_earlier_imports_stay_and_the_log_tells_of_all(run: Run, write: Write) -> None:
    write("id,pris,prisår\nprison_day,2000,2025\n", "one.csv")
    write("id,pris,prisår\nmst_per_family_2018,160000,2025\n", "two.csv")
    prices(run, "one.csv")
    prices(run, "two.csv")
    layer = read_layer("mine")
    assert load_registers(overlays=(layer,)).prices["prison_day"].value == 2000
    assert len((Path("mine") / "imports.csv").read_text(encoding="utf-8").splitlines()) == 3
    again = prices(run, "two.csv", "--dry-run")
    assert again["moves"] == []


def test_the_last_layer_is_on_top_and_the_scenarios_own_on_the_models(load: Load, write: Write) -> None:
    columns = ",".join(("id", "name_da", "name_en", "value", "low", "high", "unit_da", "unit_en", "currency"))
    columns += ",price_year,payer,nature,basis,area,source,grade,derivation,note"
    for folder, value in (("one", 1000), ("two", 2000), ("three", 3000)):
        row = f"prison_day,Døgn,Day,{value},,,kr.,DKK,DKK,2025,stat,resource,,,,A,,"
        write(f"{columns}\n{row}\n", f"{folder}/prices.csv")
    model = Path("own.yaml")
    model.write_text("id: own\ntitle: Own\nregisters: [three]\n", encoding="utf-8")
    for named, expected in (("[one, two]", 2000), ("[two, one]", 1000), ("[]", 3000)):
        found = load(f"model: own.yaml\nregisters: {named}\n{PRISON}")
        assert found.inputs["price.prison_day"].value == expected
        assert len(found.inputs["price.prison_day"].passport.overrides) == len(found.registers.overlays)


def test_an_overlay_that_is_none_is_told_where_it_is_named(write: Write) -> None:
    write("a,b\n", "mine/prises.csv")
    write("", "empty/x.txt")
    with pytest.raises(cba.InputError) as caught:
        cba.load(write(f"registers: [mine, empty, mien]\n{PRISON}"))
    told = [problem.headline() for problem in caught.value.problems]
    assert "yaml:1:13: registers: mine: unknown table 'prises.csv'; did you mean 'prices.csv'" in told[0]
    assert "1:19: registers: empty: no table of the registers in it" in told[1]
    assert "1:26: registers: no such folder: mien; unknown folder 'mien'; did you mean 'mine'" in told[2]


def test_content_counts_not_the_name_of_the_folder(load: Load, run: Run, write: Write) -> None:
    for value in (2000, 2500):
        write(f"id,pris,prisår\nprison_day,{value},2025\n", "list.csv")
        prices(run, "list.csv")
        found = load(f"registers: [mine]\n{PRISON}")
        assert found.inputs["price.prison_day"].value == value


def test_the_check_tells_how_scenarios_move(run: Run, write: Write) -> None:
    write("id,pris,prisår\nprison_day,2000,2025\n", "list.csv")
    prices(run, "list.csv")
    write(PRISON, "plain.yaml")
    write(f"registers: [mine]\n{PRISON}", "named.yaml")
    done = run("registers", "check", "mine", "plain.yaml", "named.yaml", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    moved = json.loads(done.stdout)["scenarios"]
    plain = cba.appraise(cba.load("plain.yaml")).portfolio.npv
    for item in moved:
        assert item["before"] == pytest.approx(plain)
        assert item["after"] == pytest.approx(200_000)
        assert [name for name, _, _ in item["inputs"]] == ["price.prison_day"]
        assert item["by_payer"]["stat"] == pytest.approx([plain, 200_000])


def test_the_check_finds_old_and_loose_rows(run: Run, write: Write) -> None:
    rows = "prison_average_2015,2000,2011\nnever_used,5,2025\n"
    head = "id,pris,prisår,navn,enhed,kasse\n"
    write(head + "".join(f"{row},N,U,stat\n" for row in rows.splitlines()), "list.csv")
    prices(run, "list.csv", "--vintage", "2020")
    sources = Path("mine/sources.csv").read_text(encoding="utf-8")
    write(f"{sources}loose,L,,,\n", "mine/sources.csv")
    write(PRISON)
    found = json.loads(run("registers", "check", "mine", "scenario.yaml", "--json").stdout)
    assert ("prison_average_2015", "old_price") in _kinds(found["stale"])
    assert ("odense_list_2020", "old_vintage") in _kinds(found["stale"])
    loose = _kinds(found["orphans"])
    assert ("never_used", "unused") in loose
    assert ("loose", "no_row") in loose
    assert ("prison_day", "computed") in loose


def _kinds(found: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(item["id"], item["why"]["kind"]) for item in found}


def test_the_check_says_what_is_broken(run: Run, write: Write) -> None:
    path = Path("mine/prices.csv")
    write("id,pris,prisår\nprison_day,2000,2025\n", "list.csv")
    prices(run, "list.csv")
    path.write_text(path.read_text(encoding="utf-8").replace(",stat,", ",staat,"), encoding="utf-8")
    done = run("registers", "check", "mine")
    assert done.returncode == 2
    assert "mine/prices.csv:2" in done.stderr
    assert "did you mean 'stat'" in done.stderr


def test_the_catalogue_shows_an_overlay(run: Run, write: Write) -> None:
    write("id,pris,prisår\nprison_day,2000,2025\n", "list.csv")
    prices(run, "list.csv")
    done = run("catalogue", "prices", "prison_day", "--registers", "mine", "--json")
    [row] = [row for row in json.loads(done.stdout) if row["id"] == "prison_day"]
    assert (row["value"], row["price_year"]) == (2000, 2025)


def test_the_toolkits_own_registers_are_in_order(run: Run) -> None:
    done = run("registers", "check", "--language", "da")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Registrene er i orden" in done.stdout


def test_no_overlay_is_no_change() -> None:
    assert load_registers().overlays == ()
    assert isinstance(load_registers(), Registers)
