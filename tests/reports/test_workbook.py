import copy
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from cba.reports.workbook import build_workbook

from .recalculation import needs_office, recalculated
from .uncertain import uncertain

Document = dict[str, Any]

DANISH = [
    "Kort fortalt", "Forudsætninger", "Indsatser", "Omkostninger", "Effekter", "Konsekvenser", "Priser",
    "Pengestrømme", "Resultat", "Følsomhed", "Usikkerhed", "Kilder", "Kontrol", "Scenariefil",
]  # fmt: skip


def opened(data: bytes, *, values: bool = False) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def named(book: openpyxl.Workbook, name: str) -> Any:
    sheet, cell = book.defined_names[name].attr_text.rsplit("!", 1)
    return book[sheet.strip("'")][cell.replace("$", "")]


def formulas(book: openpyxl.Workbook) -> Iterator[tuple[str, str]]:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield sheet.title, cell.coordinate


def checks(sheet: Worksheet) -> list[tuple[Any, ...]]:
    rows = list(sheet.iter_rows(min_row=2, max_col=5, values_only=True))
    return [row for row in rows if row[0] is not None]


def test_the_sheets_stand_in_order(odense: Document) -> None:
    assert opened(build_workbook(odense, "da")).sheetnames == DANISH
    assert opened(build_workbook(odense, "en")).sheetnames[0] == "At a glance"


def test_the_results_have_their_names_and_their_values(odense: Document) -> None:
    book = opened(build_workbook(odense, "da"), values=True)
    for key, result in [("portfolio", odense["portfolio"]), *odense["interventions"].items()]:
        name = key.replace("-", "_")
        for measure in ("npv", "pv_benefits", "pv_costs", "bcr", "npv_per_participant"):
            if result["measures"][measure] is not None:
                value = named(book, f"{name}_{measure}").value
                assert value == pytest.approx(result["measures"][measure], rel=1e-9, abs=1e-6)
        for payer in ("kommune", "region", "stat"):
            value = named(book, f"{name}_npv_{payer}").value
            assert value == pytest.approx(result["by_payer"][payer]["npv"], rel=1e-9, abs=1e-6)
    assert named(book, "discount_rate").value == 0.035
    assert named(book, "cbt_completion").value == 0.8
    assert named(book, "cbt_reconviction_effect").value == 0.636


@needs_office
@pytest.mark.parametrize("fixture", ["odense", "welfare"])
def test_another_program_computes_the_same(fixture: str, request: pytest.FixtureRequest) -> None:
    document = uncertain(request.getfixturevalue(fixture))
    data = build_workbook(document, "da")
    book, computed = opened(data, values=True), recalculated(data)
    cells = list(formulas(opened(data)))
    assert len(cells) > 300
    for sheet, cell in cells:
        # a formula's empty text is read as None
        read = (book[sheet][cell].value, computed[sheet][cell].value)
        ours, theirs = ("" if value is None else value for value in read)
        if isinstance(ours, str):
            assert theirs == ours, (sheet, cell)
        else:
            assert theirs == pytest.approx(ours, rel=1e-9, abs=1e-6), (sheet, cell)
    rows = checks(computed["Kontrol"])
    assert len(rows) > 40
    assert {row[4] for row in rows} == {"✓ stemmer"}
    assert all(abs(row[3]) < 1e-6 * max(1, abs(row[2])) for row in rows)


@needs_office
@pytest.mark.parametrize("timing", ["start", "mid", "end"])
def test_a_changed_discount_rate_is_followed_as_the_engine_would(
    appraise: Callable[..., Any], timing: str
) -> None:
    text = TEXT.replace("TIMING", timing)
    book = opened(build_workbook(appraise(text).to_dict(), "da"))
    named(book, "discount_rate").value = 0.07
    changed = io.BytesIO()
    book.save(changed)
    computed = recalculated(changed.getvalue())
    engine = appraise(text.replace("rate: 3 %", "rate: 7 %")).to_dict()
    for key, result in [("portfolio", engine["portfolio"]), *engine["interventions"].items()]:
        assert named(computed, f"{key}_npv").value == pytest.approx(result["measures"]["npv"], rel=1e-9)
        assert named(computed, f"{key}_bcr").value == pytest.approx(result["measures"]["bcr"], rel=1e-9)
    assert {row[4] for row in checks(computed["Kontrol"])} == {"✓ stemmer", "≠ følger dine ændringer"}


TEXT = """\
scenario: {id: rates}
price_year: 2025
start: 2026
horizon: 6
assumptions: {discounting: {rates: [{from: 0, rate: 3 %}, {from: 4, rate: 2 %}], timing: TIMING}}
interventions:
  - id: a
    flows:
      - {what: c, payer: kommune, kind: cost, amounts: [900000, 100000], grade: D}
      - {what: b, payer: stat, kind: benefit, amounts: [0, 100000, 200000, 300000, 400000, 500000], grade: D}
  - id: b
    flows:
      - {what: c, payer: stat, kind: cost, amounts: [50000], grade: D}
      - {what: b, payer: region, kind: benefit, amounts: [0, 0, 0, 0, 0, 70000], grade: D}
"""


@pytest.mark.parametrize(
    "text", ["=1+1", "+45 12 34 56", "-10", "@SUM(A1)", "\t=1", "#REF!", "W" * 5_000, "a\x00b\x1b"]
)
def test_what_users_write_is_never_a_formula(odense: Document, text: str) -> None:
    both = {"da": text, "en": text}
    count = len(list(formulas(opened(build_workbook(odense, "da")))))
    document = copy.deepcopy(odense)
    document["scenario"] |= {"title": both, "question": both, "author": text}
    for intervention in document["interventions"].values():
        intervention |= {"title": both, "description": both, "conditions": [both]}
        for line in (*intervention["costs"], *intervention["effects"]):
            line |= {"what": both, "source": text, "url": text}
    for names in document["names"]["payers"].values():
        names |= both
    book = opened(build_workbook(document, "da"))
    assert len(list(formulas(book))) == count
    cell = book["Indsatser"]["A5"]
    assert cell.data_type == "s"
    assert cell.quotePrefix == text.startswith(("=", "+", "-", "@", "\t"))


def test_ids_become_names_that_programs_accept(appraise: Callable[..., Any]) -> None:
    text = TEXT.replace("TIMING", "start").replace("id: a\n", "id: 2-a\n").replace("id: b\n", "id: 2_a\n")
    book = opened(build_workbook(appraise(text).to_dict(), "da"), values=True)
    assert named(book, "_2_a_npv").value != named(book, "_2_a_npv_").value
    assert all(re.fullmatch(r"[A-Za-z_]\w*", name) for name in book.defined_names)


def test_names_stay_as_short_as_programs_take_them(appraise: Callable[..., Any]) -> None:
    text = TEXT.replace("TIMING", "start").replace("what: c", f"what: {'c' * 400}")
    result = appraise(text)
    book = opened(build_workbook(result.to_dict(), "da"), values=True)
    assert max(map(len, book.defined_names)) <= 255
    cells = [named(book, name) for name in book.defined_names if "ccc" in name]
    inputs = {cell.coordinate for cell in cells if cell.parent.title == "Forudsætninger"}
    assert len(inputs) == 3, "each of the three amounts has a cell of its own"
    assert checks(book["Kontrol"])
    assert all(row[4].startswith("✓") for row in checks(book["Kontrol"]))


def test_each_pane_has_one_selection(odense: Document) -> None:
    """Excel offers to repair a sheet that has more."""
    for sheet in opened(build_workbook(odense, "da")).worksheets:
        panes = [selection.pane for selection in sheet.sheet_view.selection]
        assert len(panes) == len(set(panes)), sheet.title


def test_fonts_are_written_in_the_order_of_the_standard(odense: Document) -> None:
    """ECMA-376, part 1, 18.8.22 (CT_Font), as the makers of Excel check it."""
    order = [
        "b",
        "i",
        "strike",
        "outline",
        "shadow",
        "u",
        "vertAlign",
        "sz",
        "color",
        "name",
        "family",
        "scheme",
    ]
    with zipfile.ZipFile(io.BytesIO(build_workbook(odense, "da"))) as archive:
        styles = archive.read("xl/styles.xml").decode()
    fonts = [re.findall(r"<(\w+)", font) for font in re.findall(r"<font>(.*?)</font>", styles)]
    assert len(fonts) > 5
    for names in fonts:
        assert names == sorted(names, key=order.index)


def test_the_charts_are_bound_to_cells_and_described(odense: Document) -> None:
    with zipfile.ZipFile(io.BytesIO(build_workbook(odense, "da"))) as archive:
        charts = [archive.read(n).decode() for n in archive.namelist() if n.startswith("xl/charts/chart")]
        drawing = archive.read("xl/drawings/drawing1.xml").decode()
    assert len(charts) == 3
    assert "'Pengestrømme'!" in charts[0]
    assert "'Kort fortalt'!" in charts[1]
    assert drawing.count(' descr="') == 2
    assert "Kommunen ender på" in drawing


def test_the_same_document_gives_the_same_bytes(odense: Document) -> None:
    first = build_workbook(odense, "da")
    assert build_workbook(copy.deepcopy(odense), "da") == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_every_sheet_prints_with_its_headings(odense: Document) -> None:
    for sheet in opened(build_workbook(odense, "da")).worksheets:
        assert sheet.print_area
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet["A1"].value
