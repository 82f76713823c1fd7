"""The pages on living with a calculation: their commands run, and the reference is the docstrings'."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from cba.reports.review_words import QUESTIONS

from .test_tutorial import DOCS, commands, run


def test_the_commands_run_in_order(tmp_path: Path) -> None:
    shutil.copytree(DOCS.parent / "scenarios", tmp_path / "scenarios")
    page = DOCS / "living.md"
    said = commands(page)
    assert {command.split()[1] for command in said} >= {"compare", "diff", "review", "gaps"}
    for command in said:
        run(command, tmp_path)
    for name in ("odense-varianter/comparison.xlsx", "tjekliste/review.da.html", "videnshuller/gaps.da.csv"):
        assert (tmp_path / name).is_file(), name
    assert (tmp_path / "scenarios" / "odense-tryg-ungdom.review.json").is_file()


def test_the_number_of_points_is_the_real_one() -> None:
    assert len(QUESTIONS) == 17
    assert "Seventeen points" in (DOCS / "living.md").read_text(encoding="utf-8")


def test_the_reference_is_current() -> None:
    done = subprocess.run([sys.executable, str(DOCS / "build_reference.py"), "--check"], check=False)
    assert done.returncode == 0, "run python docs/build_reference.py"
