"""How papers look beyond what they say: the style of their numbers, and whose they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cba.reports.brand import Brand, rules
from cba.resources import data_path


@dataclass(frozen=True)
class Look:
    """What a reader of the results may choose about every paper.

    Attributes:
        number_style: of `cba.reports.language.NUMBER_STYLES`.
        brand: the sender's logo, colours and contact; None for the toolkit's own.
    """

    number_style: str = "folketing"
    brand: Brand | None = None

    def context(self) -> dict[str, Any]:
        """Return what the partials `sender` and `contact` and the head of a page need."""
        return {"style": _sheet() + "\n" + rules(self.brand), "brand": self.brand}


PLAIN = Look()


def _sheet() -> Any:
    """Return the style sheet, which stands in the page itself."""
    from markupsafe import Markup

    return Markup((data_path("templates") / "style.css").read_text(encoding="utf-8"))
