"""Why an article was found: its place by meaning, by words and by all together, and what the countries did to it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.retrieval.ranking import FEATURES, TEXT_FEATURES, Evidence, Weights, rank

_DENSE = tuple(FEATURES.index(name) for name in ("dense_question", "dense_answer"))
_LEXICAL = tuple(FEATURES.index(name) for name in ("lexical_question", "lexical_answer"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A score, and the place it gives among the candidates: 1 is the best."""

    score: float
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What speaks for one candidate."""

    article: str
    dense: Place  # cosine of its nearest text
    lexical: Place  # share of the question's words in its nearest text
    fused: Place  # all features, weighed
    probability: float  # among the candidates shown
    corridor: float  # what countries add to the fused score, or take from it
    without_corridor: int  # its place if countries did not count

    @property
    def moved(self) -> int:
        """Places won (above zero) or lost by the countries."""
        return self.without_corridor - self.fused.rank


def explain(evidence: Evidence, weights: Weights, limit: int = 10) -> tuple[Reason, ...]:
    """The best candidates with the reasons for their place, in the order of `ranking.rank`."""
    ranking = np.asarray(weights.ranking)
    corridor = evidence.rows[:, TEXT_FEATURES:] @ ranking[TEXT_FEATURES:]
    fused = evidence.rows @ ranking
    dense, lexical = evidence.rows[:, _DENSE].max(axis=1), evidence.rows[:, _LEXICAL].max(axis=1)
    places = [_places(scores) for scores in (dense, lexical, fused, fused - corridor)]
    row = {article: position for position, article in enumerate(evidence.articles)}
    return tuple(
        Reason(
            article=hit.article,
            dense=Place(score=float(dense[at]), rank=places[0][at]),
            lexical=Place(score=float(lexical[at]), rank=places[1][at]),
            fused=Place(score=float(fused[at]), rank=places[2][at]),
            probability=hit.probability,
            corridor=float(corridor[at]),
            without_corridor=places[3][at],
        )
        for hit in rank(evidence, weights, limit)
        for at in (row[hit.article],)
    )


def _places(scores: NDArray[np.float64]) -> list[int]:
    """The place of each, from 1; ties keep the order of ids, as in `ranking.rank`."""
    places = np.empty(len(scores), np.int64)
    places[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
    return [int(place) for place in places]
