"""Lexical search with bm25s, scored as the share of the query's information that a text holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import bm25s
import numpy as np
from numpy.typing import NDArray


class LexicalIndex:
    """BM25 over texts given as terms. Read-only once built, safe for threads."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        self.size = len(documents)
        self._bm25 = bm25s.BM25(method="lucene", k1=1.2, b=0.4)
        # An empty vocabulary cannot be indexed; the guard term matches nothing a person types.
        self._bm25.index([list(d) or ["\0"] for d in documents] or [["\0"]], show_progress=False)
        frequency = Counter(term for document in documents for term in set(document))
        self._information = {term: float(np.log(1 + (self.size + 0.5) / (n + 0.5))) for term, n in frequency.items()}
        self._unseen = float(np.log(1 + (self.size + 0.5) / 0.5))

    def scores(self, query: Sequence[str]) -> NDArray[np.float32]:
        """One score per text, 0 (nothing shared) to about 1; words never seen count as missing."""
        known = [term for term in query if term in self._information]
        if not known:
            return np.zeros(self.size, np.float32)
        ideal = sum(self._information.get(term, self._unseen) for term in query)
        found: NDArray[np.float32] = self._bm25.get_scores(known)[: self.size] / ideal
        return found.astype(np.float32, copy=False)
