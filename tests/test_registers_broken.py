"""What is said about broken copies of the registers: every problem, with its place."""

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cba.errors import InputError
from cba.registers import load_registers
from cba.resources import data_path

SHIPPED = data_path("models") / "registers"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "registers"))


def set_cell(path: Path, row: str, column: str, value: str) -> tuple[int, int]:
    """Write one cell of the first row of that id; return its line and the column where it begins."""
    with path.open(encoding="utf-8", newline="") as file:
        cells = list(csv.reader(file))
    place = cells[0].index(column)
    index = next(number for number, line in enumerate(cells) if line[0] == row)
    cells[index][place] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(cells)
    before = io.StringIO()
    csv.writer(before, lineterminator=",").writerow(cells[index][:place])
    return index + 1, len(before.getvalue()) + 1 if place else 1


def complaints(copy: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        load_registers(copy).check()
    return [problem.headline().removeprefix(str(copy) + "/") for problem in caught.value.problems]


BROKEN_CELLS = [
    ("prices.csv", "prison_day", "payer", "staat", "unknown payer 'staat'; did you mean 'stat'?"),
    ("prices.csv", "prison_day", "payer", "kommune:50 %;stat:60 %", "must sum to 100 %, found 110 %"),
    (
        "prices.csv",
        "prison_day",
        "payer",
        "kommune:half;stat:50 %",
        "a share must be such as 50 %, found 'half'",
    ),
    (
        "prices.csv",
        "prison_day",
        "nature",
        "ressource",
        "unknown nature 'ressource'; did you mean 'resource'?",
    ),
    ("prices.csv", "prison_day", "basis", "mean", "unknown basis 'mean'; allowed: average, marginal"),
    ("prices.csv", "prison_day", "area", "prison", "unknown area 'prison'"),
    ("prices.csv", "prison_day", "value", "1469 kr", "must be a number, found '1469 kr'"),
    ("prices.csv", "prison_day", "value", "inf", "must be a number, found 'inf'"),
    ("prices.csv", "prison_day", "value", "1469,50", "must be a number, found '1469,50'; write 1469.50"),
    ("prices.csv", "prison_day", "price_year", "15", "must be a year such as 2025, found 15"),
    ("prices.csv", "prison_day", "name_da", "", "must not be empty"),
    (
        "prices.csv",
        "mst_per_family_2018",
        "low",
        "151000",
        "must not be less than low (151000), found 150000",
    ),
    ("prices.csv", "prison_day", "id", "prison_tag_2015", "the id 'prison_tag_2015' is already on line"),
    (
        "figures.csv",
        "naf_2023",
        "id",
        "NAF 2023",
        "at most 64 small letters a–z, digits, - and _ only, found 'NAF 2023'",
    ),
    ("figures.csv", "naf_2023", "grade", "E", "unknown grade 'E'; allowed: A, B, C, D"),
    ("figures.csv", "naf_2023", "source", "fm_2023", "unknown source 'fm_2023'"),
    ("evidence.csv", "cbt_juv", "outcome", "reconvictions", "unknown outcome 'reconvictions'; did you mean"),
    ("evidence.csv", "cbt_juv", "measure", "odds", "unknown measure 'odds'"),
    ("evidence.csv", "cbt_juv", "high", "0.6", "must not be less than estimate (0.636), found 0.6"),
    ("evidence.csv", "cbt_juv", "n_studies", "17.5", "must be a whole number, found '17.5'"),
    ("evidence.csv", "cbt_juv", "dkr_goals", "1;7", "unknown DKR goal '7'; allowed: 1, 2, 3, 4, 5, 6"),
    ("municipalities.csv", "461", "name", "", "must not be empty"),
    ("reported_crime.csv", "461", "code", "462", "unknown municipality '462'; did you mean"),
    ("reported_crime.csv", "461", "burglary", "-3", "must not be negative, got -3"),
    ("reported_crime.csv", "461", "burglary", "", "must not be empty"),
    (
        "price_index.csv",
        "2024",
        "status",
        "guessed",
        "unknown status 'guessed'; allowed: published, forecast",
    ),
    ("price_index.csv", "2024", "dkk_per_usd", "0", "must be more than 0, got 0"),
]


@pytest.mark.parametrize(("table", "row", "column", "value", "told"), BROKEN_CELLS)
def test_a_broken_cell_is_told_with_its_place(
    copy: Path, table: str, row: str, column: str, value: str, told: str
) -> None:
    line, at = set_cell(copy / table, row, column, value)
    found = complaints(copy)
    # a low above the value is told at the value, and a name used twice at its line
    shown = f"{table}:{line}:" if column in ("low", "id") else f"{table}:{line}:{at}: {column}: "
    assert any(told in complaint and complaint.startswith(shown) for complaint in found), found


BROKEN_LISTS = [
    (
        "outcomes.yaml",
        "- price: vandalism_mean_2008",
        "- price: vandalism_mean_2009",
        "did you mean 'vandalism_mean",
    ),
    (
        "outcomes.yaml",
        "- price: vandalism_mean_2008",
        "- price: police_case",
        "its value and price_year and payer",
    ),
    ("outcomes.yaml", "reported_crime: theft", "reported_crime: thefts", "did you mean 'theft'?"),
    ("outcomes.yaml", "better: fewer\n  dkr_goal: 5", "better: less\n  dkr_goal: 5", "unknown value 'less'"),
    (
        "target_groups.yaml",
        "source: recid_women_2020",
        "source: recid_woman_2020",
        "did you mean 'recid_women_2020'",
    ),
    ("guides.yaml", "figure: naf_2023", "figure: naf_2024", "did you mean 'naf_2023'"),
    ("areas.yaml", "{da: Sundhed, en: Health}", "{da: Sundhed}", "must be a text in Danish and English"),
]


@pytest.mark.parametrize(("table", "old", "new", "told"), BROKEN_LISTS)
def test_a_broken_list_is_told_with_its_place(copy: Path, table: str, old: str, new: str, told: str) -> None:
    text = (copy / table).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (copy / table).write_text(text.replace(old, new), encoding="utf-8")
    found = complaints(copy)
    line = text[: text.index(old)].count("\n") + 1
    assert any(told in complaint and complaint.startswith(f"{table}:{line}:") for complaint in found), found


def test_all_problems_of_all_tables_come_at_once(copy: Path) -> None:
    set_cell(copy / "prices.csv", "prison_day", "value", "many")
    set_cell(copy / "prices.csv", "prison_tag_2015", "payer", "nobody")
    set_cell(copy / "figures.csv", "naf_2023", "value", "much")
    told = complaints(copy)
    assert len([line for line in told if "many" in line or "nobody" in line or "much" in line]) == 3


def test_a_problem_shows_the_line_and_points_at_the_field(copy: Path) -> None:
    set_cell(copy / "prices.csv", "prison_day", "price_year", "soon")
    with pytest.raises(InputError) as caught:
        _ = load_registers(copy).prices
    _, line, caret = str(caught.value.problems[0]).splitlines()
    # the caret stands under the first letter of the field
    assert line[caret.index("^") :].startswith("soon,")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: text.replace("nature,basis", "natur,basis", 1), "the column 'nature' is missing"),
        (lambda text: text.replace("nature,basis", "natur,basis", 1), "unknown column 'natur'; did you mean"),
        (lambda text: text.replace("nature,basis", "nature,nature", 1), "the column 'nature' is there twice"),
        (
            lambda text: text.replace("\nprison_day,", "\nprison_day,,", 1),
            "must be one line of 18 fields, found 19",
        ),
        (lambda text: text.replace("\nprison_day,", '\nprison_day,"two\nlines",', 1), "must be one line of"),
    ],
)
def test_a_table_of_the_wrong_shape_is_told(copy: Path, change: Callable[[str], str], told: str) -> None:
    path = copy / "prices.csv"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert any(told in complaint for complaint in complaints(copy))


def test_a_table_that_cannot_be_read_is_told(copy: Path) -> None:
    (copy / "figures.csv").unlink()
    (copy / "sources.csv").write_bytes(b"id,title\n\xff\xfe\n")
    told = complaints(copy)
    assert any("figures.csv: No such file" in line for line in told)
    assert any("sources.csv: not UTF-8 text" in line for line in told)


def test_a_table_is_read_only_when_asked_for(copy: Path) -> None:
    set_cell(copy / "evidence.csv", "cbt_juv", "estimate", "much")
    broken = load_registers(copy)
    assert broken.prices["prison_day"].value == 1469
    with pytest.raises(InputError):
        _ = broken.evidence
