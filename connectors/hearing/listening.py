"""One voice note to words: fetched into a folder of its own, decoded, transcribed; the folder goes whatever happens."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from connectors.events import emit
from connectors.hearing.transcript import Heard, Transcriber, Unheard, Why, judge
from connectors.media.errors import MediaRefused, Refusal, ToolMissing
from connectors.media.note import Note
from connectors.media.sound import Sound, decode
from knowledge.article import Language

# Puts a note of its channel into a file and gives back the SHA-256. Raises MediaRefused, MediaUnavailable.
Download = Callable[[Note, Path], Awaitable[bytes]]

_SAID = {Refusal.TOO_LONG: Why.TOO_LONG, Refusal.TOO_LARGE: Why.TOO_LONG}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """Everything one needs to listen. Built once; `downloads` by channel."""

    transcriber: Transcriber
    downloads: Mapping[str, Download]
    longest_s: int
    largest: int  # bytes
    timeout_s: float  # of all of it

    async def hear(self, channel: str, note: Note, language: Language | None) -> Heard | Unheard:
        """What was said. `language` is the person's own, as the conversation knows it. Raises MediaUnavailable."""
        if channel not in self.downloads:
            return Unheard(Why.OFF)
        if note.seconds > self.longest_s or note.size > self.largest:
            return Unheard(Why.TOO_LONG)  # by the provider's own word: not even fetched
        try:
            sound = await self._sound(channel, note)
        except MediaRefused as refused:
            emit("voice_refused", channel=channel, reason=refused.why)
            return Unheard(_SAID.get(refused.why, Why.BROKEN))
        except ToolMissing:
            emit("voice_refused", channel=channel, reason="no_ffmpeg")
            return Unheard(Why.OFF)
        if sound.is_silent():
            return Unheard(Why.SILENT)
        return await asyncio.to_thread(self._written, sound, language)

    async def _sound(self, channel: str, note: Note) -> Sound:
        with tempfile.TemporaryDirectory(prefix="dalil-note-") as folder:
            file = Path(folder) / "note"
            digest = await self.downloads[channel](note, file)
            if not note.is_made_of(digest):
                raise MediaRefused(Refusal.BROKEN)
            return await decode(file, self.longest_s)

    def _written(self, sound: Sound, language: Language | None) -> Heard | Unheard:
        known = self.transcriber.languages
        if language is not None and language not in known:
            return Unheard(Why.OTHER_LANGUAGE)
        return judge(sound, self.transcriber.transcribe(sound.samples, language))
