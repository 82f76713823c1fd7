"""The workbook to fill in: its sheets and columns, which `cba excel import` reads by the same list."""

from __future__ import annotations


def build_template(language_code: str, *, filled: bool = False) -> bytes:
    """Return the template as the bytes of an .xlsx file.

    Args:
        language_code: `da` or `en`.
        filled: with a worked example in place of the example rows.
    """
    from cba.reports.template.writing import build

    return build(language_code, filled=filled)
