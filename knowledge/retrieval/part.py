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


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelled:
    """Texts as search terms, letters and sounds: the same texts, in the same order, in each."""

    terms: Rows
    letters: Rows  # of questions only: nobody is compared with an answer letter by letter
    sounds: Rows  # of questions where Arabic may be written: in European languages they would only repeat the letters

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> Spelled:
        return cls(
            terms=Rows.of([map(code, terms(entry.text, entry.variety)) for entry in entries], TERM_BUCKETS),
            letters=Rows.of([letters(entry.text) if entry.kind is Kind.QUESTION else () for entry in entries], SPELLING_BUCKETS),
            sounds=Rows.of([sounds(entry.text) if _is_heard(entry) else () for entry in entries], SPELLING_BUCKETS),
        )

    @classmethod
    def question(cls, text: str, variety: str) -> Spelled:
        """A message, as the one text."""
        return cls.of([Entry(article="", variety=variety, kind=Kind.QUESTION, text=text)])

    @classmethod
    def join(cls, parts: Sequence[Spelled]) -> Spelled:
        return cls(
            terms=Rows.join([part.terms for part in parts]),
            letters=Rows.join([part.letters for part in parts]),
            sounds=Rows.join([part.sounds for part in parts]),
        )

    @property
    def nbytes(self) -> int:
        return sum(rows.nbytes for rows in (self.terms, self.letters, self.sounds))


def _is_heard(entry: Entry) -> bool:
    return entry.kind is Kind.QUESTION and entry.variety not in LATIN


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
            heard=np.array([_is_heard(entry) for entry in entries]),
            varieties=tuple(entry.variety for entry in entries),
            spelled=Spelled.of(entries),
            vectors=np.stack([vectors.get(entry, nothing) for entry in entries]).astype(np.float16),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What is true of the base as a whole: it is learned from all articles and stays while single ones change."""

    means: Mapping[str, Vectors]  # of each variety's questions: e5 prefers its own language until it is taken away
    terms: Information
    letters: Information
    sounds: Information

    @classmethod
    def of(cls, texts: Sequence[Texts]) -> Frame:
        spelled = Spelled.join([part.spelled for part in texts])
        asked = np.concatenate([part.asked for part in texts])
        return cls(
            means=_variety_means(texts),
            terms=Information.of(spelled.terms, np.ones_like(asked)),
            letters=Information.of(spelled.letters, asked),
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
        return self.codes.nbytes + self.scales.nbytes + 2 * self.asked.nbytes + self.spelled.nbytes
