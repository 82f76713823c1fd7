"""The sheet of sensitivity says what the engine says when one assumption has another value."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cba.reports.workbook import build_workbook
from cba.reports.workbook.input_list import listed
from cba.reports.workbook.sensitivity import ends

from .test_agreement import FILES, cell_of, document_of, written


def value(book: openpyxl.Workbook, name: str) -> Any:
    sheet, cell = book.defined_names[name].attr_text.rsplit("!", 1)
    return book[sheet.strip("'")][cell.replace("$", "")].value


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_net_result_at_the_low_and_the_high_value_is_the_engines(path: Path) -> None:
    document = document_of(path, "soem")
    book = openpyxl.load_workbook(BytesIO(build_workbook(document, "en")), data_only=True)
    scale, compared = abs(document["portfolio"]["measures"]["pv_costs"]), 0
    # of the scenario with 25 interventions every fifth input, since the formulas are the same
    every = 5 if len(document["interventions"]) > 10 else 1
    for item in [*listed(document)][::every]:
        for way, end in zip(("low", "high"), ends(item), strict=True):
            name = f"{cell_of(document, item)}_npv_{way}"
            if name not in book.defined_names or (way, item.kind) == ("high", "share") and end > 1:
                continue
            stated = written(item, end)
            if item.passport.get("low") is not None:
                low, high = item.passport["low"], item.passport["high"]
                stated = f"{item.setting}={{estimate: {end!r}, low: {low!r}, high: {high!r}}}"
            engine = document_of(path, "soem", stated)["portfolio"]["measures"]["npv"]
            assert value(book, name) == pytest.approx(engine, rel=1e-9, abs=1e-9 * scale), (name, end)
            compared += 1
    assert compared >= 10
