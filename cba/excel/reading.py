"""Which kind of workbook it is, and the scenario that it becomes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cba.errors import InputError, Problem
from cba.excel.checked import Imported
from cba.excel.edited import ASSUMPTION_SHEETS, SCENARIO_SHEETS, import_edited, is_results
from cba.reading.workbooks import Page, read_pages, refused


def import_workbook(path: Path, mapping: Path | None = None) -> Imported:
    """Read a filled template, an edited results workbook, or with a mapping a table of one's own.

    Raises:
        InputError: with all problems, each at its sheet and cell.
    """
    pages = _pages(path)
    if mapping is not None:
        from cba.excel.own_table import import_table

        return import_table(path, pages, mapping)
    from cba.excel.filled import import_filled, is_template

    if is_results(pages):
        return import_edited(path, pages)
    if is_template(pages):
        return import_filled(path, pages)
    titles = ", ".join(page.title for page in pages)
    message = (
        f"neither a filled template nor a results workbook (sheets: {titles}); for a table of your own, "
        "`--suggest` writes a mapping"
    )
    raise InputError([Problem(None, str(path), message)])


def suggest_mapping(path: Path) -> str:
    """Return a mapping for a table of one's own, to be corrected."""
    from cba.excel.own_table import suggested

    return suggested(path, _pages(path))


def _pages(path: Path) -> list[Page]:
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        raise refused(path, "must be a workbook (.xlsx)")
    if not path.is_file():
        raise refused(path, "is a folder, not a file" if path.is_dir() else "no such file")
    return read_pages(path, exact=True, only=_wanted)


def _wanted(titles: Sequence[str]) -> Sequence[str]:
    """Return the sheets to read: of a results workbook just two."""
    needed = [*ASSUMPTION_SHEETS, *SCENARIO_SHEETS]
    found = [title for title in titles if title in needed]
    return found if len(found) > 1 else titles
