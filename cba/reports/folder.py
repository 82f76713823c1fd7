"""Reports as files: everything is rendered first, then the whole folder appears at once."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from cba.errors import InputError, Problem, unknown
from cba.reports.atomic import refuse_existing, replaced_folder
from cba.reports.language import LANGUAGES
from cba.reports.look import PLAIN, Look

FORMATS = ("json", "xlsx", "html", "pdf")

Document = Mapping[str, Any]

_NUMBERS = re.compile(r"\[\n\s+-?\d[-+.\deE]*(?:,\n\s+-?\d[-+.\deE]*)*\n\s+\]")
"""A list of numbers, one on each line; a line break never stands inside a text."""

_BREAK = re.compile(r"\n\s+")


def write_reports(
    document: Document,
    directory: Path,
    *,
    formats: Sequence[str],
    languages: Sequence[str],
    look: Look = PLAIN,
    attachments: Mapping[str, bytes] | None = None,
    force: bool = False,
) -> list[Path]:
    """Write the reports of one results document into a folder, all of them or none.

    Args:
        document: a results document, or that of a plan from a table of options.
        directory: the folder; parents are made, an empty one is used.
        formats: of `FORMATS`; results.json is always written.
        languages: of `LANGUAGES`; the workbook takes the first.
        look: the style of numbers on the pages, and whose they are.
        attachments: other files to write beside them: name → content.
        force: replace a folder that holds something.

    Returns:
        The files written, results.json first.

    Raises:
        InputError: an unknown format or language, or a folder that may not be written.
        PdfUnavailable: pdf is wanted and WeasyPrint is missing.
    """
    refuse_existing(directory, force=force)
    files = render_reports(document, formats=formats, languages=languages, look=look)
    return _write({**files, **(attachments or {})}, directory, force)


def write_comparison(
    documents: Mapping[str, Document],
    directory: Path,
    *,
    formats: Sequence[str],
    languages: Sequence[str],
    look: Look = PLAIN,
    attachments: Mapping[str, bytes] | None = None,
    force: bool = False,
) -> list[Path]:
    """Write several documents into a folder each, beside compare.json; all of it or nothing.

    Args:
        documents: folder name → results document; for the rest see `write_reports`.
        directory: the folder above them.
        formats: of `FORMATS`.
        languages: of `LANGUAGES`.
        look: see `write_reports`.
        attachments: other files, by path below the folder.
        force: replace a folder that holds something.
    """
    from cba.reports.comparison import comparison

    refuse_existing(directory, force=force)
    files = {"compare.json": to_json(comparison(documents)), **(attachments or {})}
    for name, document in documents.items():
        reports = render_reports(document, formats=formats, languages=languages, look=look)
        files |= {f"{name}/{file}": content for file, content in reports.items()}
    return _write(files, directory, force)


def render_reports(
    document: Document, *, formats: Sequence[str], languages: Sequence[str], look: Look = PLAIN
) -> dict[str, bytes]:
    """Return the reports as file name → content; see `write_reports`."""
    _check_names(formats, languages)
    files = {"results.json": to_json(document)}
    if "xlsx" in formats:
        from cba.reports.workbook import build_plan_workbook, build_workbook

        build = build_workbook if "scenario" in document else build_plan_workbook
        files["results.xlsx"] = build(document, languages[0])
    for code in dict.fromkeys(languages):
        if "html" in formats or "pdf" in formats:
            files |= _pages(document, code, formats, look)
    return files


def to_json(document: Document) -> bytes:
    """Return the document as UTF-8 JSON in its own key order, lists of numbers on one line.

    Raises:
        ValueError: a number in it is not finite; undefined values must be null.
    """
    text = json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False)
    text = _NUMBERS.sub(lambda found: _BREAK.sub(" ", found[0]).replace("[ ", "[").replace(" ]", "]"), text)
    return (text + "\n").encode("utf-8", "backslashreplace")


def _write(files: Mapping[str, bytes], directory: Path, force: bool) -> list[Path]:
    with replaced_folder(directory, force=force) as draft:
        for name, content in files.items():
            path = draft / PurePosixPath(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return [directory / PurePosixPath(name) for name in files]


def _pages(document: Document, code: str, formats: Sequence[str], look: Look) -> dict[str, bytes]:
    from cba.reports import plan_block
    from cba.reports.factsheet import render_factsheet

    of_plan = ("plan", plan_block.PAGE.render)
    name, render = ("factsheet", render_factsheet) if "scenario" in document else of_plan
    page, files = render(document, code, look), {}
    if "html" in formats:
        files[f"{name}.{code}.html"] = page.encode()
    if "pdf" in formats:
        from cba.reports.pdf import render_pdf

        files[f"{name}.{code}.pdf"] = render_pdf(page)
    return files


def _check_names(formats: Sequence[str], languages: Sequence[str]) -> None:
    problems = [
        Problem(None, option, unknown(what, name, known))
        for option, what, names, known in (
            ("--formats", "format", formats, FORMATS),
            ("--language", "language", languages, LANGUAGES),
        )
        for name in names
        if name not in known
    ]
    if not languages:
        problems.append(Problem(None, "--language", f"at least one of {', '.join(LANGUAGES)}"))
    if problems:
        raise InputError(problems)
