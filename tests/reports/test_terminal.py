"""Tables in a terminal: no number is ever cut, whatever its width."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from cba.reports.terminal import line, print_table


def printed(width: int, columns: int, cell: str = "1.234.567,89") -> list[str]:
    console = Console(file=StringIO(), width=width, force_terminal=False)
    labels = ["Name", *(f"Column {n}" for n in range(columns))]
    print_table(console, "Title", labels, [["[b]A name of several words[/b]", *[cell] * columns]] * 2)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue().splitlines()


@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.parametrize("columns", [1, 3, 6, 9])
def test_no_number_is_cut_and_nothing_is_too_wide(width: int, columns: int) -> None:
    lines = printed(width, columns)
    assert sum(text.count("1.234.567,89") for text in lines) == 2 * columns
    assert max(map(len, lines)) <= width
    assert all(any(str(n) in text for text in lines) for n in range(columns))


def test_names_are_not_markup() -> None:
    assert any("[b]A name" in text for text in printed(80, 2))
    console = Console(file=StringIO(), width=80)
    line(console, "[red]x[/red]")
    assert isinstance(console.file, StringIO)
    assert console.file.getvalue() == "[red]x[/red]\n"


def test_nothing_is_printed_without_rows() -> None:
    console = Console(file=StringIO(), width=80)
    print_table(console, "Title", ["Name"], [])
    assert isinstance(console.file, StringIO)
    assert console.file.getvalue() == ""
