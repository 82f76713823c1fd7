"""Spellings that count as the same: Å and Aa, ø and oe, capitals, accents."""

from __future__ import annotations

import unicodedata

_LETTERS = {"æ": "ae", "ø": "oe", "å": "aa", "ö": "oe", "ä": "ae"}
_BARE = {"ae": "a", "oe": "o", "aa": "a"}


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
