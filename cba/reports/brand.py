"""A sender's own look: logo, colours and contact from a `brand:` file, without touching a template."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import Field

from cba.errors import InputError, Problem
from cba.reading.composing import read_file
from cba.reading.positions import set_paths
from cba.reading.statement import Statement, Words
from cba.reading.validating import read_as
from cba.reports.colours import ENOUGH, is_colour, least_contrast, readable

LIGHT = ("#ffffff", "#f3f5f7", "#edf5ef", "#fbeeec")
"""The grounds of `style.css` on which coloured text may stand, and the same in the dark."""
DARK = ("#14181c", "#1e242a", "#1a2a20", "#2e1d1b")

_KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
_LARGEST = 200_000


class BrandColours(Statement):
    """Colours as `#0b5a8a`; each must stand out from the page by 4.5 to 1."""

    accent: str | None = None
    """The line at the top, links and what has focus."""
    kommune: str | None = None
    """The municipality in charts."""
    region: str | None = None
    """The region in charts."""
    stat: str | None = None
    """The state in charts."""
    borger: str | None = None
    """The participants in charts."""
    offer: str | None = None
    """Victims in charts."""
    erhverv: str | None = None
    """Business in charts."""
    oevrige: str | None = None
    """The rest of society in charts."""

    def stated(self) -> dict[str, str]:
        """Return the colours that are stated, by name."""
        found = {name: getattr(self, name) for name in type(self).model_fields}
        return {name: colour.lower() for name, colour in found.items() if colour}

    def _check(self, problems: list[Problem]) -> None:
        for name, colour in self.stated().items():
            if not is_colour(colour):
                problems.append(self.problem(name, f"must be a colour such as '#0b5a8a', found '{colour}'"))
            elif (found := least_contrast(colour, LIGHT)) < ENOUGH:
                nearest = readable(colour, LIGHT, towards="#000000")
                message = (
                    f"{colour} cannot be read on the page: contrast {found:.1f} to 1, "
                    f"at least {ENOUGH} to 1 is needed; the nearest that can is '{nearest}'"
                )
                problems.append(self.problem(name, message))


class BrandFile(Statement):
    """Who publishes, and how it looks."""

    name: Words
    """The sender's name, as printed at the top."""
    logo: str | None = None
    """A PNG or JPEG beside this file, at most 200 kB; it is put into the page itself."""
    contact: Words | None = None
    """Whom to ask; printed at the end, before the scenario's own contact."""
    colours: BrandColours = Field(default_factory=BrandColours)
    """Colours in place of the toolkit's."""


@dataclass(frozen=True)
class Brand:
    """A sender's look, checked and ready to print.

    Attributes:
        name: the sender, in Danish and English.
        contact: whom to ask, or None.
        logo: the picture as a `data:` address; empty without one.
        colours: colour by name on a light page.
    """

    name: Mapping[str, str]
    contact: Mapping[str, str] | None = None
    logo: str = ""
    colours: Mapping[str, str] = field(default_factory=dict)

    @property
    def dark(self) -> dict[str, str]:
        """The colours, lightened until they can be read on a dark page."""
        return {name: readable(colour, DARK, towards="#ffffff") for name, colour in self.colours.items()}


def load_brand(path: str | Path) -> Brand:
    """Read and check a brand file.

    Raises:
        InputError: with all problems, each with its position.
    """
    path = Path(path)
    root = read_file(path, str(path))
    set_paths(root)
    said = read_as(BrandFile, root)
    logo, trouble = _logo(path.parent / said.logo) if said.logo else ("", "")
    if trouble:
        raise InputError([said.problem("logo", trouble)])
    contact = said.contact.both() if said.contact else None
    return Brand(said.name.both(), contact, logo, said.colours.stated())


def _logo(path: Path) -> tuple[str, str]:
    """Return the picture as a `data:` address, or what is wrong with it."""
    try:
        content = path.read_bytes()
    except OSError as error:
        return "", f"{path} cannot be read: {error.strerror}"
    if len(content) > _LARGEST:
        return "", f"{path} has {len(content):,} bytes; at most {_LARGEST:,} fit on the page"
    kind = next((kind for start, kind in _KINDS.items() if content.startswith(start)), None)
    if kind is None:
        return "", f"{path} is no PNG or JPEG (an SVG can hold scripts; save it as PNG)"
    return f"data:{kind};base64,{b64encode(content).decode()}", ""


def rules(brand: Brand | None) -> Any:
    """Return the style rules that put a brand's colours in place of the toolkit's."""
    from markupsafe import Markup

    if brand is None or not brand.colours:
        return Markup("")
    dark = f"@media screen and (prefers-color-scheme: dark) {{ {_root(brand.dark)} }}"
    return Markup(f"{_root(brand.colours)}\n{dark}")


def _root(colours: Mapping[str, str]) -> str:
    return ":root { " + " ".join(f"--{name}: {colour};" for name, colour in colours.items()) + " }"
