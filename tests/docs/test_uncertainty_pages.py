"""The pages on uncertainty: commands run, every line quoted is in what they print, examples are read."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import numpy as np
import pytest

import cba
from tests.docs.test_tutorial import DOCS, blocks, whole
from tests.program import called

PAGES = ("uncertainty.md", "usikkerhed.md")


def printed(command: str, folder: Path, status: int = 0) -> str:
    """Run a command; return what it printed, without line breaks and with plain spaces."""
    words = shlex.split(command.removeprefix("$ "))
    assert words[0] == "cba"
    done = called(*words[1:], folder=folder, COLUMNS="250")
    assert done.returncode == status, f"{command}\n{done.stderr}"
    return " ".join(done.stdout.split())


@pytest.mark.parametrize("name", PAGES)
def test_commands_print_what_is_quoted(name: str, tmp_path: Path) -> None:
    shutil.copytree(DOCS.parent / "scenarios", tmp_path / "scenarios")
    said = ""
    for kind, text in blocks(DOCS / name):
        if kind == "console":
            said = " ".join(printed(line, tmp_path) for line in text.splitlines())
        if kind == "text":
            for line in text.splitlines():
                assert line in said, line
    if name == "uncertainty.md":
        with np.load(tmp_path / "with-draws" / "draws.npz") as drawn:
            assert drawn["inputs"].shape == (len(drawn["input_names"]), 10_000)
            assert drawn["outputs"].shape == (len(drawn["output_names"]), 10_000)
            assert "npv.portfolio.kommune" in drawn["output_names"]
            assert drawn["batch"].max() == 7


@pytest.mark.parametrize("name", PAGES)
def test_examples_are_read_and_uncertain(name: str, tmp_path: Path) -> None:
    for kind, text in blocks(DOCS / name):
        if kind == "yaml":
            path = tmp_path / "scenario.yaml"
            path.write_text(whole(text), encoding="utf-8")
            simulation = cba.simulate(cba.load(path), draws=64)
            assert len(simulation.draws.names) >= 3


def test_headings_that_are_linked_to_exist() -> None:
    for page in DOCS.glob("*.md"):
        for target, anchor in re.findall(r"\]\(([\w.]*\.md)?#([^)]+)\)", page.read_text(encoding="utf-8")):
            text = (DOCS / target).read_text(encoding="utf-8") if target else page.read_text(encoding="utf-8")
            headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
            slugs = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
            assert anchor in slugs, f"{page.name}: {target}#{anchor}"
