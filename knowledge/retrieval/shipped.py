"""Vectors of the shipped content, committed beside it, so that a new machine does not spend minutes on embedding.

`python -m knowledge.retrieval.shipping` writes them (part of `make train`). A text that has changed since is simply not found
here and embedded when it is met; another encoder finds nothing here at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.encoder import Encoder, Vectors

FILE = Path(__file__).with_name("vectors.npz")


def fingerprint(text: str) -> int:
    """64 bits that stand for what the encoder is given."""
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:8], "little")


class ShippedVectors:
    """Vectors by text, of one encoder. Bytes a text: 394."""

    def __init__(self, encoder: str, marks: NDArray[np.uint64], codes: NDArray[np.int8], scales: NDArray[np.float16]) -> None:
        """`codes` [texts, dims] times `scales` [texts] are the raw vectors, in the order of ascending `marks`."""
        self.encoder, self._marks, self._codes, self._scales = encoder, marks, codes, scales

    @classmethod
    def of(cls, encoder: Encoder, texts: Iterable[str]) -> ShippedVectors:
        """Embeds each distinct text once."""
        by_mark = {fingerprint(text): text for text in texts}
        marks = sorted(by_mark)
        vectors = encoder.encode([by_mark[mark] for mark in marks])
        scales = (np.abs(vectors).max(axis=1) / 127).astype(np.float16)
        codes = np.rint(vectors / scales[:, None].astype(np.float32)).clip(-127, 127).astype(np.int8)
        return cls(encoder.identity, np.array(marks, np.uint64), codes, scales)

    @classmethod
    def read(cls, path: Path) -> ShippedVectors:
        with np.load(path, allow_pickle=False) as stored:
            return cls(str(stored["encoder"]), stored["marks"], stored["codes"], stored["scales"])

    def write(self, path: Path) -> None:
        np.savez(path, encoder=np.array(self.encoder), marks=self._marks, codes=self._codes, scales=self._scales)

    def get(self, texts: Sequence[str]) -> list[Vectors | None]:
        """The vector of each text, None where it is not known."""
        wanted = np.array([fingerprint(text) for text in texts], np.uint64)
        places = np.searchsorted(self._marks, wanted)
        return [
            self._codes[place].astype(np.float32) * np.float32(self._scales[place])
            if place < len(self._marks) and self._marks[place] == mark
            else None
            for place, mark in zip(places, wanted, strict=True)
        ]


@cache
def shipped(encoder: str) -> ShippedVectors | None:
    """The committed vectors, if they are this encoder's."""
    if not FILE.exists():
        return None
    found = ShippedVectors.read(FILE)
    return found if found.encoder == encoder else None
