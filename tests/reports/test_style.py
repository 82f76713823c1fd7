"""Colours that can be read: WCAG 2.2 AA, 4.5 to 1 for text and 3 to 1 for lines, in light and in the dark."""

import re

import pytest

from cba.reports.factsheet import COLOURS
from cba.resources import data_path

STYLE = (data_path("templates") / "style.css").read_text(encoding="utf-8")
TEXTS = ("ink", "soft", "accent", "gain", "loss", *COLOURS)
LINES = ("costs", "benefits")


def _variables(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", block))


LIGHT = _variables(STYLE[: STYLE.index("@media")])
DARK = _variables(STYLE[STYLE.index("prefers-color-scheme: dark") : STYLE.index("prefers-contrast")])


def luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "tint", "gain-tint", "loss-tint"])
def test_text_stands_out(palette: dict[str, str], ground: str) -> None:
    for name in ("ink", "soft", "accent", "gain", "loss"):
        assert contrast(palette[name], palette[ground]) >= 4.5, name


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_names_and_bars_in_charts_stand_out(palette: dict[str, str]) -> None:
    for name in COLOURS:
        assert contrast(palette[name], palette["paper"]) >= 4.5, name
    for name in LINES:
        assert contrast(palette[name], palette["paper"]) >= 3, name


def test_the_drawing_without_a_style_sheet_has_the_same_colours() -> None:
    assert {name: LIGHT[name] for name in COLOURS} == COLOURS
