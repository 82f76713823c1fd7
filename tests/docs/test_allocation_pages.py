"""The pages on allocation: commands run, and every line quoted is in what they print."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.docs.test_tutorial import DOCS, blocks
from tests.docs.test_uncertainty_pages import printed

NO_PLAN = 3


@pytest.mark.parametrize("name", ["allocation.md", "prioritering.md"])
def test_commands_print_what_is_quoted(name: str, tmp_path: Path) -> None:
    shutil.copytree(DOCS.parent / "scenarios", tmp_path / "scenarios")
    said, quoted = "", 0
    for kind, text in blocks(DOCS / name):
        if kind == "csv":
            (tmp_path / "options.csv").write_text(text, encoding="utf-8")
        elif kind == "console":
            said = " ".join(printed(line, tmp_path) for line in text.splitlines())
        elif kind == "text":
            lines = text.splitlines()
            if lines[0].startswith("$ "):
                said = printed(lines.pop(0), tmp_path, NO_PLAN)
            for line in lines:
                assert line in said, line
                quoted += 1
    assert quoted >= 4
    page = "plan.da.html" if name == "prioritering.md" else "plan.en.html"
    assert (tmp_path / "plan" / page).is_file()
    assert (tmp_path / "plan20" / "factsheet.da.html").is_file() == (name == "prioritering.md")
