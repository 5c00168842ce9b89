"""A ridge classifier from a text to its article, fitted in closed form whenever the index changes. Pure.

The nearest phrasing is one voice; this hears all of an article's phrasings at once: which letters, sounds and directions
of meaning they share. It takes part as one piece of evidence among others, and it names the candidates for the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.encoder import DIMENSIONS, Vectors
from knowledge.encoder.encoding import normalise
from knowledge.retrieval.part import Part, Spelled

Matrix = NDArray[np.float32]
Sums = NDArray[np.float16]  # [_WIDTH]; a hundred texts of length 1 add up to far less than 65,504

BUCKETS = 1024  # of each of the two hashed blocks
HASHED_SHARE = 0.7  # weight of letters and sounds beside the dense block
RIDGE = 3.0
_WIDTH = DIMENSIONS + 2 * BUCKETS


def _letters(spelled: Spelled) -> Matrix:
    return np.asarray(np.log1p(spelled.terms.counts(BUCKETS) + spelled.letters.counts(BUCKETS)), np.float32)


def _heard(spelled: Spelled) -> Matrix:
    return np.asarray(np.log1p(spelled.sounds.counts(BUCKETS)), np.float32)


@dataclass(frozen=True, slots=True)
class Rarity:
    """How telling each bucket is: buckets that every text fills say nothing. Shapes [BUCKETS]."""

    letters: Matrix
    sounds: Matrix

    @classmethod
    def of(cls, parts: Mapping[str, Part]) -> Rarity:
        size = sum(part.size for part in parts.values())
        letters, heard = np.zeros(BUCKETS), np.zeros(BUCKETS)
        for part in parts.values():
            letters += (_letters(part.spelled) > 0).sum(axis=0)
            heard += (_heard(part.spelled) > 0).sum(axis=0)
        return cls(_rare(letters, size), _rare(heard, size))

    def rows(self, spelled: Spelled, vectors: Vectors) -> Matrix:
        """Features [texts, _WIDTH] of texts and their centred vectors."""
        return np.concatenate(
            [
                vectors,
                HASHED_SHARE * normalise(_letters(spelled) * self.letters),
                HASHED_SHARE * normalise(_heard(spelled) * self.sounds),
            ],
            axis=1,
            dtype=np.float32,
        )


def _rare(filled: NDArray[np.float64], size: int) -> Matrix:
    rarity: Matrix = np.log(size / (1 + filled)).clip(0).astype(np.float32)
    return rarity


@dataclass(frozen=True)
class LinearScorer:
    """Scores of all articles for a text; about 0 for "not this one" and 1 for "surely this one"."""

    rarity: Rarity
    gram: Matrix  # [_WIDTH, _WIDTH], with the ridge
    sums: Mapping[str, Sums]  # of each article's features, in the order of ids
    of_vectors: Matrix  # weights [DIMENSIONS, articles]: every one of them is needed for every question
    of_spelling: NDArray[np.float16]  # [2 * BUCKETS, articles]; 16 bits move a score by less than a thousandth

    @classmethod
    def fitted(cls, parts: Mapping[str, Part]) -> LinearScorer:
        """`parts` by id; the scores come in the order of ids."""
        rarity = Rarity.of(parts)
        nothing = RIDGE * np.eye(_WIDTH, dtype=np.float32)
        return _solved(rarity, nothing, {}, {}, parts)

    def changed(self, gone: Mapping[str, Part], come: Mapping[str, Part]) -> LinearScorer:
        """As if fitted without `gone` and with `come` (but for rarity): the cost is that of the changed articles."""
        return _solved(self.rarity, self.gram, self.sums, gone, come)

    def scores(self, features: Matrix) -> Matrix:
        """One score an article, for one row of features [_WIDTH]."""
        spelled = features[DIMENSIONS:]
        filled = np.flatnonzero(spelled)  # a short text fills few of the hashed buckets
        scores: Matrix = features[:DIMENSIONS] @ self.of_vectors + spelled[filled] @ self.of_spelling[filled].astype(np.float32)
        return scores

    @property
    def nbytes(self) -> int:
        """Bytes of all its arrays but the rarity."""
        return self.gram.nbytes + self.of_vectors.nbytes + self.of_spelling.nbytes + sum(row.nbytes for row in self.sums.values())


def _solved(rarity: Rarity, gram: Matrix, sums: Mapping[str, Sums], gone: Mapping[str, Part], come: Mapping[str, Part]) -> LinearScorer:
    gram, kept = gram.copy(), {key: value for key, value in sums.items() if key not in gone}
    for part in gone.values():
        rows = rarity.rows(part.spelled, part.vectors)
        gram -= rows.T @ rows
    for blocks in _batches(come):
        together = []
        for key, part in blocks:
            rows = rarity.rows(part.spelled, part.vectors)
            kept[key] = rows.sum(axis=0).astype(np.float16)
            together.append(rows)
        stacked = np.concatenate(together)
        gram += stacked.T @ stacked
    ordered = {key: kept[key] for key in sorted(kept)}
    # The target of a text is 1 for its article and 0 for the others, minus the mean of all.
    targets = np.stack(list(ordered.values()), axis=1).astype(np.float32)
    targets = targets - targets.sum(axis=1, keepdims=True) / len(ordered)
    weights = np.linalg.solve(gram, targets)
    # Copies: a view would keep the whole of the solution in memory.
    return LinearScorer(rarity, gram, ordered, weights[:DIMENSIONS].copy(), weights[DIMENSIONS:].astype(np.float16))


def _batches(parts: Mapping[str, Part], size: int = 32) -> list[list[tuple[str, Part]]]:
    """A few articles together: one large product is faster than many small ones, and one of all would fill the memory."""
    items = list(parts.items())
    return [items[start : start + size] for start in range(0, len(items), size)]
