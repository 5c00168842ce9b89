"""The edge to faster-whisper: a model in a folder, on one processor core, never fetched from anywhere."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from connectors.hearing.transcript import Transcript, Word
from knowledge.article import Language

if TYPE_CHECKING:  # an optional package: what runs without voice never loads it
    from faster_whisper import WhisperModel

_THREADS = 2
_OURS_FROM = 0.3  # of all the probability of languages; below it none of ours is spoken


@dataclass(frozen=True)
class Whisper:
    """A CTranslate2 folder (`model.bin`, `config.json`, a tokenizer). Loaded when the first note comes; one note at a time."""

    folder: Path
    _turn: threading.Lock = field(default_factory=threading.Lock)

    @cached_property
    def _model(self) -> WhisperModel:
        from faster_whisper import WhisperModel

        return WhisperModel(str(self.folder), device="cpu", compute_type="int8", cpu_threads=_THREADS, local_files_only=True)

    @property
    def languages(self) -> frozenset[Language]:
        with self._turn:
            return frozenset(Language) if self._model.model.is_multilingual else frozenset({Language.EN})

    def transcribe(self, samples: NDArray[np.float32], language: Language | None) -> Transcript:
        """See `Transcriber`. Greedy: a beam costs twice the time for one word in a hundred."""
        with self._turn:
            spoken = language or self._spoken(samples)
            if spoken is None:
                return Transcript(words=(), language=None)
            found, _ = self._model.transcribe(
                samples,
                language=spoken.value,
                beam_size=1,
                temperature=0.0,
                condition_on_previous_text=False,
                word_timestamps=True,
                vad_filter=True,
            )
            segments = list(found)  # here the work is done
        words = tuple(Word(word.word, word.probability) for segment in segments for word in segment.words or ())
        return Transcript(words=words, language=spoken, no_speech=min((segment.no_speech_prob for segment in segments), default=1.0))

    def _spoken(self, samples: NDArray[np.float32]) -> Language | None:
        """The likeliest of our languages."""
        if not self._model.model.is_multilingual:
            return Language.EN
        _, _, chances = self._model.detect_language(samples)
        ours = {Language(code): chance for code, chance in chances if code in set(Language)}
        best = max(ours, key=lambda code: ours[code])
        return best if ours[best] >= _OURS_FROM else None


def is_installed() -> bool:
    """Whether the optional package is there."""
    from importlib.util import find_spec

    return find_spec("faster_whisper") is not None
