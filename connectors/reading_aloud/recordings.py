"""Voice messages as Telegram and WhatsApp play them (Ogg with Opus): made once, kept by what is said, and bounded in number.

Only what is kept for everybody, answers and helplines, is kept here; what was said to one person is made and forgotten.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from connectors.media.programs import Bounds, run
from connectors.reading_aloud.speakers import Speaker
from knowledge.aloud import runs
from knowledge.article import Language

_ENCODED = 4 * 2**20  # bytes; 24 kbit/s for 20 minutes
_FORMAT = "1"  # of what is kept; another bit rate would be another


@dataclass(frozen=True)
class Recordings:
    """One at a time: reading aloud must not slow down answering."""

    speaker: Speaker
    folder: Path  # of those that are kept
    most: int  # files
    _turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))

    async def of(self, text: str, language: Language, *, keep: bool) -> bytes:
        """The words as Ogg/Opus. Raises MediaRefused, ToolMissing."""
        kept = self.folder / f"{key(self.speaker.name, text, language)}.ogg"
        if keep and kept.is_file():
            os.utime(kept)
            return kept.read_bytes()
        async with self._turn:
            made = await self._make(text, language)
        if keep:
            self._keep(kept, made)
        return made

    async def _make(self, text: str, language: Language) -> bytes:
        with tempfile.TemporaryDirectory(prefix="dalil-voice-") as name:
            folder = Path(name)
            parts = [folder / f"{number}.wav" for number, _ in enumerate(runs(text, language))]
            for part, words in zip(parts, runs(text, language), strict=True):
                await self.speaker.speak(words, folder, part)
            return await run(_joining([part.name for part in parts]), folder, Bounds(output=_ENCODED))

    def _keep(self, kept: Path, made: bytes) -> None:
        """Whole or not at all; the longest unheard go when there are too many."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self.folder, prefix="new-", delete=False) as new:
            new.write(made)
        Path(new.name).replace(kept)
        files = sorted(self.folder.glob("*.ogg"), key=lambda file: file.stat().st_mtime)
        for old in files[: max(0, len(files) - self.most)]:
            old.unlink(missing_ok=True)


def key(engine: str, text: str, language: Language) -> str:
    """The name of a recording: all that its sound depends on, and nothing that can be read."""
    return hashlib.sha256("\0".join([_FORMAT, engine, language.value, text]).encode()).hexdigest()


def _joining(names: list[str]) -> list[str]:
    """The parts one after the other, as a voice note: mono, 24 kbit/s, 48 kHz."""
    sources = [word for name in names for word in ("-f", "wav", "-i", f"file:{name}")]
    every = "".join(f"[{number}:a]aresample=48000,aformat=channel_layouts=mono[p{number}];" for number, _ in enumerate(names))
    joined = "".join(f"[p{number}]" for number, _ in enumerate(names)) + f"concat=n={len(names)}:v=0:a=1[out]"
    quiet = ["ffmpeg", "-nostdin", "-loglevel", "quiet", "-protocol_whitelist", "file,pipe", "-filter_complex_threads", "1"]
    encoded = ["-map", "[out]", "-c:a", "libopus", "-b:a", "24k", "-application", "voip", "-threads", "1", "-f", "ogg", "pipe:1"]
    return [*quiet, *sources, "-filter_complex", every + joined, *encoded]
