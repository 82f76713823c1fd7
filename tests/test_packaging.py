"""A wheel, installed alone and used from another folder, does what a checkout does."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    copy = folder / "checkout"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(copy)], check=True, capture_output=True)
    subprocess.run([*command, "--wheel-dir", str(folder), str(copy)], check=True, capture_output=True)
    return next(folder.glob("cba-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an empty environment that borrows only the dependencies; return its python."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=True, symlinks=os.name != "nt")
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / Path(sys.executable).name
    install = [str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    # a plain path entry finds packages, but not the editable install of this checkout
    site = subprocess.run(
        [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    (Path(site) / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return python


def test_nothing_but_cba_lands_at_the_top(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        top = {name.partition("/")[0] for name in archive.namelist()}
    assert {name for name in top if not name.endswith(".dist-info")} == {"cba"}


def test_the_wheel_carries_models_scenarios_and_templates(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        carried = {name.removeprefix("cba/") for name in archive.namelist()}
    for folder in ("models", "scenarios", "templates"):
        tracked = subprocess.run(
            ["git", "ls-files", folder], cwd=ROOT, check=True, capture_output=True, text=True
        ).stdout.split()
        assert tracked
        assert set(tracked) <= carried


def test_the_wheel_runs_from_another_folder(installed: Path, tmp_path: Path) -> None:
    def cba(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(installed), "-m", "cba", *arguments]
        environment = {**os.environ, "PYTHONPATH": ""}
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stderr
        return done

    cba("new", "mine")
    cba("run", "mine/scenario.yaml", "--out", "result", "--model", "soem", "--model", "samfundsoekonomi")
    for model in ("soem", "samfundsoekonomi"):
        folder = tmp_path / "result" / model
        names = {"results.json", "results.xlsx", "factsheet.da.html", "factsheet.en.html"}
        assert {path.name for path in folder.iterdir()} == names
        assert json.loads((folder / "results.json").read_text(encoding="utf-8"))["model"]["id"] == model
    assert (tmp_path / "result" / "compare.json").is_file()
