"""Colours that can be read: contrast as WCAG 2.2 measures it, and the nearest shade that has enough."""

from __future__ import annotations

import re
from collections.abc import Sequence

ENOUGH = 4.5
"""Contrast that WCAG 2.2 AA asks of text."""

_HEX = re.compile("#[0-9a-f]{6}")
_STEPS = 100

Rgb = tuple[float, float, float]


def is_colour(text: str) -> bool:
    """Tell whether a text is a colour such as `#0b5a8a`."""
    return _HEX.fullmatch(text.lower()) is not None


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    light, dark = sorted((_luminance(_parts(one)), _luminance(_parts(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def least_contrast(colour: str, grounds: Sequence[str]) -> float:
    """Return the contrast to the ground on which the colour stands out least."""
    return min(contrast(colour, ground) for ground in grounds)


def readable(colour: str, grounds: Sequence[str], *, towards: str) -> str:
    """Return the colour, mixed with as little of another as gives it enough contrast on every ground.

    Args:
        colour: the colour wanted.
        grounds: what it stands on.
        towards: `#000000` on light grounds, `#ffffff` on dark ones.
    """
    mixed = (_mixed(colour, towards, step / _STEPS) for step in range(_STEPS + 1))
    return next((found for found in mixed if least_contrast(found, grounds) >= ENOUGH), towards)


def _mixed(colour: str, other: str, share: float) -> str:
    pairs = zip(_parts(colour), _parts(other), strict=True)
    return "#" + "".join(f"{round(255 * (a + share * (b - a))):02x}" for a, b in pairs)


def _parts(colour: str) -> Rgb:
    red, green, blue = (int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5))
    return red, green, blue


def _luminance(parts: Rgb) -> float:
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
