from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from cba.reports.side_by_side import print_side_by_side
from cba.reports.summary import print_summary

from .uncertain import uncertain

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


def test_range_chance_drivers_and_draws_are_said(odense: Document) -> None:
    text = printed(uncertain(odense), width=400)
    assert "I 90 af 100 gennemregninger er det samlede resultat mellem −23_mio._kr. og −3_mio._kr." in text
    loser = (
        "▼ Kommunen vinder kun i 2 af 100 gennemregninger. 90 pct.-interval: −26_mio._kr. til −3,4_mio._kr."
    )
    assert loser in text
    assert "Mest betyder 1) Omkostning: MST-forløb, Multisystemisk Terapi (MST) (61_pct.), 2)" in text
    assert "Det bygger på 10.000 gennemregninger" in text
    assert "Standardfejl: 60.000_kr. på gennemsnittet og 0,2 procentpoint på sandsynligheden." in text


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_tables_fit_in_eighty_columns_with_the_chance(odense: Document, language: str) -> None:
    text = printed(uncertain(odense), language, width=80)
    assert "…" not in text
    assert [line.split()[-1] for line in text.splitlines() if " 443 " in line] == ["90"]


def test_one_number_with_an_interval_is_singular(divided: Divided) -> None:
    document = uncertain(divided())
    document["simulation"] |= {"uncertain_inputs": 1, "fixed_inputs": 8}
    text = printed(document, width=400)
    assert "for det eneste af 9 tal, der har et usikkerhedsinterval" in text


def test_runs_stand_side_by_side_with_range_and_chance(odense: Document, welfare: Document) -> None:
    console = Console(file=StringIO(), width=120, force_terminal=False)
    runs = {"soem": uncertain(odense), "plain": welfare}
    found = runs["soem"]["portfolio"]["uncertainty"]
    found["prob_npv_positive_by_payer"]["kommune"] = 0.0
    print_side_by_side(runs, "da", console)
    assert isinstance(console.file, StringIO)
    rows = [" ".join(line.split()) for line in console.file.getvalue().replace("\u00a0", "_").splitlines()]
    assert "Samlet −15.096 −19.322" in rows
    assert "90 pct.-interval −22.643 til −3.019 –" in rows
    assert "Sandsynlighed for gevinst 2_pct. –" in rows
    assert "Sandsynlighed for gevinst, Kommune under 1_pct. –" in rows
    assert "Sandsynlighed for gevinst, Stat 90_pct. –" in rows
    console = Console(file=StringIO(), width=120, force_terminal=False)
    print_side_by_side({"a": odense, "b": welfare}, "da", console)
    assert isinstance(console.file, StringIO)
    assert "Sandsynlighed" not in console.file.getvalue()
