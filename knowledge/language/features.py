"""Hashed character n-grams of a message, the same for training and for identification. Pure.

Punctuation and digits outside words are left out on purpose: sources differ in them, languages do not.
"""

from __future__ import annotations

import zlib
from collections import Counter

import numpy as np
from numpy.typing import NDArray

from knowledge.language.arabizi import words
from knowledge.language.characters import arabic_share, normalise

BUCKETS = 1 << 15
SIZES = (1, 2, 3, 4)


def _names(text: str) -> list[str]:
    text = normalise(text)
    found = []
    for word in words(text):
        if word.isdigit():
            continue
        marked = f"<{word}>"
        found.append("=" + word)
        for size in SIZES:
            found += [marked[i : i + size] for i in range(len(marked) - size + 1)]
    share = arabic_share(text)
    found += ["#arabic"] * (share > 0.9) + ["#latin"] * (share < 0.1) + ["#both"] * (0.1 <= share <= 0.9)
    return found


def features(text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Buckets and their weights (log counts, unit length); both empty for a text without words or letters."""
    counts = Counter(zlib.crc32(name.encode()) % BUCKETS for name in _names(text))
    buckets = np.fromiter(counts, np.int64, len(counts))
    values = np.log1p(np.fromiter(counts.values(), np.float32, len(counts)))
    length = float(np.linalg.norm(values))
    return buckets, np.asarray(values / length if length else values, np.float32)
