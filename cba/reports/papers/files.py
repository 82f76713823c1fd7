"""Papers as files: each kind in each language and format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cba.reports.facts import Document
from cba.reports.language import Language, language
from cba.reports.look import PLAIN, Look
from cba.reports.papers.kinds import PAPERS
from cba.reports.papers.page import render_page

FACTSHEET = "factsheet"
KINDS = (FACTSHEET, *PAPERS)
FORMATS = ("html", "pdf", "xlsx")


def file_names(kinds: Sequence[str], languages: Sequence[str], formats: Sequence[str]) -> Iterator[str]:
    """Yield the names of the files that `render_papers` makes; a fact sheet has no workbook of its own."""
    for kind in dict.fromkeys(kinds):
        for code in dict.fromkeys(languages):
            for form in dict.fromkeys(formats):
                if form != "xlsx" or kind != FACTSHEET:
                    yield f"{kind}.{code}.{form}"


def render_papers(
    document: Document,
    kinds: Sequence[str],
    languages: Sequence[str],
    formats: Sequence[str],
    *,
    look: Look = PLAIN,
) -> dict[str, bytes]:
    """Return papers as file name → content, from a results document alone.

    Args:
        document: a results document.
        kinds: of `KINDS`.
        languages: `da`, `en`.
        formats: of `FORMATS`; page, PDF and workbook say the same.
        look: the style of their numbers, and whose they are.

    Raises:
        PdfUnavailable: pdf is wanted and WeasyPrint is missing.
    """
    names = list(file_names(kinds, languages, formats))
    if "pdf" not in formats:
        _, files = _pages(document, kinds, languages, formats, look)
        return {name: files[name] for name in names}
    from cba.reports.pdf_batch import Printers

    with Printers(sum(name.endswith(".pdf") for name in names)) as printers:
        pages, files = _pages(document, kinds, languages, formats, look)
        files |= dict(zip(pages, printers.render(list(pages.values())), strict=True))
    return {name: files[name] for name in names}


def _pages(
    document: Document, kinds: Sequence[str], languages: Sequence[str], formats: Sequence[str], look: Look
) -> tuple[dict[str, str], dict[str, bytes]]:
    """Return what is to be printed, by the name of the PDF, and the other files."""
    pages: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for kind in dict.fromkeys(kinds):
        for code in dict.fromkeys(languages):
            lang, stem = language(code, look.number_style), f"{kind}.{code}"
            page, sheet = _made(lang, document, kind, formats, look)
            pages[f"{stem}.pdf"] = page
            files |= {f"{stem}.html": page.encode(), f"{stem}.xlsx": sheet}
    return pages, files


def _made(
    lang: Language, document: Document, kind: str, formats: Sequence[str], look: Look
) -> tuple[str, bytes]:
    """Return the page and the workbook of a paper, each empty when no format asks for it."""
    wants_page = bool({"html", "pdf"} & set(formats))
    if kind == FACTSHEET:
        from cba.reports.factsheet import render_factsheet

        return render_factsheet(document, lang.code, look) if wants_page else "", b""
    paper = PAPERS[kind](lang, document)
    page = render_page(lang, document, paper, look) if wants_page else ""
    if "xlsx" not in formats:
        return page, b""
    from cba.reports.papers.sheet import build_sheet

    return page, build_sheet(lang, document, paper)
