"""A ridge classifier from a text to its article, fitted in closed form whenever the index is built. Pure.

The nearest phrasing is one voice; this hears all of an article's phrasings at once: which letters, sounds and directions
of meaning they share. It takes part as one piece of evidence among others.
"""

from __future__ import annotations

import zlib
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelled:
    """A text as search terms, letters and sounds, worked out once for all who search by them."""

    terms: Sequence[str]
    ngrams: Sequence[str]
    sounds: Sequence[str]

    @classmethod
    def of(cls, text: str, variety: str) -> Spelled:
        return cls(terms=terms(text, variety), ngrams=ngrams(text), sounds=sounds(text))

    @property
    def letters(self) -> Sequence[str]:
        return [*self.terms, *self.ngrams]


def _hashed(names: Sequence[str]) -> Matrix:
    buckets = [zlib.crc32(name.encode()) % BUCKETS for name in names]
    counts = np.bincount(np.array(buckets, np.int64), minlength=BUCKETS)
    return np.log1p(counts).astype(np.float32)


def _unit(rows: Matrix) -> Matrix:
    length = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.where(length > 0, length, 1), np.float32)


@dataclass(frozen=True, slots=True)
class _Rarity:
    """How telling each bucket is: buckets that every text fills say nothing."""

    letters: Matrix
    sounds: Matrix

    def row(self, text: Spelled, vector: Matrix) -> Matrix:
        letters, heard = _hashed(text.letters), _hashed(text.sounds)
        return np.concatenate([vector, HASHED_SHARE * _unit(letters * self.letters), HASHED_SHARE * _unit(heard * self.sounds)])


class LinearScorer:
    """Scores of all articles for a text; about 0 for "not this one" and 1 for "surely this one"."""

    def __init__(self, texts: Sequence[Spelled], vectors: Matrix, labels: NDArray[np.int64], *, count: int) -> None:
        """`vectors` are centred [n, dims] (zeros where unknown), `labels` article positions."""
        hashed = (np.stack([_hashed(text.letters) for text in texts]), np.stack([_hashed(text.sounds) for text in texts]))
        self._rarity = _Rarity(self._rare(hashed[0]), self._rare(hashed[1]))
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

    def scores(self, text: Spelled, vector: Matrix) -> Matrix:
        """One score an article; `vector` centred [dims], zeros while the encoder is away."""
        scores: Matrix = self._rarity.row(text, vector) @ self._weights
        return scores

    def scores_without(self, text: Spelled, vector: Matrix, label: int) -> Matrix:
        """The scores as if this training text had not been there (exact, from its leverage)."""
        row = self._rarity.row(text, vector)
        leverage = float(row @ self._inverse @ row)
        target = np.full(self._weights.shape[1], -1 / self._weights.shape[1], np.float32)
        target[label] += 1
        left_out = (row @ self._weights - leverage * target) / max(1e-3, 1 - leverage)
        return np.asarray(left_out, np.float32)
