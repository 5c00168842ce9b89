"""The engines that turn words into sound, each a program behind walls: eSpeak NG, and Piper where an operator has its voices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from connectors.media.programs import Bounds, run
from knowledge.aloud import Run
from knowledge.article import Language

# British English and French of France: the voices of eSpeak NG that learners understand best.
_ESPEAK: Mapping[Language, str] = MappingProxyType(
    {Language.AR: "ar", Language.FR: "fr-fr", Language.EN: "en-gb", Language.IT: "it", Language.DE: "de"}
)
_WORDS_A_MINUTE = 145  # its default, 175, is too fast for a second language
_RECORDING = 64 * 2**20  # bytes: 12 minutes of 44.1 kHz mono
_PIPER = Bounds(memory=3 * 2**30, cpu_seconds=90, seconds=90.0, file=_RECORDING)


class Speaker(Protocol):
    """An engine. `name` tells its recordings from those of another."""

    @property
    def name(self) -> str: ...

    async def speak(self, words: Run, folder: Path, into: Path) -> None:
        """Write the words as a WAV file. Raises MediaRefused, ToolMissing."""


@dataclass(frozen=True, slots=True)
class Espeak:
    """Small, everywhere, every language of ours; it sounds like a machine."""

    name: str = "espeak"

    async def speak(self, words: Run, folder: Path, into: Path) -> None:
        command = ["espeak-ng", "-v", _ESPEAK[words.language], "-s", str(_WORDS_A_MINUTE), "-b", "1", "-w", into.name]
        await run([*command, "--stdin"], folder, Bounds(file=_RECORDING), words.text.encode())


@dataclass(frozen=True, slots=True)
class Piper:
    """`voices` holds one `<language>.onnx` with its `.onnx.json` a language; a language without one is said by `instead`."""

    voices: Path
    name: str = "piper"
    instead: Speaker = field(default_factory=Espeak)

    async def speak(self, words: Run, folder: Path, into: Path) -> None:
        voice = self.voices / f"{words.language.value}.onnx"
        if not voice.is_file():
            await self.instead.speak(words, folder, into)
            return
        # One line a recording: Piper starts a new one at each line end.
        line = " ".join(words.text.split())
        await run(["piper", "--model", str(voice.resolve()), "--output_file", into.name], folder, _PIPER, line.encode())
