"""Root of voice: what listens and what reads aloud, built from the settings; what is missing switches itself off, and says so once."""

from __future__ import annotations

from collections.abc import Mapping

from connectors.events import emit
from connectors.hearing.listening import Download, Listening
from connectors.hearing.transcript import Transcriber
from connectors.hearing.whisper import Whisper, is_installed
from connectors.media.errors import ToolMissing
from connectors.media.fetching import Allowance
from connectors.media.programs import found
from connectors.reading_aloud.recordings import Recordings
from connectors.reading_aloud.script import Reading
from connectors.reading_aloud.speakers import Espeak, Piper, Speaker
from connectors.settings import Settings, SpeechEngine

_FETCH_S = 20.0  # a note of two minutes is 300 kB
_DECODING = ("ffmpeg", "prlimit")


def allowance(settings: Settings) -> Allowance:
    return Allowance(size=settings.voice_bytes, seconds=_FETCH_S)


def build_listening(settings: Settings, downloads: Mapping[str, Download], transcriber: Transcriber | None = None) -> Listening | None:
    """None, told in the log when a model is set: voice messages then get a kind sentence."""
    model = transcriber or _model(settings)
    if model is None:
        return None
    if missing := _missing(*_DECODING):
        _tell(missing)
        return None
    return Listening(
        transcriber=model,
        downloads=downloads,
        longest_s=settings.voice_seconds,
        largest=settings.voice_bytes,
        timeout_s=settings.voice_timeout_s,
    )


def _model(settings: Settings) -> Transcriber | None:
    if settings.voice_model is None:
        return None
    if not (settings.voice_model / "model.bin").is_file():
        _tell("model")
        return None
    if not is_installed():
        _tell("faster_whisper")
        return None
    return Whisper(settings.voice_model)


def build_recordings(settings: Settings) -> Recordings | None:
    """None, told in the log: then nobody is offered to be read to."""
    if settings.speech is SpeechEngine.OFF:
        return None
    speaker: Speaker = Espeak()
    if settings.speech is SpeechEngine.PIPER and settings.speech_voices is not None:
        speaker = Piper(settings.speech_voices)
    wanted = ("espeak-ng", *_DECODING, *(("piper",) if isinstance(speaker, Piper) else ()))
    if missing := _missing(*wanted):
        _tell(missing)
        return None
    return Recordings(speaker, settings.speech_folder, settings.speech_files)


def build_reading(settings: Settings, recordings: Recordings | None, channels: frozenset[str]) -> Reading | None:
    return Reading(channels=channels, longest=settings.speech_chars) if recordings else None


def _missing(*programs: str) -> str:
    for program in programs:
        try:
            found(program)
        except ToolMissing:
            return program
    return ""


def _tell(missing: str) -> None:
    emit("voice_unavailable", reason=f"no_{missing}")
