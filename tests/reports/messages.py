"""Every message id that the reports' code and templates use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_dir

from cba.resources import data_path

CODE = Path(__file__).resolve().parents[2] / "cba" / "reports"
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "say": None, "count": (1, 2), "N_": None}


def used() -> Iterator[tuple[str, ...]]:
    """Yield each message id as (singular,) or (singular, plural)."""
    sources = [
        (CODE, [("**.py", "python")]),
        (data_path("templates"), [("**.jinja", "jinja2.ext:babel_extract")]),
    ]
    for folder, methods in sources:
        for _, _, message, _, _ in extract_from_dir(folder, methods, keywords=KEYWORDS):
            if message:
                yield (message,) if isinstance(message, str) else tuple(message)
