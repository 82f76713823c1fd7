"""The sheets in the order a reader turns them, and the saving."""

from __future__ import annotations

from datetime import UTC, datetime

from cba.garbage import without_garbage_collection
from cba.reports.facts import Document
from cba.reports.language import language
from cba.reports.workbook import (
    allocation,
    assumptions,
    cash_flows,
    check,
    consequences,
    effects,
    front,
    interventions,
    navigation,
    prices,
    result,
    scenario_file,
    sensitivity,
    sources,
    uncertainty,
)
from cba.reports.workbook.book import Book
from cba.reports.workbook.finishing import finish

_ORDER = (
    "At a glance", "Assumptions", "Interventions", "Costs", "Effects", "Consequences", "Prices", "Cash flows",
    "Result", "Sensitivity", "Uncertainty", "Allocation", "Sources", "Check", "Scenario file",
)  # fmt: skip


def build(document: Document, language_code: str) -> bytes:
    """Return the workbook; see `cba.reports.workbook.build_workbook`."""
    with without_garbage_collection():
        return _built(document, language_code)


def _built(document: Document, language_code: str) -> bytes:
    lang = language(language_code)
    book = Book(lang, document)
    glance = front.open_sheet(book)
    inputs = assumptions.add(book)
    converted = effects.add(book, inputs)
    inputs.used = amounts = prices.add(book, inputs)
    found = consequences.add(book, inputs, converted)
    flows = cash_flows.add(book, inputs, found, amounts)
    interventions.add(book, inputs, found)
    interventions.add_costs(book, inputs, amounts, flows)
    results = result.add(book, flows, found, inputs)
    swings = sensitivity.add(book, inputs, flows, results)
    bands = uncertainty.add(book)
    if document["allocation"] is not None:
        allocation.add(book)
    sources.add(book)
    check.add(book, inputs)
    scenario_file.add(book)
    descriptions = [words for words in (front.fill(book, glance, flows), swings, bands) if words]
    book.order(_ORDER)
    navigation.add(book)
    return saved(book, descriptions)


def build_plan(document: Document, language_code: str) -> bytes:
    """Return a workbook of one sheet, for a table of options; see `build`."""
    name = document["table"]["path"]
    book = Book(language(language_code), {**document, "scenario": {"id": name, "title": name}})
    allocation.add(book)
    return saved(book, [])


def saved(book: Book, descriptions: list[list[str]], paper: str = "") -> bytes:
    """Return a finished workbook as bytes.

    Args:
        book: what was built.
        descriptions: of its charts, see `finish`.
        paper: what the workbook is, where it is not the scenario's own.
    """
    properties = book.workbook.properties
    properties.creator = "cba " + book.document["engine"]["version"]
    title = book.lang.text(book.document["scenario"]["title"])
    properties.title = f"{title} – {paper}" if paper else title
    properties.language = book.lang.code
    book.workbook.calculation.fullCalcOnLoad = True
    created = datetime.fromisoformat(book.document["created"]).astimezone(UTC)
    stamp = created.strftime("%Y-%m-%dT%H:%M:%SZ")
    return finish(book, descriptions, stamp)
