"""An encoder that remembers: the studio asks the same questions of one draft after another. No words are kept, only their marks."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from itertools import islice

import numpy as np

from knowledge.encoder.encoding import Encoder, Vectors

MOST = 20_000  # vectors of 384 floats: 30 MB


class RememberingEncoder:
    """Asks another encoder once for each text; the oldest are forgotten first."""

    def __init__(self, encoder: Encoder, most: int = MOST) -> None:
        self._encoder, self._most = encoder, most
        self._known: dict[bytes, Vectors] = {}
        self._lock = threading.Lock()

    @property
    def identity(self) -> str:
        return self._encoder.identity

    def encode(self, texts: Sequence[str]) -> Vectors:
        """As `Encoder.encode`. Raises EncoderUnavailable, and then remembers nothing new."""
        marks = [_mark(text) for text in texts]
        with self._lock:
            found = {mark: self._known[mark] for mark in marks if mark in self._known}
        missing = {mark: text for mark, text in zip(marks, texts, strict=True) if mark not in found}
        if missing:
            made = dict(zip(missing, self._encoder.encode(list(missing.values())), strict=True))
            found |= made
            self._keep(made)
        return np.stack([found[mark] for mark in marks])

    def _keep(self, made: dict[bytes, Vectors]) -> None:
        with self._lock:
            self._known |= made
            for mark in list(islice(self._known, max(0, len(self._known) - self._most))):
                del self._known[mark]


def _mark(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()
