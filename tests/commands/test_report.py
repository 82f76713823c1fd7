"""`cba report` from outside."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from ..conftest import Run
from ..reports.page import read

SCENARIO = Path(__file__).parents[2] / "scenarios" / "odense-mentor-ansoegning.yaml"
KINDS = ("policy", "eu-grant", "eu-appraisal", "foundation", "outcome-contract")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that `cba run` wrote."""
    import cba
    from cba.reports.folder import write_reports
    from cba.uncertainty.outlook import outlook

    scenario = cba.load(SCENARIO)
    document = cba.appraise(scenario).to_dict(outlook(cba.simulate(scenario, draws=500)))
    folder = tmp_path_factory.mktemp("made") / "result"
    write_reports(document, folder, formats=["json"], languages=["da"])
    return folder


@pytest.fixture
def result(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "result"))


def test_all_papers_in_both_languages_beside_the_results(run: Run, result: Path) -> None:
    done = run("report", str(result))
    assert (done.returncode, done.stderr) == (0, "")
    names = {path.name for path in result.iterdir()}
    expected = {f"{kind}.{code}.html" for kind in ("factsheet", *KINDS) for code in ("da", "en")}
    assert names == expected | {"results.json"}
    assert sorted(Path(line).name for line in done.stdout.splitlines()) == sorted(expected)
    page = read((result / "policy.da.html").read_text(encoding="utf-8"))
    assert page.all("html")[0].attributes["lang"] == "da"


def test_several_kinds_languages_and_formats_into_a_folder(run: Run, result: Path, tmp_path: Path) -> None:
    out = tmp_path / "papers"
    words = ("--kind", "eu-grant", "--kind", "foundation", "--language", "da", "--formats", "html,xlsx")
    done = run("report", str(result / "results.json"), *words, "--out", str(out), "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert {path.name for path in out.iterdir()} == {
        f"{kind}.da.{form}" for kind in ("eu-grant", "foundation") for form in ("html", "xlsx")
    }
    assert {path.name for path in result.iterdir()} == {"results.json"}


def test_nothing_is_replaced_unless_forced(run: Run, result: Path, tmp_path: Path) -> None:
    assert run("report", str(result), "--kind", "policy").returncode == 0
    (result / "policy.da.html").write_text("mine")
    again = run("report", str(result), "--kind", "policy")
    assert again.returncode == 2
    assert "exists already; use --force to replace it" in again.stderr
    assert (result / "policy.da.html").read_text() == "mine"
    assert run("report", str(result), "--kind", "policy", "--force").returncode == 0
    assert (result / "policy.da.html").read_text() != "mine"
    assert (result / "results.json").exists()
    out = tmp_path / "taken"
    out.mkdir()
    (out / "notes.txt").write_text("mine")
    refused = run("report", str(result), "--out", str(out))
    assert refused.returncode == 2
    assert [path.name for path in out.iterdir()] == ["notes.txt"]
    assert run("report", str(result), "--kind", "policy", "--out", str(out), "--force").returncode == 0
    assert (out / "notes.txt").read_text() == "mine"


BRAND = """\
name: {da: Byens Kommune, en: Town Council}
contact: {da: Ring 12 34 56 78, en: Call us}
colours: {accent: "#7a1f3d"}
"""


def test_papers_in_the_senders_look_and_in_the_style_of_the_eu(
    run: Run, result: Path, tmp_path: Path
) -> None:
    file, out = tmp_path / "brand.yaml", tmp_path / "papers"
    file.write_text(BRAND, encoding="utf-8")
    words = ("--kind", "policy", "--kind", "factsheet", "--language", "da")
    done = run("report", str(result), *words, "--brand", str(file), "--number-style", "eu", "--out", str(out))
    assert (done.returncode, done.stderr) == (0, "")
    for name in ("policy.da.html", "factsheet.da.html"):
        html = (out / name).read_text(encoding="utf-8")
        page = read(html)
        assert "Byens Kommune" in page.by_id("question").text
        assert "Ring 12 34 56 78" in page.by_id("contact").text
        assert "--accent: #7a1f3d;" in html
        assert "100\u00a0%" in html
        assert "mio.\u00a0DKK" in html
        assert "mio.\u00a0kr" not in html


def test_a_brand_that_cannot_be_read_writes_nothing(run: Run, result: Path, tmp_path: Path) -> None:
    (tmp_path / "brand.yaml").write_text('name: X\ncolours: {accent: "#eeeeee"}\n', encoding="utf-8")
    done = run("report", str(result), "--brand", str(tmp_path / "brand.yaml"))
    assert done.returncode == 2
    assert "cannot be read on the page" in done.stderr
    assert [path.name for path in result.iterdir()] == ["results.json"]


def test_a_new_run_takes_old_papers_away(run: Run, result: Path) -> None:
    assert run("report", str(result), "--kind", "policy").returncode == 0
    done = run("run", str(SCENARIO), "--out", str(result), "--formats", "json", "--draws", "50", "--force")
    assert done.returncode == 0
    assert [path.name for path in result.iterdir()] == ["results.json"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "results.json:1:2: is no JSON"),
        ("[]", "is no results document; `cba run` writes one"),
        ('{"format": 9}', "has format 9, this version reads 1"),
        ('{"format": 1}', "run the scenario again"),
        ('{"format": NaN}', "holds NaN; undefined values are null"),
        ("[" * 100_000, "is nested too deeply"),
    ],
)
def test_what_is_no_results_document_is_told(run: Run, tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "results.json").write_text(content)
    done = run("report", str(tmp_path))
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["results.json"]


def test_folders_without_results(run: Run, result: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "holds no results.json; `cba run` writes it" in run("report", str(empty)).stderr
    several = run("report", str(tmp_path))
    assert several.returncode == 2
    assert f"name one of {result}" in several.stderr
    assert "no such file or folder" in run("report", str(tmp_path / "nowhere")).stderr


def test_the_fact_sheet_has_no_workbook_of_its_own(run: Run, result: Path) -> None:
    done = run("report", str(result), "--kind", "factsheet", "--formats", "xlsx")
    assert done.returncode == 2
    assert "`cba run` writes results.xlsx" in done.stderr
    assert (
        "unknown format 'htm'; did you mean 'html'?" in run("report", str(result), "--formats", "htm").stderr
    )


def test_an_earlier_version_s_results_are_told_to_be_run_again(run: Run, result: Path) -> None:
    document = json.loads((result / "results.json").read_text(encoding="utf-8"))
    del document["funding"]
    (result / "results.json").write_text(json.dumps(document))
    done = run("report", str(result))
    assert done.returncode == 2
    assert "lacks funding" in done.stderr


def test_without_weasyprint_one_sentence_says_so_and_nothing_is_written(
    program: Run, result: Path, tmp_path: Path
) -> None:
    absent = tmp_path / "absent" / "weasyprint"
    absent.mkdir(parents=True)
    (absent / "__init__.py").write_text("raise ImportError('no such library here')")
    path = os.pathsep.join((str(absent.parent), str(SCENARIO.parents[1])))
    done = program("report", str(result), "--formats", "pdf", PYTHONPATH=path)
    assert done.returncode == 2
    assert "PDF needs WeasyPrint" in done.stderr
    assert "Traceback" not in done.stderr
    assert [file.name for file in result.iterdir()] == ["results.json"]
