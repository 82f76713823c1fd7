"""What test cases came to: as plain data, and in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING, Any

from cba.reports.facts import Document
from cba.reports.language import Language, language
from cba.reports.terminal import line, print_table

if TYPE_CHECKING:
    from rich.console import Console

    from cba.cases import Found

_DECIMALS = 6


def cases_document(found: Sequence[Found]) -> dict[str, Any]:
    """Return all figures as plain data, and how many are off."""
    figures = [asdict(item) | {"passed": item.passed} for item in found]
    return {"figures": figures, "failed": sum(not figure["passed"] for figure in figures)}


def print_cases(
    document: Document, language_code: str, console: Console, *, failed_only: bool = False
) -> None:
    """Print each case with what was expected and what it came to.

    Args:
        document: from `cases_document`.
        language_code: `da` or `en`.
        console: where to print.
        failed_only: leave out the figures that are right.
    """
    lang = language(language_code)
    say = lang.say
    shown = [item for item in document["figures"] if not (failed_only and item["passed"])]
    labels = (say("Figure"), say("Expected"), say("Within"), say("Calculated"), say("Verdict"))
    for name, figures in groupby(shown, key=lambda item: item["case"]):
        items = list(figures)
        print_table(console, name, labels, [_row(lang, item) for item in items], (4,))
        for source in dict.fromkeys(item["source"] for item in items):
            line(console, say("Source: %(source)s", source=source or say("not stated")), "dim")
    console.print()
    count, off = len(document["figures"]), document["failed"]
    if off:
        message = say("%(off)s of %(count)s figures are off.", off=lang.number(off), count=lang.number(count))
    else:
        message = lang.count("The %(number)s figure is right.", "All %(number)s figures are right.", count)
    line(console, message, "bold")


def _row(lang: Language, item: Document) -> tuple[str, ...]:
    verdict = lang.say("right") if item["passed"] else lang.say("OFF")
    return (
        item["of"],
        _number(lang, item["expected"]),
        _number(lang, item["within"]),
        _number(lang, item["got"]),
        verdict if item["passed"] else f"{verdict} – {item['where']}",
    )


def _number(lang: Language, value: float | None) -> str:
    if value is None:
        return lang.say("not defined")
    return lang.trimmed(value, _DECIMALS if abs(value) < 1000 else 2)
