"""Set up everything on a new machine and run the main job, or pass the tests.

    python3 bootstrap.py run     calculates a real scenario: results, workbook, fact sheets
    python3 bootstrap.py test    installs what the tests need and runs them

Needs Python 3.11 or newer and git; everything else goes into `.venv` beside this file. On Debian, `test` also
installs LibreOffice, Pango, Chromium and two fonts when it may (they check the workbook, print PDF files and
try the pages).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from ctypes.util import find_library
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
SCENARIO = Path("scenarios") / "odense-tryg-ungdom.yaml"
RESULTS = Path("results") / "odense-tryg-ungdom"

# what some tests use, how to tell that it is there, and the Debian packages that bring it
PROGRAMS = {
    "soffice": ["libreoffice-calc"],
    "chromium": ["chromium"],
    "pdfinfo": ["poppler-utils"],
}
LIBRARIES = {
    "pango-1.0": ["libpango-1.0-0"],
    "pangoft2-1.0": ["libpangoft2-1.0-0", "fonts-dejavu-core"],
    "atomic": ["libatomic1"],  # of the driver that Playwright brings
}
# the fonts that the pages ask for: with wider ones a fact sheet fills more than its two pages
FONTS = {"Liberation Sans": ["fontconfig", "fonts-liberation"], "P052": ["fontconfig", "fonts-urw-base35"]}


def call(*command: str | Path, quiet: bool = False) -> None:
    """Run a command in the project's folder; end with its status when it fails."""
    output = subprocess.DEVNULL if quiet else None
    status = subprocess.run([str(part) for part in command], cwd=HERE, stdout=output, check=False).returncode
    if status:
        sys.exit(status)


def debian(packages: Sequence[str]) -> bool:
    """Install Debian packages where this is Debian and we may; tell whether we did."""
    may = hasattr(os, "geteuid") and os.geteuid() == 0
    if not shutil.which("apt-get") or not may:
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # what Debian only recommends beside them is some three hundred packages that no test needs
    get = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    for command in (["apt-get", "update", "-qq"], get):
        print("+", *command, flush=True)
        if subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False).returncode:
            return False
    return True


def virtual_environment() -> None:
    """Make `.venv`, with Debian's venv package where that is missing."""
    if PYTHON.exists():
        return
    make = [sys.executable, "-m", "venv", str(VENV)]
    if subprocess.run(make, check=False, capture_output=True).returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    if not debian(["python3-venv"]):
        sys.exit(
            "Python's venv is missing. On Debian: sudo apt-get install python3-venv, then run this again."
        )
    call(*make)


def install(extras: str) -> None:
    """Install the checkout with the versions it was tested with."""
    target = f".[{extras}]" if extras else "."
    options = ["--quiet", "--disable-pip-version-check", "--constraint", "constraints.txt"]
    # a plain path entry, so that a folder that happens to be called cba does not hide the package
    options += ["--config-settings", "editable_mode=compat"]
    call(PYTHON, "-m", "pip", "install", *options, "--editable", target)


def has_font(name: str) -> bool:
    """Tell whether a font family is installed."""
    if not shutil.which("fc-list"):
        return False
    listed = subprocess.run(["fc-list", name], check=False, capture_output=True).stdout
    return bool(listed.strip())


def programs() -> None:
    """Install the programs that some tests use; tests that lack one say so and are skipped."""
    lacking = {name: packages for name, packages in PROGRAMS.items() if not shutil.which(name)}
    lacking |= {name: packages for name, packages in LIBRARIES.items() if not find_library(name)}
    lacking |= {name: packages for name, packages in FONTS.items() if not has_font(name)}
    packages = [package for brought in lacking.values() for package in brought]
    if packages and not debian(packages):
        print(f"Not installed here: {', '.join(lacking)}. The tests that use them are skipped.")


def main() -> None:
    """Do what the first argument names."""
    task = sys.argv[1] if len(sys.argv) > 1 else ""
    if sys.version_info < (3, 11) or task not in ("run", "test"):
        sys.exit(__doc__)
    virtual_environment()
    if task == "run":
        install("")
        call(PYTHON, "-m", "cba", "run", SCENARIO, "--out", RESULTS, "--force")
        return
    programs()
    install("dev,pdf")
    call(PYTHON, "-m", "pytest", "-n", "auto", *sys.argv[2:])


if __name__ == "__main__":
    main()
