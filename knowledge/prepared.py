"""Articles made ready for the index, and remembered in the database: a start and a change prepare only what is new."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from knowledge import models
from knowledge.article import Article, Figure, Variety
from knowledge.encoder import Encoder, EncoderUnavailable, Vectors
from knowledge.retrieval.entries import Entry, encoder_text, entries
from knowledge.retrieval.part import SPELLING_BUCKETS, TERM_BUCKETS, Spelled, Texts
from knowledge.retrieval.rows import Rows
from knowledge.retrieval.shipped import shipped

_FORMAT: Final = "2"  # of what is stored; a change of tokens, entries or arrays takes the next number
_VARIETIES: Final = tuple(Variety)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """One article's texts as numbers; the same `key`, the same numbers."""

    key: str
    texts: Texts


class Preparer:
    """Turns articles into `Prepared`. Without an encoder, or while it fails, the vectors are zeros and nothing is stored."""

    def __init__(self, encoder: Encoder | None) -> None:
        self._encoder = encoder

    def prepare(self, articles: Iterable[Article], figures: Mapping[str, Figure]) -> dict[str, Prepared]:
        """By article id. Texts that were prepared before, for whichever article, are read from the database."""
        by_id: dict[str, list[Entry]] = {}
        for entry in entries(articles, figures):
            by_id.setdefault(entry.article, []).append(entry)
        keys = {slug: self._key(texts) for slug, texts in by_id.items()}
        ready = self._remembered(set(keys.values()))
        for slug, key in keys.items():
            if key not in ready:
                ready[key] = self._made(key, by_id[slug])
        return {slug: Prepared(key=key, texts=ready[key]) for slug, key in keys.items()}

    def _key(self, texts: Sequence[Entry]) -> str:
        digest = hashlib.sha256(f"{_FORMAT}|{self._encoder.identity if self._encoder else ''}".encode())
        for entry in texts:
            digest.update(f"\0{entry.kind.value}|{entry.variety}|{entry.text}".encode("utf-8", "replace"))
        return digest.hexdigest()

    def _remembered(self, keys: set[str]) -> dict[str, Texts]:
        if self._encoder is None:
            return {}
        rows = models.PreparedTexts.objects.values_list("key", "arrays")
        # Most starts want all of them; a change wants a few.
        rows = rows.filter(key__in=keys) if len(keys) < 500 else rows
        return {key: unpacked(bytes(raw)) for key, raw in rows.iterator(200) if key in keys}

    def _made(self, key: str, texts: Sequence[Entry]) -> Texts:
        if self._encoder is None:
            return Texts.of(texts, {})
        try:
            made = Texts.of(texts, self._vectors(self._encoder, texts))
        except EncoderUnavailable:
            return Texts.of(texts, {})  # found lexically until the next change
        models.PreparedTexts.objects.bulk_create([models.PreparedTexts(key=key, arrays=packed(made))], ignore_conflicts=True)
        return made

    @staticmethod
    def _vectors(encoder: Encoder, texts: Sequence[Entry]) -> dict[Entry, Vectors]:
        given = [encoder_text(entry.text, entry.variety) for entry in texts]
        known = shipped(encoder.identity)
        found = known.get(given) if known else [None] * len(given)
        missing = [position for position, vector in enumerate(found) if vector is None]
        if missing:
            for position, vector in zip(missing, encoder.encode([given[position] for position in missing]), strict=True):
                found[position] = vector
        return {entry: vector for entry, vector in zip(texts, found, strict=True) if vector is not None}


def forget_unused(keys: Iterable[str]) -> int:
    """Delete what no live article uses any more; returns how many."""
    deleted, _ = models.PreparedTexts.objects.exclude(key__in=list(keys)).delete()
    return deleted


def packed(texts: Texts) -> bytes:
    """The arrays of some texts as an uncompressed .npz, without pickles."""
    spelled = texts.spelled
    file = io.BytesIO()
    np.savez(
        file,
        asked=texts.asked,
        heard=texts.heard,
        varieties=np.array([_VARIETIES.index(Variety(variety)) for variety in texts.varieties], np.uint8),
        vectors=texts.vectors,
        terms=spelled.terms.ids,
        letters=spelled.letters.ids,
        sounds=spelled.sounds.ids,
        lengths=np.stack([spelled.terms.lengths, spelled.letters.lengths, spelled.sounds.lengths]),
    )
    return file.getvalue()


def unpacked(raw: bytes) -> Texts:
    """What `packed` wrote."""
    with np.load(io.BytesIO(raw), allow_pickle=False) as stored:
        lengths = stored["lengths"]
        return Texts(
            asked=stored["asked"],
            heard=stored["heard"],
            varieties=tuple(_VARIETIES[number].value for number in stored["varieties"]),
            vectors=stored["vectors"],
            spelled=Spelled(
                terms=Rows(ids=stored["terms"], lengths=lengths[0], buckets=TERM_BUCKETS),
                letters=Rows(ids=stored["letters"], lengths=lengths[1], buckets=SPELLING_BUCKETS),
                sounds=Rows(ids=stored["sounds"], lengths=lengths[2], buckets=SPELLING_BUCKETS),
            ),
        )
