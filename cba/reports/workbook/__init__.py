"""The workbook: the results in cells an economist can follow, with formulas where they are safe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def build_workbook(document: Mapping[str, Any], language_code: str) -> bytes:
    """Return the workbook as the bytes of an .xlsx file; the same document gives the same bytes.

    Args:
        document: a results document.
        language_code: `da` or `en`.

    Raises:
        InputError: the language is unknown.
    """
    from cba.reports.workbook.sheets import build

    return build(document, language_code)


def build_plan_workbook(document: Mapping[str, Any], language_code: str) -> bytes:
    """Return the workbook of a plan from a table of options; see `build_workbook`."""
    from cba.reports.workbook.sheets import build_plan

    return build_plan(document, language_code)
