"""A stream of random numbers for each input and batch, by name."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
from numpy.random.bit_generator import ISeedSequence

_WORDS = 3


class _Digest(ISeedSequence):
    """The seed of a stream, made from a text.

    As good a start as numpy's own SeedSequence, which would take three times as long and, with a few hundred
    inputs in small batches, as long as the draws themselves.
    """

    def __init__(self, text: str) -> None:
        digest = hashlib.blake2b(text.encode(), digest_size=8 * _WORDS).digest()
        # the same numbers on machines that store them the other way round
        self._words = np.frombuffer(digest, "<u8").astype(np.uint64)

    def generate_state(self, n_words: int, dtype: Any = np.uint64) -> Any:
        """Return the words that SFC64 starts from."""
        assert (n_words, dtype) == (_WORDS, np.uint64)
        return self._words


def stream(seed: int, name: str, batch: int) -> np.random.Generator:
    """Return the stream of an input in a batch: the same on every machine, and no other's.

    Args:
        seed: the scenario's.
        name: the input's.
        batch: from 0.
    """
    start: Any = _Digest(f"{seed}\n{batch}\n{name}")  # numpy takes it, its type stubs do not know
    return np.random.Generator(np.random.SFC64(start))
