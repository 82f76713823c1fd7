"""No text, no bytes and no letters break the reader: a value, or problems with their places."""

import contextlib
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from cba.errors import InputError
from cba.reading.composing import read_file, read_text

WORDS = st.sampled_from(
    [
        "a",
        "no",
        "on",
        "<<",
        "*x",
        "&x ",
        "!remove ",
        "!!str ",
        "- ",
        ": ",
        "{",
        "}",
        "[",
        "]",
        ",",
        "\n",
        "  ",
        "\t",
    ]
    + [
        "15 %",
        "1,5",
        "1_0",
        '"',
        "'",
        "|\n",
        ">\n",
        "---",
        "...",
        "?",
        "#",
        "~",
        "\u2028",
        "\x85",
        "é",
        "%YAML 1.1\n",
    ]
)


@given(st.lists(WORDS, max_size=25).map("".join))
@example("a: &x [*x]")
@example("%YAML 9.9\n---\n")
@example("? - a\n: b")
def test_no_text_breaks_the_reader(text: str) -> None:
    _value_or_problem(text)


@given(st.text(max_size=60))
def test_no_unicode_breaks_the_reader(text: str) -> None:
    _value_or_problem(text)


@given(st.binary(max_size=60))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(InputError):
        path = Path(folder) / "x.yaml"
        path.write_bytes(content)
        read_file(path, "x.yaml")


def _value_or_problem(text: str) -> Any:
    try:
        return read_text(text, "x.yaml")
    except InputError as error:
        lines = len(text.splitlines()) + 1
        for problem in error.problems:
            assert problem.where is not None
            assert 1 <= problem.where.line <= lines
            assert problem.where.column >= 1
            assert str(problem)
        return None
