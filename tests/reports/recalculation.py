"""LibreOffice as a second opinion: it computes a workbook anew and says what it found."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from pathlib import Path

import openpyxl
import pytest

PROGRAM = shutil.which("soffice") or shutil.which("libreoffice")

needs_office = pytest.mark.skipif(
    PROGRAM is None, reason="LibreOffice (soffice) is not installed: no formula is recomputed"
)


def recalculated(workbook: bytes) -> openpyxl.Workbook:
    """Let LibreOffice compute every formula anew; return the workbook with its values."""
    assert PROGRAM
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in.xlsx").write_bytes(_without_values(workbook))
        subprocess.run(
            [PROGRAM, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to",
             "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out"), str(folder / "in.xlsx")],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        return openpyxl.load_workbook(folder / "out" / "in.xlsx", data_only=True)


def _without_values(workbook: bytes) -> bytes:
    """Drop the values that were written beside the formulas, so that none can be passed on."""
    book, result = openpyxl.load_workbook(io.BytesIO(workbook)), io.BytesIO()
    book.save(result)
    return result.getvalue()
