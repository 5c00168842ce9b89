"""The index over all published articles: built once, read-only, swapped as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article, Corridor, Figure, Language
from knowledge.encoder import DIMENSIONS, Vectors
from knowledge.encoder.centring import nearest
from knowledge.errors import IndexEmpty
from knowledge.language.arabizi import to_arabic
from knowledge.language.characters import readable
from knowledge.retrieval.entries import Entry, Kind, entries
from knowledge.retrieval.lexical import LexicalIndex
from knowledge.retrieval.linear import LinearScorer, Spelled
from knowledge.retrieval.ranking import FEATURES, TEXT_FEATURES, Scope, corridor_features
from knowledge.retrieval.tokens import ARABIZI, LATIN


def encoder_text(text: str, variety: str) -> str:
    """What the encoder is given: Arabizi in Arabic letters, which it has seen; everything else as written."""
    return to_arabic(text) if variety in ARABIZI else readable(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A message prepared for search. `vector` is raw (not centred), shape [dims]; None while the encoder is away."""

    text: str
    variety: str
    named: Corridor
    profile: Corridor
    vector: Vectors | None


class ArticleIndex:
    """Evidence for each article, from all its texts in all languages and varieties."""

    def __init__(self, articles: Sequence[Article], figures: Mapping[str, Figure], vectors: Mapping[Entry, Vectors]) -> None:
        """`vectors` holds the raw vector of each entry; an entry without one is found lexically only."""
        if not articles:
            raise IndexEmpty("no published article")
        self.by_id: dict[str, dict[Language, Article]] = {}
        for article in articles:
            self.by_id.setdefault(article.id, {})[article.language] = article
        self.figures = figures
        self.entries = entries(articles, figures)
        self.articles = tuple(sorted(self.by_id))
        self._scopes = [self._scope(article) for article in self.articles]
        self._article_of = np.array([self.articles.index(e.article) for e in self.entries])
        self._questions = np.array([e.kind is Kind.QUESTION for e in self.entries])
        spelled = [Spelled.of(e.text, e.variety) for e in self.entries]
        asked = [e.kind is Kind.QUESTION for e in self.entries]
        self._terms = LexicalIndex([text.terms for text in spelled])
        self._ngrams = LexicalIndex([text.ngrams if ours else [] for text, ours in zip(spelled, asked, strict=True)])
        self._sounds = LexicalIndex(
            [text.sounds if ours and e.variety not in LATIN else [] for e, text, ours in zip(self.entries, spelled, asked, strict=True)]
        )
        self._means = self._variety_means(vectors)
        self._matrix = self._centred_matrix(vectors)
        self._linear = LinearScorer(spelled, self._matrix, self._article_of, count=len(self.articles))

    def _scope(self, article: str) -> Scope:
        any_language = next(iter(self.by_id[article].values()))
        return Scope(destination=any_language.destination, origin=any_language.origin, protection=any_language.protection)

    def _variety_means(self, vectors: Mapping[Entry, Vectors]) -> dict[str, Vectors]:
        """The mean vector of each variety's questions: e5 prefers its own language until it is taken away."""
        groups: dict[str, list[Vectors]] = {}
        for entry in self.entries:
            if entry in vectors and entry.kind is Kind.QUESTION:
                groups.setdefault(entry.variety, []).append(vectors[entry])
        return {variety: np.mean(group, axis=0) for variety, group in groups.items()}

    def _centred_matrix(self, vectors: Mapping[Entry, Vectors]) -> Vectors:
        """Shape [entries, dims]; zeros for an entry without a vector."""
        nothing = np.zeros(DIMENSIONS, np.float32)
        rows = [self._centre(vectors[e], e.variety) if e in vectors else nothing for e in self.entries]
        return np.stack(rows).astype(np.float32)

    def _centred_question(self, vector: Vectors | None) -> Vectors:
        """Centred by the nearest mean, which no wrong guess at the variety can mislead; zeros without a vector."""
        if vector is None or not self._means:
            return np.zeros(DIMENSIONS, np.float32)
        return self._centre(vector, nearest(vector[None], self._means)[0])

    def _centre(self, vector: Vectors, variety: str) -> Vectors:
        mean = self._means.get(variety)
        centred = vector - (np.mean(list(self._means.values()), axis=0) if mean is None else mean)
        length = float(np.linalg.norm(centred))
        return centred / length if length > 1e-9 else centred

    def evidence(self, question: Question, *, without: int | None = None) -> NDArray[np.float64]:
        """One row an article (in the order of `articles`), one column a feature of `ranking.FEATURES`.

        `without` leaves one entry out: a phrasing asked against the rest, for tuning.
        """
        spelled = Spelled.of(question.text, question.variety)
        lexical = self._terms.scores(spelled.terms)
        spelling = self._ngrams.scores(spelled.ngrams)
        heard = self._sounds.scores(spelled.sounds) if question.variety not in LATIN else np.zeros_like(spelling)
        vector = self._centred_question(question.vector)
        dense: Vectors = self._matrix @ vector
        linear = self._linear.scores(spelled, vector)
        if without is not None:
            for scores in (lexical, spelling, heard, dense):
                scores[without] = -1.0
            linear = self._linear.scores_without(spelled, vector, int(self._article_of[without]))
        asked, said = self._questions, ~self._questions
        rows = np.zeros((len(self.articles), len(FEATURES)))
        rows[:, 0] = self._best(dense, asked)
        rows[:, 1] = self._best_three(dense, asked)
        rows[:, 2] = self._best(dense, said)
        rows[:, 3] = self._best(lexical, asked)
        rows[:, 4] = self._best(lexical, said)
        rows[:, 5] = self._best(spelling, asked)
        rows[:, 6] = self._best(heard, asked)
        rows[:, 7] = linear
        rows[:, TEXT_FEATURES:] = [corridor_features(scope, question.named, question.profile) for scope in self._scopes]
        return rows

    def _best(self, scores: Vectors, which: NDArray[np.bool_]) -> NDArray[np.float64]:
        best = np.zeros(len(self.articles))
        np.maximum.at(best, self._article_of[which], scores[which])
        return best

    def _best_three(self, scores: Vectors, which: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Mean of the three best texts of each article: one lucky phrasing counts less."""
        remaining = np.where(which, scores, -1.0)
        total = np.zeros(len(self.articles))
        for _ in range(3):
            best = np.zeros(len(self.articles))
            np.maximum.at(best, self._article_of, remaining)
            total += best
            remaining = np.where(remaining >= best[self._article_of], -1.0, remaining)
        return total / 3
