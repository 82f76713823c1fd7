"""Exports of StatBank become an overlay: every level is counted once, what is not known stays apart."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

import cba
from cba.register_layers import read_layer
from cba.registers import load_registers

from ..conftest import Run, Write
from .exports import CODES, COLUMNS, HEAD, crime, people

YEAR = 2026


def rows(table: str, folder: str = "mine") -> list[dict[str, str]]:
    with (Path(folder) / table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def imported(run: Run, *words: str) -> dict[str, Any]:
    done = run("registers", "import", "statbank", *words, "--into", "mine", "--vintage", "2027-02", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_levels_are_counted_once_and_the_unknown_is_kept_apart(run: Run, write: Write) -> None:
    write(crime(YEAR, {"101": 3, "461": 1}), "straf11.csv")
    write(people(YEAR, {"101": 700_000, "461": 210_000}), "folk1a.csv")
    found = imported(run, "straf11.csv", "folk1a.csv")
    odense = next(row for row in rows("reported_crime.csv") if row["code"] == "461")
    assert {name: int(odense[name]) for name in COLUMNS} == {n: 4 * v for n, v in COLUMNS.items()}
    assert odense["population"] == "210000"
    figures = {row["id"]: float(row["value"]) for row in rows("figures.csv")}
    assert figures == {"reported_all_2026": 4 * 1000 * 6, "reported_unknown_2026": 4 * 1000 * 2}
    assert {row["code"] for row in rows("reported_crime.csv")} == {"101", "461"}
    assert [note["kind"] for note in found["notes"]] == ["other_codes", "first_quarter"]
    assert found["notes"][0]["values"]["count"] == len(CODES) - 8


@pytest.mark.parametrize("text", [True, False])
def test_in_either_encoding_with_or_without_texts(run: Run, write: Write, text: bool) -> None:
    write(crime(YEAR, {"461": 1}, text=text).encode("cp1252" if text else "utf-8"), "straf11.csv")
    write(people(YEAR, {"461": 210_000}), "folk1a.csv")
    imported(run, "straf11.csv", "folk1a.csv")
    assert [row["burglary"] for row in rows("reported_crime.csv")] == ["320"]


def test_part_of_a_year_is_no_year(run: Run, write: Write) -> None:
    write(crime(YEAR, {"461": 1}) + crime(YEAR + 1, {"461": 1}, quarters=2).partition("\n")[2], "straf11.csv")
    write(people(YEAR, {"461": 210_000}), "folk1a.csv")
    found = imported(run, "straf11.csv", "folk1a.csv")
    assert found["left"] == [
        {"kind": "part_of_year", "values": {"year": 2027, "there": 2, "parts": 4}},
    ]
    assert {row["year"] for row in rows("reported_crime.csv")} == {"2026"}


def test_a_new_year_without_population_is_not_made_up(run: Run, write: Write) -> None:
    write(crime(YEAR, {"461": 1}), "straf11.csv")
    found = imported(run, "straf11.csv")
    assert found["left"] == [{"kind": "incomplete", "values": {"year": 2026, "columns": "population"}}]
    assert not (Path("mine") / "reported_crime.csv").exists()


def test_a_known_year_keeps_what_the_export_lacks(run: Run, write: Write) -> None:
    before = load_registers().places.crime["461/2025"]
    lines = [line for line in crime(2025, {"461": 1}).splitlines() if ";12;" in line]
    write("\n".join([HEAD, *lines]) + "\n", "straf11.csv")
    imported(run, "straf11.csv")
    [row] = rows("reported_crime.csv")
    assert (row["violence"], row["burglary"]) == ("240", str(before.offences["burglary"]))
    assert row["population"] == str(before.population)


def test_areas_that_do_not_sum_are_told(run: Run, write: Write) -> None:
    text = crime(YEAR, {"461": 1}).replace(
        "000 Hele landet;TOT;2026K1;3000", "000 Hele landet;TOT;2026K1;3001"
    )
    write(text, "straf11.csv")
    write(people(YEAR, {"461": 210_000}), "folk1a.csv")
    found = imported(run, "straf11.csv", "folk1a.csv")
    told = {note["kind"]: note["values"] for note in found["notes"]}
    assert told["country_differs"] == {"year": 2026, "sum": 12_000, "country": 12_001}


def test_a_scenario_counts_with_the_overlay_and_its_trace_says_so(run: Run, write: Write) -> None:
    write(crime(YEAR, {"461": 1}), "straf11.csv")
    write(people(YEAR, {"461": 210_000}), "folk1a.csv")
    imported(run, "straf11.csv", "folk1a.csv")
    path = write(
        "scenario: {id: x}\nprice_year: 2025\nstart: 2026\nplace: Odense\nregisters: [mine]\ninterventions:\n"
        "  - id: a\n    effects:\n      - {outcome: burglary, measure: relative_risk, estimate: 0.9,\n"
        "         grade: D, direction: lower_is_better, baseline: {incidents: place}, consequences: []}\n"
    )
    known = load_registers().places.crime
    expected = (known["461/2024"].offences["burglary"] + known["461/2025"].offences["burglary"] + 320) / 3
    scenario = cba.load(path)
    found = cba.appraise(scenario)
    assert found.portfolio.outcomes["burglary"].avoided == pytest.approx(0.1 * expected)
    entry = found.to_dict()["trace"]["reported_crime.Odense.burglary"]
    assert entry["source"] == "dst_straf11_folk1a_2027_02"
    assert "mine/reported_crime.csv" in entry["note"]
    document = found.to_dict()["scenario"]
    assert document["registers"] == ["mine"]
    assert "mine/reported_crime.csv" in {file["path"] for file in document["files"]}
    registers = scenario.registers
    assert registers.unknown_place_year == 2026
    assert registers.unknown_place_share == pytest.approx(1 - 1 / 3)


def test_first_convictions_at_fifteen(run: Run, write: Write) -> None:
    head = "OVERNAT1;FODAAR;KONAMS;FDOMALD;LOVOV;TID;INDHOLD"
    lines = [
        f"{unit};{born};{sex};{age};{law};2024;{value + (0 if age[:2] == '15' and law[:2] == '1 ' else 9)}"
        for unit, share in (("100 Antal", 300), ("400 Pct. (kumuleret)", 0.5))
        for sex, more in (("TOT I alt", 1), ("M Mænd", 2))
        for born, value in ((2007, share * more), (2008, share * more + 0.1))
        for age in ("15 15 år", "16 16 år", "TOT Alder i alt")
        for law in ("1 Straffelov i alt", "12 Vold")
    ]
    write("\n".join([head, *lines]).replace(".", ","), "straffo.csv")
    imported(run, "straffo.csv")
    assert {row["id"]: row["value"] for row in rows("figures.csv")} == {
        "convicted_by_15_cohort_2007": "0.5",
        "convicted_by_15_cohort_2008": "0.6",
    }


def test_reconviction_is_a_share_of_everybody(run: Run, write: Write) -> None:
    numbers = {
        "0 I alt": 1000,
        "0 Ingen tilbagefald": 690,
        "6 Inden 6": 120,
        "712 Til 1": 100,
        "1324 Til 2": 90,
    }
    lines = [f"{sex};{part};2021;{n}" for sex in ("TOT I alt", "M Mænd") for part, n in numbers.items()]
    write("\n".join(["KON;VARTILBAGE;TID;INDHOLD", *lines]), "recidiv1.csv")
    imported(run, "recidiv1.csv")
    assert [(row["id"], row["value"]) for row in rows("figures.csv")] == [("recid_all_2021", "31")]


def test_the_price_index_takes_the_place_of_the_forecast_whatever_its_base(run: Run, write: Write) -> None:
    index = load_registers().price_index
    base = {year: 1.37 * index[year].consumer_prices["dk"] for year in (2022, 2023, 2024)} | {
        2025: 1.37 * 121.0
    }
    write(
        "\n".join(["TYPE;TID;INDHOLD", *(f"INDEKS;{y};{v:.4f}".replace(".", ",") for y, v in base.items())]),
        "pris8.csv",
    )
    found = imported(run, "pris8.csv")
    [row] = rows("price_index.csv")
    assert (row["year"], row["cpi_2015_100"], row["status"]) == ("2025", "121.00", "published")
    assert row["dkk_per_eur"] == "7.4638"
    assert [note["kind"] for note in found["notes"]] == ["rebased"]
    after = load_registers(overlays=(read_layer("mine"),)).price_index[2025]
    assert (after.status, after.consumer_prices["dk"]) == ("published", 121.0)


def test_a_change_in_per_cent_is_no_index(run: Run, write: Write) -> None:
    write("HOVED;TID;INDHOLD\n1010;2022;7,7\n1010;2023;3,3\n1010;2024;1,4\n", "pris112.csv")
    done = run("registers", "import", "statbank", "pris112.csv", "--into", "mine")
    assert done.returncode == 2
    assert "is it an index, not a change in per cent?" in done.stderr
    assert not Path("mine").exists()


BAD = [
    (
        f"{HEAD}\n000;TOT;2026Q1;5\n461;12;2026K1;x\n461;13;2026K1\n",
        [":2:9: TID", ":3:15: INDHOLD", ":4:1: must have 4"],
    ),
    (f"{HEAD}\n999;TOT;2026;5\nOdens;TOT;2026;6\n", ["OMRÅDE: unknown", "did you mean 'Odense'"]),
    (f"{HEAD}\n461;TOT;2026;5\n461;TOT;2026;5\n", ["the same figure as on line 2"]),
    (f"{HEAD}\n461;77;2026;5\n", ["has none of the offence codes"]),
    ("a,b\n1,2\n", ["separated by semicolons"]),
    (
        f"{HEAD.replace('TID', 'KØN;TID')}\n461;TOT;1;2026;5\n461;TOT;2;2026;5\n",
        ["has several values but not a total"],
    ),
]


@pytest.mark.parametrize(("text", "said"), BAD)
def test_what_is_wrong_is_said_at_once_and_nothing_is_written(
    run: Run, write: Write, text: str, said: list[str]
) -> None:
    write(text, "straf11.csv")
    done = run("registers", "import", "statbank", "straf11.csv", "--into", "mine")
    assert done.returncode == 2
    for part in said:
        assert part in done.stderr
    assert not Path("mine").exists()
