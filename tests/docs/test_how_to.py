"""The how-to pages: their files are written as they stand and their commands run in order."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.docs.test_tutorial import DOCS, commands, run

PAGES = ("follow-up.md", "opfoelgning.md", "goals.md", "current-figures.md", "test-cases.md")
FILE = re.compile(r"`([\w-]+\.(?:csv|yaml))`[^`\n]*:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", PAGES)
def test_commands_run_on_the_files_that_are_shown(name: str, tmp_path: Path) -> None:
    shutil.copytree(DOCS.parent / "scenarios", tmp_path / "scenarios")
    text = (DOCS / name).read_text(encoding="utf-8")
    for file, content in FILE.findall(text):
        (tmp_path / file).write_text(content, encoding="utf-8")
    found = commands(DOCS / name)
    assert found
    for command in found:
        run(command, tmp_path)


def test_every_file_that_a_command_reads_is_shown() -> None:
    for name in PAGES:
        text = (DOCS / name).read_text(encoding="utf-8")
        shown = {file for file, _ in FILE.findall(text)}
        read = {
            word
            for command in commands(DOCS / name)
            for word in command.split()
            if re.fullmatch(r"[\w-]+\.(csv|yaml)", word)
        }
        assert read <= shown, name
