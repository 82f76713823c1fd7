"""`--brand` and `--number-style` reach every page that a command writes, and what is wrong is said before."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cba.commands.main import cli

from .page import Element, read
from .test_brand import WHOLE, png

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
ODENSE = "odense-tryg-ungdom.yaml"
FEW = ("--draws", "64")

# page → the command that writes it
COMMANDS: dict[str, tuple[str, ...]] = {
    "sensitivity": ("sensitivity", ODENSE, *FEW),
    "voi": ("voi", ODENSE, *FEW),
    "acceptability": ("acceptability", ODENSE, *FEW),
    "comparison": ("compare", ODENSE, "--variant", "pessimistic", *FEW),
    "comparison, places": ("compare", "aarhus-indbrud.yaml", "--across", "Odense,Samsø", *FEW),
    "diff": ("diff", ODENSE, f"{ODENSE}@optimistic", "--by", "kind"),
    "review": ("review", ODENSE, *FEW),
    "gaps": ("gaps", ODENSE, *FEW),
    "gaps, register": ("gaps", "--goal", "5"),
    "follow": ("follow", "follow-up/scenario.yaml", "follow-up/actuals.csv", *FEW),
    "goals": ("goals", "aarhus-indbrud.yaml", *FEW),
    "plan": ("allocate", "forebyggelse-20-mio.csv", "--budget", "20_000_000", "--formats", "html"),
    "factsheet": ("run", ODENSE, *FEW, "--formats", "html"),
}
WITHOUT_NUMBERS = ("gaps, register",)
FOLKETING = re.compile(r"\bpct\.|\bkr\.|\d\.\d{3}\b")
EU = re.compile(r"\d_%|DKK|\d_\d{3}\b")


@pytest.fixture
def brand(tmp_path: Path) -> Path:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "logo.png").write_bytes(png())
    path = tmp_path / "brand.yaml"
    path.write_text(WHOLE, encoding="utf-8")
    return path


def called(words: tuple[str, ...], *more: str) -> Result:
    there = [
        str(SCENARIOS / word) if (SCENARIOS / word.partition("@")[0]).is_file() else word for word in words
    ]
    return CliRunner().invoke(cli, [*there, *more], catch_exceptions=False)


def own_words(element: Element) -> str:
    """The text of a page without what users and the registers wrote, which stands fenced off."""
    parts = [c if isinstance(c, str) else own_words(c) for c in element.children]
    return "" if element.tag == "bdi" else " ".join(parts).replace("\u00a0", "_")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_brand_and_a_style_of_numbers_reach_the_page(name: str, brand: Path, tmp_path: Path) -> None:
    how = ("--brand", str(brand), "--number-style", "eu", "--out", str(tmp_path / "out"), "--language", "da")
    done = called(COMMANDS[name], *how)
    assert done.exit_code == 0, done.output
    page = read((tmp_path / "out" / f"{name.partition(',')[0]}.da.html").read_text(encoding="utf-8"))
    style = page.all("style")[0].text
    assert style.rindex("--accent: #7a1f3d") > style.index("--accent: #0b4f7a")
    (logo,) = page.all("img")
    assert str(logo.attributes["src"]).startswith("data:image/png;base64,")
    assert logo.attributes["alt"] == ""  # the name beside it says the same
    assert "Byens Kommune" in page.by_id("question").text
    assert "Ring 12 34 56 78 <script>" in page.by_id("contact").text
    said = own_words(page.all("main")[0])
    found = [said[max(0, m.start() - 60) : m.end() + 20] for m in FOLKETING.finditer(said)]
    assert not found
    assert name in WITHOUT_NUMBERS or EU.search(said)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_brand_that_cannot_be_read_is_said_before_anything_is_written(
    name: str, brand: Path, tmp_path: Path
) -> None:
    from cba.errors import InputError

    brand.write_text('name: {da: x}\ncolours: {accent: "#ffcc00"}', encoding="utf-8")
    with pytest.raises(InputError, match=r"brand\.yaml:2:\d+: colours\.accent: "):
        called(COMMANDS[name], "--brand", str(brand), "--out", str(tmp_path / "out"))
    assert not (tmp_path / "out").exists()
