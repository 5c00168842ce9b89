"""What a transcriber heard, and how far it can be trusted. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from connectors.media.sound import Sound
from knowledge.article import Language

SURE_FROM = 0.75  # mean probability of the words: a small model at 20 dB of noise is above it, at 10 dB, where it mishears, below
HEARD_FROM = 0.45  # below it the words are guesses at noise
_SURE_WORD_FROM = 0.25  # one word below it may be the one that matters
_NO_SPEECH_FROM = 0.8  # Whisper's own doubt that anybody spoke


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    words: tuple[Word, ...]
    language: Language | None  # None: in none of ours
    no_speech: float = 0.0  # probability that nobody spoke

    @property
    def text(self) -> str:
        return "".join(word.text for word in self.words).strip()

    @property
    def probability(self) -> float:
        return float(np.mean([word.probability for word in self.words])) if self.words else 0.0


class Why(StrEnum):
    """Why nothing was heard; the phrase is `voice_<why>`."""

    OFF = "off"
    SILENT = "silent"
    NOISY = "noisy"
    TOO_LONG = "too_long"
    BROKEN = "broken"
    OTHER_LANGUAGE = "other_language"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Words of a voice note. `sure` is False when the person should be asked first."""

    text: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Unheard:
    why: Why


class Transcriber(Protocol):
    """A model that writes down speech. Blocking: runs on a thread of its own."""

    @property
    def languages(self) -> frozenset[Language]:
        """What it understands."""

    def transcribe(self, samples: NDArray[np.float32], language: Language | None) -> Transcript:
        """16 kHz mono as words; without a language, it listens for which one is spoken."""


def judge(sound: Sound, transcript: Transcript) -> Heard | Unheard:
    """Whether these words may be treated like typed ones, must be asked about, or are none."""
    if not any(letter.isalnum() for letter in transcript.text) or transcript.no_speech >= _NO_SPEECH_FROM:
        return Unheard(Why.SILENT if sound.is_silent() else Why.NOISY)
    if transcript.language is None:
        return Unheard(Why.OTHER_LANGUAGE)
    if transcript.probability < HEARD_FROM or _repeats(transcript):
        return Unheard(Why.NOISY)
    weakest = min(word.probability for word in transcript.words)
    return Heard(text=transcript.text, sure=transcript.probability >= SURE_FROM and weakest >= _SURE_WORD_FROM)


def _repeats(transcript: Transcript) -> bool:
    """Whisper says one thing over and over when it hears noise."""
    words = [word.text.strip().casefold() for word in transcript.words]
    return len(words) >= 12 and len(set(words)) * 4 <= len(words)
