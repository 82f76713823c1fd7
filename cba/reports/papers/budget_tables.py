"""The budget of an application, by work package and by partner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cba.reports.facts import Document
from cba.reports.language import Language
from cba.reports.papers.funding_facts import budget, stated
from cba.reports.papers.paper import Cell, Figure, Table, total_row


def by_package(lang: Language, document: Document) -> Table | None:
    """Return the direct costs by work package and line, with person-months; None where nothing is stated."""
    found, said = budget(document), stated(document)["work_packages"]
    used = _used(document, found.by_package)
    if not used:
        return None
    rows: list[list[Cell]] = [
        [
            package["title"],
            *_by_line(found.by_package[package["id"]], used),
            Figure(found.person_months.get(package["id"], 0.0), "number", 1),
        ]
        for package in said
    ]
    headings = [
        lang.say("Work package"),
        *_lines(lang, used),
        lang.say("Direct costs"),
        lang.say("Person-months"),
    ]
    return _summed(lang, "budget-table", lang.say("Budget by work package"), headings, rows)


def by_partner(lang: Language, document: Document) -> Table | None:
    """Return the direct costs by partner and line; None where no partner is named in the budget."""
    found = budget(document)
    names = {item["id"]: item["name"] for item in stated(document)["partners"]}
    if not any(found.by_partner):
        return None
    used = _used(document, found.by_partner)
    rows: list[list[Cell]] = [
        [names.get(id) or lang.say("No partner named"), *_by_line(amounts, used)]
        for id, amounts in found.by_partner.items()
    ]
    headings = [lang.say("Partner"), *_lines(lang, used), lang.say("Direct costs")]
    return _summed(lang, "partner-budget-table", lang.say("Budget by partner"), headings, rows)


def _summed(
    lang: Language, id: str, caption: str, headings: Sequence[str], rows: Sequence[Sequence[Cell]]
) -> Table:
    return Table(id, caption, headings, [*rows, total_row(lang, rows)], total=1, summed=True)


def _used(document: Document, sums: Mapping[str, Mapping[str, float]]) -> dict[str, Mapping[str, str]]:
    """Return the budget lines that have amounts, with their names."""
    lines = document["funding"]["rules"]["lines"]
    return {line: title for line, title in lines.items() if any(line in by for by in sums.values())}


def _lines(lang: Language, used: Mapping[str, Mapping[str, str]]) -> list[str]:
    return [f"{line} {lang.text(title)}" for line, title in used.items()]


def _by_line(amounts: Mapping[str, float], used: Mapping[str, Mapping[str, str]]) -> list[Cell]:
    return [*(Figure(amounts.get(line, 0.0)) for line in used), Figure(sum(amounts.values()))]
