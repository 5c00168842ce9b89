"""Sound as the transcriber hears it: 16,000 samples a second, mono, -1 to 1. Decoded by ffmpeg behind walls."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from connectors.media.errors import MediaRefused, Refusal
from connectors.media.kinds import HEAD_BYTES, AudioKind, audio_kind
from connectors.media.programs import Bounds, run

RATE: Final = 16_000  # Hz, of Whisper's features
_SHORTEST_S = 0.3  # less is a slip of the thumb
_SILENT_DBFS = -50.0  # of the loudest tenth of a second; speech at arm's length is near -30


@dataclass(frozen=True, slots=True)
class Sound:
    samples: NDArray[np.float32]

    @property
    def seconds(self) -> float:
        return len(self.samples) / RATE

    def is_silent(self) -> bool:
        """Too short or too quiet for anybody to have spoken."""
        return self.seconds < _SHORTEST_S or loudness(self.samples) < _SILENT_DBFS


def loudness(samples: NDArray[np.float32]) -> float:
    """Of the loudest tenth of a second, in dB below full scale.

    >>> round(float(loudness(np.full(RATE, 0.1, dtype=np.float32))))
    -20
    """
    window = RATE // 10
    whole = samples[: len(samples) // window * window].reshape(-1, window)
    power = float(np.max(np.mean(np.square(whole, dtype=np.float64), axis=1))) if len(whole) else 0.0
    return float(10 * np.log10(max(power, 1e-12)))


async def decode(file: Path, longest_s: int) -> Sound:
    """The sound in a file of a stranger. Raises MediaRefused, ToolMissing."""
    with file.open("rb") as opened:
        head = opened.read(HEAD_BYTES)
    if not head:
        raise MediaRefused(Refusal.BROKEN)
    kind = audio_kind(head)
    if kind is None:
        raise MediaRefused(Refusal.NOT_AUDIO)
    written = await run(_command(kind, file.name, longest_s + 1), file.parent, Bounds(output=2 * RATE * (longest_s + 2)))
    samples = np.frombuffer(written[: len(written) // 2 * 2], dtype="<i2").astype(np.float32) / np.float32(32768)
    if not len(samples):
        raise MediaRefused(Refusal.BROKEN)
    if len(samples) > RATE * longest_s:
        raise MediaRefused(Refusal.TOO_LONG)
    return Sound(samples)


def _command(kind: AudioKind, name: str, longest_s: int) -> list[str]:
    """Only the demuxer of the kind that the bytes begin with, only local files, only the first sound, no picture."""
    reading = [
        "-nostdin",
        "-loglevel",
        "quiet",
        "-protocol_whitelist",
        "file,pipe",
        "-threads",
        "1",
        "-f",
        kind.value,
        "-t",
        str(longest_s),
    ]
    taking = ["-map", "0:a:0", "-vn", "-sn", "-dn", "-map_metadata", "-1", "-ac", "1", "-ar", str(RATE)]
    return ["ffmpeg", *reading, "-i", f"file:{name}", *taking, "-threads", "1", "-f", "s16le", "pipe:1"]
