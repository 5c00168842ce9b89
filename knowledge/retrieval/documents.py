"""Search over any documents with the product's own parts: what `dalil bench retrieval` measures. Pure but for the encoder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.encoder import Encoder, Vectors
from knowledge.encoder.encoding import normalise
from knowledge.retrieval.entries import encoder_text
from knowledge.retrieval.fusion import best_per_group, mix
from knowledge.retrieval.lexical import LexicalIndex
from knowledge.retrieval.tokens import terms

PASSAGE_WORDS = 90  # a passage the encoder reads whole
OVERLAP_WORDS = 20
METHODS = ("lexical", "dense", "hybrid")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    id: str
    language: str
    title: str
    text: str


def passages(document: Document) -> list[str]:
    """Overlapping windows of a document, each behind its title; at least one."""
    tokens = document.text.split()
    step = PASSAGE_WORDS - OVERLAP_WORDS
    windows = [" ".join(tokens[i : i + PASSAGE_WORDS]) for i in range(0, max(1, len(tokens) - OVERLAP_WORDS), step)]
    return [f"{document.title}. {window}".strip() for window in windows]


class DocumentIndex:
    """Documents of any languages; dense search crosses languages, lexical search helps within one."""

    def __init__(self, documents: Sequence[Document], encoder: Encoder) -> None:
        self.documents, self._encoder = tuple(documents), encoder
        pieces = [passages(document) for document in documents]
        counts = [len(group) for group in pieces]
        self._starts = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)
        self._languages = np.array([document.language for document in documents])
        piece_languages = np.repeat(self._languages, counts)
        vectors = encoder.encode(
            [encoder_text(text, language) for group, language in zip(pieces, self._languages, strict=True) for text in group]
        )
        self._means = {language: vectors[piece_languages == language].mean(axis=0) for language in sorted(set(self._languages))}
        self._matrix = normalise(vectors - np.stack([self._means[language] for language in piece_languages]))
        self._lexical = LexicalIndex([terms(f"{d.title} {d.title} {d.text}", d.language) for d in documents])
        self._query_means: dict[str, Vectors] = {}

    def learn_queries(self, queries: Sequence[tuple[str, str]]) -> None:
        """Centre questions by the mean of the questions themselves, by language: (text, language) pairs, no answers."""
        groups: dict[str, list[str]] = {}
        for text, language in queries:
            groups.setdefault(language, []).append(encoder_text(text, language))
        self._query_means = {language: self._encoder.encode(texts).mean(axis=0) for language, texts in groups.items()}

    def scores(self, text: str, language: str, method: str) -> NDArray[np.float32]:
        """One score a document. `method` is one of METHODS."""
        if method == "lexical":
            return self._lexical.scores(terms(text, language))
        dense = self._dense(text, language)
        if method == "dense":
            return dense
        within = bool((self._languages == language).any())
        lexical = self._lexical.scores(terms(text, language)) if within else np.zeros_like(dense)
        return mix(dense, lexical, *([] if within else [1.0]))

    def _dense(self, text: str, language: str) -> NDArray[np.float32]:
        vector = self._encoder.encode([encoder_text(text, language)])
        mean = self._query_means.get(language, self._means.get(language))
        centred = normalise(vector - mean) if mean is not None else vector
        return best_per_group(self._matrix @ centred[0], self._starts)
