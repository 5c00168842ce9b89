"""What a message shows besides its patterns: hashed words, pairs of words, letters and sounds. Pure.

The same for learning and for listening. Punctuation is left out on purpose: in one trial a missing question mark gave calls for
help away.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from knowledge.language.arabizi import skeleton, words
from knowledge.language.characters import normalise, without_accents

BUCKETS = 1 << 16
WORDS_READ = 200  # of a longer message, only the beginning is read
_LETTERS = (3, 4, 5)


def hints(text: str) -> NDArray[np.int64]:
    """The distinct buckets of a message, ascending; empty for a message without words."""
    found = words(without_accents(normalise(text[: WORDS_READ * 20])))[:WORDS_READ]
    return np.unique(np.fromiter((zlib.crc32(name.encode()) % BUCKETS for name in _names(found)), np.int64))


def _names(found: list[str]) -> Iterator[str]:
    for word in found:
        yield f"w {word}"
        marked = f"<{word}>"
        yield from (marked[i : i + size] for size in _LETTERS for i in range(len(marked) - size + 1))
    yield from (f"p {one} {two}" for one, two in pairwise(found))
    heard = [sound for sound in map(skeleton, found) if sound]
    for sound in heard:
        yield f"s {sound}"
    yield from (f"sp {one} {two}" for one, two in pairwise(heard))
    yield from (f"sg {one} {two}" for one, two in zip(heard, heard[2:], strict=False))
