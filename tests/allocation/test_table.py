"""Tables of options: what they say, and every problem by row and column."""

import zipfile
from pathlib import Path

import openpyxl
import pytest

import cba
from cba.allocation.problem import Amounts
from cba.allocation.table import YEAR, read_table

from ..conftest import Write
from ..snippets import headlines

TABLE = """\
id,title,cost,value,min,max,divisible,start_cost,group,requires,nurses,note
a,Alpha,100,250,,,,,,,1,
b,Beta,200,300,,,,50,x,a,2,
c,Gamma,150,280,,,no,,x,a;b,1,x
d,Delta,10,30,5,100,yes,,,,0.5,
"""


def test_a_table(write: Write) -> None:
    table = read_table(write(TABLE, "t.csv"), {"nurses": 4}, 500)
    problem = table.problem
    a, b, _, d = problem.options
    assert (a.id, a.titles["da"], a.least(), a.largest, a.step) == ("a", "Alpha", 1, 1, 1)
    assert a.full == Amounts(benefit=250, cost=100, resources={("nurses", YEAR): 1})
    assert b.fixed == Amounts(cost=50)
    assert (d.smallest, d.largest, d.step) == (5, 100, None)
    assert d.full == Amounts(benefit=3000, cost=1000, resources={("nurses", YEAR): 50})
    rules = {rule.name: rule for rule in problem.rules}
    assert set(rules) == {"group.x", "requires.b.a", "requires.c.a", "requires.c.b", "limit.nurses"}
    assert (rules["group.x"].on, rules["group.x"].upper) == ({"b": 1, "c": 1}, 1)
    assert (rules["requires.c.b"].on, rules["requires.c.b"].upper) == ({"c": 1, "b": -1}, 0)
    assert (rules["limit.nurses"].resource, rules["limit.nurses"].upper) == ("nurses", 4)
    assert (problem.budget, table.ignored) == (500, ("note",))


def book(path: Path, rows: list[list[object]]) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Ark 1"
    for row in rows:
        sheet.append(row)
    workbook.save(path)
    return path


def test_a_workbook_says_the_same(write: Write, tmp_path: Path) -> None:
    heading, *lines = [line.split(",") for line in TABLE.splitlines()]
    rows: list[list[object]] = [[*heading]]
    for line in lines:
        rows.append([float(c) if c.replace(".", "").isdigit() else c or None for c in line])
    path = book(tmp_path / "t.xlsx", rows)
    assert (
        read_table(path, {"nurses": 4}, 500).problem
        == read_table(write(TABLE, "t.csv"), {"nurses": 4}, 500).problem
    )


PROBLEMS = {
    "decimal comma": ('id,cost,value\na,"12,5",3\n', "2:3: cost: must be a number, found '12,5'; write 12.5"),
    "bare decimal comma": ("id,cost,value\na,12,5,3\n", "is there a decimal comma?"),
    "semicolons": ("id;cost;value\na;1;2\n", "1:1: columns are separated by semicolons"),
    "no column": ("id,cost\na,1\n", "the column 'value' is missing"),
    "a column twice": ("id,cost,value,cost\na,1,2,3\n", "1:15: cost: the column 'cost' is there twice"),
    "no id": ("id,cost,value\n,1,2\n", "2:1: id: must not be empty"),
    "an id twice": ("id,cost,value\na,1,2\na,1,2\n", "3:1: id: 'a' is there twice"),
    "no cost": ("id,cost,value\na,,2\n", "2:3: cost: must not be empty"),
    "negative cost": ("id,cost,value\na,-1,2\n", "2:3: cost: must not be negative"),
    "infinite": ("id,cost,value\na,1,inf\n", "2:5: value: must be a number"),
    "too large": ("id,cost,value\na,1,1e40\n", "2:5: value: must be a number up to"),
    "maybe": ("id,cost,value,divisible\na,1,2,maybe\n", "2:7: divisible: must be yes or no"),
    "half a whole": ("id,cost,value,max\na,1,2,1.5\n", "2:7: max: must be a whole number unless"),
    "backwards": ("id,cost,value,min,max\na,1,2,5,3\n", "2:9: max: max must be more than 0"),
    "unknown need": ("id,cost,value,requires\nalpha,1,2,\nb,1,2,alpa\n", "did you mean 'alpha'?"),
    "itself": ("id,cost,value,requires\na,1,2,a\n", "unknown option 'a'"),
    "nothing": ("", "the table is empty"),
    "no rows": ("id,cost,value\n", "the table has no rows"),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_a_problem_names_row_and_column(name: str, write: Write) -> None:
    text, message = PROBLEMS[name]
    with pytest.raises(cba.InputError) as caught:
        read_table(write(text, "t.csv"), {}, 10)
    (found,) = headlines(caught.value)
    assert found.startswith("t.csv")
    assert message in found


def test_all_problems_at_once(write: Write) -> None:
    with pytest.raises(cba.InputError) as caught:
        read_table(write('id,cost,value\na,x,"1,5"\na,1,2\n', "t.csv"), {}, 10)
    assert len(caught.value.problems) == 3


def test_a_limit_without_a_column(write: Write) -> None:
    with pytest.raises(cba.InputError, match="--limit: unknown column 'nurse'; did you mean 'nurses'"):
        read_table(write(TABLE, "t.csv"), {"nurse": 3}, 10)


def test_a_cell_of_a_workbook_is_named(tmp_path: Path) -> None:
    path = book(tmp_path / "t.xlsx", [["id", "cost", "value"], ["a", "1,5", 2], ["b", 3, True]])
    with pytest.raises(cba.InputError) as caught:
        read_table(path, {}, 10)
    first, second = headlines(caught.value)
    assert "t.xlsx: Ark 1!B2: cost: must be a number, found '1,5'; write 1.5" in first
    assert "t.xlsx: Ark 1!C3: value: must be a number, found 'True'" in second


def test_a_formula_without_a_stored_value(tmp_path: Path) -> None:
    path = book(tmp_path / "t.xlsx", [["id", "cost", "value"], ["a", "=1+1", 2]])
    with pytest.raises(cba.InputError, match=r"Ark 1!B2: a formula without a stored value"):
        read_table(path, {}, 10)


def test_what_is_no_workbook(write: Write) -> None:
    with pytest.raises(cba.InputError, match="not a workbook"):
        read_table(write("id,cost,value\n", "t.xlsx"), {}, 10)


def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    with pytest.raises(cba.InputError, match="far more than its size"):
        read_table(path, {}, 10)


def test_entities_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("xl/workbook.xml", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    with pytest.raises(cba.InputError, match="entities"):
        read_table(path, {}, 10)


def test_too_many_rows(write: Write) -> None:
    rows = "".join(f"a{n},1,2\n" for n in range(20_001))
    with pytest.raises(cba.InputError, match="more than 20,000 rows"):
        read_table(write("id,cost,value\n" + rows, "t.csv"), {}, 10)
