"""How problems are printed: place, path, message; source line and caret; the nearest names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cba.errors import MOST_PRINTED, InputError, Position, Problem, Source, nearest, unknown

from .conftest import Load
from .snippets import TOP, effect


def problem(line: str, column: int, path: str = "a.b", message: str = "wrong") -> Problem:
    return Problem(Position(Source("x.yaml", ("first", line)), 2, column), path, message)


def test_the_form_editors_make_clickable() -> None:
    assert str(problem("  fade: 130 %", 9)).splitlines() == [
        "x.yaml:2:9: a.b: wrong",
        "    2 |   fade: 130 %",
        "      |         ^",
    ]


def test_the_formats_own_example(load: Load) -> None:
    text = effect(
        "outcome: reconviction, measure: odds_ratio, estimate: 0.6, direction: lower_is_better, grade: D,\n"
        "         fade: 130 %, baseline: {share: 42 %, within: 24 months}"
    )
    with pytest.raises(InputError) as caught:
        load(text)
    assert str(caught.value).splitlines() == [
        "scenario.yaml:11:20: interventions[0].effects[0].fade: must be between 0 % and 100 %, got 130 %",
        "   11 |              fade: 130 %, baseline: {share: 42 %, within: 24 months}}",
        "      |                    ^",
    ]


def test_without_a_file_or_a_path() -> None:
    assert str(Problem(None, "--model", "unknown")) == "--model: unknown"
    assert str(Problem(None, "", "wrong")) == "wrong"
    assert str(problem("x: 1", 1, path="")).startswith("x.yaml:2:1: wrong\n")


@pytest.mark.parametrize("line", ["", "   ", "\t"])
def test_an_empty_line_is_not_shown(line: str) -> None:
    assert str(problem(line, 1)) == "x.yaml:2:1: a.b: wrong"


def under_the_caret(text: str) -> str:
    """The letter above the caret."""
    _, shown, caret = text.splitlines()
    return shown[caret.index("^")]


@given(st.text(alphabet="ab:{}æø\t ", min_size=1, max_size=150).filter(str.strip), st.data())
def test_the_caret_is_under_the_spot(line: str, data: st.DataObject) -> None:
    column = data.draw(st.integers(1, len(line)))
    _, shown, caret = str(problem(line, column)).split("\n")
    assert shown[8:] == line
    before = caret[8:].removesuffix("^")
    assert len(before) == column - 1
    # tabs stand under tabs, so that the caret is right however wide the terminal shows them
    assert [c == "\t" for c in before] == [c == "\t" for c in line[: column - 1]]


@pytest.mark.parametrize("column", [1, 80, 81, 500, 919, 920, 999, 1000])
def test_a_long_line_is_cut_around_the_spot(column: int) -> None:
    line = "".join(chr(ord("a") + n % 26) for n in range(1000))
    text = str(problem(line, column))
    assert max(map(len, text.splitlines())) <= 170
    assert under_the_caret(text) == line[column - 1]


def test_control_characters_do_not_reach_the_terminal() -> None:
    text = str(problem("a: \x1b[2Jb\x07\x9b", 8))
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in text if c != "\n")
    assert under_the_caret(text) == "b"


def test_fifty_are_printed_and_the_rest_counted() -> None:
    problems = [Problem(Position(Source("x.yaml"), n, 1), "", f"wrong {n}") for n in range(1, 61)]
    text = str(InputError(problems))
    assert MOST_PRINTED == 50
    assert text.splitlines()[49:] == ["x.yaml:50:1: wrong 50", "… and 10 more"]
    assert len(InputError(problems).problems) == 60
    assert "more" not in str(InputError(problems[:50]))


def test_problems_are_in_reading_order_and_once() -> None:
    one, two = Source("a.yaml"), Source("b.yaml")
    places = [(two, 1, 1), (one, 10, 2), (one, 9, 5), (one, 9, 1), (one, 10, 2)]
    error = InputError(Problem(Position(*place), "", "wrong") for place in places)
    assert [str(p.where) for p in error.problems] == ["a.yaml:9:1", "a.yaml:9:5", "a.yaml:10:2", "b.yaml:1:1"]


def test_fifty_of_a_scenario(load: Load) -> None:
    keys = "".join(f"wrong{n}: 1\n" for n in range(70))
    with pytest.raises(InputError) as caught:
        load(effect("outcome: bullying, success_rate: 3 %, grade: D", TOP + keys))
    assert len(caught.value.problems) == 70
    assert str(caught.value).endswith("… and 20 more")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("komune", "unknown payer 'komune'; did you mean 'kommune'?"),
        ("KOMMUNE", "unknown payer 'KOMMUNE'; did you mean 'kommune'?"),
        ("zzz", "unknown payer 'zzz'; allowed: kommune, region, stat"),
        ("", "unknown payer ''; allowed: kommune, region, stat"),
    ],
)
def test_the_nearest_names(name: str, message: str) -> None:
    assert unknown("payer", name, ["kommune", "region", "stat"]) == message


def test_many_names_are_not_listed() -> None:
    assert unknown("id", "zzz", [f"name{n}" for n in range(100)]) == "unknown id 'zzz'"
    assert unknown("id", "zzz", []) == "unknown id 'zzz'"
    assert len(nearest("name", [f"name{n}" for n in range(13)])) == 3


@given(st.text(max_size=20), st.lists(st.text(max_size=20), max_size=5))
def test_any_name_has_a_message(name: str, known: list[str]) -> None:
    assert unknown("x", name, known).startswith("unknown x ")
