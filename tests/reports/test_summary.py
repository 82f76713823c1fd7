from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from cba.reports.summary import print_summary

Document = dict[str, Any]
Divided = Callable[..., Document]


def printed(document: Document, language: str = "da", width: int = 100) -> str:
    console = Console(file=StringIO(), width=width, force_terminal=False)
    print_summary(document, language, console)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue().replace("\u00a0", "_")


def test_the_payers_come_before_the_interventions_and_the_loser_is_named(divided: Divided) -> None:
    text = printed(divided())
    assert "▼ Kommunen taber 1_mio._kr., selv om det offentlige under ét vinder." in text
    assert text.index("Kasse") < text.index("Indsats")
    rows = [line.split() for line in text.splitlines()]
    assert ["Kommune", "0", "1.000", "−1.000", "–", "▼", "taber"] in rows
    assert ["Stat", "3.000", "0", "3.000", "2026", "▲", "vinder"] in rows
    assert ["alone", "2.000", "3.000", "1.000", "3,00", "2027"] in rows


def test_a_portfolio_ends_with_all_together(odense: Document) -> None:
    lines = [line for line in printed(odense, "en").splitlines() if line.strip()]
    assert lines[-1].strip().startswith("All together")
    assert any(line.startswith("Only one of the four interventions pays: Mentor") for line in lines)


@pytest.mark.parametrize("width", [80, 200])
def test_what_users_write_is_neither_markup_nor_a_terminal_command(divided: Divided, width: int) -> None:
    document = divided()
    document["scenario"]["question"] = {"da": "[red]Betaler\x1b[31m det sig?[/red]"}
    document["interventions"]["alone"]["title"] = {"da": "[b]x[/b]"}
    text = printed(document, width=width)
    assert "\x1b" not in text
    assert "[red]" in text
    assert "[b]x" in text
    assert text.count("2.000") == 1
    assert text.count("−1.000") == 1
