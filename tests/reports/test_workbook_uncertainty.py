"""The sheet of uncertainty: every number of the simulation as a value, and a chart of the band."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from cba.reports.workbook import build_workbook

from .test_workbook import named, opened
from .uncertain import uncertain

Document = dict[str, Any]
Divided = Callable[..., Document]


def rows(sheet: Worksheet) -> list[tuple[Any, ...]]:
    """The rows without their empty ends."""
    found = []
    for row in sheet.iter_rows(values_only=True):
        cells = list(row)
        while cells and cells[-1] is None:
            cells.pop()
        found.append(tuple(cells))
    return found


def table(sheet: Worksheet, title: str) -> list[tuple[Any, ...]]:
    """The rows below a heading's header row, up to the first empty one."""
    everything = rows(sheet)
    (start,) = [n for n, row in enumerate(everything) if row and str(row[0]).startswith(title)]
    found = []
    for row in everything[start + 2 :]:
        if not row:
            break
        found.append(row)
    return found


def test_the_distribution_stands_by_intervention_and_payer(divided: Divided) -> None:
    sheet = opened(build_workbook(uncertain(divided()), "da"))["Usikkerhed"]
    assert sheet["A2"].value == (
        "Værdier fra simuleringen (frø 461, 10.000 gennemregninger, latinsk hyperkube), ikke formler: "
        "de ændrer sig ikke, når felter i regnearket ændres."
    )
    assert "gennemregninger med tilfældige værdier for det eneste af" in str(sheet["A4"].value)
    assert str(sheet["A5"].value).replace("\u00a0", "_") == (
        "Standardfejl: 8.000_kr. på gennemsnittet og 0,2 procentpoint på sandsynligheden."
    )
    found = table(sheet, "Nettoresultat")
    assert [row[:2] for row in found[:3]] == [
        ("Samlet", "Alle kasser"), ("Samlet", "Kommune"), ("Samlet", "Stat"),
    ]  # fmt: skip
    assert found[0][2:] == pytest.approx((2e6, 8e5, 8e3, 1e6, 1.2e6, 2e6, 3.2e6, 3.6e6, 0.9))
    assert found[1][2:] == pytest.approx((-1e6, 4e5, 4e3, -1.5e6, -1.4e6, -1e6, -0.4e6, -0.2e6, 0.02))
    assert len(found) == 6


def test_the_sheet_holds_values_and_no_formula(odense: Document) -> None:
    sheet = opened(build_workbook(uncertain(odense), "da"))["Usikkerhed"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"n", "s"}


def test_its_numbers_have_names(odense: Document) -> None:
    document = uncertain(odense)
    book = opened(build_workbook(document, "da"), values=True)
    for key, part in [("portfolio", document["portfolio"]), *document["interventions"].items()]:
        found = part["uncertainty"]
        for percentile in ("p05", "p50", "p95"):
            assert named(book, f"{key}_npv_{percentile}").value == pytest.approx(found["npv"][percentile])
            kommune = named(book, f"{key}_npv_{percentile}_kommune").value
            assert kommune == pytest.approx(found["by_payer"]["kommune"][percentile])
        assert named(book, f"{key}_npv_prob_positive").value == found["prob_npv_positive"]


def test_years_drivers_and_the_worth_of_knowing(odense: Document) -> None:
    document = uncertain(odense)
    total = document["portfolio"]["uncertainty"]
    sheet = opened(build_workbook(document, "da"))["Usikkerhed"]
    back = table(sheet, "Sandsynlighed for, at pengene")
    assert [row[0] for row in back] == [row["year"] for row in total["prob_paid_back"]["all"]]
    chances = [row["probability"] for row in total["prob_paid_back"]["all"]]
    assert [row[1] for row in back] == pytest.approx(chances)
    assert len(back[0]) == 1 + 3 + len(document["interventions"])
    bands = table(sheet, "År for år")
    last = total["by_year"][-1]
    edges = [last[name][p] for name in ("net", "cumulative") for p in ("p05", "p50", "p95")]
    assert bands[-1] == pytest.approx((last["year"], *edges))
    drivers = table(sheet, "Hvad der gør resultatet usikkert")
    assert drivers[0][:5] == (
        "Omkostning: MST-forløb, Multisystemisk Terapi (MST)", "Samlet", 0.61, total["drivers"][0]["se"],
        "interventions.mst.costs.MST-forløb.amount",
    )  # fmt: skip
    knowing = table(sheet, "Værdien af mere viden")
    assert knowing[0] == pytest.approx(("Samlet", total["evpi"], total["evpi_se"], 0.1, 0.5, 1.2))
    outcomes = table(sheet, "Antal undgået")
    assert outcomes[0][0] == "Samlet"
    assert outcomes[0][-1] == 0.8


def test_the_band_is_a_native_chart_with_words(odense: Document) -> None:
    with zipfile.ZipFile(io.BytesIO(build_workbook(uncertain(odense), "da"))) as archive:
        charts = [archive.read(n).decode() for n in archive.namelist() if n.startswith("xl/charts/chart")]
        drawing = archive.read("xl/drawings/drawing3.xml").decode()
    assert len(charts) == 4
    assert charts[3].count("'Usikkerhed'!") == 9
    assert drawing.count(' descr="') == 1
    assert "Hvor sikkert det samlede resultat er. I 2037 er den løbende sum" in drawing


def test_where_nothing_is_uncertain_the_sheet_says_so(divided: Divided) -> None:
    book = opened(build_workbook(divided(), "da"))
    assert [row for row in rows(book["Usikkerhed"]) if row] == [
        ("Usikkerhed",),
        ("← Kort fortalt",),
        ("Ingen tal i beregningen har et usikkerhedsinterval, så sandsynligheder kan ikke beregnes.",),
    ]


def test_the_first_sheet_says_how_sure_it_is(divided: Divided) -> None:
    said = [
        str(row[0]) for row in rows(opened(build_workbook(uncertain(divided()), "da"))["Kort fortalt"]) if row
    ]
    loser = said.index("▼ Kommunen vinder kun i 2 af 100 gennemregninger.")
    assert said[loser + 1] == "▲ Staten vinder i 90 af 100 gennemregninger."
    assert said[loser + 2].startswith("I 90 af 100 gennemregninger er det samlede resultat mellem")
