"""Tables: fields know where they begin, and empty fields are missing values."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cba.errors import Problem
from cba.reading.sheet import field_starts
from cba.register_tables import Record, read_records

COLUMNS = ("id", "name", "value")


def read(tmp_path: Path, text: str) -> tuple[list[Record], list[Problem]]:
    (tmp_path / "table.csv").write_text(text, encoding="utf-8")
    problems: list[Problem] = []
    return read_records(tmp_path / "table.csv", "table.csv", COLUMNS, problems), problems


def test_an_empty_field_is_missing_not_zero(tmp_path: Path) -> None:
    (record,), problems = read(tmp_path, "id,name,value\na,,\n")
    assert (record.text("name"), record.number("value"), record.whole("value")) == (None, None, None)
    assert record.one_of("name", ("x",)) is None
    assert problems == []
    assert record.needed("name") == ""
    assert [problem.headline() for problem in problems] == ["table.csv:2:3: name: must not be empty"]


def test_columns_may_stand_in_any_order_and_a_byte_order_mark_is_no_matter(tmp_path: Path) -> None:
    (record,), problems = read(tmp_path, "\ufeffvalue,id,name\n-1.5,a,b\n")
    assert (record.number("value"), record.identifier(), record.text("name")) == (-1.5, "a", "b")
    assert problems == []


def test_a_quoted_field_may_hold_commas(tmp_path: Path) -> None:
    (record,), problems = read(tmp_path, 'id,name,value\na,"b, ""c"", d",x\n')
    assert record.text("name") == 'b, "c", d'
    assert record.number("value") is None
    assert [problem.headline() for problem in problems] == [
        "table.csv:2:17: value: must be a number, found 'x'"
    ]


@pytest.mark.parametrize("text", ["", "id\n", "id,name,value,more\n"])
def test_a_wrong_header_gives_no_records(tmp_path: Path, text: str) -> None:
    records, problems = read(tmp_path, text + "a,b,1,2\n")
    assert records == []
    assert problems


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")),
        min_size=1,
    )
)
def test_fields_begin_where_the_text_before_them_ends(fields: list[str]) -> None:
    written = ['"' + field.replace('"', '""') + '"' for field in fields]
    starts = field_starts(",".join(written))
    assert len(starts) == len(fields)
    line = ",".join(written)
    for start, field in zip(starts, written, strict=True):
        assert line[start - 1 :].startswith(field)
