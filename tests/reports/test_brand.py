"""A sender's own look, from a file; what cannot be read or is not safe is refused."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cba.errors import InputError
from cba.reports.brand import DARK, LIGHT, load_brand
from cba.reports.factsheet import render_factsheet
from cba.reports.look import Look

from .page import read
from .test_style import DARK as DARK_STYLE
from .test_style import LIGHT as LIGHT_STYLE
from .test_style import contrast

Document = dict[str, Any]
GROUNDS = ("paper", "tint", "gain-tint", "loss-tint")


def png() -> bytes:
    """A picture of one white pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(b"\0\xff\xff\xff")), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


WHOLE = """\
name: {da: Byens Kommune, en: Town Council}
logo: pictures/logo.png
contact: {da: "Ring 12 34 56 78 <script>", en: Call us}
colours: {accent: "#7a1f3d", kommune: "#14532d"}
"""


@pytest.fixture
def brand(write: Callable[..., Path]) -> Callable[[str], Path]:
    write(png(), "pictures/logo.png")
    return lambda text: write(text, "brand.yaml")


def test_logo_colours_and_contact_arrive(brand: Callable[[str], Path], odense: Document) -> None:
    look = Look(brand=load_brand(brand(WHOLE)))
    html = render_factsheet(odense, "da", look)
    page = read(html)
    (logo,) = page.all("img")
    assert str(logo.attributes["src"]).startswith("data:image/png;base64,")
    assert logo.attributes["alt"] == ""
    assert "Byens Kommune" in page.by_id("question").text
    assert "Ring 12 34 56 78 <script>" in page.by_id("contact").text
    style = page.all("style")[0].text
    assert style.rindex("--accent: #7a1f3d") > style.index("--accent: #0b4f7a")
    assert 'stroke="#14532d"' in html
    assert "Town Council" in read(render_factsheet(odense, "en", look)).by_id("question").text


def test_colours_are_lightened_for_the_dark(brand: Callable[[str], Path]) -> None:
    found = load_brand(brand(WHOLE))
    assert set(found.dark) == {"accent", "kommune"}
    for colour in found.dark.values():
        assert min(contrast(colour, DARK_STYLE[ground]) for ground in GROUNDS) >= 4.5


def test_the_grounds_are_those_of_the_style_sheet() -> None:
    assert set(LIGHT) == {LIGHT_STYLE[ground] for ground in GROUNDS}
    assert set(DARK) == {DARK_STYLE[ground] for ground in GROUNDS}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            'name: {da: x}\ncolours: {accent: "#ffcc00"}',
            r"brand.yaml:2:\d+: colours.accent: .*contrast 1\.\d",
        ),
        ('name: {da: x}\ncolours: {accent: "#767676"}', "at least 4.5 to 1 is needed"),
        ("name: {da: x}\ncolours: {accent: red}", "must be a colour such as '#0b5a8a', found 'red'"),
        ('name: {da: x}\ncolours: {accent: "#0b5a8a; } body { display: none"}', "must be a colour"),
        ('name: {da: x}\ncolours: {comune: "#0b5a8a"}', "did you mean 'kommune'"),
        ("name: {da: x}\nlogo: missing.png", "brand.yaml:2:7: logo: missing.png cannot be read"),
        ("name: {da: x}\nlogo: brand.yaml", "no PNG or JPEG"),
        ("logo: pictures/logo.png", "name"),
    ],
)
def test_what_is_wrong_is_said(brand: Callable[[str], Path], text: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        load_brand(brand(text))
    assert re.search(said, str(caught.value)), str(caught.value)


def test_the_shade_that_is_proposed_can_be_read(brand: Callable[[str], Path]) -> None:
    with pytest.raises(InputError) as caught:
        load_brand(brand('name: {da: x}\ncolours: {accent: "#ffcc00"}'))
    nearest = re.findall("'(#[0-9a-f]{6})'", str(caught.value))[-1]
    assert (
        load_brand(brand(f'name: {{da: x}}\ncolours: {{accent: "{nearest}"}}')).colours["accent"] == nearest
    )


def test_a_logo_that_is_too_large_is_refused(write: Callable[..., Path]) -> None:
    write(png() + b"\0" * 200_000, "large.png")
    with pytest.raises(InputError, match="at most 200,000 fit on the page"):
        load_brand(write("name: {da: x}\nlogo: large.png", "brand.yaml"))


def test_the_command_takes_a_brand_and_a_style_of_numbers(
    run: Callable[..., Any], brand: Callable[[str], Path], write: Callable[..., Path]
) -> None:
    from .scenarios import divided

    brand(WHOLE), write(divided(), "scenario.yaml")
    how = ("--formats", "html", "--brand", "brand.yaml", "--number-style", "eu", "--quiet")
    done = run("run", "scenario.yaml", "--out", "out", *how)
    assert done.returncode == 0, done.stderr
    page = read(Path("out/factsheet.da.html").read_text(encoding="utf-8"))
    assert "Byens Kommune" in page.by_id("question").text
    assert "underskud" not in page.by_id("answer").text
    assert "2_mio._DKK" in page.by_id("answer").text
    assert "pct." not in page.all("main")[0].text
    write('name: {da: x}\ncolours: {accent: "#ffcc00"}', "brand.yaml")
    refused = run("run", "scenario.yaml", "--out", "none", *how)
    assert refused.returncode == 2
    assert "brand.yaml:2:" in refused.stderr
    assert not Path("none").exists()
