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
    """`ids` of all texts one behind the other; text i has `ids[starts[i]:starts[i + 1]]`. Shapes [terms], [texts + 1]."""

    ids: Ids
    starts: NDArray[np.int64]
    buckets: int

    @classmethod
    def of(cls, texts: Sequence[Iterable[int]], buckets: int) -> Rows:
        """`texts` as the codes of their terms."""
        pieces = [hashed(text, buckets) for text in texts]
        return cls(ids=_joined([p for p in pieces if len(p)], buckets), starts=_starts([len(p) for p in pieces]), buckets=buckets)

    @classmethod
    def join(cls, parts: Sequence[Rows]) -> Rows:
        """The rows of several, in order. At least one part."""
        lengths = np.concatenate([part.lengths for part in parts])
        return cls(ids=np.concatenate([part.ids for part in parts]), starts=_starts(lengths), buckets=parts[0].buckets)

    def only(self, which: NDArray[np.bool_]) -> Rows:
        """The texts in `which` [texts]."""
        return Rows(ids=self.ids[which[self.owners]], starts=_starts(self.lengths[which]), buckets=self.buckets)

    @property
    def lengths(self) -> NDArray[np.int64]:
        return np.diff(self.starts)

    @property
    def owners(self) -> NDArray[np.int64]:
        """The text of each id."""
        return np.repeat(np.arange(len(self.starts) - 1), self.lengths)

    def sums(self, values: Floats) -> Floats:
        """For each text the sum of `values` [buckets] over its ids."""
        total = np.concatenate([[0.0], np.cumsum(values[self.ids], dtype=np.float64)])
        return np.asarray(total[self.starts[1:]] - total[self.starts[:-1]], np.float32)

    def counts(self, buckets: int) -> Floats:
        """How many ids of each text fall into fewer buckets: shape [texts, buckets]; `buckets` divides the own number."""
        places = self.owners * buckets + self.ids % buckets
        size = len(self.starts) - 1
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
            return np.zeros(len(rows.starts) - 1, np.float32)
        wanted = np.zeros(rows.buckets, np.float32)
        wanted[query] = self.values[query]
        longer = K1 * (1 - B + B * rows.lengths / max(self.length, 1.0))
        return np.asarray(rows.sums(wanted) / (1 + longer) / ideal, np.float32)


def _starts(lengths: Sequence[int] | NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)


def _joined(pieces: Sequence[Ids], buckets: int) -> Ids:
    if not pieces:
        return hashed([], buckets)
    joined: Ids = np.concatenate(pieces)
    return joined
