"""Numbers as people write them in a spreadsheet, Danish ones too: `1.234,5`, `12 %`, `1.200 kr.`, `−5`."""

from __future__ import annotations

import re

_UNITS = re.compile(r"(kr\.?|dkk|pct\.?|procent|per ?cent|%)$", re.IGNORECASE)
_DANISH = re.compile(r"-?[1-9]\d{0,2}(\.\d{3})+(,\d+)?")
_COMMA = re.compile(r"-?\d+,\d+")
_ENGLISH = re.compile(r"-?\d{1,3}(,\d{3})+\.\d+")
_PLAIN = re.compile(r"-?\d+(\.\d+)?")
_EMPTY = ("", "-", "–", "−", "n/a", "i.a.")


def is_empty(value: object) -> bool:
    """Tell whether a cell says nothing, or a dash."""
    return value is None or (isinstance(value, str) and value.strip().lower() in _EMPTY)


def number_in(value: object) -> float | None:
    """Return the number that a cell's value stands for; None where it is not one.

    A text is read the Danish way where it can be: points between thousands and a decimal comma. Parentheses
    and a minus sign behind are negative, as accounts write them; a sign of per cent divides by 100.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return float(value)
    text = re.sub(r"[\s\u00a0\u202f']", "", str(value)).replace("−", "-").replace("–", "-")
    percent = bool(re.search(r"(pct\.?|procent|per ?cent|%)$", text, re.IGNORECASE))
    text = _UNITS.sub("", text)
    if text.startswith("(") and text.endswith(")"):
        text = f"-{text[1:-1]}"
    if text.endswith("-"):
        text = f"-{text[:-1]}"
    plain = _plain(text.removeprefix("+"))
    if plain is None:
        return None
    return float(plain) / 100 if percent else float(plain)


def _plain(text: str) -> str | None:
    """Return a number's text with a decimal point and nothing between thousands."""
    if _DANISH.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    if _COMMA.fullmatch(text):
        return text.replace(",", ".")
    if _ENGLISH.fullmatch(text):
        return text.replace(",", "")
    return text if _PLAIN.fullmatch(text) else None


def yaml_number(value: float) -> str:
    """Return a number as a scenario file writes it."""
    rounded = float(f"{value:.15g}")
    return str(int(rounded)) if rounded.is_integer() and abs(rounded) < 1e15 else repr(rounded)
