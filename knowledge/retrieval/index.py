"""The index over all published articles: read-only, swapped as a whole, rebuilt only where articles changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from simsimd import cdist

from knowledge.article import Corridor
from knowledge.encoder import Vectors
from knowledge.errors import IndexEmpty
from knowledge.retrieval.linear import LinearScorer, Matrix
from knowledge.retrieval.part import Frame, Part, Spelled, Texts
from knowledge.retrieval.ranking import FEATURES, TEXT_FEATURES, Evidence, Scope, corridor_features
from knowledge.retrieval.rows import Ids

# Only the candidates are looked at closely, so that a question costs the same in a base of ten times the size.
BY_MEANING, BY_WORDS = 40, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A message prepared for search. `vector` is raw (not centred), shape [dims]; None while the encoder is away."""

    text: str
    variety: str
    named: Corridor
    profile: Corridor
    vector: Vectors | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prepared:
    """A question as numbers, and what the linear scorer says of every article."""

    spelled: Spelled
    vector: Vectors
    linear: Matrix


@dataclass(frozen=True)
class ArticleIndex:
    """Evidence for articles, from all their texts in all languages and varieties."""

    frame: Frame
    parts: Mapping[str, Part]  # in the order of ids
    scopes: Mapping[str, Scope]
    linear: LinearScorer

    @classmethod
    def built(cls, scopes: Mapping[str, Scope], texts: Mapping[str, Texts]) -> ArticleIndex:
        """From all articles, by id. Raises IndexEmpty without any."""
        if not texts:
            raise IndexEmpty("no published article")
        frame = Frame.of(list(texts.values()))
        parts = {key: Part.of(texts[key], frame) for key in sorted(texts)}
        return cls(frame, parts, dict(scopes), LinearScorer.fitted(parts))

    def changed(self, scopes: Mapping[str, Scope], texts: Mapping[str, Texts | None]) -> ArticleIndex:
        """Another index with some articles put in, replaced or (None) taken out. Raises IndexEmpty when none is left."""
        come = {key: Part.of(text, self.frame) for key, text in texts.items() if text is not None}
        gone = {key: self.parts[key] for key in texts if key in self.parts}
        kept = {key: part for key, part in self.parts.items() if key not in texts} | come
        if not kept:
            raise IndexEmpty("no published article")
        parts = {key: kept[key] for key in sorted(kept)}
        return ArticleIndex(self.frame, parts, dict(scopes), self.linear.changed(gone, come))

    @cached_property
    def articles(self) -> tuple[str, ...]:
        return tuple(self.parts)

    @cached_property
    def nbytes(self) -> int:
        """Bytes of all arrays: what the index costs in memory, but for small change."""
        parts = sum(part.nbytes for part in self.parts.values())
        return parts + self.linear.nbytes + self._postings[0].nbytes + self._postings[1].nbytes

    @cached_property
    def _postings(self) -> tuple[Ids, Ids]:
        """Which articles hold a term: buckets in order, and the article's position for each."""
        held = [np.unique(part.spelled.terms.ids) for part in self.parts.values()]
        terms = np.concatenate(held)
        owners = np.repeat(np.arange(len(held), dtype=np.min_scalar_type(len(held))), [len(ids) for ids in held])
        order = np.argsort(terms, kind="stable")
        return terms[order], owners[order]

    def warm(self) -> ArticleIndex:
        """Work out what is kept on first use, so that no question waits for it."""
        _ = self._postings, self.articles
        return self

    def evidence(self, question: Question) -> Evidence:
        """The candidates and what speaks for each."""
        return self.evidence_together([question])[0]

    def evidence_together(self, questions: Sequence[Question], also: Set[str] = frozenset()) -> list[Evidence]:
        """Several readings of one message: the same articles in each, the candidates of all and those of `also`."""
        prepared = [self._prepared(question) for question in questions]
        found = np.unique(np.concatenate([self._candidates(one.linear, one.spelled.terms.ids) for one in prepared]))
        wanted = [position for position, name in enumerate(self.articles) if name in also] if also else []
        positions = np.union1d(found, np.array(wanted, np.int64))
        names = tuple(self.articles[position] for position in positions)
        close = _CloseLook([self.parts[name] for name in names])
        return [self._evidence(question, one, positions, close) for question, one in zip(questions, prepared, strict=True)]

    def _prepared(self, question: Question) -> _Prepared:
        spelled = Spelled.question(question.text, question.variety)
        vector = self.frame.question(question.vector)
        features = self.linear.rarity.rows(spelled, vector[None])[0]
        return _Prepared(spelled=spelled, vector=vector, linear=self.linear.scores(features))

    def _evidence(self, question: Question, prepared: _Prepared, positions: NDArray[np.int64], close: _CloseLook) -> Evidence:
        names = tuple(self.articles[position] for position in positions)
        rows = np.zeros((len(names), len(FEATURES)))
        rows[:, :_CLOSE] = close.evidence(self.frame, prepared.spelled, prepared.vector)
        rows[:, _CLOSE] = prepared.linear[positions]
        rows[:, TEXT_FEATURES:] = [
            corridor_features(self.scopes[name], question.named, question.profile, question.variety) for name in names
        ]
        return Evidence(articles=names, rows=rows)

    def nearest_text(self, article: str, question: Question) -> int:
        """The position, among the article's texts, of the one nearest in meaning; in words while there is no vector."""
        part, vector = self.parts[article], self.frame.question(question.vector)
        if vector.any():
            return int(((part.codes @ vector) * part.scales).argmax())
        asked = Spelled.question(question.text, question.variety)
        return int(self.frame.terms.shares(asked.terms.ids, part.spelled.terms).argmax())

    def _candidates(self, linear: Matrix, terms: Ids) -> NDArray[np.int64]:
        """Positions in `articles`, ascending: the most likely by all phrasings together, and those that share telling words."""
        if len(self.articles) <= BY_MEANING:
            return np.arange(len(self.articles))
        held, owners = self._postings
        shared = np.zeros(len(self.articles), np.float32)
        for term, first, end in zip(terms, np.searchsorted(held, terms), np.searchsorted(held, terms, side="right"), strict=True):
            shared[owners[first:end]] += self.frame.terms.values[term]
        return np.union1d(_highest(linear, BY_MEANING), _highest(shared, BY_WORDS))


_CLOSE = TEXT_FEATURES - 1  # the features that compare the question with single texts; "linear" follows them


def _cosines(parts: Sequence[Part], vector: Vectors) -> Matrix:
    """Of a unit vector with all texts of the parts, whole numbers with whole numbers: tens of times faster than numpy's mixed product."""
    scale = max(float(np.abs(vector).max()), 1e-9) / 127
    code = np.rint(vector / scale).astype(np.int8)[None]
    return np.concatenate([np.asarray(cdist(code, part.codes, "dot"), np.float32)[0] * (part.scales * scale) for part in parts])


def _highest(scores: Matrix, count: int) -> NDArray[np.int64]:
    return np.argpartition(-scores, min(count, len(scores) - 1))[:count]


class _CloseLook:
    """The candidates' texts, one behind the other."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._starts = np.concatenate([[0], np.cumsum([part.size for part in parts])[:-1]]).astype(np.int64)
        self._sizes = [part.size for part in parts]
        self._asked = np.concatenate([part.asked for part in parts])
        self._heard = np.concatenate([part.heard for part in parts])
        self._parts = parts

    def evidence(self, frame: Frame, spelled: Spelled, vector: Vectors) -> NDArray[np.float64]:
        """Shape [articles, _CLOSE], in the order of FEATURES."""
        dense = _cosines(self._parts, vector)
        texts = Spelled.join([part.spelled for part in self._parts])
        lexical = frame.terms.shares(spelled.terms.ids, texts.terms)
        spelling = frame.letters.shares(spelled.letters.ids, texts.letters)
        heard = frame.sounds.shares(spelled.sounds.ids, texts.sounds)
        return np.stack(
            [
                self._best(dense, self._asked),
                self._best_three(dense),
                self._best(dense, ~self._asked),
                self._best(lexical, self._asked),
                self._best(lexical, ~self._asked),
                self._best(spelling, self._asked),
                self._best(heard, self._heard),
            ],
            axis=1,
        )

    def _best(self, scores: Matrix, which: NDArray[np.bool_]) -> NDArray[np.float64]:
        """The best text of each article among `which`; 0 where none speaks for it."""
        best: NDArray[np.float64] = np.maximum.reduceat(np.where(which, scores, 0.0), self._starts)
        return best.clip(0)

    def _best_three(self, scores: Matrix) -> NDArray[np.float64]:
        """Mean of the three best questions of each article: one lucky phrasing counts less."""
        remaining = np.where(self._asked, scores, 0.0)
        total = np.zeros(len(self._starts))
        for _ in range(3):
            best = np.maximum.reduceat(remaining, self._starts).clip(0)
            total += best
            remaining = np.where(remaining >= np.repeat(best, self._sizes), 0.0, remaining)
        return total / 3
