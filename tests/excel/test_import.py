"""Workbooks into scenarios and back: nothing is lost, and errors name sheet and cell."""

from __future__ import annotations

import gc
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import cba
from cba.errors import InputError
from cba.excel.numbers import number_in
from cba.excel.reading import import_workbook, suggest_mapping
from cba.reports.template import build_template
from cba.reports.workbook import build_workbook

from ..program import Done, called

ROOT = Path(__file__).resolve().parents[2]
ODENSE = ROOT / "scenarios" / "odense-tryg-ungdom.yaml"
FILES = [*sorted((ROOT / "scenarios").glob("*.yaml")), ROOT / "scenarios" / "tutorial" / "scenario.yaml"]


def run(folder: Path, *words: str) -> Done:
    return called(*words, folder=folder)


def results(path: Path, folder: Path, language: str = "da", *settings: str) -> tuple[Path, dict[str, Any]]:
    """Write a scenario's workbook; return its path and the document."""
    document = cba.appraise(cba.load(path, settings=settings)).to_dict()
    file = folder / "results.xlsx"
    file.write_bytes(build_workbook(document, language))
    return file, document


def edited(file: Path, out: Path, **values: object) -> Path:
    """Change named cells as a spreadsheet program would."""
    book = openpyxl.load_workbook(file)
    for name, value in values.items():
        sheet, cell = book.defined_names[name].attr_text.rsplit("!", 1)
        book[sheet.strip("'")][cell.replace("$", "")].value = value
    book.save(out)
    return out


def problems(path: Path, mapping: Path | None = None) -> list[str]:
    with pytest.raises(InputError) as caught:
        import_workbook(path, mapping)
    return [problem.headline() for problem in caught.value.problems]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", ["da", "en"])
def test_export_import_and_run_give_the_same_results(path: Path, language: str, tmp_path: Path) -> None:
    file, document = results(path, tmp_path, language)
    found = import_workbook(file)
    assert not found.changes
    (tmp_path / "again.yaml").write_text(found.text, "utf-8")
    again = cba.appraise(cba.load(tmp_path / "again.yaml")).to_dict()
    for part in ("interventions", "portfolio"):
        assert {**again, "x": 0}[part].keys() == document[part].keys()
    assert again["portfolio"] == document["portfolio"]
    for key, result in document["interventions"].items():
        for block in ("measures", "by_payer", "by_year", "outcomes", "switching"):
            assert again["interventions"][key][block] == result[block]
    assert again["trace"].keys() == document["trace"].keys()


def test_an_edited_workbook_says_what_changed_and_counts_as_set_does(tmp_path: Path) -> None:
    file, _ = results(ODENSE, tmp_path)
    changed = edited(
        file,
        tmp_path / "changed.xlsx",
        cbt_completion=0.7,
        discount_rate="4,0 %",
        mst_reconviction_duration=4,
    )
    done = run(tmp_path, "excel", "import", "changed.xlsx", "--out", "scenario.yaml")
    assert done.returncode == 0, done.stderr
    assert "Gennemførelse: Kognitiv adfærdsterapi i grupper: 0.8 → 0.7" in done.stdout
    text = (tmp_path / "scenario.yaml").read_text("utf-8")
    assert text.startswith("# Imported from changed.xlsx.\n# Changed in the workbook: 3.\n")
    assert changed.exists()
    settings = (
        "interventions.cbt.completion=70 %",
        'inputs."guide.2023.rate.0"=4 %',
        "interventions.mst.effects.reconviction.duration=4",
    )
    ours = cba.appraise(cba.load(tmp_path / "scenario.yaml")).portfolio.npv
    assert ours == pytest.approx(cba.appraise(cba.load(ODENSE, settings=settings)).portfolio.npv, rel=1e-12)


def test_a_number_outside_its_interval_widens_it(tmp_path: Path) -> None:
    file, _ = results(ODENSE, tmp_path)
    changed = edited(file, tmp_path / "changed.xlsx", cbt_completion=0.99)
    (tmp_path / "s.yaml").write_text(import_workbook(changed).text, "utf-8")
    item = cba.load(tmp_path / "s.yaml").inputs["interventions.cbt.completion"]
    assert (item.low, item.estimate, item.high) == (0.65, 0.99, 0.99)


def test_every_wrong_cell_is_told_at_once(tmp_path: Path) -> None:
    file, _ = results(ODENSE, tmp_path)
    changed = edited(
        file, tmp_path / "changed.xlsx", cbt_completion="mange", mst_completion=1.7, ssp_participants=None
    )
    told = problems(changed)
    assert len(told) == 3
    assert any("Forudsætninger!B47" in text and "found 'mange'" in text for text in told)
    assert any("must be between 0 % and 100 %, got 1.7" in text for text in told)
    assert any("found nothing" in text for text in told)


def test_the_filled_template_runs(tmp_path: Path) -> None:
    for language in ("da", "en"):
        (tmp_path / "f.xlsx").write_bytes(build_template(language, filled=True))
        (tmp_path / f"{language}.yaml").write_text(import_workbook(tmp_path / "f.xlsx").text, "utf-8")
    scenarios = [cba.load(tmp_path / f"{language}.yaml") for language in ("da", "en")]
    danish, english = (cba.appraise(scenario) for scenario in scenarios)
    assert danish.portfolio.npv == english.portfolio.npv
    cost, house = danish.interventions["mentor"], danish.interventions["vaerested"]
    assert cost.starters == 30
    # three years of 600,000 less 100,000, 150,000 and 150,000, discounted with 3.5 %
    gains = 100_000 / 1.035 + 150_000 / 1.035**2 + 150_000 / 1.035**3
    assert house.npv == pytest.approx(gains - 600_000 * (1 + 1 / 1.035 + 1 / 1.035**2), rel=1e-12)


def test_the_template_is_written_and_the_same_bytes(tmp_path: Path) -> None:
    done = run(tmp_path, "excel", "template", "--out", "my.xlsx")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "my.xlsx").read_bytes() == build_template("da")
    assert run(tmp_path, "excel", "template", "--out", "my.xlsx").returncode == 2
    assert "no intervention is filled in" in problems(tmp_path / "my.xlsx")[0]
    book = openpyxl.load_workbook(tmp_path / "my.xlsx")
    kinds = [rule.type for sheet in book for rule in sheet.data_validations.dataValidation]
    assert kinds.count("list") >= 8


def test_the_templates_mistakes_name_sheet_cell_and_the_nearest_name(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(build_template("da", filled=True)))
    effects, costs = book["Effekter"], book["Omkostninger"]
    effects["B6"].value = "reconvictoin"
    effects["P6"].value = "130 %"
    costs["A6"].value = "mentro"
    costs["C6"].value = "halvtreds"
    book.save(tmp_path / "bad.xlsx")
    told = "\n".join(problems(tmp_path / "bad.xlsx"))
    assert "Effekter!B6" in told
    assert "did you mean 'reconviction'" in told
    assert "Omkostninger!A6" in told
    assert "did you mean 'mentor'" in told
    assert "Omkostninger!C6" in told
    assert "Effekter!P6" in told


MESSY: list[list[Any]] = [
    ["Forslag til budget: Plejefamilier frem for institution"],
    ["Børne- og Ungeudvalget – 1.000 kr., 2025-priser"],
    [],
    [None, None, None, "Budgetoverslag"],
    ["Nr.", "Område", "Bemærkning", "Budget 2027", "BO 2028", "BO 2029", "BO 2030", "I alt"],
    [1, "Løn, familieplejekonsulenter", "2,5 årsværk", "1.237,5", "1.275", "1.275", "1.275", "5.062,5"],
    [2, "Uddannelse  af plejefamilier", "", "300", "150,0", 150, "-", "600"],
    [None, "Udgifter i alt", "", "1.537,5", "1.425", "1.425", "1.275", "5.662,5"],
    [3, "Færre institutionspladser", "netto", "(450)", "−1.380,0", "-2.760 ", "-3.450,00", "-8.040"],
    [None, "Netto", "", "1.087,5", "45", "-1.335", "-2.175", "-2.377,5"],
    ["Kilde: Økonomi, udkast 3"],
]


def messy(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Budget 2027-30"
    for row in MESSY:
        sheet.append(row)
    sheet.merge_cells("A1:H1")
    sheet.merge_cells("D4:G4")
    book.save(path)
    return path


def test_a_municipalitys_own_table_comes_in_by_a_mapping(tmp_path: Path) -> None:
    table = messy(tmp_path / "budget.xlsx")
    (tmp_path / "mapping.yaml").write_text(suggest_mapping(table), "utf-8")
    done = run(tmp_path, "excel", "import", "budget.xlsx", "--mapping", "mapping.yaml", "--out", "s.yaml")
    assert done.returncode == 0, done.stderr
    result = cba.appraise(cba.load(tmp_path / "s.yaml", settings="assumptions.discounting.rate=0 %"))
    costs = 1000 * (1237.5 + 3 * 1275 + 300 + 150 + 150)
    gains = 1000 * (450 + 1380 + 2760 + 3450)
    assert result.portfolio.pv_costs == pytest.approx(costs)
    assert result.portfolio.pv_benefits == pytest.approx(gains)


def test_a_mapping_that_does_not_fit_is_told(tmp_path: Path) -> None:
    table = messy(tmp_path / "budget.xlsx")
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(
        "sheet: Budget 2027-30\nunit: 1000\nintervention: x\nrows:\n  - {row: Løn familieplejekonsulenter}\n",
        "utf-8",
    )
    told = "\n".join(problems(table, mapping))
    assert "did you mean 'Løn, familieplejekonsulenter'" in told
    assert "Budget 2027-30!B7" in told


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1.234.567,8", 1234567.8), ("1.275", 1275.0), ("0.125", 0.125), ("12,5 %", 0.125),
        ("−1.380,0", -1380.0),
        ("(450)", -450.0), ("450-", -450.0), ("1 200 kr.", 1200.0), ("1,234.5", 1234.5), (150, 150.0),
        ("10 pct.", 0.1), ("tolv", None), (None, None), (True, None), ("=1+1", None),
    ],
)  # fmt: skip
def test_numbers_are_read_as_danes_write_them(cell: object, number: float | None) -> None:
    found = number_in(cell)
    assert found is None if number is None else found == pytest.approx(number)


def package(path: Path, **parts: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return path


def test_hostile_workbooks_are_refused_before_anything_opens_them(tmp_path: Path) -> None:
    bomb = package(tmp_path / "bomb.xlsx", xl__workbook=b"0" * 90_000_000)
    assert "unpacks to far more" in problems(bomb)[0]
    entities = package(tmp_path / "entities.xlsx", xl__workbook=b'<!DOCTYPE x [<!ENTITY a "b">]>')
    assert "declares XML entities" in problems(entities)[0]
    (tmp_path / "text.xlsx").write_text("hello")
    assert "not a workbook" in problems(tmp_path / "text.xlsx")[0]
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("x")
    for _ in range(20_002):
        sheet.append([1])
    book.save(tmp_path / "long.xlsx")
    assert "more than 20,000 rows" in problems(tmp_path / "long.xlsx")[0]
    gc.collect()  # a file left open when it was refused would be a warning here
