"""The workbook of a comparison: league table, payers, evidence, how sure the choice is; or the places."""

from __future__ import annotations

from collections.abc import Iterator

from cba.reports import across_rows
from cba.reports import compare_names as names
from cba.reports import compare_rows as rows
from cba.reports import compare_words as words
from cba.reports.facts import Document
from cba.reports.language import language
from cba.reports.workbook.book import Book
from cba.reports.workbook.sheets import saved
from cba.reports.workbook.table import Column, Value, write_sheet

_MONEY, _SHARE = "#,##0", "0.0%"


def build_comparison(document: Document, language_code: str) -> bytes:
    """Return the workbook as bytes; amounts are in kroner, not rounded.

    Args:
        document: a comparison, of options or of places.
        language_code: `da` or `en`.
    """
    book = Book(language(language_code), document)
    if document["kind"] == "places":
        _places(book)
    else:
        _league(book)
        _payers(book)
        _effects(book)
        _pairs(book)
    return saved(book, [])


def _league(book: Book) -> None:
    lang, say = book.lang, book.lang.say
    columns = [
        Column(say("Model"), 30),
        Column(say("Place in the table"), 10, "0"),
        Column(say("Option"), 44),
        Column(say("Net result"), 16, _MONEY),
        Column(say("5 per cent of draws are below"), 16, _MONEY),
        Column(say("95 per cent of draws are below"), 16, _MONEY),
        Column(say("Chance of a gain"), 12, _SHARE),
        Column(say("Benefits"), 16, _MONEY),
        Column(say("Costs"), 16, _MONEY),
        Column(say("Benefits per krone"), 12, "0.00"),
        Column(say("Participants"), 12, "#,##0.0"),
        Column(say("Best: share of draws"), 12, _SHARE),
        Column(say("Expected loss"), 16, _MONEY),
        Column(say("Weakest grade"), 10),
        Column(say("DKR goals"), 10),
    ]
    note = " ".join([*words.sentences(lang, book.document), *words.doubts(lang, book.document)])
    write_sheet(book, say("League table"), note, columns, _league_rows(book))


def _league_rows(book: Book) -> Iterator[list[Value]]:
    document, lang = book.document, book.lang
    for group in document["groups"]:
        robust = group["robustness"] or {"best": {}, "expected_loss": {}}
        for number, name in enumerate(group["league"], 1):
            option = document["options"][name]
            measures, outlook = option["measures"], option["uncertainty"]
            npv = outlook["npv"] if outlook else {}
            yield [
                group["model"]["title"],
                number,
                names.option_name(lang, document, name),
                measures["npv"],
                npv.get("p05"),
                npv.get("p95"),
                outlook["prob_npv_positive"] if outlook else None,
                measures["pv_benefits"],
                measures["pv_costs"],
                measures["bcr"],
                measures["participants"],
                robust["best"].get(name),
                robust["expected_loss"].get(name),
                option["evidence"]["weakest"] or "–",
                ", ".join(map(str, option["dkr_goals"])),
            ]


def _payers(book: Book) -> None:
    document, lang = book.document, book.lang
    payers = rows.touched(document)
    titles = [names.payer_name(lang, document, payer) for payer in payers]
    columns = [Column(lang.say("Option"), 44), *(Column(title, 16, _MONEY) for title in titles)]
    found = (
        [
            names.option_name(lang, document, name),
            *(option["by_payer"].get(payer, {}).get("npv") for payer in payers),
        ]
        for name, option in document["options"].items()
    )
    write_sheet(book, lang.say("Net result by payer"), lang.say("DKK, present value"), columns, found)


def _effects(book: Book) -> None:
    say = book.lang.say
    columns = [
        Column(say("Intervention"), 36),
        Column(say("Outcome"), 26),
        Column(say("Grade"), 8),
        Column(say("Studied in"), 24),
        Column(say("Share of the effect expected here"), 14),
        Column(say("Source"), 70),
    ]
    write_sheet(book, say("Evidence"), "", columns, rows.effect_rows(book.lang, book.document))


def _pairs(book: Book) -> None:
    document, lang = book.document, book.lang
    for number, group in enumerate(document["groups"], 1):
        found = group["robustness"]
        if not found or len(found["members"]) < 2:
            continue
        titles = [names.option_name(lang, document, name) for name in found["members"]]
        columns = [Column(lang.say("Option"), 44), *(Column(title, 18, _SHARE) for title in titles)]
        cells = (
            [names.option_name(lang, document, name), *(found["beats"][name][o] for o in found["members"])]
            for name in found["members"]
        )
        title = lang.say("Two by two") + (f" {number}" if number > 1 else "")
        note = lang.say("Share of the draws in which the option of the row is better than that of the column")
        write_sheet(book, title, note, columns, cells)


def _places(book: Book) -> None:
    document, lang, say = book.document, book.lang, book.lang.say
    outcomes = across_rows.outcomes(document)
    headings = across_rows.labels(lang, document)
    columns = [
        Column(headings[0], 24),
        Column(headings[1], 12, _MONEY),
        *(Column(label, 16, "#,##0.0") for label in headings[2 : 2 + len(outcomes)]),
        Column(say("Net result"), 16, _MONEY),
        Column(say("5 per cent of draws are below"), 16, _MONEY),
        Column(say("95 per cent of draws are below"), 16, _MONEY),
        Column(say("DKK per inhabitant"), 14, "#,##0.0"),
        Column(say("Chance of a gain"), 12, _SHARE),
        Column(say("Best intervention"), 36),
        Column(say("Best: share of draws"), 12, _SHARE),
        *(Column(title, 16, _MONEY) for title in document["titles"].values()),
    ]
    found = (
        [
            row["place"],
            row["population"],
            *(row["incidents"].get(id) for id in outcomes),
            row["npv"],
            row["uncertainty"]["npv"]["p05"],
            row["uncertainty"]["npv"]["p95"],
            row["npv"] / row["population"],
            row["uncertainty"]["prob_npv_positive"],
            names.option_name(lang, {"titles": document["titles"]}, row["best"]),
            row["best_share"],
            *(row["interventions"][id]["npv"] for id in document["titles"]),
        ]
        for row in across_rows.ordered(document)
    )
    write_sheet(book, say("Places"), " ".join(across_rows.sentences(lang, document)), columns, found)
