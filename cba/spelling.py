"""Spellings: what counts as the same (Å and Aa, ø and oe, capitals, accents), and what an id may be."""

from __future__ import annotations

import unicodedata

ID = "[a-z0-9][a-z0-9_-]{0,63}"
"""What an id may be, as a pattern of the whole of it."""

_LETTERS = {"æ": "ae", "ø": "oe", "å": "aa", "ö": "oe", "ä": "ae"}
_BARE = {"ae": "a", "oe": "o", "aa": "a"}


def not_an_id(found: object) -> str:
    """Return what to say of a text that is no id."""
    return f"at most 64 small letters a–z, digits, - and _ only, found '{found}'"


def plain(text: str) -> str:
    """Return a text in small letters a–z: æ, ø, å as ae, oe, aa; without accents."""
    folded = text.casefold()
    for letter, letters in _LETTERS.items():
        folded = folded.replace(letter, letters)
    return "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))


def bare(text: str) -> str:
    """Return the text as written without Danish letters at all: ae, oe, aa as a, o, a."""
    folded = plain(text)
    for letters, letter in _BARE.items():
        folded = folded.replace(letters, letter)
    return folded
