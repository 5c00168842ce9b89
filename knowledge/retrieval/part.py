"""One article prepared for search: its texts as numbers, so that a change to one article costs one article. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.encoder import DIMENSIONS, Vectors
from knowledge.encoder.centring import centre_each, language_means, nearest
from knowledge.retrieval.entries import Entry, Kind
from knowledge.retrieval.rows import Information, Rows
from knowledge.retrieval.tokens import LATIN, code, letters, sounds, terms

TERM_BUCKETS = 1 << 18
SPELLING_BUCKETS = 1 << 16


@dataclass(frozen=True, slots=True)
class Spelled:
    """Texts as search terms, letters and sounds, worked out once for all who search by them."""

    terms: Rows
    ngrams: Rows
    sounds: Rows

    @classmethod
    def of(cls, texts: Sequence[tuple[str, str]]) -> Spelled:
        """`texts` are pairs of text and variety."""
        return cls(
            Rows.of([map(code, terms(text, variety)) for text, variety in texts], TERM_BUCKETS),
            Rows.of([letters(text) for text, _ in texts], SPELLING_BUCKETS),
            Rows.of([sounds(text) for text, _ in texts], SPELLING_BUCKETS),
        )

    @classmethod
    def join(cls, parts: Sequence[Spelled]) -> Spelled:
        return cls(
            Rows.join([part.terms for part in parts]),
            Rows.join([part.ngrams for part in parts]),
            Rows.join([part.sounds for part in parts]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Some entries, read but not yet weighed against the rest of the base."""

    asked: NDArray[np.bool_]  # [texts] a question people ask, not an answer
    heard: NDArray[np.bool_]  # [texts] such a question where Arabic may be written: its sounds count
    varieties: tuple[str, ...]
    spelled: Spelled
    vectors: NDArray[np.float16]  # raw, [texts, dims]; zeros for a text without one

    @classmethod
    def of(cls, entries: Sequence[Entry], vectors: Mapping[Entry, Vectors]) -> Texts:
        nothing = np.zeros(DIMENSIONS, np.float32)
        asked = np.array([entry.kind is Kind.QUESTION for entry in entries])
        return cls(
            asked=asked,
            heard=asked & np.array([entry.variety not in LATIN for entry in entries]),
            varieties=tuple(entry.variety for entry in entries),
            spelled=Spelled.of([(entry.text, entry.variety) for entry in entries]),
            vectors=np.stack([vectors.get(entry, nothing) for entry in entries]).astype(np.float16),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What is true of the base as a whole: it is learned from all articles and stays while single ones change."""

    means: Mapping[str, Vectors]  # of each variety's questions: e5 prefers its own language until it is taken away
    terms: Information
    ngrams: Information
    sounds: Information

    @classmethod
    def of(cls, texts: Sequence[Texts]) -> Frame:
        spelled = Spelled.join([part.spelled for part in texts])
        asked = np.concatenate([part.asked for part in texts])
        return cls(
            means=_variety_means(texts),
            terms=Information.of(spelled.terms, np.ones_like(asked)),
            ngrams=Information.of(spelled.ngrams, asked),
            sounds=Information.of(spelled.sounds, np.concatenate([part.heard for part in texts])),
        )

    def centred(self, vectors: Vectors, varieties: Sequence[str]) -> Vectors:
        """Unit rows [n, dims] minus the mean of each variety; a row of zeros, a text without a vector, stays zero."""
        if not self.means:
            return vectors
        known = vectors.any(axis=1, keepdims=True)
        return np.where(known, centre_each(vectors, varieties, self.means), np.float32(0))

    def question(self, vector: Vectors | None) -> Vectors:
        """Centred by the nearest mean, which no wrong guess at the variety can mislead; zeros without a vector."""
        if vector is None or not self.means:
            return np.zeros(DIMENSIONS, np.float32)
        centred: Vectors = self.centred(vector[None], nearest(vector[None], self.means))[0]
        return centred


def _variety_means(texts: Sequence[Texts]) -> dict[str, Vectors]:
    known = [part.asked & part.vectors.any(axis=1) for part in texts]
    labels = [variety for part, rows in zip(texts, known, strict=True) for variety in np.array(part.varieties)[rows]]
    vectors = np.concatenate([part.vectors[rows] for part, rows in zip(texts, known, strict=True)])
    return language_means(vectors.astype(np.float32), labels) if labels else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One article in the index."""

    asked: NDArray[np.bool_]
    heard: NDArray[np.bool_]
    spelled: Spelled
    letters: Rows  # of the questions only: nobody is compared with an answer letter by letter
    sounds: Rows
    codes: NDArray[np.int8]  # [texts, dims] centred vectors times `scales`
    scales: NDArray[np.float32]  # [texts]

    @classmethod
    def of(cls, texts: Texts, frame: Frame) -> Part:
        centred = frame.centred(texts.vectors.astype(np.float32), texts.varieties)
        scales = np.maximum(np.abs(centred).max(axis=1), 1e-9) / 127
        codes = np.rint(centred / scales[:, None]).astype(np.int8)
        return cls(
            asked=texts.asked,
            heard=texts.heard,
            spelled=texts.spelled,
            letters=texts.spelled.ngrams.only(texts.asked),
            sounds=texts.spelled.sounds.only(texts.heard),
            codes=codes,
            scales=scales.astype(np.float32),
        )

    @property
    def vectors(self) -> Vectors:
        return np.asarray(self.codes * self.scales[:, None], np.float32)

    @property
    def size(self) -> int:
        return len(self.asked)

    @property
    def nbytes(self) -> int:
        """Bytes of its arrays."""
        rows = (self.spelled.terms, self.spelled.ngrams, self.spelled.sounds, self.letters, self.sounds)
        return self.codes.nbytes + self.scales.nbytes + 2 * self.asked.nbytes + sum(r.ids.nbytes + r.starts.nbytes for r in rows)
