"""Hashed word and character n-grams of a message, the same for training and for identification. Pure.

Case, punctuation and numbers are left out on purpose: sources differ in them, languages do not.
"""

from __future__ import annotations

import zlib
from collections import Counter
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from knowledge.language.arabizi import words
from knowledge.language.characters import arabic_share, normalise

BUCKETS = 1 << 16
SIZES = (1, 2, 3, 4, 5)
LONGEST = 400  # letters read of a message: more tells nothing new, and the time stays bounded
# Letters that Persian, Urdu, Pashto and Kurdish have and Arabic keyboards do not; `normalise` folds some of them away.
_FOREIGN = frozenset("پچژکگیۀہھںےٹڈڑۆێڕڵەڤښډړځڅڼېۍټ")


def features(text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Buckets [n] and the log of one plus how often each occurs [n]; never empty, for the script is one."""
    text = text[:LONGEST]
    counts = Counter(_bucket(f"@{letter}") for letter in text if letter in _FOREIGN)
    text = normalise(text)
    for word in words(text):
        if not word.isdigit():
            counts.update(_of_word(word))
    share = arabic_share(text)
    counts[_bucket("#arabic" if share > 0.9 else "#latin" if share < 0.1 else "#both")] += 1
    return np.fromiter(counts, np.int64, len(counts)), np.log1p(np.fromiter(counts.values(), np.float32, len(counts)))


@lru_cache(maxsize=50_000)  # most words come again
def _of_word(word: str) -> tuple[int, ...]:
    """The buckets of a word and of the n-grams in it, with its beginning and its end marked."""
    marked = f"<{word}>"
    grams = [marked[i : i + size] for size in SIZES for i in range(len(marked) - size + 1)]
    return (_bucket("=" + word), *map(_bucket, grams))


def _bucket(name: str) -> int:
    return zlib.crc32(name.encode("utf-8", "replace")) % BUCKETS


def weighted(values: NDArray[np.float32], rarity: NDArray[np.float32]) -> NDArray[np.float32]:
    """Times how telling each bucket is, then of unit length, so that long and short messages count the same."""
    values = values * rarity
    length = float(np.linalg.norm(values))
    return np.asarray(values / length if length else values, np.float32)
