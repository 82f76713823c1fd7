"""Papers as files: each kind in each language and format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cba.reports.facts import Document
from cba.reports.language import Language, language
from cba.reports.look import PLAIN, Look
from cba.reports.papers.kinds import PAPERS
from cba.reports.papers.page import render_page
from cba.reports.papers.sheet import build_sheet

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
    files: dict[str, bytes] = {}
    for kind in dict.fromkeys(kinds):
        for code in dict.fromkeys(languages):
            made = _rendered(language(code, look.number_style), document, kind, formats, look)
            files |= {f"{kind}.{code}.{form}": content for form, content in made.items()}
    return files


def _rendered(
    lang: Language, document: Document, kind: str, formats: Sequence[str], look: Look
) -> dict[str, bytes]:
    if kind == FACTSHEET:
        from cba.reports.factsheet import render_factsheet

        return _pages(render_factsheet(document, lang.code, look), formats)
    paper = PAPERS[kind](lang, document)
    files = (
        _pages(render_page(lang, document, paper, look), formats) if {"html", "pdf"} & set(formats) else {}
    )
    return files | ({"xlsx": build_sheet(lang, document, paper)} if "xlsx" in formats else {})


def _pages(page: str, formats: Sequence[str]) -> dict[str, bytes]:
    files = {"html": page.encode()} if "html" in formats else {}
    if "pdf" in formats:
        from cba.reports.pdf import render_pdf

        files["pdf"] = render_pdf(page)
    return files
