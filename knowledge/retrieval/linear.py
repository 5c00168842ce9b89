"""A ridge classifier from a text to its article, fitted in closed form whenever the index is built. Pure.

The nearest phrasing is one voice; this hears all of an article's phrasings at once: which letters, sounds and directions
of meaning they share. It takes part as one piece of evidence among others.
"""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from knowledge.retrieval.tokens import ngrams, sounds, terms

Matrix = NDArray[np.float32]

BUCKETS = 1024  # of each of the two hashed blocks
HASHED_SHARE = 0.7  # weight of letters and sounds beside the dense block
RIDGE = 3.0


def _hashed(names: Sequence[str]) -> Matrix:
    row = np.zeros(BUCKETS, np.float32)
    for name, count in Counter(names).items():
        row[zlib.crc32(name.encode()) % BUCKETS] += math.log1p(count)
    return row


def _blocks(text: str, variety: str) -> tuple[Matrix, Matrix]:
    return _hashed(terms(text, variety) + ngrams(text)), _hashed(sounds(text))


def _unit(rows: Matrix) -> Matrix:
    length = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.where(length > 0, length, 1), np.float32)


@dataclass(frozen=True, slots=True)
class _Rarity:
    """How telling each bucket is: buckets that every text fills say nothing."""

    letters: Matrix
    sounds: Matrix

    def row(self, text: str, variety: str, vector: Matrix) -> Matrix:
        letters, heard = _blocks(text, variety)
        return np.concatenate([vector, HASHED_SHARE * _unit(letters * self.letters), HASHED_SHARE * _unit(heard * self.sounds)])


class LinearScorer:
    """Scores of all articles for a text; about 0 for "not this one" and 1 for "surely this one"."""

    def __init__(self, texts: Sequence[tuple[str, str]], vectors: Matrix, labels: NDArray[np.int64], *, count: int) -> None:
        """`texts` are (text, variety), `vectors` centred [n, dims] (zeros where unknown), `labels` article positions."""
        blocks = [_blocks(text, variety) for text, variety in texts]
        self._rarity = _Rarity(*(self._rare(np.stack([block[k] for block in blocks])) for k in (0, 1)))
        hashed = [np.stack([block[k] for block in blocks]) for k in (0, 1)]
        rows = np.concatenate(
            [
                vectors,
                HASHED_SHARE * _unit(hashed[0] * self._rarity.letters),
                HASHED_SHARE * _unit(hashed[1] * self._rarity.sounds),
            ],
            axis=1,
        )
        targets = np.eye(count, dtype=np.float32)[labels] - 1 / count
        self._gram = rows.T @ rows + RIDGE * np.eye(rows.shape[1], dtype=np.float32)
        self._weights: Matrix = np.linalg.solve(self._gram, rows.T @ targets).astype(np.float32)

    @cached_property
    def _inverse(self) -> Matrix:
        """Only tuning asks for it."""
        inverse: Matrix = np.linalg.inv(self._gram)
        return inverse

    @staticmethod
    def _rare(rows: Matrix) -> Matrix:
        rarity: Matrix = np.log(len(rows) / (1 + (rows > 0).sum(axis=0))).clip(0).astype(np.float32)
        return rarity

    def scores(self, text: str, variety: str, vector: Matrix) -> Matrix:
        """One score an article; `vector` centred [dims], zeros while the encoder is away."""
        scores: Matrix = self._rarity.row(text, variety, vector) @ self._weights
        return scores

    def scores_without(self, text: str, variety: str, vector: Matrix, label: int) -> Matrix:
        """The scores as if this training text had not been there (exact, from its leverage)."""
        row = self._rarity.row(text, variety, vector)
        leverage = float(row @ self._inverse @ row)
        target = np.full(self._weights.shape[1], -1 / self._weights.shape[1], np.float32)
        target[label] += 1
        left_out = (row @ self._weights - leverage * target) / max(1e-3, 1 - leverage)
        return np.asarray(left_out, np.float32)
