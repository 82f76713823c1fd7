"""YAML read strictly: every value knows its place, every trap is a named error, no text breaks the reader."""

import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cba.errors import InputError, Problem
from cba.reading.composing import read_file, read_text
from cba.reading.positions import Mapping, Number, Remove, Replace, Sequence, set_paths

from ..conftest import Write
from ..snippets import unmarked

DOCUMENT = """\
# a comment
scenario: {id: x, title: "En, to"}
text: |
  two
  lines
list:
  - 1
  - [2, 15 %]
  - deep: {er: ~, "ja": true}
"""


def refused(text: str, name: str = "x.yaml") -> list[Problem]:
    with pytest.raises(InputError) as caught:
        read_text(text, name)
    return caught.value.problems


def test_every_value_and_key_knows_its_place() -> None:
    root = read_text(DOCUMENT, "x.yaml")
    assert str(root.value_at["scenario"]) == "x.yaml:2:11"
    assert str(root["scenario"].key_at["title"]) == "x.yaml:2:19"
    assert str(root["scenario"].value_at["title"]) == "x.yaml:2:26"
    assert str(root.value_at["text"]) == "x.yaml:3:7"
    assert str(root["list"].value_at[1]) == "x.yaml:8:5"
    assert str(root["list"][1].value_at[1]) == "x.yaml:8:9"
    assert str(root["list"][2]["deep"].key_at["ja"]) == "x.yaml:9:19"


def test_values_are_plain() -> None:
    root = read_text(DOCUMENT, "x.yaml")
    assert root == {
        "scenario": {"id": "x", "title": "En, to"},
        "text": "two\nlines\n",
        "list": [1, [2, 0.15], {"deep": {"er": None, "ja": True}}],
    }
    assert isinstance(root, Mapping)
    assert isinstance(root["list"], Sequence)


def test_columns_count_letters_not_bytes() -> None:
    root = read_text("{æøå: 1, 😀: 2, b: 3}", "x.yaml")
    assert [str(root.value_at[key]) for key in root] == ["x.yaml:1:7", "x.yaml:1:13", "x.yaml:1:19"]


def test_paths_are_told() -> None:
    root = read_text("a:\n  - b: {c: 1}\n  - d: 2\n", "x.yaml")
    set_paths(root)
    assert root["a"][0]["b"].path == "a[0].b"
    assert root["a"][0]["b"].problem("c", "wrong").headline() == "x.yaml:2:12: a[0].b.c: wrong"
    assert root["a"][1].problem("e", "missing").headline() == "x.yaml:3:5: a[1].e: missing"


# numbers


@pytest.mark.parametrize(
    ("text", "value", "percent", "whole"),
    [
        ("0.15", 0.15, False, False),
        ("15 %", 0.15, True, False),
        ("15%", 0.15, True, False),
        ("15\u00a0%", 0.15, True, False),
        ("3.5 %", 0.035, True, False),
        ("1_000_000", 1e6, False, True),
        ("1000000", 1e6, False, True),
        ("-2e6", -2e6, False, False),
        ("1e3", 1000.0, False, False),
        ("+5", 5.0, False, True),
        (".5", 0.5, False, False),
        ("007", 7.0, False, True),
        ("-0", 0.0, False, True),
    ],
)
def test_numbers(text: str, value: float, percent: bool, whole: bool) -> None:
    number = read_text(f"a: {text}", "x.yaml")["a"]
    assert isinstance(number, Number)
    assert (number, number.percent, number.whole, number.written) == (value, percent, whole, text)


@pytest.mark.parametrize(
    "text",
    [
        *('"15"', "'15 %'", "0x10", "0o10", "0b1", "1:30", "1,5", "1.234,5", "1.000.000", "5.", "1__0", "_1"),
        *(
            "1_",
            "--1",
            "1e",
            "٣",
            "３",
            "²",
            "½",
            "−5",
            "280000 kr",
            "2026-01-01",
            "1 000",
            ".nan",
            ".inf",
            "5 %%",
        ),
    ],
)
def test_what_is_no_number_stays_text(text: str) -> None:
    value = read_text(f"a: {text}", "x.yaml")["a"]
    assert type(value) is str


@given(st.floats(-1e12, 1e12), st.booleans())
def test_a_number_reads_back_exactly(value: float, percent: bool) -> None:
    written = f"{value!r} %" if percent else repr(value)
    expected = float(Decimal(repr(value)) / 100) if percent else value
    assert read_text(f"a: {written}", "x.yaml")["a"] == expected


def test_a_percentage_is_the_same_number_as_its_share() -> None:
    for tenths in range(1001):
        share = read_text(f"a: {tenths / 10} %", "x.yaml")["a"]
        assert share == float(f"{tenths / 1000}")


# what is refused

REFUSED = {
    "a duplicate key": ("a: 1\nb: 2\n¦a: 3\n", "the key 'a' is already on line 1"),
    "a duplicate key in braces": ("x: {a: 1, ¦a: 1}\n", "already on line 1"),
    "a duplicate key in quotes": ('a: 1\n¦"a": 2\n', "already on line 1"),
    "yes": ("a: ¦yes\n", "`yes` means true or false to some YAML programs"),
    "no": ("country: ¦no\n", 'write false or "no"'),
    "NO": ("country: ¦NO\n", "means true or false"),
    "On": ("a: ¦On\n", "means true or false"),
    "off in a list": ("a: [1, ¦off]\n", "means true or false"),
    "on as a key": ("¦on: 1\n", "means true or false"),
    "a merge key": ("base: &b {a: 1}\nx:\n  ¦<<: *b\n", "merge keys (<<) are not read"),
    "an unknown alias": ("a: ¦*b\n", "the alias *b has no anchor &b above it"),
    "an alias before its anchor": ("a: ¦*b\nc: &b 1\n", "has no anchor"),
    "an alias inside itself": ("a: &a [1, ¦*a]\n", "the alias *a stands inside itself"),
    "a python tag": (
        "a: ¦!!python/object/apply:os.system [ls]\n",
        "is not allowed; only !remove and !replace",
    ),
    "a number's tag": ("a: ¦!!int 3\n", "is not allowed"),
    "a tag of one's own": ("a: ¦!include x.yaml\n", "the tag !include is not allowed"),
    "a list for a key": ("¦[a]: 1\n", "a key must be a plain word or a year"),
    "a mapping for a key": ("¦{a: 1}: 1\n", "a key must be a plain word or a year"),
    "two documents": ("a: 1\n¦---\nb: 2\n", "a file holds one document"),
    "an open bracket": ("a: [1, 2\n¦", "not valid YAML"),
    "an open quote": ('a: "x\n¦', "not valid YAML"),
    "two colons": ("a: b¦: c\n", "not valid YAML: mapping values are not allowed"),
    "a tab": ("a:\n¦\tb: 1\n", "indent with spaces, not tabs"),
    "a control character": ("a: ¦\x07\n", "control character"),
    "a null byte": ("a: ¦\x00\n", "control character"),
    "too long a text": ("a: ¦" + "x" * 10_001, "at most 10,000 characters, this has 10,001"),
    "too deep a list": ("a: " + "[" * 49 + "¦[" + "]" * 50, "nested deeper than 50 levels"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_yaml_that_is_refused(name: str) -> None:
    marked, message = REFUSED[name]
    text, spots = unmarked(marked)
    (problem,) = refused(text)
    assert problem.where is not None
    assert message in problem.message
    assert (problem.where.line, problem.where.column) == spots[0]


def test_all_problems_of_a_text_at_once() -> None:
    found = refused("a: yes\na: 2\nb: *c\nd: !!int 3\n")
    assert [problem.where.line for problem in found if problem.where] == [1, 2, 3, 4]


def test_problems_before_invalid_yaml_are_told_too() -> None:
    found = refused("a: yes\nb: [1\n")
    assert len(found) == 2


def test_what_is_just_allowed() -> None:
    assert len(read_text("a: " + "x" * 10_000, "x.yaml")["a"]) == 10_000
    assert read_text("a: " + "[" * 49 + "]" * 49, "x.yaml")
    assert read_text("a: &x 1\nb: *x\nc: *x\n", "x.yaml") == {"a": 1, "b": 1, "c": 1}
    assert read_text('no way: "no"\ny: n\n', "x.yaml") == {"no way": "no", "y": "n"}
    assert read_text("", "x.yaml") is None


def test_an_alias_bomb_is_refused_at_once() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    before = time.perf_counter()
    (problem,) = refused("\n".join(lines))
    assert "aliases expand to more than 1,000 values" in problem.message
    assert time.perf_counter() - before < 1.0


def test_nesting_cannot_exhaust_the_stack() -> None:
    for opening in ("[", "{a: ", "- "):
        (problem,) = refused(opening * (sys.getrecursionlimit() * 10))
        assert "nested deeper than 50 levels" in problem.message


# files


def test_a_missing_file_is_named(write: Write) -> None:
    write("", "folder/x.yaml")
    for name, message in (
        ("gone.yaml", "gone.yaml: no such file"),
        ("folder", "folder: is a folder, not a file"),
    ):
        with pytest.raises(InputError) as caught:
            read_file(Path(name))
        assert caught.value.problems[0].headline() == message


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "must be a mapping"),
        (b"# only a comment\n", "must be a mapping"),
        (b"- a\n- b\n", "must be a mapping"),
        (b"hello", "must be a mapping"),
        ("navn: Ærø".encode("latin-1"), "not UTF-8 text; save the file with the encoding UTF-8"),
        ("a: 1".encode("utf-16"), "not UTF-8"),
        (b"\xff\xfe", "not UTF-8"),
    ],
)
def test_files_that_are_no_scenario(content: bytes, message: str, write: Write) -> None:
    with pytest.raises(InputError) as caught:
        read_file(write(content))
    (problem,) = caught.value.problems
    assert problem.headline().startswith("scenario.yaml:1:1: ")
    assert message in problem.message


def test_a_file_over_five_megabytes_is_not_read(write: Write) -> None:
    with pytest.raises(InputError, match="the file is larger than 5 MB"):
        read_file(write(b"# " + b"x" * 5_000_000))


def test_a_mark_of_byte_order_and_windows_lines_do_not_matter(write: Write) -> None:
    windows = read_file(write("\ufeffa: 1\r\nb:\r\n  - 2\r\n".encode()))
    assert windows == {"a": 1, "b": [2]}
    assert str(windows["b"].value_at[0]) == "scenario.yaml:3:5"


# marks


def test_marks_keep_what_they_mark() -> None:
    root = read_text("a: !remove\nb: !replace {c: 1}\nd: [!remove x]\n", "x.yaml")
    assert isinstance(root["a"], Remove)
    assert isinstance(root["b"], Replace)
    assert root["b"].payload == {"c": 1}
    assert root["d"][0].payload == "x"
