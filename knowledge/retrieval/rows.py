"""Texts as hashed terms, many texts in two arrays: what the index holds of spelling and words. Pure.

A term becomes one of a fixed number of buckets, so that a text costs two or four bytes a term and articles can be prepared
apart and joined. Rows are sets: a term counts once, which loses nothing on texts as short as questions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.unsignedinteger[Any]]  # 16 or 32 bits
Floats = NDArray[np.float32]

K1, B = 1.2, 0.4  # of BM25: questions are short, so length matters less than in pages


def hashed(codes: Iterable[int], buckets: int) -> Ids:
    """The distinct buckets of some terms' codes, in order; 16 bits each where they suffice."""
    found = np.unique(np.fromiter(codes, np.uint32) % np.uint32(buckets))
    return found.astype(np.uint16 if buckets <= 1 << 16 else np.uint32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """`ids` of all texts one behind the other; text i has the next `lengths[i]` of them. Shapes [terms], [texts]."""

    ids: Ids
    lengths: NDArray[np.uint16]
    buckets: int

    @classmethod
    def of(cls, texts: Sequence[Iterable[int]], buckets: int) -> Rows:
        """`texts` as the codes of their terms."""
        pieces = [hashed(text, buckets) for text in texts]
        lengths = np.array([len(piece) for piece in pieces], np.uint16)
        return cls(ids=_joined([piece for piece in pieces if len(piece)], buckets), lengths=lengths, buckets=buckets)

    @classmethod
    def join(cls, parts: Sequence[Rows]) -> Rows:
        """The rows of several, in order. At least one part."""
        ids, lengths = np.concatenate([part.ids for part in parts]), np.concatenate([part.lengths for part in parts])
        return cls(ids=ids, lengths=lengths, buckets=parts[0].buckets)

    @property
    def nbytes(self) -> int:
        return self.ids.nbytes + self.lengths.nbytes

    @property
    def owners(self) -> NDArray[np.int64]:
        """The text of each id."""
        return np.repeat(np.arange(len(self.lengths)), self.lengths)

    def sums(self, values: Floats) -> Floats:
        """For each text the sum of `values` [buckets] over its ids."""
        sums = np.zeros(len(self.lengths), np.float32)
        filled = self.lengths > 0
        first = np.cumsum(self.lengths, dtype=np.int64) - self.lengths
        if filled.any():
            sums[filled] = np.add.reduceat(values.take(self.ids), first[filled])
        return sums

    def counts(self, buckets: int) -> Floats:
        """How many ids of each text fall into fewer buckets: shape [texts, buckets]; `buckets` divides the own number."""
        places = self.owners * buckets + self.ids % buckets
        size = len(self.lengths)
        return np.bincount(places, minlength=size * buckets).reshape(size, buckets).astype(np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Information:
    """How telling each bucket is, and how long a text usually is: fixed while articles come and go."""

    values: Floats  # [buckets], BM25's inverse document frequency
    length: float

    @classmethod
    def of(cls, rows: Rows, which: NDArray[np.bool_]) -> Information:
        """Counted over the texts in `which`; buckets never seen are the most telling."""
        size = int(which.sum())
        seen = np.bincount(rows.ids[which[rows.owners]], minlength=rows.buckets)
        values = np.log(1 + (size + 0.5) / (seen + 0.5)).astype(np.float32)
        return cls(values=values, length=float(rows.lengths[which].mean()) if size else 1.0)

    def shares(self, query: Ids, rows: Rows) -> Floats:
        """For each text the share of the query's information that it holds: 0 to about a half, as BM25 counts one mention."""
        ideal = float(self.values[query].sum())
        if not ideal:
            return np.zeros(len(rows.lengths), np.float32)
        wanted = np.zeros(rows.buckets, np.float32)
        wanted[query] = self.values[query]
        longer = K1 * (1 - B + B * rows.lengths / max(self.length, 1.0))
        return np.asarray(rows.sums(wanted) / (1 + longer) / ideal, np.float32)


def _joined(pieces: Sequence[Ids], buckets: int) -> Ids:
    if not pieces:
        return hashed([], buckets)
    joined: Ids = np.concatenate(pieces)
    return joined
