"""The searcher a process holds: index, encoder and figures, swapped as a whole when content changes."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from knowledge import models, repository
from knowledge.article import Article, Corridor, Figure, Language
from knowledge.encoder import Encoder, EncoderUnavailable, Vectors
from knowledge.entities import EntityReader
from knowledge.errors import IndexEmpty
from knowledge.helpline import Helpline
from knowledge.retrieval.entries import Entry, entries
from knowledge.retrieval.index import ArticleIndex, Question, encoder_text
from knowledge.retrieval.ranking import Decision, Verdict, Weights, decide, rank

_BATCH = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Everything published at one moment. Never changed, only replaced."""

    change: int  # number of the last ContentChange its index holds
    index: ArticleIndex
    articles: Mapping[str, Mapping[Language, Article]]  # what may be shown; the index may still find one that was withdrawn
    figures: Mapping[str, Figure]
    helplines: tuple[Helpline, ...]


class Searcher:
    """Answers 'which article?' from the newest snapshot. Safe for threads: readers see one snapshot or the next."""

    def __init__(self, encoder: Encoder | None, entities: EntityReader, weights: Weights) -> None:
        self._encoder, self._entities, self._weights = encoder, entities, weights
        self._snapshot: Snapshot | None = None
        self._refreshing = threading.Lock()

    @property
    def snapshot(self) -> Snapshot | None:
        """What is searched now; None before the first `refresh`. Never touches the database."""
        return self._snapshot

    def refresh(self) -> bool:
        """Bring the snapshot up to the database; True when it changed. Raises IndexEmpty for an empty base."""
        with self._refreshing:
            newest = repository.last_change()
            if self._snapshot is not None and self._snapshot.change == newest:
                return False
            articles, figures = repository.published(), repository.figures()
            if not articles:
                self._snapshot = None  # the last article was withdrawn: it must not answer any more
                raise IndexEmpty("no published article")
            shown: dict[str, Any] = {"articles": _by_id(articles), "figures": figures, "helplines": tuple(repository.helplines())}
            if self._snapshot is not None:
                # At once: what was withdrawn is gone and what was edited reads right, while the index is still being built.
                self._snapshot = replace(self._snapshot, **shown)
            index = ArticleIndex(articles, figures, embed(self._encoder, entries(articles, figures)))
            self._snapshot = Snapshot(change=newest, index=index, **shown)
            return True

    def search(self, text: str, variety: str, profile: Corridor, named: Corridor | None = None) -> Decision:
        """Decide what to do about a question. `named` is what the dialogue engine read; the plain reading fills its gaps."""
        snapshot = self._snapshot  # once: another thread may swap it
        if snapshot is None:
            return Decision(verdict=Verdict.ABSTAIN, confidence=0.0, hits=())
        index = snapshot.index
        read = self._entities.read(text).corridor()
        named = merge(named or Corridor(), read)
        question = Question(text=text, variety=variety, named=named, profile=profile, vector=self._encode(text, variety))
        return decide(rank(index.articles, index.evidence(question), self._weights), self._weights)

    def _encode(self, text: str, variety: str) -> Vectors | None:
        if self._encoder is None:
            return None
        try:
            vector: Vectors = self._encoder.encode([encoder_text(text, variety)])[0]
        except EncoderUnavailable:
            return None  # lexical search still answers
        return vector


def _by_id(articles: Sequence[Article]) -> dict[str, dict[Language, Article]]:
    found: dict[str, dict[Language, Article]] = {}
    for article in articles:
        found.setdefault(article.id, {})[article.language] = article
    return found


def embed(encoder: Encoder | None, texts: Sequence[Entry]) -> dict[Entry, Vectors]:
    """The vector of each entry: remembered ones from the database, the rest embedded now and remembered.

    Without an encoder there are none, and search is lexical.
    """
    if encoder is None:
        return {}
    hashes = {entry: _text_hash(entry) for entry in texts}
    known = _remembered(encoder.identity, set(hashes.values()))
    missing = {hashes[entry]: encoder_text(entry.text, entry.variety) for entry in texts if hashes[entry] not in known}
    with suppress(EncoderUnavailable):  # those entries are found lexically until the next change
        known |= _embed(encoder, missing)
    return {entry: known[key] for entry, key in hashes.items() if key in known}


def merge(first: Corridor, second: Corridor) -> Corridor:
    """The first one's countries, and the second one's where the first says nothing."""
    return Corridor(
        origin=first.origin or second.origin,
        destination=first.destination or second.destination,
        present_in=first.present_in or second.present_in,
    )


def _text_hash(entry: Entry) -> str:
    return hashlib.sha256(encoder_text(entry.text, entry.variety).encode()).hexdigest()


def _remembered(encoder: str, hashes: set[str]) -> dict[str, Vectors]:
    rows = models.PassageVector.objects.filter(encoder=encoder).values_list("text_hash", "vector")
    return {key: np.frombuffer(bytes(raw), "<f2").astype(np.float32) for key, raw in rows.iterator(2000) if key in hashes}


def _embed(encoder: Encoder, missing: dict[str, str]) -> dict[str, Vectors]:
    """Embed texts by their hash and remember the vectors as float16 (768 bytes each)."""
    found: dict[str, Vectors] = {}
    keys = list(missing)
    for start in range(0, len(keys), _BATCH):
        batch = keys[start : start + _BATCH]
        vectors = encoder.encode([missing[key] for key in batch])
        models.PassageVector.objects.bulk_create(
            [
                models.PassageVector(text_hash=key, encoder=encoder.identity, vector=vector.astype("<f2").tobytes())
                for key, vector in zip(batch, vectors, strict=True)
            ],
            ignore_conflicts=True,
        )
        found |= dict(zip(batch, vectors, strict=True))
    return found
