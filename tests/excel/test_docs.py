"""The commands of the pages for the person who only has Excel run, in order."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from cba.reports.template import build_template

from ..docs.test_tutorial import DOCS, commands, run

SHEETS = DOCS.parent / "scenarios" / "regneark"


@pytest.mark.parametrize("name", ["regneark.md", "workbook.md"])
def test_the_commands_run_in_order(name: str, tmp_path: Path) -> None:
    shutil.copytree(SHEETS, tmp_path / "regneark")
    found = commands(DOCS / name)
    assert len(found) >= 8
    for command in found:
        run(command, tmp_path)


def test_the_template_and_the_example_are_those_that_are_written_today() -> None:
    assert (SHEETS / "skabelon.xlsx").read_bytes() == build_template("da")
    assert (SHEETS / "template.xlsx").read_bytes() == build_template("en")
    assert (SHEETS / "eksempel.xlsx").read_bytes() == build_template("da", filled=True)


def test_the_functions_named_are_those_in_use() -> None:
    text = " ".join((DOCS / "workbook.md").read_text("utf-8").split())
    found = re.search(r"Functions used: `([A-Z ]+)`", text)
    assert found
    assert found[1].split() == sorted(found[1].split())
