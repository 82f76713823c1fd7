"""The sheet of sources: where each number comes from, how good it is, and where the scenario states it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cba.reports.effect_rows import outcome_names
from cba.reports.facts import Document
from cba.reports.workbook.book import Book, Text
from cba.reports.workbook.looks import LINK
from cba.reports.workbook.table import Column, Value, write_sheet

_ADDRESS = 4
"""The column of web addresses."""

_LONGEST_LINK = 2000
"""Characters; spreadsheet programs refuse longer links."""


def add(book: Book) -> None:
    """Write one row for each effect, cost, direct amount and price, then the warnings and the files."""
    say, document = book.lang.say, book.document
    columns = [
        Column(say("Kind"), 15),
        Column(say("What"), 44),
        Column(say("Source"), 56),
        Column(say("Address"), 44),
        Column(say("Grade"), 14),
        Column(say("Where"), 34),
    ]
    table = write_sheet(book, say("Sources"), "", columns, list(_rows(book)))
    for row in range(table.header + 1, table.end):
        url = str(table.sheet.value(row, _ADDRESS) or "")
        if url.lower().startswith(("http://", "https://")) and len(url) < _LONGEST_LINK:
            table.sheet.link(row, _ADDRESS, url)
            book.dress(table.sheet.at(row, _ADDRESS), color=LINK, underline=True)
    warnings: list[tuple[Text, Text]] = [(w["where"], w["message"]) for w in document["warnings"]]
    row = _pairs(book, table.end + 1, say("Warnings"), warnings)
    files: list[tuple[Text, Text]] = [
        (file["path"], f"SHA-256 {file['sha256']}") for file in document["scenario"]["files"]
    ]
    files.append((say("Model"), f"{document['model']['id']}, SHA-256 {document['model']['sha256']}"))
    files.append(("cba", f"{document['engine']['version']}, {document['created']}"))
    _pairs(book, row + 1, say("Files"), files)
    book.printed(table.sheet, header_row=table.header)


def _pairs(book: Book, row: int, title: str, pairs: Sequence[tuple[Text, Text]]) -> int:
    """Write a small two-column table under a heading; return the next free row."""
    if not pairs:
        return row
    sheet = book.named(book.lang.say("Sources"))
    book.subtitle(sheet, row, title)
    for left, right in pairs:
        row += 1
        book.text(sheet, row, 2, left)
        book.text(sheet, row, 3, right)
        book.rule(sheet, row, 6)
    return row + 1


def _rows(book: Book) -> Iterator[Sequence[Value]]:
    say, document = book.lang.say, book.document
    own = say("own assumption")
    for intervention in document["interventions"].values():
        title = book.lang.text(intervention["title"])
        for effect in intervention["effects"]:
            yield _effect(book, title, effect)
        for line in (*intervention["costs"], *intervention["flows"]):
            what = f"{title}: {book.lang.text(line['what'])}"
            yield [
                say("Cost"),
                what,
                line["source"] or own,
                line.get("url"),
                line.get("grade"),
                line["where"],
            ]
    for price in document["prices"].values():
        yield [say("Price"), price["name"], price["source"] or own, price["url"], price["grade"], None]


def _effect(book: Book, title: str, effect: Document) -> Sequence[Value]:
    outcome = book.lang.text(outcome_names(book.document, effect["outcome"])["title"])
    what, own = f"{title}: {outcome}", book.lang.say("own assumption")
    return [
        book.lang.say("Effect"),
        what,
        effect["source"] or own,
        effect["url"],
        effect["grade"],
        effect["where"],
    ]
