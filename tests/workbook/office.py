"""LibreOffice as a second calculator that stays open: cells are changed one at a time and results read.

A small macro in a profile of its own does the work, so that one start of the program serves hundreds of
changes, and no bridge to Python needs to be installed.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest

PROGRAM = shutil.which("soffice") or shutil.which("libreoffice")

needs_office = pytest.mark.skipif(
    PROGRAM is None, reason="LibreOffice (soffice) is not installed: no formula is recomputed"
)

_VALUES = re.compile(rb"(</f>)<v>[^<]*</v>")
_MACRO = """\
Sub Main(job As String)
  Dim sLine As String, sText As String, vParts, vNames, oDoc, oCell, oCell2, dOld, nIn, nOut, i
  Dim aArgs(0) As New com.sun.star.beans.PropertyValue
  aArgs(0).Name = "Hidden"
  aArgs(0).Value = True
  nIn = FreeFile
  Open job For Input As #nIn
  nOut = FreeFile
  Open job &amp; ".out" For Output As #nOut
  Do While Not Eof(nIn)
    Line Input #nIn, sLine
    vParts = Split(sLine, Chr(9))
    Select Case vParts(0)
    Case "open"
      If Not IsEmpty(oDoc) Then oDoc.close(True)
      oDoc = StarDesktop.loadComponentFromURL(vParts(1), "_blank", 0, aArgs())
      oDoc.calculateAll()
    Case "read"
      vNames = vParts
    Case "change"
      If vParts(1) &lt;&gt; "" Then
        oCell = oDoc.NamedRanges.getByName(vParts(1)).getReferredCells().getCellByPosition(0, 0)
        dOld = oCell.getValue()
        oCell.setValue(Val(vParts(2)))
      End If
      sText = vParts(1)
      For i = 1 To UBound(vNames)
        oCell2 = oDoc.NamedRanges.getByName(vNames(i)).getReferredCells().getCellByPosition(0, 0)
        If oCell2.getError() &lt;&gt; 0 Then
          sText = sText &amp; Chr(9) &amp; "error " &amp; oCell2.getError()
        ElseIf oCell2.FormulaResultType2 = 1 Then
          sText = sText &amp; Chr(9) &amp; CStr(oCell2.getValue())
        Else
          sText = sText &amp; Chr(9) &amp; oCell2.getString()
        End If
      Next
      Print #nOut, sText
      If vParts(1) &lt;&gt; "" Then oCell.setValue(dOld)
    End Select
  Loop
  Close #nOut
  Close #nIn
  If Not IsEmpty(oDoc) Then oDoc.close(True)
  StarDesktop.terminate()
End Sub
"""
_FILES = {
    "script.xlb": '<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" '
    '"library.dtd">'
    '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" '
    'library:readonly="false" library:passwordprotected="false">'
    '<library:element library:name="Job"/></library:library>',
    "Job.xba": '<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">'
    '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Job" '
    f'script:language="StarBasic">{_MACRO}</script:module>',
}


@dataclass(frozen=True)
class Trial:
    """A workbook, the names to read, and the changes to make one at a time (None: none).

    Attributes:
        changes: name of a cell and the number to put there.
    """

    workbook: bytes
    read: Sequence[str]
    changes: Sequence[tuple[str, float] | None]


def tried(trials: Sequence[Trial]) -> list[list[dict[str, float | str]]]:
    """Return, for each trial and each of its changes, what the program computes for the names."""
    assert PROGRAM
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        # a new profile gets its own macros first
        start = [PROGRAM, profile, "--headless", "--terminate_after_init"]
        subprocess.run(start, check=True, capture_output=True, timeout=120)
        basic = folder / "profile" / "user" / "basic" / "Standard"
        for file, content in _FILES.items():
            (basic / file).write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n{content}', encoding="utf-8")
        lines = []
        for number, trial in enumerate(trials):
            path = folder / f"{number}.xlsx"
            path.write_bytes(without_values(trial.workbook))
            lines += [f"open\t{path.as_uri()}", "\t".join(["read", *trial.read])]
            for change in trial.changes:
                lines.append(
                    "\t".join(["change", *(("", "") if change is None else (change[0], repr(change[1])))])
                )
        job = folder / "job.txt"
        job.write_text("\n".join(lines) + "\n", encoding="utf-8")
        subprocess.run(
            [PROGRAM, profile, "--headless", "--norestore", f"macro:///Standard.Job.Main({job})"],
            check=True, capture_output=True, timeout=600,
        )  # fmt: skip
        answers = [line.split("\t") for line in job.with_suffix(".txt.out").read_text("utf-8").splitlines()]
    found, rest = [], iter(answers)
    for trial in trials:
        found.append([dict(zip(trial.read, map(_value, next(rest)[1:]), strict=True)) for _ in trial.changes])
    return found


def _value(text: str) -> float | str:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return text


def without_values(workbook: bytes) -> bytes:
    """Drop the values that stand beside the formulas, so that none can be passed on."""
    result = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook)) as source, zipfile.ZipFile(result, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            sheet = name.startswith("xl/worksheets/sheet")
            target.writestr(name, _VALUES.sub(rb"\1", content) if sheet else content)
    return result.getvalue()
